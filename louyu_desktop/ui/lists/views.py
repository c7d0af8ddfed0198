"""Saved views of a list: the box that shows, keeps, renames and drops them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from louyu_desktop.services.copies import View
from louyu_desktop.text import _
from louyu_desktop.ui.ask import ask_text, confirm
from louyu_desktop.ui.buttons import Button

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class ViewBox(Button):
    """`wanted(view)` when one is chosen; `asked(name)` when the list as it stands is to be kept."""

    wanted = Signal(object)
    asked = Signal(str)

    def __init__(self, context: Context, kind: str, parent: QWidget) -> None:
        super().__init__("", small=True, parent=parent)
        self._context = context
        self._records = context.services.records
        self._kind = kind
        self._views: dict[str, View] = {}
        self._name = ""
        self._show_name()
        self.clicked.connect(self.open_menu)

    def fill(self, views: tuple[View, ...]) -> None:
        """Offer these views."""
        self._views = {view.name: view for view in views if view.name}
        self._show_name()

    def _show_name(self) -> None:
        name = self._name if self._name in self._views else _("全部")
        self.setText(f"{name} ▾")
        self.setAccessibleName(_("视图：{name}").format(name=name))
        self.adjustSize()

    def open_menu(self) -> None:
        """All views, and what can be done with the one in use."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("", *self._views):
            action = menu.addAction(name or _("全部"))
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == self._name)
            action.triggered.connect(self._choose)
        menu.addSeparator()
        menu.addAction(_("把现在这样存为视图…"), self.save_as)
        if self._name in self._views:
            menu.addAction(_("更新「{name}」").format(name=self._name), self._save_again)
            menu.addAction(_("改名…"), self.rename)
            menu.addAction(_("删除「{name}」").format(name=self._name), self.drop)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _choose(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.choose(str(sender.data()))

    def choose(self, name: str) -> None:
        """Show the view `name`; "" is everything in the order the program brings."""
        self._name = name
        self._show_name()
        self.wanted.emit(self._views.get(name, View("")))

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
        kind = self._kind
        self._context.tasks.write(self, lambda _control: self._records.keep_view(kind, view), lambda _none: None)

    def rename(self) -> None:
        """Another name for the view in use."""
        old = self._name
        name = ask_text(self, _("给视图改名"), _("名字"), old)
        if name and name != old:
            view = self._views.pop(old)
            self._name = name
            self._forget(old)
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
        self._context.tasks.write(self, lambda _control: self._records.drop_view(kind, name), lambda _none: None)
