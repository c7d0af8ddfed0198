"""A login manager with the few words of logind that the program uses, for a bus of our own.

Run as a program it takes the name `org.freedesktop.login1` on the bus whose address is its argument, answers
`GetSession` and `Inhibit`, and says on its standard output what it was asked; lines on its standard input have it
send the signals.
"""

from __future__ import annotations

import os
import subprocess
import sys

from PySide6.QtCore import QCoreApplication, QSocketNotifier
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVirtualObject,
)

LOGIND, ROOT = "org.freedesktop.login1", "/org/freedesktop/login1"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _path(session: str) -> str:
    return f"{ROOT}/session/{session}"


class LoginManager:
    """The other process: told what to signal, heard what it was asked."""

    def __init__(self, address: str) -> None:
        command = [sys.executable, __file__, address]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.wait_for("ready")

    def tell(self, line: str) -> None:
        """Have it send a signal: `lock ID`, `hint ID`, `sleep` or `wake`."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def wait_for(self, word: str) -> str:
        """The next line that begins with `word`."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(word):
                return line.strip()
        raise AssertionError(word)

    def end(self) -> None:
        """Let it go."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


class _Manager(QDBusVirtualObject):
    """Answers the calls."""

    def introspect(self, _path: str) -> str:
        """Nothing is told of itself."""
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        """Answer one call."""
        arguments = message.arguments()
        if message.member() == "GetSession":
            answer: object = QDBusObjectPath(_path(str(arguments[0])))
        elif message.member() == "Inhibit":
            reading, self._writing = os.pipe()
            answer = QDBusUnixFileDescriptor(reading)
        else:
            return False
        _say(" ".join([message.member(), *map(str, arguments[:1] + arguments[3:])]))
        reply = message.createReply()
        reply.setArguments([answer])
        return connection.send(reply)


def _signal(path: str, interface: str, name: str, arguments: list[object]) -> QDBusMessage:
    signal = QDBusMessage.createSignal(path, interface, name)
    signal.setArguments(arguments)
    return signal


def _signals(line: str) -> QDBusMessage:
    word, _blank, session = line.partition(" ")
    if word == "lock":
        return _signal(_path(session), f"{LOGIND}.Session", "Lock", [])
    if word == "hint":
        changed: list[object] = [f"{LOGIND}.Session", {"LockedHint": True}, [""]]
        return _signal(_path(session), "org.freedesktop.DBus.Properties", "PropertiesChanged", changed)
    return _signal(ROOT, f"{LOGIND}.Manager", "PrepareForSleep", [word == "sleep"])


def main(address: str) -> None:
    """Serve until standard input ends."""
    application = QCoreApplication([])
    connection = QDBusConnection.connectToBus(address, "manager")
    manager = _Manager()
    connection.registerVirtualObject(ROOT, manager, QDBusConnection.VirtualObjectRegisterOption.SubPath)
    connection.registerService(LOGIND)
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def read() -> None:
        told = os.read(sys.stdin.fileno(), 4096).decode()
        for line in told.splitlines():
            connection.send(_signals(line))
        if not told:
            application.quit()

    notifier.activated.connect(read)
    _say("ready")
    application.exec()


if __name__ == "__main__":
    main(sys.argv[1])
