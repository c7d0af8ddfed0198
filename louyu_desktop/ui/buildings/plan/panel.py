"""What is beside the plan when a cell is chosen: facts, last visits, and what can be done."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.rules.colours import LEVELS
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.floor_copies import STATION, VACANT, FloorCell, Seat
from louyu_desktop.text import _
from louyu_desktop.ui import strokes
from louyu_desktop.ui.buildings.plan import words
from louyu_desktop.ui.parts import Badge, Hairline, IconButton, Label, clear, link, outline, paint_risk, primary
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

WIDTH = 276
_SOON = 30


class ColourBadge(QWidget):
    """Shape, letter and level of a colour on its tint."""

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._words = f"{_(colour)} {_(LEVELS[colour])}"
        self.setAccessibleName(self._words)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Room for both."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + theme.px(36), theme.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Tint, shape, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.named(theme.tokens.risk[self._colour].tint))
        painter.drawRoundedRect(self.rect(), theme.px(4), theme.px(4))
        side = theme.px(14)
        paint_risk(painter, QRectF(theme.px(7), (self.height() - side) / 2, side, side), self._colour)
        painter.setFont(theme.font(13))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(theme.px(27), 0, self.width(), self.height()), strokes.LEFT, self._words)
        painter.end()


class SidePanel(QFrame):
    """`closed`, `visiting(seat)`, `opening(seat)`, `moving(cell)`, `leaving(cell)`, `settling(cell)`."""

    closed = Signal()
    visiting = Signal(object)
    opening = Signal(object)
    moving = Signal(object)
    leaving = Signal(object)
    settling = Signal(object)

    def __init__(self, context: Context, parent: QWidget, *, changeable: bool) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context, self._changeable = context, changeable
        self.cell: FloorCell | None = None
        self.seat: Seat | None = None
        self.setFixedWidth(theme.px(WIDTH))
        head = QHBoxLayout()
        self.place = Label("", "label", "text2")
        self.close_button = IconButton("close", _("关上"), "Esc", size=18)
        self.close_button.clicked.connect(self.closed)
        head.addWidget(self.place, 1)
        head.addWidget(self.close_button)
        inside = QFrame()
        inside.setProperty("card", "plain")
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(0, 0, 6, 0)
        self._body.setSpacing(8)
        scroll = QScrollArea()
        scroll.setAccessibleName(_("选中的单元"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 10, 16)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        layout.addLayout(self._foot)
        self.edge = Hairline(vertical=True)
        theme.changed.connect(self._fit)
        self.hide()
        self.edge.hide()

    def setVisible(self, visible: bool) -> None:
        """Its edge comes and goes with it."""
        super().setVisible(visible)
        self.edge.setVisible(visible)

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(WIDTH))

    def _begin(self, cell: FloorCell) -> None:
        self.cell, self.seat = cell, None
        clear(self._body)
        clear(self._foot)
        self.place.setText(cell.unit or words.floor_label(cell.floor))

    # -- what is shown -------------------------------------------------------------------------

    def show_plain(self, cell: FloorCell) -> None:
        """A vacancy, or the station itself."""
        self._begin(cell)
        self._body.addWidget(Label(words.in_cell(cell) if cell.kind != STATION else cell.name, "section", wrap=True))
        self._rows([(_("面积"), words.metres(cell.area) or "—", ""), (_("楼层"), words.floor_label(cell.floor), "")])
        if cell.kind == VACANT:
            self._body.addWidget(
                Label(_("这里没有登记入驻的企业。把别处的企业拖过来，或者登记新入驻的。"), "hint", wrap=True)
            )
        self._body.addStretch(1)
        if cell.kind == VACANT and self._changeable:
            settle = primary(_("登记入驻"), "plus")
            settle.clicked.connect(partial(self.settling.emit, cell))
            self._put(settle)
        self.show()

    def show_seat(self, cell: FloorCell, seat: Seat, on: dt.date) -> None:
        """A tenant with its firm."""
        self._begin(cell)
        self.seat = seat
        self._body.addWidget(Label(seat.name, "section", wrap=True))
        self._badges(seat)
        self._body.addWidget(Hairline())
        self._rows(self._facts(seat, on))
        self._body.addWidget(Hairline())
        self._visits(seat)
        self._body.addStretch(1)
        self._deeds(cell, seat)
        self.show()

    def _badges(self, seat: Seat) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        if seat.colour and not self._context.guest.on:
            row.addWidget(ColourBadge(seat.colour))
        if seat.is_key:
            row.addWidget(Badge(_("重点")))
        if seat.tasks:
            row.addWidget(Badge(_("必访 {count}").format(count=seat.tasks), "warn"))
        if seat.requests:
            row.addWidget(Badge(_("诉求 {count}").format(count=seat.requests), "info"))
        if seat.undisturbed:
            row.addWidget(Badge(_("无事不扰")))
        row.addStretch(1)
        self._body.addLayout(row)

    def _facts(self, seat: Seat, on: dt.date) -> list[tuple[str, str, str]]:
        """Label, words and tone of each line that the person may see."""
        guest, entity = self._context.guest, self._context.services.records.entity("enterprises")
        known = {field.name: field for field in entity.fields}
        found = [(_("租期至"), _lease(seat, on), "danger" if _near(seat, on) else "")]
        if seat.intent is not None or "renewal_intent" in self._fields("occupancies"):
            found.append((_("续租意向"), "—" if guest.on else seat.intent or _("未明确"), ""))
        found += [
            (_("租赁面积"), words.metres(seat.area) or "—", ""),
            (_("从业人数"), _("{count} 人").format(count=f"{seat.headcount:,}") if seat.headcount is not None else "—", ""),
            (_("党员"), _party(seat), ""),
            (_("联络员"), seat.liaison or "—", "" if seat.liaison else "off"),
        ]
        contact = guest.show(known["contact_name"], seat.contact) if "contact_name" in known else ""
        if "contact_phone" in known and seat.phone:
            contact = f"{contact} {guest.show(known['contact_phone'], seat.phone)}".strip()
        found.append((_("联系人"), contact or "—", ""))
        if len(seat.seats) > 1:
            found.append((_("还在"), "、".join(one for one in seat.seats if one != seat.unit), ""))
        if seat.suggested and seat.suggested != seat.colour and not guest.on:
            found.append((_("系统建议"), f"{_(seat.suggested)} {_(LEVELS[seat.suggested])}", "warn"))
        return found

    def _fields(self, kind: str) -> set[str]:
        return {field.name for field in self._context.services.records.entity(kind).fields}

    def _rows(self, lines: list[tuple[str, str, str]]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for row, (label, said, tone) in enumerate(lines):
            value = Label(said, "body", tone, wrap=True)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(label, "label", "text2"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        self._body.addLayout(grid)

    def _visits(self, seat: Seat) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(_("最近走访"), "group"))
        head.addStretch(1)
        if seat.visit_count:
            every = link(_("全部 {count} 次").format(count=seat.visit_count))
            every.clicked.connect(partial(self._every_visit, seat.enterprise_id))
            head.addWidget(every)
        self._body.addLayout(head)
        if not seat.visits:
            self._body.addWidget(Label(_("还没有走访过"), "hint"))
        for visit in seat.visits:
            line = _("{day}　{who}").format(day=f"{visit.day:%Y-%m-%d}", who=visit.who)
            self._body.addWidget(Label(line, "hint", "text2"))
            said = "—" if self._context.guest.on else _cut(visit.words)
            self._body.addWidget(Label(said, "body", wrap=True))

    def _every_visit(self, firm: int) -> None:
        self._context.open_query(Query("visits", (Filter("enterprise_id", Match.ONE_OF, (firm,)),), "-visited_on"))

    # -- what can be done ----------------------------------------------------------------------

    def _deeds(self, cell: FloorCell, seat: Seat) -> None:
        if self._changeable:
            small = QHBoxLayout()
            small.setSpacing(6)
            move, leave = link(_("搬到…")), link(_("登记迁出…"))
            move.clicked.connect(partial(self.moving.emit, cell))
            leave.clicked.connect(partial(self.leaving.emit, cell))
            small.addWidget(move)
            small.addWidget(leave)
            small.addStretch(1)
            self._foot.addLayout(small)
            visit = primary(_("登记走访"), "walk")
            visit.clicked.connect(partial(self.visiting.emit, seat))
            self._put(visit)
        file = outline(_("打开企业档案"), "file")
        file.clicked.connect(partial(self.opening.emit, seat))
        self._put(file)

    def _put(self, button: QWidget) -> None:
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
        self._foot.addWidget(button)


def _near(seat: Seat, on: dt.date) -> bool:
    return seat.lease_end is not None and (seat.lease_end - on).days <= _SOON


def _lease(seat: Seat, on: dt.date) -> str:
    if seat.lease_end is None:
        return "—"
    said = words.left(seat.lease_end, on)
    return _("{day}（{left}）").format(day=seat.lease_end.isoformat(), left=said)


def _party(seat: Seat) -> str:
    count = _("{count} 人").format(count=seat.party_count) if seat.party_count is not None else ""
    return _("，").join(filter(None, (count, seat.party_status or ""))) or "—"


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
