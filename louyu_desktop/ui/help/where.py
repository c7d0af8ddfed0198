"""Where a person is, as the pages of the handbook name it: the nearest place first.

A place is a folder or module of `ui` in which a widget on the way up to the window is written, or the kind of record
that a list or a form shows.  So every new dialog of a folder has that folder's page at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QWidget

from louyu_desktop.fields import Entity

_OURS = "louyu_desktop.ui."
_LISTS = f"{_OURS}entity."
_HOLDING = ("show_part", "nav", "splitter")


def places(host: QWidget | None) -> tuple[str, ...]:
    """The places of what the widget with the keys shows, of the widget, of what stands round it, of the window."""
    focus = QApplication.focusWidget()
    if host is not None and not (focus is not None and host.window().isAncestorOf(focus)):
        focus = host.window().focusWidget()  # where the keys would go, were the window in front
    start = focus or host
    if start is None:
        return ()
    around = (*_downwards(start), *_outwards(start), *_downwards(start.window()))
    boxes = (widget for widget in around if isinstance(widget, QLineEdit) and widget is not focus)
    silent = {id(widget) for widget in (*boxes, *filter(_holds, around))}
    telling = [widget for widget in around if id(widget) not in silent]
    found = (name for widget in (*telling, *_upwards(start)) for name in names(widget))
    return tuple(dict.fromkeys(found))


def _holds(widget: QWidget) -> bool:
    """Whether it only holds several pages: which of them is shown says more."""
    return any(hasattr(widget, name) for name in _HOLDING)


def _outwards(start: QWidget) -> Iterator[QWidget]:
    """What the widget stands in; before each, the page that it shows beside the widget: a tab's button is of that."""
    for widget in _upwards(start):
        for stack in widget.findChildren(QStackedWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if stack.isVisible() and not stack.isAncestorOf(start):
                yield from _downwards(stack.currentWidget())
        yield widget


def _upwards(widget: QWidget | None) -> Iterator[QWidget]:
    """The widget and all it stands in; a dialog stands in what asked for it."""
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


def _downwards(widget: QWidget) -> Iterator[QWidget]:
    """What is seen in a widget, the outer before the inner."""
    waiting = deque([widget])
    while waiting:
        one = waiting.popleft()
        yield one
        inner = one.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        waiting.extend(child for child in inner if child.isVisible() and not child.isWindow())


def names(widget: QWidget) -> Iterator[str]:
    """What the pages may call a widget: the kind that a list or a form is of, and where it is written."""
    entity = getattr(widget, "entity", None)
    if isinstance(entity, Entity) and any(made.__module__.startswith(_LISTS) for made in type(widget).__mro__):
        yield entity.kind
    module = type(widget).__module__
    if module.startswith(_OURS):
        yield module.removeprefix(_OURS)
