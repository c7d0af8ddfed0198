"""T10: what persons are called, their numbers, passwords and keys lie nowhere in clear but in what the user saved."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.canaries import forms, forms_of_key, scan
from tests.faults.ground import shown

_CRASHED = 137
_HOME = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")


def _day(folder: Path) -> subprocess.CompletedProcess[str]:
    """The whole day in a process of its own, which crashes at its end."""
    for name in ("home", "tmp", "cwd", "out", "profile"):
        (folder / name).mkdir(mode=0o700)
    place = str(Path(__file__).parents[2])
    env = {**os.environ, **dict.fromkeys(_HOME, str(folder / "home")), "TMPDIR": str(folder / "tmp"),
           "PYTHONPATH": place, "QT_QPA_PLATFORM": "offscreen", "PYTHONFAULTHANDLER": "1"}  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.canaries", str(folder)],
        check=False, capture_output=True, text=True, cwd=folder / "cwd", env=env,
    )  # fmt: skip


@pytest.mark.parametrize("shift", range(3))
def test_the_scan_finds_what_lies_there(tmp_path: Path, shift: int) -> None:
    """In every form that it looks for, wherever it begins."""
    text, key = "金丝雀甲乙丙丁", bytes(range(32))
    for name, sought in forms(text).items():
        (tmp_path / "f").write_bytes(b"x" * shift + sought + b"y")
        assert any(name in hit for hit in scan(iter([tmp_path / "f"]), {"text": forms(text)})), name
    for content in (text.encode(), key):
        (tmp_path / "f").write_bytes(base64.b64encode(b"z" * shift + content + b"zz"))
        assert scan(iter([tmp_path / "f"]), {"text": forms(text), "key": forms_of_key(key)})


def test_nothing_personal_lies_in_clear(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After records, files, imports, papers, exports, cancelled ones, wrong passwords, errors, a backup and a crash."""
    done = _day(tmp_path)
    assert done.returncode == _CRASHED, done.stderr[-4_000:]
    used = json.loads((tmp_path / "out" / "used.json").read_text("utf-8"))
    wanted = {text: forms(text) for text in (*used["texts"], *used["passwords"])}
    wanted |= {f"key {number}": forms_of_key(base64.b64decode(key)) for number, key in enumerate(used["keys"])}
    (tmp_path / "cwd" / "said").write_text(done.stdout + done.stderr, "utf-8")
    places = [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_relative_to(tmp_path / "out")]
    hits = scan(iter(places), wanted)
    saved = scan(iter([tmp_path / "out" / "people.csv"]), wanted)
    cancelled = sorted(path.name for path in (tmp_path / "out").glob("cancelled*"))
    left = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "tmp").rglob("*") if path.is_file())
    with shown(capsys) as show:
        show(f"T10: {len(wanted)} canaries in {used['made']} kinds of records, {len(places)} files scanned: "
              f"{len(hits)} hits; {len(saved)} in what was saved")  # fmt: skip
    assert hits == []
    assert len(saved) > 20
    assert cancelled == []
    assert left == []
