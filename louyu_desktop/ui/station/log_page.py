"""操作日志: what was done at the station, filtered, printed, taken back; and whether the log itself is whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.topics import LABELS
from louyu_desktop.services.audit_copies import ChainHead, LogEntry, LogQuery, Verdict
from louyu_desktop.services.copies import Control, Option
from louyu_desktop.text import N_, _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.fields.cells import PADDING, Index, PaintedTable
from louyu_desktop.ui.labels import IconLabel
from louyu_desktop.ui.parts import ElidedLabel, EmptyState, Label, SearchLine, link, outline
from louyu_desktop.ui.prints.inputs import TextInput, combo
from louyu_desktop.ui.prints.page import FullPage
from louyu_desktop.ui.station.log_model import COLUMNS, LogModel
from louyu_desktop.ui.take_back import take_back
from louyu_desktop.ui.theme import theme

_CHOSEN = "days"
_SPANS = (
    ("today", N_("今天")), ("yesterday", N_("昨天")), ("week", N_("近七天")), ("month", N_("本月")),
    ("all", N_("全部")), (_CHOSEN, N_("从哪天到哪天")),
)  # fmt: skip
_CHARACTER = 7.2
_Standing = tuple[ChainHead, Verdict | None, Sequence[Option]]


def span(key: str, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a choice."""
    match key:
        case "today":
            return today, today
        case "yesterday":
            return today - dt.timedelta(days=1), today - dt.timedelta(days=1)
        case "week":
            return today - dt.timedelta(days=6), today
        case "month":
            return today.replace(day=1), today
        case _:
            return None, None


class LogPage(FullPage):
    """The whole log over the window."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("操作日志"))
        self.model = LogModel(context, self)
        self.table = PaintedTable(self, "text")
        self.table.setAccessibleName(_("操作日志"))
        self.table.first = PADDING
        self._kept: int | None = None
        self.days = combo([(key, _(words)) for key, words in _SPANS], "today")
        self.first, self.last = (TextInput(Field(name=name, label=words, kind=Kind.DATE)) for name, words in (
            ("first", N_("从")), ("last", N_("到"))))  # fmt: skip
        self.person = combo([(None, _("所有人"))])
        self.topic = combo([(None, _("所有类别")), *((topic, _(words)) for topic, words in LABELS.items())])
        self.words = SearchLine(_("含有的字"))
        self.count = Label("", "label", "text2")
        self.back_button = outline(_("撤回…"), "undo")
        self.print_button = outline(_("打印…"), "print")
        self.state_sign = IconLabel("shield", "text2", 16)
        self.state = ElidedLabel("", "label", "text2")
        self.chain = Label("", "label", "text3")
        self.check_button = link(_("现在全部核对"))
        self._empty = EmptyState("history", _("没有符合的记录"), _("换一个日期或类别看看"))
        self._lay_out()
        self._connect()
        self._choose_days()
        self._read_standing()

    # -- layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head_bar(_("操作日志"), self.count, right=(self.back_button, self.print_button)))
        self.print_button.setVisible(self.context.has("print"))
        whole.addWidget(self._filters())
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        for place, column in enumerate(COLUMNS):
            stretches = column.name == "text"
            mode = QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(place, mode)
        self._fit()
        whole.addWidget(self.table, 1)
        whole.addWidget(self._empty, 1)
        whole.addWidget(self._foot())
        self._empty.hide()

    def _filters(self) -> QWidget:
        bar = QFrame()
        bar.setProperty("card", "plain")
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(8)
        for box, name in ((self.days, _("日期")), (self.person, _("谁")), (self.topic, _("类别"))):
            box.setAccessibleName(name)
            row.addWidget(box)
            if box is self.days:
                for entry in (self.first, self.last):
                    entry.setFixedWidth(theme.px(120))
                    entry.hide()
                    row.addWidget(entry)
        row.addWidget(self.words, 1)
        return bar

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("bar", "status")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 1, 16, 1)
        row.setSpacing(8)
        for widget in (self.state_sign, self.state, self.check_button):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.chain)
        self.chain.setToolTip(_("和打印出来的值班日志页脚对照：号码相同，八个词也应该相同"))
        flags = Qt.TextInteractionFlag
        self.chain.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.chain.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return foot

    def _fit(self) -> None:
        for place, column in enumerate(COLUMNS):
            if column.name != "text":
                self.table.setColumnWidth(place, theme.px(round(column.width * _CHARACTER) + 20))
        self.table.set_row_height(36)
        self.days.setMinimumWidth(theme.px(130))
        self.person.setMinimumWidth(theme.px(120))
        self.topic.setMinimumWidth(theme.px(150))

    def _connect(self) -> None:
        self.days.activated.connect(self._choose_days)
        for box in (self.person, self.topic):
            box.activated.connect(self.ask)
        for entry in (self.first, self.last):
            entry.edited.connect(self.ask)
        self.words.searched.connect(self.ask)
        self.model.counted.connect(self._counted)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.table.doubleClicked.connect(self.take_back)
        self.back_button.clicked.connect(self.take_back)
        self.print_button.clicked.connect(self.print)
        self.check_button.clicked.connect(self.check)
        self.context.guest.changed.connect(self._redraw)
        self.context.bus.changed.connect(self._hear)
        theme.changed.connect(self._fit)
        bind(self, "back", self.close)
        bind(self, "refresh", self.model.refresh)
        bind(self, "print", self.print)

    # -- filtering -----------------------------------------------------------------------------

    def _choose_days(self, _index: int = 0) -> None:
        chosen = self.days.currentData() == _CHOSEN
        if chosen and not self.first.raw():
            for entry in (self.first, self.last):
                entry.put(dates.today())
        self.first.setVisible(chosen)
        self.last.setVisible(chosen)
        self.ask()

    @property
    def query(self) -> LogQuery:
        """What is asked for; UserError for a day that is none, which is said beside it."""
        first, last = span(str(self.days.currentData()), dates.today())
        if self.days.currentData() == _CHOSEN:
            first, last = self.first.value(), self.last.value()
        return LogQuery(first, last, self.person.currentData(), self.topic.currentData(), self.words.wanted)

    def ask(self, _anything: object = None) -> None:
        """Show what the filters find."""
        try:
            self.model.ask(self.query)
        except UserError:
            return

    def _counted(self, count: int) -> None:
        self.count.setText(_("{count} 条").format(count=f"{count:,}"))
        self.table.setVisible(count > 0)
        self._empty.setVisible(count == 0)
        place = self.model.place_of(self._kept)
        if place is not None:
            self.table.selectRow(place)
        self._chosen()

    def _redraw(self, _on: bool) -> None:
        self.table.viewport().update()

    def _hear(self, _changes: object) -> None:
        """The line that was chosen stays so, wherever it stands by then."""
        self._kept = self.entry.id if self.entry is not None else None
        self.model.refresh()

    # -- doing ---------------------------------------------------------------------------------

    @property
    def entry(self) -> LogEntry | None:
        """The line that is chosen."""
        return self.model.entry(self.table.currentIndex().row())

    def _chosen(self, _now: Index | None = None, _before: Index | None = None) -> None:
        self.back_button.setEnabled(self.entry is not None and self.entry.can_go_back)

    def take_back(self, _index: object = None) -> None:
        """Show what taking the chosen operation back would do."""
        if self.entry is not None and self.entry.can_go_back:
            take_back(self.context, self.entry.id, self)

    def print(self) -> None:
        """The paper 值班日志 of what is shown."""
        if not self.context.has("print"):
            return
        today = dates.today()
        query = self.query
        first = query.first or (dt.date(today.year, 1, 1) if query.last is None else query.last)
        options = {
            "first": first, "last": query.last or today, "words": query.text,
            "person": self.person.currentText() if query.account is not None else "",
            "topic": LABELS[query.topic] if query.topic is not None else None,
        }  # fmt: skip
        self.context.launch("print", paper="day-log", options={name: value for name, value in options.items() if value})

    # -- the log itself ------------------------------------------------------------------------

    def _read_standing(self) -> None:
        audit = self.context.services.audit

        def work(_control: Control) -> _Standing:
            return audit.head(), audit.last_check(), audit.people()

        self.context.tasks.read(self, work, self._show_standing)

    def _show_standing(self, standing: _Standing) -> None:
        head, verdict, people = standing
        words = _("到第 {seq} 条：{words}").format(seq=head.seq, words=" ".join(head.words))
        self.chain.setText(words if head.seq else "")
        if self.person.count() == 1:
            _offer(self.person, people)
        self._show_verdict(verdict)

    def _show_verdict(self, verdict: Verdict | None) -> None:
        if verdict is None:
            self.state.setText(_("操作记录还没有全部核对过"))
            return
        at = f"{verdict.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        if verdict.good:
            words = _("操作记录核对过 {count} 条，没有被改动过（{at}）").format(count=f"{verdict.rows:,}", at=at)
        else:
            words = _("操作记录对不上，可能被改动过（{at}）。请先恢复备份").format(at=at)
        self.state.setText(words)
        self.state.set_tone("text2" if verdict.good else "danger")
        self.state_sign.set_icon("shield" if verdict.good else "alert", "ok" if verdict.good else "danger")

    def check(self) -> None:
        """Check the whole log now."""
        audit = self.context.services.audit
        self.check_button.setEnabled(False)
        self.context.tasks.read(self, audit.check_all, self._checked, title=_("核对操作记录"))

    def _checked(self, verdict: Verdict) -> None:
        self.check_button.setEnabled(True)
        self._show_verdict(verdict)


def _offer(box: QComboBox, people: Sequence[Option]) -> None:
    for one in people:
        box.addItem(one.title, one.id)
    box.addItem(_("系统"), 0)
