"""检查与承诺: the inspections of a shop and what it pledged, one above the other (一店一册)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from louyu_desktop.services.copies import Copy
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Section
from louyu_desktop.ui.entity.sections import SectionPage
from louyu_desktop.ui.parts import Hairline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

INSPECTIONS = Section(
    "inspections", N_("检查"), "enterprise_id", ("inspected_on", "kind", "result", "inspector", "due_on", "rectified_on")
)
PLEDGES = Section("pledges", N_("承诺书"), "enterprise_id", ("signed_on", "name", "signer", "valid_until"))


def is_shop(copy: Copy) -> bool:
    """Whether an enterprise is inspected as a shop is: by what it is, or by its tag."""
    return copy.values.get("unit_kind") == "个体工商户（商户）" or "沿街商户" in (copy.values.get("tags") or ())


class ShopPage(QWidget):
    """The sub-tab of a shop."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.inspections = SectionPage(context, INSPECTIONS, self)
        self.pledges = SectionPage(context, PLEDGES, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.inspections, 3)
        layout.addWidget(Hairline())
        layout.addWidget(self.pledges, 2)

    def show_parent(self, copy: Copy) -> None:
        """Show what hangs on this record."""
        self.inspections.show_parent(copy)
        self.pledges.show_parent(copy)
