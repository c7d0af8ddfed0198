"""The bar over the preview: what is shown, page jump, zoom, save and print."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.parts import ElidedLabel, Hairline, IconButton, Label, outline, primary
from louyu_desktop.ui.prints.inputs import combo
from louyu_desktop.ui.prints.pages import FIT_WIDTH, ZOOMS
from louyu_desktop.ui.theme import theme

_LARGE = 1.5


class PreviewBar(QFrame):
    """Signals only: the preview does the work."""

    back = Signal()
    page_asked = Signal(int)
    zoom_asked = Signal(float)
    step_asked = Signal(int)
    save_asked = Signal()
    print_asked = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "top")
        self._page, self._count = 0, 0
        self._back = IconButton("left", _("返回"), "Esc")
        self._title = Label(title, "pane")
        self.what = ElidedLabel("", "label", "text2")
        self._previous = IconButton("up", _("上一页"), "PgUp")
        self._next = IconButton("down", _("下一页"), "PgDn")
        self._jump = QLineEdit()
        self._of = Label("/ 0")
        self._smaller = IconButton("zoom-out", _("缩小"), "Ctrl+-")
        self._larger = IconButton("zoom-in", _("放大"), "Ctrl++")
        self._zoom = combo([(FIT_WIDTH, _("适合宽度")), *((zoom, f"{zoom:.0%}") for zoom in ZOOMS)], FIT_WIDTH)
        self.save = outline(_("另存 PDF"), "download")
        self.print = primary(_("打印 Ctrl+P"), "print")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 16, 0)
        row.setSpacing(6)
        self._jump.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._jump.setProperty("small", True)
        self._jump.setValidator(QIntValidator(1, 99_999, self))
        self._jump.setAccessibleName(_("页码"))
        self._jump.setToolTip(_("输入页码后按 Enter"))
        self._zoom.setAccessibleName(_("缩放"))
        row.addWidget(self._back)
        row.addWidget(self._title)
        row.addWidget(self.what, 1)
        parts: tuple[QWidget, ...] = (
            self._previous, self._jump, self._of, self._next, _upright(),
            self._smaller, self._zoom, self._larger, _upright(), self.save, self.print,
        )  # fmt: skip
        for part in parts:
            row.addWidget(part)
        self._resize()
        theme.changed.connect(self._resize)

    def _resize(self) -> None:
        self._jump.setFixedWidth(theme.px(46))
        self._zoom.setFixedWidth(theme.px(112))
        for button in (self._smaller, self._larger):  # the box between them and the keys do the same
            button.setVisible(theme.scale < _LARGE)
        self.print.setText(" " + (_("打印 Ctrl+P") if theme.scale < _LARGE else _("打印")))
        self.print.setToolTip("" if theme.scale < _LARGE else "Ctrl+P")

    def _connect(self) -> None:
        self._back.clicked.connect(self.back)
        self._previous.clicked.connect(self._go_back)
        self._next.clicked.connect(self._go_on)
        self._jump.returnPressed.connect(self._jumped)
        self._smaller.clicked.connect(self._zoom_out)
        self._larger.clicked.connect(self._zoom_in)
        self._zoom.activated.connect(self._zoom_chosen)
        self.save.clicked.connect(self.save_asked)
        self.print.clicked.connect(self.print_asked)

    def show_page(self, page: int, count: int) -> None:
        """Page `page` (from 0) of `count` is in view."""
        self._page, self._count = page, count
        self._jump.setText(str(page + 1) if count else "")
        self._of.setText(f"/ {count}")
        self._previous.setEnabled(page > 0)
        self._next.setEnabled(page + 1 < count)

    def show_zoom(self, kept: float, real: float) -> None:
        """The zoom in force: a step, 适合宽度, or what Ctrl+wheel came to."""
        place = self._zoom.findData(kept)
        if place < 0:
            place = min(range(1, self._zoom.count()), key=lambda index: abs(self._zoom.itemData(index) - real))
        self._zoom.setCurrentIndex(place)
        self._zoom.setToolTip(f"{real:.0%}")

    def allow(self, ready: bool) -> None:
        """Save and print need a finished paper."""
        self.save.setEnabled(ready)
        self.print.setEnabled(ready)

    def focus_page(self) -> None:
        """Ctrl+G: type a page number."""
        self._jump.setFocus()
        self._jump.selectAll()

    def _go_back(self) -> None:
        self.page_asked.emit(self._page - 1)

    def _go_on(self) -> None:
        self.page_asked.emit(self._page + 1)

    def _jumped(self) -> None:
        self.page_asked.emit(int(self._jump.text()) - 1)

    def _zoom_out(self) -> None:
        self.step_asked.emit(-1)

    def _zoom_in(self) -> None:
        self.step_asked.emit(1)

    def _zoom_chosen(self, _index: int) -> None:
        self.zoom_asked.emit(self._zoom.currentData())


def _upright() -> Hairline:
    line = Hairline(vertical=True)
    line.setFixedHeight(20)
    return line
