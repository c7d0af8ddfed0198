"""走访路线: whom to call on, in the order of the way, and a form to write on for each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing import table_sheet, visit_form
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.table_sheet import TableSheet
from louyu_desktop.printing.visit_form import VisitForms


@dataclass(frozen=True, slots=True)
class VisitRoute:
    """The list of stops, upright, and the forms that follow it."""

    stops: TableSheet
    forms: VisitForms | None = None


def texts_of(route: VisitRoute) -> tuple[str, ...]:
    """Every text that the paper prints, cleaned: for the preflight."""
    return table_sheet.texts_of(route.stops) + (visit_form.texts_of(route.forms) if route.forms else ())


def write(route: VisitRoute, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    title = " ".join(filter(None, (clean(route.stops.title), clean(route.stops.aside))))
    with Paper(target, A4, title, faces, subject=clean(route.stops.title)) as paper:
        pages = table_sheet.draw_pages(paper, route.stops)
        if route.forms is not None and route.forms.forms:
            pages += visit_form.draw_pages(paper, route.forms)
    return pages
