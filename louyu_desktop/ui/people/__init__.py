"""The tab 人员: people in all their roles, and Party organisations."""

from louyu_desktop.ui.people.tab import build

__all__ = ["build"]
