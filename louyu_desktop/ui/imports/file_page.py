"""First step: what is imported, from which file; a file can be dropped on the page."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Entity, Field, Kind
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.fields.picker import Lookup, ReferenceEditor
from louyu_desktop.ui.imports.kind_box import kind_box
from louyu_desktop.ui.parts import IconLabel, Label, MessageBar, link, primary
from louyu_desktop.ui.theme import theme
from louyu_desktop.ui.way_button import WayButton

SUFFIXES = (".xlsx", ".xls", ".csv", ".et")
"""What may be dropped; the reader answers .et with how to save it as xlsx."""

REGISTRATIONS = "registrations"
"""The kind that belongs to an activity."""


def usual() -> tuple[tuple[str, str, str, str], ...]:
    """The three lists that nearly every station has kept in Excel: kind, icon, name, what comes of it."""
    return (
        ("enterprises", "tower", _("企业台账"), _("选一份表，楼层和房间一起带进来")),
        ("people", "people", _("人员名单"), _("党员、楼长、联系人，选一份表")),
        (REGISTRATIONS, "calendar", _("活动报名名单"), _("选一份表，写入后接着打印签到表")),
    )


def where_tables_lie() -> Path | None:
    """The first of the usual folders that holds a table; None where none does."""
    places = QStandardPaths.StandardLocation
    for place in (places.DesktopLocation, places.DownloadLocation, places.DocumentsLocation):
        folder = Path(QStandardPaths.writableLocation(place))
        with suppress(OSError):
            if any(file.suffix.lower() in SUFFIXES for file in folder.iterdir()):
                return folder
    return None


class DropZone(QWidget):
    """A dashed frame that takes one file."""

    dropped = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setAccessibleName(_("把表格拖到这里"))
        self._over = False
        self.body = QVBoxLayout(self)
        self.body.setSpacing(10)
        self.body.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file of a known kind."""
        if _file_of(event) is not None:
            event.acceptProposedAction()
            self._mark(over=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        self._mark(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Here it is."""
        self._mark(over=False)
        path = _file_of(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def _mark(self, *, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dashed line, tinted while a file hangs over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if self._over else "edge"), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("accent_tint" if self._over else "surface"))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 8, 8)
        painter.end()


def _file_of(event: QDropEvent | QDragEnterEvent) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in SUFFIXES else None


class FilePage(QWidget):
    """Kind, activity where one is needed, file, and the template to fill."""

    chosen = Signal(Path)
    dropped = Signal(Path)
    kind_changed = Signal(str)
    template_asked = Signal(str)

    def __init__(
        self, entities: tuple[Entity, ...], kind: str, lookup: Lookup, parent: QWidget | None = None, *,
        first: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._entities = {entity.kind: entity for entity in entities}
        self.kind = kind_box(entities, kind)
        self.kind.setMinimumWidth(theme.px(240))
        self.activity = ReferenceEditor(Field(name="activity_id", label=_("活动"), kind=Kind.REFERENCE,
                                              target="activities"), lookup)  # fmt: skip
        self.activity_label = Label(_("报名的是哪场活动"), "label")
        self.usual = {
            key: WayButton(icon, title, words) for key, icon, title, words in usual() if first and key in self._entities
        }
        self.makes_activity = False
        self.template = link("", "download")
        self.message = MessageBar()
        self.zone = DropZone()
        self.open = primary(_("选文件…"), "upload")
        self.state = Label("", "label", "text3")
        self._lay_out()
        self.kind.activated.connect(self._kind_chosen)
        for key, button in self.usual.items():
            button.clicked.connect(partial(self._usual_chosen, key))
        self.open.clicked.connect(self._choose)
        self.zone.dropped.connect(self.dropped)
        self.template.clicked.connect(self._template)
        self._show_kind()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(10)
        column.addWidget(Label(_("选要导入的文件"), "title"))
        column.addWidget(Label(_("认得 Excel 工作簿（.xlsx、.xls）和逗号分隔文件（.csv）；表头不必在第一行"), "label", "text3"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Label(_("或者别的") if self.usual else _("导入"), "label"))
        row.addWidget(self.kind)
        row.addWidget(self.activity_label)
        row.addWidget(self.activity)
        row.addStretch(1)
        row.addWidget(self.template)
        ways = QHBoxLayout()
        ways.setSpacing(10)
        for button in self.usual.values():
            ways.addWidget(button, 1)
        column.addLayout(ways)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addWidget(self.zone, 1)
        self.activity.setMinimumWidth(theme.px(280))
        centre = Qt.AlignmentFlag.AlignHCenter
        self.zone.body.addWidget(IconLabel("upload", "text3", 32), 0, centre)
        self.zone.body.addWidget(Label(_("把文件拖到这里"), "section"), 0, centre)
        self.zone.body.addWidget(Label(_("或者从电脑里选一个"), "label", "text3"), 0, centre)
        self.zone.body.addWidget(self.open, 0, centre)
        self.zone.body.addWidget(self.state, 0, centre)
        self.zone.body.addStretch(1)

    @property
    def entity(self) -> Entity:
        """The kind of record chosen."""
        return self._entities[str(self.kind.currentData())]

    def busy(self, words: str) -> None:
        """Say what is being read; an empty text means ready again."""
        self.state.setText(words)
        self.open.setEnabled(not words)
        self.zone.setAcceptDrops(not words)

    def _show_kind(self) -> None:
        listed = self.entity.kind == REGISTRATIONS
        for widget in (self.activity, self.activity_label):
            widget.setVisible(listed and not self.makes_activity)
        self.template.setText(_("下载「{label}」导入模板").format(label=_(self.entity.label)))

    def takes(self, kind: str) -> bool:
        """Whether a file of this kind can be gone on with; the kind stands in the box from now on."""
        if kind != self.entity.kind:
            self._put_kind(kind)
        return not self.lacks_activity()

    def _put_kind(self, kind: str) -> None:
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self._kind_chosen(self.kind.currentIndex())

    def _usual_chosen(self, kind: str) -> None:
        self._put_kind(kind)
        self._choose()

    def make_activity(self) -> None:
        """There is no activity yet that a list could belong to: it is made with the list."""
        self.makes_activity = True
        self._show_kind()

    def lacks_activity(self) -> bool:
        """Whether it must be known first whose list it is, which is said then."""
        lacks = self.entity.kind == REGISTRATIONS and self.activity.value() is None and not self.makes_activity
        if lacks:
            self.message.show("warn", _("先选这份名单是哪场活动的，再选文件"))
        return lacks

    def _kind_chosen(self, _index: int) -> None:
        self._show_kind()
        self.kind_changed.emit(self.entity.kind)

    def _choose(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        path = ask.choose_file(self, _("选要导入的文件"), _("表格") + f" ({patterns})", where_tables_lie())
        if path is not None:
            self.chosen.emit(path)

    def _template(self) -> None:
        self.template_asked.emit(self.entity.kind)
