"""The second person: now, with name and own password, or later from 今日."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.services.colour_copies import Credentials, Person
from louyu_desktop.text import _
from louyu_desktop.ui.entrance.password import PasswordEntry
from louyu_desktop.ui.parts import IconText, Label, Segmented
from louyu_desktop.ui.theme import theme

_LATER, _NOW = "later", "now"


class SecondPart(QWidget):
    """Who else agrees; `keyed`: each has a password of their own.  `must`: there is no later."""

    def __init__(self, people: Sequence[Person], parent: QWidget, *, keyed: bool, must: bool = False) -> None:
        super().__init__(parent)
        self._keyed, self._must = keyed, must
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(8)
        self.why = IconText("people", _("变差两级，或者定为红，要第二个人确认"), "body", "warn")
        layout.addWidget(self.why)
        self.when = Segmented([(_NOW, _("现在就确认")), (_LATER, _("以后在「今日」里确认"))], _LATER)
        self.when.setVisible(not must and bool(people))
        layout.addWidget(self.when)
        self.who = QComboBox()
        self.who.setAccessibleName(_("第二人"))
        self.who.setMinimumWidth(theme.px(140))
        self.who.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for person in people:
            self.who.addItem(person.name, person.id)
        self.password = PasswordEntry(_("第二人自己的口令"), required=False)
        self._row = QWidget(self)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        names = QVBoxLayout()
        names.setSpacing(4)
        names.addWidget(Label(_("第二人"), "label"))
        names.addWidget(self.who)
        names.addStretch(1)
        row.addLayout(names)
        row.addWidget(self.password, 1)
        self.password.setVisible(keyed)
        if not keyed:
            row.addStretch(1)
        layout.addWidget(self._row)
        self.nobody = Label(_("站里还没有别人能确认。先提出来，等有了别的工作人员再确认"), "label", "text2", wrap=True)
        self.nobody.setVisible(not people)
        layout.addWidget(self.nobody)
        self.when.chosen.connect(self._turn)
        self._turn()

    def _turn(self, _value: object = None) -> None:
        self._row.setVisible(self.now)
        if self.now and self._keyed:
            self.password.password.setFocus()

    @property
    def now(self) -> bool:
        """Whether somebody is to confirm now."""
        return bool(self.who.count()) and (self._must or self.when.value == _NOW)

    def credentials(self) -> Credentials | None:
        """Who confirms; None when it is left for later."""
        return Credentials(self.who.currentText(), self.password.text) if self.now else None

    def forget(self) -> None:
        """The password was wrong: the next try."""
        self.password.password.forget()
        if self._keyed and self.now:
            self.password.password.setFocus()
