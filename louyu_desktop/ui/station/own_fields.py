"""The station's own fields of enterprises: which there are, how many firms have a value, added, changed, put away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import CancelledError, LouyuError
from louyu_desktop.rules.own_fields import TYPES
from louyu_desktop.services.own_fields import OwnFieldCopy
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.bus import Changes
from louyu_desktop.ui.fields.words import scrolled_card
from louyu_desktop.ui.parts import (
    Badge,
    ElidedLabel,
    EmptyState,
    Hairline,
    IconButton,
    Label,
    MessageBar,
    clear,
    outline,
    primary,
)
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.station.own_field import OwnFieldDialog
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

Found = tuple[tuple[OwnFieldCopy, ...], Mapping[str, int]]
B = TypeVar("B", bound=QAbstractButton)
_LABEL = 150
_SAID, _COLUMNS = 2, 8


class OwnFieldsPage(QWidget):
    """One row for each field, those that were put away below; what is shown follows the bus."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._service = context.services.own_fields
        self.fields: tuple[OwnFieldCopy, ...] = ()
        self.message = MessageBar()
        self.add = primary(_("加一项"), "plus")
        self.left = Label("", "label", "text3", wrap=True)
        self._rows = QGridLayout()
        self._empty = EmptyState("columns", _("还没有自定义字段"), _("如：车位数、班车、食堂、接待偏好。点「加一项」开始"))
        self._lay_out()
        self.add.clicked.connect(self.begin)
        context.bus.changed.connect(self._hear)
        self._read()

    def _lay_out(self) -> None:
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(20, 12, 20, 16)
        body.setSpacing(10)
        self._rows.setHorizontalSpacing(10)
        self._rows.setVerticalSpacing(7)
        self._rows.setColumnStretch(_SAID, 1)
        body.addLayout(self._rows)
        body.addWidget(self._empty, 1)
        body.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.add)
        foot.addWidget(self.left, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(_("自定义字段"), "title"))
        words = _("企业档案里没有的项目，在这里加。加好以后，表单、列表、筛选、批量修改、导入和导出里都有")
        column.addWidget(Label(words, "label", "text3", wrap=True))
        column.addWidget(self.message)
        column.addWidget(scrolled_card(inner), 1)
        column.addLayout(foot)

    # -- showing -------------------------------------------------------------------------------

    def _hear(self, changes: Changes) -> None:
        if "own-fields" in changes.kinds:
            self._read()

    def _read(self) -> None:
        service = self._service
        self._context.tasks.read(self, lambda _control: (service.all(), service.left()), self._show)

    def _show(self, found: Found) -> None:
        self.fields, left = found
        clear(self._rows)
        shown = [one for one in self.fields if not one.hidden]
        hidden = [one for one in self.fields if one.hidden]
        self._empty.setVisible(not self.fields)
        for place, one in enumerate(shown):
            self._line(2 * place, one)
            self._ways(2 * place, one, first=place == 0, last=place == len(shown) - 1)
            self._rows.addWidget(Hairline(), 2 * place + 1, 0, 1, _COLUMNS)
        if hidden:
            title = Label(_("已停用"), "label", "text3")
            title.setContentsMargins(0, 12, 0, 0)
            self._rows.addWidget(title, 2 * len(shown), 0, 1, _COLUMNS)
        for row, one in enumerate(hidden, start=2 * len(shown) + 1):
            self._line(row, one)
            back = self._button(outline(_("恢复"), small=True), one, self.show_field)
            self._rows.addWidget(back, row, _COLUMNS - 1)
        text, number, date, _choice = (left[kind] for kind in TYPES)
        words = _("还可以加：文字和选项 {text} 项，数字 {number} 项，日期 {date} 项")
        self.left.setText(words.format(text=text, number=number, date=date))
        self.add.setEnabled(any(left.values()))

    def _line(self, row: int, one: OwnFieldCopy) -> None:
        """What is said of a field; its buttons follow in the same row."""
        label = Label(one.label, "body", "text3" if one.hidden else "text")
        label.setMinimumWidth(theme.px(_LABEL))
        kind = Badge(_(one.type))
        kind.setMinimumWidth(theme.px(44))
        said = ElidedLabel("、".join(one.choices) or one.hint, "label", "text2")
        said.setMinimumWidth(theme.px(120))
        filled = Label(_filled(one), "label", "text3")
        for column, widget in enumerate((label, kind, said, filled)):
            self._rows.addWidget(widget, row, column)

    def _ways(self, row: int, one: OwnFieldCopy, *, first: bool, last: bool) -> None:
        """What can be done with a field."""
        up, down = IconButton("up", _("上移"), size=16), IconButton("down", _("下移"), size=16)
        up.setEnabled(not first)
        down.setEnabled(not last)
        buttons = (
            self._button(up, one, partial(self._move, by=-1)),
            self._button(down, one, partial(self._move, by=1)),
            self._button(outline(_("修改"), small=True), one, self.change),
            self._button(outline(_("停用"), small=True), one, self.hide_field),
        )
        for column, button in enumerate(buttons, start=_SAID + 2):
            self._rows.addWidget(button, row, column)

    def _button(self, button: B, one: OwnFieldCopy, act: Callable[[OwnFieldCopy], object]) -> B:
        words = button.text() or button.toolTip()
        button.setAccessibleName(_("{what}「{label}」").format(what=words, label=one.label))
        button.clicked.connect(partial(_do_with, act, one))
        return button

    # -- doing ---------------------------------------------------------------------------------

    def begin(self) -> None:
        """A form for a new field."""
        dialog = OwnFieldDialog(self._context, None, self)
        dialog.open()

    def change(self, one: OwnFieldCopy) -> None:
        """The form of a field."""
        dialog = OwnFieldDialog(self._context, one, self)
        dialog.open()

    def hide_field(self, one: OwnFieldCopy) -> None:
        """Put a field away; where firms have a value it is said that the value stays."""
        effect = _("{count} 家企业填过的值都留着，恢复以后还在；停用期间看不到，也不导出。").format(count=one.filled)
        question = _("停用「{label}」？").format(label=one.label)
        if not one.filled or ask.confirm(self, question, effect, _("停用"), _("不停用")):
            self._do(lambda: self._service.hide(one.id))

    def show_field(self, one: OwnFieldCopy) -> None:
        """Bring a field back."""
        self._do(lambda: self._service.show(one.id))

    def _move(self, one: OwnFieldCopy, by: int) -> None:
        ids = [field.id for field in self.fields if not field.hidden]
        place = ids.index(one.id)
        ids.insert(place + by, ids.pop(place))
        self._do(lambda: self._service.arrange(ids))

    def _do(self, work: Callable[[], object]) -> None:
        self.message.hide()
        self._context.tasks.write(self, lambda _control: work(), lambda _nothing: None, self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, CancelledError):
            return
        if isinstance(error, LouyuError):
            self.message.show("danger", error.sentence)
        else:
            report(self, error)


def _do_with(act: Callable[[OwnFieldCopy], object], one: OwnFieldCopy, *_checked: bool) -> None:
    act(one)


def _filled(one: OwnFieldCopy) -> str:
    words = _("{count} 家填了").format(count=one.filled) if one.filled else _("还没有企业填")
    if one.outside:
        words += _("，其中 {count} 家不在可选的值里").format(count=one.outside)
    return words
