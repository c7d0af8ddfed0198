"""How one kind of record is laid out: small values that stand in `ui/<tab>/`, with no condition in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from louyu_desktop.fields import Entity
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_
from louyu_desktop.ui.lists.presets import Beginning, Preset

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.copies import Copy, Row
    from louyu_desktop.ui.context import Context


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of a form under one title, in order."""

    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Records that hang on this one through their field `parent`, shown as a sub-tab; `columns` as listed.

    They stand in the order `sort`, else in that of their kind; `adding` are the words of the button that adds one.
    """

    kind: str
    label: str
    parent: str
    columns: tuple[str, ...] = ()
    sort: str = ""
    adding: str = ""


class RecordPart(Protocol):
    """A widget of a record's file: it is given the record whenever that is read again."""

    def show_parent(self, copy: Copy) -> None:
        """Show what belongs to this record."""


@dataclass(frozen=True, slots=True)
class Page:
    """A sub-tab of a record that is drawn by hand: `build(context, parent)` gives a widget with `show_parent`.

    It is built when it is first looked at.  `counts` names the kind of children whose number stands beside the label;
    one that is `first` stands before the form and is what an open record shows, another one behind the section or page
    of the kind `after`; a record for which it is not `meant` has no such page.
    """

    label: str
    build: Callable[[Context, QWidget], QWidget]
    counts: str = ""
    first: bool = False
    after: str = ""
    meant: Callable[[Copy], bool] | None = None


def kind_of(part: Section | Page) -> str:
    """The kind of record that a sub-tab tells of; "" where it tells of none."""
    return part.counts if isinstance(part, Page) else part.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What can be done with the record that is open: a button under its head, or a line of 更多 (`seldom`).

    `run(context, copy, parent)` does it; `when(copy)` says whether there is anything to do, and nobody without the
    `right` sees it.  `key` is the id of an action in `ui.actions`, whose keys then do it too.
    `many(context, ids, parent)` does it to all the rows that are selected in the list.
    """

    id: str
    label: str
    run: Callable[[Context, Copy, QWidget], object]
    icon: str = ""
    right: Right | None = None
    when: Callable[[Copy], bool] | None = None
    seldom: bool = False
    key: str = ""
    many: Callable[[Context, Sequence[int], QWidget], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """`due` names dates that must not pass, `narrow` the columns that stay when there is little room.

    Such a date is red in its last 30 days, or where `late(row, name)` says so.
    `short` gives labels that fit the form, `flags` words of a badge that are shorter than its label, `paper` is what
    the print button of a record makes, and `paper_label` its words.  `first` names the preset that is shown unless
    the person says otherwise.  `about` is the second line of the head drawn by hand; a signal `wanted(field, kind)`
    of it leads to what is missing.
    `acts` stand under the head of an open record, after `strip`, a widget of its own; `sections` and `pages` are its
    sub-tabs, in this order where a page does not say otherwise.  Fields that stand `apart` are in no form: something
    else keeps them.
    `saves(context, parent, copy, given, version)` gives what saves a changed record, None when the person thought
    better of it.  `tab` builds another tab than `EntityTab` itself, one that is derived from it.
    """

    kind: str
    groups: tuple[Group, ...]
    sections: tuple[Section, ...] = ()
    columns: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    late: Callable[[Row, str], bool] | None = None
    badges: tuple[str, ...] = ()
    short: Mapping[str, str] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    presets: tuple[Preset, ...] = ()
    first: str = ""
    paper: str = ""
    paper_label: str = ""
    pages: tuple[Page, ...] = ()
    acts: tuple[Act, ...] = ()
    beginnings: tuple[Beginning, ...] = ()
    about: Callable[[Context, QWidget], QWidget] | None = None
    strip: Callable[[Context, QWidget], QWidget] | None = None
    apart: tuple[str, ...] = ()
    saves: Callable[[Context, QWidget, Copy, Mapping[str, Any], int | None], Callable[[], int] | None] | None = None
    tab: Callable[[Context, Arrangement, QWidget], Any] | None = None

    @property
    def hanging(self) -> tuple[Section | Page, ...]:
        """Sections and pages in the order of the sub-tabs."""
        found: list[Section | Page] = list(self.sections)
        for page in self.pages:
            kinds = [kind_of(one) for one in found]
            place = kinds.index(page.after) + 1 if page.after and page.after in kinds else len(found)
            found.insert(place, page)
        return tuple(found)

    def with_rest(self, entity: Entity) -> Arrangement:
        """The same with a last group for the fields that nobody has placed yet, so that a new one is never lost."""
        placed = {*self.apart, *(name for group in self.groups for name in group.fields)}
        rest = tuple(f.name for f in entity.fields if f.label and not f.derived and f.name not in placed)
        return replace(self, groups=(*self.groups, Group(N_("其他"), rest))) if rest else self


def arranged(arrangement: Arrangement, entity: Entity, known: Sequence[Entity]) -> Arrangement:
    """The arrangement of a kind without what `entity` and the `known` kinds, as the person sees them, have not.

    What it does not name stands last.
    """
    names = {field.name for field in entity.fields}
    kinds = {one.kind: {field.name for field in one.fields} for one in known}

    def seen(fields: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in fields if name in names)

    def section(one: Section) -> Section:
        return replace(one, columns=tuple(name for name in one.columns if name in kinds[one.kind]))

    groups = (replace(group, fields=seen(group.fields)) for group in arrangement.groups)
    return replace(
        arrangement,
        groups=tuple(group for group in groups if group.fields),
        sections=tuple(section(one) for one in arrangement.sections if one.kind in kinds),
        pages=tuple(one for one in arrangement.pages if not one.counts or one.counts in kinds),
        columns=seen(arrangement.columns),
        narrow=seen(arrangement.narrow),
        due=seen(arrangement.due),
        badges=seen(arrangement.badges),
        presets=tuple(
            one
            for one in arrangement.presets
            if {one.field, *dict(one.also)} <= names and (not one.sort or one.sort.removeprefix("-") in names)
        ),
    ).with_rest(entity)
