"""The right column of 今日: shares as n / N, anniversaries, the day's log."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.masks import mask_name
from louyu_desktop.services.copies import Query
from louyu_desktop.services.overview import Anniversary, Gauge, LogLine, TodayOverview
from louyu_desktop.text import _
from louyu_desktop.ui.buttons import link
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.labels import ElidedLabel, Label
from louyu_desktop.ui.messages import Card, clear
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme
from louyu_desktop.ui.today.setting_up import SettingUpCard

_LOG_LINES = 8


class ShareBar(QWidget):
    """A neutral bar: a missing share is work, not danger."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__()
        self._share = done / total if total else 0.0
        self._fit()
        theme.changed.connect(self._fit)
        self.setAccessibleName(_("{done} / {total}").format(done=done, total=total))

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and share."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2
        box = QRectF(self.rect())
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(box, radius, radius)
        if self._share > 0:
            box.setWidth(max(box.height(), box.width() * self._share))
            painter.setBrush(theme.colour("text2"))
            painter.drawRoundedRect(box, radius, radius)
        painter.end()


class GaugeView(QWidget):
    """One share with the way to those who are missing."""

    missing_wanted = Signal(object)

    def __init__(self, gauge: Gauge) -> None:
        super().__init__()
        self.kind = gauge.kind
        self._query = Query(gauge.kind, gauge.missing)
        self.setToolTip(tip(gauge.definition))
        self.setAccessibleName(gauge.label)
        self.setAccessibleDescription(gauge.definition)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        done, total = f"{gauge.done:,}", f"{gauge.total:,}"
        layout.addLayout(_line(Label(gauge.label, "body"), Label(f"{done} / {total}", "group")))
        layout.addWidget(ShareBar(gauge.done, gauge.total))
        share = f"{gauge.done * 100 / gauge.total:.1f}%" if gauge.total else "—"
        left = gauge.total - gauge.done
        words = _("缺 {count} {counter} ›").format(count=f"{left:,}", counter=gauge.counter)
        lead = link(words) if left else None
        foot = _line(Label(share, "hint"), lead or Label(_("齐了") if gauge.total else _("还没有"), "hint"))
        if lead is not None:
            lead.clicked.connect(self._missing)
        layout.addLayout(foot)

    def _missing(self) -> None:
        self.missing_wanted.emit(self._query)


def _line(left: QWidget, right: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(8)
    layout.addWidget(left, 1)
    layout.addWidget(right)
    return layout


def anniversary_lines(anniversary: Anniversary, guest: bool) -> QWidget:
    """Name and years, organisation and day."""
    widget = QWidget()
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(1)
    name = mask_name(anniversary.name) if guest else anniversary.name
    years = _("入党 {count} 年").format(count=anniversary.years)
    layout.addLayout(_line(Label(name, "group"), Label(years, "body")))
    layout.addLayout(_line(ElidedLabel(anniversary.detail, "label", "text3"), Label(anniversary.when, "hint")))
    return widget


class LogRow(QWidget):
    """Time, who, what; whom it was done to is hidden from guests."""

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self._time, self._who = Label("", "label", "text3"), Label("", "label", "text")
        self._what = ElidedLabel("", "label")
        layout.addWidget(self._time)
        layout.addWidget(self._who)
        layout.addWidget(self._what, 1)

    def put(self, line: LogLine, guest: bool) -> None:
        """Show another line; they move down with everything that is done, so the widgets stay."""
        what = line.text.partition("：")[0] if guest else line.text
        for label, text in ((self._time, line.time), (self._who, line.who), (self._what, what)):
            if label.text() != text:
                label.setText(text)


def fill(card: Card, widgets: list[QWidget], empty: str) -> None:
    """Put widgets under a card's title, or one line in words."""
    while card.body.count() > 1:
        widget = card.body.takeAt(1).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    for widget in widgets or [Label(empty, "label", "text3", wrap=True)]:
        card.body.addWidget(widget)


class Side(QWidget):
    """The right column: what is still missing, who has an anniversary, the day's last lines."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._gauges, self._birthdays, self._log = Card(_("三个 100%")), Card(_("政治生日")), _log_card(context)
        self._log_rows: list[LogRow] = []
        self._no_log = Label(_("今天还没有记录"), "label", "text3", wrap=True)
        self._log.body.addWidget(self._no_log)
        self._period = Label("", "hint")
        self._gauges.head.addWidget(self._period)
        self._consent = Card()
        self.setting_up = SettingUpCard(context)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for card in (self.setting_up, self._gauges, self._birthdays, self._log, self._consent):
            layout.addWidget(card)
        layout.addStretch(1)

    def show_gauges(self, overview: TodayOverview) -> None:
        """Shares as n / N with their definitions; a click on what is missing opens those records."""
        self._period.setText(overview.period)
        views = [GaugeView(gauge) for gauge in overview.gauges]
        for view in views:
            view.missing_wanted.connect(self._context.open_query)
        of_people = [view for view in views if view.kind == "people"]
        fill(self._gauges, [view for view in views if view.kind != "people"], _("还没有可以统计的"))
        clear(self._consent.body)
        for view in of_people:
            self._consent.body.addWidget(view)
        self._consent.setVisible(bool(of_people))

    def show_anniversaries(self, overview: TodayOverview) -> None:
        """The next five, masked while a guest looks on."""
        guest = self._context.guest.on
        fill(
            self._birthdays,
            [anniversary_lines(one, guest) for one in overview.anniversaries[:5]],
            _("七天内没有人过政治生日"),
        )

    def show_log(self, overview: TodayOverview) -> None:
        """What was done today, masked while a guest looks on."""
        lines = overview.log[:_LOG_LINES]
        while len(self._log_rows) < len(lines):
            self._log_rows.append(LogRow())
            self._log.body.addWidget(self._log_rows[-1])
        for row, line in zip(self._log_rows, lines, strict=False):
            row.put(line, self._context.guest.on)
        for place, row in enumerate(self._log_rows):
            row.setVisible(place < len(lines))
        self._no_log.setVisible(not lines)


def _log_card(context: Context) -> Card:
    """The day's last lines, with the way to all of them."""
    card = Card(_("今日日志"))
    if context.has("day-log"):
        write = link(_("写日志"))
        write.clicked.connect(partial(context.launch, "day-log"))
        card.head.addWidget(write)
    if context.has("log"):
        lead = link(_("全部 ›"))
        lead.clicked.connect(partial(context.launch, "log"))
        card.head.addWidget(lead)
    return card
