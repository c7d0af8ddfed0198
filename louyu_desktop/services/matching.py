"""Lines of a pasted list matched to people of the station: by name, phone, its tail, unit and sound.

What an index does not answer is not asked: `person.name_key`, `person.mobile` and the order of names by pinyin.
Sure is only a name as it stands with something beside it that fits and nothing that does not; a sound is never sure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import count

from louyu_desktop.rules.mentions import Mention
from louyu_desktop.rules.name_list import read_names
from louyu_desktop.rules.names import fold_name, fold_organisation, short_organisation
from louyu_desktop.services.proposals import Pasted, Proposal
from louyu_desktop.services.whom import Station
from louyu_desktop.storage import search
from louyu_desktop.storage.database import Database

_FIRMS = ("enterprises", "people")
_LOOKED_AT = 5
_MOST_ASKED = 200
"""Words of one text looked up as firms; what is left of an endless text goes by its looks."""


class Matching:
    """Says whom a pasted list means; changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, activity_id: int, text: str) -> Pasted:
        """A pasted text understood: who is meant, as far as the station knows them, and what gave nobody."""
        found = read_names(text, self._is_firm())
        return Pasted(self.match(activity_id, found.people), found.others, found.heads)

    def match(self, activity_id: int, mentions: Sequence[Mention]) -> tuple[Proposal, ...]:
        """A proposal for each of `mentions`, in their order; nobody is surely meant by two lines."""
        with self._database.read() as session:
            return Station(session, self._database.role, activity_id).propose(mentions)

    def _is_firm(self) -> Callable[[str], bool]:
        """Whether a word is what an enterprise, or the unit of somebody in the station, is called; each asked once."""
        asked = count()

        @cache
        def is_firm(word: str) -> bool:
            if next(asked) >= _MOST_ASKED:
                return False
            with self._database.read() as session:
                words = search.ask(session, word, _FIRMS)
                hits = [hit for kind in _FIRMS for hit in search.find(session, words, kind, _LOOKED_AT).hits]
            firms = [hit.text for hit in hits if hit.kind == "enterprises" or not hit.in_title]
            return any(fold_organisation(short_organisation(firm)).startswith(fold_name(word)) for firm in firms)

        return is_firm
