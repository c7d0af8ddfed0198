"""Several kinds of record and pages under one tab, side by side as sub-tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.copies import Copy, Query
from louyu_desktop.text import _
from louyu_desktop.ui.arrangement import Arrangement
from louyu_desktop.ui.bus import Changes
from louyu_desktop.ui.context import Leavable, Performer
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.roomy import Pages
from louyu_desktop.ui.sight import sees
from louyu_desktop.ui.subtab_bar import Family, SubtabBar

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

Part = Arrangement | Callable[["Context"], QWidget]
"""A kind with its list, or what builds a page of its own."""

Parts = Sequence[tuple[str, Part | tuple[tuple[str, Part], ...]]]
"""Parts by what they are called; several that belong together may stand under one name."""


class TabGroup(QFrame):
    """Several parts under one tab; each is built when it is first looked at, the first one too: whoever comes to see
    another one does not wait for it.
    """

    def __init__(self, context: Context, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context = context
        self._parts: list[Part] = []
        self._called: list[str] = []
        self._pages: dict[int, QWidget] = {}
        self._stack = Pages(self)
        self._bar = SubtabBar([one for label, part in parts if (one := self._family(label, part))[1]], self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self._stack, 1)
        context.bus.changed.connect(self._hear)
        self._bar.chosen.connect(self.show_part)
        QTimer.singleShot(0, self, self._begin)

    def _family(self, label: str, part: Part | tuple[tuple[str, Part], ...]) -> Family:
        """What stands under one name, as far as the person sees it; what is alone there has its own name."""
        parts = part if isinstance(part, tuple) else ((label, part),)
        services = self._context.services
        seen = [one for one in parts if not isinstance(one[1], Arrangement) or sees(services, one[1].kind)]
        members = [(self._take(one, _(name)), _(name)) for name, one in seen]
        return (members[0][1] if len(members) == 1 else _(label)), members

    def _take(self, part: Part, label: str) -> int:
        """The number of one more part."""
        self._parts.append(part)
        self._called.append(label)
        self._stack.addWidget(QWidget(self))
        return len(self._parts) - 1

    def _begin(self) -> None:
        if not self._pages:
            self.show_part(0)

    def show_part(self, number: int) -> Any:
        """Show a sub-tab, building it at the first visit; gives what stands there."""
        if number not in self._pages:
            part = self._parts[number]
            page = _listed(self._context, part, self) if isinstance(part, Arrangement) else part(self._context)
            self._pages[number] = page
            self._put(number, page)
        self._stack.setCurrentWidget(self._pages[number])
        self._bar.check(number)
        return self._pages[number]

    def show_last(self) -> QWidget:
        """Show the page that stands last."""
        shown: QWidget = self.show_part(len(self._parts) - 1)
        return shown

    def show_built(self, build: Callable[[Context], QWidget]) -> Any:
        """Show the page that `build` makes; gives it. StopIteration where the group has none."""
        return self.show_part(next(n for n, part in enumerate(self._parts) if part is build))

    def show_called(self, label: str) -> Any:
        """Show the page of this name, whatever family it stands in; ValueError where the group has none."""
        return self.show_part(self._called.index(label))

    def _put(self, number: int, page: QWidget) -> None:
        old = self._stack.widget(number)
        self._stack.insertWidget(number, page)
        self._stack.removeWidget(old)
        old.deleteLater()

    def _hear(self, changes: Changes) -> None:
        """A kind that has other fields now gets another list and form; what was typed comes back as a draft."""
        for number, page in list(self._pages.items()) if "own-fields" in changes.kinds else ():
            if isinstance(page, EntityTab) and page.is_outdated:
                page.put_by(partial(self._renew, number))

    def _renew(self, number: int) -> None:
        page = self._pages.pop(number, None)
        if not isinstance(page, EntityTab):
            return
        if self._stack.currentWidget() is not page:
            self._put(number, QWidget(self))
            return
        again, record_id = self.show_part(number), page.record.id
        if record_id is not None:
            again.show_record(page.entity.kind, record_id)

    def part(self, kind: str) -> EntityTab:
        """The sub-tab of a kind, shown; one that has none gets a plain list the first time it is asked for."""
        if kind not in self._kinds():
            label = _(self._context.services.records.entity(kind).label)
            self._bar.add(self._take(Arrangement(kind=kind, groups=()), label), label)
        numbers = (n for n, part in enumerate(self._parts) if isinstance(part, Arrangement) and part.kind == kind)
        shown: EntityTab = self.show_part(next(numbers))
        return shown

    def show_record(self, kind: str, record_id: int) -> None:
        """Open a record of one of the kinds; one that has no list of its own in the file of what it belongs to."""
        if kind in self._kinds():
            self.part(kind).show_record(kind, record_id)
            return
        records = self._context.services.records
        known = self._kinds()
        for field in records.entity(kind).fields:
            if field.kind is Kind.REFERENCE and field.target in known:
                self._context.tasks.read(
                    self, lambda _control: records.get(kind, record_id), partial(self._show_owner, kind, field)
                )
                return

    def _show_owner(self, kind: str, field: Field, copy: Copy) -> None:
        owner = copy.values.get(field.name)
        if owner is not None:
            tab = self.part(field.target)
            if tab.record.id == owner:
                tab.record.show_missing("", kind)
                return
            tab.show_record(field.target, owner)
            tab.record.lead_to(kind)

    def _kinds(self) -> frozenset[str]:
        return frozenset(part.kind for part in self._parts if isinstance(part, Arrangement))

    def show_query(self, query: Query) -> None:
        """Show the list of one of the kinds so filtered."""
        self.part(query.kind).show_query(query)

    def new_record(self, kind: str, title: str = "", **values: Any) -> None:
        """Open a form of one of the kinds, empty but for the values given."""
        self.part(kind).new_record(kind, title, **values)

    def perform(self, action_id: str) -> bool:
        """As the part that is shown does; before any was, the first one."""
        shown = self._stack.currentWidget() if self._pages else self.show_part(0)
        return isinstance(shown, Performer) and shown.perform(action_id)

    def may_leave(self) -> bool:
        """Ask each part that was looked at."""
        return all(page.may_leave() for page in self._pages.values() if isinstance(page, Leavable))


def _listed(context: Context, arrangement: Arrangement, parent: QWidget) -> QWidget:
    made: QWidget = (arrangement.tab or EntityTab)(context, arrangement, parent)
    return made
