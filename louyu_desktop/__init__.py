"""louyu_desktop: the desktop program of a Party and community service station for office buildings.

Data goes round one circle, in one direction::

    person → widget → Tasks → service → Database.write ──commit──► change_log
                ▲                                        │
                └── table / form re-reads ◄── ChangeBus ◄── Changes

A widget never changes what it shows: it asks, and hears.

Four things happen in processes of their own, so that neither a foreign file nor a large import can harm or halt
the window: ``exchange.reader`` reads ledgers and ``exchange.attached`` looks at attachments, both without key and
within limits; ``storage.bulk_child`` writes large imports in short turns, seen by nobody until all is there;
``storage.bulk_index`` cuts texts for the search meanwhile.

Keys.  A password opens its slot of ``vault.keys`` (``storage.vault``), the slot gives the data key and the role, and
from the data key come those of the database, the log's chain, the attachments and the backups (``storage.keys``,
``storage.keyring``).  The recovery sheet has a slot of its own and opens every backup.  To lock is to end the process;
a fresh one begins with the log-in (``ui.locking``, ``ui.entrance``).

Rights.  ``services.rights`` is one table of service method, right and role; ``services.guarded`` stands before every
service and asks it.  What a role may not know is no field of the kinds it is given (``services.references``).

Activities.  Time moves an activity on (``rules.lifecycle``); a series finds its days by ``rules.recurrence``.  Two
things hold whatever wrote: a room is given once (``storage.slots_of_rooms`` by ``rules.room_time``), and no more places
than there are, while the waiting list moves up (``storage.places_given`` by ``rules.waiting_list``).  A pasted list
goes ``rules.name_list`` → ``services.matching`` → ``services.registering``.  The four counts are
``services.participation`` alone.  The desk (``ui.desk``) is a window of the same program: ``services.desk`` answers it
from memory, and gives back a sign-in only when it is durable.

Requests, topics, wishes and notices each move by one table (``rules.request_flow``, ``topic_flow``, ``wish_flow``,
``notice_flow``), from which board, buttons and tests are made; nothing else changes a state (``services.own_ways``).
Promised days are derived (``rules.promise``) from the row, its pauses and extensions and the station's calendar.  What
has a number and is taken back stays under it as 作废 (``storage.kept_numbers``).

Backups (``storage.backup``, ``container``, ``drill``, ``restoring``): a copy of the database, encrypted as it is, in
one file to the recovery key and the vault, proven as soon as it is written; a restore is made ready beside the station
and takes its place in one step.  ``failpoints.hit`` stands at every durable step, so that tests can stop there.

The layers, top to bottom; imports point downwards only (contracts in pyproject.toml):

``__main__``  the door: the window at once, all else by ``commands``
``commands``  the subcommands, without Qt; ``backup_commands``, ``request_commands``, ``visit_commands``
              and ``command_parts`` belong to it, ``console`` is how they speak
``app``       wires the parts; nothing else knows everyone
``ui``        shows frozen copies; asks services through ``Tasks``, draws again when ``Changes`` says so
``services``  one method for each thing a person can do; each is one operation: one undo step, one announcement
``storage``   alone knows engine, key, migrations, search index and change log; ``Database.write`` is the one door
``exchange``  workbooks to plain values and back; ``printing`` plain values to papers; neither knows a database
``models``    what every record is: each column carries its ``Field``, from which forms, lists and files are drawn
``rules``     what the station's practice means: pure functions over plain values, no clock, no database, no Qt
``fields``    ``Field`` and ``Entity``, the words in which models, services, files and screens agree
``settings``, ``text``, ``paths``, ``errors``, ``failpoints``  what everyone may use

``tests/architecture`` keeps the rest: sizes of functions and files, one door for errors and for settings,
no colour outside the theme, no write outside storage, full-width punctuation beside Chinese.
"""

from __future__ import annotations

__version__ = "0.1.0"
