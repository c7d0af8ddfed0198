"""A step in the life of a record; `request_flow`, `topic_flow`, `wish_flow` and `notice_flow` are tables of steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from louyu_desktop.rules.roles import Role

ActionT = TypeVar("ActionT", bound=StrEnum)
StateT = TypeVar("StateT", bound=StrEnum)
AsksT = TypeVar("AsksT", bound=StrEnum)

WORKERS = frozenset({Role.ADMINISTRATOR, Role.STAFF})
LEADER = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Step(Generic[ActionT, StateT, AsksT]):
    """One action: its words, from which states to which (None: it stays), what it asks for, and who may take it."""

    action: ActionT
    label: str
    sources: tuple[StateT, ...]
    to: StateT | None
    asks: tuple[AsksT, ...] = ()
    roles: frozenset[Role] = WORKERS

    def allows(self, state: StateT, role: Role) -> bool:
        """Whether a role may take it in a state, guards apart."""
        return state in self.sources and role in self.roles

    def after(self, state: StateT) -> StateT:
        """The state that it leads to; ValueError where it cannot be taken."""
        if state not in self.sources:
            raise ValueError(f"{self.action} in {state}")
        return state if self.to is None else self.to
