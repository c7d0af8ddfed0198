"""Changes found on a visit: which field, what stands in the file, what it is now; and who is new in office."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.rules import dates, values
from louyu_desktop.services.visit_copies import Change
from louyu_desktop.text import _
from louyu_desktop.ui.fields.editors import ChoiceEditor, LineEditor, editor_for
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.parts import FieldNote, IconButton, clear
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from louyu_desktop.fields import Entity
    from louyu_desktop.services.visit_copies import Fact, Known
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.fields.editor import Editor

_SOMEBODY, _WHAT = -1, 256
_SUCCEEDED = ("法定代表人", "董事长", "总经理", "首席代表", "党组织书记")
"""Posts that one person holds: whoever is new succeeds the one before."""


class ChangeLine(QWidget):
    """One thing that changed; `typed` once there is something."""

    typed = Signal()

    def __init__(self, context: Context, contacts: Entity, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._contacts = context, contacts
        self._facts: Sequence[Fact] = ()
        self._known: Sequence[Known] = ()
        self.editor: Editor | None = None
        self.name: LineEditor | None = None
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self.what = QComboBox(self)
        self.what.setAccessibleName(_("什么变了"))
        self.what.setFixedWidth(theme.px(_WHAT))
        self.apply = QCheckBox(_("改进档案"), self)
        self.apply.setChecked(True)
        self.drop = IconButton("close", _("去掉这处变化"), size=16)
        self._row.addWidget(self.what)
        holder = QWidget(self)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._place = QHBoxLayout(holder)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(8)
        self._row.addWidget(holder, 1)
        self._row.addWidget(self.apply)
        self._row.addWidget(self.drop)
        self.note = FieldNote()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._row)
        layout.addWidget(self.note)
        self.what.currentIndexChanged.connect(self._chosen)
        self._dress()

    def offer(self, facts: Sequence[Fact], known: Sequence[Known]) -> None:
        """What may have changed, with what the file says now."""
        self._facts, self._known = facts, known
        self.what.clear()
        self.what.addItem(_("没有发现变化"), None)
        for number, fact in enumerate(facts):
            now = self._context.guest.show(fact.field, values.with_unit(fact.field, fact.value)) or "—"
            where = f"{fact.place} " if fact.place else ""
            self.what.addItem(f"{where}{_(fact.field.label)}（{now}）", number)
        self.what.addItem(_("换人、新任职务"), _SOMEBODY)

    @property
    def chosen(self) -> int | None:
        """Which one: the number of the fact, _SOMEBODY, or None."""
        found: int | None = self.what.currentData()
        return found

    def _chosen(self) -> None:
        clear(self._place)
        self.editor = self.name = None
        self.what.setToolTip(tip(self.what.currentText()))
        self.note.say("")
        if self.chosen == _SOMEBODY:
            self.editor = ChoiceEditor(self._contacts.field("role"), self)
            self.name = LineEditor(self._contacts.field("name"), self)
            self.name.box.setPlaceholderText(_("新任的姓名"))
            self._take(self.editor, theme.px(130))
            self._take(self.name, 0)
        elif self.chosen is not None:
            self.editor = editor_for(self._facts[self.chosen].field, lookup_of(self._context), self)
            self._take(self.editor, 0)
        self._dress()
        self.typed.emit()

    def _take(self, editor: Editor, width: int) -> None:
        if width:
            editor.setFixedWidth(width)
        self._place.addWidget(editor, 0 if width else 1)
        editor.show()
        editor.changed.connect(self._said)

    def _said(self) -> None:
        """Whom somebody new succeeds."""
        before = self._before_them()
        name = before.name if before is not None and not self._context.guest.on else ""
        self.note.say(_("接替 {name}，{name} 的任期到走访这一天").format(name=name) if name else "", "ok")
        self.typed.emit()

    def _before_them(self) -> Known | None:
        if self.name is None or self.editor is None or self.editor.value() not in _SUCCEEDED:
            return None
        return next(
            (one for one in self._known if one.role == self.editor.value() and one.name != self.name.value()), None
        )

    def _dress(self) -> None:
        for widget in (self.apply, self.drop):
            widget.setVisible(self.chosen is not None)

    def found(self) -> tuple[str, int | None, int | None, dict[str, Any]] | None:
        """Kind, record, version and values; None while nothing is said.  UserError for what cannot be read."""
        if self.chosen is None or self.editor is None:
            return None
        typed = self.editor.value()
        if self.name is not None:
            name = str(self.name.value())
            return ("contacts", None, None, {"name": name, "role": str(typed) or None}) if name else None
        fact = self._facts[self.chosen]
        value = values.parse(fact.field, typed, today=dates.today()) if isinstance(typed, str) else typed
        if value in (None, "") or value == fact.value:
            return None
        return fact.kind, fact.id, fact.version, {fact.field.name: value}

    def ended(self, day: dt.date) -> Change | None:
        """The contact whose time is over because somebody new holds the post."""
        before = self._before_them()
        said = self.found()
        return Change("contacts", before.id, {"until": day}, apply=self.apply.isChecked()) if before and said else None


class ChangesEditor(QWidget):
    """`changed` while one types; a line that is filled brings another one below it."""

    changed = Signal()

    def __init__(self, context: Context, contacts: Entity, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._contacts = context, contacts
        self._offered: tuple[Sequence[Fact], Sequence[Known]] = ((), ())
        self.lines: list[ChangeLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._add()

    def offer(self, facts: Sequence[Fact], known: Sequence[Known]) -> None:
        """What may have changed at the firm that is visited; starts over."""
        self._offered = (facts, known)
        for line in tuple(self.lines[1:]):
            self._drop(line)
        self.lines[0].offer(facts, known)

    def changes(self, day: dt.date) -> tuple[Change, ...]:
        """What is said, fields of one record together; UserError, said at its line, for what cannot be read."""
        together: dict[tuple[str, int | None, int | None, bool], dict[str, Any]] = defaultdict(dict)
        found: list[Change] = []
        for line in self.lines:
            try:
                said = line.found()
            except UserError as error:
                line.note.say(error.sentence)
                raise
            if said is None:
                continue
            kind, key, version, given = said
            if key is None:
                ended = line.ended(day)
                found += [ended] if ended else []
                found.append(Change(kind, None, {**given, "since": day}, apply=line.apply.isChecked()))
            else:
                together[kind, key, version, line.apply.isChecked()].update(given)
        grouped = [Change(kind, key, given, version, apply) for (kind, key, version, apply), given in together.items()]
        return (*grouped, *found)

    def _add(self) -> None:
        line = ChangeLine(self._context, self._contacts, self)
        line.offer(*self._offered)
        self.lines.append(line)
        self._column.addWidget(line)
        line.show()
        line.typed.connect(partial(self._typed, line))
        line.drop.clicked.connect(partial(self._drop, line))

    def _typed(self, line: ChangeLine) -> None:
        if line is self.lines[-1] and line.chosen is not None:
            self._add()
        self.changed.emit()

    def _drop(self, line: ChangeLine) -> None:
        if len(self.lines) == 1:
            line.what.setCurrentIndex(0)
            return
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.changed.emit()
