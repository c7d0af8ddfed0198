"""The one file of an enterprise (一企一档): FIELD.md 2.2."""

from louyu_desktop.ui.enterprises.file.layout import ENTERPRISES

__all__ = ["ENTERPRISES"]
