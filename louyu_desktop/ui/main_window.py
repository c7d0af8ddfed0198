"""What fills the window: one bar, six tabs built at their first visit, one line below; it does what they ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Control, Option, Query, UndoState
from louyu_desktop.text import _
from louyu_desktop.ui import ask, roomy
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.backing_up import BackupKeeper
from louyu_desktop.ui.command_box import CommandBox
from louyu_desktop.ui.context import Context, Leavable, ListHolder, Performer, RecordHolder, RecordMaker, TabFactory
from louyu_desktop.ui.duty import DutyMenu
from louyu_desktop.ui.focus import FocusRing
from louyu_desktop.ui.messages import MessageBar
from louyu_desktop.ui.more_menu import MoreMenu
from louyu_desktop.ui.places import TAB_OF, TABS
from louyu_desktop.ui.reminders import Reminders
from louyu_desktop.ui.shortcuts import ShortcutSheet
from louyu_desktop.ui.state_clock import StateClock
from louyu_desktop.ui.status_bar import StatusBar
from louyu_desktop.ui.tasks import Job
from louyu_desktop.ui.theme import SCALES, theme
from louyu_desktop.ui.top_bar import TopBar
from louyu_desktop.ui.undoing import Undoing

TOOLS = ("desk", "visit", "round", "request", "import", "export", "print", "handbook", "reassign", "settings", "bin",
         "log", "help", "tour", "about")  # fmt: skip
"""Actions carried out by what `app.py` registered in `Context.tools`, unless the tab does it itself."""

WAYS = ("lock", "hand-over", "password")
"""What only a station has that one logs in to."""

_REFRESH_MS = 60
Standing = tuple[UndoState, int, Option | None, tuple[Option, ...]]


class MainWindow(QWidget):
    """The page of `ui.frame.Frame` once a station is open; `factories` builds the tab of each id."""

    def __init__(
        self, context: Context, factories: Mapping[str, TabFactory], station: tuple[str, bool] | None = None
    ) -> None:
        super().__init__()
        self.context = context
        self._factories = factories
        self._tabs: dict[str, QWidget] = {}  # in the order of `pages`
        self.undoing = Undoing(context, self)
        self.box = CommandBox(context, self._offered, self)
        self.top = TopBar([(key, _(words)) for key, words in TABS if key in factories], self.box)
        self.messages = MessageBar()
        self._message_room = QWidget()
        self.pages = QStackedWidget()
        self.status = StatusBar(context.tasks)
        self.keeper = BackupKeeper(context, self)
        self._lay_out()
        self.ring = FocusRing(self)
        self._give_hooks()
        self.actions_by_id = self._bind_actions()
        self.more = MoreMenu(self.actions_by_id, context.preferences, self)
        self.reminders = Reminders(context, self.top.bell)
        self.state_clock = StateClock(context, self)
        ways = [self.actions_by_id[name] for name in WAYS if name in self.actions_by_id]
        self.duty = DutyMenu(self.status.duty, self._duty_chosen, ways)
        self._connect()
        self._refresh_timer = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._refresh_timer.timeout.connect(self.refresh)
        if station is None:
            self._read_station()
        else:
            self.top.show_station(*station)
        self.refresh()
        self.show_tab(next(key for key, _words in TABS if key in factories))

    def _lay_out(self) -> None:
        room = QVBoxLayout(self._message_room)
        room.setContentsMargins(20, 8, 20, 0)
        room.addWidget(self.messages)
        self._message_room.hide()
        self.messages.gone.connect(self._message_room.hide)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.top, self._message_room, self.pages, self.status):
            layout.addWidget(part, 1 if part is self.pages else 0)

    def _give_hooks(self) -> None:
        context = self.context
        context.window = self
        context.message = self.say
        context.open_record = self.open_record
        context.open_query = self.open_query
        context.new_record = self.new_record
        context.show_tab = self.show_tab
        context.backups_changed = self.keeper.refresh

    def _bind_actions(self) -> dict[str, QAction]:
        slots: dict[str, Callable[[], object]] = {
            "find": self._find, "undo": self.undoing.undo, "redo": self.undoing.redo,
            "guest": self.context.guest.toggle,
            "shortcuts": self._show_shortcuts, "quit": lambda: self.window().close(),
        }  # fmt: skip
        if self.context.keyed:
            slots |= zip(WAYS, (self._lock, self._lock, self._change_password), strict=True)
        actions = {name: bind(self, name, slot) for name, slot in slots.items()}
        for name in TOOLS:
            if self.context.has(name):
                actions[name] = bind(self, name, self._tool_wanted)
        for key in self._factories:
            actions[f"tab-{key}"] = bind(self, f"tab-{key}", self._tab_action)
        return actions

    def _connect(self) -> None:
        self.top.tab_wanted.connect(self.show_tab)
        self.top.undo_wanted.connect(self.undoing.undo)
        self.top.redo_wanted.connect(self.undoing.redo)
        self.undoing.done.connect(self._stepped)
        self.top.guest_wanted.connect(self.context.guest.toggle)
        self.top.reminders_wanted.connect(self.reminders.pop_up)
        self.top.more_wanted.connect(self._show_more)
        self.keeper.stands.connect(self.status.show_backup)
        self.status.backup_wanted.connect(self.keeper.open)
        self.status.duty_wanted.connect(self.duty.pop_up)
        self.status.shortcuts_wanted.connect(self._show_shortcuts)
        self.box.wanted_action.connect(self.perform)
        self.box.left.connect(self._back_to_tab)
        self.context.guest.changed.connect(self._guest_changed)
        self.context.bus.changed.connect(self._something_changed)
        self.context.preferences.changed.connect(self._preference_changed)

    # -- tabs ----------------------------------------------------------------------------------

    @property
    def tab(self) -> QWidget:
        """The tab that is shown."""
        return [*self._tabs.values()][self.pages.currentIndex()]

    def show_tab(self, key: str) -> None:
        """Show a tab, building it at the first visit."""
        if key not in self._tabs:
            self._tabs[key] = self._factories[key](self.context)
            self.pages.addWidget(roomy.on_ground(self._tabs[key]))
        self.pages.setCurrentIndex([*self._tabs].index(key))
        self.top.show_tab(key)
        self._tabs[key].setFocus()

    def _tab_for(self, kind: str) -> object:
        key = TAB_OF.get(kind, "")
        if key not in self._factories:
            return None
        self.show_tab(key)
        return self._tabs[key]

    def open_record(self, kind: str, record_id: int) -> None:
        """Show one record in its tab; the box offers it again."""
        tab = self._tab_for(kind)
        if isinstance(tab, RecordHolder):
            tab.show_record(kind, record_id)
            self.box.remember(kind, record_id)

    def open_query(self, query: Query) -> None:
        """Show a list in its tab."""
        tab = self._tab_for(query.kind)
        if isinstance(tab, ListHolder):
            tab.show_query(query)

    def new_record(self, kind: str, title: str = "", **values: object) -> None:
        """Begin a record in its tab, with some values."""
        tab = self._tab_for(kind)
        if isinstance(tab, RecordMaker):
            tab.new_record(kind, title, **values)

    # -- doing ---------------------------------------------------------------------------------

    def perform(self, action_id: str) -> None:
        """Carry out an action by its id, as its key would."""
        self.actions_by_id[action_id].trigger()

    def _offered(self) -> list[str]:
        return list(self.actions_by_id)

    def _find(self) -> None:
        self.ring.use_keyboard()
        self.box.begin()

    def _back_to_tab(self) -> None:
        self.tab.setFocus()

    def _tab_action(self) -> None:
        self.show_tab(self._asked().removeprefix("tab-"))

    def _tool_wanted(self) -> None:
        name = self._asked()
        tab: object = self.tab
        if not (isinstance(tab, Performer) and tab.perform(name)):
            self.context.launch(name)

    def _asked(self) -> str:
        return self.sender().objectName()

    def say(self, tone: str, text: str, link_text: str = "", on_link: Callable[[], object] | None = None) -> None:
        """Show one sentence under the bar, as `MessageBar.show` does."""
        self._message_room.show()
        self.messages.show(tone, text, link_text, on_link)

    # -- news ----------------------------------------------------------------------------------

    def _something_changed(self, _changes: object) -> None:
        self._refresh_timer.start()

    def refresh(self) -> None:
        """Read again what bar and status line show."""
        records, stations = self.context.services.records, self.context.services.stations

        def work(_control: Control) -> Standing:
            return records.undo_state(), records.draft_count(), stations.actor(), stations.accounts()

        self.context.tasks.read(self, work, self._show_standing)

    def _show_standing(self, standing: Standing) -> None:
        self.undoing.state, drafts, actor, self.duty.accounts = standing
        self.duty.actor = actor
        self.top.show_undo(self.undoing.state, self.context.guest.on)
        self.status.show_drafts(drafts)
        self.status.show_duty(actor.title if actor else "", keyed=self.context.keyed)

    def _read_station(self) -> None:
        read = self.context.services.stations
        self.context.tasks.read(self, lambda _control: (read.name(), read.is_demonstration()), self._show_station)

    def _show_station(self, station: tuple[str, bool]) -> None:
        self.window().setWindowTitle(station[0])
        self.top.show_station(*station)

    def _stepped(self) -> None:
        """After a step back or forward: what the tab told of the step before holds no more."""
        for bar in self.tab.findChildren(MessageBar):
            if bar.property("message") == "ok":
                bar.hide()
        self.refresh()

    def _guest_changed(self, on: bool) -> None:
        self.top.show_guest(on)
        self.top.show_undo(self.undoing.state, on)
        if on:
            self.messages.hide()
            self.box.leave()

    def _preference_changed(self, key: str) -> None:
        app = QApplication.instance()
        if key in ("theme", "text_size") and isinstance(app, QApplication):
            preferences = self.context.preferences
            theme.apply(app, preferences.get("theme"), SCALES[preferences.get("text_size")])

    # -- popping up ----------------------------------------------------------------------------

    def _show_more(self) -> None:
        self.top.pop_up(self.more, self.top.more)

    def _show_shortcuts(self) -> None:
        sheet = ShortcutSheet(self)
        sheet.exec()
        sheet.deleteLater()

    def _duty_chosen(self, account_id: int) -> None:
        self.context.services.stations.set_actor(account_id)
        self.context.bus.seated(account_id)

    # -- leaving -------------------------------------------------------------------------------

    def _lock(self) -> None:
        if not _stays(self, self.context.tasks.jobs()):
            self.context.lock(self._asked() == "hand-over")

    def _change_password(self) -> None:
        self.context.change_password()

    def may_leave(self) -> bool:
        """Ask tabs with unsaved work, then running jobs."""
        leavable = [tab for tab in self._tabs.values() if isinstance(tab, Leavable)]
        return all(tab.may_leave() for tab in leavable) and not _stays(self, self.context.tasks.jobs())

    def leaving(self) -> None:
        """Let the next opening look like this window."""
        self.context.preferences.set("opening", {"dark": theme.dark, "tabs_at": self.top.tabs_at})


def _stays(window: QWidget, jobs: Sequence[Job]) -> bool:
    """Whether the person would rather wait for what runs than stop it."""
    return bool(jobs) and not ask.confirm(
        window,
        _("停下正在{title}，然后退出？").format(title=jobs[0].title),
        _("已做的一半会撤回，数据回到开始之前。"),
        _("停下并退出"), _("等它做完"), danger=True,
    )  # fmt: skip
