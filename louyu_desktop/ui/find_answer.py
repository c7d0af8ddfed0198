"""What the Ctrl+K box found, as rows: hits by kind and why they hit, what could be made, what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from louyu_desktop.fields import Entity, Field
from louyu_desktop.rules import pinyin
from louyu_desktop.rules.masks import mask_numbers
from louyu_desktop.services.copies import Hit, HitsOfKind, Marks, Shown
from louyu_desktop.text import _
from louyu_desktop.ui.actions import BY_ID, key_of
from louyu_desktop.ui.find_rows import FindRow, Part
from louyu_desktop.ui.places import TAB_OF

PER_KIND = 8
"""Hits asked for of each kind: as many as are shown of one kind alone."""

_PER_GROUP = 4
_FIRST = 8
_BEFORE_MARK = 10
CREATABLE = ("enterprises", "people", "activities")

Seen = Callable[[Field, str], str]
"""The text of a field as it may be seen now."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of `text`: hits by kind, or what was opened last when there is no text; and actions that fit.

    `creatable` are the kinds that the person may begin a record of.
    """

    text: str = ""
    found: tuple[HitsOfKind, ...] = ()
    recent: tuple[Hit, ...] = ()
    actions: tuple[str, ...] = ()
    entities: Mapping[str, Entity] = field(default_factory=dict)
    creatable: tuple[str, ...] = ()

    def counted(self, kind: str) -> str:
        """How many there are of a kind, in signs; of all kinds for a blank."""
        chosen = [one for one in self.found if kind in ("", one.kind)]
        count = sum(one.count for one in chosen)
        return f"{min(count, 1000)}+" if any(one.more for one in chosen) or count > 1000 else str(count)


def rows_of(answer: Answer, kind: str, seen: Seen) -> list[FindRow]:
    """Groups of hits, of one kind only if one is given; without any what could be made; then what can be done."""
    rows = _recent(answer, seen)
    shown = [one for one in answer.found if one.hits and kind in ("", one.kind)]
    for one in shown:
        rows += _group(answer, one, PER_KIND if kind else _PER_GROUP, seen)
    if answer.text and not shown:
        rows.append(FindRow(Part.NOTE, _("没有找到「{text}」").format(text=answer.text)))
    if answer.text and not shown and not answer.text.isascii():
        rows += [
            FindRow(Part.NEW, _("新建{label}「{name}」").format(label=_(entity.label), name=answer.text), "", "plus", one,
                    given=answer.text)
            for one, entity in _creatable(answer)
        ]  # fmt: skip
    return rows if kind else rows + _to_do(answer)


def fits(text: str, words: str) -> bool:
    """Whether something to do is meant: by its characters, initials or pinyin."""
    sought = text.lower().replace(" ", "")
    if not sought or sought in words.lower():
        return True
    if not sought.isascii():
        return False
    return any(form.startswith(sought) for form in _typed(words))


@lru_cache(maxsize=512)
def _typed(words: str) -> frozenset[str]:
    """Every way to type the name of something to do; the same names are asked about with every key."""
    return pinyin.initials(words) | pinyin.readings(words)


def _recent(answer: Answer, seen: Seen) -> list[FindRow]:
    if not answer.recent:
        return []
    return [FindRow(Part.HEAD, _("最近打开")), *(_hit(answer, hit, seen) for hit in answer.recent)]


def _group(answer: Answer, found: HitsOfKind, most: int, seen: Seen) -> list[FindRow]:
    entity = answer.entities[found.kind]
    count = answer.counted(found.kind)
    rows = [FindRow(Part.HEAD, _(entity.label), count), *(_hit(answer, hit, seen) for hit in found.hits[:most])]
    if found.count > most and found.kind in TAB_OF:
        words = _("在列表里看全部 {count} {counter}").format(count=count, counter=_(entity.counter))
        rows.append(FindRow(Part.ALL, words, "", "list", found.kind, given=answer.text))
    return rows


def _hit(answer: Answer, hit: Hit, seen: Seen) -> FindRow:
    """One record: why it was found where the title does not say so, else what tells it apart; phones by their tail."""
    title, marks = _visible(hit.title, seen)
    beside, beside_marks = _because(hit, seen)
    if not beside:
        beside = mask_numbers("·".join(seen(one.field, one.text) for one in hit.subtitle))
    icon = answer.entities[hit.kind].icon
    return FindRow(Part.HIT, title, beside, icon, hit.kind, hit.id, marks=marks, beside_marks=beside_marks)


def _because(hit: Hit, seen: Seen) -> tuple[str, Marks]:
    words, marks = "", []
    for one in hit.because:
        text, places = _near(*_visible(one, seen))
        words += ("；" if words else "") + _("{label}：{value}").format(label=_(one.field.label), value="")
        marks += [(len(words) + start, len(words) + end) for start, end in places]
        words += text
    return words, tuple(marks)


def _visible(shown: Shown, seen: Seen) -> tuple[str, Marks]:
    """The text as it may be seen, and the marks on signs that can be."""
    text = seen(shown.field, shown.text)
    if text == shown.text:
        return text, shown.marks
    if len(text) != len(shown.text):
        return text, ()
    marks: list[tuple[int, int]] = []
    for place in (n for start, end in shown.marks for n in range(start, end) if text[n] == shown.text[n]):
        if marks and marks[-1][1] == place:
            marks[-1] = (marks[-1][0], place + 1)
        else:
            marks.append((place, place + 1))
    return text, tuple(marks)


def _near(text: str, marks: Marks) -> tuple[str, Marks]:
    """A long text from a little before its first mark on."""
    skip = marks[0][0] - _BEFORE_MARK if marks else 0
    if skip <= 1:
        return text, marks
    return "…" + text[skip:], tuple((start - skip + 1, end - skip + 1) for start, end in marks)


def _creatable(answer: Answer) -> list[tuple[str, Entity]]:
    return [(kind, answer.entities[kind]) for kind in answer.creatable if kind in answer.entities]


def _to_do(answer: Answer) -> list[FindRow]:
    todo = [
        FindRow(Part.DO, _(BY_ID[name].text).rstrip("…"), key_of(name), BY_ID[name].icon or "right", name)
        for name in answer.actions
    ]
    words: Sequence[tuple[str, str]] = [
        (kind, _("新建{label}").format(label=_(entity.label))) for kind, entity in _creatable(answer)
    ]
    todo += [
        FindRow(Part.NEW, name, "", "plus", kind) for kind, name in words if answer.text and fits(answer.text, name)
    ]
    return [FindRow(Part.HEAD, _("要做的事")), *todo[: _PER_GROUP if answer.text else _FIRST]] if todo else []
