"""走访 and 诉求 in an enterprise's file: the records, and what begins another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Copy
from louyu_desktop.text import N_, _
from louyu_desktop.ui.arrangement import Section
from louyu_desktop.ui.entity.sections import SectionPage
from louyu_desktop.ui.parts import Label, outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_VISITS = Section("visits", N_("走访"), "enterprise_id", ("visited_on", "reason", "form", "visitors", "met", "number"))
_REQUESTS = Section(
    "requests", N_("诉求"), "enterprise_id", ("received_at", "title", "category", "due_on", "state", "number")
)


class VisitsPage(QWidget):
    """Every visit to the firm; above them when the last one was and the next one is."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._copy: Copy | None = None
        section = Section(
            _VISITS.kind, _VISITS.label, _VISITS.parent, _seen(context, _VISITS.kind, _VISITS.columns)
        )
        self.list = _Visits(context, section, self)
        self.standing = Label("", "label", "text2")
        self.before = outline(_("走访前看一看"), "list", small=True)
        self.before.clicked.connect(self._look)
        head = QHBoxLayout()
        head.setContentsMargins(20, 10, 20, 0)
        head.addWidget(self.standing, 1)
        head.addWidget(self.before)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)

    def show_parent(self, copy: Copy) -> None:
        """The visits of this firm."""
        self._copy = copy
        self.list.show_parent(copy)
        last, following = copy.values.get("last_visit_on"), copy.values.get("next_visit_on")
        words = [_("上次走访 {day}").format(day=last.isoformat()) if last else _("还没有走访过")]
        if last:
            words.append(_("{count} 天前").format(count=(dates.today() - last).days))
        if following:
            words.append(_("约好 {day} 再访").format(day=following.isoformat()))
        self.standing.setText(_("·").join(words))

    def _look(self) -> None:
        if self._copy is not None:
            from louyu_desktop.ui.enterprises.visiting.before import BeforeDialog

            BeforeDialog(self._context, self._copy.id, self.window()).open()


class _Visits(SectionPage):
    """The list; 加走访 is 登记走访, and a double click leads to the visit."""

    def _build(self) -> None:
        super()._build()
        self.add_button.setText(_("登记走访"))
        self.add_button.setAccessibleName(_("登记走访"))
        self._empty.say(_("还没有走访过"), _("按「登记走访」，一页就能记完"), "walk")

    def add(self) -> None:
        """The window for it, with this firm."""
        if self._parent is not None:
            self._context.launch("visit", enterprise_id=self._parent.id)


class RequestsPage(SectionPage):
    """The requests of the firm."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        columns = _seen(context, _REQUESTS.kind, _REQUESTS.columns)
        super().__init__(context, Section(_REQUESTS.kind, _REQUESTS.label, _REQUESTS.parent, columns), parent)

    def _build(self) -> None:
        super()._build()
        self._empty.say(_("还没有诉求"), _("走访时提出的会自动到这里；也可以按「加诉求」"), "chat")

    def add(self) -> None:
        """登记诉求 with this firm."""
        if self._parent is not None:
            self._context.launch("request", enterprise_id=self._parent.id)


def _seen(context: Context, kind: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that the person sees."""
    names = {field.name for field in context.services.records.entity(kind).fields}
    return tuple(name for name in columns if name in names)
