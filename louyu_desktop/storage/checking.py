"""Is the file whole, and is what is kept twice the same in both places?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from louyu_desktop.models import RECORDS
from louyu_desktop.storage import slots_of_rooms
from louyu_desktop.storage.anchor import replayed
from louyu_desktop.storage.chain import verify_chain
from louyu_desktop.storage.derived import derives
from louyu_desktop.storage.indexing import entries_of, searchable
from louyu_desktop.storage.ownership import orphans
from louyu_desktop.storage.shadow import SEARCH, hidden
from louyu_desktop.storage.shapes import Shape, chunks, shape_of
from louyu_desktop.storage.tables import GRAMS, SearchRow
from louyu_desktop.text import _


def check(session: Session) -> list[str]:
    """One sentence for each thing that is wrong; nothing personal in them.

    Where pages are damaged that is all: what else is read may be wrong, or not be read at all.
    """
    damaged = list(_pages(session))
    if damaged:
        return damaged
    return [
        *_file(session),
        *_references(session),
        *(sentence for model in RECORDS for sentence in _owners(session, shape_of(model))),
        *(sentence for model in RECORDS for sentence in _kept(session, shape_of(model))),
        *(sentence for model in RECORDS for sentence in _index(session, shape_of(model))),
        *_grams(session),
        *_rooms(session),
        *_chain(session),
    ]


def _pages(session: Session) -> Iterator[str]:
    pages = session.execute(text("PRAGMA cipher_integrity_check")).scalars().all()
    if pages:
        yield _("数据文件有 {count} 处损坏，请从最近的备份恢复").format(count=len(pages))


def _file(session: Session) -> Iterator[str]:
    # FTS5 keeps what it knows of its segments, and looks again only when it is asked something: another process wrote
    session.execute(text(f"SELECT count(*) FROM {GRAMS} WHERE {GRAMS} MATCH 'x'"))
    said = session.execute(text("PRAGMA quick_check")).scalars().all()
    if list(said) != ["ok"]:
        yield _("数据文件的结构有 {count} 处损坏，请从最近的备份恢复").format(count=len(said))


def _references(session: Session) -> Iterator[str]:
    unfinished = hidden(session.connection())  # there children come before their parents
    broken = 0
    for table, row_id, *_target in session.execute(text("PRAGMA foreign_key_check")):
        first, last = unfinished.get(table, (1, 0))
        broken += row_id is None or not first <= row_id <= last
    if broken:
        yield _("有 {count} 条记录引用了不存在的记录").format(count=broken)


def _owners(session: Session, shape: Shape) -> Iterator[str]:
    """Live records of something that lies in the bin."""
    for name, count in orphans(session, shape).items():
        if count:
            words = {"count": count, "entity": _(shape.model.__entity__.label), "owner": _(shape.fields[name].label)}
            yield _("有 {count} 条{entity}所属的{owner}在回收站里").format(**words)


def _kept(session: Session, shape: Shape) -> Iterator[str]:
    """Folded keys and derived columns, computed anew and compared."""
    wrong = 0
    table = shape.table
    for ids in chunks(session.scalars(select(table.c.id).order_by(table.c.id)).all()):
        derived = shape.model.derive(session, ids) if derives(shape.model) else {}
        for row in session.execute(select(table).where(table.c.id.in_(ids))).mappings():
            wanted = {**derived.get(row["id"], {}), **shape.model.complete(dict(row))}
            wrong += any(row[name] != value for name, value in wanted.items())
    if wrong:
        label = _(shape.model.__entity__.label)
        yield _("{entity}里有 {count} 条的合计或关联与明细不一致").format(entity=label, count=wrong)


def _index(session: Session, shape: Shape) -> Iterator[str]:
    """Rows of the search index against the records."""
    if not searchable(shape):
        return
    table, wrong = shape.table, 0
    kept = select(SearchRow).where(SearchRow.kind == shape.kind)
    for ids in chunks(session.scalars(select(table.c.id).order_by(table.c.id)).all()):
        wanted = entries_of(session, shape, ids)
        rows = session.scalars(kept.where(SearchRow.row_id.in_(ids)))
        found = {row.row_id: (row.fields, row.folded, row.shown) for row in rows}
        wrong += sum(wanted.get(row_id) != found.get(row_id) for row_id in ids)
    present = select(table.c.id)
    lost = select(func.count()).where(SearchRow.kind == shape.kind, SearchRow.row_id.not_in(present))
    wrong += session.scalar(lost) or 0
    if wrong:
        yield _("{entity}的搜索索引有 {count} 处与记录不一致").format(entity=_(shape.model.__entity__.label), count=wrong)


def _grams(session: Session) -> Iterator[str]:
    first, last = hidden(session.connection()).get(SEARCH, (1, 0))
    rows = session.scalar(text("SELECT count(*) FROM search_row"))
    seen = text(f"SELECT count(*) FROM {GRAMS}_docsize WHERE id NOT BETWEEN :first AND :last")
    documents = session.scalar(seen, {"first": first, "last": last})
    if rows != documents:
        yield _("搜索索引有 {count} 条对不上").format(count=abs((rows or 0) - (documents or 0)))


def _rooms(session: Session) -> Iterator[str]:
    wrong = slots_of_rooms.wrong(session)
    if wrong:
        yield _("有 {count} 条活动或预约占用的场地时间对不上").format(count=wrong)


def _chain(session: Session) -> Iterator[str]:
    broken = sum(1 for _id in verify_chain(session))
    if broken:
        yield _("操作记录有 {count} 条对不上，可能被改动过").format(count=broken)
        return
    older = sum(1 for _record in replayed(session))
    if older:
        yield _("有 {count} 条记录和操作记录里的版本不一样，数据文件可能被换过一部分").format(count=older)
