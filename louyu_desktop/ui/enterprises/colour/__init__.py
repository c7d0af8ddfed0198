"""五色 of enterprises: the strip and the page of a file, what is suggested for all, the thresholds.

`decide(context, enterprise_id, parent)` asks for a colour, or for what becomes of the proposal that waits.
"""

from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Act, Page
from louyu_desktop.ui.enterprises.colour.deciding import decide, decide_on
from louyu_desktop.ui.enterprises.colour.history import ColourPage
from louyu_desktop.ui.enterprises.colour.opening import open_decision, open_suggestions
from louyu_desktop.ui.enterprises.colour.strip import ColourStrip
from louyu_desktop.ui.enterprises.colour.suggested import SuggestedPane, build

COLOUR = Act(id="colour", label=N_("定色…"), run=decide_on, icon="shield", right=Right.WORK, seldom=True)
"""What can be done with an enterprise."""

HISTORY = Page(N_("五色"), ColourPage, counts="colour-changes")
"""The page of an enterprise's file; nobody has it who may not know colours."""

__all__ = [
    "COLOUR", "HISTORY", "ColourPage", "ColourStrip", "SuggestedPane", "build", "decide", "open_decision",
    "open_suggestions",
]  # fmt: skip
