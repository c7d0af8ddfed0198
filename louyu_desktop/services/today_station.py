"""What the checklist and the station ask for today: policies to apply for, broken machines, items nobody confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import and_, func, or_, select

from louyu_desktop.models import Account, Enterprise, Equipment, EquipmentFault, PolicyApplication, ServiceItem
from louyu_desktop.models.counter import BROKEN, OUT_OF_USE
from louyu_desktop.models.wish import PREPARED
from louyu_desktop.rules.day_words import day_words, due_words
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.overview import TodayItem
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.services.today_parts import MOST, Asked, Dated, Found, further, group_of, joined
from louyu_desktop.text import _


def of_station(asked: Asked) -> Iterator[Found]:
    """Every line about policies, machines and the checklist that the role may see."""
    if asked.sees("policy-applications", "deadline_on"):
        yield _policies(asked)
    if asked.sees("equipment-faults", "what"):
        yield _machines(asked)
    if asked.sees("service-items", "confirmed_on") and Right.WORK in OF_ROLE[asked.role]:
        yield Found(_unconfirmed(asked))


def _policies(asked: Asked) -> Found:
    """Applications that are still being prepared, from a week before the last day on."""
    wanted = (
        select(PolicyApplication, Enterprise.name, Account.name)
        .join(Enterprise, Enterprise.id == PolicyApplication.enterprise_id)
        .outerjoin(Account, Account.id == PolicyApplication.owner_id)
        .where(PolicyApplication.archived_at.is_(None), PolicyApplication.result == PREPARED)
        .where(PolicyApplication.deadline_on <= asked.horizon)
        .order_by(PolicyApplication.deadline_on, PolicyApplication.id)
    )
    rows = asked.session.execute(wanted.limit(MOST)).all()
    found = []
    for one, firm, owner in rows:
        due = one.deadline_on or asked.today
        item = TodayItem(
            "policy-applications", one.id, "file", one.policy, joined(_("政策申报"), firm), due_words(due, asked.today),
            owner or "", _("打开"), overdue=due < asked.today, topic=f"policy-applications:{one.id}:{due.isoformat()}",
            source="policies", person_id=one.owner_id,
        )  # fmt: skip
        found.append(Dated(group_of(due, asked.today), (due, dt.time(6), one.id), item))
    filters = (
        Filter("result", Match.EQUALS, PREPARED), Filter("deadline_on", Match.AT_MOST, asked.horizon),
    )  # fmt: skip
    query = Query("policy-applications", filters, "deadline_on")
    return Found(found, further(asked, "policies", rows, wanted, query))


def _machines(asked: Asked) -> Found:
    """Machines with a fault that is not mended, and those called broken without one; not what is out of use."""
    lasting = and_(
        EquipmentFault.equipment_id == Equipment.id, EquipmentFault.archived_at.is_(None),
        EquipmentFault.mended_on.is_(None),
    )  # fmt: skip
    rows = asked.session.execute(
        select(Equipment, EquipmentFault)
        .outerjoin(EquipmentFault, lasting)
        .where(Equipment.archived_at.is_(None), Equipment.state != OUT_OF_USE)
        .where(or_(EquipmentFault.id.is_not(None), Equipment.state == BROKEN))
        .order_by(func.coalesce(EquipmentFault.found_on, asked.today), Equipment.id)
        .limit(MOST)
    ).all()
    return Found([_machine(asked, machine, fault) for machine, fault in rows])


def _machine(asked: Asked, machine: Equipment, fault: EquipmentFault | None) -> Dated:
    since = fault.found_on if fault is not None else None
    told = fault.reported_to if fault is not None else None
    item = TodayItem(
        "equipment", machine.id, "alert", machine.name,
        joined(
            _("设备故障"), fault.what if fault is not None else _("还没有记是什么故障"),
            _("已报{whom}").format(whom=told) if told else _("还没有报修"), machine.place,
        ),
        _("{day}坏的").format(day=day_words(since, asked.today)) if since is not None else _("没有写哪天坏的"), "",
        _("打开"), topic=f"equipment:{machine.id}:{fault.id if fault is not None else 0}", source="equipment",
    )  # fmt: skip
    return Dated("today", (asked.today, dt.time(14), machine.id), item)


def _unconfirmed(asked: Asked) -> list[Dated]:
    """One line for all items in use that nobody has checked against the departments' own pages."""
    wanted = (ServiceItem.archived_at.is_(None), ServiceItem.enabled.is_(True), ServiceItem.confirmed_on.is_(None))
    count, first = asked.session.execute(select(func.count(), func.min(ServiceItem.id)).where(*wanted)).one()
    if not count:
        return []
    filters = (Filter("enabled", Match.EQUALS, value=True), Filter("confirmed_on", Match.EMPTY))
    item = TodayItem(
        "service-items", first, "list", _("{count} 个服务事项还没有核对").format(count=f"{count:,}"),
        joined(_("服务清单"), _("对照一网通办，核对无误的不再标「示例」")), "", "", _("去核对"),
        given=(("query", Query("service-items", filters, "code")),), topic="service-items", source="checklist",
    )  # fmt: skip
    return [Dated("week", (asked.horizon, dt.time(23), 0), item)]
