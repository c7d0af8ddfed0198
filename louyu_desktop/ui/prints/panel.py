"""The panel at the right of the preview: printer, copies, pages, sides, and the paper's own options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field
from louyu_desktop.text import _
from louyu_desktop.ui.parts import Hairline, Label, restyle
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.prints.document import PdfPages
from louyu_desktop.ui.prints.inputs import Input, combo, labelled, make_input
from louyu_desktop.ui.prints.printer import Printer, Sides, Ticket, paper_name
from louyu_desktop.ui.prints.ranges import parse_pages
from louyu_desktop.ui.theme import theme

_WIDTH = 292
_PAUSE = 250  # ms after the last change before the paper is made again
_ALL, _CURRENT, _RANGE = "all", "current", "range"


def _titled(words: str, editor: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(Label(words, "label"))
    column.addWidget(editor)
    column.addStretch(1)
    editor.setAccessibleName(words)
    return column


class PrinterBox(QWidget):
    """Which printer, how many copies, which pages, which sides; the printer and the sides are remembered."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._count = 0
        self._current = 1
        self.printer = combo([("", _("正在找打印机…"))])
        self.copies = QSpinBox()
        self.copies.setRange(1, 99)
        self.pages = combo([(_ALL, _("全部"))])
        self.range = QLineEdit()
        self.range.setPlaceholderText("1-3，5")
        self.range.setAccessibleName(_("页码"))
        self.range.setVisible(False)
        self.wrong = Label("", "hint", "danger", wrap=True)
        self.wrong.setVisible(False)
        self.media = combo([])
        self.pages.currentIndexChanged.connect(self._show_range)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(_("打印"), "section"))
        column.addLayout(_titled(_("打印机"), self.printer))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addLayout(_titled(_("份数"), self.copies), 1)
        row.addLayout(_titled(_("页面"), self.pages), 1)
        column.addLayout(row)
        column.addWidget(self.range)
        column.addWidget(self.wrong)
        column.addLayout(_titled(_("打印用纸"), self.media))

    def show_printers(self, found: Sequence[Printer]) -> None:
        """Offer these; the one used last time stands first."""
        self.printer.clear()
        for printer in found:
            self.printer.addItem(printer.label, printer.name)
        if not found:
            self.printer.addItem(_("没有找到打印机"), "")
        kept = self.printer.findData(self._preferences.get("printer", ""))
        self.printer.setCurrentIndex(max(0, kept))
        self.printer.setEnabled(bool(found))

    def show_document(self, pdf: PdfPages, page: int) -> None:
        """The document changed: its page count and paper size."""
        self._count = pdf.count
        chosen = self.pages.currentData()
        self.pages.clear()
        for value, words in (
            (_ALL, _("全部 {count} 页").format(count=pdf.count)), (_CURRENT, _("当前页")), (_RANGE, _("指定页码"))
        ):  # fmt: skip
            self.pages.addItem(words, value)
        self.pages.setCurrentIndex(max(0, self.pages.findData(chosen)))
        self.show_page(page)
        self._offer_media(paper_name(pdf.sizes[0]) if pdf.sizes else "A4")

    def show_page(self, page: int) -> None:
        """The page in view, from 1."""
        self._current = page

    def _offer_media(self, own: str) -> None:
        sizes = [(own if own in {"A3", "A4", "A5"} else "", own)]
        if own == "A5":
            sizes.append(("A4", _("A4（放大）")))
        ways = ((Sides.ONE, _("单面")), (Sides.LONG, _("双面")), (Sides.SHORT, _("双面，短边翻")))
        kept = self.media.currentData() or ("", self._preferences.get("sides", Sides.ONE.value))
        self.media.clear()
        for media, name in sizes:
            for sides, words in ways:
                self.media.addItem(f"{name}·{words}", (media, sides.value))
        places = [self.media.findData((media, kept[1])) for media in (kept[0], sizes[0][0])]
        self.media.setCurrentIndex(next((place for place in places if place >= 0), 0))

    def ticket(self, title: str) -> Ticket:
        """The job as chosen; UserError (shown at the page range, too) when the pages cannot be read."""
        if not self.printer.currentData():
            raise UserError(_("没有找到打印机。装好后再打开这一页；也可以另存 PDF"))
        media, sides = self.media.currentData() or ("", Sides.ONE.value)
        self._preferences.set("printer", self.printer.currentData())
        self._preferences.set("sides", sides)
        return Ticket(
            printer=self.printer.currentData(), title=title, copies=self.copies.value(), pages=self.chosen_pages(),
            sides=Sides(sides), media=media,
        )  # fmt: skip

    def chosen_pages(self) -> tuple[int, ...]:
        """Pages from 1, empty for all."""
        self._complain("")
        way = self.pages.currentData()
        if way == _ALL:
            return ()
        if way == _CURRENT:
            return (self._current,)
        try:
            return parse_pages(self.range.text(), self._count)
        except UserError as error:
            self._complain(error.sentence)
            self.range.setFocus()
            raise

    def _complain(self, sentence: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        restyle(self.range, wrong=bool(sentence))

    def _show_range(self, _index: int) -> None:
        self.range.setVisible(self.pages.currentData() == _RANGE)
        self._complain("")


class Panel(QFrame):
    """The whole panel; `changed` comes a moment after an option of the paper was changed."""

    changed = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self.printing = PrinterBox(preferences)
        self._inputs: dict[str, Input] = {}
        self._options = QVBoxLayout()
        self._options.setSpacing(8)
        self._title = Label(_("这张表"), "section")
        self._line = Hairline()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.changed)
        self._lay_out()
        self._resize()
        theme.changed.connect(self._resize)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(12)
        column.addWidget(self.printing)
        column.addWidget(self._line)
        column.addWidget(self._title)
        column.addLayout(self._options)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setAccessibleName(_("打印选项"))
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        inner.setAutoFillBackground(False)  # setWidget has just turned it on
        scroll.viewport().setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll, 1)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(18, 0, 18, 16)
        whole.addLayout(self.foot)

    def _resize(self) -> None:
        self.setFixedWidth(theme.px(_WIDTH))

    def show_options(self, fields: Sequence[Field], values: Mapping[str, Any]) -> None:
        """The options of the paper, with the values it is shown with."""
        self._title.setVisible(bool(fields))
        self._line.setVisible(bool(fields))
        for field in fields:
            entry = make_input(field)
            entry.put(values.get(field.name))
            entry.edited.connect(self._pause.start)
            self._inputs[field.name] = entry
            self._options.addWidget(labelled(entry))

    def values(self) -> dict[str, Any]:
        """The options as chosen; UserError when one cannot be taken (said beside it)."""
        return {name: entry.value() for name, entry in self._inputs.items()}

    def complain(self, name: str, sentence: str) -> bool:
        """Say beside an option what is wrong with it; False when the paper has no such option."""
        entry = self._inputs.get(name)
        if entry is not None:
            entry.complain(sentence)
        return entry is not None
