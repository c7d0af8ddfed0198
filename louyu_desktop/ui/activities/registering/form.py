"""登记报名: one person quickly, known or new, with companions and answers; the next one without leaving."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QScrollArea, QSpinBox, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import values
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.registering_copies import Asked, Became, Entry, Places, RegisterOutcome
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_, _
from louyu_desktop.ui.activities.registering import said
from louyu_desktop.ui.activities.registering.places import about
from louyu_desktop.ui.fields.editor import Editor
from louyu_desktop.ui.fields.editors import ChoiceEditor, ChoicesEditor, LineEditor
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import Label, outline
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

CHANNELS = ("到站", "电话", "微信", "单位代报")
_NAME = Field(name="name", label=N_("姓名"), kind=Kind.PERSON_NAME, max_length=50)
_MOBILE = Field(name="mobile", label=N_("手机"), kind=Kind.MOBILE, max_length=20)
_UNIT = Field(name="unit_name", label=N_("单位"), max_length=100)
_WIDTH = 98


def editor_of(asked: Asked, parent: QWidget) -> Editor:
    """The editor in which a question is answered."""
    match asked.kind:
        case "单选":
            return ChoiceEditor(Field(name="answer", label=asked.text, kind=Kind.CHOICE, choices=asked.options), parent)
        case "多选":
            field = Field(name="answer", label=asked.text, kind=Kind.CHOICES, choices=asked.options)
            return ChoicesEditor(field, parent)
        case "是否":
            return ChoiceEditor(Field(name="answer", label=asked.text, kind=Kind.CHOICE, choices=("是", "否")), parent)
    return LineEditor(Field(name="answer", label=asked.text, max_length=200), parent)


def answer_in(editor: Editor) -> str:
    """What stands in it, several words with 、 between them."""
    value = editor.value()
    return "、".join(value) if isinstance(value, tuple) else str(value or "")


class RegisterDialog(Panel):
    """Enter in the last field registers; what came of it stands below, and the fields are empty for the next one."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        title = _("登记报名：{title}").format(title=copy.title)
        super().__init__(context, parent, title, " ", _("登记"), QSize(560, 560))
        self._copy = copy
        self._asked: tuple[Asked, ...] = ()
        self._late = self._writing = False
        self.answers: dict[int, Editor] = {}
        self.person = ReferenceEditor(Field(name="person", label=N_("姓名"), target="people"), lookup_of(context), self)
        self.person.box.setPlaceholderText(_("姓名、拼音、首字母、手机尾号"))
        self.hint = Label("", "hint", "text3")
        self.unit, self.mobile = LineEditor(_UNIT, self), LineEditor(_MOBILE, self)
        self.channel = ChoiceEditor(
            Field(name="channel", label=N_("渠道"), kind=Kind.CHOICE, choices=CHANNELS, open_choices=True), self
        )
        self.channel.put(CHANNELS[0])
        self.companions = QSpinBox(self)
        self.companions.setRange(0, 20)
        self.companions.setAccessibleName(_("另带几人"))
        self.companions.setSuffix(_(" 人"))
        self.told = QCheckBox(_("个人信息怎么用，已经告诉本人，本人同意"), self)
        self.anyway = QCheckBox(_("报名已截止，仍然登记"), self)
        self.anyway.hide()
        self._build()
        self._connect()
        self.person.setFocus()
        self._read()

    def _build(self) -> None:
        inside = QWidget()
        inside.setAutoFillBackground(False)
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 2, 10, 2)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._line(_("姓名"), self.person, required=True)
        self._grid.addWidget(self.hint, self._grid.rowCount(), 1)
        self._line(_("单位"), self.unit)
        self._line(_("手机"), self.mobile)
        self._line(_("另带几人"), self.companions)
        self._line(_("渠道"), self.channel)
        area = QScrollArea(self)
        area.setAccessibleName(_("登记报名"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(inside)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.told)
        self.body.addWidget(self.anyway)
        self.next_button = outline(_("登记，再登一位"))
        self.extra.addWidget(self.next_button)

    def _line(self, words: str, editor: QWidget, *, required: bool = False) -> None:
        row = self._grid.rowCount()
        label = Label(words, "label", "text2", wrap=True)
        label.setFixedWidth(theme.px(_WIDTH))
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(editor, row, 1)
        if required:
            self._grid.addWidget(Label("＊", "label", "danger"), row, 2)

    def _connect(self) -> None:
        self.person.changed.connect(self._person_changed)
        self.go.clicked.connect(partial(self.register, stays=False))
        self.next_button.clicked.connect(partial(self.register, stays=True))
        self.mobile.box.returnPressed.connect(partial(self.register, stays=True))

    def _read(self) -> None:
        service, key = self.context.services.registering, self._copy.id

        def work(_control: Control) -> tuple[Places, tuple[Asked, ...]]:
            return service.places(key), service.questions(key)

        self.context.tasks.read(self, work, self._show)

    def _show(self, found: tuple[Places, tuple[Asked, ...]]) -> None:
        places, asked = found
        words, tone = about(places)
        self.about.setText(words)
        self.about.set_tone(tone)
        self.anyway.setVisible(bool(places.why_late) and self.context.services.access.may(Right.WORK))
        self._late = bool(places.why_late)
        self.go.setEnabled(not places.why_closed)
        self.next_button.setEnabled(not places.why_closed)
        if not self._asked:
            self._asked = asked
            for one in asked:
                editor = editor_of(one, self)
                self.answers[one.id or 0] = editor
                self._line(one.text, editor, required=one.required)

    def _person_changed(self) -> None:
        known, typed = self.person.value() is not None, bool(self.person.box.text().strip())
        for editor in (self.unit, self.mobile):
            editor.setEnabled(not known)
        words = _("人员库里的人，单位和手机已经有了") if known else _("没有从列表里选：会新建一位") if typed else ""
        self.hint.setText(words)

    # -- registering ---------------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        """Who is to be registered; UserError for what cannot be taken."""
        key = self.person.value()
        name = self.person.label() if key is not None else str(values.parse(_NAME, self.person.box.text()) or "")
        if not name:
            raise UserError(_("请填姓名"))
        mobile = "" if key is not None else str(values.parse(_MOBILE, str(self.mobile.value())) or "")
        answers = {question: answer_in(editor) for question, editor in self.answers.items()}
        for one in self._asked:
            if one.required and not answers[one.id or 0]:
                raise UserError(_("「{text}」要答").format(text=one.text))
        unit = "" if key is not None else str(self.unit.value())
        first = Entry(key, name=name, unit_name=unit, mobile=mobile, answers=answers)
        count = self.companions.value()
        called = _("{name}同行 {number}")
        return [first] + [
            Entry(name=called.format(name=name, number=number), unit_name=unit, brought_by=0)
            for number in range(1, count + 1)
        ]

    def register(self, *, stays: bool) -> None:
        """Register, and stay for the next one or leave; a second Enter meanwhile is no second person."""
        if self._writing or not self.go.isEnabled():
            return
        try:
            entries = self.entries()
        except UserError as error:
            self.note.say(error.sentence)
            return
        if self._late and not self.anyway.isChecked():
            self.note.say(_("报名已经截止。要补报，请先勾上「仍然登记」"))
            return
        service, key = self.context.services.registering, self._copy.id
        channel, told, late = str(self.channel.value()) or CHANNELS[0], self.told.isChecked(), self.anyway.isChecked()
        self._writing = True
        self.go.setEnabled(False)

        def work(_control: Control) -> RegisterOutcome:
            return service.register(key, entries, channel=channel, told=told, late=late)

        self.context.tasks.write(self, work, partial(self._done, stays), self._refused)

    def _refused(self, error: Exception) -> None:
        self._writing = False
        self.refuse(error)

    def _done(self, stays: bool, outcome: RegisterOutcome) -> None:
        self._writing = False
        tone, words = said.registered(self.context.guest, outcome)
        taken = any(line.became in {Became.REGISTERED, Became.WAITING} for line in outcome.lines)
        if not stays and taken:
            self.context.message(tone, words)
            self.accept()
            return
        self.go.setEnabled(True)
        self.note.say(words, "ok" if tone == "ok" else "warn")
        if taken:
            self._clear()
        self._read()

    def _clear(self) -> None:
        self.person.put(None)
        for editor in (self.unit, self.mobile, *self.answers.values()):
            editor.put(None)
            editor.setEnabled(True)
        self.companions.setValue(0)
        self.told.setChecked(False)
        self.hint.setText("")
        self.person.setFocus()
