"""The handbook: contents and search at the left, the page at the right; it stays beside what it explains."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from louyu_desktop.services import help_pages
from louyu_desktop.text import _
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.focus import FocusRing
from louyu_desktop.ui.head_bar import HeadBar
from louyu_desktop.ui.help.contents import ContentsList
from louyu_desktop.ui.help.page_html import html_of
from louyu_desktop.ui.help.view import PageView
from louyu_desktop.ui.parts import Button, Hairline, IconButton, Label
from louyu_desktop.ui.search_line import SearchLine
from louyu_desktop.ui.theme import theme

_SIZE = QSize(900, 660)
_LEFT = 268
_FIT_MS = 60


class HelpWindow(QWidget):
    """`turn_to` opens a page and remembers the way; with a `context` the handbook can be printed."""

    def __init__(self, parent: QWidget | None, context: Context | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("使用手册"))
        self._context = context if context is not None and context.has("print") else None
        self._way: list[str] = []
        self._at = -1
        self.box = SearchLine(_("文字、拼音、首字母"))
        self.contents = ContentsList()
        self.browser = PageView()
        self.nothing = Label("", "label", "text2", wrap=True)
        self._left = QStackedWidget()
        self._fitting = QTimer(self, singleShot=True, interval=_FIT_MS)
        self._lay_out()
        self._connect()
        self._bind()
        self.ring = FocusRing(self)
        self.contents.show_pages(help_pages.pages())
        self._fit()

    def _lay_out(self) -> None:
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        self._side = QFrame()
        self._side.setProperty("card", "plain")
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 10, 0, 0)
        held = QHBoxLayout()
        held.setContentsMargins(12, 0, 12, 0)
        held.addWidget(self.box)
        column.addLayout(held)
        empty = QWidget()
        inner = QVBoxLayout(empty)
        inner.setContentsMargins(16, 12, 16, 0)
        inner.addWidget(self.nothing)
        inner.addStretch(1)
        self._left.addWidget(self.contents)
        self._left.addWidget(empty)
        column.addWidget(self._left, 1)
        body.addWidget(self._side)
        body.addWidget(Hairline(vertical=True))
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._head())
        right.addWidget(self.browser, 1)
        body.addLayout(right, 1)

    def _head(self) -> HeadBar:
        self.back = IconButton("left", _("回到前一页"), "Alt+Left")
        self.forward = IconButton("right", _("再往后一页"), "Alt+Right")
        self.print = Button(_("打印手册…"), "outline", "print", small=True)
        head = HeadBar((self.back, self.forward), (self.print,))
        self.print.setVisible(self._context is not None)
        return head

    def _connect(self) -> None:
        self.box.searched.connect(self._search)
        self.box.entered.connect(self._enter)
        self.box.left_down.connect(self._go_down)
        self.contents.chosen.connect(self.turn_to)
        self.contents.left_up.connect(self.box.setFocus)
        self.browser.anchorClicked.connect(self._follow)
        self.browser.resized.connect(self._fitting.start)
        self.back.clicked.connect(self.go_back)
        self.forward.clicked.connect(self.go_forward)
        self.print.clicked.connect(self._print)
        self._fitting.timeout.connect(self._draw)
        theme.changed.connect(self._fit)

    def _bind(self) -> None:
        keys = (
            ("Esc", self.close), ("Alt+Left", self.go_back), ("Alt+Right", self.go_forward), ("Ctrl+F", self._to_box),
            ("Ctrl+K", self._to_box), ("Ctrl+P", self._print),
        )  # fmt: skip
        for key, done in keys:
            QShortcut(QKeySequence(key), self).activated.connect(done)

    def bring(self) -> None:
        """Show it at the right of what it stands over, in front."""
        over = self.parentWidget()
        if not self.isVisible():
            room = self.screen().availableGeometry()
            self.resize(QSize(theme.px(_SIZE.width()), theme.px(_SIZE.height())).boundedTo(room.size()))
            if over is not None:
                edge = min(over.geometry().right(), room.right())
                self.move(max(room.left(), edge - self.width()), max(room.top(), over.geometry().top() + 40))
        self.show()
        self.raise_()
        self.activateWindow()
        self.box.setFocus()

    # -- pages -----------------------------------------------------------------------------------

    @property
    def page(self) -> str:
        """The id of the page that is open."""
        return self._way[self._at] if self._way else ""

    def turn_to(self, id: str) -> None:
        """Open a page; what lay ahead on the way is forgotten."""
        if id != self.page and help_pages.page(id) is not None:
            self._way = [*self._way[: self._at + 1], id]
            self._at = len(self._way) - 1
        self._open()

    def go_back(self) -> None:
        """The page before."""
        self._step(-1)

    def go_forward(self) -> None:
        """The page that was left by going back."""
        self._step(1)

    def _step(self, by: int) -> None:
        if 0 <= self._at + by < len(self._way):
            self._at += by
            self._open()

    def _open(self) -> None:
        self._draw()
        self.browser.verticalScrollBar().setValue(0)
        self.contents.mark(self.page)
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at < len(self._way) - 1)

    def _draw(self) -> None:
        """The page in the colours and the room of now, at the place where it was being read."""
        page = help_pages.page(self.page)
        if page is None:
            return
        bar = self.browser.verticalScrollBar()
        at = bar.value()
        self.browser.setHtml(html_of(page, self.browser.room(), help_pages.picture))
        self.browser.setAccessibleName(page.title)
        bar.setValue(at)

    def _follow(self, url: QUrl) -> None:
        self.turn_to(url.toString())

    # -- finding ---------------------------------------------------------------------------------

    def _search(self, wanted: str) -> None:
        hits = help_pages.find(wanted)
        if not wanted:
            self.contents.show_pages(help_pages.pages())
        else:
            self.contents.show_hits(hits)
            self.nothing.setText(_("没有找到「{text}」。换个说法试试，比如「签到」「导入」；清空这里就回到目录。").format(text=wanted))
        self._left.setCurrentIndex(1 if wanted and not hits else 0)
        self.contents.mark(self.page)

    def _enter(self) -> None:
        if self.box.wanted:
            self.box.search_now()
            self.contents.take_first()

    def _go_down(self) -> None:
        if self.contents.ids:
            self.contents.setFocus()
            if self.contents.currentRow() < 0:
                self.contents.take_first()

    def _to_box(self) -> None:
        self.box.setFocus()
        self.box.selectAll()

    # -- the rest --------------------------------------------------------------------------------

    def _print(self) -> None:
        if self._context is not None:
            self._context.launch("print", paper="help")

    def _fit(self) -> None:
        self._side.setFixedWidth(theme.px(_LEFT))
        self._draw()
