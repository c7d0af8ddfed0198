"""When the program locks itself: nobody touches it, the system locks, the computer goes to sleep (SAFETY.md 5.2).

On Linux logind says so over the system bus (`org.freedesktop.login1`, freedesktop.org); it is asked to wait with
the sleep until this process has ended.  On Windows WTS and power messages say so: written from their documentation,
untried.  The lock itself, which ends the process, is `app.Program.lock`.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

USUAL_MINUTES = 5
_MINUTE = 60.0
_LOOK_MS = 5000
_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress,
})  # fmt: skip


class IdleWatch(QObject):
    """`idle` when the program was not touched for the time allowed, again at every look until it is touched.

    Only the window that has the focus is listened to, not every event of the program; what an input method
    takes for itself shows by the cursor that moves.
    """

    idle = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._touched = clock()
        self._minutes = float(USUAL_MINUTES)
        self._longer: float | None = None
        self._window: QWindow | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look."""
        self._listen(QGuiApplication.focusWindow())
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._listen)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self.touch)
        self.touch()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def allow(self, minutes: float) -> None:
        """The time allowed, by the setting."""
        self._minutes = minutes

    def allow_longer(self, minutes: float | None) -> None:
        """Another time (60) for as long as the full-screen desk stands, where only a sign-in can be done; or none."""
        self._longer = minutes
        self.touch()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._clock()

    def look(self) -> None:
        """Say so when the time is over."""
        allowed = self._minutes if self._longer is None else self._longer
        if self._clock() - self._touched >= allowed * _MINUTE:
            self.idle.emit()

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
            self.touch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a touch, and let it pass."""
        if event.type() in _TOUCHES:
            self.touch()
        return super().eventFilter(watched, event)


_LOGIND, _ROOT = "org.freedesktop.login1", "/org/freedesktop/login1"
_MANAGER, _SESSION = f"{_LOGIND}.Manager", f"{_LOGIND}.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"


class Logind(QObject):
    """`locked` at the session's lock, `sleeps` before sleep; silent where there is no logind."""

    locked = Signal()
    sleeps = Signal()

    def __init__(self, bus: QDBusConnection | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus if bus is not None else QDBusConnection.systemBus()
        self._brake: object = None
        self._calls: list[QDBusPendingCallWatcher] = []

    def start(self) -> None:
        """Listen, find out which session is ours, and ask for a moment before sleep."""
        if not self._bus.isConnected():
            return
        self._hear(_ROOT, _MANAGER, "PrepareForSleep", "_prepare(QDBusMessage)")
        self._ask(self._of_session(), self._found)
        words: list[object] = ["sleep", "louyu_desktop", "Lock the station first", "delay"]
        self._ask(_call("Inhibit", words), self._braked)

    def _of_session(self) -> QDBusMessage:
        """The call that names our session: by its number where the desktop tells it, else by our process."""
        number = os.environ.get("XDG_SESSION_ID")
        if number:
            return _call("GetSession", [number])
        return _call("GetSession", ["auto"])

    def _ask(self, call: QDBusMessage, answered: Callable[[QDBusPendingCallWatcher], None]) -> None:
        """Ask without waiting; the watcher is kept until its answer is there."""
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(call), self)
        watcher.finished.connect(answered)
        self._calls.append(watcher)

    def _hear(self, path: str, interface: str, signal: str, slot: str) -> None:
        bus: Any = self._bus  # the stubs want bytes, the call takes what SLOT gives
        bus.connect(_LOGIND, path, interface, signal, self, SLOT(slot))

    def _found(self, watcher: QDBusPendingCallWatcher) -> None:
        self._calls.remove(watcher)
        reply = watcher.reply()
        if reply.type() == QDBusMessage.MessageType.ReplyMessage:
            path = _path(reply.arguments()[0])
            self._hear(path, _SESSION, "Lock", "_lock(QDBusMessage)")
            self._hear(path, _PROPERTIES, "PropertiesChanged", "_properties(QString,QVariantMap,QStringList)")

    def _braked(self, watcher: QDBusPendingCallWatcher) -> None:
        """The descriptor is held until the process ends: then the computer may sleep."""
        self._calls.remove(watcher)
        self._brake = watcher.reply().arguments()

    @Slot(QDBusMessage)
    def _prepare(self, message: QDBusMessage) -> None:
        if message.arguments()[:1] == [True]:
            self.sleeps.emit()

    @Slot(QDBusMessage)
    def _lock(self, _message: QDBusMessage) -> None:
        self.locked.emit()

    @Slot(str, "QVariantMap", "QStringList")  # type: ignore[arg-type]  # names of C++ types are taken, too
    def _properties(self, _interface: str, changed: dict[str, object], _gone: list[str]) -> None:
        """Desktops that lock by themselves tell logind by its property LockedHint."""
        if changed.get("LockedHint") is True:
            self.locked.emit()


def _call(method: str, arguments: list[object]) -> QDBusMessage:
    call = QDBusMessage.createMethodCall(_LOGIND, _ROOT, _MANAGER, method)
    call.setArguments(arguments)
    return call


def _path(found: Any) -> str:
    return found if isinstance(found, str) else str(found.path())


_WM_POWER, _SUSPEND = 0x0218, 0x0004
_WM_SESSION, _SESSION_LOCK = 0x02B1, 0x0007


class _WindowsMessages(QAbstractNativeEventFilter):
    """WM_WTSSESSION_CHANGE and WM_POWERBROADCAST (Microsoft's documentation); untried."""

    def __init__(self, locked: Callable[[], None], sleeps: Callable[[], None]) -> None:
        super().__init__()
        self._locked, self._sleeps = locked, sleeps

    def nativeEventFilter(self, _kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """Look at one message, and let it pass."""
        from ctypes import wintypes

        seen = wintypes.MSG.from_address(int(message))
        if (seen.message, seen.wParam) == (_WM_SESSION, _SESSION_LOCK):
            self._locked()
        elif (seen.message, seen.wParam) == (_WM_POWER, _SUSPEND):
            self._sleeps()
        return False, 0


class Locker(QObject):
    """`wanted(how)` when the program is to lock: "idle", "system" or "sleep"."""

    wanted = Signal(str)

    def __init__(self, handle: int, bus: QDBusConnection | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.idle = IdleWatch(parent=self)
        self.idle.idle.connect(self._idle)
        self._handle = handle
        self._messages: _WindowsMessages | None = None
        self._logind = None if sys.platform == "win32" else Logind(bus, self)

    def start(self) -> None:
        """Begin to watch."""
        self.idle.start()
        if self._logind is not None:
            self._logind.locked.connect(self._system)
            self._logind.sleeps.connect(self._sleep)
            self._logind.start()
        else:
            self._listen_to_windows()

    def stop(self) -> None:
        """Watch no more."""
        self.idle.stop()

    def _listen_to_windows(self) -> None:
        import ctypes

        self._messages = _WindowsMessages(self._system, self._sleep)
        application = QGuiApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._messages)
        libraries: Any = getattr(ctypes, "windll", None)
        libraries.wtsapi32.WTSRegisterSessionNotification(self._handle, 0)

    def _idle(self) -> None:
        self.wanted.emit("idle")

    def _system(self) -> None:
        self.wanted.emit("system")

    def _sleep(self) -> None:
        self.wanted.emit("sleep")
