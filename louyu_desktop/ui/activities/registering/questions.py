"""报名问题: what an activity asks of those who register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.registering_copies import Asked
from louyu_desktop.text import _
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import EmptyState, IconButton, outline
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

KINDS = ("填空", "单选", "多选", "是否")
_CHOOSING = {"单选", "多选"}
_SIGNS = str.maketrans(dict.fromkeys("，,;；/｜|", "、"))


class _Line(QWidget):
    """One question."""

    def __init__(self, dialog: QuestionsDialog, asked: Asked) -> None:
        super().__init__(dialog)
        self._id = asked.id
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 6, 4)
        row.setSpacing(8)
        self.text = QLineEdit(asked.text, self)
        self.text.setMaxLength(100)
        self.text.setPlaceholderText(_("问什么，如：是否用餐"))
        self.kind = QComboBox(self)
        self.kind.addItems([_(kind) for kind in KINDS])
        self.kind.setCurrentIndex(KINDS.index(asked.kind))
        self.options = QLineEdit("、".join(asked.options), self)
        self.options.setPlaceholderText(_("答案用顿号隔开"))
        self.required = QCheckBox(_("必答"), self)
        self.required.setChecked(asked.required)
        drop = IconButton("close", _("去掉这个问题"), size=16)
        drop.clicked.connect(self._drop)
        for widget, stretch, words in (
            (self.text, 3, _("问题")), (self.kind, 0, _("怎样答")), (self.options, 2, _("可选的答案")),
            (self.required, 0, _("必答")), (drop, 0, _("去掉这个问题")),
        ):  # fmt: skip
            widget.setAccessibleName(words)
            row.addWidget(widget, stretch)
        self._dialog = dialog
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self._kind_changed()

    def _kind_changed(self, *_place: int) -> None:
        self.options.setEnabled(KINDS[self.kind.currentIndex()] in _CHOOSING)

    def _drop(self) -> None:
        self._dialog.drop(self)

    @property
    def asked(self) -> Asked:
        """The question as it stands there."""
        kind = KINDS[self.kind.currentIndex()]
        words = self.options.text().translate(_SIGNS).split("、") if kind in _CHOOSING else []
        options = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
        return Asked(self._id, self.text.text().strip(), kind, options, self.required.isChecked())


class QuestionsDialog(Panel):
    """One line for each question."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        title = _("报名问题：{title}").format(title=copy.title)
        super().__init__(context, parent, title, _("登记报名时一并问；能不问就不问。"), _("保存"), QSize(700, 400))
        self._copy = copy
        self.lines: list[_Line] = []
        inside = QWidget()
        inside.setAutoFillBackground(False)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        column.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setAccessibleName(_("报名时的问题"))
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setWidget(inside)
        self._empty = EmptyState("help", _("这场活动没有另外要问的"), _("如：是否用餐、尺码、从哪里知道的"))
        self.add_button = outline(_("加一个问题"), "plus", small=True)
        self.add_button.clicked.connect(self.add)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self._empty, 1)
        self.extra.addWidget(self.add_button)
        self.go.clicked.connect(self.save)
        service, key = context.services.registering, copy.id
        context.tasks.read(self, lambda _control: service.questions(key), self._show)
        self._fit()

    def _show(self, asked: tuple[Asked, ...]) -> None:
        for one in asked:
            self._put(one)
        self._fit()

    def _put(self, asked: Asked) -> _Line:
        line = _Line(self, asked)
        self.lines.append(line)
        self._rows.addWidget(line)
        return line

    def add(self) -> None:
        """One more, empty."""
        line = self._put(Asked(None, ""))
        self._fit()
        line.text.setFocus()
        self._area.ensureVisible(0, theme.px(40) * len(self.lines))

    def drop(self, line: _Line) -> None:
        """Take one out."""
        self.lines.remove(line)
        self._rows.removeWidget(line)
        line.deleteLater()
        self._fit()

    def _fit(self) -> None:
        self._area.setVisible(bool(self.lines))
        self._empty.setVisible(not self.lines)

    def save(self) -> None:
        """Keep them."""
        service, key, asked = self.context.services.registering, self._copy.id, [line.asked for line in self.lines]

        def work(_control: Control) -> None:
            service.ask(key, asked)

        self.context.tasks.write(self, work, lambda _nothing: self.accept(), self.refuse)
