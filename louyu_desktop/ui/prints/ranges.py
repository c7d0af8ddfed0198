"""Page ranges as people type them: 1-3，5."""

from __future__ import annotations

import re
import unicodedata

from louyu_desktop.errors import UserError
from louyu_desktop.text import _

_PART = re.compile(r"(\d+)(?:\s*[-–—~至到]\s*(\d+))?")


def parse_pages(text: str, count: int) -> tuple[int, ...]:
    """Pages (from 1, ascending, each once) of "1-3，5"; UserError says what cannot be taken."""
    plain = unicodedata.normalize("NFKC", text).replace("、", ",").replace(";", ",")
    pages: set[int] = set()
    for part in (piece.strip() for piece in plain.split(",")):
        if not part:
            continue
        found = _PART.fullmatch(part)
        if found is None:
            raise UserError(_("「{part}」看不懂：页码写成 1-3，5").format(part=part))
        first = int(found[1])
        last = int(found[2] or first)
        if first > last:
            raise UserError(_("「{part}」倒过来了：写成 {right}").format(part=part, right=f"{last}-{first}"))
        if first < 1 or last > count:
            raise UserError(_("没有第 {page} 页：这份只有 {count} 页").format(page=last if first else first, count=count))
        pages.update(range(first, last + 1))
    if not pages:
        raise UserError(_("写上要打印的页码，比如 1-3，5"))
    return tuple(sorted(pages))


def words(pages: tuple[int, ...]) -> str:
    """The shortest range text of ascending pages, as `lp -P` takes it: (1, 2, 3, 5) is "1-3,5"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
