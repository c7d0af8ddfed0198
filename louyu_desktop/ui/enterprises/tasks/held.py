"""The end of an import: which must-visits it would raise, and whether to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules import dates
from louyu_desktop.rules.day_words import day_words
from louyu_desktop.services.copies import Control
from louyu_desktop.services.must_visit_copies import MustVisit
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.enterprises.tasks.lines import TaskLines, columns
from louyu_desktop.ui.lines import LinesTable
from louyu_desktop.ui.parts import IconLabel, Label, outline, primary

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class HeldPart(QFrame):
    """这批数据会产生 23 件必访: the list, 生成 and 不生成; gone where there is none."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("card", "plain")
        self.tasks: tuple[MustVisit, ...] = ()
        self.title = Label("", "pane")
        self.about = Label("", "label", "text2", wrap=True)
        self.lines = TaskLines(columns("enterprise", "trigger", "fact", "due"), context.guest, self)
        self.table = LinesTable(self.lines, self, title="enterprise", due=("due",))
        self.table.setAccessibleName(_("这批数据会产生的必访"))
        self.drop = outline(_("不生成"))
        self.go = primary(_("生成"), "walk")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel("walk", "info", 20))
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.drop)
        head.addWidget(self.go)
        layout.addLayout(head)
        layout.addWidget(self.about)
        layout.addWidget(self.table, 1)
        self.drop.clicked.connect(partial(self.decide, raise_=False))
        self.go.clicked.connect(partial(self.decide, raise_=True))
        self.hide()

    def ask(self, ids: Collection[int]) -> None:
        """Read these tasks, and ask about those that still wait."""
        self.hide()
        wanted, service = frozenset(ids), self._context.services.must_visits
        if not wanted or not self._context.services.access.may(Right.WORK):
            return

        def work(_control: Control) -> tuple[MustVisit, ...]:
            return tuple(one for one in service.waiting() if one.id in wanted)

        self._context.tasks.read(self, work, self.put)

    def decide(self, _checked: bool = False, *, raise_: bool) -> None:
        """生成, or 不生成."""
        ids, service = [one.id for one in self.tasks], self._context.services.must_visits
        for widget in (self.drop, self.go):
            widget.setEnabled(False)
        self._context.tasks.write(
            self, lambda _control: service.decide(ids, raise_=raise_), partial(self.done, raised=raise_)
        )

    def put(self, tasks: Sequence[MustVisit]) -> None:
        """Ask about these."""
        self.tasks = tuple(tasks)
        self.lines.put(self.tasks)
        self.title.setText(_("这批数据会产生 {count} 件必访").format(count=f"{len(tasks):,}"))
        self.about.setText(_("现在还没有生成。旧台账可以不生成；拿不准就先放着，「企业」→「必访」里随时能定。"))
        for widget in (self.drop, self.go):
            widget.setEnabled(bool(tasks))
        self.table.setVisible(bool(tasks))
        self.setVisible(bool(tasks))

    def done(self, count: int, *, raised: bool) -> None:
        """Say what became of them."""
        words = _("已生成 {count} 件必访") if raised else _("{count} 件必访没有生成")
        self.title.setText(words.format(count=f"{count:,}"))
        today = day_words(dates.today(), dates.today())
        self.about.setText(
            _("从{day}起算期限，在「今日」和「企业」→「必访」里。").format(day=today) if raised
            else _("原因记为「导入时决定不生成」。同一件事更临近时，会再提醒。")
        )  # fmt: skip
        self.tasks = ()
        for widget in (self.table, self.drop, self.go):
            widget.hide()


