"""What an action on a request asks for before it is taken: a small window, by keyboard from its first field on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.promise import TERMS
from louyu_desktop.rules.request_flow import STEPS, UPWARD, Action, Asks
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.copies import Control
from louyu_desktop.services.request_copies import Alike, Choices, Done, Extending, Given, Whom
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editor import Editor
from louyu_desktop.ui.fields.editors import ChoiceEditor, LineEditor, NoteEditor
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import Label, Segmented, outline
from louyu_desktop.ui.plain import tip, unmarked

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_CONTENT = ((5, N_("很满意")), (4, N_("满意")), (3, N_("基本满意")), (2, N_("不满意")), (1, N_("很不满意")))
_USUAL = {Action.SATISFIED: 4, Action.DISSATISFIED: 2}
_ABOUT: dict[Action, str] = {
    Action.HANDLE_AT_ONCE: N_("写清怎么办的、怎么答复的；办好以后等回访。"),
    Action.HAND_OVER: N_("不归本站办的转出去，写明去向；转出以后仍要回访。"),
    Action.RETURN: N_("退回待分派，请站长另派。承诺日期不变。"),
    Action.PAUSE: N_("停表的工作日不算时限；继续办理以后，承诺日期往后顺延。"),
    Action.EXTEND: N_("承诺日期往后移；最初承诺的日子一直看得到。"),
    Action.FINISH: N_("填了结果就等回访；回访以后才算办结。"),
    Action.SATISFIED: N_("回访说满意，这一件就办结了。"),
    Action.WITHDRAW: N_("企业自己撤回的写明原因；编号留着，不再给别的诉求用。"),
    Action.MERGE: N_("以后在并入的那一件里办；这一件的编号留着。"),
    Action.REOPEN: N_("回到待分派，承诺日期不变。"),
}
_LABELS = {
    Action.HAND_OVER: N_("为什么转办，要对方怎么办"), Action.DISSATISFIED: N_("哪里不满意"),
    Action.SATISFIED: N_("回访时怎么说的"), Action.RETURN: N_("为什么退单"), Action.EXTEND: N_("为什么延期"),
    Action.WITHDRAW: N_("为什么撤销"), Action.REOPEN: N_("为什么重新打开"),
}  # fmt: skip
_NAMES = {
    "mechanism": Asks.MECHANISM, "owner_id": Asks.OWNER, "lead": Asks.DEPARTMENT, "target_id": Asks.TARGET,
    "days": Asks.DAYS, "score": Asks.SCORE,
}  # fmt: skip
_LINE, _HEAD, _NOTE, _WIDE = 66, 180, 92, 520
_SHOWN = 3


class ActPanel(Panel):
    """`taken(Done)` once it is written; what the request has of it already stands in the fields."""

    taken = Signal(object)

    def __init__(
        self, context: Context, request_id: int, action: Action, choices: Choices, parent: QWidget
    ) -> None:
        verb = _("同意延期") if choices.pending is not None else _(STEPS[action].label)
        asks = STEPS[action].asks
        title = _("{action} {number}").format(action=_(STEPS[action].label), number=choices.number)
        super().__init__(context, parent, title, _about(action, choices), verb, _size(action, choices))
        self._id, self._action, self._choices = request_id, action, choices
        self.inputs: dict[Asks, Callable[[], Any]] = {}
        self.editors: dict[Asks, Editor] = {}
        self._outcome: Editor | None = None
        self._supporting: Editor | None = None
        for one in asks:
            self._ask(one)
        if action is Action.SATISFIED:
            self._words(Asks.REASON)
        if action is Action.ASSIGN:
            self._ask_departments()
        if Asks.RESULT in asks:
            outcomes = context.services.records.entity("requests").field("outcome").choices
            self._outcome = self._add(_choice("outcome", N_("办理结果"), outcomes))
            self._outcome.put(outcomes[0])
        self.body.addStretch(1)
        self.go.clicked.connect(self.take)
        if choices.pending is not None:
            refusal = outline(_("不同意"))
            refusal.clicked.connect(self.not_granted)
            self.extra.addWidget(refusal)
        self._enter()

    def _enter(self) -> None:
        """The keys go to the first field that is empty, else to the first."""
        empty = (widget for asks, widget in self.editors.items() if self.inputs[asks]() in (None, ""))
        first = next(empty, next(iter(self.editors.values()), self.go))
        first.setFocus()

    # -- what is asked -------------------------------------------------------------------------

    def _ask(self, asks: Asks) -> None:
        choices = self._choices
        match asks:
            case Asks.MECHANISM:
                suggested = choices.suggestion.mechanism if choices.suggestion else ""
                self._value(asks, _choice("mechanism", N_("办理机制"), tuple(TERMS)), choices.mechanism or suggested)
            case Asks.OWNER:
                labels = {one.id: whom(one) for one in choices.people}
                owner = labels.get(choices.owner_id or 0, "")
                field = _choice("owner_id", N_("责任人"), tuple(labels.values()))
                self._value(asks, field, owner, partial(named, choices.people))
            case Asks.DEPARTMENT:
                self._value(asks, self._department(N_("转给哪个部门"), required=True), choices.lead)
            case Asks.TARGET:
                self._target()
            case Asks.SCORE:
                self._score()
            case Asks.DAYS:
                field = Field(name="days", label=N_("延长几个工作日，最多 15"), kind=Kind.INTEGER, required=True)
                begin = choices.pending.days if choices.pending is not None else 5
                self._value(asks, field, begin, lambda text: int(text) if text.isascii() and text.isdigit() else None)
            case Asks.REASON | Asks.RESULT:
                self._words(asks)
            case Asks.ATTEMPTS:
                pass

    def _value(self, asks: Asks, field: Field, begin: Any, read: Callable[[str], Any] = str) -> None:
        editor = self._add(field)
        editor.put(begin)
        self.editors[asks] = editor
        self.inputs[asks] = lambda: read(str(editor.value())) if editor.value() not in (None, "") else None

    def _department(self, label: str, *, required: bool = False) -> Field:
        return Field(
            name="lead", label=label, kind=Kind.CHOICE, choices=self._choices.departments, open_choices=True,
            required=required, max_length=60,
        )  # fmt: skip

    def _ask_departments(self) -> None:
        """Who helps: not asked for, but 分派 is where it is said."""
        self._value(Asks.DEPARTMENT, self._department(N_("牵头部门")), self._choices.lead)
        field = Field(name="supporting", label=N_("协同部门，几个用顿号隔开"), max_length=200)
        self._supporting = self._add(field)
        self._supporting.put(_("、").join(self._choices.supporting))

    def _target(self) -> None:
        """Any request by its words; those that are likely the same are a press away."""
        field = Field(name="target_id", label=N_("并入哪一件"), kind=Kind.REFERENCE, target="requests", required=True)
        editor = self.ask(ReferenceEditor(field, lookup_of(self.context), self))
        self.editors[Asks.TARGET], self.inputs[Asks.TARGET] = editor, editor.value
        for one in self._choices.alike[:_SHOWN]:
            button = outline(unmarked(_alike(one)), small=True)
            button.clicked.connect(partial(editor.put, one.id, f"{one.number} {one.title}"))
            self.body.addWidget(button)

    def _words(self, asks: Asks) -> None:
        if self._action is Action.PAUSE:
            reasons = self.context.services.records.entity("request-pauses").field("reason").choices
            self._value(asks, _choice("words", N_("为什么停表"), reasons), "")
            return
        label = _LABELS.get(self._action, N_("原因")) if asks is Asks.REASON else N_("怎样办的，怎么答复的")
        if self._choices.pending is not None:
            label = N_("批复意见，不同意的请写原因")
        wanted = asks in STEPS[self._action].asks and self._choices.pending is None
        editor = self._add(Field(name="words", label=label, kind=Kind.NOTE, max_length=2000, required=wanted))
        self.editors[asks] = editor
        self.inputs[asks] = lambda: editor.value() or None
        self._offer_answers(editor)

    def _offer_answers(self, editor: Editor) -> None:
        if not self._choices.answers:
            return
        row = QHBoxLayout()
        row.setSpacing(6)
        for answer in self._choices.answers[:_SHOWN]:
            button = outline(unmarked(answer.name), small=True)
            button.setToolTip(tip(answer.words))
            button.clicked.connect(partial(editor.put, answer.words))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _score(self) -> None:
        contented = self._action is not Action.DISSATISFIED
        leads = self.context.services.access.role is Role.ADMINISTRATOR
        every = contented and leads and self._choices.turn > 1  # the leader may close what cannot be mended
        offered = [(score, _(words)) for score, words in _CONTENT if every or (score > 2) == contented]
        row = Segmented(offered, _USUAL.get(self._action))
        row.setAccessibleName(_("满意度"))
        self.body.addWidget(Label(_("满意度"), "label"))
        self.body.addWidget(row)
        self.inputs[Asks.SCORE] = lambda: row.value

    def _add(self, field: Field) -> Editor:
        if field.kind is Kind.CHOICE:
            return self.ask(ChoiceEditor(field, self))
        return self.ask(NoteEditor(field, self) if field.kind is Kind.NOTE else LineEditor(field, self))

    # -- taking it -----------------------------------------------------------------------------

    def given(self) -> Given:
        """What was typed and chosen."""
        found = {asks: read() for asks, read in self.inputs.items()}
        words = found.get(Asks.RESULT) or found.get(Asks.REASON) or ""
        return Given(
            words=str(words), mechanism=found.get(Asks.MECHANISM) or "", owner_id=found.get(Asks.OWNER),
            lead=found.get(Asks.DEPARTMENT) or "", score=found.get(Asks.SCORE), target_id=found.get(Asks.TARGET),
            days=found.get(Asks.DAYS), outcome=str(self._outcome.value() or "") if self._outcome is not None else "",
            supporting=several(str(self._supporting.value())) if self._supporting is not None else (),
        )  # fmt: skip

    def take(self) -> None:
        """Take the action with what was given; what is missing is said beside the button."""
        given, requests = self.given(), self.context.services.requests

        def work(_control: Control) -> Done:
            return requests.act(self._id, self._action, given)

        self.write(work, self._done)

    def _done(self, found: Done) -> None:
        self.accept()
        self.taken.emit(found)

    def not_granted(self) -> None:
        """The days that were asked for are refused; the promised day stays."""
        words, requests = self.given().words, self.context.services.requests
        self.context.tasks.write(
            self, lambda _control: requests.refuse_extension(self._id, words), lambda _none: self.accept(), self.refuse
        )

    def refuse(self, error: Exception) -> None:
        """Say it, and lead to where it is."""
        super().refuse(error)
        name = error.field if isinstance(error, UserError) else ""
        wanted = (_NAMES[name],) if name in _NAMES else (Asks.REASON, Asks.RESULT) if name == "words" else ()
        for one in wanted:
            if one in self.editors:
                self.editors[one].setFocus()


def _size(action: Action, choices: Choices) -> QSize:
    """As high as what is asked for."""
    lines = len(STEPS[action].asks) + (2 if action is Action.ASSIGN else 1 if action is Action.SATISFIED else 0)
    notes = Asks.RESULT in STEPS[action].asks or action in _LABELS
    rest = _NOTE if notes else _LINE * bool(choices.alike and action is Action.MERGE)
    return QSize(_WIDE, _HEAD + _LINE * lines + rest)


def _about(action: Action, choices: Choices) -> str:
    """What follows from the action, or why it is proposed."""
    if action is Action.DISSATISFIED:
        if choices.turn > 1:
            return _("已经重办过一轮：回到办理中，由站长接着办。")
        upward = UPWARD[choices.mechanism or "即知即办"]
        if upward == choices.mechanism:
            return _("回到办理中办第二轮，时限重新算。")
        return _("回到办理中办第二轮，机制改为{mechanism}，时限重新算。").format(mechanism=_(upward))
    if choices.pending is not None:
        return pending_words(choices.pending)
    if choices.suggestion is not None:
        said = choices.suggestion
        return _("建议{mechanism}：{why}。").format(mechanism=_(said.mechanism), why=said.why)
    return _(_ABOUT[action]) if action in _ABOUT else ""


def pending_words(asked: Extending) -> str:
    """Who asked for how many days, and why."""
    return _("{name} {day} 申请延期 {days} 个工作日：{reason}").format(
        name=asked.asker, day=f"{asked.asked_on:%m-%d}", days=asked.days, reason=asked.reason
    )


def whom(one: Whom) -> str:
    """周敏（在手 3 件）."""
    return _("{name}（在手 {count} 件）").format(name=one.name, count=one.open)


def named(people: Sequence[Whom], words: str) -> int | None:
    """Who is meant by a line of the list, or by a name that only one has."""
    exact = [one.id for one in people if whom(one) == words]
    found = exact or [one.id for one in people if one.name == words]
    return found[0] if len(found) == 1 else None


def several(words: str) -> tuple[str, ...]:
    """Names between which stands 、 or a comma."""
    parts = words.replace("，", "、").replace(",", "、").split("、")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _alike(one: Alike) -> str:
    return _("{number} {title}（{state}）").format(number=one.number, title=one.title, state=_(one.state))


def _choice(name: str, label: str, choices: Sequence[str]) -> Field:
    return Field(name=name, label=label, kind=Kind.CHOICE, choices=tuple(choices), required=True)
