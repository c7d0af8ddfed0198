"""`python -m tests.faults.mutated [COUNT] [FIRST]`: damaged files against the reader and the plan (SAFETY.md T5).

Each file, made from its number alone, gives one sentence or a plan; nothing is written, nothing leaves the sandbox.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from louyu_desktop.errors import FileRefusedError, UserError
from louyu_desktop.exchange.book import Book
from louyu_desktop.exchange.opening import listen, open_book
from louyu_desktop.exchange.sheet import SheetColumn, write_sheet
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from tests.faults.mutators import mutated
from tests.faults.readers import Readers
from tests.faults.seeds import CANARIES, Seed, seeds

MEMORY = 300 << 20
SECONDS = 2.0
SPAWNED = 20
"""Every so manieth file goes through the real start of a child."""

_OURS = re.compile(r"[\u4e00-\u9fff]")
_STRANGE = re.compile(r"Error|Exception|Traceback|\n|None|[{}]")


@dataclass(slots=True)
class Outcome:
    """What a run gave."""

    files: int = 0
    plans: int = 0
    sentences: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, -1)
    slowest_plan: tuple[float, int] = (0.0, -1)
    largest: tuple[int, int] = (0, -1)
    wrong: list[str] = field(default_factory=list)

    def told(self) -> str:
        """The run in a few lines."""
        common = "\n".join(f"    {count:6d}  {sentence}" for sentence, count in self.sentences.most_common())
        return (
            f"{self.files} files: {self.plans} plans, {self.sentences.total()} refusals\n"
            f"  reader: at most {self.slowest[0]:.2f} s of processor time (file {self.slowest[1]}), "
            f"{self.largest[0] >> 20} MB (file {self.largest[1]}); "
            f"plan: at most {self.slowest_plan[0]:.2f} s (file {self.slowest_plan[1]})\n{common}"
        )


class Trial:
    """One sandbox with one station, and what has been tried in it."""

    def __init__(self, sandbox: Path, database: Database, activity: int) -> None:
        self.sandbox = sandbox
        self.importing = Importing(database)
        self.activity = activity
        self.readers = Readers()
        self.seeds = seeds()
        self.outcome = Outcome()

    def run(self, number: int) -> None:
        """File `number`."""
        dice = Random(number)
        seed = dice.choice(self.seeds)
        path = self.sandbox / "in" / f"文件{seed.suffix}"
        path.write_bytes(mutated(dice, seed))
        self.outcome.files += 1
        sentence = ""
        try:
            book = open_book(path) if number % SPAWNED == 0 else self._read(path, number)
            self._plan(seed, book, number)
        except (FileRefusedError, UserError) as refused:
            sentence = refused.sentence
            self.outcome.sentences[re.sub(r"第 [\d,]+ 行( [A-Z]+ 列)?", "第 … 行", sentence)] += 1
        except Exception:  # noqa: BLE001 - that is what is looked for
            self.outcome.wrong.append(f"file {number} ({seed.kind}{seed.suffix}): {traceback.format_exc(limit=-4)}")
        else:
            self.outcome.plans += 1
        strange = not _OURS.search(sentence) or _STRANGE.search(sentence) or any(c in sentence for c in CANARIES)
        if sentence and strange:
            self.outcome.wrong.append(f"file {number}: sentence {sentence!r}")
        path.unlink()

    def _read(self, path: Path, number: int) -> Book:
        child = self.readers.start(path)
        try:
            return listen(child, path.name)
        finally:
            self.readers.done(child)
            self.outcome.slowest = max(self.outcome.slowest, (child.seconds, number))
            self.outcome.largest = max(self.outcome.largest, (child.memory, number))
            if child.seconds > SECONDS or child.memory > MEMORY:
                self.outcome.wrong.append(f"file {number}: reader {child.seconds:.2f} s, {child.memory >> 20} MB")

    def _plan(self, seed: Seed, book: Book, number: int) -> None:
        begun = time.process_time()
        try:
            proposal = self.importing.propose(seed.kind, book)
            self.importing.plan(seed.kind, book, proposal, activity_id=self.activity)
        finally:
            taken = time.process_time() - begun
            self.outcome.slowest_plan = max(self.outcome.slowest_plan, (taken, number))
            if taken > SECONDS:
                self.outcome.wrong.append(f"file {number}: plan {taken:.2f} s")


def _tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Everything below a folder, but the station's own files."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*") if path.is_file() and path.parent.name != "station"
    }  # fmt: skip


@contextmanager
def _noise(path: Path) -> Iterator[None]:
    """Standard error into a file, also what libraries write past Python."""
    kept = os.dup(2)
    with path.open("wb") as file:
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def attempt(count: int, first: int, sandbox: Path) -> Outcome:
    """Try `count` files from number `first` on in an empty folder."""
    for name in ("in", "cwd", "tmp"):
        (sandbox / name).mkdir()
    before_cwd, before_tmp = Path.cwd(), tempfile.tempdir
    os.chdir(sandbox / "cwd")
    tempfile.tempdir = os.environ["TMPDIR"] = str(sandbox / "tmp")
    noise = sandbox / "in" / "noise"
    try:
        with Database.create(sandbox / "station") as database:
            activity = Records(database).save("activities", None, {"title": "沙龙", "starts_at": "2026-11-20 12:00"})
            trial = Trial(sandbox, database, activity)
            hashed, tree = database.content_hash(), _tree(sandbox)
            with _noise(noise):
                for number in range(first, first + count):
                    trial.run(number)
                trial.readers.close()
            outcome = trial.outcome
            if noise.read_bytes():
                outcome.wrong.append(f"standard error: {noise.read_bytes()[:500]!r}")
            noise.unlink()
            if database.content_hash() != hashed:
                outcome.wrong.append("the station is another")
            if _tree(sandbox) != tree:
                outcome.wrong.append(f"the folder is another: {set(_tree(sandbox)) ^ set(tree)}")
    finally:
        os.chdir(before_cwd)
        tempfile.tempdir = before_tmp
        os.environ.pop("TMPDIR")
    return outcome


def largest(folder: Path) -> str:
    """The largest honest ledger, 100,000 rows of 20 columns, passes the limits."""
    path = folder / "large.xlsx"
    columns = [SheetColumn(f"第{number}列") for number in range(20)]
    write_sheet(path, columns, ([f"上海{row}号有限公司{n}" for n in range(20)] for row in range(99_999)))
    begun = time.monotonic()
    [sheet] = open_book(path).sheets
    return f"{len(sheet.rows):,} rows of 20 columns read in {time.monotonic() - begun:.1f} s"


def main() -> int:
    """The whole trial; 1 when anything was wrong."""
    count, first = (*map(int, sys.argv[1:]), *(10_000, 0)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder:
        large = largest(Path(folder)) if count >= 10_000 else ""
    with tempfile.TemporaryDirectory() as folder:
        outcome = attempt(count, first, Path(folder))
    told = (f"files {first} to {first + count - 1}", outcome.told(), large, *outcome.wrong[:50],
    f"{len(outcome.wrong)} wrong")
    sys.stdout.write("\n".join(told) + "\n")
    return int(bool(outcome.wrong))


if __name__ == "__main__":
    sys.exit(main())
