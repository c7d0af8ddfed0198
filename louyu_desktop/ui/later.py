"""Days to which something is put off, and the usual reasons."""

from __future__ import annotations

import datetime as dt

from louyu_desktop.text import N_, _

REASONS = (N_("对方出差"), N_("约在那天"), N_("等对方材料"), N_("等上级答复"), N_("人手不够"))


def days_offered(today: dt.date) -> tuple[tuple[str, dt.date], ...]:
    """明天, 后天, 下周一, 两周后, 下月初: words and day."""
    monday = today + dt.timedelta(days=7 - today.weekday())
    month = (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return (
        (_("明天"), today + dt.timedelta(days=1)), (_("三天后"), today + dt.timedelta(days=3)), (_("下周一"), monday),
        (_("两周后"), today + dt.timedelta(days=14)), (_("下月 1 日"), month),
    )  # fmt: skip
