"""The reader child without its start: one process that has imported it forks for each file, under the same limits.

It tells of each child how it ended, the memory it held and the processor time it took.
"""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_REPORT = struct.Struct("<iqd")
_PID = struct.Struct("<i")


@dataclass(slots=True)
class Child:
    """One reading, as `opening.listen` takes it."""

    stdout: IO[bytes] | None
    pid: int
    line: socket.socket
    memory: int = 0
    seconds: float = 0.0

    def kill(self) -> None:
        """End it at once."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """How it ended; asked once, by `Readers.done` at the latest."""
        if self.seconds:
            return 0
        status, kilobytes, self.seconds = _REPORT.unpack(self.line.recv(_REPORT.size))
        self.memory = kilobytes << 10
        return os.waitstatus_to_exitcode(status)


class Readers:
    """Starts readers one after another."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        place = str(Path(__file__).parents[2])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.faults.readers", str(theirs.fileno())],
            pass_fds=[theirs.fileno()], stderr=subprocess.DEVNULL, env={"PATH": os.environ["PATH"],
            "PYTHONPATH": place},
        )  # fmt: skip
        theirs.close()

    def start(self, path: Path) -> Child:
        """A child that reads `path`."""
        ours, theirs = os.pipe()
        socket.send_fds(self._line, [str(path.absolute()).encode()], [theirs])
        os.close(theirs)
        [pid] = _PID.unpack(self._line.recv(_PID.size))
        return Child(os.fdopen(ours, "rb"), pid, self._line)

    def done(self, child: Child) -> None:
        """Close a child's line and hear what it took."""
        if child.stdout:
            child.stdout.close()
        child.wait()

    def close(self) -> None:
        """End the process."""
        self._line.close()
        self._process.wait()


def _serve(line: socket.socket) -> None:
    import python_calamine  # noqa: F401 - what a reader needs is there before it is forked

    from louyu_desktop.exchange import reader, web_table  # noqa: F401

    while True:
        name, descriptors, _flags, _address = socket.recv_fds(line, 65536, 1)
        if not name:
            return
        pid = os.fork()
        if not pid:
            os.dup2(descriptors[0], 1)
            code = reader.main([name.decode()])
            sys.stdout.flush()
            os._exit(code)
        os.close(descriptors[0])
        line.send(_PID.pack(pid))
        _pid, status, usage = os.wait4(pid, 0)
        line.send(_REPORT.pack(status, usage.ru_maxrss, max(usage.ru_utime + usage.ru_stime, 1e-6)))


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
