"""The form of one record: drawn from its fields and its arrangement, kept as a draft until it is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from louyu_desktop.errors import ConflictError, InvalidRecordError, UserError
from louyu_desktop.fields import Entity, Kind
from louyu_desktop.rules.completeness import depending, is_asked
from louyu_desktop.rules.values import display
from louyu_desktop.services.copies import Control, Copy, Option
from louyu_desktop.text import _
from louyu_desktop.ui.arrangement import Arrangement
from louyu_desktop.ui.fields.conflict import settle
from louyu_desktop.ui.fields.grid import FieldGrid
from louyu_desktop.ui.fields.rows import DraftBar
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

DRAFT_MS = 5000
SIMILAR_MS = 600


class Form(QWidget):
    """`saved(id)` after a save; nothing typed is lost: a draft is kept every five seconds."""

    saved = Signal(int)
    changed = Signal()

    def __init__(self, context: Context, entity: Entity, arrangement: Arrangement, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._records = context.services.records
        self.entity = entity
        self.copy: Copy | None = None
        self._original: dict[str, Any] = {}
        self._filling = False
        self._turn = 0
        self._fixed: dict[str, Any] = {}
        self._saves = arrangement.saves
        groups = [(group.title, group.fields) for group in arrangement.groups]
        self.grid = FieldGrid(context, entity, groups, arrangement.short, self)
        self.rows = self.grid.rows
        self.bar = DraftBar(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 20, 20)
        layout.setSpacing(8)
        layout.addWidget(self.bar)
        layout.addWidget(self.grid)
        layout.addStretch(1)
        self.grid.typed.connect(self._typed)
        self._draft = QTimer(self, singleShot=True, interval=DRAFT_MS)
        self._draft.timeout.connect(self.keep_draft)
        self._similar = QTimer(self, singleShot=True, interval=SIMILAR_MS)
        self._similar.timeout.connect(self._ask_similar)
        self.bar.save.clicked.connect(self.save)
        self.bar.give_up.clicked.connect(self.give_up)

    # -- showing --------------------------------------------------------------------------------

    def load(self, copy: Copy, draft: tuple[dt.datetime, Mapping[str, Any]] | None = None) -> None:
        """Show a record, and over it what was typed and not saved."""
        self.copy, self._fixed = copy, {}
        self._fill(copy.values, copy.labels, draft)

    def begin(
        self,
        blank: Mapping[str, Any],
        labels: Mapping[str, str],
        fixed: Mapping[str, Any],
        draft: tuple[dt.datetime | None, Mapping[str, Any]] | None = None,
    ) -> None:
        """Show a new record; `fixed` values (its parent) are saved with it and not typed."""
        self.copy, self._fixed = None, dict(fixed)
        self._fill(blank, labels, draft)

    def _fill(self, found: Mapping[str, Any], labels: Mapping[str, str], draft: Any) -> None:
        self.grid.finish()
        self._filling = True
        self._turn += 1
        kept = draft[0] if draft else None
        typed: Mapping[str, Any] = draft[1] if draft else {}
        self._original = {name: found.get(name) for name in self.rows}
        for name, row in self.rows.items():
            row.put(found.get(name), labels.get(name, ""), self._id)
            if name in typed and not row.field.derived:
                row.put_typed(typed[name], str(typed.get(f"{name}:label", labels.get(name, ""))))
        self._filling = False
        self._mark_asked()
        self._draft.stop()
        self._similar.stop()
        self.bar.say(len(self.dirty()), kept)
        self.changed.emit()

    def dirty(self) -> dict[str, Any]:
        """What is typed and differs from the record: parsed where it can be, as typed where not."""
        found: dict[str, Any] = {}
        for name, row in self.rows.items():
            if row.field.derived:
                continue
            try:
                value = row.value()
            except UserError:
                value = row.editor.value()
            before = self._original.get(name)
            if row.field.kind is Kind.DATETIME and display(row.field, value) == display(row.field, before):
                continue  # seconds are kept, not shown
            if value != before and (value or before or isinstance(value, bool | int)):
                found[name] = value
        return found

    def _typed(self, name: str) -> None:
        if self._filling:
            return
        if not self._draft.isActive():
            self._draft.start()
        if name == self.entity.title:
            self._similar.start()
        self.bar.say(len(self.dirty()), None)
        self._mark_asked()
        self.changed.emit()

    def _mark_asked(self) -> None:
        """What is to be filled goes by what the record is: a key firm's liaison, no code of a consulate."""
        changing = depending(self.entity.kind) & self.rows.keys()
        if changing:
            values = {**self._original, **self.dirty()}
            for name in changing:
                row = self.rows[name]
                row.ask(asked=is_asked(self.entity, row.field, values))

    # -- drafts ---------------------------------------------------------------------------------

    def keep_draft(self, then: Callable[[], object] | None = None) -> None:
        """Keep what is typed now, outside undo, and do `then` when it is kept."""
        typed = self.dirty()
        if not typed:
            return
        labels = {f"{name}:label": self.rows[name].label() for name in typed if self.rows[name].label()}
        kind, id_ = self.entity.kind, self._id
        self._context.tasks.write(
            self, lambda _control: self._records.keep_draft(kind, id_, {**typed, **labels}), partial(self._kept, then)
        )

    def _kept(self, then: Callable[[], object] | None, _nothing: object) -> None:
        self.bar.say(len(self.dirty()), dt.datetime.now(dt.UTC))
        if then is not None:
            then()

    @property
    def _id(self) -> int | None:
        return self.copy.id if self.copy else None

    def _drop_draft(self) -> None:
        self._draft.stop()
        kind, id_ = self.entity.kind, self._id
        self._context.tasks.write(self, lambda _control: self._records.drop_draft(kind, id_), lambda _none: None)

    def give_up(self) -> None:
        """Show the record again as it is kept."""
        self._drop_draft()
        labels: Mapping[str, str] = self.copy.labels if self.copy else {}
        self._fill(self._original, labels, None)

    # -- saving ---------------------------------------------------------------------------------

    def enter(self) -> None:
        """Put the cursor into the first field that can be typed into."""
        for row in self.rows.values():
            if row.editor.isVisible():
                row.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def save(self) -> bool:
        """Check every field, then save what changed; False when one is wrong, which gets the cursor."""
        typed = self.dirty()
        wrong = [row for name, row in self.rows.items() if (name in typed or not self.copy) and not row.check()]
        if wrong:
            wrong[0].editor.setFocus()
            return False
        if typed or not self.copy:
            self._write({**self._fixed, **typed}, self.copy.version if self.copy else None)
        return True

    def _write(self, given: Mapping[str, Any], version: int | None) -> None:
        kind, id_ = self.entity.kind, self._id
        save: Callable[[], int] | None = partial(self._records.save, kind, id_, given, version=version)
        if self._saves is not None and self.copy is not None:
            save = self._saves(self._context, self, self.copy, given, version)
        if save is None:
            return
        self.bar.save.setEnabled(False)

        def work(_control: Control, save: Callable[[], int] = save) -> int:
            saved = save()
            self._records.drop_draft(kind, id_)
            return saved

        self._context.tasks.write(self, work, partial(self._done, self._turn), partial(self._refused, self._turn))

    def _done(self, turn: int, id_: int) -> None:
        self.bar.save.setEnabled(True)
        if turn != self._turn:
            return
        self._draft.stop()
        self.bar.say(0, None)
        self._original = {**self._original, **self.dirty()}
        self.saved.emit(id_)

    def _refused(self, turn: int, error: Exception) -> None:
        self.bar.save.setEnabled(True)
        if turn != self._turn:
            report(self, error)
            return
        problems = error.problems if isinstance(error, InvalidRecordError) else {}
        if isinstance(error, UserError) and error.field and not problems:
            problems = {error.field: error.sentence}
        known = [name for name in problems if name in self.rows]
        for name in known:
            self.rows[name].say(problems[name])
        if known:
            self.rows[known[0]].editor.setFocus()
        elif isinstance(error, ConflictError) and error.fields:
            chosen = settle(self, self.entity, error)
            if chosen is not None:
                self._write({**self._fixed, **self.dirty(), **chosen}, None)
        else:
            report(self, error)

    # -- perhaps the same one -------------------------------------------------------------------

    def _ask_similar(self) -> None:
        title, row = self.entity.title, self.rows[self.entity.title]
        typed, but = {title: row.editor.value()}, self._id
        self._context.tasks.read(
            self, lambda _control: self._records.similar(self.entity.kind, typed, but=but), self._show_similar
        )

    def _show_similar(self, options: tuple[Option, ...]) -> None:
        words = "；".join("，".join(part for part in (o.title, o.subtitle) if part) for o in options[:2])
        words = self._context.guest.show(self.entity.field(self.entity.title), words)
        self.rows[self.entity.title].say(_("已经有：{found}").format(found=words) if words else "", "warn")
