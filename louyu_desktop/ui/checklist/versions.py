"""What changed from a version of the checklist to a later one, or to the checklist as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Field
from louyu_desktop.services.checklists import Comparison, VersionLine
from louyu_desktop.services.copies import Copy
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.cells import PADDING
from louyu_desktop.ui.lines import Column, Lines, LinesTable
from louyu_desktop.ui.parts import EmptyState, Label
from louyu_desktop.ui.prints.inputs import combo
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words."""

    what: str
    code: str
    name: str
    words: str


class ComparePage(QFrame):
    """The page 比较 of a version; the box says with what, 现在 to begin with."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._id, self._asked = 0, 0
        self.box = combo([(0, _("现在的清单"))], 0)
        self.box.setAccessibleName(_("和哪一版比"))
        self.box.setMinimumWidth(theme.px(160))
        self.said = Label("", "hint", wrap=True)
        columns = [
            Column(Field(name="what", label=N_("变化"), width=6), lambda row: row.what),
            Column(Field(name="code", label=N_("编码"), width=6), lambda row: row.code),
            Column(Field(name="name", label=N_("事项"), width=24), lambda row: row.name),
            Column(Field(name="words", label=N_("改了什么"), width=44), lambda row: row.words),
        ]
        self.model = Lines(columns, context.guest, self)
        self.table = LinesTable(self.model, self, title="words")
        self.table.first = PADDING
        self.table.setAccessibleName(_("清单的变化"))
        self.empty = EmptyState("check", _("两份清单一模一样"), _("改了事项以后再来比，或者选另一版"))
        self.empty.hide()
        head = QHBoxLayout()
        head.addWidget(Label(_("和它比"), "label"))
        head.addWidget(self.box)
        head.addWidget(self.said, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 12, 20, 12)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.empty, 1)
        self.box.activated.connect(self._compare)

    def show_parent(self, copy: Copy) -> None:
        """Compare this version."""
        self._id = copy.id
        service = self._context.services.checklists
        self._context.tasks.read(self, lambda _control: service.versions(), self._offer)

    def _offer(self, found: Sequence[VersionLine]) -> None:
        chosen = self.box.currentData()
        self.box.clear()
        self.box.addItem(_("现在的清单"), 0)
        for one in found:
            if one.kept and one.id != self._id:
                self.box.addItem(_("{name} 版").format(name=one.name), one.id)
        self.box.setCurrentIndex(max(0, self.box.findData(chosen)))
        self._compare()

    def _compare(self, _index: int = 0) -> None:
        self._asked += 1
        asked, before, after = self._asked, self._id, int(self.box.currentData() or 0)
        service = self._context.services.checklists
        self._context.tasks.read(
            self, lambda _control: service.compare(before, after), lambda found: self._show(asked, found),
            lambda problem: self._cannot(asked, problem),
        )  # fmt: skip

    def _show(self, asked: int, found: Comparison) -> None:
        if asked != self._asked:
            return
        lines = lines_of(found)
        self.model.put(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        words = _("从「{before}」到「{after}」：新增 {added} 项，改动 {changed} 项，停用或删去 {removed} 项")
        one = found.difference
        self.said.setText(words.format(
            before=found.before, after=found.after, added=len(one.added), changed=len(one.changed),
            removed=len(one.removed),
        ))  # fmt: skip

    def _cannot(self, asked: int, problem: Exception) -> None:
        if asked == self._asked:
            self.model.put(())
            self.table.show()
            self.empty.hide()
            self.said.setText(str(problem))


def lines_of(found: Comparison) -> tuple[Line, ...]:
    """The changes one under another: what is new, what says something else, what is gone."""
    one = found.difference
    words = _("{label}：{before} → {after}")
    changed = (
        Line(_("改动"), item.code, item.name, _("；").join(
            words.format(label=found.labels.get(name, name), before=before or _("空"), after=after or _("空"))
            for name, before, after in item.fields
        ))
        for item in one.changed
    )  # fmt: skip
    return (
        *(Line(_("新增"), code, name, "") for code, name in one.added), *changed,
        *(Line(_("停用"), code, name, "") for code, name in one.removed),
    )  # fmt: skip
