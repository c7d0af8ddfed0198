"""The station itself: settings, profile, accounts, holidays, recycle bin, the about box."""

from __future__ import annotations

from louyu_desktop.ui.context import Context
from louyu_desktop.ui.station.log_page import LogPage
from louyu_desktop.ui.station.settings_page import SettingsPage

__all__ = ["SettingsPage", "open_about", "open_bin", "open_log", "open_settings"]


def open_settings(context: Context, page: str = "") -> SettingsPage:
    """The settings over the window; `page` is a group's name, profile, accounts, holidays, bin or about."""
    opened = SettingsPage(context, page)
    opened.open()
    return opened


def open_bin(context: Context) -> SettingsPage:
    """The recycle bin by kind; the lists themselves restore."""
    return open_settings(context, "bin")


def open_log(context: Context) -> LogPage:
    """What was done at the station, by day, person, kind and words."""
    opened = LogPage(context)
    opened.open()
    return opened


def open_about(context: Context) -> SettingsPage:
    """What this is, and the licences of what is shipped."""
    return open_settings(context, "about")
