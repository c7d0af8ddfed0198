"""Kinds whose records nobody types into a form or a list, and where to turn; light, the first paint asks it too."""

from __future__ import annotations

from louyu_desktop.text import N_

OWN_WAYS = {
    "colour-changes": N_("五色记录只增不改。请在企业的「五色」页里定色、维持或撤回"),
    "fact-changes": N_("变动由系统随改动记下，不能手工增改。改企业本身就会记下"),
    "agenda-items": N_("议程随议题走。请在会议的「议程」里排议题、记议定结果"),
    "own-fields": N_("自定义字段请在「设置 → 自定义字段」里加、改和停用"),
}
"""The sentence by the kind."""

BY_STEPS: dict[str, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "requests": (
            "state mechanism promised_days contact_days first_days cut_off restarted_at contacted_at replied_at turn"
            " outcome result finished_on closed_on satisfaction merged_into_id given_due_on"
        ),
        "extensions": "days turn asker_id verdict approver_id decided_on",
        "request-pauses": "begun_at ended_at reason",
        "request-steps": "at action before after account_id",
        "topics": "stage meeting_id decision decided stage_reason closed_on source_kind source_id",
        "meetings": "state",
        "wishes": (
            "state state_reason public_text posted_on claimant claimed_on due_on fulfilled_on proof thanks request_id"
        ),
        "public-notices": (
            "state state_reason posted_on until proposer_id reviewer_id reviewed_on approver_id approved_on seal"
            " source_kind source_id"
        ),
    }.items()
}
"""The fields of records that stand already which only the steps of their tables change, by the kind."""


def has_own_way(kind: str) -> bool:
    """Whether nobody types records of a kind into a form or a list."""
    return kind in OWN_WAYS
