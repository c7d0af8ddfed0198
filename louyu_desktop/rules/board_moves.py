"""What it means to put a card into another column, and in words why it cannot be (FIELD.md 4.1)."""

from __future__ import annotations

from dataclasses import dataclass

from louyu_desktop.rules.request_flow import COLUMNS, STEPS, Action, State, lead_to
from louyu_desktop.rules.roles import Role
from louyu_desktop.text import N_, _

HEADS = {
    State.NEW: N_("待受理"), State.ACCEPTED: N_("待分派"), State.WORKING: N_("办理中"), State.CALL_BACK: N_("待回访"),
    State.CLOSED: N_("本周已办结"),
}  # fmt: skip
"""What stands over the columns."""

_OVER = N_("已经办结的不再移动；企业又提出来的，登记一件新的，注明原来的编号")
_WHY: dict[tuple[State, State], str] = {
    (State.NEW, State.WORKING): N_("先受理，再分派给责任人，才算办理中"),
    (State.NEW, State.CLOSED): N_("要先有办理结果，再回访，才能办结"),
    (State.ACCEPTED, State.NEW): N_("已经受理的不能退回待受理；登记错了请作废"),
    (State.ACCEPTED, State.CLOSED): N_("要先有办理结果，再回访，才能办结"),
    (State.WORKING, State.NEW): N_("已经受理的不能退回待受理；办不了请退单，回到待分派"),
    (State.WORKING, State.CLOSED): N_("先填结果，回访以后才能办结"),
    (State.PAUSED, State.NEW): N_("已经受理的不能退回待受理"),
    (State.PAUSED, State.ACCEPTED): N_("停着表的先继续办理，才能退单"),
    (State.PAUSED, State.CALL_BACK): N_("停着表的先继续办理，才能填结果"),
    (State.PAUSED, State.CLOSED): N_("停着表的先继续办理，填结果、回访以后才能办结"),
    (State.CALL_BACK, State.NEW): N_("已经有结果的不能退回待受理；不满意的移到办理中，办第二轮"),
    (State.CALL_BACK, State.ACCEPTED): N_("已经有结果的不能再分派；不满意的移到办理中，办第二轮"),
    **{(State.CLOSED, column): _OVER for column in COLUMNS if column is not State.CLOSED},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """A card over a column: the action it stands for, or why there is none; neither in its own column."""

    action: Action | None = None
    why_not: str = ""


def column_of(state: State) -> State | None:
    """Where a request stands on the board; None for one that is on none."""
    if state is State.PAUSED:
        return State.WORKING
    return state if state in COLUMNS else None


def move(state: State, column: State, role: Role) -> Move:
    """What putting a card of `state` into a column comes to for a role."""
    if column_of(state) is column:
        return Move()
    action = lead_to(state, column)
    if action is None:
        return Move(why_not=_(_WHY[state, column]))
    if not STEPS[action].allows(state, role):
        words = _("「{role}」不能做「{action}」，请找站长或工作人员")
        return Move(why_not=words.format(role=_(role.value), action=_(STEPS[action].label)))
    return Move(action)
