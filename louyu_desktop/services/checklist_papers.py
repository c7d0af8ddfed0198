"""The papers of the checklist: the list, its poster, the week of the partners on duty, the receipt for a pack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.models import Enterprise, PackDelivery, ServiceCategory, ServiceItem, ServicePack
from louyu_desktop.printing import checklist_poster, table_sheet
from louyu_desktop.printing.checklist_poster import Poster, PosterBlock, PosterItem
from louyu_desktop.printing.sheet import Column
from louyu_desktop.printing.table_sheet import Part, TableSheet
from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.services.checklists import in_force, is_altered
from louyu_desktop.services.duty_rosters import Duty, RosterLine, week_of
from louyu_desktop.services.paper_info import PaperInfo
from louyu_desktop.services.paper_ready import Asked, Ready, ready, titled
from louyu_desktop.services.paper_words import station_words
from louyu_desktop.storage.change_log import CHANGE
from louyu_desktop.storage.history import history
from louyu_desktop.text import N_, _

CHECKLIST = "checklist"
ROSTER = "duty-roster"
RECEIPT = "pack-receipt"
_LIST, _POSTER = N_("A4 清单"), N_("A3 海报")
_USUAL = N_("服务清单")
_GUIDE = N_("材料和条件以一网通办办事指南为准。")

CHECKLIST_PAPERS: tuple[PaperInfo, ...] = (
    PaperInfo(
        name=CHECKLIST, label=_USUAL, tells="service-items", forgets=("catalogue", "only"),
        options=(
            Field(name="sheet", label=N_("纸张"), kind=Kind.CHOICE, choices=(_LIST, _POSTER)),
            Field(name="catalogue", label=N_("哪份清单"), max_length=40, hint=N_("空着就是服务清单；另一份写它的名称，如：服务企业20条")),
            Field(name="only", label=N_("只印哪些大类"), max_length=80, hint=N_("写大类代码或名称，如：A、D；空着就是全部")),
        ),
        begins={"sheet": _LIST, "catalogue": "", "only": ""},
    ),
    PaperInfo(
        name=ROSTER, label=N_("坐班表"), tells="duty-roster", personal=True, forgets=("week",),
        options=(Field(name="week", label=N_("哪一周"), kind=Kind.DATE, hint=N_("写那一周里的任何一天；空着就是这一周")),),
    ),
    PaperInfo(name=RECEIPT, label=N_("服务包签收单"), needs_id="pack-deliveries", personal=True),
)  # fmt: skip
"""In the order they are offered."""


@dataclass(frozen=True, slots=True)
class _Category:
    code: str
    name: str
    items: tuple[ServiceItem, ...]


def _checklist(asked: Asked) -> Ready:
    with asked.database.read() as session:
        catalogue = str(asked.chosen.get("catalogue") or "").strip()
        found = _categories(session, catalogue, str(asked.chosen.get("only") or ""))
        station, version = station_words(session), in_force(session)
        title = catalogue or _(_USUAL)
        day = version.effective_on if version else ""
        words = _("版本 {name}").format(name=version.name) if version else ""
        if version and is_altered(session):
            words = _("{version} 之后有改动").format(version=words)
        words = titled(words, _("{day} 起施行").format(day=day) if day else "")
        examples = sum(item.is_example for one in found for item in one.items)
        note = _("其中 {count} 项是示例，还没核对").format(count=examples) if examples else ""
        if asked.chosen.get("sheet") == _POSTER:
            return ready(titled(title, _("海报")), checklist_poster, Poster(
                title=title, about=titled(station.name, _("就近办，马上办"), _counted(found)), version=words,
                blocks=tuple(PosterBlock(one.code, one.name, tuple(map(_poster_item, one.items))) for one in found),
                footer=titled(note, _(_GUIDE).rstrip("。")), is_demonstration=station.is_demonstration,
            ))  # fmt: skip
        sheet = TableSheet(
            title=title, aside=titled(words, station.name), landscape=True,
            columns=tuple(replace(one, heading=_(one.heading)) for one in _COLUMNS),
            parts=tuple(
                Part(heading=titled(one.code, one.name), note=_("{count} 项").format(count=len(one.items)),
                     rows=tuple(map(_cells, one.items)))
                for one in found
            ),
            facts=(_("{counted}。承诺时限按工作日算，指本站答复或转交的时间。{guide}").format(
                counted=_counted(found), guide=_(_GUIDE)),),
            footer=titled(_("{day} 打印").format(day=dates.today().isoformat()), note),
            empty=_("这份清单里还没有启用的事项"), is_demonstration=station.is_demonstration,
        )  # fmt: skip
    return ready(title, table_sheet, sheet)


_COLUMNS = (
    Column(N_("编码"), 14), Column(N_("事项"), 56, bold=True), Column(N_("对象"), 20), Column(N_("带什么"), 52),
    Column(N_("责任部门"), 40), Column(N_("承诺"), 24, "right"), Column(N_("方式"), 20), Column(N_("时间、电话"), 36),
)  # fmt: skip


def _counted(found: list[_Category]) -> str:
    return _("{categories} 大类 {items} 项").format(categories=len(found), items=sum(len(one.items) for one in found))


def _promise(item: ServiceItem) -> str:
    if item.promised_days is None:
        return ""
    return _("{days} 个工作日").format(days=item.promised_days) if item.promised_days else _("当场办")


def _poster_item(item: ServiceItem) -> PosterItem:
    return PosterItem(item.code, item.name, item.department or "", _promise(item))


def _cells(item: ServiceItem) -> tuple[str, ...]:
    return (
        item.code, item.name, "、".join(map(_, item.targets)), item.materials or "",
        "、".join(filter(None, (item.department, item.partner))), _promise(item), _(item.mode) if item.mode else "",
        " ".join(filter(None, (item.hours, item.phone))),
    )  # fmt: skip


def _categories(session: Session, catalogue: str, only: str) -> list[_Category]:
    """The categories of a catalogue with their items in use; UserError when none is called so."""
    rows = session.scalars(
        select(ServiceCategory).where(ServiceCategory.archived_at.is_(None))
        .order_by(ServiceCategory.code, ServiceCategory.id)
    ).all()  # fmt: skip
    known = [row for row in rows if (row.catalogue or _(_USUAL)) == (catalogue or _(_USUAL))]
    theirs = {row.id for row in rows}
    if catalogue and not known:
        raise UserError(_("没有叫「{name}」的清单。请在大类里填好「所属清单」再打印").format(name=catalogue))
    wanted = {word for word in only.replace("，", "、").replace(" ", "、").split("、") if word}
    if missing := sorted(wanted - {word for row in known for word in (row.code, row.name)}):
        raise UserError(_("没有这个大类：{names}").format(names="、".join(missing)))
    live = select(ServiceItem).where(ServiceItem.archived_at.is_(None), ServiceItem.enabled.is_(True))
    items: dict[int | None, list[ServiceItem]] = {}
    for item in session.scalars(live.order_by(ServiceItem.code, ServiceItem.id)):
        items.setdefault(item.category_id if item.category_id in theirs else None, []).append(item)
    found = [
        _Category(row.code, row.name, tuple(items[row.id]))
        for row in known
        if row.id in items and (not wanted or wanted & {row.code, row.name})
    ]
    rest = items.get(None, []) if not (catalogue or wanted) else []
    return [*found, _Category("", _("其他"), tuple(rest))] if rest else found


def _roster(asked: Asked) -> Ready:
    with asked.database.read() as session:
        week = week_of(session, asked.chosen.get("week") or dates.today())
        station = station_words(session)
    columns = (Column(_("坐班单位"), 44, bold=True), *(Column(heading, 28) for heading in week.headings))
    rows = tuple(
        (titled(one.partner, one.helps_with, _places(one)), *("；".join(map(_duty, day)) for day in one.days))
        for one in week.lines
    )
    sheet = TableSheet(
        title=_("坐班表"), aside=titled(_("{day} 这一周").format(day=week.monday.isoformat()), station.name),
        columns=columns, parts=(Part(rows=rows),) if rows else (), landscape=True,
        notes=(_("每周的坐班遇到节假日就停一次；单排在某一天的照常。"),),
        footer=_("{day} 打印").format(day=dates.today().isoformat()), empty=_("这一周没有人坐班"),
        is_demonstration=station.is_demonstration,
    )  # fmt: skip
    return ready(titled(sheet.title, sheet.aside), table_sheet, sheet)


def _places(line: RosterLine) -> str:
    """Where a partner sits, each place once."""
    return titled(*dict.fromkeys(one.place for day in line.days for one in day))


def _duty(one: Duty) -> str:
    return " ".join(filter(None, (one.hours, one.person)))


def _receipt(asked: Asked) -> Ready:
    with asked.database.read() as session:
        found = session.execute(
            select(PackDelivery, ServicePack, Enterprise.name)
            .join(ServicePack, ServicePack.id == PackDelivery.pack_id)
            .join(Enterprise, Enterprise.id == PackDelivery.enterprise_id)
            .where(PackDelivery.id == asked.id, PackDelivery.archived_at.is_(None))
        ).first()
        if found is None:
            raise UserError(_("这次送达的记录已经不在了"))
        given, pack, firm = found
        station, then = station_words(session), _as_given(session, pack, given)
        lines = [line.strip() for line in (then["content"] or "").splitlines() if line.strip()]
        sheet = TableSheet(
            title=_("服务包签收单"), aside=station.name,
            facts=(
                _("企业：{name}").format(name=firm),
                _("服务包：{name}").format(name=titled(then["name"] or "", then["edition"] or "")),
                titled(_("送达日期：{day}").format(day=given.delivered_on.isoformat()), _(given.way) if given.way else "",
                       _("送达人：{name}").format(name=given.deliverer) if given.deliverer else ""),
            ),
            columns=(Column(_("序号"), 14, "center"), Column(_("服务内容"), 110), Column(_("服务团队"), 50)),
            parts=(Part(rows=tuple((str(n), line, then["provider"] or "") for n, line in enumerate(lines, 1))),),
            signs=(_("签收人："), _("联系电话："), _("日期：")), empty=_("这个服务包还没有写内容"),
            notes=(_("本单一式两份，企业和服务站各留一份。"),), is_demonstration=station.is_demonstration,
        )  # fmt: skip
    return ready(titled(_("服务包签收单"), firm), table_sheet, sheet)


def _as_given(session: Session, pack: ServicePack, given: PackDelivery) -> dict[str, str | None]:
    """What stood in a pack when it was handed over: at the moment that was noted, or at the end of its day.

    Of a pack that was entered only later, what it said at first.
    """
    then = {name: getattr(pack, name) for name in ("name", "edition", "content", "provider")}
    noted = given.created_at
    if noted.astimezone(SHANGHAI).date() != given.delivered_on:
        noted = midnight(given.delivered_on + dt.timedelta(days=1))
    for one in history(session, "service-packs", pack.id):
        if one.at <= noted:
            break
        if one.action == CHANGE:
            then |= {name: one.before[name] for name in then.keys() & one.before.keys()}
    return then


READERS: dict[str, Callable[[Asked], Ready]] = {CHECKLIST: _checklist, ROSTER: _roster, RECEIPT: _receipt}
"""How each of them is read."""
