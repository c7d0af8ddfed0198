"""What SQLite says, in words for people; nothing of the values gets into a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, ResourceClosedError

from louyu_desktop.errors import LouyuError, SystemProblem, UserError
from louyu_desktop.fields import Field
from louyu_desktop.models import RECORDS, Record, fields_of
from louyu_desktop.storage.engine import DriverError, DriverIntegrityError, damaged
from louyu_desktop.text import _

_TABLES: dict[str, type[Record]] = {model.__tablename__: model for model in RECORDS}


@contextmanager
def in_words() -> Iterator[None]:
    """Turn errors of the database into a LouyuError; a bug of ours (wrong SQL) stays what it is."""
    try:
        yield
    except (DBAPIError, DriverError) as error:
        told = translate(error)
        if told is None:
            raise
        raise told from None


def translate(error: DBAPIError | DriverError) -> LouyuError | None:
    """The sentence for what the driver said, or None when it is nobody's business but ours."""
    said = str(error.orig if isinstance(error, DBAPIError) else error)
    if isinstance(error, (IntegrityError, DriverIntegrityError)):
        return _constraint(said)
    for sign, problem in _SIGNS.items():
        if sign in said:
            return problem()
    return None


def full() -> SystemProblem:
    """What is said when there is no room."""
    return SystemProblem(_("磁盘已满，刚才的改动没有写入，原有数据完好。请腾出空间后再保存"))


def _locked() -> SystemProblem:
    return SystemProblem(_("数据正被别的任务占用，刚才的改动没有写入。请稍等几秒再保存"))


def _disk() -> SystemProblem:
    return SystemProblem(_("磁盘读写出错，没有写入任何改动。请检查磁盘和剩余空间后再试"))


def _read_only() -> SystemProblem:
    return SystemProblem(_("数据文件是只读的，改动没有写入。请检查站点文件夹的权限"))


_SIGNS = {
    "disk is full": full,
    "database is locked": _locked,
    "database table is locked": _locked,
    "disk I/O error": _disk,
    "unable to open database file": _disk,
    "readonly database": _read_only,
    "malformed": damaged,
    "not a database": damaged,
}


def _constraint(said: str) -> LouyuError | None:
    kind, _colon, rest = said.partition(": ")
    if kind == "FOREIGN KEY constraint failed":
        return UserError(_("引用的记录已经不在了，或还被别处用着。请重新选择后再保存"))
    places = [part.partition(".") for part in rest.split(", ") if "." in part]
    model = _TABLES.get(places[0][0]) if places else None
    if model is None:
        return None
    fields = [_field(model, column) for _table, _dot, column in places]
    first = fields[0]
    if kind.startswith("NOT NULL"):
        return UserError(_("请填写{label}").format(label=_(first.label)), field=first.name)
    if len(fields) == 1:
        return UserError(_("这个{label}已经有了").format(label=_(first.label)), field=first.name)
    return UserError(
        _("这条{entity}已经有了：{labels}相同").format(
            entity=_(model.__entity__.label), labels="、".join(_(field.label) for field in fields)
        ),
        field=first.name,
    )


def _field(model: type[Record], column: str) -> Field:
    """The field a person typed: the name for a folded name."""
    known = {field.name: field for field in fields_of(model)}
    shown = known.get(column.removesuffix("_key"), known.get(column))
    return shown if shown is not None else Field(label=column, name=column)


def closed() -> ResourceClosedError:
    """The database was used after `close`."""
    return ResourceClosedError("the station is closed")
