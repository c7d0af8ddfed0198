"""Five bubbles over the window: 今日, the box, the tabs, the desk, help; left with Esc, shown again from 更多."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.actions import key_of
from louyu_desktop.ui.buttons import outline, primary, quiet
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.main_window import MainWindow

_WIDE = 380
_VEIL = 170
_GAP = 12
_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp}
_ON = {Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown}


class Stop(NamedTuple):
    """One bubble: what it points at, its title and its sentence."""

    at: tuple[QWidget, ...]
    title: str
    sentence: str


def stops(window: MainWindow) -> tuple[Stop, ...]:
    """The five, in the order of the bar."""
    top = window.top
    tabs = top.tabs
    return (
        Stop(
            (tabs[0],), _("今日：先看这一页"),
            _("逾期的、今天的、未来七天的事都列在这里，每件都说为什么、找谁。右边的按钮直接去办。"),
        ),
        Stop(
            (window.box,), _("一个框找所有"),
            _("按 {key}，打汉字、拼音、首字母或者电话后几位，企业、人、活动、房间一起找；要做的事也在这里，例如打「导入」。")
            .format(key=key_of("find")),
        ),
        Stop(
            tuple(tabs[1:]) or (tabs[0],), _("台账在这几页"),
            _("楼宇、企业、人员、活动和服务清单各一页，{first} 到 {last} 切换。列表可以筛选、批量改、导出和打印。")
            .format(first=key_of("tab-buildings"), last=key_of("tab-checklist")),
        ),
        Stop(
            (top.more,), _("签到台和其他工具"),
            _("活动当天按 {key} 打开签到台，全屏，打名字就签到。导入、打印、服务手册和设置也在这个菜单里。")
            .format(key=key_of("desk")),
        ),
        Stop(
            (top.guest,), _("有人来了，不知道怎么办了"),
            _("来客站到桌前，按 {guest} 把电话和号码都遮住。忘了键按 {help}。这几步以后在「更多」里可以再看。")
            .format(guest=key_of("guest"), help=key_of("shortcuts")),
        ),
    )  # fmt: skip


class Tour(QWidget):
    """Covers the window with a veil that leaves out what the bubble is about; nothing below is pressed meanwhile."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._stops = stops(window)
        self.place = 0
        self._leaving = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.bubble = QFrame(self)
        self.bubble.setProperty("card", "popup")
        self.title = Label("", "pane")
        self.sentence = Label("", "body", "text2", wrap=True)
        self._count = Label("", "hint")
        self.skip, self.back, self.on = quiet(_("跳过")), outline(_("上一步")), primary(_("下一步"))
        self._lay_out()
        self.skip.clicked.connect(self.leave)
        self.back.clicked.connect(self._back)
        self.on.clicked.connect(self.go_on)
        theme.changed.connect(self._arrange)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self._show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.bubble)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._count)
        foot.addStretch(1)
        for button in (self.skip, self.back, self.on):
            foot.addWidget(button)
        column.addSpacing(4)
        column.addLayout(foot)

    # -- going through it ----------------------------------------------------------------------

    def go_on(self) -> None:
        """The next bubble; after the last one the tour is over."""
        if self.place + 1 == len(self._stops):
            self.leave()
        else:
            self.place += 1
            self._show()

    def _back(self) -> None:
        self.place = max(0, self.place - 1)
        self._show()

    def leave(self) -> None:
        """It is over, and does not come by itself again for this person."""
        context = self._window.context
        introducing = context.services.introducing
        context.tasks.write(self._window, lambda _control: introducing.has_seen(), _seen)
        self._window.removeEventFilter(self)
        self._leaving = True  # to hide what has the focus is to look for the next one
        self._window.tab.setFocus()
        self.hide()
        self.deleteLater()

    def _show(self) -> None:
        stop, count = self._stops[self.place], len(self._stops)
        self.title.setText(stop.title)
        self.sentence.setText(stop.sentence)
        self._count.setText(f"{self.place + 1} / {count}")
        self.skip.setVisible(self.place + 1 < count)
        self.back.setVisible(self.place > 0)
        self.on.setText(_("下一步") if self.place + 1 < count else _("开始用"))
        told = _("第 {place} 步，共 {count} 步：{title}。{sentence}")
        words = told.format(place=self.place + 1, count=count, title=stop.title, sentence=stop.sentence)
        self.bubble.setAccessibleName(stop.title)
        self.bubble.setAccessibleDescription(words)
        self.on.setAccessibleName(self.on.text())
        self.on.setAccessibleDescription(words)
        self._arrange()
        self.on.setFocus(Qt.FocusReason.TabFocusReason)

    # -- where it stands -----------------------------------------------------------------------

    def _shown(self) -> QRect:
        """What the bubble points at."""
        shown = QRect()
        for part in self._stops[self.place].at:
            shown = shown.united(QRect(part.mapTo(self._window, QPoint(0, 0)), part.size()))
        return shown.adjusted(-4, -2, 4, 2)

    def _arrange(self) -> None:
        wide = min(theme.px(_WIDE), self.width() - 2 * _GAP)
        self.bubble.setFixedWidth(wide)
        self.sentence.setFixedWidth(wide - 36)
        self.bubble.adjustSize()
        shown = self._shown()
        left = shown.center().x() - wide // 2
        left = max(_GAP, min(left, self.width() - wide - _GAP))
        self.bubble.move(left, min(shown.bottom() + _GAP, max(_GAP, self.height() - self.bubble.height() - _GAP)))
        self.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """As large as the window, always."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            self._arrange()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The veil, and a ring round what is explained."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QPainterPath()
        veil.addRect(QRectF(self.rect()))
        hole = QPainterPath()
        hole.addRoundedRect(QRectF(self._shown()), theme.px(6), theme.px(6))
        ground = theme.colour("window").toRgb()
        ground.setAlpha(_VEIL)
        painter.fillPath(veil - hole, ground)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawPath(hole)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, arrows go back and forth."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _BACK:
            self._back()
        elif event.key() in _ON:
            self.go_on()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round the bubble's buttons."""
        if self._leaving:
            return super().focusNextPrevChild(forward)
        ring = [button for button in (self.skip, self.back, self.on) if button.isVisible()]
        here = next((number for number, button in enumerate(ring) if button.hasFocus()), 0)
        ring[(here + (1 if forward else -1)) % len(ring)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True


def _seen(_nothing: None) -> None:
    """There is nothing to show for it."""


def open_tour(context: Context) -> Tour | None:
    """Show the bubbles over the window; None where there is no window, or they stand already."""
    window = context.window
    if window is None or any(not one.isHidden() for one in window.findChildren(Tour)):
        return None
    return Tour(window)  # type: ignore[arg-type]
