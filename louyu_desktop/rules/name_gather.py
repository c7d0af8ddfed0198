"""The people of a pasted list put together: said again, withdrawn, copied with the whole chain before them."""

from __future__ import annotations

from dataclasses import replace

from louyu_desktop.rules.mentions import Left, Mention, NameList, Unlisted
from louyu_desktop.rules.names import fold_name, fold_organisation, short_organisation


class Gathering:
    """Takes the lines in their order.  A chain is pasted as often as it grew: where numbers begin anew is a copy."""

    def __init__(self) -> None:
        self._people: dict[str, list[Mention]] = {}
        self._others: list[Unlisted] = []
        self._numbered: dict[int, Mention] = {}
        self._copies: dict[int, int] = {}
        self._copy, self._last = 0, 0

    def leave(self, line: int, source: str, why: Left, name: str = "") -> None:
        """A line that gives nobody."""
        self._others.append(Unlisted(line, source, why, name))

    def count(self, line: int, number: int | None) -> None:
        """A line has this number."""
        if number is None:
            return
        self._copy += number <= self._last
        self._last = number
        self._copies[line] = self._copy

    def add(self, mention: Mention, number: int | None) -> None:
        """Somebody comes; who is said again only adds to what is known."""
        if number is not None:
            self._numbered[number] = mention
        same = self._people.setdefault(fold_name(mention.name), [])
        for place, known in enumerate(same):
            if self._is_one(known, mention):
                same[place] = _together(known, mention)
                self.leave(mention.line, mention.source, Left.REPEATED, mention.name)
                return
        same.append(mention)

    def withdraw(self, line: int, source: str, who: list[Mention], number: int | None) -> None:
        """Somebody does not come: whom the line names, or who had its number in an earlier copy."""
        if not who and number in self._numbered:
            who = [self._numbered[number]]
        self.leave(line, source, Left.WITHDRAWN, "、".join(one.name for one in who))
        for one in who:
            same = self._people.get(fold_name(one.name), [])
            gone = [known for known in same if fits(known, one)]
            same[:] = [known for known in same if known not in gone]
            for known in gone:
                self.leave(known.line, known.source, Left.WITHDRAWN, known.name)

    def all(self) -> NameList:
        """Everybody who comes, in order."""
        found = [one for same in self._people.values() for one in same]
        return NameList(tuple(sorted(found, key=lambda one: one.line)), tuple(self._others))

    def _is_one(self, known: Mention, other: Mention) -> bool:
        """Whether two lines of one name are one person.

        Two numbers of one chain, one of which says more than the other, are two until somebody has looked.
        """
        copy = self._copies.get(known.line)
        if copy is not None and copy == self._copies.get(other.line) and known.line != other.line:
            return (known.unit, known.mobile, known.tail) == (other.unit, other.mobile, other.tail)
        return fits(known, other)


def fits(known: Mention, other: Mention) -> bool:
    """Whether nothing in two lines of one name differs."""
    tails = {one.mobile[-4:] or one.tail for one in (known, other)} - {""}
    return len(tails) < 2 and (not known.unit or not other.unit or alike(known.unit, other.unit))


def alike(one: str, other: str) -> bool:
    """Whether two names of firms may be one: one holds the other without region and legal form."""
    first, second = (fold_organisation(short_organisation(name)) for name in (one, other))
    return first in second or second in first


def _together(known: Mention, again: Mention) -> Mention:
    """What both lines say; those brought along by the later one count."""
    return replace(
        known, unit=known.unit or again.unit, mobile=known.mobile or again.mobile, tail=known.tail or again.tail,
        companions=again.companions or known.companions, remark=known.remark or again.remark,
    )  # fmt: skip
