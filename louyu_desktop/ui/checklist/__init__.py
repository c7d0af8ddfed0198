"""The tab 服务清单: items, categories and published versions."""

from louyu_desktop.ui.checklist.tab import build

__all__ = ["build"]
