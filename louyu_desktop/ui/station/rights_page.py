"""谁能做什么: rights and roles out of the table that the services ask, and what each role sees (art. 51 PIPL)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Sensitivity
from louyu_desktop.rules.roles import Role, most_sensitive
from louyu_desktop.services.references import kinds_for
from louyu_desktop.services.rights import AGAIN, OF_ROLE, Right
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.words import scrolled_card
from louyu_desktop.ui.parts import ElidedLabel, IconLabel, Label
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_COLUMN = 118
_LINE = 34
_FIELDS = (
    (N_("单位、活动、服务事项等一般内容"), Sensitivity.INTERNAL),
    (N_("电话、邮箱、出生年月等个人信息"), Sensitivity.PERSONAL),
    (N_("政治面貌、党员信息、证件号、税收等敏感内容"), Sensitivity.SENSITIVE),
)


class RightsPage(QWidget):
    """One line for each right, one column for each role; the role of whoever looks stands in the accent."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mine = context.services.access.role
        self.cells: dict[tuple[str, Role], str] = {}
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(20, 10, 12, 16)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._line = 0
        self._fill()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(_("谁能做什么"), "title"))
        column.addWidget(Label(_("程序每做一件事都先查这张表。换角色在「工作人员」一页"), "label", "text3"))
        column.addLayout(_legend())
        column.addWidget(scrolled_card(inner), 1)

    def _fill(self) -> None:
        self._head(_("能做的事"))
        for right in Right:
            self._row(_(right.value), [_sign(right, role) for role in Role])
        self._head(_("看得到的内容"))
        for words, level in _FIELDS:
            self._row(_(words), ["check" if level <= most_sensitive(role) else "" for role in Role])
        every = len(kinds_for(Role.ADMINISTRATOR))
        self._row(_("记录的种类"), [self._kinds(role, every) for role in Role])
        self._grid.setRowStretch(self._line, 1)

    @staticmethod
    def _kinds(role: Role, every: int) -> str:
        known = kinds_for(role)
        if len(known) == every:
            return _("全部")
        few = "、".join(_(entity.label) for entity in known)
        return few if len(known) < every // 2 else _("{count} 种").format(count=len(known))

    def _head(self, words: str) -> None:
        self._put(0, Label(words, "group"), Qt.AlignmentFlag.AlignLeft)
        for column, role in enumerate(Role, start=1):
            mine = role is self._mine
            label = ElidedLabel(_(role.value), "section" if mine else "label", "accent" if mine else "text2")
            self._put(column, label, Qt.AlignmentFlag.AlignHCenter)
        self._line += 1

    def _row(self, words: str, signs: list[str]) -> None:
        self._put(0, Label(words, "body", wrap=True), Qt.AlignmentFlag.AlignLeft)
        for column, (role, sign) in enumerate(zip(Role, signs, strict=True), start=1):
            self.cells[words, role] = sign
            self._put(column, _shown(sign), Qt.AlignmentFlag.AlignHCenter)
        self._line += 1

    def _put(self, column: int, widget: QWidget, side: Qt.AlignmentFlag) -> None:
        cell = QFrame()
        cell.setMinimumHeight(theme.px(_LINE))
        if column:
            cell.setFixedWidth(theme.px(_COLUMN))
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 4, 6, 4)
        row.addWidget(widget, 0 if column else 1, side | Qt.AlignmentFlag.AlignVCenter if column else side)
        self._grid.addWidget(cell, self._line, column)


def _sign(right: Right, role: Role) -> str:
    if right not in OF_ROLE[role]:
        return ""
    return "lock" if right in AGAIN else "check"


def _shown(sign: str) -> QWidget:
    """A tick, a lock, a dash, or words."""
    if sign in {"check", "lock"}:
        icon = IconLabel(sign, "ok" if sign == "check" else "warn", 18)
        icon.setAccessibleName(_("可以") if sign == "check" else _("再输一次口令后可以"))
        return icon
    return Label(sign or "—", "hint", "text3" if not sign else "text2", wrap=bool(sign))


def _legend() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for sign, words in (("check", _("可以")), ("lock", _("再输一次口令后可以")), ("", _("不可以"))):
        row.addWidget(_shown(sign))
        row.addWidget(Label(words, "label", "text2"))
        row.addSpacing(12)
    row.addStretch(1)
    return row
