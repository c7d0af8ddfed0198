"""The base of every table, and of every record that people keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Index, Integer, MetaData, Text, bindparam, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.columns import UtcDateTime, column
from louyu_desktop.text import N_

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


Follows = tuple[Callable[..., Any], tuple[str, ...]]
"""A function of one row, and the columns that it takes."""


class Base(DeclarativeBase):
    """All tables; names of constraints follow one convention, because batch migrations need them."""

    metadata = MetaData(naming_convention=NAMING)


class Record(Base):
    """A record: identity, version and stamps; changes to it are logged and can be undone.

    `__entity__` describes it to screens and files.  `__feeds__` names the reference columns whose target's derived
    columns depend on this row.  `__many__` says that there may be a million: each column that its list shows by
    itself has an index then.  `__withdrawn_by__` names the column by which a later row withdraws one, in a history
    to which rows are only added.  `__follows__` says which columns follow from others of the same row (folded keys,
    sort keys), by which function of which of them.  `__reaches__` says that a row that is new or gone has
    dependants too.  `__copies__` names, by the column that points to a person, the columns that repeat something of
    that person.  `__void__` is what says that a row is 作废: one whose making is taken back stays with it under its
    number, which nobody else gets.
    """

    __abstract__ = True
    __entity__: ClassVar[Entity]
    __feeds__: ClassVar[tuple[str, ...]] = ()
    __many__: ClassVar[bool] = False
    __reaches__: ClassVar[bool] = False
    __withdrawn_by__: ClassVar[str] = ""
    __follows__: ClassVar[Mapping[str, Follows]] = {}
    __lets_go__: ClassVar[tuple[str, ...]] = ()
    __copies__: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    __void__: ClassVar[Mapping[str, Any]] = {}

    id: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-10)
    uid: Mapped[str] = mapped_column(Text, unique=True, sort_order=-9)
    version: Mapped[int] = mapped_column(Integer, default=1, sort_order=-8)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, sort_order=90)
    created_by: Mapped[int | None] = mapped_column(Integer, sort_order=91)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, sort_order=92)
    updated_by: Mapped[int | None] = mapped_column(Integer, sort_order=93)
    archived_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, sort_order=94)
    remark: Mapped[str | None] = column(
        Field(label=N_("备注"), kind=Kind.NOTE, max_length=2000, width=40, aliases=("说明", "附注"))
    )

    @declared_attr.directive
    def __table_args__(cls) -> Any:  # noqa: N805
        """AUTOINCREMENT everywhere (ids are never used twice), each class's own constraints, and what lists need."""
        lists = cls.__lists__() if cls.__many__ else ()
        return (*cls.__constraints__(), *lists, {"sqlite_autoincrement": True})

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        """Unique indexes and checks of this table."""
        return ()

    @classmethod
    def __lists__(cls) -> tuple[Index, ...]:
        """The live rows in the order of each column, with all that counting and finding a place reads; and the bin."""
        table = cls.__tablename__
        return (
            *(Index(f"ix_{table}_list_{n}", n, "id", "archived_at", sqlite_where=text(LIVE)) for n in _list_order(cls)),
            Index(f"ix_{table}_bin", "archived_at", sqlite_where=text("archived_at IS NOT NULL")),
        )

    @classmethod
    def complete(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The columns of `__follows__` for a row that has those they follow from; called at each write."""
        return {name: follow(*[row[given] for given in others]) for name, (follow, others) in cls.__follows__.items()}

    @classmethod
    def derive(cls, session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """Derived columns of the records `ids`, computed anew from their children."""
        return {}

    @classmethod
    def withdrawal(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a row that withdraws `row`, where `__withdrawn_by__` says that rows are only added."""
        raise NotImplementedError

    @classmethod
    def dependants(cls, session: Session, ids: Collection[int]) -> dict[type[Record], Collection[int]]:
        """Records elsewhere whose derived columns show something of the records `ids` (besides `__feeds__`)."""
        return {}


def _list_order(cls: type[Record]) -> tuple[str, ...]:
    """The columns by which the list of a class is ordered when one clicks on a title that it shows by itself.

    References go by the words of what they point to, several choices by nothing that an index could keep.
    """
    shown = dict.fromkeys((cls.__entity__.sort.removeprefix("-") or cls.__entity__.title, *cls.__entity__.columns))
    kinds = {name: cls.__dict__[name].column.info["field"].kind for name in shown}
    return tuple(
        f"{name}_sort" if f"{name}_sort" in cls.__dict__ else name
        for name, kind in kinds.items()
        if kind not in {Kind.REFERENCE, Kind.CHOICES}
    )


def kept_orders(model: type[Record]) -> frozenset[str]:
    """The columns by which an index keeps the live rows of a list in order."""
    names = [str(index.name) for index in model.metadata.tables[model.__tablename__].indexes]
    start = f"ix_{model.__tablename__}_list_"
    return frozenset(name.removeprefix(start) for name in names if name.startswith(start))


def among(column: Any) -> ColumnElement[bool]:
    """A condition for statements built once and run with `{"ids": [...]}`: building one takes a millisecond."""
    found: ColumnElement[bool] = column.in_(bindparam("ids", expanding=True))
    return found


STAMPS = frozenset({"created_at", "created_by", "updated_at", "updated_by"})
UNCOUNTED = STAMPS | {"id", "version"}


def record_class(table: str) -> type[Record]:
    """The record class of `table`, for families that feed one another and may not import one another."""
    return next(model for model in Record.__subclasses__() if model.__tablename__ == table)


def fields_of(model: type[Record]) -> tuple[Field, ...]:
    """Every column's `Field` with its name, in the order of the table."""
    found = []
    for table_column in model.__table__.columns:
        field = table_column.info.get("field")
        if field is not None:
            found.append(replace(field, name=table_column.name))
    return tuple(found)


def derived_columns(model: type[Record]) -> frozenset[str]:
    """Names of the columns that the write keeps and nobody types."""
    return frozenset(field.name for field in fields_of(model) if field.derived)


def entity_of(model: type[Record]) -> Entity:
    """`model.__entity__` with its fields filled in; the remark stands last."""
    found = fields_of(model)
    ordered = [f for f in found if f.name != "remark"] + [f for f in found if f.name == "remark"]
    return replace(model.__entity__, fields=tuple(ordered))


def hidden(label: str = "") -> Field:
    """The field of a column that only the program reads (folded and sort keys)."""
    return Field(label=label, derived=True, sensitivity=Sensitivity.PERSONAL)


def own(kind: Kind = Kind.TEXT) -> Field:
    """A field of the station's own: without a label it is in no form, list or file; `OwnField` gives it one."""
    return Field(label="", kind=kind, digits=2 if kind is Kind.DECIMAL else 0, max_length=200)


LIVE = "archived_at IS NULL"

PURGED_AT = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a purged record went to the bin: what is left of it holds nothing, and stands in no list."""


def once(table: str, *columns: str, also: str = "") -> Index:
    """A partial unique index: at most one live row with these values (`also` narrows it further)."""
    condition = f"{LIVE} AND {also}" if also else LIVE
    return Index(f"uq_{table}_{'_'.join(columns)}", *columns, unique=True, sqlite_where=text(condition))
