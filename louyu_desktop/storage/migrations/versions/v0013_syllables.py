"""The search index has whole syllables of characters, where it had every trigram of their pinyin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from alembic import op

from louyu_desktop.models import RECORDS
from louyu_desktop.storage.gram_columns import grams_of
from louyu_desktop.storage.indexing import hurry

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TEXTS = "SELECT id, kind, fields, folded FROM search_row ORDER BY id"
GRAMS = "INSERT INTO search_gram (rowid, grams) VALUES (?, ?)"
BETWEEN = "\x1f"
PAGE = 1000


def upgrade() -> None:
    """Make all grams anew out of the texts that the index keeps, a page at a time.

    Those of a bulk operation that was broken off have theirs too; the next start takes back both.
    """
    connection = op.get_bind()
    raw: Any = connection.connection
    connection.exec_driver_sql("INSERT INTO search_gram (search_gram) VALUES ('delete-all')")
    hurry(raw, hurried=True)
    for page in connection.exec_driver_sql(TEXTS).partitions(PAGE):
        connection.exec_driver_sql(GRAMS, _documents(page))
    hurry(raw, hurried=False)


def _documents(page: Sequence[Sequence[Any]]) -> list[tuple[int, bytes]]:
    """The grams of each row: all titles of a kind are cut at once, and all of its other texts."""
    titles = {model.__entity__.kind: model.__entity__.title for model in RECORDS}
    columns: defaultdict[tuple[str, bool], list[tuple[int, str]]] = defaultdict(list)
    for number, kind, fields, folded in page:
        for name, text in zip(fields.split(","), folded.split(BETWEEN), strict=True):
            columns[kind, name == titles.get(kind)].append((number, text))
    found: defaultdict[int, list[bytes]] = defaultdict(list)
    for (kind, is_title), column in columns.items():
        grams = grams_of([text for _number, text in column], kind, title=is_title)
        for (number, _text), one in zip(column, grams, strict=True):
            found[number].append(one)
    return [(number, b" ".join(found[number])) for number in sorted(found)]
