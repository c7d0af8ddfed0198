"""Long sheets against ReportLab's LongTable: `python -m tests.bench.sheets`; a measurement, not a test.

Every run is a process of its own, ours and theirs in turn; imports are counted apart.  Prints the
median seconds, the memory above the start, the size of the file, and the ratios beside their targets.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from louyu_desktop.printing import fonts
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.printing.sheet import Column, Grid, SheetDesign, write_sheet

ROWS = 20_000
ROUNDS = 3
HEADINGS = ("序号", "姓名", "单位", "手机尾号", "签名", "备注")
WIDTHS = (12, 26, 56, 20, 40, 20)
NAMES = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英建华文玉兰"
UNITS = ("澄怀（上海）有限公司", "远舟投资管理中心（有限合伙）", "环贸商务服务有限公司", "汾阳设计事务所")


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """So many people."""
    for n in range(count):
        name = f"{'王李张刘陈'[n % 5]}{NAMES[n % 28]}{NAMES[n // 28 % 28]}"
        yield str(n + 1), name, UNITS[n % 4], f"{n * 7919 % 10_000:04}", "", ""


def ours(count: int, target: Path) -> None:
    """The streaming sheet, twenty-five rows to a page."""
    grid = Grid(left=18, top=25, head=9, row=9, rows=25)
    columns = tuple(Column(heading, width) for heading, width in zip(HEADINGS, WIDTHS, strict=True))
    design = SheetDesign(columns=columns, first=grid, following=grid)

    def furnish(pen: Pen, page: int) -> None:
        pen.text(105 * MM, 20 * MM, str(page), 9)

    with Paper(target, A4, "bench", fonts.typeface()) as paper:
        write_sheet(paper, design, rows(count), furnish)
        paper.next_page()


def theirs(count: int, target: Path) -> None:
    """A LongTable of strings in the same font, as stock ReportLab sets it."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, SimpleDocTemplate

    pdfmetrics.registerFont(TTFont("Noto", str(fonts.pinned().regular)))
    table = LongTable(
        [HEADINGS, *rows(count)], colWidths=[width * MM for width in WIDTHS], rowHeights=9 * MM, repeatRows=1,
        style=[("FONT", (0, 0), (-1, -1), "Noto", 9.5), ("GRID", (0, 0), (-1, -1), 0.5, "black")],
    )  # fmt: skip
    SimpleDocTemplate(str(target), pagesize=A4).build([table])


def ready(_count: int, _target: Path) -> None:
    """The fonts of a machine whose cache is there."""
    fonts.typeface()


JOBS: dict[str, Callable[[int, Path], None]] = {"ours": ours, "theirs": theirs, "ready": ready}


def run(job: str, count: int) -> None:
    """One measurement in this process, as JSON."""
    import reportlab.platypus  # noqa: F401 - counted apart

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "x.pdf"
        begun = time.perf_counter()
        JOBS[job](count, target)
        taken = time.perf_counter() - begun
        size = target.stat().st_size if target.is_file() else 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": taken, "grown": (peak - before) / 1024, "peak": peak / 1024, "size": size / 1e6}))


def measure(job: str, count: int) -> dict[str, float]:
    """One measurement in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.sheets", job, str(count)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def main() -> None:
    """All of it, in turn."""
    plan = (("ours", 1_000), ("ours", ROWS), ("theirs", ROWS), ("ours", 200_000), ("ready", 0))
    found: dict[tuple[str, int], list[dict[str, float]]] = {one: [] for one in plan}
    fonts.pinned()
    for _round in range(ROUNDS):
        for job, count in plan:
            found[job, count].append(measure(job, count))
    middle = {
        one: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for one, runs in found.items()
    }
    for (job, count), figures in middle.items():
        print(job, count, {key: round(value, 3) for key, value in figures.items()})
    small, large, huge = (middle["ours", count] for count in (1_000, ROWS, 200_000))
    print(f"times LongTable (>= 12): {middle['theirs', ROWS]['seconds'] / large['seconds']:.1f}")
    print(f"MB at 20k above 1k (<= 30): {large['peak'] - small['peak']:.0f}")
    print(f"MB at 200k above 1k (<= 40): {huge['peak'] - small['peak']:.0f}")
    print(f"fonts ready, ms (<= 20): {middle['ready', 0]['seconds'] * 1000:.0f}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        run(sys.argv[1], int(sys.argv[2]))
    else:
        main()
