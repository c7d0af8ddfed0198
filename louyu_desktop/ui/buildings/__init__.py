"""The tab 楼宇: buildings, the station's zones, units and areas."""

from louyu_desktop.ui.buildings.tab import build

__all__ = ["build"]
