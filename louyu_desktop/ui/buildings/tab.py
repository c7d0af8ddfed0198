"""How buildings, zones, units and areas are laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Arrangement, Group, Page, Section
from louyu_desktop.ui.buildings.council import COUNCILS, MEETINGS, TOPICS
from louyu_desktop.ui.buildings.figures import FiguresPane
from louyu_desktop.ui.buildings.plan import page, sheet
from louyu_desktop.ui.buildings.plan.tab import BuildingsTab
from louyu_desktop.ui.subtabs import Part, TabGroup

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

BUILDINGS = Arrangement(
    kind="buildings",
    columns=("name", "area_id", "kind", "grade", "enterprise_count", "headcount"),
    narrow=("name", "enterprise_count", "headcount"),
    badges=("is_key", "kind"),
    groups=(
        Group(N_("楼宇信息"), (
            "name", "alias", "former_name", "area_id", "grid_code", "kind", "grade", "district", "postcode", "address",
            "is_key",
        )),
        Group(N_("规模"), (
            "floors_above", "floors_below", "gross_area", "office_area", "leasable_area", "completed_year",
            "enterprise_count", "headcount", "tax_band",
        )),
        Group(N_("业主与物业"), ("owner_name", "property_company", "property_phone", "remark")),
    ),
    sections=(Section("units", N_("单元"), "building_id", ("label", "floor", "room", "area")),),
    pages=(Page(N_("楼层图"), page.build, first=True), Page(N_("数据"), sheet.build)),
    tab=BuildingsTab,
    paper="floor-plan",
    paper_label=N_("打印楼层图"),
)  # fmt: skip

FACILITIES = Arrangement(
    kind="facilities",
    columns=("name", "zone", "capacity", "bookable", "open_hours"),
    narrow=("name", "capacity", "bookable"),
    badges=("bookable",),
    groups=(
        Group(N_("功能区信息"), ("name", "zone", "building_id", "floor", "area", "capacity", "position")),
        Group(N_("使用"), ("open_hours", "bookable", "equipment", "rules", "remark")),
    ),
)

UNITS = Arrangement(
    kind="units",
    columns=("label", "building_id", "area"),
    groups=(Group(N_("单元信息"), ("building_id", "floor", "room", "area", "remark")),),
    sections=(Section("occupancies", N_("入驻记录"), "unit_id", ("enterprise_id", "area", "lease_start", "lease_end")),),
)

AREAS = Arrangement(kind="areas", groups=(Group(N_("片区信息"), ("name", "building_count", "remark")),))


def build(context: Context) -> TabGroup:
    """The tab 楼宇."""
    parts: tuple[tuple[str, Part], ...] = (
        (N_("楼宇"), BUILDINGS), (N_("功能区"), FACILITIES), (N_("单元"), UNITS), (N_("片区"), AREAS),
        (str(context.services.settings.get("council_name")), COUNCILS), (N_("议题"), TOPICS), (N_("会议"), MEETINGS),
        (N_("数字"), FiguresPane),
    )  # fmt: skip
    return TabGroup(context, parts)
