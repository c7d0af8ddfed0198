"""Tab in the order in which things stand, also for what was made later than its neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QWidget


def stops(layout: QLayout) -> Iterator[QWidget]:
    """Everything that Tab comes to, as it is laid out."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if inner is not None:
            yield from stops(inner)
        elif widget is not None and widget.isVisible() and widget.isEnabled():
            yield from _inside(widget)


def _inside(widget: QWidget) -> Iterator[QWidget]:
    held = widget.widget() if isinstance(widget, QScrollArea) else None
    layout = held.layout() if held is not None else widget.layout()
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    if takes and held is None:
        yield widget
    elif layout is not None:
        yield from stops(layout)


def step(layout: QLayout, *, forward: bool) -> bool:
    """Go from the widget that has the focus to the next one, round and round; False when there is none to go to."""
    chain = list(stops(layout))
    focus = QApplication.focusWidget()
    if not chain or focus is None:
        return False
    place = chain.index(focus) if focus in chain else -1 if forward else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    chain[(place + (1 if forward else -1)) % len(chain)].setFocus(reason)
    return True
