"""Names out of whatever people paste: 微信接龙, lines of a chat, a table, names in one line.

A line is taken apart (`name_signs`, `name_parts`); which of two words is the name, and what is a heading, the other
lines tell.  Nothing is looked up: who these people are is another question (`services.matching`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from louyu_desktop.rules.mentions import Left, Mention, NameList
from louyu_desktop.rules.name_gather import Gathering
from louyu_desktop.rules.name_parts import (
    LIKELY,
    NAME_LABELS,
    Parts,
    Word,
    is_nickname,
    name_score,
    parts_of,
    unit_score,
    without_title,
)
from louyu_desktop.rules.name_signs import Signs, signs_of
from louyu_desktop.rules.name_words import AGREES, COLUMNS, COUNTED, EXAMPLE, FIRM, HEADING, LABEL, TALK, WITHDRAWN
from louyu_desktop.rules.names import short_organisation

MOST_LINES = 5_000
"""Of a pasted text; what stands behind is left out as unclear."""

_LONGEST_LINE = 2_000

_CHAIN = re.compile(r"^\s*(?:#|\(?接龙)")
_BARE_CHAIN = re.compile(r"^\s*(?:#\s*接龙|\(?接龙\)?)[:：\s]*$")
_STROKE = re.compile(r"~~[^~\n]+(?:\n[^~\n]+){1,4}~~")
_DATE = r"(?:(?:\d{4}[-/年.])?\d{1,2}[-/月.]\d{1,2}日?|今天|昨天|前天|(?:星期|周)[一二三四五六日天])"
_STAMP = re.compile(
    rf"^(?P<who>.{{1,30}}?)[:：\s]+(?:{_DATE}\s*)?(?:上午|下午|晚上)?\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?[:：]?\s*$"
)


@dataclass(slots=True)
class _Line:
    """One line on its way: what it was, what it is."""

    place: int
    source: str
    signs: Signs
    parts: Parts
    why: Left | None = None
    sender: str = ""
    names: list[tuple[str, str]] = field(default_factory=list)
    columns: tuple[str, ...] = ()


def read_names(text: str, is_firm: Callable[[str], bool] = lambda _word: False) -> NameList:
    """Everybody named in a pasted text, in order, and the lines that name nobody; never an error.

    `is_firm` is asked only of a word that looks like a name and stands beside another one (「卫材 梁静」).
    """
    lines = _lines(text)
    orders = _orders(lines)
    units = _repeated(lines)
    numbered = sum(line.signs.item for line in lines if line.why is None) * 2 > len(lines)
    for line in lines:
        if line.why is None or line.why is Left.WITHDRAWN:
            _name(line, orders, units, is_firm, strict=numbered and not line.signs.item)
    return _gathered(lines)


# -- what kind of line each is ---------------------------------------------------------------------


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    sender, title_next = "", False
    columns: tuple[str, ...] = ()
    for place, source in _sources(text):
        if not source.strip():
            title_next = False
            continue
        signs = signs_of(source)
        line = _Line(place, source.strip(), signs, Parts())
        found.append(line)
        heads = _columns(signs.text)
        if heads:
            columns, line.why = heads, Left.HEADING
            continue
        stamp = _STAMP.match(signs.text)
        if stamp and name_of(stamp["who"]):
            sender, line.why = stamp["who"], Left.HEADING
            continue
        line.sender, line.columns = sender, columns if "\t" in source else ()
        line.why = None if sender and AGREES.match(signs.text) else _why(signs, title_next=title_next)
        title_next = bool(_BARE_CHAIN.match(signs.text))
        line.parts = parts_of(signs.struck if line.why is Left.WITHDRAWN and signs.struck else signs.text)
        if line.parts.withdrawn and line.why is None:
            line.why = Left.WITHDRAWN
    return found


def _sources(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers: strokes end with each, and what is labelled stands behind its name."""
    text = _STROKE.sub(lambda hit: hit[0].replace("\n", "~~\n~~"), text.replace("\r\n", "\n"))
    held: list[str] = []
    begun = 0
    lines = [source[:_LONGEST_LINE] for source in text.splitlines()[:MOST_LINES]]
    for place, source in enumerate(lines, start=1):
        label = LABEL.search(source)
        first = _labels_a_name(source)
        if held and label is not None and not first and label.start() < 4:
            held.append(source)
            continue
        if held:
            yield begun, " ".join(held)
        held, begun = ([source], place) if first else ([], place)
        if not first:
            yield place, source
    if held:
        yield begun, " ".join(held)


def _labels_a_name(text: str) -> bool:
    label = LABEL.search(text)
    return label is not None and label["label"] in NAME_LABELS


def _why(signs: Signs, *, title_next: bool) -> Left | None:
    """What a line plainly is, None for one that may name somebody."""
    if EXAMPLE.match(signs.text):
        return Left.EXAMPLE
    if signs.struck and not re.search(r"\w", WITHDRAWN.sub("", signs.text)):
        return Left.WITHDRAWN
    if _labels_a_name(signs.text):
        return None
    if TALK.search(signs.text) and (not signs.item or not parts_of(signs.text).words):
        return Left.HEADING
    if signs.item:
        return None
    if title_next or _CHAIN.match(signs.text) or COUNTED.match(signs.text):
        return Left.HEADING
    return None


def _columns(text: str) -> tuple[str, ...]:
    """The meaning of each column where the words are the heads of a table."""
    cells = [cell.strip() for cell in (text.split("\t") if "\t" in text else text.split())]
    known = [COLUMNS.get(cell) for cell in cells]
    return tuple(one or "" for one in known) if len(cells) > 1 and "name" in known and None not in known else ()


# -- who is named ----------------------------------------------------------------------------------


def name_of(text: str) -> str:
    """The likeliest name in a short text; "" where none looks like one."""
    words = parts_of(signs_of(text).text).words
    best = max(words, key=_weight, default=None)
    return without_title(best.text) if best is not None and name_score(best.text) >= 50 else ""


def _weight(word: Word) -> int:
    return name_score(word.text) - unit_score(word.text) // 2 - (20 if word.inside else 0)


def _orders(lines: Sequence[_Line]) -> dict[str, int]:
    """Where names stand in lines of two words that leave no doubt, by the mark between the words.

    -1 before the firm, 1 behind it; "" is for all marks together.
    """
    votes: Counter[str] = Counter()
    for line in lines:
        words = [word for word in line.parts.words if not word.inside]
        if len(words) == 2:
            first, second = (name_score(word.text) >= LIKELY for word in words)
            behind = (second and unit_score(words[0].text) >= 50) - (first and unit_score(words[1].text) >= 50)
            votes.update({words[1].mark: behind, "": behind})
    return {mark: (found > 0) - (found < 0) for mark, found in votes.items()}


def _repeated(lines: Sequence[_Line]) -> frozenset[str]:
    """Words that stand beside two different names or more, and how firms begin: no names, whatever they look like."""
    beside: dict[str, set[str]] = defaultdict(set)
    firms: set[str] = set()
    for line in lines:
        words = [word.text for word in line.parts.words]
        firms.update(word for word in words if unit_score(word) >= 90)
        if len(words) == 2:
            for word, other in (words, reversed(words)):
                beside[word].update([other] if name_score(other) >= LIKELY else [])
    short = {firm[:size] for firm in map(short_organisation, firms) for size in range(2, len(firm) + 1)}
    repeated = {word for word, others in beside.items() if len(others) > 1}
    return frozenset(repeated | short)


def _name(
    line: _Line, orders: Mapping[str, int], units: frozenset[str], is_firm: Callable[[str], bool], *, strict: bool
) -> None:
    """Settle whom a line names."""
    if line.columns and _by_columns(line):
        return
    if line.parts.labels:
        line.names = [(without_title(line.parts.labels["name"]), line.parts.labels.get("unit", ""))]
        line.parts.remarks += [word.text for word in line.parts.words]
        return
    if line.sender and AGREES.match(line.signs.text):
        line.names = [(name_of(line.sender), _unit_of(line.sender))]
        return
    words = line.parts.words
    names = [word for word in words if name_score(word.text) >= LIKELY and word.text not in units and not word.inside]
    if len(names) == 1 and is_firm(names[0].text):
        names = [word for word in words if word not in names and name_score(word.text) >= 50] or names
    if len(names) == 2:
        names = [word for word in names if not is_firm(word.text)] or names
    if len(names) > 1:
        names = _several(line, names, orders)
    elif not names:
        names = _glued(line, units, is_firm) or _doubtful(line, units, strict=strict)
    if not line.signs.item and len(names) == 1 and _is_heading(line, names[0]):
        names = []
    others = [word.text for word in words if word not in names]
    unit = max(others, key=unit_score, default="")
    line.names = [(without_title(word.text), unit) for word in names]
    line.parts.remarks += [word for word in others if word != unit]
    if line.parts.with_me and line.sender:
        line.names.insert(0, (name_of(line.sender), _unit_of(line.sender)))


def _by_columns(line: _Line) -> bool:
    """A row of a table whose columns have heads."""
    cells = [cell.strip() for cell in line.source.split("\t")]
    given = {column: cell for column, cell in zip(line.columns, cells, strict=False) if column and cell}
    if not given.get("name"):
        return False
    line.names = [(signs_of(given["name"]).text or given["name"], given.get("unit", ""))]
    return True


def _unit_of(text: str) -> str:
    words = [word.text for word in parts_of(signs_of(text).text).words if word.text != name_of(text)]
    return max(words, key=unit_score, default="")


def _several(line: _Line, names: list[Word], orders: Mapping[str, int]) -> list[Word]:
    """Of several words that look like names: all of them, or the one that the other lines point to."""
    mark = names[1].mark
    if len(names) > 2 or (mark and mark in "、&") or line.parts.total == len(names):
        rest = [word for word in line.parts.words if word not in names and not word.inside]
        return [word for word in line.parts.words if word in names or (word in rest and name_score(word.text) >= 40)]
    if mark == "/" and len(names[1].text) > 2:
        return names
    sizes = [len(word.text) for word in names]
    order = orders.get(mark, 0) or (sizes[1] > sizes[0]) - (sizes[1] < sizes[0]) if any(orders.values()) else 0
    if order:
        return [names[-1] if order > 0 else names[0]]
    return [names[1]] if mark == "-" else names


def _glued(line: _Line, units: frozenset[str], is_firm: Callable[[str], bool]) -> list[Word]:
    """「卫材薛娟」, where the firm is one of the list or of the station."""
    for place, word in enumerate(line.parts.words):
        for cut in range(2, min(len(word.text) - 1, 9)):
            firm, name = word.text[:cut], word.text[cut:]
            if (
                len(word.text) > 3
                and not FIRM.search(word.text)
                and name_score(name) >= LIKELY
                and (firm in units or is_firm(firm))
            ):
                found = replace(word, text=name)
                line.parts.words[place : place + 1] = [replace(word, text=firm), found]
                return [found]
    return []


def _doubtful(line: _Line, units: frozenset[str], *, strict: bool) -> list[Word]:
    """The best of words none of which plainly is a name."""
    words = [word for word in line.parts.words if word.text not in units]
    best = max(words, key=_weight, default=None)
    if best is None:
        return []
    least = 50 if strict else 10 if line.signs.item else 30
    if name_score(best.text) >= least and (not best.inside or name_score(best.text) >= LIKELY):
        return [best]
    return []


def _is_heading(line: _Line, name: Word) -> bool:
    """Whether a line without a number says what it is about rather than who comes."""
    if not HEADING.search(line.signs.text):
        return False
    return name_score(name.text) < LIKELY or line.parts.words[0] != name


# -- all together ----------------------------------------------------------------------------------


def _gathered(lines: Sequence[_Line]) -> NameList:
    """Each one once: what is said again adds to it, what is withdrawn takes it away."""
    gathering = Gathering()
    for line in lines:
        number = line.signs.number
        gathering.count(line.place, number)
        if line.why is Left.WITHDRAWN:
            gathering.withdraw(line.place, line.source, _mentions(line), number)
        elif line.why is not None or not line.names:
            gathering.leave(line.place, line.source, line.why or _left(line))
        else:
            for mention in _mentions(line):
                gathering.add(mention, number)
    return gathering.all()


def _left(line: _Line) -> Left:
    heading = HEADING.search(line.signs.text) or (not line.signs.item and not line.parts.words)
    return Left.HEADING if heading else Left.UNCLEAR


def _mentions(line: _Line) -> list[Mention]:
    parts = line.parts
    missing = parts.total - len(line.names) - len(parts.companions)
    parts.companions += [""] * max(missing, 0)
    found = []
    for place, (name, unit) in enumerate(line.names):
        one = Mention(line.place, line.source, name, unit, nickname=is_nickname(name))
        if place == 0:
            one = replace(one, mobile=parts.mobile, tail=parts.tail, companions=tuple(parts.companions),
                          remark="；".join(parts.remarks))  # fmt: skip
        found.append(one)
    return found
