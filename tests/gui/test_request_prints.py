"""处置单 from the record and for all that are selected; the dialog of papers stays within the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.services.request_copies import RequestDraft
from louyu_desktop.ui import papers_menu
from louyu_desktop.ui.checklist.requests.layout import REQUESTS
from louyu_desktop.ui.checklist.requests.printing import print_sheets
from louyu_desktop.ui.prints.picker import Picker
from tests.gui.window_desk import Desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


@pytest.fixture
def pane(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_request_has_its_sheet_and_a_list_those_of_its_rows(
    qtbot: QtBot, desk: Desk, pane: QWidget, tmp_path: Path
) -> None:
    [info] = papers_menu.of_record(desk.context, "requests")
    assert (info.name, REQUESTS.paper) == ("request-sheet", "request-sheet")
    assert [one.name for one in papers_menu.of_list(desk.context, "requests")] == ["request-sheets", "request-measures"]
    asked: list[dict[str, object]] = []
    desk.context.tools["print"] = lambda _context, **options: asked.append(options)
    [act] = [one for one in REQUESTS.acts if one.id == "request-sheets"]
    ids = [desk.services.requests.take(RequestDraft(title=title)).id for title in ("电梯", "停车")]
    bare = desk.services.records.save("requests", None, {"title": "旧", "received_at": dt.datetime.now(dt.UTC)})
    numbers = [desk.services.records.get("requests", key).values["number"] or str(key) for key in (*ids, bare)]
    assert act.many is not None
    act.many(desk.context, (*ids, bare), pane)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [{"paper": "request-sheets", "options": {"numbers": "、".join(numbers)}}]
    made = desk.services.papers.build("request-sheets", tmp_path / "s.pdf", options={"numbers": "、".join(numbers)})
    assert made.pages >= 3


def test_no_more_are_printed_at_once_than_make_a_stack(
    qtbot: QtBot, desk: Desk, pane: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Exception] = []
    desk.context.tools["print"] = lambda _context, **_options: heard.append(ValueError())
    monkeypatch.setattr(desk.tasks, "_report", lambda _owner, error: heard.append(error))
    print_sheets(desk.context, range(1, 300), pane)
    qtbot.waitUntil(lambda: bool(heard))
    assert "299 件，一次最多印 200 件" in str(heard[0])


def test_the_dialog_of_papers_is_no_wider_than_it_says(qtbot: QtBot, desk: Desk) -> None:
    picker = Picker(desk.context, desk.services.papers.papers(), "request-sheet")
    qtbot.addWidget(picker)
    picker.show()
    assert picker.chosen.name == "request-sheet"
    assert picker.width() <= 700
    assert picker.height() <= 700
