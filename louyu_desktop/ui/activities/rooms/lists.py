"""How bookings and closed times are laid out where they are listed."""

from __future__ import annotations

from louyu_desktop.text import N_
from louyu_desktop.ui.activities.rooms.hit import HitStrip
from louyu_desktop.ui.arrangement import Arrangement, Group
from louyu_desktop.ui.lists.presets import Preset

BOOKINGS = Arrangement(
    kind="bookings",
    columns=("starts_at", "facility_id", "purpose", "unit_name", "people", "state"),
    narrow=("starts_at", "facility_id", "purpose"),
    badges=("state",),
    presets=(
        Preset(N_("接下来"), "starts_at", value="≥今天", sort="starts_at"),
        Preset(N_("待确认"), "state", value="申请", sort="starts_at"),
        Preset(N_("用过的"), "starts_at", value="<今天", sort="-starts_at"),
    ),
    first=N_("接下来"),
    groups=(
        Group(N_("预约信息"), ("facility_id", "starts_at", "ends_at", "purpose", "people", "state")),
        Group(N_("使用人"), ("unit_name", "applicant", "phone")),
        Group(N_("布置和清场"), ("setup_minutes", "clear_minutes", "remark")),
    ),
)

BLACKOUTS = Arrangement(
    kind="blackouts",
    columns=("starts_at", "ends_at", "facility_id", "reason"),
    narrow=("starts_at", "reason"),
    strip=HitStrip,
    groups=(Group(N_("停用时段"), ("facility_id", "starts_at", "ends_at", "reason", "remark")),),
)
