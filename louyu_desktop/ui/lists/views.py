"""Saved views of a list: the box that shows, keeps, renames and drops them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from louyu_desktop.fields import Entity, Kind
from louyu_desktop.services.copies import Filter, View
from louyu_desktop.text import _
from louyu_desktop.ui.ask import ask_text, confirm
from louyu_desktop.ui.buttons import Button
from louyu_desktop.ui.fields import filters as language
from louyu_desktop.ui.lists.presets import Preset
from louyu_desktop.ui.plain import unmarked

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class ViewBox(Button):
    """`wanted(view)` when one is chosen; `asked(name)` when the list as it stands is to be kept.

    A view called "" is how the list was left. What opens first: the view that was made the default, else
    the one shown last unless filters were typed since, else the list as it was left.
    """

    wanted = Signal(object)
    asked = Signal(str)

    def __init__(
        self, context: Context, entity: Entity, parent: QWidget, presets: Sequence[Preset] = (), first: str = ""
    ) -> None:
        super().__init__("", small=True, parent=parent)
        self._records = context.services.records
        self._tasks = context.tasks
        self._preferences = context.preferences
        self._entity = entity
        self._kind = entity.kind
        self._presets = {_(preset.name): preset for preset in presets}
        self._first = _(first) if first else None
        self._views: dict[str, View] = {}
        self.left = View("")
        self._name = ""
        self._show_name()
        self.clicked.connect(self.open_menu)

    def fill(self, views: tuple[View, ...]) -> None:
        """Offer these views."""
        if self._preferences.safe:
            views = ()
        self._views = {view.name: view for view in views if view.name}
        self.left = next((view for view in views if not view.name), View(""))
        self._show_name()

    def show_first(self) -> None:
        """Show the view that opens first."""
        for name in (self._default, self._preferences.get(self._key("last"))):
            if name == "" or name in self._presets or name in self._views:
                self.choose(str(name))
                return
        self.wanted.emit(self.left)

    @property
    def _default(self) -> str | None:
        found: str | None = self._preferences.get(self._key("default"), self._first)
        return found

    def _key(self, which: str) -> str:
        return f"view/{self._kind}/{which}"

    def _show_name(self) -> None:
        known = self._name in self._views or self._name in self._presets
        name = self._name if known else _("全部")
        self.setText(unmarked(f"{name} ▾"))
        self.setAccessibleName(_("视图：{name}").format(name=name))
        self.adjustSize()

    def open_menu(self) -> None:
        """All views, and what can be done with the one in use."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in dict.fromkeys(("", *self._presets, *self._views)):
            self._tick(menu, name or _("全部"), on=name == self._name, slot=partial(self.choose, name))
        menu.addSeparator()
        default = self._default == self._name
        words = _("打开时先看「{name}」").format(name=self._name or _("全部"))
        self._tick(menu, words, on=default, slot=partial(self.make_default, None if default else self._name))
        menu.addAction(_("把现在这样存为视图…"), self.save_as)
        if self._name in self._views:
            menu.addAction(unmarked(_("更新「{name}」").format(name=self._name)), self._save_again)
            menu.addAction(_("改名…"), self.rename)
            menu.addAction(unmarked(_("删除「{name}」").format(name=self._name)), self.drop)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    @staticmethod
    def _tick(menu: QMenu, words: str, *, on: bool, slot: Callable[[], None]) -> None:
        action = menu.addAction(unmarked(words))
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(slot)

    def make_default(self, name: str | None) -> None:
        """Show the view `name` whenever this list is opened; None: as it was left."""
        self._preferences.set(self._key("default"), name)

    def choose(self, name: str) -> None:
        """Show the view `name`; "" is everything in the order the program brings, in this person's columns."""
        self._name = name
        self._preferences.set(self._key("last"), name or None)
        self._show_name()
        self.wanted.emit(self._views[name] if name in self._views else self._brought(name))

    def _brought(self, name: str) -> View:
        """A preset as it reads today, in the columns this person uses; any other name is everything."""
        if name not in self._presets:
            return View(name, columns=self.left.columns, widths=self.left.widths)
        preset = self._presets[name]
        filters: list[Filter] = []
        for place, value in ((preset.field, preset.value), *preset.also):
            field = self._entity.field(place)
            filters += language.parse(field, _(value) if field.kind is Kind.FLAG else value)
        return View(name, tuple(filters), preset.sort, self.left.columns, self.left.widths)

    def loosen(self) -> None:
        """The person went on filtering: how the list is left counts now."""
        self._preferences.set(self._key("last"), None)

    def save_as(self) -> None:
        """Keep the list as it stands under a new name."""
        name = ask_text(self, _("存为视图"), _("名字"), self._name)
        if name:
            self._name = name
            self.asked.emit(name)

    def _save_again(self) -> None:
        self.asked.emit(self._name)

    def keep(self, view: View) -> None:
        """Keep a view; the one without a name is how the list was left."""
        if view.name:
            self._views[view.name] = view
            self._show_name()
        else:
            self.left = view
            if self._preferences.safe:  # how the list was left before it stays kept
                return
        kind = self._kind
        self._tasks.write(self, lambda _control: self._records.keep_view(kind, view), lambda _none: None)

    def rename(self) -> None:
        """Another name for the view in use."""
        old = self._name
        name = ask_text(self, _("给视图改名"), _("名字"), old)
        if name and name != old:
            view = self._views.pop(old)
            self._name = name
            self._forget(old)
            if self._default == old:
                self.make_default(name)
            self.keep(replace(view, name=name))

    def drop(self) -> None:
        """Delete the view in use, after asking."""
        question = _("删除视图「{name}」？").format(name=self._name)
        if confirm(self, question, _("列表里的记录不受影响。"), _("删除视图"), _("不删"), danger=True):
            self._views.pop(self._name, None)
            self._forget(self._name)
            self.choose("")

    def _forget(self, name: str) -> None:
        kind = self._kind
        self._tasks.write(self, lambda _control: self._records.drop_view(kind, name), lambda _none: None)
