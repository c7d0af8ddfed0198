"""值班日志: one day on a page, drafted from what was done, finished by hand, kept, printed; days before and after."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.rules import dates
from louyu_desktop.rules.day_words import weekday_letter
from louyu_desktop.services.copies import Control
from louyu_desktop.services.day_logs import DayPage
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.flow import FlowLayout
from louyu_desktop.ui.labels import Badge, Label
from louyu_desktop.ui.messages import Card, EmptyState, FieldNote, MessageBar
from louyu_desktop.ui.parts import IconButton, link, outline, primary
from louyu_desktop.ui.prints.page import FullPage
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.theme import theme

_SIDE = 300
_WIDEST = 1000
"""Lines that are longer are hard to read."""


def day_title(day: dt.date) -> str:
    """2026 年 11 月 20 日 星期五."""
    return _("{year} 年 {month} 月 {day} 日 星期{weekday}").format(
        year=day.year, month=day.month, day=day.day, weekday=weekday_letter(day)
    )


class DayLogPage(FullPage):
    """The log of one day; what is not kept is asked about before the page turns or goes."""

    def __init__(self, context: Context, day: dt.date | None = None) -> None:
        super().__init__(context, _("值班日志"))
        self.day = day or dates.today()
        self.page: DayPage | None = None
        self.title = Label("", "pane")
        self.state = Badge("", "plain")
        self.on_duty = QLineEdit()
        self.on_duty.setAccessibleName(_("值班人"))
        self.on_duty.setMaxLength(60)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(_("日志"))
        self.text.setTabChangesFocus(True)
        self.message = MessageBar()
        self.note = FieldNote(_("按当天的走访、诉求、活动和改动起草，可以随便改；以后的记录不会改动已经保存的日志"))
        self.save_button = primary(_("保存"), "save")
        self.anew = outline(_("重新起草"), "refresh")
        self.print_button = outline(_("打印…"), "print")
        self._draft = Label("", "label", "text2", wrap=True)
        self._hidden = EmptyState("eye-off", _("来客视图里看不到日志"), _("按 F12 回来"))
        self._kept = QWidget()
        self._days = FlowLayout(self._kept, spacing=6)
        self._lay_out()
        self._connect()
        self._read()

    # -- layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head())
        columns = QHBoxLayout()
        columns.setContentsMargins(20, 14, 20, 16)
        columns.setSpacing(16)
        columns.addWidget(self._paper(), 1)
        columns.addWidget(self._side())
        columns.addStretch(0)
        whole.addLayout(columns, 1)

    def _head(self) -> QFrame:
        self.before = IconButton("up", _("前一天"), "PgUp")
        self.after = IconButton("down", _("后一天"), "PgDown")
        self.to_today = outline(_("今天"), small=True)
        head = self.head_bar(
            _("值班日志"), self.title, self.before, self.after, self.to_today, self.state,
            right=(self.anew, self.print_button, self.save_button),
        )  # fmt: skip
        self.print_button.setVisible(self.context.has("print"))
        may = self.context.services.access.may(Right.WORK)
        self.save_button.setVisible(may)
        self.anew.setVisible(may)
        self.text.setReadOnly(not may)
        self.on_duty.setReadOnly(not may)
        return head

    def _paper(self) -> Card:
        card = Card()
        card.body.setContentsMargins(20, 14, 20, 12)
        card.setMaximumWidth(theme.px(_WIDEST))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Label(_("值班人"), "label"))
        row.addWidget(self.on_duty, 1)
        card.body.addWidget(self.message)
        card.body.addLayout(row)
        card.body.addWidget(self.text, 1)
        card.body.addWidget(self._hidden, 1)
        card.body.addWidget(self.note)
        return card

    def _side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(theme.px(_SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        now = Card(_("按记录起草的"))
        now.body.addWidget(self._draft)
        kept = Card(_("写过的日子"))
        kept.body.addWidget(self._kept)
        column.addWidget(now)
        column.addWidget(kept)
        column.addStretch(1)
        return side

    def _connect(self) -> None:
        self.before.clicked.connect(partial(self._turn, -1))
        self.after.clicked.connect(partial(self._turn, 1))
        self.to_today.clicked.connect(self._go_today)
        self.save_button.clicked.connect(self.save)
        self.anew.clicked.connect(self.draft_anew)
        self.print_button.clicked.connect(self.print)
        self.text.textChanged.connect(self._show_state)
        self.on_duty.textChanged.connect(self._show_state)
        self.context.guest.changed.connect(self._guest_changed)
        bind(self, "back", self.close)
        bind(self, "save", self.save)
        bind(self, "print", self.print)
        bind(self, "previous", partial(self._turn, -1))
        bind(self, "next", partial(self._turn, 1))

    # -- reading -------------------------------------------------------------------------------

    def _read(self) -> None:
        day, logs = self.day, self.context.services.day_logs

        def work(_control: Control) -> tuple[DayPage, tuple[dt.date, ...]]:
            return logs.of(day), logs.days()

        self.context.tasks.read(self, work, self._show)

    def _show(self, read: tuple[DayPage, tuple[dt.date, ...]]) -> None:
        page, days = read
        if page.day != self.day:
            return
        self.page = page
        self.title.setText(day_title(page.day))
        self.on_duty.setText(page.on_duty)
        self.text.setPlainText(page.text)
        self._draft.setText(page.draft)
        self.after.setEnabled(page.day < dates.today())
        self.to_today.setVisible(page.day != dates.today())
        self._days.clear()
        for day in days:
            lead = link(f"{day:%m-%d}" if day.year == dates.today().year else day.isoformat())
            lead.clicked.connect(partial(self.show_day, day))
            self._days.addWidget(lead)
            lead.show()
        if not days:
            self._days.addWidget(Label(_("还没有写过"), "label", "text3"))
        self._guest_changed(self.context.guest.on)
        self._show_state()

    def _show_state(self) -> None:
        if self.page is None:
            return
        if self.is_changed:
            words, tone = _("有改动，还没保存"), "warn"
        elif self.page.kept:
            words = _("已保存·{who}").format(who=self.page.kept_by) if self.page.kept_by else _("已保存")
            tone = "ok"
        else:
            words, tone = _("草稿，还没保存"), "plain"
        self.state.setText(words)
        self.state.set_tone(tone)

    def _guest_changed(self, guest: bool) -> None:
        """Whom it was done to is not for visitors."""
        for widget in (self.text, self._draft):
            widget.setVisible(not guest)
        self._hidden.setVisible(guest)

    # -- doing ---------------------------------------------------------------------------------

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not kept."""
        page = self.page
        return page is not None and (self.text.toPlainText() != page.text or self.on_duty.text() != page.on_duty)

    def _turn(self, step: int) -> None:
        day = self.day + dt.timedelta(days=step)
        if day <= dates.today():
            self.show_day(day)

    def _go_today(self) -> None:
        self.show_day(dates.today())

    def show_day(self, day: dt.date) -> None:
        """Turn to another day, when what was typed may go."""
        if self.may_close():
            self.day = day
            self.message.hide()
            self._read()

    def draft_anew(self) -> None:
        """Begin again with what the day's records say; what was typed is asked about."""
        if self.page is None:
            return
        typed = self.text.toPlainText().strip() not in ("", self.page.draft)
        if not typed or ask.confirm(
            self, _("重新起草？"), _("写好的日志会换成按记录起草的，保存之前还可以返回不要。"), _("重新起草"), _("不换")
        ):
            self.text.setPlainText(self.page.draft)
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Keep the day's log."""
        if not self.save_button.isVisibleTo(self):
            return
        logs, day, text, duty = self.context.services.day_logs, self.day, self.text.toPlainText(), self.on_duty.text()
        self.save_button.setEnabled(False)
        self.context.tasks.write(self, lambda _control: logs.keep(day, text, duty), self._saved, self._refused)

    def _saved(self, _nothing: None) -> None:
        self.save_button.setEnabled(True)
        self.message.show("ok", _("已保存 {day}的值班日志").format(day=day_title(self.day)))
        self._read()

    def _refused(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, UserError):
            self.message.show("warn", error.sentence)
        else:
            report(self, error)

    def print(self) -> None:
        """The paper 值班日志 of this day; what is typed is kept first, or the paper would not have it."""
        if not self.context.has("print"):
            return
        if self.is_changed:
            self.message.show("warn", _("有改动还没保存，纸上不会有。先保存再打印"), _("保存"), self.save)
            return
        options = {"first": self.day, "last": self.day}
        self.context.launch("print", paper="day-log", options=options)

    def may_close(self) -> bool:
        """Whether what was typed may go."""
        return not self.is_changed or ask.confirm(
            self, _("{day}的日志还没保存").format(day=day_title(self.day)), _("离开后写的字就没有了。"),
            _("不保存，离开"), _("留下"), danger=True,
        )  # fmt: skip


def open_day_log(context: Context, day: dt.date | None = None) -> DayLogPage:
    """The day's log over the window."""
    opened = DayLogPage(context, day)
    opened.open()
    return opened
