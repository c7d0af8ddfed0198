"""样子: a notice as it will hang on the wall, names masked, the station and its telephone below."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.services.copies import Copy
from louyu_desktop.services.wall_copies import Preview
from louyu_desktop.text import _
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.parts import Badge, EmptyState, Label, clear

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_RIGHT = Qt.AlignmentFlag.AlignRight
_MIDDLE = Qt.AlignmentFlag.AlignHCenter


class NoticeSheet(QWidget):
    """Read again with the record."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._key = 0
        self.preview: Preview | None = None
        inside = QWidget(self)
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(32, 20, 32, 20)
        self._body.setSpacing(10)
        self._area = scrolled(inside)
        self.empty = EmptyState("alert", _("还不能看样子"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.empty, 1)
        self.empty.hide()

    def show_parent(self, copy: Copy) -> None:
        """Show this notice."""
        self._key, notices = copy.id, self._context.services.notices
        key = copy.id
        self._context.tasks.read(
            self, lambda _control: notices.preview(key), partial(self._show, key), partial(self._refused, key)
        )

    def _refused(self, key: int, error: Exception) -> None:
        if key == self._key:
            self.preview = None
            self.empty.say(_("还不能看样子"), error.sentence if isinstance(error, LouyuError) else "")
            self._area.hide()
            self.empty.show()

    def _show(self, key: int, preview: Preview) -> None:
        if key != self._key:
            return
        self.preview = preview
        self.empty.hide()
        self._area.show()
        clear(self._body)
        if not preview.is_final:
            self._body.addWidget(Badge(_("样稿：还没有批准"), "warn"), 0, _MIDDLE)
        self._body.addWidget(Label(preview.title, "title", wrap=True), 0, _MIDDLE)
        for words in preview.paragraphs:
            self._body.addWidget(Label(f"　　{words}", "body", wrap=True))
        self._body.addWidget(Label(preview.signed, "body"), 0, _RIGHT)
        self._body.addWidget(Label(preview.day, "body"), 0, _RIGHT)
        lines = (
            _("公示期：{span}").format(span=preview.period) if preview.period else "",
            _("监督电话：{number}").format(number=preview.telephone) if preview.telephone else "",
            preview.number,
        )
        for words in filter(None, lines):
            self._body.addWidget(Label(words, "label", "text2"))
        self._body.addStretch(1)
