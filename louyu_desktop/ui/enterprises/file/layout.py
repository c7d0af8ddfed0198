"""How an enterprise is laid out: facts, what hangs on it, what can be done with it."""

from __future__ import annotations

from dataclasses import replace

from louyu_desktop.text import N_
from louyu_desktop.ui.activities.numbers import taken_by_enterprise
from louyu_desktop.ui.arrangement import Arrangement, Group, Page, Section
from louyu_desktop.ui.enterprises import tasks, visiting
from louyu_desktop.ui.enterprises.colour import COLOUR, HISTORY, ColourStrip
from louyu_desktop.ui.enterprises.file.acts import HAND_OVER, VERIFY
from louyu_desktop.ui.enterprises.file.line import SHORT, FileLine
from louyu_desktop.ui.enterprises.file.shop import ShopPage, is_shop
from louyu_desktop.ui.enterprises.file.strips import stacked
from louyu_desktop.ui.enterprises.file.timeline import TimelinePage
from louyu_desktop.ui.enterprises.merging import MERGE
from louyu_desktop.ui.lists.presets import Preset

ENTERPRISES = Arrangement(
    kind="enterprises",
    columns=("colour", "name", "location", "headcount", "lease_end"),  # the name whole in a window of 1366
    narrow=("colour", "name", "lease_end"),
    due=("lease_end",),
    badges=("colour", "is_key"),
    presets=(
        Preset(N_("重点企业"), "is_key", value="是"),
        Preset(N_("90 天内到期"), "lease_end", value="90 天内", sort="lease_end"),
        Preset(N_("未核实"), "verified_on", value="—"),
        Preset(N_("半年没核实"), "verified_on", value="<180 天前", sort="verified_on"),
    ),
    short=SHORT,
    flags={"is_key": N_("重点")},
    paper="dossier",
    paper_label=N_("打印档案"),
    groups=(
        Group(N_("工商信息"), (
            "name", "credit_code", "legal_form", "no_code_reason", "unit_kind", "industry", "ownership", "scale",
            "hq_level", "registered_on", "registered_capital", "registered_address", "registered_district", "business",
            "short_name", "former_name", "name_en",
        )),
        Group(N_("人员与组织"), (
            "headcount", "headcount_on", "party_count", "party_org_status", "union_status",
            "youth_status", "women_status",
        )),
        Group(N_("经营"), ("tax_band", "tax_local", "revenue_trend")),
        Group(N_("服务责任"), (
            "is_key", "chief_liaison_id", "verified_on", "verified_by_id", "undisturbed", "tags", "remark",
        )),
    ),
    about=FileLine,
    strip=stacked(ColourStrip, tasks.TaskStrip),  # one of each package, the first on top
    acts=(visiting.RECORD, visiting.BEFORE, VERIFY, COLOUR, tasks.SPECIAL, tasks.GUEST, MERGE, HAND_OVER),
    sections=(
        Section(
            "occupancies", N_("入驻与租期"), "enterprise_id",
            ("unit_id", "area", "moved_in_on", "lease_end", "renewal_intent", "ended_on"), "ended_on", N_("登记入驻"),
        ),
        Section(
            "contacts", N_("联系人"), "enterprise_id", ("name", "role", "phone", "is_primary", "since", "until"), "until"
        ),
        Section(
            "pack-deliveries", N_("服务包"), "enterprise_id",
            ("delivered_on", "pack_id", "way", "deliverer", "receiver", "follow_up"),
        ),
        Section("honours", N_("荣誉"), "enterprise_id", ("awarded_on", "name", "level", "awarded_by")),
        Section("team-members", N_("服务团队"), "enterprise_id"),
    ),
    pages=(
        replace(visiting.VISITS_PAGE, after="contacts"),
        tasks.TASKS_PAGE,
        replace(visiting.REQUESTS_PAGE, counts="requests", after="visits"),
        Page(N_("时间线"), TimelinePage, after="visit-tasks"),
        Page(N_("活动"), taken_by_enterprise, after="pack-deliveries"),
        Page(N_("检查与承诺"), ShopPage, counts="inspections", after="honours", meant=is_shop),
        HISTORY,
    ),
)  # fmt: skip
"""The list of enterprises and the file of each."""
