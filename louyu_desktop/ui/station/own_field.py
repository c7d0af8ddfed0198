"""The form of one field of the station's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.own_fields import CHOICE, SLOTS, TYPES, lines_of
from louyu_desktop.services.own_fields import OwnFieldCopy, OwnFieldDraft
from louyu_desktop.text import N_, _
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.prints.inputs import Input, labelled, make_input

if TYPE_CHECKING:
    from louyu_desktop.services.copies import Control
    from louyu_desktop.ui.context import Context

_FIELDS = (
    Field(name="label", label=N_("字段名称"), max_length=12, required=True, hint=N_("最多 12 个字，导入时按它认列")),
    Field(name="type", label=N_("字段类型"), kind=Kind.CHOICE, choices=TYPES),
    Field(name="choices", label=N_("可选的值"), kind=Kind.NOTE, max_length=1000, hint=N_("一行一个")),
    Field(name="hint", label=N_("填写提示"), max_length=40, hint=N_("写在输入框下面，可以不填")),
)


def _words_of(copy: OwnFieldCopy) -> dict[str, str]:
    return {"label": copy.label, "type": copy.type, "choices": "\n".join(copy.choices), "hint": copy.hint}


class OwnFieldDialog(Panel):
    """A new field, or the one that `copy` is; what cannot be taken is said where it stands."""

    def __init__(self, context: Context, copy: OwnFieldCopy | None, parent: QWidget) -> None:
        title = _("修改「{label}」").format(label=copy.label) if copy else _("新的自定义字段")
        about = _("已经填的值不会改。去掉的选项，填过的企业照旧留着。") if copy and copy.filled else ""
        super().__init__(context, parent, title, about, _("保存"), QSize(460, 440))
        self._copy = copy
        self.inputs: dict[str, Input] = {}
        self._held: dict[str, QWidget] = {}
        kept = _words_of(copy) if copy else {}
        for field in _FIELDS:
            words = {one: _(one) for one in self._types()} if field.name == "type" else None
            entry = make_input(field, words=words)
            self.inputs[field.name] = entry
            self._held[field.name] = labelled(entry, above=False, width=80)
            self.body.addWidget(self._held[field.name])
            entry.put(kept.get(field.name, TYPES[0] if field.name == "type" else ""))
            entry.edited.connect(self._edited)
        self.body.addStretch(1)
        self.go.clicked.connect(self.save)
        self._edited()
        self.inputs["label"].setFocus()

    def _types(self) -> tuple[str, ...]:
        """The types that the field may have: its values go with those only."""
        return tuple(kind for kind in TYPES if self._copy is None or self._copy.name in SLOTS[kind])

    def _edited(self) -> None:
        self._held["choices"].setVisible(self.inputs["type"].raw() == CHOICE)
        self.note.say("")

    def save(self) -> None:
        """Keep the field."""
        try:
            values = {name: entry.value() or "" for name, entry in self.inputs.items()}
        except UserError:
            return  # said beside the field
        draft = OwnFieldDraft(values["label"], values["type"], lines_of(values["choices"]), values["hint"])
        service, copy = self.context.services.own_fields, self._copy

        def work(_control: Control) -> None:
            if copy is None:
                service.add(draft)
            else:
                service.change(copy.id, draft, version=copy.version)

        self.write(work, lambda _nothing: self.accept())

    def refuse(self, error: Exception) -> None:
        """Say it beside the field that it is about."""
        field = error.field if isinstance(error, UserError) else ""
        if isinstance(error, UserError) and field in self.inputs:
            self.go.setEnabled(True)
            self.inputs[field].complain(error.sentence)
            self.inputs[field].setFocus()
        else:
            super().refuse(error)
