"""The colours of papers: the light tokens of the window, on white."""

from __future__ import annotations

Colour = tuple[float, float, float]


def _of(code: str) -> Colour:
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return round(red, 4), round(green, 4), round(blue, 4)


INK = _of("#221F1C")
INK_SOFT = _of("#595249")
INK_FAINT = _of("#6E665D")
RULE = _of("#221F1C")
LINE = _of("#D3CCC3")
LINE_FAINT = _of("#E3DED7")
SAND = _of("#F6F4F1")
SAND_DEEP = _of("#EFECE7")
ACCENT = _of("#8C2226")
ACCENT_DEEP = _of("#75191D")
ACCENT_TINT = _of("#F8EDEB")
ACCENT_LIGHT = _of("#DDB9B4")
WHITE = _of("#FFFFFF")
BLACK = _of("#000000")
RED_HEAD = _of("#E00000")

CHART = {
    "ink": INK, "ink2": INK_SOFT, "ink3": INK_FAINT, "rule": INK_FAINT, "line": LINE_FAINT, "track": SAND_DEEP,
    "bar": ACCENT, "series1": ACCENT_DEEP, "series2": _of("#B85C55"), "series3": _of("#D9A39B"),
    "series4": _of("#A39B91"), "series5": LINE,
}  # fmt: skip
"""What the tokens of `charts` mean on paper."""
