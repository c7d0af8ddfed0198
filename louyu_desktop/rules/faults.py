"""Cells in which a spreadsheet says that it has no value; light enough for the reader child."""

from __future__ import annotations

import re

OPEN_FORMULA = "#未算出"
"""Stands for a formula that was written without its result (by a program that does not calculate)."""

is_fault = re.compile(r"\s*#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|####*)\s*").fullmatch
