"""Where a person is, as the pages of the handbook name it: the nearest place first.

A place is a folder or module of `ui` in which a widget on the way up to the window is written, or the kind of record
that a list or a form shows.  So every new dialog of a folder has that folder's page at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop.fields import Entity

_OURS = "louyu_desktop.ui."


def places(host: QWidget | None) -> tuple[str, ...]:
    """The places of the widget that has the keys, of what stands round it, then of what is seen in the window."""
    focus = QApplication.focusWidget()
    start = focus if focus is not None and (host is None or host.window().isAncestorOf(focus)) else host
    found = [name for widget in _upwards(start) for name in names(widget)]
    if start is not None:
        seen = (child for child in start.window().findChildren(QWidget) if child.isVisible())
        found += [name for widget in seen for name in names(widget)]
    return tuple(dict.fromkeys(found))


def _upwards(widget: QWidget | None) -> Iterator[QWidget]:
    """The widget and all it stands in; a dialog stands in what asked for it."""
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


def names(widget: QWidget) -> Iterator[str]:
    """What the pages may call a widget."""
    entity = getattr(widget, "entity", None)
    if isinstance(entity, Entity):
        yield entity.kind
    module = type(widget).__module__
    if module.startswith(_OURS):
        yield module.removeprefix(_OURS)
