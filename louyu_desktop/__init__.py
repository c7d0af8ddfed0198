"""louyu_desktop: the desktop program of a Party and community service station for office buildings.

Data goes round one circle, in one direction::

    person → widget → Tasks → service → Database.write ──commit──► change_log
                ▲                                        │
                └── table / form re-reads ◄── ChangeBus ◄── Changes

A widget never changes what it shows: it asks, and hears.

Three things happen in processes of their own, so that neither a foreign file nor a large import can harm or halt
the window: ``exchange.reader`` reads files, without key and within limits; ``storage.bulk_child`` writes large imports
in short turns, seen by nobody until all is there; ``storage.bulk_index`` cuts texts for the search meanwhile.

The layers, top to bottom; imports point downwards only (contracts in pyproject.toml):

``__main__``  the door: the window at once, all else by ``commands``
``commands``  the subcommands, without Qt; ``console`` is how they speak
``app``       wires the parts; nothing else knows everyone
``ui``        shows frozen copies; asks services through ``Tasks``, draws again when ``Changes`` says so
``services``  one method for each thing a person can do; each is one operation: one undo step, one announcement
``storage``   alone knows engine, key, migrations, search index and change log; ``Database.write`` is the one door
``exchange``  workbooks to plain values and back; ``printing`` plain values to papers; neither knows a database
``models``    what every record is: each column carries its ``Field``, from which forms, lists and files are drawn
``rules``     what the station's practice means: pure functions over plain values, no clock, no database, no Qt
``fields``    ``Field`` and ``Entity``, the words in which models, services, files and screens agree
``settings``, ``text``, ``paths``, ``errors``  what everyone may use

``tests/architecture`` keeps the rest: sizes of functions and files, one door for errors and for settings,
no colour outside the theme, no write outside storage, full-width punctuation beside Chinese.
"""

from __future__ import annotations

__version__ = "0.1.0"
