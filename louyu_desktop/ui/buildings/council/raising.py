"""转成议题: a topic out of a request, a visit or a wish; whoever it came from is the first to be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.copies import Control, Copy, Option
from louyu_desktop.services.council_copies import Source, TopicDraft
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import ChoiceEditor, LineEditor, NoteEditor
from louyu_desktop.ui.panel import Panel

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class RaiseDialog(Panel):
    """The title, the council, the category and what it is about; topics from the same source are named."""

    def __init__(self, context: Context, source: Source, councils: tuple[Option, ...], parent: QWidget) -> None:
        about = _("提出方：{who}。办完以后先答复提出方。").format(who=source.proposer) if source.proposer else ""
        title = _("转成议题：{source}").format(source=source.label)
        super().__init__(context, parent, title, about, _("转成议题"), QSize(560, 430))
        self._source = source
        self._councils = {one.title: one.id for one in councils}
        category = context.services.records.entity("topics").field("category")
        names = tuple(self._councils)
        self.title = LineEditor(Field(name="title", label=N_("议题"), required=True, max_length=100), self)
        self.council = ChoiceEditor(Field(name="council", label=N_("议事机构"), kind=Kind.CHOICE, choices=names), self)
        self.category = ChoiceEditor(category, self)
        self.background = NoteEditor(Field(name="background", label=N_("情况"), kind=Kind.NOTE, max_length=3000), self)
        for editor in (self.title, self.council, self.category, self.background):
            self.ask(editor)
        self.title.put(source.title)
        self.category.put(source.category)
        self.council.put(next((name for name, key in self._councils.items() if key == source.council_id), ""))
        if source.raised:
            self.note.say(_("已经转过：{numbers}").format(numbers="、".join(source.raised)), "warn")
        self.title.setFocus()
        self.go.clicked.connect(self.take)

    def take(self) -> None:
        """Raise it, then open it."""
        councils, source = self.context.services.councils, self._source
        draft = TopicDraft(
            str(self.title.value() or ""), self._councils.get(str(self.council.value() or "")),
            str(self.category.value() or ""), str(self.background.value() or ""),
        )  # fmt: skip

        def work(_control: Control) -> int:
            return councils.raise_from(source.kind, source.id, draft)

        def done(key: int) -> None:
            self.context.message("ok", _("已转成议题：{title}").format(title=draft.title.strip()))
            self.accept()
            self.context.open_record("topics", key)

        self.write(work, done)


def raise_topic(kind: str, context: Context, copy: Copy, parent: QWidget) -> None:
    """Ask what the topic is called, with what is known of its source."""
    services = context.services

    def work(_control: Control) -> tuple[Source, tuple[Option, ...]]:
        return services.councils.source(kind, copy.id), tuple(services.records.options("councils", ""))

    def ask(found: tuple[Source, tuple[Option, ...]]) -> None:
        RaiseDialog(context, *found, parent).open()

    context.tasks.read(parent, work, ask)
