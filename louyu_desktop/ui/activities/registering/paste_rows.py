"""The lines of a pasted list as the screen has them: what each is, what was decided, what will be registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.rules.mentions import Left, Unlisted
from louyu_desktop.rules.names import short_organisation
from louyu_desktop.services.proposals import Certainty, Decided, Likely, Pasted, Proposal
from louyu_desktop.text import N_, _

NEW = 0
"""Chosen in the place of a person's id: somebody the station does not know."""

OUT = -1
"""Chosen in the place of a person's id: this line is not registered."""

Key = tuple[int, int]


class Stands(StrEnum):
    """How a line stands, by the words of its badge."""

    ASK = N_("看一下")
    UNCLEAR = N_("看不清")
    SURE = N_("认出")
    NEW = N_("新登记")
    ALREADY = N_("已报过")
    OUT = N_("不登记")
    OTHER = N_("没收")


TONES = {
    Stands.ASK: "warn", Stands.UNCLEAR: "warn", Stands.SURE: "ok", Stands.NEW: "info", Stands.ALREADY: "text2",
    Stands.OUT: "text2", Stands.OTHER: "text2",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PasteRow:
    """One line of the table: somebody proposed, or a line that gave nobody (`other`)."""

    key: Key
    proposal: Proposal | None = None
    other: Unlisted | None = None
    choice: int | None = None

    @property
    def line(self) -> int:
        """Its line in the pasted text."""
        return self.key[0]

    @property
    def person_id(self) -> int | None:
        """Whom it is registered as; None for somebody new, or nobody."""
        if self.choice is not None:
            return self.choice if self.choice > NEW else None
        return self.proposal.person_id if self.proposal else None

    @property
    def likely(self) -> Likely | None:
        """The person of the station whom it is registered as."""
        found = self.proposal.candidates if self.proposal else ()
        return next((one for one in found if one.person_id == self.person_id), None)

    @property
    def stands(self) -> Stands:
        """How it stands now."""
        if self.proposal is None:
            return Stands.UNCLEAR if self.other and self.other.why is Left.UNCLEAR else Stands.OTHER
        if self.choice == OUT:
            return Stands.OUT
        if self.choice is None and self.proposal.certainty is Certainty.DOUBTFUL:
            return Stands.ASK
        if self.person_id is None:
            return Stands.NEW
        return Stands.ALREADY if self.likely is not None and self.likely.status in _THERE else Stands.SURE

    @property
    def counts(self) -> int:
        """How many it registers, those brought along counted."""
        if self.proposal is None or self.stands not in {Stands.SURE, Stands.NEW}:
            return 0
        return 1 + len(self.proposal.mention.companions)

    @property
    def decided(self) -> Decided | None:
        """What goes to the service; also of somebody who is registered already and brings others now."""
        if self.proposal is None or self.stands in {Stands.ASK, Stands.OUT}:
            return None
        if self.stands is Stands.ALREADY and not self.proposal.mention.companions:
            return None
        return Decided(self.proposal, self.person_id)


_THERE = ("已报名", "候补", "待答复", "已签到", "缺席")


def rows_of(pasted: Pasted, choices: Mapping[Key, int]) -> list[PasteRow]:
    """The rows of a text: those to be looked at first, then new ones, the rest, and last what gave nobody."""
    seen: dict[int, int] = {}
    people = []
    for proposal in pasted.proposals:
        line = proposal.mention.line
        key = (line, seen.get(line, 0))
        seen[line] = key[1] + 1
        people.append(PasteRow(key, proposal, choice=choices.get(key)))
    order = {Certainty.DOUBTFUL: 0, Certainty.NEW: 1, Certainty.SURE: 2}
    people.sort(key=lambda row: (order[row.proposal.certainty] if row.proposal else 3, row.key))
    others = [PasteRow((other.line, -1 - place), other=other) for place, other in enumerate(pasted.others)]
    unclear = [row for row in others if row.stands is Stands.UNCLEAR]
    asked = sum(one.certainty is Certainty.DOUBTFUL for one in pasted.proposals)
    return people[:asked] + unclear + people[asked:] + [row for row in others if row not in unclear]


def written(row: PasteRow) -> str:
    """What stands in the list, in short: name, unit, end of the phone, how many come along."""
    if row.proposal is None:
        return row.other.source if row.other else ""
    mention = row.proposal.mention
    tail = mention.mobile[-4:] or mention.tail
    parts = [
        mention.name,
        mention.unit,
        _("尾号 {tail}").format(tail=tail) if tail else "",
        brought(mention.companions),
    ]
    return "·".join(part for part in parts if part)


def brought(companions: Sequence[str]) -> str:
    """带 2 人, or whom by name."""
    if not companions:
        return ""
    named = _("、").join(name for name in companions if name)
    return _("带{names}").format(names=named) if named else _("带 {count} 人").format(count=len(companions))


def about(one: Likely, than: str = "") -> str:
    """Somebody of the station in few words; a name equal to `than` is left out."""
    name = "" if one.name == than else one.name
    tail = _("尾号 {tail}").format(tail=one.tail) if one.tail else ""
    unit = short_organisation(one.unit) if one.unit else ""
    return " ".join(part for part in (name, unit if len(unit) < 9 else f"{unit[:8]}…", tail) if part) or one.name


def said(row: PasteRow) -> str:
    """What becomes of the line, or what is asked."""
    proposal = row.proposal
    if proposal is None:
        return _(row.other.why.value) if row.other else ""
    likely = row.likely
    match row.stands:
        case Stands.ASK | Stands.OUT:
            return proposal.why if row.stands is Stands.ASK else _("这一行不登记")
        case Stands.NEW:
            near = len(proposal.candidates)
            words = _("新登记这个人")
            return words + (_("，站里相近的有 {count} 人").format(count=near) if near else "")
        case Stands.ALREADY if likely is not None:
            return _("{who}，这场{status}").format(who=about(likely), status=likely.status)
    return f"{about(likely)}·{proposal.why if row.choice is None else _('您选的')}" if likely is not None else ""
