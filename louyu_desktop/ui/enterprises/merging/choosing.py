"""与另一条合并…: which one, before the two are shown side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.copies import Copy, Option
from louyu_desktop.text import _
from louyu_desktop.ui.enterprises.merging.sides import show_both
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import Label, link

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class OtherDialog(Panel):
    """The record that is to go into the one that is open; those of a like name are offered at once."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        label = _(context.services.records.entity(copy.kind).label)
        super().__init__(
            context, parent, _("把另一条并入「{name}」").format(name=copy.title),
            _("先选是哪一条；下一步左右对着看，再决定留哪边。"), _("下一步"), QSize(520, 260),
        )  # fmt: skip
        self._copy, self._owner = copy, parent
        self.body.addWidget(Label(label, "label"))
        field = Field(name="other", label=label, kind=Kind.REFERENCE, target=copy.kind)
        self.other = ReferenceEditor(field, lookup_of(context), self)
        self.body.addWidget(self.other)
        self.body.addStretch(1)
        self.other.setFocus()
        self.go.clicked.connect(self.take)
        records, kind, title, key = context.services.records, copy.kind, copy.title, copy.id
        context.tasks.read(self, lambda _control: records.similar(kind, {"name": title}, but=key), self._offer)

    def _offer(self, options: tuple[Option, ...]) -> None:
        for option in options[:3]:
            button = link("  ".join(filter(None, (option.title, option.subtitle))))
            button.clicked.connect(partial(self._open, option.id))
            self.body.insertWidget(self.body.count() - 1, button)

    def take(self) -> None:
        """Go on with the one that was chosen."""
        key = self.other.value()
        if key is None or key == self._copy.id:
            self.note.say(_("请选另外一条：输入名称的拼音、首字母或文字，再从列表里选"))
            return
        self._open(int(key))

    def _open(self, key: int) -> None:
        self.accept()
        show_both(self.context, self._copy.kind, self._copy.id, key, self._owner)


def with_another(context: Context, copy: Copy, parent: QWidget) -> None:
    """Ask which other record is the same one, then show both."""
    OtherDialog(context, copy, parent).open()
