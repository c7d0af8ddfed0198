"""Texts that a spreadsheet would read as a formula: guarded on the way out, themselves again on the way in."""

from __future__ import annotations

import re

_reads_as_formula = re.compile(r"'*[=+\-@\t\r]").match
_is_guarded = re.compile(r"'+[=+\-@\t\r]").match


def protected(text: str) -> str:
    """A cell of csv or of a copied block that no spreadsheet reads as a formula; `unprotected` takes it back."""
    return f"'{text}" if _reads_as_formula(text) else text


def unprotected(cell: str) -> str:
    """A cell without the quote that keeps spreadsheets from reading it as a formula."""
    return cell[1:] if _is_guarded(cell) else cell
