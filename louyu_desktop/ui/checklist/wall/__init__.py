"""Wishes with their wall, public notices with their sheet, and the numbers that hang beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from louyu_desktop.rules import dates
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Arrangement, Group, Page
from louyu_desktop.ui.lists.presets import Preset

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.copies import Row
    from louyu_desktop.ui.context import Context


def _strip(context: Context, parent: QWidget) -> QWidget:
    from louyu_desktop.ui.checklist.wall.strip import FlowStrip

    return FlowStrip(context, parent)


def _sheet(context: Context, parent: QWidget) -> QWidget:
    from louyu_desktop.ui.checklist.wall.sheet import NoticeSheet

    return NoticeSheet(context, parent)


def _wishes_tab(context: Context, arrangement: Arrangement, parent: QWidget) -> Any:
    from louyu_desktop.ui.checklist.wall.tabs import WishesTab

    return WishesTab(context, arrangement, parent)


def _notices_tab(context: Context, arrangement: Arrangement, parent: QWidget) -> Any:
    from louyu_desktop.ui.checklist.wall.tabs import NoticesTab

    return NoticesTab(context, arrangement, parent)


def _late(row: Row, name: str) -> bool:
    """Whether who claimed a wish has let its day pass."""
    return row.values.get("state") == "已认领" and dates.is_over(row.values.get(name))


WISHES = Arrangement(
    kind="wishes",
    columns=("number", "text", "category", "state", "due_on"),
    narrow=("text", "state"),
    due=("due_on",),
    late=_late,
    badges=("category",),
    presets=(
        Preset(N_("等审核"), "state", value="征集", sort="made_on"),
        Preset(N_("待认领"), "state", value="待认领", sort="posted_on"),
        Preset(N_("已认领"), "state", value="已认领", sort="due_on"),
    ),
    groups=(
        Group(N_("心愿"), ("text", "category", "made_on", "wisher", "unit_name", "number", "remark")),
    ),
    apart=(
        "state", "state_reason", "public_text", "posted_on", "claimant", "claimed_on", "due_on", "fulfilled_on",
        "proof", "thanks", "request_id",
    ),
    strip=_strip,
    tab=_wishes_tab,
)  # fmt: skip

NOTICES = Arrangement(
    kind="public-notices",
    columns=("number", "title", "kind", "state", "until"),
    narrow=("title", "state"),
    badges=("kind",),
    presets=(
        Preset(N_("待审核"), "state", value="待审核", sort="proposed_on"),
        Preset(N_("待审批"), "state", value="待审批", sort="proposed_on"),
        Preset(N_("公示中"), "state", value="公示中", sort="until"),
    ),
    groups=(
        Group(N_("公示"), ("title", "kind", "body", "signed_by", "named", "proposed_on", "number", "remark")),
    ),
    pages=(Page(N_("样子"), _sheet),),
    apart=(
        "state", "state_reason", "posted_on", "until", "proposer_id", "reviewer_id", "reviewed_on", "approver_id",
        "approved_on", "seal", "source_kind", "source_id",
    ),
    strip=_strip,
    paper="public-notice",
    paper_label=N_("打印公示"),
    tab=_notices_tab,
)  # fmt: skip
