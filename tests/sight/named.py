"""What somebody who does not see the screen, or has no mouse, would miss on a window; [] when nothing."""

from __future__ import annotations

import re
from collections import defaultdict

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

_WORDS = re.compile(r"[一-鿿]")
_NEUTRAL = re.compile(r"^[\W\d_]+$")
_LOOKED = "looked"
"""The property of what was looked at before: a page is not gone through again for the bar above it."""

_TYPED = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)
_ROLES = {
    QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane, QAccessible.Role.Border,
}


def missing(window: QWidget) -> list[str]:
    """Every finding on what is visible of a window."""
    if isinstance(window, QMenu):
        return [f"{place_of(window)}: a line of a menu has no words" for one in window.actions()
                if not one.isSeparator() and not one.text().strip()]
    shown = [one for one in window.findChildren(QWidget) if one.isVisible()]
    fresh = [one for one in shown if not one.property(_LOOKED)]
    found = [sentence for one in fresh for sentence in (*_of_one(one), *_of_painted(one, shown))]
    for one in fresh:
        if takes_focus(one) or not one.isEnabled():
            one.setProperty(_LOOKED, one.isEnabled())
    return [*found, *_alike(fresh), *_unreached(window, fresh)] if fresh else found


def takes_focus(widget: QWidget) -> bool:
    """Whether the keys may go there, and to nobody else in its stead."""
    return (
        widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.focusProxy() is None
        and widget.isEnabled()
        and not _inner(widget)
    )


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    if isinstance(widget, QComboBox):  # on Unix its interface gives what is chosen in place of its name
        return widget.accessibleName().strip() or _label_of(widget)
    interface: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface else ""


def _label_of(widget: QWidget) -> str:
    labels = (one for one in widget.window().findChildren(QLabel) if one.buddy() is widget)
    return next((label.text() for label in labels), "")


def role_of(widget: QWidget) -> QAccessible.Role:
    """What a screen reader says it is."""
    interface: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(widget)
    return interface.role() if interface else QAccessible.Role.NoRole


def _inner(widget: QWidget) -> bool:
    """A part of one of Qt's own widgets."""
    parent = widget.parentWidget()
    if isinstance(parent, QLineEdit) and isinstance(widget, QAbstractButton):
        return True
    if isinstance(widget, QLineEdit) and isinstance(parent, QComboBox | QAbstractSpinBox):
        return True
    if isinstance(parent, QAbstractScrollArea) and widget is parent.viewport():
        return True
    return widget.objectName().startswith("qt_")


def _of_one(widget: QWidget) -> list[str]:
    found = []
    button = isinstance(widget, QAbstractButton) and not _inner(widget)
    if not (takes_focus(widget) or (button and widget.isEnabled())):
        return []
    name, place = name_of(widget), place_of(widget)
    if not name:
        found.append(f"{place}: no name")
    elif not _WORDS.search(name) and not (button and not _NEUTRAL.match(name)):
        found.append(f"{place}: its name {name!r} says nothing")
    if takes_focus(widget) and role_of(widget) in _ROLES and not isinstance(widget, QAbstractScrollArea):
        found.append(f"{place}: no role ({role_of(widget).name})")
    if button and widget.focusPolicy() in (Qt.FocusPolicy.NoFocus, Qt.FocusPolicy.ClickFocus):
        found.append(f"{place}: a button that no key reaches")
    bare = isinstance(widget, QAbstractButton) and not widget.text().strip() and not widget.icon().isNull()
    if button and bare and not widget.toolTip():
        found.append(f"{place}: an icon alone without a tooltip")
    return found


def _of_painted(widget: QWidget, shown: list[QWidget]) -> list[str]:
    family = type(widget)
    own = _own(family)
    if not family.__module__.startswith("louyu_desktop") or "paintEvent" not in own:
        return []
    if isinstance(widget, QLabel | QAbstractButton | QAbstractItemView | QLineEdit | QHeaderView):
        return []
    if getattr(widget, "ornament", False):
        return []
    found, place = [], place_of(widget)
    if not name_of(widget):
        found.append(f"{place}: painted, and nothing says what it shows")
    twin = getattr(widget, "list_twin", "")
    if own & {"mousePressEvent", "mouseReleaseEvent", "mouseDoubleClickEvent"}:
        if not twin and role_of(widget) in _ROLES:
            found.append(f"{place}: painted, without a role, and without a list twin")
        keyless = widget.focusPolicy() in (Qt.FocusPolicy.NoFocus, Qt.FocusPolicy.ClickFocus)
        if keyless and twin not in {name for one in shown for name in families(one)}:
            found.append(f"{place}: painted, listens to the mouse, and no key reaches it")
    return found


def families(widget: QWidget) -> list[str]:
    """Its class and those it is derived from."""
    return [one.__name__ for one in type(widget).__mro__]


def twins(window: QWidget) -> set[tuple[str, str]]:
    """The painted views that are shown with the class of the list that each says stands for it."""
    shown = [one for one in window.findChildren(QWidget) if one.isVisible()]
    said = {(type(one).__name__, str(getattr(one, "list_twin", ""))) for one in shown}
    return {one for one in said if one[1]}


def _own(family: type) -> set[str]:
    """What a class and those it is derived from define in our code."""
    return {name for one in family.__mro__ if one.__module__.startswith("louyu_desktop") for name in vars(one)}


def _alike(shown: list[QWidget]) -> list[str]:
    groups: dict[tuple[object, ...], list[QWidget]] = defaultdict(list)
    for one in shown:
        if takes_focus(one):
            key = (id(one.parentWidget()), name_of(one), role_of(one), one.accessibleDescription(), one.toolTip())
            groups[key].append(one)
    return [f"{place_of(many[0])}: {len(many)} side by side have the same name {name_of(many[0])!r}"
            for many in groups.values() if len(many) > 1 and name_of(many[0])]


def _unreached(window: QWidget, shown: list[QWidget]) -> list[str]:
    """What Tab never comes to, and what never lets it go."""
    found = []
    for one in shown:
        if not takes_focus(one):
            continue
        if not one.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(one, QAbstractButton):
            found.append(f"{place_of(one)}: takes the keys, but Tab does not come to it")
        if isinstance(one, QAbstractItemView) and one.tabKeyNavigation():
            found.append(f"{place_of(one)}: keeps Tab for itself")
        if isinstance(one, QTextBrowser):
            continue  # there Tab goes from link to link, and on after the last
        if isinstance(one, QPlainTextEdit | QTextEdit) and not one.tabChangesFocus():
            found.append(f"{place_of(one)}: keeps Tab for itself")
    chain: set[int] = set()
    step: QWidget | None = window.nextInFocusChain()
    while step and id(step) not in chain:
        chain.add(id(step))
        step = step.nextInFocusChain()
    own = [one for one in shown if takes_focus(one) and one.window() is window.window()]
    return [*found, *(f"{place_of(one)}: not in the tab order" for one in own if id(one) not in chain)]


def place_of(widget: QWidget) -> str:
    """Its class and its words, and the classes of what it stands in, outermost last, as far as they are ours."""
    words = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    names = [f"{type(widget).__name__} {words!r}" if words else type(widget).__name__]
    parent: QWidget | None = widget.parentWidget()
    while parent:
        if type(parent).__module__.startswith("louyu_desktop"):
            names.append(type(parent).__name__)
        parent = parent.parentWidget()
    return " < ".join(names[:4])
