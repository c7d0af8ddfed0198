"""A copy of a process does what a program started anew does, and holds nothing that is not its business."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at the copy through /proc")

COPYING = """
import os, sys, threading
from louyu_desktop.storage.twin import twin

held = os.open(sys.argv[1], os.O_RDONLY)
print("said before")

def answer(source, out):
    for line in source:
        if line == b"files\\n":
            out.write(" ".join(sorted(os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd")
                                      if os.path.exists(f"/proc/self/fd/{n}"))).encode() + b"\\n")
        elif line == b"fail\\n":
            raise ValueError("周敏")
        else:
            out.write(str(os.getpid()).encode() + b" " + line)
        out.flush()
    return 7

def asked(child, what):
    child.stdin.write(what + b"\\n")
    child.stdin.flush()
    return child.stdout.readline().decode().strip()

one = twin(answer)
pid, word = asked(one, b"huanmao").split()
print(word, int(pid) != os.getpid(), sys.argv[1] in asked(one, b"files"))
one.stdin.close()
print("ended", one.wait(), one.wait(), one.stdout.read())
two = twin(answer)
two.kill()
print("killed", two.wait())
two.kill()
three = twin(answer)
print("failed", repr(asked(three, b"fail")), three.wait())
import signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
four = twin(answer)
four.stdin.close()
print("forgotten", four.stdout.read(), four.wait())
five = twin(answer)
five.stdin.close()
five.stdout.read()
while os.path.exists(f"/proc/{five._pid}"):
    pass
five.kill()
print("let go", five.wait())
six = twin(answer)
six.kill()
print("ended", six.stdout.read(), six.wait())
stop = threading.Event()
threading.Thread(target=stop.wait).start()
print("none", twin(answer))
stop.set()
"""


def test_a_copy_answers_over_its_pipes_and_ends(tmp_path: Path) -> None:
    """It has no file of ours, prints nothing of ours again, and tells no one what went wrong; with threads none is."""
    held = tmp_path / "held"
    held.write_text("x", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", COPYING, str(held)], capture_output=True, text=True, timeout=60, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "said before", "huanmao True False", "ended 7 7 b''", "killed -9", "failed '' 1", "forgotten b'' 0",
        "let go 0", "ended b'' 0", "none None",
    ]  # fmt: skip
    assert done.returncode == 0


def test_none_is_made_where_a_process_cannot_list_its_files() -> None:
    """A copy that cannot close what is not its business would end before its first word."""
    unlisted = "from pathlib import Path; from louyu_desktop.storage import twin; twin._FILES = Path('/no/such'); "
    done = subprocess.run(
        [sys.executable, "-c", f"{unlisted}print(twin.twin(lambda source, out: 0))"], capture_output=True, text=True,
        timeout=60, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("None\n", "")
