"""Finding a page of the handbook by words, pinyin or initials, and the line that shows why it was found.

Titles, headings, the names of buttons and what people say in their stead are found by their initials too; running
text by words and whole pinyin, for two letters would be found on every page.  A word that is nowhere is looked for in
its parts: 忘记我的口令 says 忘记, 口令 and more that no page has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from louyu_desktop.rules.help_text import HelpPage, Kind
from louyu_desktop.rules.pinyin import spelled

_TITLE, _HEADING, _NAME, _TEXT = 8, 4, 2, 1
_LONGEST = 46
_ASKING = re.compile("怎么办|怎么样|怎么|怎样|如何|请问|在哪里|在哪|哪里|为什么|是什么|什么|我的|我要|我想|可以|能不能|[了的吗呢给把？]")
"""What questions are made of: it says nothing of what is wanted."""


@dataclass(frozen=True, slots=True)
class HelpHit:
    """A page that was found, and the words round what was found in it ("" where its title says it)."""

    page: HelpPage
    words: str


def find(pages: Sequence[HelpPage], wanted: str) -> tuple[HelpHit, ...]:
    """The pages in which every word of `wanted` is found, those whose title has it first; else those of its parts."""
    terms = [folded(term) for term in wanted.split()]
    best = _ranked([(_score(page, terms), number) for number, page in enumerate(pages) if terms])
    if best:
        return tuple(HelpHit(pages[number], _shown(pages[number], terms)) for number in best)
    parts = [part for term in terms for asked in _ASKING.split(term) for part in _parts(asked)]
    near = _ranked([(_near(page, parts), number) for number, page in enumerate(pages)])
    return tuple(HelpHit(pages[number], _shown(pages[number], _held(pages[number], parts))) for number in near)


def _ranked(scored: Sequence[tuple[int, int]]) -> list[int]:
    """The numbers of the pages that have a score, the best first."""
    return [number for _score, number in sorted((-score, number) for score, number in scored if score)]


def _parts(term: str) -> list[str]:
    """Each two signs of Chinese that stand together."""
    pairs = (term[at : at + 2] for at in range(len(term) - 1))
    return [pair for pair in pairs if not pair.isascii()]


def _held(page: HelpPage, parts: Sequence[str]) -> list[str]:
    return [part for part in parts if _score(page, [part])]


def _near(page: HelpPage, parts: Sequence[str]) -> int:
    """How much of the parts a page has; nothing where it is less than half of them."""
    held = _held(page, parts)
    return _score(page, held) if held and 2 * len(held) >= len(parts) else 0


def folded(text: str) -> str:
    """As it is compared: narrow letters, small ones, as many signs as before where that can be."""
    return "".join(unicodedata.normalize("NFKC", sign).lower()[:1] or " " for sign in text)


def _score(page: HelpPage, terms: Sequence[str]) -> int:
    """0 where a word is not found at all."""
    scores = [max((2 * weight + (_closed(text) == term) for weight, text in _texts(page)
                   if _at(text, term, weight > _TEXT) >= 0), default=0) for term in terms]  # fmt: skip
    return sum(scores) if all(scores) else 0


def _texts(page: HelpPage) -> Iterator[tuple[int, str]]:
    yield _TITLE, page.title
    for block in page.blocks:
        yield _HEADING if block.kind is Kind.HEADING else _TEXT, block.words
    for name in (*page.names, *page.said):
        yield _NAME, name


def _shown(page: HelpPage, terms: Sequence[str]) -> str:
    """The words round the first term that the title does not have."""
    for term in terms:
        if _at(page.title, term, True) >= 0:
            continue
        for block in page.blocks:
            at = _at(block.words, term, block.kind is Kind.HEADING)
            if at >= 0:
                return _cut(block.words, at)
        return next((name for name in (*page.names, *page.said) if _at(name, term, True) >= 0), "")
    return ""


def _cut(words: str, at: int) -> str:
    start = max(0, at - 12)
    end = start + _LONGEST
    return ("…" if start else "") + words[start:end] + ("…" if end < len(words) else "")


def _at(text: str, term: str, by_initials: bool) -> int:
    """Where `term` is found in `text`, whose spaces do not count; -1 for nowhere."""
    kept = [place for place, sign in enumerate(text) if not sign.isspace()]
    found = _found(text, term, by_initials) if term else -1
    return kept[found] if found >= 0 else -1


def _found(text: str, term: str, by_initials: bool) -> int:
    at = _closed(text).find(term)
    if at >= 0 or not term.isascii() or not term.isalnum() or len(term) < 2:
        return at
    signs = _spelled(text)
    return next((start for start in range(len(signs)) if _typed(signs, start, term, by_initials)), -1)


@lru_cache(maxsize=4096)
def _closed(text: str) -> str:
    return folded("".join(text.split()))


@lru_cache(maxsize=4096)
def _spelled(text: str) -> tuple[tuple[str, ...], ...]:
    return spelled(_closed(text))


def _typed(signs: Sequence[tuple[str, ...]], at: int, term: str, by_initials: bool) -> bool:
    """Whether `term` types the signs from `at` on: each by its syllable or by its first letter, the last begun."""
    if not term:
        return True
    if at >= len(signs):
        return False
    for syllable in signs[at]:
        if len(syllable) > 1 and syllable.startswith(term) and (by_initials or len(term) == len(syllable)):
            return True
        whole = term.startswith(syllable) and _typed(signs, at + 1, term[len(syllable) :], by_initials)
        if whole or (by_initials and term[0] == syllable[0] and _typed(signs, at + 1, term[1:], by_initials)):
            return True
    return False
