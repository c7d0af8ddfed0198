"""How satisfied somebody was, in the five words of 好差评 and what is said for them, as a score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_WORDS = {
    "5": "非常满意 很满意 十分满意", "4": "满意 比较满意 较满意", "3": "基本满意 一般 一般满意", "2": "不满意 不太满意 较不满意",
    "1": "非常不满意 很不满意",
}  # fmt: skip

SCORES: Final[Mapping[str, str]] = {word: score for score, words in _WORDS.items() for word in words.split()}
