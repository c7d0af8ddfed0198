"""The second line of an enterprise's head: where it is, since when, who looks after it, what its file lacks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from louyu_desktop.fields import Entity, Field
from louyu_desktop.rules import dates
from louyu_desktop.rules.completeness import completeness
from louyu_desktop.rules.tenure import span_words
from louyu_desktop.services.copies import Control, Copy, Filter, Match, Option, Query
from louyu_desktop.services.dossier_copies import Dossier
from louyu_desktop.text import N_, _
from louyu_desktop.ui.parts import Button, ElidedLabel, Label
from louyu_desktop.ui.plain import tip

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_NAMED = 3
_SECTION_OF = {"location": "occupancies", "contact_name": "contacts"}
"""What is missing in no field of the form but in a section of the file."""
SHORT = {"credit_code": N_("信用代码")}
"""Labels that fit a form and this line."""
_FIRST = ("chief_liaison_id", "location")
"""What is named before the rest: a key firm without its liaison, a firm that is nowhere."""


class FileLine(QWidget):
    """`wanted(field, kind)` for something that is missing: a field of the form, or a section of the file."""

    wanted = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._entity: Entity = context.services.records.entity("enterprises")
        self._copy: Copy | None = None
        self._dossier: Dossier | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.facts = ElidedLabel("", "label", "text2")
        self.facts.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.facts)
        self.share = Label("", "label", "text2")
        row.addWidget(self.share)
        # kept for all records: a button costs as much to dress as the record to read
        self.gaps = [Button("", "inline") for _number in range(_NAMED + 1)]
        self.kin = Button("", "inline")
        self._missing: list[str] = []
        for number, button in enumerate(self.gaps):
            button.clicked.connect(partial(self._lead, number))
            row.addWidget(button)
        self.kin.clicked.connect(self._open)
        row.addSpacing(12)
        row.addWidget(self.kin)
        row.addStretch(1)
        context.guest.changed.connect(self._redraw)

    def show_parent(self, copy: Copy) -> None:
        """Show what the record itself says at once, and how long it has been there as soon as that is read."""
        if self._dossier is not None and self._dossier.id != copy.id:
            self._dossier = None
        self._copy = copy
        self._redraw()
        dossiers, key = self._context.services.dossiers, copy.id

        def work(_control: Control) -> Dossier:
            return dossiers.summary(key)

        self._context.tasks.read(self, work, self._told)

    def _told(self, dossier: Dossier) -> None:
        if self._copy is not None and self._copy.id == dossier.id:
            self._dossier = dossier
            self._redraw()

    def _redraw(self, _on: object = None) -> None:
        if self._copy is None:
            return
        found = completeness(self._entity, self._copy.values)
        parts = self._about(self._copy)
        missing = sorted(found.missing, key=lambda field: field.name not in _FIRST)
        self.facts.setText("·".join(parts))
        self.facts.setVisible(bool(parts))
        share = _("资料完整 {share:.0%}").format(share=found.share) if found.total else ""
        self.share.setText("".join(("·" if parts else "", share, _("，缺") if missing else "")))
        self._missing = [field.name for field in missing]
        words_of = [_("「{field}」").format(field=_label(field)) for field in missing[:_NAMED]]
        rest = missing[_NAMED:]
        if rest:
            words_of.append(_("等 {count} 项").format(count=len(missing)))
            self.gaps[_NAMED].setToolTip(tip(_("还缺{fields}").format(fields="、".join(_label(one) for one in rest))))
        for number, button in enumerate(self.gaps):
            button.setVisible(number < len(words_of))
            button.setText(words_of[number] if number < len(words_of) else "")
        self._show_kin(self._dossier)

    def _lead(self, number: int) -> None:
        if number < len(self._missing):
            name = self._missing[number]
            self.wanted.emit(name, _SECTION_OF.get(name, ""))

    def _about(self, copy: Copy) -> list[str]:
        """Where it sits, since when, and who looks after it."""
        parts = []
        location = copy.values.get("location")
        dossier, today = self._dossier, dates.today()
        if location:
            seats = len(dossier.seats) if dossier else 1
            several = _("{place} 等 {count} 处").format(place=location, count=seats) if seats > 1 else str(location)
            parts.append(self._context.guest.show(self._entity.field("location"), several))
        if dossier is not None and dossier.left_on is not None:
            parts.append(_("{day} 已迁出").format(day=dossier.left_on.isoformat()))
        elif dossier is not None and dossier.since is not None and dossier.since <= today:
            parts.append(_("在驻 {span}").format(span=span_words(dossier.since, today)))
        liaison = copy.labels.get("chief_liaison_id", "")
        if liaison:
            field = self._entity.field("chief_liaison_id")
            parts.append(_("首席联络员 {name}").format(name=self._context.guest.show(field, liaison)))
        return parts

    def _show_kin(self, dossier: Dossier | None) -> None:
        """The firm of a branch, or the branches of a firm."""
        words = ""
        if dossier is not None and dossier.parent is not None:
            name = self._context.guest.show(self._entity.field("name"), dossier.parent.title)
            words = _("上级单位：{name}").format(name=name)
        elif dossier is not None and dossier.branches:
            words = _("分支机构 {count} 家").format(count=len(dossier.branches))
        self.kin.setText(words)
        self.kin.setVisible(bool(words))

    def _open(self) -> None:
        if self._dossier is None:
            return
        kin: tuple[Option, ...] = (self._dossier.parent,) if self._dossier.parent else self._dossier.branches
        if len(kin) == 1:
            self._context.open_record("enterprises", kin[0].id)
        elif kin:
            ids = tuple(one.id for one in kin)
            self._context.open_query(Query("enterprises", (Filter("id", Match.ONE_OF, ids),)))

    def minimumSizeHint(self) -> QSize:
        """What has no room is cut, the pane stays as it is."""
        return QSize(0, super().minimumSizeHint().height())


def _label(field: Field) -> str:
    label = SHORT.get(field.name, field.label)
    return _(label)
