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

RISK: dict[str, tuple[str, Colour, Colour, Colour]] = {
    "绿": ("circle", _of("#0C8060"), _of("#0A6B51"), _of("#E4F2EC")),
    "蓝": ("square", _of("#2A5FB8"), _of("#224E97"), _of("#E6EEF9")),
    "黄": ("triangle", _of("#F0C419"), _of("#8F6C00"), _of("#FCF4D2")),
    "橙": ("diamond", _of("#E07A10"), _of("#A95400"), _of("#FCE9D4")),
    "红": ("octagon", _of("#D3262C"), _of("#A81B21"), _of("#FBE3E2")),
}
"""The five colours on internal papers: shape, fill, edge and tint; never on one that is handed out."""

TONES: dict[str, tuple[Colour, Colour]] = {
    "danger": (_of("#B3261E"), _of("#FBEBE9")), "warn": (_of("#8A5A00"), _of("#FCF3DF")),
    "ok": (_of("#0B6E53"), _of("#E6F3EE")), "info": (_of("#2A5FB8"), _of("#E9F0FA")),
    "series1": (_of("#3D3833"), SAND_DEEP), "series2": (_of("#7A6A59"), SAND_DEEP),
    "series3": (_of("#A8967F"), SAND_DEEP), "series4": (_of("#CBBBA6"), SAND_DEEP),
    "series5": (_of("#E2D5C3"), SAND_DEEP), "text3": (_of("#8C847A"), SAND_DEEP), "off": (_of("#A39B91"), SAND),
}  # fmt: skip
"""Other tones of marks on papers: the full one and its tint."""
