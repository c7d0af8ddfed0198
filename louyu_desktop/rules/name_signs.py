"""The signs of a pasted line: what is struck through, which number it has, its plain text without ornaments."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from louyu_desktop.rules.name_words import HAN, STICKERS

_OVERLAY = "\u0334-\u0338\u20d2\u20d8-\u20da\u20e5"
_STRUCK = re.compile(
    f"(?:[^\\s{_OVERLAY}][{_OVERLAY}]+[ \u3000]?)+|~~(.+?)~~|<(?:s|del|strike)>(.+?)</(?:s|del|strike)>", re.IGNORECASE
)
_MARKS = re.compile(f"[{_OVERLAY}]|~~|</?(?:s|del|strike)>", re.IGNORECASE)
_KEYCAPS = re.compile(r"(?:[0-9]\ufe0f?\u20e3|\U0001f51f)+")
_ALIKE = str.maketrans("【】〔〕「」[]［］｛｝{}《》–—―‐−─•‧・･∙＋➕丨│┃_", "()()()()()()()()------·····++||||")
_WIDE = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "\u3000\xa0。…√"), " ") | _ALIKE
)
_CHINESE = "一二三四五六七八九十"
_NUMBERED = re.compile(
    rf"""\s*(?:
        [-*·>\s]*\(\s*(?P<inside>\d{{1,3}}|[{_CHINESE}]{{1,3}})\s*\)[.、:]?
      | (?:第|No\.?|NO\.?|no\.?|№|\#)\s*(?P<ordinal>\d{{1,3}})\s*[位个号名]?[.、,:\s-]*(?!\d)
      | (?P<dashed>\d{{1,3}})\s*[-|](?![\d-])
      | (?P<number>\d{{1,3}})\s*(?:[.、,:)](?!\d{{2}}\b)|\s(?!\d*\s*[人位名]\b)|(?=[{HAN}(@])(?![点月日人位名年楼号层室元个折]))
      | (?P<word>[{_CHINESE}]{{1,3}})[、.,]
      | (?P<circled>[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf])[.、]?
    )\s*""",
    re.VERBOSE,
)
_DOTTED = re.compile(rf"\s*[•·●○▪◆►✅☑*-]\s*(?=[{HAN}A-Za-z])")
_DIGITS = {sign: place for place, sign in enumerate(_CHINESE, start=1)}


@dataclass(frozen=True, slots=True)
class Signs:
    """A line without ornaments: its number (None without), its text, what was struck out of it.

    `item` says that it stands in a list: it has a number, or a dot or dash before it.
    """

    number: int | None
    text: str
    struck: str
    item: bool = False


def signs_of(line: str) -> Signs:
    """The plain text of a line: widths and brackets alike, no emoji, no number before it, nothing struck through."""
    struck = " ".join(_MARKS.sub("", hit[0]) for hit in _STRUCK.finditer(line))
    text = _MARKS.sub("", _STRUCK.sub(" ", line))
    number, plain = _number(_plain(text))
    if struck:
        inner, struck = _number(_plain(struck))
        number = number if number is not None else inner
    return Signs(number, plain, struck, number is not None or bool(_DOTTED.match(line)))


def _plain(text: str) -> str:
    text = STICKERS.sub(" ", text)
    text = _KEYCAPS.sub(
        lambda hit: "".join("10" if c == "\U0001f51f" else c for c in hit[0] if c.isascii() or c > "\uffff") + ". ",
        text,
    )
    text = text.translate(_WIDE).replace("\u00b7", "·").replace("．", ".")
    return "".join(" " if _ornament(sign) else sign for sign in text if not _unseen(sign)).strip()


def _unseen(sign: str) -> bool:
    return sign != "\t" and (unicodedata.category(sign) in {"Cf", "Cc", "Cs", "Co"} or "\ufe00" <= sign <= "\ufe0f")


def _ornament(sign: str) -> bool:
    return unicodedata.category(sign) in {"So", "Sk", "Cn"} and not "\u2460" <= sign <= "\u24ff"


def _number(text: str) -> tuple[int | None, str]:
    """The number that a line begins with, and the rest; None where it is a date, a time or a count."""
    hit = _NUMBERED.match(text)
    if hit is None or not hit[0].strip():
        return None, text
    rest = text[hit.end() :]
    found = hit["inside"] or hit["ordinal"] or hit["dashed"] or hit["number"] or hit["word"]
    if hit["circled"]:
        return int(unicodedata.numeric(hit["circled"])), rest
    return (int(found) if found.isdecimal() else _chinese(found)), rest


def _chinese(word: str) -> int:
    """一 to 九十九."""
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return _DIGITS.get(word, 0)
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
