"""How what the station has and does beside requests is laid out: partners on duty, machines, help with policies."""

from __future__ import annotations

import datetime as dt

from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Row
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Arrangement, Group, Section
from louyu_desktop.ui.lists.presets import Preset

_SOON = dt.timedelta(days=7)


def _late(row: Row, _name: str) -> bool:
    """A day after which it is too late, where nothing was handed in yet."""
    day = row.values.get("deadline_on")
    waits = row.values.get("result") == "准备中" and not row.values.get("applied_on")
    return waits and day is not None and day <= dates.today() + _SOON


ROSTER = Arrangement(
    kind="duty-roster",
    narrow=("partner", "weekday", "begins"),
    groups=(
        Group(N_("谁来坐班"), ("partner", "person", "helps_with")),
        Group(N_("什么时候、在哪里"), ("weekday", "day", "begins", "ends", "place", "remark")),
    ),
)

EQUIPMENT = Arrangement(
    kind="equipment",
    narrow=("name", "state"),
    badges=("state",),
    presets=(Preset(N_("故障的"), "state", value="故障"),),
    groups=(
        Group(N_("设备"), ("name", "place", "state")),
        Group(N_("坏了找谁"), ("vendor", "vendor_phone", "remark")),
    ),
    sections=(
        Section("equipment-faults", N_("故障"), "equipment_id", ("found_on", "what", "reported_to", "mended_on"),
                adding=N_("记故障")),
    ),
)  # fmt: skip

PROVIDERS = Arrangement(
    kind="providers",
    narrow=("name", "kind"),
    badges=("kind",),
    groups=(Group(N_("资源单位"), ("name", "kind", "offers")), Group(N_("联系"), ("contact", "phone", "remark"))),
)

POLICIES = Arrangement(
    kind="policy-applications",
    narrow=("enterprise_id", "policy", "deadline_on"),
    due=("deadline_on",),
    late=_late,
    badges=("result",),
    presets=(
        Preset(N_("没结果的"), "result", value="准备中、申报中", sort="deadline_on"),
        Preset(N_("30 天内截止"), "deadline_on", value="30 天内", sort="deadline_on"),
    ),
    groups=(
        Group(N_("申报"), ("enterprise_id", "policy", "deadline_on", "applied_on")),
        Group(N_("办得怎样"), ("owner_id", "result", "amount", "request_id", "remark")),
    ),
)

TEMPLATES = Arrangement(
    kind="answer-templates",
    narrow=("name", "stage"),
    badges=("stage",),
    groups=(Group(N_("答复模板"), ("name", "stage", "category", "words", "remark")),),
)

DELIVERIES = Arrangement(
    kind="pack-deliveries",
    narrow=("delivered_on", "enterprise_id", "pack_id"),
    badges=("way",),
    groups=(
        Group(N_("送达"), ("enterprise_id", "pack_id", "delivered_on", "way", "deliverer")),
        Group(N_("签收和跟进"), ("receiver", "follow_up", "remark")),
    ),
    paper="pack-receipt",
    paper_label=N_("签收单"),
)
