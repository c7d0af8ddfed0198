"""The demonstration station: workbooks made here go through the ordinary importer.

Firms and people are invented; dates are relative to the day it is built, so it is built again
when it is older than a week.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from louyu_desktop.errors import SystemProblem, UserError, reason
from louyu_desktop.exchange.sheet import SheetColumn, write_sheet
from louyu_desktop.models import Account, CatalogueVersion, Station
from louyu_desktop.services.checklists import as_content, content_of
from louyu_desktop.services.copies import Control, Query, no_control
from louyu_desktop.services.demonstration import answering, counter, deeds, firms, programme, story, tables, wall
from louyu_desktop.services.demonstration.invented import Inventor
from louyu_desktop.services.demonstration.tables import Table, Tenant
from louyu_desktop.services.every import every
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.services.trying import LEDGERS, MARK, station_in
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

_EDITION = 7
"""Raised when the demonstration's content changes, so that older ones are built again."""

_SEED = 2026
_FRESH_DAYS = 7
_TABLE, _DEEDS = 10, 100
"""What a table and a turn of deeds take besides, in rows."""


def is_fresh(folder: Path, today: dt.date) -> bool:
    """True when a demonstration of this edition lies in `folder` and is at most a week old."""
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
        age = (today - dt.date.fromisoformat(mark["built"])).days
    except (OSError, ValueError, KeyError):
        return False
    return mark.get("edition") == _EDITION and 0 <= age <= _FRESH_DAYS


def build(folder: Path, out: Path | None, today: dt.date, control: Control = no_control) -> None:
    """Build the station in `folder/station`, its workbooks beside it, its papers in `out` if one is named.

    A folder that holds something else is left alone: UserError.
    """
    _clear(folder)
    ledgers = folder / _(LEDGERS)
    ledgers.mkdir(parents=True)
    database = _empty_station(station_in(folder), today)
    services = open_services(database)
    try:
        tenants, made, told = _tables(today)
        way = _Way(control, sum(map(_weight, [*made, *told])) + 3 * _DEEDS)
        for table in [*made, *told]:
            if table is told[0]:
                way.begin(_("五色、必访和高管变动"), _DEEDS)
                deeds.begin(database, services, today, tenants)
            way.begin(Path(table.file_name).stem, _weight(table))
            _bring_in(services, _write(table, ledgers), table, way)
            if table is not told[-1]:  # what the last one asks for waits to be decided on
                deeds.raise_held(services)
        way.begin(_("诉求、议题和公示"), _DEEDS)
        deeds.end(database, services, today, tenants)
        wall.go_on(database, services, answering.answer(database, services, today, tenants))
        counter.confirm(services)
        _keep_first_version(database)
        way.begin(_("打印样张"), _DEEDS)
        if out is not None:
            print_papers(services, out)
    finally:
        services.close()
    (folder / MARK).write_text(json.dumps({"edition": _EDITION, "built": today.isoformat()}), encoding="utf-8")


class _Way:
    """How far the building has come, in rows; a part tells `within` how far it is itself, so that it can be stopped."""

    def __init__(self, control: Control, total: int) -> None:
        self._control, self._total = control, total
        self._done, self._part, self._note = 0, 0, ""

    def begin(self, note: str, part: int) -> None:
        """What was begun before is done; now this, which is so much of the whole."""
        self._done += self._part
        self._note, self._part = note, part
        self._control(self._done, self._total, note)

    def within(self, first: float, last: float) -> Control:
        """The control of a piece of this part, from one share of it to another."""

        def told(done: int, total: int, note: str = "") -> None:
            share = first + (last - first) * min(1, done / total if total else 0)
            words = f"{self._note}，{note}" if note else self._note
            self._control(self._done + int(self._part * share), self._total, words)

        return told


def _weight(table: Table) -> int:
    return len(table.rows) + _TABLE


def print_papers(services: Services, out: Path) -> tuple[Path, ...]:
    """The handbook in both sizes, the figures, the sheet of the next activity, lists of visits, one file, the walls."""
    out.mkdir(parents=True, exist_ok=True)
    made = [
        services.papers.build("handbook", out / _("服务手册 {size}.pdf").format(size=size), options={"size": size})
        for size in ("A4", "A5")
    ]
    made.append(services.papers.build("figures", out / _("数字一览.pdf")))
    activity = services.papers.next_activity()
    if activity is not None:
        made.append(services.papers.build("sign-in-sheet", out / _("签到表.pdf"), id=activity))
    made += [
        services.papers.build(paper, out / name)
        for paper, name in (
            ("must-visits", _("必访清单.pdf")), ("visit-route", _("走访路线.pdf")), ("checklist", _("服务清单.pdf")),
            ("duty-roster", _("坐班表.pdf")), ("wish-cards", _("心愿卡.pdf")), ("public-figures", _("公开墙数字.pdf")),
            ("request-measures", _("诉求办理情况.pdf")),
        )
    ]  # fmt: skip
    steps = (row for kind in ("colour-changes", "requests") for row in every(services.records, Query(kind)))
    told = Counter(row.values["enterprise_id"] for row in steps if row.values["enterprise_id"])
    for firm, _count in told.most_common(1):
        made.append(services.papers.build("dossier", out / _("一企一档.pdf"), id=firm))
    return tuple(paper.path for paper in made)


def _keep_first_version(database: Database) -> None:
    """What the checklist says is the content of its first version, so that later ones can be compared with it.

    Nobody on duty did that: it belongs to making the station, and is not what Ctrl+Z takes back first.
    """
    me, database.actor = database.actor, None
    try:
        with database.write(_("存清单")) as write:
            kept = as_content(content_of(write.session))
            versions = write.session.scalars(select(CatalogueVersion.id)).all()
            write.update(CatalogueVersion, [{"id": key, "content": kept} for key in versions])
    finally:
        database.actor = me


def _clear(folder: Path) -> None:
    if not folder.exists():
        return
    if not (folder / MARK).exists() and any(folder.iterdir()) and not (folder / _(LEDGERS)).exists():
        raise UserError(_("文件夹 {folder} 里有别的东西，演示站点不会建在那里。换一个空文件夹").format(folder=folder))
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise SystemProblem(_("旧的演示站点清不掉：{reason}").format(reason=reason(error))) from error


def _empty_station(folder: Path, today: dt.date) -> Database:
    database = Database.create(folder)
    profile = {
        "name": tables.STATION,
        "level": "枢纽",
        "subdistrict": "湖南街道",
        "address": "徐汇区淮海中路环贸广场一期（示例）",
        "floor": "9 层",
        "area": 770,
        "opened_on": dt.date(2025, 10, 11),
        "hours": "工作日 09:00 – 19:00，周六 10:00 – 16:00",
        "phone": "021-00000000",
        "introduction": _INTRODUCTION,
        "history": _HISTORY,
        "booking_guide": _BOOKING,
        "is_demonstration": True,
    }
    with database.write(_("建立演示站点")) as write:
        write.insert(Station, [profile])
        write.insert(
            Account,
            [{"name": name, "role": "工作人员" if place else "站长"} for place, name in enumerate(tables.STAFF)],
        )
        version = f"{today.year}-1"
        write.insert(
            CatalogueVersion, [{"name": version, "effective_on": dt.date(today.year, 1, 1), "note": _("示例清单")}]
        )
    with database.read() as session:
        database.actor = session.execute(select(Account.id).order_by(Account.id).limit(1)).scalar_one()
    return database


_INTRODUCTION = """环贸党群服务中心位于环贸广场一期 9 层，面积约 770 平方米，设有十大功能区，是汾阳片区的枢纽站点。
中心服务片区内 5 幢楼宇、592 家企业和 1.39 万名从业人员，把党群活动、企事快办、商务洽谈和白领生活放在同一层楼里。
需要办的事，就近办、马上办；想聊的事，坐下来聊。本手册为演示，内容均为示例。"""
_HISTORY = """2019-06 汾阳片区楼宇党总支成立
2023-05 楼事会成立，物业、业主、企业和职能部门同桌议事
2025-10 中心焕新启用，企事快办工作站同步入驻"""
_BOOKING = """1. 站内可预约的功能区对片区内的企业、党组织和社会组织免费开放。
2. 请至少提前 2 个工作日到前台或来电预约，说明用途、人数和时间。
3. 使用前在前台登记，用后请把桌椅归位、带走垃圾。
4. 临时不来请提前半天告知，方便让给别人。"""


def _tables(today: dt.date) -> tuple[tuple[Tenant, ...], list[Table], list[Table]]:
    """The firms; every ledger, parents before children; and those that tell what changed since."""
    inventor = Inventor(_SEED)
    organisations = tables.organisations(inventor, today)
    ledger, tenants = firms.enterprises(inventor, today)
    members = tables.members(inventor, today, tenants)
    people = tables.people(inventor, today, tenants)
    calendar, planned = programme.activities(today)
    coming = [(str(r[1]), str(r[9]), str(r[8]), True) for r in members.rows]
    coming += [(str(r[1]), str(r[3]), str(r[4]), False) for r in people.rows]
    made = [
        tables.buildings(tenants), tables.facilities(), organisations, ledger, members, people,
        programme.series(today), calendar, programme.preparations(planned, today),
        programme.registrations(inventor, planned, coming),
        programme.bookings(inventor, today, [one.name for one in tenants[:6]]), programme.blackouts(today),
        tables.service_items(), *story.ledgers(inventor, today, tenants),
    ]  # fmt: skip
    return tenants, made, [firms.changes(ledger), *story.causes(today, tenants)]


def _write(table: Table, folder: Path) -> Path:
    path = folder / table.file_name
    columns = [SheetColumn(heading) for heading in table.headings]
    write_sheet(path, columns, table.rows, title=table.title)
    return path


def _bring_in(services: Services, path: Path, table: Table, way: _Way) -> None:
    """Through the ordinary importer; a refused row would be our own mistake."""
    importing = services.importing
    book = importing.read(path, way.within(0, 0.1))
    plan = importing.plan(table.kind, book, importing.propose(table.kind, book), control=way.within(0.1, 0.4))
    if plan.refused:
        first = plan.refused[0]
        raise UserError(_("演示台账「{name}」第 {row} 行没收").format(name=table.file_name, row=first.row))
    importing.write(plan, way.within(0.4, 1))
