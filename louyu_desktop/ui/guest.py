"""What may be read on screen: phones and numbers are masked for everybody, in guest view (F12) names and more too."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.masks import is_masked, mask, mask_name


class GuestView(QObject):
    """Whether visitors may be looking; models mask what they hand to display while it is on."""

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on = False

    @property
    def on(self) -> bool:
        """Whether values are masked now."""
        return self._on

    def toggle(self) -> None:
        """Turn it on or off and tell every open list and form."""
        self.put(not self._on)

    def put(self, on: bool) -> None:
        """Turn it on or off; silent when it is so already."""
        if on != self._on:
            self._on = on
            self.changed.emit(on)

    def show(self, field: Field, text: str) -> str:
        """The text of a field as it may be seen now: a phone or number of a person behind stars even without guests."""
        if not self._on:
            return mask(field, text) if is_masked(field) else text
        named = field.kind is Kind.PERSON_NAME or (field.kind is Kind.REFERENCE and field.target == "people")
        return mask_name(text) if named else mask(field, text)
