"""The tab 企业: one file per enterprise."""

from louyu_desktop.ui.enterprises.tab import build

__all__ = ["build"]
