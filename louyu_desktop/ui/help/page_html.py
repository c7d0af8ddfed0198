"""A page of the handbook as the rich text that Qt shows, in the colours and sizes of the theme."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImageReader

from louyu_desktop.rules.help_text import Block, HelpPage, Kind, Mark, Stretch
from louyu_desktop.ui.theme import theme

PICTURE = "picture"
"""The scheme of what is asked for when a picture is drawn: its width and its name."""

_NUMBER = 30
"""The room a step's number takes."""


def html_of(page: HelpPage, width: int, picture: Callable[[str], Path | None]) -> str:
    """The page in `width` device-independent pixels; a picture that was not made leaves no hole."""
    parts = [_paragraph(escape(page.chapter), 12, "text3", below=2), _title(page.title)]
    parts += [_block(block, width, picture) for block in page.blocks]
    return f'<body style="{_font(14, "text")}">{"".join(parts)}</body>'


def _font(size: int, tone: str, *, bold: bool = False) -> str:
    weight = "font-weight:700;" if bold else ""
    return f"font-size:{theme.px(size)}px; color:{getattr(theme.tokens, tone)}; {weight}"


def _paragraph(inner: str, size: int = 14, tone: str = "text", *, bold: bool = False, above: int = 0,
               below: int = 10, left: int = 0, ground: str = "") -> str:  # fmt: skip
    fill = f"background-color:{getattr(theme.tokens, ground)};" if ground else ""
    margins = f"margin:{theme.px(above)}px 0 {theme.px(below)}px {theme.px(left)}px; line-height:112%;"
    return f'<p style="{margins} {fill} {_font(size, tone, bold=bold)}">{inner}</p>'


def _title(words: str) -> str:
    return _paragraph(escape(words), 20, bold=True, below=12)


def _block(block: Block, width: int, picture: Callable[[str], Path | None]) -> str:
    line = "".join(map(_stretch, block.line))
    match block.kind:
        case Kind.HEADING:
            return _paragraph(line, 15, bold=True, above=12, below=6)
        case Kind.STEP:
            return _beside(f"{block.number}.", line, "accent")
        case Kind.BULLET:
            return _beside("·", line, "text3")
        case Kind.NOTE:
            return _note(line)
        case Kind.PICTURE:
            return _picture(block, width, picture(block.target))
        case _:
            return _paragraph(line)


def _beside(mark: str, line: str, tone: str) -> str:
    """A mark at the left, the words in a column of their own: wrapped lines stand under the first."""
    cell = "line-height:112%;"
    return (
        f'<table cellspacing="0" cellpadding="0" style="margin:{theme.px(6)}px 0;"><tr>'
        f'<td width="{theme.px(_NUMBER)}"><p style="{cell} {_font(14, tone, bold=True)}">{mark}</p></td>'
        f'<td><p style="{cell} {_font(14, "text")}">{line}</p></td></tr></table>'
    )


def _note(line: str) -> str:
    ground = f"background-color:{theme.tokens.sunken};"
    return (
        f'<table width="100%" cellspacing="0" cellpadding="{theme.px(10)}" style="{ground}'
        f' margin:{theme.px(4)}px 0 {theme.px(12)}px 0;"><tr><td>'
        f'<p style="line-height:112%; {_font(13, "text2")}">{line}</p></td></tr></table>'
    )


def _picture(block: Block, width: int, file: Path | None) -> str:
    if file is None:
        return ""
    shown = shown_size(file, width)
    image = f'<img src="{PICTURE}:{shown.width()}/{block.target}" width="{shown.width()}" height="{shown.height()}">'
    above = f"margin:{theme.px(8)}px 0 0 0;"
    return f'<p style="{above}">{image}</p>' + _paragraph(escape(block.words), 12, "text3", above=4, below=14)


def shown_size(file: Path, width: int) -> QSize:
    """How large a picture is shown in so much room: never larger than it is."""
    size = QImageReader(str(file)).size()
    wide = min(width, size.width())
    return QSize(wide, round(size.height() * wide / max(size.width(), 1)))


def _stretch(stretch: Stretch) -> str:
    words = escape(stretch.words)
    tokens = theme.tokens
    match stretch.mark:
        case Mark.STRONG:
            return f"<b>{words}</b>"
        case Mark.KEY:
            return f'<span style="background-color:{tokens.line};">&nbsp;{words}&nbsp;</span>'
        case Mark.LINK:
            look = f"color:{tokens.accent}; text-decoration:none;"
            return f'<a href="{escape(stretch.target)}" style="{look}">{words}</a>'
        case _:
            return words
