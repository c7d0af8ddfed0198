"""The council: its members, its topics in four stages, its meetings with their agendas."""

from louyu_desktop.ui.buildings.council.layout import COUNCILS, MEETINGS, TOPICS

__all__ = ["COUNCILS", "MEETINGS", "TOPICS"]
