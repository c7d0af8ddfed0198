"""What had to be cut to fit its place: a text is never shortened without its end mark, nor without being told.

`hearing()` collects what is cut while a paper is written; whoever cuts calls `tell`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

END = "…"
"""Stands where a text was cut."""

_MOST = 1_000
_heard: ContextVar[dict[str, None] | None] = ContextVar("shortened", default=None)


@contextmanager
def hearing() -> Iterator[dict[str, None]]:
    """The texts that are cut inside the `with` block, whole, each once, in order."""
    found: dict[str, None] = {}
    token = _heard.set(found)
    try:
        yield found
    finally:
        _heard.reset(token)


def tell(text: str) -> None:
    """`text` does not stand whole on the paper."""
    heard = _heard.get()
    if heard is not None and len(heard) < _MOST:
        heard[text] = None
