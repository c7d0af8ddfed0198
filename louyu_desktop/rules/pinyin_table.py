"""The table of readings: made once from pypinyin, then read from the machine's cache.

pypinyin takes 0.3 s to import; the table takes 20 ms to load, and neither is touched before the
first text is sorted or indexed.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from louyu_desktop import paths
from louyu_desktop.rules.surnames import EXTRA

EDITION = 1
"""Raised whenever the table is made differently, so that an older file is made anew."""

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_LONGEST_WORD = 4
_RARE = 100  # a reading found in fewer than one of so many words is left out


@dataclass(frozen=True, slots=True)
class Table:
    """`readings`: character → "zhong4 chong2", the commonest first; `words`: words read otherwise."""

    readings: dict[str, str]
    words: dict[str, str]


def _spelled(marked: str) -> str:
    """`lǜ` as `lv4`; a syllable without tone mark ends in 5."""
    letters: list[str] = []
    tone = "5"
    for character in unicodedata.normalize("NFD", marked):
        if character in _TONES:
            tone = _TONES[character]
        elif character == "\u0308" and letters:
            letters[-1] = "v"
        elif character.isascii() and character.isalpha():
            letters.append(character)
    return "".join(letters) + tone


def _words_of(phrases: dict[str, list[list[str]]]) -> dict[str, list[str]]:
    return {
        word: [_spelled(syllable[0]) for syllable in syllables]
        for word, syllables in phrases.items()
        if len(word) == len(syllables)
    }


def _order(given: list[str], found: Counter[str]) -> list[str]:
    """The readings of a character that are in use, the commonest first, one per syllable."""
    total = sum(found.values())
    everyday = [r for r, times in found.most_common() if times * _RARE >= total and not r.endswith("5")]
    kept: dict[str, str] = {}
    for reading in everyday or given[:1]:
        kept.setdefault(reading[:-1], reading)
    kept.setdefault(given[0][:-1], given[0])
    return list(kept.values())


def _build() -> Table:
    """The table out of pypinyin's dictionaries of characters and words."""
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    words = _words_of(phrases_dict)
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, syllables in words.items():
        for character, syllable in zip(word, syllables, strict=True):
            found[character][syllable] += 1
    readings = dict(EXTRA)
    for code, marked in pinyin_dict.items():
        given = [spelled for spelled in map(_spelled, marked.split(",")) if len(spelled) > 1]
        if given:
            readings[chr(code)] = " ".join(_order(given, found[chr(code)]))
    different = {
        word: " ".join(syllables)
        for word, syllables in words.items()
        if 1 < len(word) <= _LONGEST_WORD
        and any(readings.get(c, "").split(" ")[0][:-1] != s[:-1] for c, s in zip(word, syllables, strict=True))
    }
    return Table(readings, different)


def _load(file: Path) -> Table | None:
    """The cached table, or None when there is none that can be used."""
    try:
        content = json.loads(file.read_bytes())
        if content["edition"] != EDITION or not content["readings"]:
            return None
        return Table(content["readings"], content["words"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(table: Table, file: Path) -> None:
    """Write the table whole or not at all; a cache that cannot be written is only slower."""
    content = {"edition": EDITION, "readings": table.readings, "words": table.words}
    with contextlib.suppress(OSError):
        handle, name = tempfile.mkstemp(prefix=file.name, suffix=".tmp", dir=file.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(content, stream, ensure_ascii=False, separators=(",", ":"))
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)


@cache
def table() -> Table:
    """The table of this machine; made and kept at the first call ever."""
    try:
        file = paths.cache() / f"pinyin-{EDITION}.json"
    except OSError:
        return _build()
    loaded = _load(file)
    if loaded is None:
        loaded = _build()
        _keep(loaded, file)
    return loaded
