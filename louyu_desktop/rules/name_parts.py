"""What stands in one pasted line beside the name: phones, those brought along, remarks; and what looks like a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from louyu_desktop.rules.name_words import (
    COLUMNS,
    FIRM,
    FIRM_INSIDE,
    FOLLOWED,
    HAN,
    HEADING,
    KIN,
    LABEL,
    NICKNAME_BEHIND,
    NICKNAME_FRONT,
    NOISE,
    NOT_NAMES,
    POST,
    REGION,
    REMARK,
    SURNAMES_IN_USE,
    WITHDRAWN,
)
from louyu_desktop.rules.names import COMPOUND_SURNAMES

_MOST_BROUGHT = 20
LIKELY = 75
"""From this score on a word is taken for a name wherever it stands."""

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
_MASKED = re.compile(r"(?<!\d)1\d{1,2}[*xX]{2,8}(\d{2,4})(?!\d)")
_TAIL = re.compile(r"(?:手机|电话|号码)?(?:尾号|后四位|末四位|尾数)[:：是为 ]*(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}-?)?\d{7,8}(?:-\d{1,5})?(?!\d)")
_COUNT = r"(\d{1,2}|[一二两三四五六七八九十])"
_SIZES = {word: size for size, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NAMED = f"([{HAN}·]{{2,9}})"
_FOR = re.compile(f"^\\s*(?:我)?(?:替|帮|代|给|为){_NAMED}(?:报个?名|接龙|接|报|登记)")
_BY = re.compile(f"\\([^()]*代报名?[^()]*\\)|[{HAN}]{{0,8}}代报名?$")
_SELF = re.compile(r"^\s*(?:我|本人)\s*(?:和|跟|与|、|\+|带)\s*")
_REGION = re.compile(f"(?<=[{HAN}A-Za-z])\\(({REGION})\\)")
_PLUS = re.compile(f"[+]\\s*{_COUNT}(?![\\d])\\s*(?:人|位|名|个)?(?:{KIN})?")
_BRINGS = re.compile(
    f"(?:另|并|外)?(?:带|携|偕|外加|加|同行|随行|和|与)\\s*(?:{KIN})?\\s*{_COUNT}\\s*[个名位人口枚]*\\s*(?:{KIN})*(?![{HAN}\\d])"
)
_BRINGS_KIN = re.compile(
    f"(?:带|携|偕|(?<=[{HAN}]{{2}})[和与跟]|(?<=[a-z]{{2}})[和与跟])(?:{KIN})+(?:一起|同来|参加|前来)?(?![{HAN}])"
)
_BRINGS_NAMED = re.compile(
    f"(?:\\+\\s*|(?:带|携|偕|(?<=[{HAN}]{{2}})[和与跟]|(?<=[a-z]{{2}})[和与跟]|(?<=\\s)[和与跟])\\s*(?:{KIN})?)\\s*{_NAMED}"
)
_TOTAL = re.compile(rf"(?<![\d.第])[(共]*(\d{{1,2}}|[两二三四五六])\s*[人位](?![{HAN}])\)?")
_FAMILY = re.compile(
    rf"{_COUNT}\s*大\s*{_COUNT}\s*小|一家{_COUNT}口(?:人)?|(?P<pair>夫妻|夫妇|情侣|母女|母子|父子|父女)(?:两人|二人|俩|两个)?"
)
_APART = re.compile(f"(?<![{HAN}])([{HAN}]) +([{HAN}])(?![{HAN}])")
_LETTERS = r"[A-Za-z\u00c0-\u024f]['’A-Za-z\u00c0-\u024f.]*"
_TOKEN = re.compile(
    rf"(?P<open>\()|(?P<close>\))|(?P<latin>{_LETTERS}(?: +{_LETTERS})*(?: [{HAN}](?![{HAN}]))?(?!\w)"
    rf"|[^\W\d_]['’\w·\ue000\ue001]*)|(?P<mark>[^\w\s()])|(?P<space>\s+)|(?P<number>\d+[A-Za-z楼层室号座]?(?![A-Za-z]))"
)
_BEFORE_ENGLISH = re.compile(f"(?<=[{HAN}])(?=[A-Z][a-z]+ [A-Z][a-z]+)")
NAME_LABELS = frozenset(("姓名", "名字", "参加人", "报名人"))
"""What stands before a colon and a name."""

_UNIT_LABELS = frozenset(("单位", "公司", "企业"))
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’.\-][A-Za-z\u00c0-\u024f]+)*\.?")
_FIRM_AND_LATIN = re.compile(f"(.*[{HAN}])([A-Z][a-z]+(?: [A-Z][a-z]+)*)$")
_HAN_ONLY = re.compile(f"[{HAN}]+")
_DOTTED = re.compile(f"[{HAN}]{{1,7}}(?:·[{HAN}]{{1,9}}){{1,3}}")
_HALF = re.compile(f"[A-Z][a-z]+ ?[{HAN}]")
_STRIPPED = re.compile("(?:老师|经理|主任|书记|女士|先生|小姐|同学|阿姨|博士|律师|医生|总监|科长|处长|总|姐|哥)$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line: whether it stands in brackets, and the mark before it."""

    text: str
    inside: bool = False
    mark: str = ""


@dataclass(slots=True)
class Parts:
    """A line taken apart; `words` may be names and firms."""

    mobile: str = ""
    tail: str = ""
    companions: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    withdrawn: bool = False
    with_me: bool = False
    total: int = 0
    labels: dict[str, str] = field(default_factory=dict)


def parts_of(text: str) -> Parts:
    """Take a plain line apart."""
    parts = Parts()
    text = FOLLOWED.sub(" ", _labelled(_numbers(text, parts), parts))
    text, replaced = _FOR.subn(r"\1 ", text)
    text = _BY.sub(" ", text) if not replaced else text
    text, mine = _SELF.subn("", text)
    parts.with_me = bool(mine)
    text, taken = WITHDRAWN.subn(" ", text)
    parts.withdrawn = bool(taken)
    text = _REGION.sub("\ue000\\1\ue001", text)
    text = _brought(_joined(_BEFORE_ENGLISH.sub(" ", text)), parts)
    _words(text, parts)
    return parts


def _numbers(text: str, parts: Parts) -> str:
    """Phones and their tails out of the text."""
    hit = _MOBILE.search(text)
    if hit:
        parts.mobile = "".join(hit.groups())
    text = _MOBILE.sub(" ", text)
    tail = _TAIL.search(text) or _MASKED.search(text)
    if tail:
        parts.tail = tail[1]
    return _LANDLINE.sub(" ", _MASKED.sub(" ", _TAIL.sub(" ", text)))


def _labelled(text: str, parts: Parts) -> str:
    """What stands behind 姓名： and 单位：; the rest of the text."""
    hits = list(LABEL.finditer(text))
    if not any(hit["label"] in NAME_LABELS for hit in hits):
        return LABEL.sub(" ", text)
    rest = [text[: hits[0].start()]]
    for hit, behind in zip(hits, [*hits[1:], None], strict=True):
        value = text[hit.end() : behind.start() if behind else len(text)].strip(" ,，;；、|")
        value, *more = re.split(r"\s(?=[\d(])|[,，;；|]", value, maxsplit=1)
        rest += more
        column = "name" if hit["label"] in NAME_LABELS else "unit" if hit["label"] in _UNIT_LABELS else ""
        if column:
            parts.labels.setdefault(column, value.strip())
        else:
            rest.append(value)
    return " ".join(rest)


def _joined(text: str) -> str:
    """「邓　伟」 as one word."""
    return _APART.sub(lambda hit: hit[1] + hit[2] if hit[1] in SURNAMES_IN_USE else hit[0], text)


def _brought(text: str, parts: Parts) -> str:
    """Those brought along out of the text."""

    def counted(hit: re.Match[str]) -> str:
        parts.companions += [""] * min(_size(hit[1]), 20)
        return " "

    def one(_hit: re.Match[str]) -> str:
        parts.companions.append("")
        return " "

    def named(hit: re.Match[str]) -> str:
        if name_score(hit[1]) < LIKELY:
            return hit[0]
        parts.companions.append(hit[1])
        return " "

    def family(hit: re.Match[str]) -> str:
        parts.total = 2 if hit["pair"] else sum(_size(word) for word in hit.groups()[:3] if word)
        return " "

    def total(hit: re.Match[str]) -> str:
        parts.total = min(_size(hit[1]), 20)
        return " "

    text = _FAMILY.sub(family, text)
    text = _PLUS.sub(counted, text)
    text = _BRINGS.sub(counted, text)
    text = _TOTAL.sub(total, text)
    text = _BRINGS_NAMED.sub(named, text)
    text = _BRINGS_KIN.sub(one, text)
    del parts.companions[_MOST_BROUGHT:]
    return text


def _size(word: str) -> int:
    return int(word) if word.isdecimal() else _SIZES.get(word, 1)


def _words(text: str, parts: Parts) -> None:
    """Cut the rest into words; what is plainly a remark goes there."""
    depth, mark = 0, ""
    for hit in _TOKEN.finditer(text):
        match hit.lastgroup:
            case "open":
                depth, mark = depth + 1, ""
            case "close":
                depth, mark = max(depth - 1, 0), ""
            case "mark":
                mark = hit[0]
            case "space":
                mark = mark or ("\t" if "\t" in hit[0] else " ")
            case "latin":
                for word in _apart(hit[0]):
                    _take(word, depth > 0, mark, parts)
                mark = ""


def _apart(text: str) -> tuple[str, ...]:
    """「Tom Wang SAP」 is a name and a firm."""
    name, _space, last = text.rpartition(" ")
    return (name, last) if name and last.isupper() and len(last) > 1 and last.isascii() else (text,)


def _take(text: str, inside: bool, mark: str, parts: Parts) -> None:
    word = text.replace("\ue000", "（").replace("\ue001", "）").strip("·.'’")
    if word in NOISE or word in COLUMNS or not word:
        return
    if REMARK.search(word) or _is_post(word):
        parts.remarks.append(word)
        return
    firm, name = unglued(word)
    parts.words += [Word(firm, inside, mark), Word(name, inside, "-")] if firm else [Word(word, inside, mark)]


def unglued(word: str) -> tuple[str, str]:
    """A firm and a name without a sign between them, 「渤健生物科技魏伟」; "" for the firm where there is none."""
    dot = word.find("·")
    cuts = [cut for cut in range(3, dot) if FIRM.search(word[:cut])] if dot > 0 else []
    if cuts and _DOTTED.fullmatch(word[cuts[-1] :]):
        return word[: cuts[-1]], word[cuts[-1] :]
    for size in (4, 3, 2):
        firm, name = word[:-size], word[-size:]
        if FIRM.search(firm) and len(firm) > 3 and _HAN_ONLY.fullmatch(name) and name_score(name) >= LIKELY:
            return firm, name
    latin = _FIRM_AND_LATIN.match(word)
    return (latin[1], latin[2]) if latin and FIRM.search(latin[1]) else ("", word)


@lru_cache(maxsize=4096)
def name_score(word: str) -> int:
    """How much a word looks like a person's name, 0 to 100."""
    if word in NOISE or word in COLUMNS or _is_post(word):
        return 0
    if _DOTTED.fullmatch(word):
        return 0 if HEADING.search(word) else 85
    if _HALF.fullmatch(word):
        return 80 if word[-1] in SURNAMES_IN_USE else 30
    if not _HAN_ONLY.fullmatch(word):
        return _latin_score(word)
    if is_nickname(word):
        return LIKELY
    return _han_score(without_title(word))


def _is_post(word: str) -> bool:
    """Whether a word says what somebody is; 陈晨老师 is a name, 党支部书记 and 小王 are not looked at here."""
    if not POST.match(word) or is_nickname(word):
        return False
    bare = without_title(word)
    return bare == word or _han_score(bare) < LIKELY


def _han_score(word: str) -> int:
    size = len(word)
    if word in NOT_NAMES:
        return 0
    ends = FIRM.search(word)
    if (ends and (size > 2 or ends[0] == word)) or FIRM_INSIDE.search(word) or HEADING.search(word):
        return 5
    if word[:2] in COMPOUND_SURNAMES:
        return {2: 30, 3: 90, 4: 85}.get(size, 0)
    if word[0] in SURNAMES_IN_USE:
        return {1: 10, 2: 80, 3: 82, 4: 30}.get(size, 0)
    return {2: 40, 3: 40, 4: 15}.get(size, 0)


def _latin_score(word: str) -> int:
    words = word.split()
    if not words or not all(_LATIN.fullmatch(one) for one in words) or len(words) > 3:
        return 0
    if all(one.isupper() and len(one) > 1 for one in words):
        return 20
    return 60 if len(words) > 1 else 50


@lru_cache(maxsize=4096)
def unit_score(word: str) -> int:
    """How much a word looks like a firm or another unit, 0 to 100."""
    if not _HAN_ONLY.fullmatch(word):
        if _LATIN.fullmatch(word.replace(" ", "")):
            return 60 if word.isupper() else 35
        return 10 if _DOTTED.fullmatch(word) or _HALF.fullmatch(word) else LIKELY
    if (FIRM.search(word) and len(word) > 2) or FIRM_INSIDE.search(word):
        return 90
    if len(word) > 4:
        return 70
    return 10 if name_score(word) >= LIKELY else 50


def is_nickname(word: str) -> bool:
    """小王, 王总, 王老师: a surname and how one calls somebody."""
    return len(word) > 1 and bool(surname_of(word))


def surname_of(nickname: str) -> str:
    """The surname in 小王, 王总 or 王老师; "" where there is none."""
    if nickname[:1] in NICKNAME_FRONT and nickname[1:] in SURNAMES_IN_USE:
        return nickname[1:]
    bare = NICKNAME_BEHIND.sub("", nickname)
    return bare if bare in SURNAMES_IN_USE else ""


def without_title(word: str) -> str:
    """陈晨老师 is 陈晨."""
    bare = _STRIPPED.sub("", word)
    return bare if len(bare) >= 2 and bare != word and bare[0] in SURNAMES_IN_USE and len(bare) <= 4 else word
