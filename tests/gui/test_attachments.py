"""Files of a record in the window: dropped anywhere on it, pasted, looked at inside, taken out and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.services.attachments import Offered
from louyu_desktop.services.records import Records
from louyu_desktop.ui.attachments.dialog import FilesDialog
from louyu_desktop.ui.attachments.offers import pasted
from louyu_desktop.ui.attachments.page import AttachmentsPage
from louyu_desktop.ui.attachments.saving import SavingDialog
from louyu_desktop.ui.attachments.viewer import AttachmentPage
from louyu_desktop.ui.attachments.words import size_words
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.entity.sections import ChildDialog
from louyu_desktop.ui.entity.tab import EntityTab
from tests.unit.foreign_files import jpeg, office, pdf

Firm = Callable[[], int]
_COPY = Qt.DropAction.CopyAction
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def firm(tab: EntityTab, records: Records, qtbot: QtBot) -> int:
    """A firm whose record is open."""
    [found] = [one.id for one in records.options("enterprises", "渤健")]
    tab.show_record("enterprises", found)
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.id == found)
    return found


def files_of(tab: EntityTab, qtbot: QtBot, count: int) -> AttachmentsPage:
    """The page of the files, once it shows so many."""
    tab.record.show_page(len(tab.record.tab_buttons) - 2)
    page = tab.record.files.page
    qtbot.waitUntil(lambda: page.list.rows.rowCount() == count and bool(page.usage_label.text()))
    return page


def mime_of(*paths: Path) -> QMimeData:
    """Files as a file manager holds them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def hold_over(widget: QWidget, mime: QMimeData, *, drop: bool) -> list[bool]:
    """Hold something over the middle of a widget, maybe let go; which events were taken."""
    window = widget.window()
    handle = window.windowHandle()
    here = widget.mapTo(window, QPoint(widget.width() // 2, widget.height() // 2))
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    enter = QDragEnterEvent(here, actions, mime, _LEFT, _NONE)
    move = QDragMoveEvent(here, actions, mime, _LEFT, _NONE)
    for event in (enter, move):
        event.ignore()
        QCoreApplication.sendEvent(handle, event)
    taken = [enter.isAccepted(), move.isAccepted()]
    if drop:
        last = QDropEvent(QPointF(here), actions, mime, _LEFT, _NONE)
        QCoreApplication.sendEvent(handle, last)
        assert last.dropAction() is _COPY
    else:
        QCoreApplication.sendEvent(handle, QDragLeaveEvent())
    return taken


def test_files_dropped_on_a_field_become_attachments(
    tab: EntityTab, firm: int, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = [tmp_path / "租赁合同.pdf", tmp_path / "照片.jpg", tmp_path / "程序.pdf"]
    for path, data in zip(paths, (pdf(), jpeg(), b"MZ\0"), strict=True):
        path.write_bytes(data)
    editor = tab.record.form.rows["name"].editor
    before = editor.value()
    assert hold_over(editor, mime_of(*paths), drop=True) == [True, True]
    assert not tab.record.files.drop.veil.isVisible()
    page = files_of(tab, qtbot, 2)
    qtbot.waitUntil(lambda: tab.record.tab_buttons[-2].text() == "附件 2")
    assert editor.value() == before
    assert [line.name for line in page.list.rows.lines] == ["租赁合同.pdf", "照片.jpg"]
    assert "放入了 2 个附件" in tab.record.message.text
    assert "程序.pdf" in tab.record.message.text
    assert all(path.exists() for path in paths)


def test_it_says_where_files_would_go_and_takes_nothing_else(
    tab: EntityTab, firm: int, context: Context, tmp_path: Path
) -> None:
    veil = tab.record.files.drop.veil
    shown: list[str] = []
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf())
    cover = veil.cover

    def seen(words: str) -> None:
        shown.append(words)
        cover(words)

    veil.cover = seen  # type: ignore[method-assign]
    hold_over(tab.record, mime_of(file), drop=False)
    assert shown == ["放到「渤健生物科技」的附件里"]
    assert not veil.isVisible()
    words = QMimeData()
    words.setText("只是文字")
    assert hold_over(tab.record, words, drop=False) == [False, False]
    assert hold_over(tab.list.table, mime_of(file), drop=False) == [False, False]
    assert len(shown) == 1


def test_a_copied_picture_and_copied_files_are_pasted(
    tab: EntityTab, firm: int, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    QGuiApplication.clipboard().setImage(image)
    tab.record.files.drop.paste()
    page = files_of(tab, qtbot, 1)
    assert page.list.rows.lines[0].name.startswith("剪贴板图片 20")
    file = tmp_path / "b.docx"
    file.write_bytes(office())
    QGuiApplication.clipboard().setMimeData(mime_of(file))
    tab.record.files.drop.paste()
    qtbot.waitUntil(lambda: page.list.rows.rowCount() == 2)


def test_cells_and_words_bring_no_picture_that_nobody_means() -> None:
    mime = QMimeData()
    mime.setText("渤健\t165")
    mime.setData("image/png", b"\x89PNG\r\n\x1a\n")
    assert pasted(mime) == ()
    mime.setText(" ")
    assert [one.content for one in pasted(mime)] == [b"\x89PNG\r\n\x1a\n"]


def test_a_document_is_shown_inside_and_covered_from_visitors(
    tab: EntityTab, firm: int, context: Context, qtbot: QtBot
) -> None:
    context.services.attachments.add("enterprises", firm, [Offered("合同.pdf", content=pdf(3))])
    page = files_of(tab, qtbot, 1)
    viewer = AttachmentPage(context, page.list.rows.lines[0])
    qtbot.addWidget(viewer)
    viewer.open()
    qtbot.waitUntil(lambda: viewer.store.pdf is not None and viewer.store.pdf.count == 3)
    viewer.view.grab()
    qtbot.waitUntil(lambda: viewer.store.nearest(0) is not None)
    picture = viewer.store.nearest(0)
    assert picture is not None
    red = picture.pixelColor(picture.width() * 90 // 595, picture.height() * (842 - 90) // 842)
    assert (red.red(), red.green()) == (255, 0)
    assert not viewer.bar.print.isVisible()
    context.guest.put(True)
    assert "合同" not in viewer.bar.what.text()
    assert "合同" not in str(page.list.rows.data(page.list.rows.index(0)))
    context.guest.put(False)
    viewer.close()
    qtbot.waitUntil(lambda: not context.tasks.busy)


def test_what_is_not_shown_is_only_saved(
    tab: EntityTab, firm: int, context: Context, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context.services.attachments.add("enterprises", firm, [Offered("报告.docx", content=office())])
    page = files_of(tab, qtbot, 1)
    page.list.setCurrentIndex(page.list.rows.index(0))
    assert not page.open_button.isEnabled()
    target = tmp_path / "报告.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    page.open()
    [dialog] = page.findChildren(SavingDialog)
    dialog.accept_default()
    assert dialog.isVisible()
    dialog.entry.editor.put("核对资料")
    dialog.accept_default()
    qtbot.waitUntil(target.exists)
    assert "核对资料" in context.services.records.history("enterprises", firm)[0].label
    qtbot.waitUntil(lambda: "已存为 报告.docx" in tab.record.message.text)
    assert target.read_bytes() == office()


def test_it_is_removed_and_brought_back(tab: EntityTab, firm: int, context: Context, qtbot: QtBot) -> None:
    offered = [Offered(f"{name}.pdf", content=pdf(number)) for number, name in enumerate("甲乙", 1)]
    context.services.attachments.add("enterprises", firm, offered)
    page = files_of(tab, qtbot, 2)
    page.list.setCurrentIndex(page.list.rows.index(0))
    page.remove()
    qtbot.waitUntil(lambda: page.list.rows.rowCount() == 1)
    assert page.bin_link.text() == "回收站里有 1 个"
    page.bin_link.click()
    qtbot.waitUntil(lambda: [line.name for line in page.list.rows.lines] == ["甲.pdf"])
    page.list.setCurrentIndex(page.list.rows.index(0))
    page.restore()
    qtbot.waitUntil(lambda: page.list.rows.rowCount() == 2)


def test_a_small_form_has_its_files_too(
    tab: EntityTab, records: Records, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    [found] = [one.id for one in records.options("enterprises", "澄怀")]
    tab.show_record("enterprises", found)
    qtbot.waitUntil(lambda: tab.record.copy is not None and tab.record.copy.id == found)
    leases = tab.record.section(0)
    tab.record.show_page(1)
    qtbot.waitUntil(lambda: leases.model.rowCount() == 1 and not context.tasks.busy)
    leases.table.show_place(0)
    qtbot.waitUntil(lambda: leases.table.current_id is not None)
    leases.edit()
    qtbot.waitUntil(lambda: leases.findChild(ChildDialog) is not None)
    dialog = leases.findChild(ChildDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    file = tmp_path / "租约.pdf"
    file.write_bytes(pdf())
    assert hold_over(dialog.form, mime_of(file), drop=True) == [True, True]
    qtbot.waitUntil(lambda: dialog.findChild(FilesDialog) is not None)
    shown = dialog.findChild(FilesDialog)
    assert shown is not None
    page = shown.page
    qtbot.waitUntil(lambda: page.list.rows.rowCount() == 1)
    assert context.services.attachments.count("occupancies", leases.table.current_id or 0) == 1
    assert context.services.attachments.count("enterprises", found) == 0


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (1023, "1023 B"), (3000, "3 KB"), (3 << 20, "3.0 MB"), (2 << 30, "2.00 GB")]
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_words(size) == words


def test_a_clipboard_that_does_not_answer_offers_nothing() -> None:
    """Found by random events: the system has no clipboard to give for a moment."""
    assert pasted(None) == ()
