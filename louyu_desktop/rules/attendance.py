"""What a registration may be, and which of them hold a place (FIELD.md 4.5)."""

from __future__ import annotations

from enum import StrEnum


class RegistrationStatus(StrEnum):
    """The states of a registration, as stored and shown.

    Who is OFFERED a place from the waiting list holds it until the time limit.
    """

    REGISTERED = "已报名"
    WAITING = "候补"
    OFFERED = "待答复"
    CANCELLED = "取消"
    SIGNED_IN = "已签到"
    ABSENT = "缺席"


HOLDING = (
    RegistrationStatus.REGISTERED, RegistrationStatus.OFFERED, RegistrationStatus.SIGNED_IN, RegistrationStatus.ABSENT,
)  # fmt: skip
"""The states that take one of the places of an activity."""
