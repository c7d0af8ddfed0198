"""S8 and S9: two characters among a million beside LIKE and FTS5 trigram; a key in the box to its painted answer."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3
from sqlalchemy import text

from louyu_desktop.storage.database import Database
from tests.bench.figures import Figure, Found, interleaved, ms, percentile
from tests.bench.stations import station

if TYPE_CHECKING:
    from tests.bench.keys import Typing

MILLION = 1_000_000
WORDS = ("环贸", "上海", "有限", "川和", "川言", "成恒", "缥缈", "缈青", "楼宇", "海上")
"""Two characters: in most names, in one of fifty, in one of five hundred, in none."""

HARD = ("公司", "海上海", "x", "1", "99", "gongsi", "yxgs", "shanghaishanghai", "上海 环贸", "上海 有限", "qqqq")
"""What stands everywhere, says little, or has grams that stand everywhere and is nowhere itself."""

TYPED = ("huanmao", "wangwei", "hmzx", "zwm", "19900012", "shanjie", "sxm", "chongqing", "gongsi", "1")
COMMITTED = ("上", "上海", "王", "王伟", "单", "青屿", "缥缈", "有限公司")
SHOWN = 50
ROUNDS = 3


def measure() -> Iterator[Found]:
    """The search of the storage, then the box in a window."""
    yield from search(station("enterprises", MILLION), "enterprises", "enterprise", "name", WORDS)
    yield from box(station("people", MILLION))


def search(folder: Path, kind: str, table: str, column: str, words: Sequence[str]) -> Iterator[Found]:
    """Every peer gives the first 50 and counts up to 1001, over the same names on a plain copy."""
    with (
        Database.open(folder) as database,
        tempfile.TemporaryDirectory() as room,
        _plain(database, Path(room), table, column) as peer,
    ):
        jobs: dict[str, Callable[[], object]] = {
            "ours": lambda: [database.search(word, [kind], SHOWN) for word in words],
            "like": lambda: [_like(peer, "plain", word) for word in words],
            "trigram": lambda: [_like(peer, "trigram", word) for word in words],
        }
        taken = interleaved(jobs, rounds=5)
        size = f"{len(words)} words: ours {ms(taken['ours'])}, LIKE {ms(taken['like'])}, trigram {ms(taken['trigram'])}"
        yield Figure("S8", "two Chinese characters over 1M / LIKE", taken["ours"] / taken["like"], 0.02, note=size)
        yield Figure("S8", "the same / FTS5 trigram", taken["ours"] / taken["trigram"], 0.02)
        each = {word: _seconds(partial(database.search, word, [kind], SHOWN)) for word in HARD}
        worst = max(each, key=each.__getitem__)
        told = ", ".join(f"{word} {ms(seconds)}" for word, seconds in each.items())
        yield Figure("S8", f"the hardest words: {worst}", each[worst] * 1000, 250, unit="ms", note=told)


@contextmanager
def _plain(database: Database, room: Path, table: str, column: str) -> Iterator[Any]:
    """The names in plain SQLite, once as they are and once under trigrams."""
    with closing(sqlcipher3.connect(str(room / "plain.db"), isolation_level=None)) as peer, database.read() as session:
        peer.execute("PRAGMA cache_size = -64000")
        peer.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, name TEXT)")
        peer.execute("CREATE VIRTUAL TABLE trigram USING fts5(name, tokenize='trigram')")
        peer.execute("BEGIN")
        names = session.execute(text(f"SELECT id, {column} FROM {table}").execution_options(yield_per=5000))
        for part in names.partitions():
            peer.executemany("INSERT INTO plain VALUES (?, ?)", [tuple(row) for row in part])
            peer.executemany("INSERT INTO trigram (rowid, name) VALUES (?, ?)", [tuple(row) for row in part])
        peer.execute("COMMIT")
        yield peer


def _like(peer: Any, table: str, word: str) -> object:
    found = peer.execute(f"SELECT rowid, name FROM {table} WHERE name LIKE ? LIMIT {SHOWN}", (f"%{word}%",)).fetchall()
    counted = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE name LIKE ? LIMIT 1001)"
    return found, peer.execute(counted, (f"%{word}%",)).fetchone()


def _seconds(job: Callable[[], object], rounds: int = 5) -> float:
    times = []
    for _round in range(rounds):
        begun = time.perf_counter()
        job()
        times.append(time.perf_counter() - begun)
    return sorted(times)[rounds // 2]


def box(folder: Path) -> Iterator[Found]:
    """Real key events in the window's box; the clock stops when the list with the answer has been painted.

    Each key counts with the median of its rounds; the first round, which reads what no memory holds, counts by itself.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from tests.bench.keys import Typing

    with Database.open(folder) as database, Typing(database) as typing:
        typing.measure("wang")  # what is read and imported once
        rounds = [_round(typing) for _n in range(ROUNDS)]
        floor = percentile([typing.nothing() for _n in range(20)], 0.5)
    keys = [statistics.median(times) for times in zip(*rounds, strict=True)]
    late, cold = percentile(keys, 0.95), percentile(rounds[0], 0.95)
    note = f"{len(keys)} keys, median {ms(percentile(keys, 0.5))}, worst {ms(max(keys))}, an empty repaint {ms(floor)}"
    yield Figure("S9", "key in the box to painted answer, p95, 1M people", late * 1000, 50, unit="ms", note=note)
    first = f"worst {ms(max(rounds[0]))}"
    yield Figure("S9", "the first time each is typed, p95", cold * 1000, 50, unit="ms", note=first)
    yield Figure("S9", "key to answer / an empty repaint of the same list", late / floor, 50, note="50 ms / 1 ms")


def _round(typing: Typing) -> list[float]:
    keys = [seconds for words in TYPED for seconds in typing.measure(words)]
    return keys + [typing.commit(words) for words in COMMITTED]
