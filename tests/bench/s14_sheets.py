"""S14: a sheet of 20,000 names beside ReportLab's LongTable, typst and QPainter; memory up to 200,000.

Every run is a process of its own, all in turn; imports are counted apart.  Each peer sets the same
six columns, 25 rows to a page, in the same font.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from louyu_desktop.printing import fonts
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.printing.pinned import pinned
from louyu_desktop.printing.sheet import Column, Grid, SheetDesign, write_sheet
from tests.bench.figures import Figure, Found, Missing, in_process, ms
from tests.bench.peers import WHY, compiled, quoted, with_typst

FEW, ROWS, MANY = 1_000, 20_000, 200_000
ROUNDS = 3
HEADINGS = ("序号", "姓名", "单位", "手机尾号", "签名", "备注")
WIDTHS = (15, 25, 56, 20, 38, 20)
NAMES = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英建华文玉兰"
UNITS = ("澄怀（上海）有限公司", "远舟投资管理中心（有限合伙）", "环贸商务服务有限公司", "汾阳设计事务所")
Run = dict[str, float]


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


def long_table(count: int, target: Path) -> None:
    """A LongTable of strings, as stock ReportLab sets it."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, SimpleDocTemplate

    pdfmetrics.registerFont(TTFont("Noto", str(pinned().regular)))
    table = LongTable(
        [HEADINGS, *rows(count)], colWidths=[width * MM for width in WIDTHS], rowHeights=9 * MM, repeatRows=1,
        style=[("FONT", (0, 0), (-1, -1), "Noto", 9.5), ("GRID", (0, 0), (-1, -1), 0.5, "black")],
    )  # fmt: skip
    SimpleDocTemplate(str(target), pagesize=A4).build([table])


def painter(count: int, target: Path) -> None:
    """QPdfWriter and QPainter: drawText and drawLine, page by page."""
    from PySide6.QtCore import QMarginsF, QRectF, Qt
    from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

    application = QGuiApplication.instance() or QGuiApplication([])
    QFontDatabase.addApplicationFont(str(pinned().regular))
    paper = QPdfWriter(str(target))
    paper.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    paper.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    paper.setResolution(72)
    brush = QPainter(paper)
    font = QFont("Noto Sans SC")
    font.setPointSizeF(9.5)
    brush.setFont(font)
    lefts = [18 * MM + sum(WIDTHS[:n]) * MM for n in range(len(WIDTHS) + 1)]
    middle = Qt.AlignmentFlag.AlignVCenter
    for number, row in enumerate(rows(count)):
        place = number % 25
        if number and not place:
            paper.newPage()
        lines = (HEADINGS, row) if not place else (row,)
        for line in lines:
            top = (25 if line is HEADINGS else 34 + 9 * place) * MM
            for left, right, text in zip(lefts, lefts[1:], line, strict=False):
                brush.drawRect(QRectF(left, top, right - left, 9 * MM))
                brush.drawText(QRectF(left + 4, top, right - left, 9 * MM), middle, text)
    brush.end()
    del application


def typst_source(count: int) -> str:
    """The same table in typst's language, as data and one loop."""
    lines = ",\n".join(f"({', '.join(map(quoted, row))})" for row in rows(count))
    widths = ", ".join(f"{width}mm" for width in WIDTHS)
    return f"""#set page(paper: "a4", margin: (x: 18mm, top: 25mm, bottom: 28mm))
#set text(font: "Noto Sans SC", size: 9.5pt)
#let rows = ({lines},)
#table(columns: ({widths}), rows: 9mm, stroke: 0.5pt,
  table.header({', '.join(map(quoted, HEADINGS))}), ..rows.flatten())
"""


def ready(_count: int, _target: Path) -> None:
    """The fonts of a machine whose cache is there."""
    fonts.typeface()


JOBS: dict[str, Callable[[int, Path], None]] = {
    "ours": ours, "long_table": long_table, "painter": painter, "ready": ready,
}  # fmt: skip


def run(job: str, count: int) -> Run:
    """One measurement in this process."""
    if job == "painter":
        import PySide6.QtGui  # noqa: F401
    else:
        import reportlab.platypus  # noqa: F401 - counted apart
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "x.pdf"
        begun = time.perf_counter()
        JOBS[job](count, target)
        taken = time.perf_counter() - begun
        size = target.stat().st_size if target.is_file() else 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": taken, "grown": (peak - before) / 1024, "peak": peak / 1024, "size": size / 1e6}


def _of_typst(count: int) -> Run:
    python = with_typst()
    assert python is not None
    with tempfile.TemporaryDirectory() as folder:
        return compiled(python, typst_source(count), Path(folder) / "x.pdf", pinned().regular.parent)


def _measured() -> dict[tuple[str, int], Run]:
    """The medians of every job, all in turn."""
    pinned()
    plan = [("ours", FEW), ("ours", ROWS), ("long_table", ROWS), ("painter", ROWS), ("ours", MANY), ("ready", 0)]
    plan += [("typst", ROWS)] if with_typst() else []
    found: dict[tuple[str, int], list[Run]] = {one: [] for one in plan}
    for _round in range(ROUNDS):
        for job, count in plan:
            one = _of_typst(count) if job == "typst" else in_process("tests.bench.s14_sheets", job, str(count))
            found[job, count].append(one)
    return {one: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for one, runs in found.items()}


def measure() -> Iterator[Found]:
    """The sheet beside its peers, and its memory."""
    found = _measured()
    few, sheet, many = (found["ours", count] for count in (FEW, ROWS, MANY))
    table, painted = found["long_table", ROWS], found["painter", ROWS]

    def times(what: str, peer: Run, bound: float) -> Figure:
        note = f"ours {ms(sheet['seconds'])}, peer {ms(peer['seconds'])}"
        return Figure("S14", what, peer["seconds"] / sheet["seconds"], bound, at_least=True, note=note)

    yield times("sheet of 20,000 names: LongTable of strings / ours", table, 12)
    if ("typst", ROWS) in found:
        yield times("sheet of 20,000 names: typst / ours", found["typst", ROWS], 8)
    else:
        yield Missing("S14", "sheet of 20,000 names: typst / ours", WHY)
    yield times("sheet of 20,000 names: QPdfWriter and QPainter / ours", painted, 1.5)
    yield Figure("S14", "memory at 20,000 names above 1,000", sheet["peak"] - few["peak"], 30, unit="MB")
    note = f"{ms(many['seconds'])}, {many['size']:.1f} MB"
    above = many["peak"] - few["peak"]
    yield Figure("S14", "memory at 200,000 names above 1,000", above, 40, unit="MB", note=note)
    sizes = f"ours {sheet['size']:.2f} MB, peer {table['size']:.2f} MB, QPainter {painted['size']:.2f} MB"
    yield Figure("S14", "file: ours / LongTable", sheet["size"] / table["size"], 0.8, note=sizes)
    yield Figure("S14", "fonts ready at start", found["ready", 0]["seconds"] * 1000, 20, unit="ms")


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], int(sys.argv[2]))))
