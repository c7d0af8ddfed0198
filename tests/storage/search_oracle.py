"""What a search must find, worked out the long way: every text is looked at, nothing of ours is used.

The rules, as `louyu_desktop.storage.grams` gives them, written down again:

- texts and words are compared in NFKC and case-folded, letters, digits and characters only;
- every word must stand in some text of the record: as it is; or, when it is of Latin letters and digits with a letter
  among them, as the first letters of neighbouring characters, or as their pinyin from one character on, the last
  perhaps begun only;
- a character has the reading that the dictionary gives first, and those that one in a hundred of the dictionary's
  words with it has, unless unstressed; at the beginning of a text those that it has in surnames too; ü is v or u;
- a character without a reading stands between its neighbours; Latin letters and digits read as themselves.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

SURNAMES = {
    "单": ["shan"], "仇": ["qiu"], "曾": ["zeng"], "解": ["xie"], "查": ["zha"], "翟": ["zhai"], "朴": ["piao"], "盖": ["ge"],
    "区": ["ou"], "缪": ["miao"], "乐": ["yue"], "覃": ["qin", "tan"], "任": ["ren"], "华": ["hua"], "宁": ["ning"],
    "种": ["chong"], "员": ["yun"], "冼": ["xian"], "牟": ["mu", "mou"], "繁": ["po"], "长": ["chang"], "行": ["xing"],
    "重": ["chong"], "尉": ["wei", "yu"], "葛": ["ge"], "盛": ["sheng"], "都": ["du"], "藏": ["zang"], "过": ["guo"],
}  # fmt: skip
TOGETHER = {"尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "令狐": ("ling", "hu"), "单于": ("chan", "yu")}
UNCHANGED = ("欧阳", "司马", "诸葛", "东方", "上官")
"""Surnames of two characters that are read as elsewhere."""

LACKING = {"𠮷": "ji", "㐂": "xi"}
"""Characters of names that the dictionary does not have."""

_LAST = "王李张刘陈杨赵黄周吴单仇曾解查翟朴盖区缪乐覃任华宁种员冼牟繁葛盛吕"
_GIVEN = "伟芳娜敏静丽强磊军洋长行重乐朝曾单解盛传觉降绿女率省校调藏都着还为俊晨宁雨桐𠮷龢翀"
_WORDS = "重庆 厦门 长江 银行 音乐 行政 会计 成都 重要 长乐 乐高 环贸 中心 国际 澄怀 青屿 徐汇 大厦 朝阳 西安 方案 绿地 女子 调度 藏书".split()
_LATIN = "SOHO Apple ＡＢＣ café Gmbh 3M K11 O2 A座 8号 ＬＵ iFin Ｏｋ straße ﬁt".split()
_TRADE = "科技 贸易 咨询 文化传播 餐饮管理 生物 设计".split()
_RARE = "ア한ё々〇"


def fold(text: str) -> str:
    """Letters, digits and characters, in one width and case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


@dataclass(frozen=True)
class Record:
    """One record: its searched texts, and of each the folded text, its initials and its pinyin from each place on."""

    kind: str
    texts: tuple[str, ...]

    def holds(self, words: str) -> bool:
        """Whether every word stands in some text."""
        terms = [term for term in map(fold, words.split()) if term]
        return bool(terms) and all(any(_holds(text, term) for text in self.texts) for term in terms)


def _holds(text: str, term: str) -> bool:
    folded, initials, pinyin = _typed(text)
    if term in folded:
        return True
    if not term.isascii() or term.isdigit():
        return False
    return term in initials or f"|{term}" in pinyin


@cache
def _typed(text: str) -> tuple[str, str, str]:
    """A text folded, every way to type its first letters, and every way to spell it out from each character on."""
    folded = fold(text)
    options = [_options(folded, place) for place in range(len(folded))]
    initials, pinyin = set(), set()
    for start in range(len(folded)):
        end = next((place for place in range(start, len(folded)) if not options[place]), len(folded))
        for chosen in product(*options[start:end]):
            initials.add("".join(syllable[0] for syllable in chosen))
            pinyin.add("".join(chosen))
    return folded, "|".join(initials), "|" + "|".join(pinyin)


def _options(folded: str, place: int) -> list[str]:
    """The syllables of the character at a place."""
    found = list(_readings(folded[place]))
    if place < 2 and folded[:2] in TOGETHER:
        found.append(TOGETHER[folded[:2]][place])
    if place == 0 or (place == 1 and folded[:2] in (*TOGETHER, *UNCHANGED)):
        found += SURNAMES.get(folded[place], [])
    return list({form for syllable in found for form in (syllable, syllable.replace("v", "u"))})


@cache
def _readings(character: str) -> tuple[str, ...]:
    if ord(character) not in pinyin_dict:
        return (character,) if character.isascii() else (LACKING[character],) if character in LACKING else ()
    said = _words()[character]
    everyday = [one for one, times in said.items() if times * 100 >= said.total() and _stressed(one)]
    return tuple({_plain(one) for one in (pinyin_dict[ord(character)].split(",")[0], *everyday)})


@cache
def _words() -> defaultdict[str, Counter[str]]:
    """How often each character is said how in the words of the dictionary."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, syllables in phrases_dict.items():
        if len(word) == len(syllables):
            for character, syllable in zip(word, syllables, strict=True):
                found[character][syllable[0]] += 1
    return found


def _stressed(syllable: str) -> bool:
    return any(mark in unicodedata.normalize("NFD", syllable) for mark in "\u0304\u0301\u030c\u0300")


def _plain(syllable: str) -> str:
    """`lǜ` as `lv`."""
    parts = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(sign for sign in parts if sign.isascii())


# -- names and queries -----------------------------------------------------------------------------


def people(draw: random.Random, count: int) -> Iterator[Record]:
    """Names with surnames and given names of several readings, telephones, some firms; a few with rare signs."""
    for _n in range(count):
        last = draw.choice(_LAST) if draw.random() < 0.9 else draw.choice([*TOGETHER, *UNCHANGED])
        name = last + "".join(draw.choices(_GIVEN, k=draw.choice((1, 2, 2))))
        if draw.random() < 0.03:
            rare = name + draw.choice(_RARE) + draw.choice(_GIVEN)
            name = draw.choice((f"{name[:1]}　{name[1:]}", f"Anna·{name}", rare))
        mobile = f"1{draw.choice('3589')}{draw.randrange(10**9):09d}"
        yield Record("people", (name, mobile, _firm(draw)) if draw.random() < 0.3 else (name, mobile))


def firms(draw: random.Random, count: int) -> Iterator[Record]:
    """Names of companies with characters of several readings, Latin words in any width, digits."""
    for _n in range(count):
        yield Record("enterprises", (_firm(draw),))


def _firm(draw: random.Random) -> str:
    parts = draw.sample(_WORDS, draw.choice((1, 2, 2)))
    if draw.random() < 0.25:
        parts.insert(draw.randrange(len(parts) + 1), draw.choice(_LATIN))
    if draw.random() < 0.02:
        parts.insert(draw.randrange(len(parts) + 1), draw.choice(_RARE))
    form = draw.choice(("上海{}有限公司", "{}（上海）有限公司", "{}", "{}分公司"))
    return form.format("".join(parts) + draw.choice(_TRADE))


def query(draw: random.Random, records: Sequence[Record]) -> str:
    """One query of any kind: out of a text, or of nowhere."""
    one = _ASKED[draw.randrange(len(_ASKED))]
    return one(draw, draw.choice(draw.choice(records).texts))


def _characters(draw: random.Random, text: str) -> str:
    size = draw.randint(1, 4)
    start = draw.randrange(max(1, len(text) - size))
    return text[start : start + size]


def _spelled(draw: random.Random, text: str) -> str:
    folded = fold(text)
    start = draw.randrange(len(folded))
    places = range(start, min(len(folded), start + 4))
    chosen = [draw.choice(options) for place in places if (options := _options(folded, place))]
    whole = "".join(chosen) or "x"
    return whole[: draw.randint(1, len(whole))] if draw.random() < 0.6 else whole


def _letters(draw: random.Random, text: str) -> str:
    folded = fold(text)
    start = draw.randrange(len(folded))
    places = range(start, min(len(folded), start + draw.randint(1, 6)))
    return "".join(draw.choice(options)[0] for place in places if (options := _options(folded, place))) or "x"


def _digits(draw: random.Random, text: str) -> str:
    known = "".join(sign for sign in text if sign.isdigit())
    if len(known) < 3 or draw.random() < 0.2:
        return str(draw.randrange(10 ** draw.randint(1, 6)))
    size = draw.randint(1, min(11, len(known)))
    start = draw.randrange(len(known) - size + 1)
    return known[start : start + size]


def _latin(draw: random.Random, _text: str) -> str:
    word = draw.choice(_LATIN)
    start = draw.randrange(len(word))
    return draw.choice((str.lower, str.upper, str))(word[start : start + draw.randint(1, 4)])


def _two(draw: random.Random, text: str) -> str:
    first, second = (draw.choice(_ASKED[:4])(draw, text) for _n in range(2))
    return f"{first} {second}"


def _nowhere(draw: random.Random, _text: str) -> str:
    return draw.choice((
        "".join(draw.choices("缥缈鹔鹴饕餮王上海有限公司行长", k=draw.randint(1, 4))),
        "".join(draw.choices("aeghiosuxzwy", k=draw.randint(1, 6))),
        draw.choice(('"', "*", "a OR b", "％", "NEAR(", "' --", "　", "o'", "-上海", "公司*")),
    ))  # fmt: skip


_ASKED = (_characters, _spelled, _letters, _digits, _latin, _two, _nowhere)
