"""What every test stands on: no screen, no network, nothing read or written outside folders of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import event
from sqlalchemy.engine import Engine

from louyu_desktop.storage import slots

PATIENCE = 60_000
"""Milliseconds until what was waited for does not come any more: a computer that is busy is no mistake of ours."""

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for name in ("LOUYU_DATA", "LOUYU_PASSWORD"):
    os.environ.pop(name, None)


def pytest_configure(config: pytest.Config) -> None:
    """Pinned fonts and pinyin tables are made once and kept; everything else is thrown away."""
    assert config.cache is not None
    os.environ["LOUYU_CACHE"] = str(config.cache.mkdir("louyu"))
    for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals):
        wait.__kwdefaults__ = {**(wait.__kwdefaults__ or {}), "timeout": PATIENCE}


def pytest_sessionfinish() -> None:
    """What was copied goes before the interpreter does: the screenless platform frees it too late and crashes."""
    window_library = sys.modules.get("PySide6.QtGui")
    if window_library is not None and window_library.QGuiApplication.instance() is not None:
        window_library.QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own for each test: settings and stations of this machine are neither read nor written."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(home))


@pytest.fixture(autouse=True)
def cheap_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords take milliseconds: what they cost on this computer is no business of most tests."""
    monkeypatch.setattr(slots, "calibrated", lambda: slots.Cost(8 << 10, 1, 1))


@pytest.fixture
def data() -> Path:
    """The folder of test data."""
    return Path(__file__).parent / "data"


@pytest.fixture
def queries() -> Iterator[list[str]]:
    """Every SQL statement run from here on, to count them."""
    seen: list[str] = []

    def note(*arguments: Any) -> None:
        seen.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)
