"""Small helps for records on screen: how complete one is, and a page that scrolls."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.rules import masks, values
from louyu_desktop.rules.completeness import completeness
from louyu_desktop.services.copies import Copy
from louyu_desktop.text import _
from louyu_desktop.ui.guest import GuestView
from louyu_desktop.ui.messages import Card
from louyu_desktop.ui.roomy import Upright

ONE_OWNER = frozenset({Kind.CREDIT_CODE, Kind.IDENTITY_NUMBER, Kind.MOBILE, Kind.EMAIL})
"""What no two records share."""

_LINES = '[{"'
_NUMBERS = frozenset({Kind.MOBILE, Kind.PHONE, Kind.EMAIL, Kind.IDENTITY_NUMBER})


def scrolled(widget: QWidget) -> QScrollArea:
    """`widget` on the surface, scrolling when there is no room."""
    frame = QFrame()
    frame.setProperty("card", "plain")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    # as wide as there is room, never as it would like to be: a form that places its fields by its width and a scroll
    # area that gives it the width it asks for would ask each other for ever
    frame.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    area = QScrollArea()
    area.setAccessibleName(widget.accessibleName() or _("内容"))
    area.setWidget(frame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def scrolled_card(widget: QWidget, area: QScrollArea | None = None) -> Card:
    """The body of a page of settings, which scrolls within the hairline of a card; a form comes `scrolled` already."""
    card = Card()
    card.body.setContentsMargins(1, 1, 1, 1)
    area = area or Upright(widget)
    area.setAccessibleName(widget.accessibleName() or _("内容"))
    card.body.addWidget(area)
    return card


def alike(entity: Entity, copy: Copy) -> dict[str, Any]:
    """What a new record like `copy` begins with, as a draft: all but what belongs to this one alone."""
    own = {key[0] for key in entity.keys if len(key) == 1} - {entity.title}
    kept = [f.name for f in entity.fields if not f.derived and f.name not in own and f.kind not in ONE_OWNER]
    values = {name: copy.values[name] for name in kept if copy.values.get(name) is not None}
    return values | {f"{name}:label": copy.labels[name] for name in values if name in copy.labels}


def side_words(field: Field, value: object, label: str) -> str:
    """A value as side panels show it: numbers of persons are masked even when no guest is near."""
    text = values.display(field, value, label)
    return masks.mask(field, text) if field.sensitivity >= Sensitivity.PERSONAL else text


def past_words(guest: GuestView, field: Field, text: str) -> str:
    """A former value as the history shows it: numbers of persons masked for everybody, all else as guests may see."""
    if not guest.on and field.kind in _NUMBERS and field.sensitivity >= Sensitivity.PERSONAL:
        return masks.mask(field, text)
    return guest.show(field, _counted(text))


def _counted(text: str) -> str:
    """A whole list that was kept in one field is told by how many lines it has; its letters mean nothing to anybody."""
    if not text.startswith(_LINES):
        return text
    try:
        return _("{count} 项").format(count=f"{len(json.loads(text)):,}")
    except ValueError:
        return text


def complete(entity: Entity, copy: Copy) -> str:
    """What share of the fields that are asked for is there, and which are missing."""
    found = completeness(entity, copy.values)
    if not found.total:
        return ""
    words = _("资料完整 {share:.0%}（{filled} / {total}）").format(
        share=found.share, filled=found.filled, total=found.total
    )
    if found.missing:
        words += _("，缺{fields}").format(fields="".join(f"「{_(field.label)}」" for field in found.missing[:3]))
    return words
