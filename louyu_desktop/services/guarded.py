"""A service behind its door: each public method first asks for the right that the table names.

It runs with the fields that the station has added itself (`services.kinds`).  Services call one another without all
that: one method is one operation for whoever came in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from louyu_desktop.services.access import Access
from louyu_desktop.services.kinds import at
from louyu_desktop.services.rights import NEEDED, Need, Right

Service = TypeVar("Service")


class _Guarded:
    """The public methods of one service; each is wrapped when it is first asked for, and kept."""

    def __init__(self, service: object, access: Access) -> None:
        self._of = (service, access)

    def __getattr__(self, name: str) -> Any:
        service, access = self._of
        need = NEEDED.get(f"{type(service).__name__}.{name}")
        if need is None:  # what is private stays so, and so does what nobody has put into the table
            raise AttributeError(f"{type(service).__name__}.{name} stands in no table of rights")
        method = _asking(service, access, getattr(service, name), need)
        setattr(self, name, method)
        return method

    def __dir__(self) -> list[str]:
        name = f"{type(self._of[0]).__name__}."
        return [method.removeprefix(name) for method in NEEDED if method.startswith(name)]


def _asking(service: object, access: Access, method: Callable[..., Any], need: Need) -> Callable[..., Any]:
    """The method behind its right."""
    if isinstance(need, Right):

        @wraps(method)
        def asked(*arguments: Any, **named: Any) -> Any:
            access.require(need)
            with at(access.own()):
                return method(*arguments, **named)
    else:

        @wraps(method)
        def asked(*arguments: Any, **named: Any) -> Any:
            access.require(need.of(service, arguments, named))
            with at(access.own()):
                return method(*arguments, **named)

    return asked


def guarded(service: Service, access: Access) -> Service:
    """`service` as the window and the commands have it."""
    return cast("Service", _Guarded(service, access))
