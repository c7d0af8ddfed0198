"""定色, 确认, 维持, 撤回: what each asks for before it is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from louyu_desktop.errors import NotPermittedError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.colours import needs_second
from louyu_desktop.services.colour_copies import Credentials, Outcome, Person, Standing, Waiting
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.text import N_, _
from louyu_desktop.ui.enterprises.colour.choosing import ColourChoice
from louyu_desktop.ui.enterprises.colour.second import SecondPart
from louyu_desktop.ui.fields.editors import NoteEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import Label, link, outline
from louyu_desktop.ui.risk_badge import risk_said

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

Do = Callable[[Control], object]


class ReasonPanel(Panel):
    """A panel that asks for the reason."""

    def ask_why(self, label: str) -> NoteEditor:
        """Several lines for the reason."""
        field = Field(name="reason", label=N_("理由"), kind=Kind.NOTE, max_length=500)
        return self.ask(NoteEditor(field, self), label)


class DecideDialog(ReasonPanel):
    """Which colour, and why; a second person where it gets bad."""

    def __init__(
        self, context: Context, standing: Standing, people: tuple[Person, ...], parent: QWidget, colour: str = ""
    ) -> None:
        advised = standing.advised
        about = _("现在是{colour}。").format(colour=risk_said(standing.colour)) + (
            _("系统建议{colour}：").format(colour=risk_said(advised.colour)) if advised else ""
        )
        title = _("定色：{title}").format(title=standing.name)
        super().__init__(context, parent, title, about, _("定色"), QSize(560, 380))
        self._standing = standing
        suggested = advised.colour if advised else ""
        if advised:
            for reason in advised.reasons[:4]:
                self.body.addWidget(Label(_("·{words}").format(words=reason.words), "label", "text", wrap=True))
        self.choice = ColourChoice(standing.colour, suggested, self)
        self.body.addWidget(self.choice)
        self.reason = self.ask_why(_("理由，以后要看得懂当时为什么这样定"))
        if advised:
            take = link(_("照系统的依据写"))
            take.clicked.connect(partial(self.reason.put, "；".join(one.words for one in advised.reasons)[:500]))
            self.body.addWidget(take)
        self.second = SecondPart(people, self, keyed=context.keyed)
        self.body.addWidget(self.second)
        self.body.addStretch(1)
        self.choice.chosen.connect(self._chosen)
        self.go.clicked.connect(self.take)
        self.second.when.chosen.connect(self._rename)
        self._chosen("")
        wanted = colour or suggested
        if wanted:
            self.choice.choose(wanted)
        self.reason.setFocus()

    def _waits(self) -> bool:
        return bool(self.choice.value) and needs_second(self._standing.colour, self.choice.value)

    def _chosen(self, _colour: str) -> None:
        self.second.setVisible(self._waits())
        self._rename()

    def _rename(self, _value: object = None) -> None:
        colour = self.choice.value
        self.go.setEnabled(bool(colour))
        later = self._waits() and not self.second.now
        words = _("提出改为{colour}") if later else _("定为{colour}")
        self.rename(words.format(colour=_(colour)) if colour else _("定色"))

    def take(self) -> None:
        """Write it."""
        colour, reason, key = self.choice.value, str(self.reason.value()), self._standing.enterprise_id
        second = self.second.credentials() if self._waits() else None
        service = self.context.services.colours

        def work(_control: Control) -> Outcome:
            return service.propose(key, colour, reason, second=second)

        words = _("已提出：{title}，等第二人确认") if self._waits() and second is None else _("已定色：{title}")
        self.settle(work, words.format(title=self._standing.name))

    def refuse(self, error: Exception) -> None:
        """A wrong password is tried again."""
        super().refuse(error)
        if isinstance(error, NotPermittedError):
            self.note.say(error.sentence)
            self.second.forget()


class ConfirmDialog(ReasonPanel):
    """Another one's proposal: agreed to, or not.  One's own: a second person at hand, or withdrawn."""

    def __init__(self, context: Context, waiting: Waiting, people: tuple[Person, ...], parent: QWidget) -> None:
        words = {"before": risk_said(waiting.before), "after": risk_said(waiting.colour), "who": waiting.by or "—"}
        about = _("{who} {day} 提出从{before}改为{after}。").format(day=waiting.on, **words)
        title = _("确认定色：{title}").format(title=waiting.name)
        super().__init__(context, parent, title, about, _("确认定为{colour}").format(colour=_(waiting.colour)),
                         QSize(520, 340))  # fmt: skip
        self._waiting = waiting
        self.body.addWidget(Label(_("理由：{words}").format(words=waiting.reason), "body", wrap=True))
        self.second: SecondPart | None = None
        self.other = outline(_("撤回提议") if waiting.mine else _("不同意"))
        if waiting.mine:
            self.second = SecondPart(people, self, keyed=context.keyed, must=True)
            self.body.addWidget(self.second)
            self.go.setEnabled(bool(people))
        self.reason = self.ask_why(_("撤回的理由（撤回时填）") if waiting.mine else _("不同意的理由（不同意时填）"))
        self.body.addStretch(1)
        self.extra.addWidget(self.other)
        self.other.clicked.connect(self.turn_down)
        self.go.clicked.connect(self.agree)
        self.go.setFocus()

    def agree(self) -> None:
        """Confirm it, as oneself or as the second person."""
        second: Credentials | None = self.second.credentials() if self.second else None
        service, key = self.context.services.colours, self._waiting.change_id
        said = _("已确认：{title}").format(title=self._waiting.name)
        self.settle(lambda _control: service.confirm(key, second), said)

    def turn_down(self) -> None:
        """不同意, or one's own proposal withdrawn."""
        service, key, reason = self.context.services.colours, self._waiting.change_id, str(self.reason.value())
        if self._waiting.mine:
            said = _("已撤回提议：{title}").format(title=self._waiting.name)
            self.settle(lambda _control: service.withdraw(key, reason), said)
        else:
            said = _("已不同意：{title}，颜色不变").format(title=self._waiting.name)
            self.settle(lambda _control: service.refuse(key, reason), said)

    def refuse(self, error: Exception) -> None:
        """A wrong password is tried again."""
        super().refuse(error)
        if isinstance(error, NotPermittedError):
            self.note.say(error.sentence)
            if self.second is not None:
                self.second.forget()


class WhyDialog(ReasonPanel):
    """One reason for one thing that is done: `write_it(reason)`."""

    def __init__(
        self, context: Context, parent: QWidget, title: str, about: str, verb: str, said: str,
        write_it: Callable[[str], object],
    ) -> None:  # fmt: skip
        super().__init__(context, parent, title, about, verb, QSize(500, 270))
        self.reason = self.ask_why(_("理由"))
        self.body.addStretch(1)
        self._write_it, self._said = write_it, said
        self.go.clicked.connect(self.take)
        self.reason.setFocus()

    def take(self) -> None:
        """Write it with the reason given."""
        self.settle(partial(self._with, str(self.reason.value())), self._said)

    def _with(self, reason: str, _control: Control) -> object:
        return self._write_it(reason)


def keep(context: Context, standing: Standing, parent: QWidget) -> WhyDialog:
    """Stay with the colour against what is suggested."""
    advised = standing.advised
    about = _("系统的依据：{words}").format(words=advised.words.replace("\n", "；") if advised else "")
    dialog = WhyDialog(
        context, parent, _("维持{colour}：{title}").format(colour=_(standing.colour), title=standing.name),
        about + _("。有别的依据时会再建议"), _("维持{colour}").format(colour=_(standing.colour)),
        _("已维持：{title}").format(title=standing.name),
        lambda reason: context.services.colours.keep(standing.enterprise_id, reason),
    )  # fmt: skip
    dialog.open()
    return dialog


def withdraw(context: Context, standing: Standing, change_id: int, parent: QWidget) -> WhyDialog:
    """Take the latest decision back."""
    line = next(one for one in standing.history if one.id == change_id)
    dialog = WhyDialog(
        context, parent, _("撤回：{title}").format(title=standing.name),
        _("撤回 {day} 的「{step}」。原来的记录留着，加一条撤回。").format(day=line.on, step=_(line.step)), _("撤回这一步"),
        _("已撤回：{title}").format(title=standing.name),
        lambda reason: context.services.colours.withdraw(change_id, reason),
    )  # fmt: skip
    dialog.open()
    return dialog


def decide(context: Context, enterprise_id: int, parent: QWidget, colour: str = "") -> None:
    """Read where an enterprise stands, then ask which colour it is to have; a proposal that waits comes first."""
    service = context.services.colours

    def work(_control: Control) -> tuple[Standing, tuple[Person, ...]]:
        return service.of(enterprise_id), service.seconds()

    def show(found: tuple[Standing, tuple[Person, ...]]) -> None:
        standing, people = found
        if standing.waiting is not None:
            ConfirmDialog(context, standing.waiting, people, parent).open()
        else:
            DecideDialog(context, standing, people, parent, colour).open()

    context.tasks.read(parent, work, show)


def decide_on(context: Context, copy: Copy, parent: QWidget) -> None:
    """`decide` for the file that is open."""
    decide(context, copy.id, parent)
