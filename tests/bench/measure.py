"""`make bench`: what this version can be measured by, ours and the floor or peer in turn; a timing is never a test.

Prints ratios beside the targets of SPEED.md and keeps them in bench-results/.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from louyu_desktop.models import Enterprise
from louyu_desktop.printing import fonts
from louyu_desktop.printing.sign_in_sheet import Attendee, SignInSheet, write
from louyu_desktop.services.copies import Query
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database

SMALL, LARGE = 10_000, 100_000
BARE = "from PySide6.QtWidgets import QApplication, QMainWindow; a = QApplication([]); w = QMainWindow(); w.show()"
HELP = "from louyu_desktop.__main__ import commands; from louyu_desktop.console import run; run(commands, ['--help'])"
CHUNK = 1_000
RARE = "缥缈峰书店"


@contextmanager
def station(rows: int) -> Iterator[Database]:
    """A station with so many enterprises."""
    with tempfile.TemporaryDirectory() as folder, Database.create(Path(folder) / "station") as database:
        with database.write("bench") as opened:
            opened.insert(Enterprise, [{"name": RARE}])
            for start in range(0, rows, CHUNK):
                numbers = range(start, start + CHUNK)
                opened.insert(Enterprise, [{"name": f"第{n}家澄怀（上海）有限公司", "headcount": n % 300} for n in numbers])
        yield database


def seconds(work: Callable[[], object], rounds: int = 7) -> float:
    """The median time of one call."""
    taken = []
    for _round in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def process(code: str) -> Callable[[], object]:
    """Starting Python with `code`."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def open_list(database: Database, sort: str) -> Callable[[], object]:
    """Counting, the first page, and a page from the middle, as a list does when it opens."""

    def work() -> None:
        records, query = Records(database), Query("enterprises", sort=sort)
        pages = records.count(query) // 128
        records.page(query, 0)
        records.page(query, pages // 2)

    return work


def like(database: Database) -> None:
    """The search that a plain LIKE would be."""
    with database.read() as session:
        session.execute(text("SELECT id FROM enterprise WHERE name LIKE '%缥缈%' LIMIT 200")).all()


def sheet(names: int) -> Callable[[], object]:
    """A sign-in sheet of so many names."""
    people = tuple(Attendee(name=f"单桐{n}", unit="澄怀设计", phone_tail="2207") for n in range(names))
    with tempfile.NamedTemporaryFile(suffix=".pdf", delete=False) as file:
        target = Path(file.name)
    wanted = SignInSheet(
        activity="声音疗愈", time="2026 年 11 月 20 日 12:00", place="综合活动空间", organiser="环贸党群服务中心",
        attendees=people,
    )  # fmt: skip
    return lambda: write(wanted, target, fonts.typeface(""))


def measure() -> Iterator[tuple[str, float, str]]:
    """(what, ratio, target)."""
    yield "S1 command line --help / bare window", seconds(process(HELP)) / seconds(process(BARE)), "≤ 1.35"
    with station(SMALL) as small, station(LARGE) as large:
        for sort in ("name", "-headcount"):
            many, few = seconds(open_list(large, sort)), seconds(open_list(small, sort))
            yield f"S5 list by {sort}: {LARGE:,} rows ({many * 1000:.0f} ms) / {SMALL:,}", many / few, "≤ 2.0"
        ours = seconds(lambda: large.search("缥缈", ["enterprises"], 200))
        yield f"S8 two-character search over {LARGE:,} / LIKE", ours / seconds(lambda: like(large)), "≤ 0.02 at 1M"
    per_name = seconds(sheet(20_000), 3) / seconds(sheet(2_000), 3) / 10
    yield "S14 sheet of 20,000 names / of 2,000, per name", per_name, "≈ 1"


def main() -> None:
    """Measure, print, keep."""
    found = []
    for what, ratio, target in measure():
        print(f"{what}: {ratio:.3f} (target {target})", flush=True)
        found.append({"what": what, "ratio": ratio, "target": target})
    kept = Path("bench-results") / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
