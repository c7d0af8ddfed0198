"""A pasted list on its way: what was read, what was answered, what will be registered."""

from __future__ import annotations

from dataclasses import replace

from louyu_desktop.services.proposals import Decided, Pasted, Proposal
from louyu_desktop.ui.activities.registering.paste_rows import OUT, Key, PasteRow, Stands, rows_of

SEGMENTS: dict[str, frozenset[Stands]] = {
    "all": frozenset(Stands) - {Stands.OTHER},
    "ask": frozenset({Stands.ASK, Stands.UNCLEAR}),
    "new": frozenset({Stands.NEW}),
    "sure": frozenset({Stands.SURE, Stands.ALREADY}),
    "other": frozenset({Stands.OTHER, Stands.OUT}),
}
"""What each segment over the table shows."""


class PasteState:
    """Every row with its answer; the answers outlive a list that is pasted again with more lines."""

    def __init__(self) -> None:
        self.rows: list[PasteRow] = []
        self._choices: dict[Key, int] = {}
        self._renamed: dict[Key, Proposal] = {}
        self._pasted = Pasted((), (), 0)

    @property
    def touched(self) -> int:
        """How many lines somebody has answered or renamed."""
        return len(self._choices.keys() | self._renamed.keys())

    def understand(self, pasted: Pasted) -> None:
        """Another reading; answers stay with lines that say the same."""
        before = {_said(row): row.choice for row in self.rows if row.choice is not None}
        self._pasted, self._renamed = pasted, {}
        fresh = rows_of(pasted, {})
        self._choices = {row.key: before[_said(row)] for row in fresh if _said(row) in before}
        self._make()

    def forget(self) -> None:
        """Nothing is pasted any more."""
        self._choices, self._renamed, self._pasted = {}, {}, Pasted((), (), 0)
        self._make()

    def choose(self, key: Key, choice: int | None) -> PasteRow:
        """Answer a row, or take the answer back (None); gives the row as it stands then."""
        if choice is None:
            self._choices.pop(key, None)
        else:
            self._choices[key] = choice
        self._make()
        return next(row for row in self.rows if row.key == key)

    def rename(self, key: Key, proposal: Proposal) -> None:
        """A line means somebody else than was read."""
        self._renamed[key] = proposal
        self._choices.pop(key, None)
        self._make()

    def lone(self) -> list[PasteRow]:
        """Rows that ask, with one person of that very name in the station and nothing else to go by."""
        return [row for row in self.rows if row.stands is Stands.ASK and row.proposal and row.proposal.lone]

    def take_lone(self) -> None:
        """All of those are the people of the station."""
        for row in self.lone():
            one = row.proposal.lone if row.proposal else None
            if one is not None:
                self._choices[row.key] = one.person_id
        self._make()

    def shown(self, segment: str) -> list[PasteRow]:
        """The rows of a segment."""
        return [row for row in self.rows if row.stands in SEGMENTS[segment]]

    @property
    def asked(self) -> int:
        """Lines still to be looked at."""
        return sum(row.stands in SEGMENTS["ask"] for row in self.rows)

    @property
    def named(self) -> int:
        """Heads on the list, those brought along and those to be looked at counted."""
        mentions = [row.proposal.mention for row in self.rows if row.proposal is not None and row.choice != OUT]
        return sum(1 + len(mention.companions) for mention in mentions)

    @property
    def heads(self) -> int:
        """Heads that will be registered now."""
        return sum(row.counts for row in self.rows)

    def decided(self) -> list[Decided]:
        """What goes to the service, in the order of the list."""
        found = [row.decided for row in sorted(self.rows, key=lambda row: row.key)]
        return [one for one in found if one is not None]

    def _make(self) -> None:
        found = rows_of(self._pasted, self._choices)
        self.rows = [
            replace(row, proposal=self._renamed[row.key], other=None) if row.key in self._renamed else row
            for row in found
        ]


def _said(row: PasteRow) -> tuple[str, str]:
    """By what a line is known again when the list has moved: what was pasted, and the name in it."""
    if row.proposal is None:
        return (row.other.source if row.other else "", "")
    return row.proposal.mention.source, row.proposal.mention.name
