"""Which tab shows which kind of record."""

from __future__ import annotations

from louyu_desktop.text import N_

TABS: tuple[tuple[str, str], ...] = (
    ("today", N_("今日")),
    ("buildings", N_("楼宇")),
    ("enterprises", N_("企业")),
    ("people", N_("人员")),
    ("activities", N_("活动")),
    ("checklist", N_("服务清单")),
)
"""The six tabs by id, left to right."""

_KINDS = {
    "buildings": ("buildings", "areas", "units", "facilities", "building-months", "councils", "council-members",
                  "topics", "meetings", "agenda-items", "measures", "feedback"),
    "enterprises": (
        "enterprises", "occupancies", "contacts", "visits", "rounds", "leads", "headquarters-visits", "visit-tasks",
        "special-cases", "colour-changes", "fact-changes", "team-members", "inspections", "pledges", "honours",
    ),
    "people": ("people", "memberships", "consents", "organisations"),
    "activities": (
        "activities", "registrations", "sign-ins", "series", "activity-templates", "preparations", "questions",
        "bookings", "blackouts",
    ),
    "checklist": ("service-items", "requests", "service-categories", "service-packs", "catalogue-versions", "wishes",
                  "public-notices", "duty-roster", "equipment", "equipment-faults", "providers",
                  "policy-applications", "answer-templates", "pack-deliveries"),
}

TAB_OF: dict[str, str] = {kind: tab for tab, kinds in _KINDS.items() for kind in kinds}
"""The tab of each kind; stations, accounts and holidays are looked after in the settings."""
