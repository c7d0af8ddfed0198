"""Names: kept as typed, matched by a folded key.

A folded key is for comparing and never shown: texts that look alike to a person fold alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 "
    "钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 "
    "百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东方 西门 南荣 第五 贺兰 纳兰 完颜 叶赫 那拉 达奚 即墨 褚师 东野 哥舒 "
    "歐陽 司馬 諸葛 萬俟 長孫 鮮于 獨孤 東方 東郭 尉遲 令孤".split()
)
"""Surnames of two characters, as written in lists of names."""

_DOTS = dict.fromkeys(map(ord, "·•‧∙⋅・･᛫.●˙"), "·")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣─"), "-")
_QUOTES = {ord("‘"): "'", ord("’"): "'", ord("“"): '"', ord("”"): '"', ord("`"): "'", ord("´"): "'"}
_ALIKE = _DOTS | _DASHES | _QUOTES
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_UNSEEN = re.compile(f"[ {''.join(_FILLERS)}\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LEGAL_FORMS = (
    ("有限责任公司", "有限公司"),
    ("companylimited", "coltd"),
    ("corporation", "corp"),
    ("incorporated", "inc"),
    ("limited", "ltd"),
)
_SIGNS = "\u4e00-\u9fff0-9A-Za-z ()（）\\-"
_SIMPLE = re.compile(f"[{_SIGNS}]*")
"""Texts whose folding is lower case, no space and one form of brackets: nearly all, and five times as fast."""

_SIMPLE_LINES = re.compile(f"[{_SIGNS}\n]*")

_ORGANISATION_MARKS = re.compile(r"[()\[\]{}〔〕【】〈〉《》「」『』<>,，、;:!?\"'·&-]")
_REGION = re.compile(r"^(?:中国)?(?:上海|北京|天津|重庆|江苏|浙江|广东|深圳|广州|杭州|苏州|南京)(?:市)?")
_SUFFIX = re.compile(
    r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|集团公司|总公司|分公司|公司|集团|合伙企业|事务所|代表处|办事处)$"
)


def _invisible(character: str) -> bool:
    return (
        unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
        or character in _FILLERS
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def _fold_once(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE)
    # printable texts, nearly all, hold none of the categories that `_invisible` asks for, but the space
    seen = _UNSEEN.sub("", plain) if plain.isprintable() else "".join(c for c in plain if not _invisible(c))
    return unicodedata.normalize("NFKC", seen)


@lru_cache(maxsize=16384)
def fold_name(text: str) -> str:
    """The key by which names are compared: NFKC, case, widths, spaces, dots and dashes alike.

    「朱　欣」 and 「朱欣」 give the same key.  Folding a key changes nothing.
    """
    if _SIMPLE.fullmatch(text):
        return _fold_simple(text)
    folded = _fold_once(text)
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def fold_names(texts: Sequence[str]) -> list[str]:
    """The keys of many names: of a column of simple ones all at once."""
    column = "\n".join(texts)
    if column.count("\n") != len(texts) - 1 or not _SIMPLE_LINES.fullmatch(column):
        return list(map(fold_name, texts))
    return _fold_simple(column).split("\n")


def _fold_simple(text: str) -> str:
    return text.lower().replace(" ", "").replace("（", "(").replace("）", ")")


def _fold_form(key: str) -> str:
    for long, short in _LEGAL_FORMS:
        key = key.replace(long, short)
    return key


def _without_marks(key: str) -> str:
    return _fold_form(key if key.isalnum() else _ORGANISATION_MARKS.sub("", key))


@lru_cache(maxsize=16384)
def fold_organisation(text: str) -> str:
    """`fold_name` for organisations: bracket forms, punctuation and 有限公司 forms alike as well."""
    name = fold_name(text)
    folded = _without_marks(name)
    if folded == name:
        return name
    # a mark that goes may bring together what then folds further: a letter and an accent
    refold = str if _SIMPLE.fullmatch(name) else fold_name
    while (again := _without_marks(refold(folded))) != folded:
        folded = again
    return folded or name


def fold_organisations(texts: Sequence[str]) -> list[str]:
    """The keys of many organisations: of a column of simple names all at once."""
    names = fold_names(texts)
    column = "\n".join(names)
    if column.count("\n") != len(texts) - 1 or not _SIMPLE_LINES.fullmatch(column):
        return list(map(fold_organisation, texts))
    folded = column
    while (again := _without_marks(folded)) != folded:
        folded = again
    return [key or name for key, name in zip(folded.split("\n"), names, strict=True)]


def clean(text: str, *, lines: bool = False) -> str:
    """`text` trimmed and without control and zero-width characters; else as typed.

    Tabs and line ends become spaces, unless `lines` keeps the lines (a note).
    """
    if text.isprintable():
        return text.strip()
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = []
    for character in unified:
        if character == "\n" and lines:
            kept.append(character)
        elif character in "\n\t\v\f\u2028\u2029":
            kept.append(" ")
        elif unicodedata.category(character) not in {"Cc", "Cf", "Cs"}:
            kept.append(character)
    result = "".join(kept)
    return "\n".join(line.rstrip() for line in result.split("\n")).strip()


def split_name(name: str) -> tuple[str, str]:
    """Surname and given name of a Chinese name without spaces; a name of one part has no given name."""
    plain = "".join(character for character in name if not _invisible(character))
    size = 2 if len(plain) > 2 and plain[:2] in COMPOUND_SURNAMES else 1
    return plain[:size], plain[size:]


def short_organisation(name: str) -> str:
    """A short form for narrow places: without region, brackets and legal form, if two characters stay."""
    whole = clean(name)
    core = re.sub(r"[（(][^（()）]*[)）]", "", whole)
    core = _SUFFIX.sub("", core) or core
    without_region = _REGION.sub("", core)
    for candidate in (without_region, core):
        if len(candidate) >= 2:
            return candidate
    return whole
