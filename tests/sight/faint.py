"""Words that stand out too little from what they stand on, measured on the picture of a window; [] when none."""

from __future__ import annotations

from PIL import Image
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QMenu, QWidget

from tests.sight.named import place_of

Colour = tuple[int, ...]
LEAST = {"light": 4.5, "dark": 4.5, "contrast": 7.0}
"""WCAG 2.2: 4.5 : 1 for everybody (AA), 7 : 1 for who asks for it (AAA)."""

_WORDS = 2
"""Colours that there are at least where something is written, else it is painted elsewhere."""

_PARTS = 3
_THIN = 0.85
"""A thin stroke is drawn between two pixels, so that none of them has its whole colour."""


def faint(window: QWidget, theme: str) -> list[str]:
    """Every label, button and field of a window whose words are hard to read."""
    if isinstance(window, QMenu):
        return []
    top = window.window()
    picture = top.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    ratio = picture.devicePixelRatio()
    size = picture.width(), picture.height()
    image = Image.frombytes("RGB", size, bytes(picture.constBits()), "raw", "RGB", picture.bytesPerLine())
    found = []
    for one in top.findChildren(QWidget):
        if not isinstance(one, QLabel | QAbstractButton | QLineEdit) or not one.text().strip() or not one.isVisible():
            continue
        room = one.visibleRegion().boundingRect()
        if room.isEmpty() or (theme != "contrast" and not one.isEnabled()):
            continue
        ratio_of_words = _of(image, QRect(one.mapTo(top, QPoint()) + room.topLeft(), room.size()), ratio)
        if ratio_of_words < LEAST[theme] * _THIN:
            found.append(f"{place_of(one)}: stands out by {ratio_of_words:.1f} : 1")
    return found


def _of(image: Image.Image, room: QRect, ratio: float) -> float:
    """How much the ink that differs most stands out from the ground that there is most of."""
    box = (room.left() * ratio, room.top() * ratio, (room.right() + 1) * ratio, (room.bottom() + 1) * ratio)
    part = image.crop((int(box[0]), int(box[1]), int(box[2]), int(box[3])))
    counted = sorted(_colours(part), reverse=True)
    if len(counted) < _WORDS:
        return 21.0
    ground = _light(counted[0][1])
    return max(_against(ground, _light(colour)) for _count, colour in counted)


def _colours(part: Image.Image) -> list[tuple[int, Colour]]:
    counted = part.getcolors(part.width * part.height) or []
    return [(count, colour) for count, colour in counted if isinstance(colour, tuple) and len(colour) == _PARTS]


def _against(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _light(colour: Colour) -> float:
    """The relative luminance of WCAG 2."""
    red, green, blue = (_linear(part / 255) for part in colour[:_PARTS])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
