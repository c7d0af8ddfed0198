"""A D-Bus of one's own and as much of its protocol as it takes to read the accessibility tree of a program."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_NAME = "org.freedesktop.DBus"
_ROOM = """<busconfig>
  <type>session</type>
  <listen>unix:abstract={name}</listen>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_destination="*" eavesdrop="true"/><allow receive_sender="*"/>
  </policy>
</busconfig>
"""
_SIZES = {"y": 1, "n": 2, "q": 2, "b": 4, "i": 4, "u": 4, "x": 8, "t": 8, "d": 8}
_ALIGN = {**_SIZES, "s": 4, "o": 4, "g": 1, "a": 4, "v": 1, "(": 8, "{": 8}
_CALL, _ANSWER, _ERROR = 1, 2, 3


class RefusedError(Exception):
    """The other side answered that it cannot."""


@contextmanager
def running(folder: Path, name: str) -> Iterator[str]:
    """A bus for every user of this computer, without services; gives the address, which a chroot reaches too."""
    room = folder / "bus.conf"
    room.write_text(_ROOM.format(name=name), encoding="utf-8")
    daemon = subprocess.Popen(
        ["dbus-daemon", f"--config-file={room}", "--nofork", "--print-address"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().decode().strip().partition(",")[0]
    finally:
        daemon.terminate()
        daemon.wait()


class Bus:
    """A connection to the bus at `address`."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(20)
        self._socket.connect("\0" + address.partition("abstract=")[2])
        self._socket.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        if not self._socket.recv(1024).startswith(b"OK"):
            raise RefusedError("AUTH")
        self._socket.sendall(b"BEGIN\r\n")
        self._serial = 0
        [self.name] = self.call(_NAME, "/", _NAME, "Hello")

    def names(self) -> list[str]:
        """Everybody else on the bus."""
        [found] = self.call(_NAME, "/", _NAME, "ListNames")
        return [one for one in found if one.startswith(":") and one != self.name]

    def call(self, whom: str, path: str, interface: str, member: str, *told: str | int) -> list[Any]:
        """Call a method with texts and numbers (u32); RefusedError when it is answered with an error."""
        self._serial += 1
        self._socket.sendall(_message(self._serial, (path, interface, member, whom), told))
        while True:
            kind, answers, body = self._receive()
            if answers == self._serial and kind in {_ANSWER, _ERROR}:
                if kind == _ERROR:
                    raise RefusedError(str(body[:1]))
                return body

    def _receive(self) -> tuple[int, int, list[Any]]:
        head = self._exactly(16)
        _order, kind, _flags, _version, length, _serial, fields = struct.unpack("<4B3I", head)
        rest = self._exactly(-(-fields // 8) * 8)
        given = dict(_Reader(head + rest, 12).value("a(yv)"))
        body = _Reader(self._exactly(length), 0)
        return kind, given.get(5, 0), list(body.values(given.get(8, "")))

    def _exactly(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            more = self._socket.recv(count - len(got))
            if not more:
                raise ConnectionError
            got += more
        return got


def _message(serial: int, head: tuple[str, str, str, str], told: tuple[str | int, ...]) -> bytes:
    signature, body = "", b""
    for one in told:
        signature += "s" if isinstance(one, str) else "u"
        body += b"\0" * (-len(body) % 4) + (_text(one) if isinstance(one, str) else struct.pack("<I", one))
    fields = b""
    for code, kind, value in zip((1, 2, 3, 6), "osss", head, strict=True):
        fields += b"\0" * (-len(fields) % 8) + bytes((code, 1, ord(kind), 0)) + _text(value)
    if signature:
        fields += b"\0" * (-len(fields) % 8) + bytes((8, 1, ord("g"), 0, len(signature))) + signature.encode() + b"\0"
    whole = struct.pack("<4B3I", ord("l"), _CALL, 0, 1, len(body), serial, len(fields)) + fields
    return whole + b"\0" * (-len(whole) % 8) + body


def _text(value: str) -> bytes:
    raw = value.encode()
    return struct.pack("<I", len(raw)) + raw + b"\0"


class _Reader:
    """Reads values by their signature (little endian, as every computer here speaks)."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    def values(self, signature: str) -> Iterator[Any]:
        """One value for each type."""
        while signature:
            one = _first(signature)
            signature = signature[len(one) :]
            yield self.value(one)

    def value(self, kind: str) -> Any:
        """One value."""
        self._at += -self._at % _ALIGN[kind[0]]
        match kind[0]:
            case "s" | "o":
                return self._words(self._number("u"))
            case "g":
                return self._words(self._number("y"))
            case "v":
                return self.value(self.value("g"))
            case "(" | "{":
                return tuple(self.values(kind[1:-1]))
            case "a":
                return self._array(kind[1:])
            case simple:
                return self._number(simple)

    def _array(self, kind: str) -> list[Any]:
        length = self._number("u")
        self._at += -self._at % _ALIGN[kind[0]]
        end, found = self._at + length, []
        while self._at < end:
            found.append(self.value(kind))
        return found

    def _number(self, kind: str) -> Any:
        code = {"y": "B", "n": "h", "q": "H", "b": "I", "i": "i", "u": "I", "x": "q", "t": "Q", "d": "d"}[kind]
        [value] = struct.unpack_from("<" + code, self._data, self._at)
        self._at += _SIZES[kind]
        return value

    def _words(self, length: int) -> str:
        value = self._data[self._at : self._at + length].decode()
        self._at += length + 1
        return value


def _first(signature: str) -> str:
    """The first whole type of a signature."""
    if signature[0] == "a":
        return "a" + _first(signature[1:])
    if signature[0] not in "({":
        return signature[0]
    depth = 0
    for place, sign in enumerate(signature):
        depth += (sign in "({") - (sign in ")}")
        if not depth:
            return signature[: place + 1]
    raise ValueError(signature)
