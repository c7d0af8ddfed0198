"""Every kind of record as the station at hand knows it: as declared, and with the fields that it has added itself.

A service is called for one station, and `services.guarded` says for which: while the call lasts, `ENTITIES` has that
station's own fields.  What is worked out of the kinds is remembered apart for each station (`by_station`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

from sqlalchemy import select

from louyu_desktop.errors import LouyuError
from louyu_desktop.fields import Entity, Field, Kind
from louyu_desktop.models import RECORDS, OwnField, entity_of
from louyu_desktop.rules.own_fields import CHOICE, SLOTS, lines_of
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.values import Changes

HOLDER = "enterprises"
"""The kind that has fields of the station's own."""

_DECLARED: dict[str, Entity] = {model.__entity__.kind: entity_of(model) for model in RECORDS}
_SPARE = {field.name: field for field in _DECLARED[HOLDER].fields if any(field.name in own for own in SLOTS.values())}

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """The fields that a station has added, in their order; another object after each change of them."""

    fields: tuple[Field, ...] = ()


_HERE: ContextVar[Own] = ContextVar("own", default=Own())  # noqa: B039 - nobody can change it


class _Kinds(Mapping[str, Entity]):
    """Kind → its fields here."""

    def __getitem__(self, kind: str) -> Entity:
        own = _HERE.get()
        return _holder(own) if own.fields and kind == HOLDER else _DECLARED[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(_DECLARED)

    def __len__(self) -> int:
        return len(_DECLARED)


ENTITIES: Mapping[str, Entity] = _Kinds()
"""Every kind of record with its fields."""


def is_own(name: str) -> bool:
    """Whether a column holds values of a field that a station may add."""
    return name in _SPARE


@lru_cache(maxsize=64)
def _holder(own: Own) -> Entity:
    """The kind that has own fields: the labelled ones in their order before the remark, where forms and files end."""
    named = {field.name for field in own.fields}
    others = [field for field in _DECLARED[HOLDER].fields if field.name not in named]
    before = [field for field in others if field.name != "remark"]
    return replace(_DECLARED[HOLDER], fields=(*before, *own.fields, *others[len(before) :]))


class by_station(Generic[P, R]):  # noqa: N801 - a decorator
    """`functools.cache` for what follows from the kinds: remembered apart for each station's own fields."""

    def __init__(self, function: Callable[P, R]) -> None:
        plain: Callable[..., R] = function

        def found(_own: Own, *arguments: Any) -> R:
            return plain(*arguments)

        update_wrapper(self, function)
        self._known = lru_cache(maxsize=2048)(found)

    def __call__(self, *arguments: P.args, **_named: P.kwargs) -> R:
        """What was found for these arguments here; they are given by place."""
        return self._known(_HERE.get(), *arguments)

    def cache_clear(self) -> None:
        """Forget everything: another language is spoken."""
        self._known.cache_clear()


@contextmanager
def at(own: Own) -> Iterator[None]:
    """For the station that has these fields."""
    before = _HERE.set(own)
    try:
        yield
    finally:
        _HERE.reset(before)


class OwnHere:
    """The own fields of one open station, read once and after each change of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Own | None = None
        database.subscribe(self._changed)

    def own(self) -> Own:
        """As they are; none while the file cannot be read, which whoever is called says better."""
        if self._known is None:
            with suppress(LouyuError):
                self._known = read_own(self._database)
        return self._known or Own()

    def _changed(self, changes: Changes) -> None:
        if "own-fields" in changes.kinds:
            self._known = read_own(self._database)


def read_own(database: Database) -> Own:
    """The station's own fields that are shown, each as the field of its column."""
    wanted = select(OwnField.__table__).where(OwnField.archived_at.is_(None)).order_by(OwnField.position, OwnField.id)
    with database.read() as session:
        rows = session.execute(wanted).mappings().all()
    return Own(tuple(_field(dict(row)) for row in rows if row["slot"] in _SPARE))


def _field(row: Mapping[str, Any]) -> Field:
    choices = lines_of(row["choices"]) if row["type"] == CHOICE else ()
    declared = _SPARE[row["slot"]]
    return replace(
        declared, label=row["label"], kind=Kind.CHOICE if choices else declared.kind, choices=choices,
        hint=row["hint"] or "",
    )  # fmt: skip
