"""Crashes are told at the next start by places alone; the log is bounded; what ended as it should says nothing."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from louyu_desktop import mishaps, paths
from louyu_desktop.mishaps import Vigil

SECRET = "13800002207"
DYING = """
import faulthandler, sys
from louyu_desktop.mishaps import Vigil
Vigil().begin()
def 李娜的事(phone):
    faulthandler._sigsegv() if sys.argv[1] == "segv" else __import__("os").abort()
def press_the_button(phone):
    李娜的事(phone)
press_the_button("13800002207")
"""


def _die(how: str, folder: Path) -> None:
    script = folder / "李娜" / "script.py"
    script.parent.mkdir(exist_ok=True)
    script.write_text(DYING, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, str(script), how], env=environment, check=False, cwd=folder)
    assert done.returncode != 0


@pytest.mark.parametrize("how", ["segv", "abort"])
def test_a_native_crash_is_told_at_the_next_start(tmp_path: Path, how: str) -> None:
    """Kind, places and versions; no folder, no value.  Two in a row are counted; a good end forgets them."""
    for row in (1, 2):
        _die(how, tmp_path)
        vigil = Vigil()
        past = vigil.begin()
        assert past.row == row
        assert "Fatal Python error" in past.report
        assert "script.py:" in past.report
        assert "press_the_button" in past.report
        assert "louyu_desktop" in past.report
        for private in (SECRET, str(tmp_path), "李娜/", "/home"):
            assert private not in past.report
        mishaps.forget_report()
        vigil._failed = row == 1
        vigil.end()
    assert mishaps.look() == mishaps.Past()


def test_an_error_that_ended_the_program_is_told(tmp_path: Path) -> None:
    vigil = Vigil()
    vigil.begin()
    try:
        try:
            int(SECRET + "x")
        except ValueError as inner:
            raise KeyError(SECRET) from inner
    except KeyError as error:
        vigil.failed(error)
    vigil.end()
    past = mishaps.look()
    assert past.row == 1
    assert "KeyError: " in past.report
    assert "from ValueError" in past.report
    assert "test_mishaps.py:" in past.report
    assert SECRET not in past.report
    assert SECRET not in paths.log_file().read_text("utf-8")


def test_two_windows_do_not_take_each_other_for_dead() -> None:
    """The file of a window that runs is locked; one that was killed from outside is no crash of ours."""
    first = Vigil()
    first.begin()
    [held] = mishaps.folder().glob("running-*.txt")
    held.rename(held.with_name("running-1.txt"))
    assert mishaps.look() == mishaps.Past()
    assert held.with_name("running-1.txt").exists()
    first.end()
    (mishaps.folder() / "running-2.txt").write_text("2026-11-22\n", "utf-8")
    assert mishaps.look().row == 0
    assert not (mishaps.folder() / "running-2.txt").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_a_window_that_is_killed_leaves_nothing_to_tell(tmp_path: Path) -> None:
    waiting = "from louyu_desktop.mishaps import Vigil\nimport sys\n"
    waiting += "Vigil().begin()\nprint('x', flush=True)\nsys.stdin.read()"
    child = subprocess.Popen([sys.executable, "-c", waiting], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdin is not None
    child.stdout.readline()
    assert mishaps.look() == mishaps.Past()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    child.stdin.close()
    assert mishaps.look() == mishaps.Past()


def test_the_log_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mishaps, "MOST", 2_000)
    for number in range(400):
        mishaps.log(type(f"Error{number:03}", (ValueError,), {})(SECRET))
    files = sorted(paths.log_file().parent.glob("louyu.log*"))
    assert [path.name for path in files] == ["louyu.log", "louyu.log.1", "louyu.log.2", "louyu.log.3"]
    assert all(path.stat().st_size < 2_200 for path in files)
    said = "".join(path.read_text("utf-8") for path in reversed(files))
    assert SECRET not in said
    kept = [int(number) for number in re.findall(r"Error(\d{3})", said)]
    assert kept == list(range(kept[0], 400))  # the oldest went, none between, in their order
    assert len(kept) < 400


def test_a_folder_that_refuses_stops_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    vigil = Vigil()
    assert vigil.begin() == mishaps.Past()
    vigil.failed(ValueError())
    vigil.end()


@pytest.mark.parametrize(("file", "place"), [
    ("/home/李娜/app/louyu_desktop/ui/today/tab.py", "louyu_desktop/ui/today/tab.py"),
    (r"C:\Users\李娜\louyu\louyu_desktop\app.py", "louyu_desktop/app.py"),
    ("/home/李娜/venv/lib/site-packages/sqlalchemy/engine/base.py", "sqlalchemy/engine/base.py"),
    ("/home/李娜/x.py", "x.py"),
])  # fmt: skip
def test_places_say_nothing_of_whose_computer_it_is(file: str, place: str) -> None:
    assert mishaps.place_of(file) == place
