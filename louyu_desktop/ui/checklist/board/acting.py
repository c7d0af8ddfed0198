"""What the board does to a request: at once where an action asks for nothing, else in a small window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.promise import TERMS
from louyu_desktop.rules.request_flow import STEPS, Action, Asks
from louyu_desktop.services.board_copies import Card
from louyu_desktop.services.copies import Control
from louyu_desktop.services.request_copies import Choices, Done, Given, Offered
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editor import Editor
from louyu_desktop.ui.fields.editors import ChoiceEditor, LineEditor, NoteEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import Label, Segmented, outline
from louyu_desktop.ui.plain import tip, unmarked

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_CONTENT = ((5, N_("很满意")), (4, N_("满意")), (3, N_("基本满意")), (2, N_("不满意")), (1, N_("很不满意")))
_USUAL = {Action.SATISFIED: 4, Action.DISSATISFIED: 2}
_LINE, _HEAD, _NOTE = 62, 150, 90
_ANSWERS = 3


def act(context: Context, request_id: int, action: Action, parent: QWidget) -> None:
    """Take an action, after asking for what it cannot do without."""
    requests = context.services.requests
    if not STEPS[action].asks or STEPS[action].asks == (Asks.ATTEMPTS,):
        context.tasks.write(
            parent, lambda _control: requests.act(request_id, action), partial(_done, context),
        )  # fmt: skip
        return

    def open_panel(choices: Choices) -> None:
        ActPanel(context, request_id, action, choices, parent.window()).open()

    context.tasks.read(parent, lambda _control: requests.choices(request_id, action), open_panel)


def menu(context: Context, card: Card, title: str, offered: Sequence[Offered], parent: QWidget) -> QMenu:
    """Open it, and every action there is; what cannot be taken now says why."""
    made = QMenu(parent)
    made.setToolTipsVisible(True)
    made.aboutToHide.connect(made.deleteLater)
    made.addAction(unmarked(_("打开「{title}」").format(title=title))).triggered.connect(
        lambda: context.open_record("requests", card.id)
    )
    made.addSeparator()
    for one in offered:
        line = made.addAction(_(one.label) if not one.why_not else f"{_(one.label)}（{one.why_not}）")
        line.setEnabled(not one.why_not)
        line.triggered.connect(partial(_chosen, context, card.id, one.action, parent))
    return made


def _chosen(context: Context, request_id: int, action: Action, parent: QWidget, _checked: bool = False) -> None:
    act(context, request_id, action, parent)


def _done(context: Context, done: Done) -> None:
    context.message("ok", done.sentence)


class ActPanel(Panel):
    """Asks for mechanism, person, department, words, content or days: for what the action cannot do without."""

    def __init__(
        self, context: Context, request_id: int, action: Action, choices: Choices, parent: QWidget
    ) -> None:
        step = STEPS[action]
        height = _HEAD + _LINE * len(step.asks) + _NOTE
        super().__init__(context, parent, _(step.label), "", _(step.label), QSize(520, height))
        self._id, self._action, self._choices = request_id, action, choices
        self.inputs: dict[Asks, Callable[[], Any]] = {}
        self._people = {one.name: one.id for one in choices.people}
        self._alike = {f"{one.number} {one.title}": one.id for one in choices.alike}
        for asks in step.asks:
            self._ask(asks)
        self._outcome: Editor | None = None
        if Asks.RESULT in step.asks:
            outcomes = context.services.records.entity("requests").field("outcome").choices
            self._outcome = self._add(_choice("outcome", N_("办理结果"), outcomes))
            self._outcome.put(outcomes[0])
        self.body.addStretch(1)
        self.go.clicked.connect(self.take)

    # -- what is asked -------------------------------------------------------------------------

    def _ask(self, asks: Asks) -> None:
        match asks:
            case Asks.MECHANISM:
                self._value(asks, _choice("mechanism", N_("办理机制"), tuple(TERMS)))
            case Asks.OWNER:
                self._value(asks, _choice("owner_id", N_("责任人"), tuple(self._people)), self._people.get)
            case Asks.DEPARTMENT:
                departments = self._choices.departments
                field = Field(name="lead", label=N_("转给哪个部门"), kind=Kind.CHOICE, choices=departments,
                              open_choices=True, required=True)  # fmt: skip
                self._value(asks, field)
            case Asks.TARGET:
                self._value(asks, _choice("target_id", N_("并入哪一件"), tuple(self._alike)), self._alike.get)
            case Asks.SCORE:
                self._score()
            case Asks.DAYS:
                field = Field(name="days", label=N_("延长几个工作日"), kind=Kind.INTEGER, required=True)
                self._value(asks, field, lambda text: int(text) if str(text).isdigit() else None)
            case Asks.REASON | Asks.RESULT:
                self._words(asks)
            case Asks.ATTEMPTS:
                pass

    def _value(self, asks: Asks, field: Field, read: Callable[[Any], Any] = str) -> None:
        editor = self._add(field)
        self.inputs[asks] = lambda: read(editor.value()) if editor.value() not in (None, "") else None

    def _words(self, asks: Asks) -> None:
        if self._action is Action.PAUSE:
            reasons = self.context.services.records.entity("request-pauses").field("reason").choices
            self._value(asks, _choice("words", N_("为什么停表"), reasons))
            return
        label = N_("怎样办的") if asks is Asks.RESULT else N_("原因")
        editor = self._add(Field(name="words", label=label, kind=Kind.NOTE, max_length=2000, required=True))
        self.inputs[asks] = lambda: editor.value() or None
        row = QHBoxLayout()
        row.setSpacing(6)
        for answer in self._choices.answers[:_ANSWERS]:
            button = outline(answer.name, small=True)
            button.setToolTip(tip(answer.words))
            button.clicked.connect(partial(editor.put, answer.words))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _score(self) -> None:
        contented = self._action is not Action.DISSATISFIED
        offered = [(score, _(words)) for score, words in _CONTENT if (score > 2) == contented]
        row = Segmented(offered, _USUAL.get(self._action))
        row.setAccessibleName(_("满意度"))
        self._place(Label(_("满意度"), "label"), row)
        self.inputs[Asks.SCORE] = lambda: row.value

    def _add(self, field: Field) -> Editor:
        made: Editor
        if field.kind is Kind.CHOICE:
            made = ChoiceEditor(field, self)
        else:
            made = NoteEditor(field, self) if field.kind is Kind.NOTE else LineEditor(field, self)
        self._place(Label(_(field.label), "label"), made)
        return made

    def _place(self, label: Label, widget: QWidget) -> None:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label)
        column.addWidget(widget)
        self.body.addLayout(column)

    # -- taking it -----------------------------------------------------------------------------

    def given(self) -> Given:
        """What was typed and chosen."""
        found = {asks: read() for asks, read in self.inputs.items()}
        words = found.get(Asks.RESULT) or found.get(Asks.REASON) or ""
        return Given(
            words=str(words), mechanism=found.get(Asks.MECHANISM) or "", owner_id=found.get(Asks.OWNER),
            lead=found.get(Asks.DEPARTMENT) or "", score=found.get(Asks.SCORE), target_id=found.get(Asks.TARGET),
            days=found.get(Asks.DAYS), outcome=str(self._outcome.value() or "") if self._outcome is not None else "",
        )  # fmt: skip

    def take(self) -> None:
        """Take the action with what was given; what is missing is said beside the button."""
        given, requests = self.given(), self.context.services.requests
        self.go.setEnabled(False)

        def work(_control: Control) -> Done:
            return requests.act(self._id, self._action, given)

        def done(found: Done) -> None:
            self.accept()
            _done(self.context, found)

        self.context.tasks.write(self, work, done, self.refuse)


def _choice(name: str, label: str, choices: Sequence[str]) -> Field:
    return Field(name=name, label=label, kind=Kind.CHOICE, choices=tuple(choices), required=True)
