"""What the board and the record do to a request: at once where an action asks for nothing, else in a small window."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from louyu_desktop.rules.request_flow import STEPS, Action, Asks
from louyu_desktop.services.board_copies import Card
from louyu_desktop.services.copies import UndoOutcome
from louyu_desktop.services.request_copies import Choices, Done, Offered
from louyu_desktop.text import _
from louyu_desktop.ui.plain import unmarked

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


def act(context: Context, request_id: int, action: Action, parent: QWidget) -> None:
    """Take an action, after asking for what it cannot do without."""
    requests = context.services.requests
    if not asks(action):
        context.tasks.write(
            parent, lambda _control: requests.act(request_id, action), partial(_done, context),
        )  # fmt: skip
        return

    def open_panel(choices: Choices) -> None:
        from louyu_desktop.ui.checklist.board.panel import ActPanel

        panel = ActPanel(context, request_id, action, choices, parent.window())
        panel.taken.connect(partial(_done, context))
        panel.open()

    context.tasks.read(parent, lambda _control: requests.choices(request_id, action), open_panel)


def asks(action: Action) -> bool:
    """Whether a person has to say something first."""
    return bool(set(STEPS[action].asks) - {Asks.ATTEMPTS})


def labelled(one: Offered) -> str:
    """An action on a button or in a menu: … where it asks for something."""
    return one.label + ("…" if asks(one.action) else "")


def menu(context: Context, card: Card, title: str, offered: Sequence[Offered], parent: QWidget) -> QMenu:
    """Open it, and every action there is; what cannot be taken now says why."""
    made = QMenu(parent)
    made.setToolTipsVisible(True)
    made.aboutToHide.connect(made.deleteLater)
    made.addAction(unmarked(_("打开「{title}」").format(title=title))).triggered.connect(
        lambda: context.open_record("requests", card.id)
    )
    made.addSeparator()
    add_actions(made, context, card.id, offered, parent)
    return made


def add_actions(made: QMenu, context: Context, request_id: int, offered: Sequence[Offered], parent: QWidget) -> None:
    """A line for each action; what cannot be taken now says why."""
    for one in offered:
        line = made.addAction(f"{one.label}（{one.why_not}）" if one.why_not else labelled(one))
        line.setEnabled(not one.why_not)
        line.triggered.connect(partial(_chosen, context, request_id, one.action, parent))


def _chosen(context: Context, request_id: int, action: Action, parent: QWidget, _checked: bool = False) -> None:
    act(context, request_id, action, parent)


def _done(context: Context, done: Done) -> None:
    """Say it, and offer to take back this, whatever was done since."""
    if done.operation is None:
        context.message("ok", done.sentence)
    else:
        context.message("ok", done.sentence, _("撤销"), partial(_take_back, context, done.operation))


def _take_back(context: Context, operation: int) -> None:
    records, owner = context.services.records, context.window or context.tasks

    def done(outcome: UndoOutcome) -> None:
        context.message("ok", _("已撤销：{label}").format(label=outcome.label))

    context.tasks.write(owner, lambda _control: records.take_back(operation), done, title=_("撤销"))
