"""What is worked out once, because the same comes again and again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

_Asked = TypeVar("_Asked", bound=Hashable)
_Found = TypeVar("_Found")


class Remembered(dict[_Asked, _Found]):
    """By key what `work_out` gives for it; all is forgotten when there are `most` of them.

    An item costs less than half of a call of `functools.lru_cache`, and `map` asks for thousands in one step.
    """

    def __init__(self, work_out: Callable[[_Asked], _Found], most: int = 50_000) -> None:
        super().__init__()
        self._work_out = work_out
        self._most = most

    def __missing__(self, asked: _Asked) -> _Found:
        if len(self) >= self._most:
            self.clear()
        self[asked] = found = self._work_out(asked)
        return found
