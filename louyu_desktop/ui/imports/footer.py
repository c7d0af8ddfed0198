"""The wizard's footer: 取消 at the left, the one primary button at the right carries the number."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from louyu_desktop.services.import_plan import ImportPlan
from louyu_desktop.text import _
from louyu_desktop.ui.labels import restyle
from louyu_desktop.ui.parts import outline, primary, quiet

_FILE, _COLUMNS, _PLAN, _WRITE, _RESULT = range(5)


class Footer(QFrame):
    """Buttons only; the wizard says what they do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "wizard")
        self.cancel = quiet(_("取消"))
        self.refused = outline("", "download")
        self.back = outline(_("上一步"))
        self.on = primary(_("下一步：核对"))
        self._ready = True
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 24, 13)
        row.setSpacing(8)
        row.addWidget(self.cancel)
        row.addStretch(1)
        for button in (self.refused, self.back, self.on):
            row.addWidget(button)

    def show_step(self, step: int, plan: ImportPlan | None, *, mapped: bool, more: bool = False) -> None:
        """What can be done in this step; `more` where the page itself has the thing to press next."""
        restyle(self.on, kind="outline" if more else "primary")
        self.cancel.setVisible(step != _RESULT)
        self.back.setVisible(step in {_COLUMNS, _PLAN})
        self.on.setVisible(step in {_COLUMNS, _PLAN, _WRITE, _RESULT})
        refused = plan.counts.refused + plan.counts.ask if plan and step == _PLAN else 0
        self.refused.setVisible(refused > 0)
        self.refused.setText(" " + _("导出不收的 {count} 行…").format(count=f"{refused:,}"))
        written = plan.counts.written if plan else 0
        self._ready = {_COLUMNS: mapped, _PLAN: written > 0}.get(step, step in {_WRITE, _RESULT})
        if step == _COLUMNS:
            self.on.setText(_("下一步：核对"))
        elif step == _PLAN:
            words = _("写入 {count} 行").format(count=f"{written:,}")
            self.on.setText(words if written else _("没有要写的"))
        elif step == _WRITE:
            self.on.setText(_("先去做别的"))
        elif step == _RESULT:
            self.on.setText(_("完成"))
        self.on.setEnabled(self._ready)

    def busy(self, *, busy: bool) -> None:
        """While a plan is being made nothing can be pressed but 取消."""
        self.on.setEnabled(self._ready and not busy)
        self.back.setEnabled(not busy)
