"""The texts of a record as one row of the search index holds them, one behind the other.

Folded texts are letters, digits and characters only, so what stands between them is in none: a word that is in the
whole is in one of them.  `fields` names those that have a text, the title first.  Of the texts as typed a blank
stands for one that is as folded, and nothing at all where every one is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import compress
from typing import Any, Final, NamedTuple

from louyu_desktop.storage import grams
from louyu_desktop.storage.grams import fold_all

BETWEEN: Final = "\x1f"
_COMMA: Final = ","


class Joined(NamedTuple):
    """The records that have a text, column by column; `texts` are the folded ones of each field."""

    ids: list[int]
    fields: list[str]
    folded: list[str]
    shown: list[str | None]
    texts: dict[str, list[str]]


def join(names: Sequence[str], ids: Sequence[int], columns: Iterable[Sequence[Any]]) -> Joined:
    """The values of the fields `names` of the records `ids`, a column for each field."""
    folded: dict[str, list[str]] = {}
    typed: list[list[str]] = []
    for name, column in zip(names, columns, strict=True):
        if any(column):
            given = [value if isinstance(value, str) else " ".join(value or ()) for value in column]
            folded[name] = plain = fold_all(given)
            typed.append([
                "" if one == text or not one else text.replace(BETWEEN, " ")
                for one, text in zip(plain, given, strict=True)
            ])  # fmt: skip
    there = list(map(any, zip(*folded.values(), strict=True)))
    if not folded or not all(there):
        ids = list(compress(ids, there))
        folded = {name: list(compress(column, there)) for name, column in folded.items()}
        typed = [list(compress(column, there)) for column in typed]
    return _rows(list(ids), folded, typed)


def _rows(ids: list[int], folded: dict[str, list[str]], typed: list[list[str]]) -> Joined:
    """The columns as they are joined; a field without text leaves no trace in its row."""
    texts, shown = list(zip(*folded.values(), strict=True)), list(zip(*typed, strict=True))
    if all(map(all, folded.values())):
        fields = [naming(folded)] * len(ids)
        return Joined(ids, fields, list(map(BETWEEN.join, texts)), _some(shown, shown), folded)
    fields = [naming(compress(folded, row)) for row in texts]
    filled = [compress(one, row) for one, row in zip(shown, texts, strict=True)]
    return Joined(ids, fields, [BETWEEN.join(filter(None, row)) for row in texts], _some(shown, filled), folded)


def _some(typed: Sequence[Sequence[str]], filled: Sequence[Iterable[str]]) -> list[str | None]:
    return [BETWEEN.join(row) if any(one) else None for one, row in zip(typed, filled, strict=True)]


def naming(names: Iterable[str]) -> str:
    """Names of fields as `fields` has them."""
    return _COMMA.join(names)


def as_typed(fields: str, folded: str, shown: str | None) -> list[tuple[str, str]]:
    """The names of the fields and their texts as typed."""
    texts = folded.split(BETWEEN)
    if shown is not None:
        texts = [typed or text for typed, text in zip(shown.split(BETWEEN), texts, strict=True)]
    return list(zip(fields.split(_COMMA), texts, strict=True))


# -- looking ---------------------------------------------------------------------------------------


def held(text: str, term: str) -> bool:
    """Whether one folded text holds a term, as it stands or as it is read; Latin letters are read as they stand."""
    return term in text or (not text.isascii() and grams.reads(text, term))


def reads(folded: str, term: str) -> bool:
    """Whether one of joined texts is read as a term: each begins for itself, perhaps so a surname."""
    return any(held(text, term) for text in folded.split(BETWEEN))


@lru_cache(maxsize=1024)
def places(fields: str, looked_at: str) -> tuple[int, ...]:
    """Where the texts of the fields stand that are `looked_at`, in their order."""
    wanted = frozenset(looked_at.split(_COMMA))
    return tuple(place for place, name in enumerate(fields.split(_COMMA)) if name in wanted)


def holds(fields: str, folded: str, looked_at: str, term: str) -> bool:
    """Whether a text of the fields that are `looked_at` holds a term, as it stands or as it is read."""
    texts = folded.split(BETWEEN)
    return any(held(texts[place], term) for place in places(fields, looked_at))
