"""现场报名: three fields, large, one Enter after the other; the desk stays where it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.desk.words import DeskButton, Words, font_of
from louyu_desktop.ui.labels import restyle
from louyu_desktop.ui.theme import theme

_PX = 24


class DeskField(QLineEdit):
    """One line of a form at the desk."""

    left = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("desk", "field")
        self.setAccessibleName(label)
        self.setMaxLength(100)
        self._fit()
        theme.changed.connect(self._fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the form, not the desk."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        self.setFont(font_of(_PX))


class WalkIn(QWidget):
    """`given` carries name, unit and mobile; `left` when the person would rather not."""

    given = Signal(str, str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.unit, self.mobile = DeskField(_("姓名")), DeskField(_("单位")), DeskField(_("手机"))
        self.fields = {"name": self.name, "unit_name": self.unit, "mobile": self.mobile}
        self._given: tuple[str, str, str] | None = None
        self.problem = Words(18, tone="danger")
        self.sign = DeskButton(_("报名并签到"), "userplus", _("回车"), "primary")
        self.leave = DeskButton(_("不报了"), "", "Esc", "quiet")
        self._build()
        self.name.returnPressed.connect(self.unit.setFocus)
        self.unit.returnPressed.connect(self.mobile.setFocus)
        self.mobile.returnPressed.connect(self._submit)
        self.sign.clicked.connect(self._submit)
        self.leave.clicked.connect(self.left)
        for field in self.fields.values():
            field.left.connect(self.left)
            field.textEdited.connect(self._edited)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for row, (field, text) in enumerate(((self.name, _("姓名")), (self.unit, _("单位")), (self.mobile, _("手机")))):
            label = Words(20, tone="text2").hold()
            label.setText(text)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        column.addSpacing(4)
        column.addLayout(grid)
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addSpacing(theme.px(40) + 18)
        foot.addWidget(self.sign)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)

    def begin(self, typed: str = "") -> None:
        """Empty fields; what stood in the box may be the name, or the end of a number."""
        for field in self.fields.values():
            field.clear()
            restyle(field, wrong=False)
        self.problem.setText("")
        number = typed.strip().isdecimal()
        if typed and not typed.isascii():
            self.name.setText(typed.strip())
        elif number and len(typed.strip()) > 4:
            self.mobile.setText(typed.strip())
        self._given = None
        (self.unit if self.name.text() else self.name).setFocus()

    def shows(self, form: object) -> bool:
        """Whether what stands here was given as `form`, and not begun since for somebody else."""
        return form is not None and form == self._given

    def refuse(self, sentence: str, field: str) -> None:
        """Say what cannot be taken, beside the field."""
        self.problem.setText(sentence)
        wrong = self.fields.get(field)
        if wrong is not None:
            restyle(wrong, wrong=True)
            wrong.setFocus()
            wrong.selectAll()

    def _edited(self) -> None:
        self.problem.setText("")
        for field in self.fields.values():
            restyle(field, wrong=False)

    def _submit(self) -> None:
        if not self.name.text().strip():
            self.refuse(_("请填姓名"), "name")
            return
        self._given = self.name.text(), self.unit.text(), self.mobile.text()
        self.given.emit(*self._given)
