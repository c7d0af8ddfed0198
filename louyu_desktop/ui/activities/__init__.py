"""The tab 活动: activities, who registered and who came."""

from louyu_desktop.ui.activities.tab import build

__all__ = ["build"]
