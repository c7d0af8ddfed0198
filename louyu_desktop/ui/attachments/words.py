"""An attachment in words; visitors read neither what it is called nor what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.masks import STAR
from louyu_desktop.services.attachments import AttachmentLine
from louyu_desktop.text import _

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

ICONS = {"pdf": "file", "docx": "file", "xlsx": "grid", "jpg": "picture", "png": "picture"}
_K = 1024


def size_words(size: int) -> str:
    """Bytes as people say them: 640 B, 12 KB, 3.4 MB, 1.25 GB."""
    if size < _K:
        return f"{size} B"
    if size < _K * _K:
        return f"{size / _K:.0f} KB"
    if size < _K**3:
        return f"{size / _K**2:.1f} MB"
    return f"{size / _K**3:.2f} GB"


def called(context: Context, line: AttachmentLine) -> str:
    """The name of the file, or stars while visitors look on."""
    return f"{STAR * 3}.{line.media}" if context.guest.on else line.name


def about(line: AttachmentLine) -> str:
    """What it is, how large, and who put it there when."""
    when = f"{line.created_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    by = _("{who} {when} 放入").format(who=line.created_by, when=when) if line.created_by else when
    return "·".join((line.what, size_words(line.size), by))
