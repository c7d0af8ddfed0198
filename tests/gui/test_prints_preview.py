"""The preview of the real PDF: pages, zoom, options, warning, guest view, saving and printing."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from louyu_desktop import paths
from louyu_desktop.services.copies import Query, no_control
from louyu_desktop.ui.prints import Preview, printer, subject
from louyu_desktop.ui.prints.document import PdfPages, Wish
from louyu_desktop.ui.prints.inputs import NumberInput
from louyu_desktop.ui.prints.printer import Ticket, paint, printers
from louyu_desktop.ui.theme import theme
from tests.gui.window_desk import Desk

NAMES = "卞海燕 陈立群 丁雨桐 傅思远 顾南星 韩梅 何静 蒋雯 金慧 陆文静 罗天成 马骁 潘晓东 钱丽华 沈佳翊 沈嘉怡 施佳宁"
LP = """#!/bin/sh
case "$(basename "$0")" in
  lpstat) if [ "$1" = "-e" ]; then echo front; echo back; else echo "system default destination: front"; fi ;;
  lpoptions) echo "copies=1 printer-info='前台 打印机' printer-is-shared=true" ;;
  lp) printf '%s\\n' "$@" > "{folder}/arguments"; cat > "{folder}/job.pdf" ;;
esac
"""


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for CUPS' commands that keeps what it is given."""
    folder = tmp_path / "cups"
    folder.mkdir()
    for name in ("lp", "lpstat", "lpoptions"):
        program = folder / name
        program.write_text(LP.replace("{folder}", str(folder)), encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def sheet(desk: Desk, names: str = NAMES) -> int:
    activity = desk.add_activity("声音疗愈", 20)
    for name in names.split():
        person = desk.services.records.save("people", None, {"name": name})
        desk.services.records.save("registrations", None, {"activity_id": activity, "person_id": person})
    return activity


def opened(qtbot: QtBot, desk: Desk, activity: int) -> Preview:
    [info] = [one for one in desk.services.papers.papers() if one.name == "sign-in-sheet"]
    preview = Preview(desk.context, subject.paper(desk.context, info, activity))
    preview.resize(1366, 768)
    preview.open()
    qtbot.waitUntil(lambda: preview.result is not None and not desk.tasks.busy)
    return preview


def pages(preview: Preview) -> int:
    assert preview.pdf is not None
    return preview.pdf.count


def test_the_first_line_says_what_size_and_pages(qtbot: QtBot, desk: Desk, queue: Path) -> None:
    preview = opened(qtbot, desk, sheet(desk))
    assert preview.bar.what.text() == "声音疗愈·17 人·A4 纵向 2 页"
    assert preview.panel.printing.pages.itemText(0) == "全部 2 页"
    assert preview.panel.foot.count() == 1  # 含个人信息，打印会记入日志
    preview.close()


def test_pages_are_drawn_sharp_and_thumbnails_too(qtbot: QtBot, desk: Desk, queue: Path) -> None:
    preview = opened(qtbot, desk, sheet(desk))
    assert preview.pdf is not None
    ratio = preview.devicePixelRatioF()
    width = round(round(preview.pdf.sizes[0].width() * 96 / 72 * 0.7) * ratio)
    small = round(theme.px(104) * ratio)
    for wish in (Wish(0, width), Wish(0, small), Wish(1, small)):
        qtbot.waitUntil(lambda wish=wish: preview.store.picture(wish) is not None)  # type: ignore[misc]
    picture = preview.store.picture(Wish(0, width))
    assert picture is not None
    assert abs(picture.width() - width) <= 1
    preview.close()
    assert preview.pdf is None


def test_keys_and_wheel_go_through_pages_and_zooms(qtbot: QtBot, desk: Desk, queue: Path) -> None:
    preview = opened(qtbot, desk, sheet(desk))
    view = preview.view
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 1
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 0
    at = QPointF(view.viewport().rect().center())
    turn = QWheelEvent(
        at, view.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), turn)
    assert view.zoom == pytest.approx(0.85)
    assert desk.preferences.get("preview_zoom") == pytest.approx(0.85)
    preview.bar.zoom_asked.emit(0.0)
    assert view.zoom == pytest.approx((view.viewport().width() - 40) / (595.28 * 96 / 72), abs=0.01)
    preview.thumbnails.chosen.emit(1)
    assert view.page == 1
    preview.close()


def test_an_option_makes_the_paper_again(qtbot: QtBot, desk: Desk, queue: Path) -> None:
    preview = opened(qtbot, desk, sheet(desk))
    before = pages(preview)
    rows = preview.panel.findChildren(NumberInput)[0]
    rows.put(40)
    rows.edited.emit()
    qtbot.waitUntil(lambda: preview.pdf is not None and pages(preview) > before)
    assert preview.bar.print.isEnabled()
    preview.close()


def test_a_character_no_font_has_is_named_before_printing(qtbot: QtBot, desk: Desk, queue: Path) -> None:
    rare = chr(0x2EBF0)
    preview = opened(qtbot, desk, sheet(desk, f"卞海燕 张{rare}"))
    assert preview.result is not None
    assert preview.result.missing == (rare,)
    assert preview.message.isVisible()
    assert rare in preview.message.text
    preview.close()


def test_a_name_too_long_for_its_cell_is_told_before_printing(qtbot: QtBot, desk: Desk, queue: Path) -> None:
    long = "长" * 48
    preview = opened(qtbot, desk, sheet(desk, f"卞海燕 {long}"))
    assert preview.result is not None
    assert preview.result.shortened == (long,)
    assert preview.message.isVisible()
    assert "…" in preview.message.text
    preview.close()


def test_nothing_clear_is_left_on_the_disk(
    qtbot: QtBot, desk: Desk, queue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corner = tmp_path / "temporary"
    corner.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(corner))
    preview = opened(qtbot, desk, sheet(desk))
    assert list(corner.iterdir()) == []
    preview.close()


def test_guest_view_covers_pages_at_once(qtbot: QtBot, desk: Desk, queue: Path) -> None:
    preview = opened(qtbot, desk, sheet(desk))
    qtbot.keyClick(preview, Qt.Key.Key_F12)
    image = preview.view.viewport().grab().toImage()
    paper = theme.colour("surface").rgb()
    shown = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert paper not in shown
    preview.close()


def test_saving_writes_what_is_shown_and_is_logged(
    qtbot: QtBot, desk: Desk, queue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = sheet(desk)
    preview = opened(qtbot, desk, activity)
    target = tmp_path / "表.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    preview.save_as()
    qtbot.waitUntil(lambda: preview.message.isVisible() and not desk.tasks.busy)
    assert preview.pdf is not None
    assert target.read_bytes() == preview.pdf.data
    labels = [line.label for line in desk.services.records.history("activities", activity)]
    assert any("另存签到表为 PDF" in label for label in labels)
    preview.close()


def test_chosen_pages_and_copies_reach_the_printer(qtbot: QtBot, desk: Desk, queue: Path) -> None:
    activity = sheet(desk)
    preview = opened(qtbot, desk, activity)
    box = preview.panel.printing
    qtbot.waitUntil(box.printer.isEnabled)
    assert [box.printer.itemText(n) for n in range(box.printer.count())] == ["前台 打印机", "前台 打印机"]
    assert box.printer.currentData() == "front"
    box.pages.setCurrentIndex(box.pages.findData("range"))
    box.range.setText("9")
    qtbot.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert box.wrong.text() == "没有第 9 页：这份只有 2 页"
    box.range.setText("2")
    box.copies.setValue(2)
    qtbot.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: (queue / "job.pdf").exists() and not desk.tasks.busy)
    arguments = (queue / "arguments").read_text(encoding="utf-8").splitlines()
    assert arguments[:4] == ["-d", "front", "-n", "2"]
    assert arguments[arguments.index("-P") + 1] == "2"
    assert preview.pdf is not None
    assert (queue / "job.pdf").read_bytes() == preview.pdf.data
    assert desk.preferences.get("printer") == "front"
    labels = [line.label for line in desk.services.records.history("activities", activity)]
    assert "打印签到表：1 页，2 份。用途：现场签到" in labels
    preview.close()


def test_without_cups_pages_are_painted_one_by_one(qtbot: QtBot, desk: Desk, queue: Path, tmp_path: Path) -> None:
    preview = opened(qtbot, desk, sheet(desk))
    pdf = preview.pdf
    assert pdf is not None
    target = tmp_path / "painted.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    seen: list[str] = []
    paint(printer, pdf, Ticket("", "签到表", copies=2, pages=(1, 2)), lambda _done, _all, note="": seen.append(note))
    arrived = PdfPages(target.read_bytes())
    assert arrived.count == 4
    assert arrived.sizes[0].width() == pytest.approx(595, abs=1)
    assert seen[:4] == ["打印第 1 页", "打印第 2 页"] * 2
    arrived.close()
    preview.close()


def test_a_list_is_printed_as_it_is_shown(qtbot: QtBot, desk: Desk, queue: Path) -> None:
    desk.services.records.save("people", None, {"name": "陈华树", "mobile": "13900000001"})
    what = subject.listing(desk.context, Query("people", sort="name"), ("name", "mobile"))
    assert what.personal
    desk.context.guest.put(True)
    with tempfile.TemporaryDirectory() as folder:
        result = what.make(Path(folder), {}, no_control)
        document = pypdfium2.PdfDocument(result.path.read_bytes())
        text = document[0].get_textpage().get_text_range()
    document.close()
    assert "人员名单" in text
    assert "13900000001" not in text.replace(" ", "")
    assert "0001" in text


def test_printers_are_found_with_the_usual_one_first(queue: Path) -> None:
    assert [(printer.name, printer.default) for printer in printers()] == [("front", True), ("back", False)]


@pytest.mark.skipif(os.name == "nt", reason="`env` says what a program is given")
def test_the_printing_system_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `lp` is started with can be read by others of this user's programs."""
    for name in paths.SECRETS:
        monkeypatch.setenv(name, "梧桐")
    said = printer._run(["env"]).stdout.decode()
    assert "LC_ALL=C" in said
    assert not [name for name in paths.SECRETS if name in said]
