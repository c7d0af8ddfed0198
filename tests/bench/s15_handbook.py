"""S15: a handbook of 120 pages beside stock ReportLab and typst with the same content.

Stock ReportLab is what its user guide teaches: `multiBuild`, `Paragraph` with CJK wrapping, `Table`,
`TableOfContents`, bookmarks, the same font as a TTFont.  Every run is a process of its own.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from louyu_desktop.printing import fonts, handbook
from louyu_desktop.printing.handbook import Category, Event, Handbook, Item, Organisation, Tower, Zone
from louyu_desktop.printing.pinned import pinned
from tests.bench.figures import Figure, Found, Missing, in_process, ms
from tests.bench.peers import WHY, compiled, quoted, with_typst

ROUNDS = 5
DAY = dt.date(2026, 11, 20)
WORDS = "环贸党群服务中心设有十大功能区，窗外就是淮海中路商圈；走进来可以办事（午间一小时），也可以歇脚。2026年11月起service延长到21:00。"
HEADS = ("编码", "事项", "对象", "带什么", "责任部门", "承诺", "方式")
Chapter = tuple[str, list[Any]]


def content() -> Handbook:
    """What the handbook says."""
    items = [
        tuple(
            Item(code=f"{chr(65 + c)}{n:02}", name=f"事项{c}之{n}的咨询与办理", targets="企业、个人、新就业群体",
                 materials="营业执照复印件、租赁合同、" * (1 + n % 3), department="街道营商办", promise=f"{n % 15} 个工作日",
                 mode="现场办、帮办代办")
            for n in range(60)
        )
        for c in range(10)
    ]  # fmt: skip
    branches = tuple(Organisation(f"第{n}联合支部", "联合党支部") for n in range(80))
    return Handbook(
        station="环贸党群服务中心", made_on=DAY, paper="A5",
        facts=tuple((f"项目{n}", WORDS[:30]) for n in range(20)),
        introduction="\n".join(WORDS * (3 + n % 4) for n in range(36)),
        history="\n".join(f"2025-{1 + n % 12:02} 第{n}件事{WORDS[:24]}" for n in range(40)),
        booking_guide="\n".join(WORDS * 4 for _n in range(20)),
        zones=tuple(Zone(name=f"空间{n}", use="路演", floor="9F", area="60 ㎡", capacity="20 人", hours="工作日 9:00–18:00",
                         equipment="投影、音响、白板", bookable=n % 2 == 0, rules="提前一天预约") for n in range(44)),
        organisations=(Organisation("汾阳片区党总支", "党总支", branches),),
        towers=tuple(Tower(name=f"大厦{n}", address=f"淮海中路 {n} 号", floors="32 层", enterprises="166 家",
                           property="某某物业") for n in range(36)),
        categories=tuple(Category(chr(65 + c), f"第{c}类服务", items[c]) for c in range(10)),
        version="第 3 版", effective_on="2026-01-01",
        events=tuple(Event(DAY + dt.timedelta(days=2 * n), "12:00–13:00", f"活动之{n}声音疗愈", "综合活动空间")
                     for n in range(110)),
        contacts=(("地址", "淮海中路 999 号"), ("电话", "021-00000000"), ("开放时间", "工作日 9:00–18:00")),
    )  # fmt: skip


def ours(target: Path) -> int:
    """Our handbook."""
    return handbook.write(content(), target, fonts.typeface())


def chapters(book: Handbook, text: Callable[[str], Any], section: Callable[[str], Any], table: Any) -> list[Chapter]:
    """The chapters for a peer: `text`, `section` and `table(heads, rows, shares)` make its own things."""
    months = groupby(book.events, key=lambda event: f"{event.day:%Y 年 %m 月}")
    calendar: list[Any] = []
    for month, found in months:
        events = list(found)
        days = {event.day.day: event.title for event in events}
        weeks = [[f"{d} {days.get(d, '')}" if d < 31 else "" for d in range(w, w + 7)] for w in range(1, 31, 7)]
        calendar += [section(month), table("一二三四五六日", weeks, (1,) * 7)]
        calendar.append(table(("日期", "时间", "活动", "地点"), [(f"{e.day:%m-%d}", e.time, e.title, e.venue) for e in events],
                              (1, 1, 3, 2)))  # fmt: skip
    checklist: list[Any] = []
    for category in book.categories:
        rows = [(i.code, i.name, i.targets, i.materials, i.department, i.promise, i.mode) for i in category.items]
        checklist += [section(f"{category.code} {category.name}"), table(HEADS, rows, (2, 5, 4, 7, 4, 3, 3))]
    zones = [f"{z.name}·{z.use}·{z.floor}·{z.area}·{z.capacity}·{z.hours}·{z.equipment}" for z in book.zones]
    boxes = [f"{o.name}·{o.kind}" for o in book.organisations[0].children]
    bookable = [(z.name, z.floor, z.capacity, z.hours, z.rules) for z in book.zones if z.bookable]
    towers = [(t.name, t.address, t.floors, t.enterprises, t.property) for t in book.towers]
    history = [line.split(" ", 1) for line in book.history.splitlines()]
    return [
        ("站点概况", [*map(text, book.introduction.splitlines()), section("基本情况"), table(("项目", "内容"), book.facts, (1, 4)),
                     section("站点沿革"), table(("时间", "内容"), history, (1, 4))]),
        ("功能区", [table(("", ""), list(zip(zones[::2], zones[1::2], strict=True)), (1, 1))]),
        ("组织架构", [text(book.organisations[0].name),
                      table(("",) * 4, [boxes[at : at + 4] for at in range(0, len(boxes), 4)], (1,) * 4)]),
        ("服务楼宇", [table(("楼宇", "地址", "层数", "入驻企业", "物业"), towers, (2, 4, 2, 2, 3))]),
        ("服务清单", checklist),
        ("活动日历", calendar),
        ("场地预约", [*map(text, book.booking_guide.splitlines()), section("可以预约的场地"),
                      table(("场地", "楼层", "可容纳", "开放时间", "使用规则"), bookable, (2, 1, 1, 3, 3))]),
        ("联系我们", [table(("", ""), book.contacts, (1, 4))]),
    ]  # fmt: skip


def stock(target: Path) -> int:
    """The same content by stock ReportLab."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Table
    from reportlab.platypus.tableofcontents import TableOfContents

    for name, file in (("N", pinned().regular), ("B", pinned().bold)):
        font = TTFont(name, str(file))
        font.face.name = font.face.name + name.encode()  # both weights would be one font otherwise
        pdfmetrics.registerFont(font)
    body = ParagraphStyle("body", fontName="N", fontSize=9.3, leading=16.3, wordWrap="CJK", firstLineIndent=18.6)
    cell = ParagraphStyle("cell", fontName="N", fontSize=7.9, leading=11.5, wordWrap="CJK")
    heads = [
        ParagraphStyle(f"h{level}", fontName="B", fontSize=size, leading=size * 1.5, wordWrap="CJK", keepWithNext=1)
        for level, size in enumerate((21, 12))
    ]
    width = A5[0] - 80

    def table(names: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> Table:
        cells = [[Paragraph(escape(text), cell) for text in row] for row in (names, *rows)]
        widths = [width * share / sum(shares) for share in shares]
        return Table(cells, colWidths=widths, repeatRows=1, style=[("LINEBELOW", (0, 0), (-1, -1), 0.5, "grey")])

    class Document(BaseDocTemplate):  # type: ignore[misc, unused-ignore]
        """A document that tells its contents where the headings stand."""

        def beforeDocument(self) -> None:
            self.marks = 0

        def afterFlowable(self, flowable: Any) -> None:
            level = getattr(getattr(flowable, "style", None), "name", "")
            if level in {"h0", "h1"}:
                self.marks += 1
                key, text, depth = f"k{self.marks}", flowable.getPlainText(), int(level[1])
                self.canv.bookmarkPage(key)
                self.canv.addOutlineEntry(text, key, depth)
                self.notify("TOCEntry", (depth, text, self.page, key))

    def furnish(canvas: Any, document: Any) -> None:
        canvas.setFont("N", 7.2)
        canvas.drawString(40, A5[1] - 30, "环贸党群服务中心·服务手册")
        canvas.drawRightString(A5[0] - 40, 30, str(document.page))

    contents = TableOfContents()
    contents.levelStyles = [
        ParagraphStyle("t", fontName="N", fontSize=9, leading=14, leftIndent=14 * n) for n in (0, 1)
    ]
    story: list[Any] = [Paragraph("服务手册", heads[0].clone("cover")), PageBreak(), contents]
    made = chapters(content(), lambda t: Paragraph(escape(t), body), lambda t: Paragraph(escape(t), heads[1]), table)
    for title, parts in made:
        story += [PageBreak(), Paragraph(title, heads[0]), *parts]
    document = Document(str(target), pagesize=A5)
    document.addPageTemplates(PageTemplate("page", [Frame(40, 45, width, A5[1] - 95, 0, 0, 0, 0)], onPage=furnish))
    document.multiBuild(story)
    return int(document.page)


def typst_source() -> str:
    """The same content in typst's language."""

    def table(names: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> str:
        cells = ", ".join(quoted(text) for row in rows for text in row)
        head = ", ".join(map(quoted, names))
        widths = ", ".join(f"{share}fr" for share in shares)
        return f"#text(7.9pt)[#table(columns: ({widths}), stroke: (bottom: 0.5pt), table.header({head}), {cells})]\n"

    def section(text: str) -> str:
        return f"#heading(level: 2)[#{quoted(text)}]\n"

    made = chapters(content(), lambda t: f"#par[#{quoted(t)}]\n", section, table)
    parts = [f"#heading(level: 1)[#{quoted(title)}]\n" + "".join(parts) for title, parts in made]
    return """#set page(paper: "a5", margin: (x: 14mm, top: 21mm, bottom: 18mm), numbering: "1",
  header: text(7.2pt)[环贸党群服务中心·服务手册])
#set text(font: "Noto Sans SC", size: 9.3pt, lang: "zh")
#set par(justify: true, leading: 0.75em, first-line-indent: (amount: 2em, all: true))
#show heading.where(level: 1): it => { pagebreak(weak: true); it }
#text(21pt)[服务手册]
#pagebreak()
#outline(title: [目录], depth: 2)
""" + "".join(parts)


def run(job: str) -> dict[str, float]:
    """One measurement in this process; imports are counted apart."""
    import reportlab.platypus.tableofcontents  # noqa: F401

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "h.pdf"
        begun = time.perf_counter()
        pages = {"ours": ours, "stock": stock}[job](target)
        taken = time.perf_counter() - begun
        return {"seconds": taken, "pages": pages, "size": target.stat().st_size / 1e6}


def _of_typst() -> dict[str, float]:
    python = with_typst()
    assert python is not None
    with tempfile.TemporaryDirectory() as folder:
        return compiled(python, typst_source(), Path(folder) / "h.pdf", pinned().regular.parent)


def measure() -> Iterator[Found]:
    """The handbook beside its peers."""
    pinned()
    jobs: dict[str, Callable[[], dict[str, float]]] = {
        name: partial(in_process, "tests.bench.s15_handbook", name) for name in ("ours", "stock")
    }
    if with_typst():
        jobs["typst"] = _of_typst
    found: dict[str, list[dict[str, float]]] = {name: [] for name in jobs}
    for _round in range(ROUNDS):
        for name, job in jobs.items():
            found[name].append(job())
    middle = {name: statistics.median(one["seconds"] for one in runs) for name, runs in found.items()}
    pages = {name: int(runs[0].get("pages", 0)) for name, runs in found.items()}
    note = f"ours {ms(middle['ours'])} for {pages['ours']} pages, peer {ms(middle['stock'])} for {pages['stock']}"
    yield Figure("S15", "handbook: ours / stock ReportLab", middle["ours"] / middle["stock"], 0.8, note=note)
    what = "handbook: ours / typst"
    if "typst" in middle:
        note = f"ours {ms(middle['ours'])}, peer {ms(middle['typst'])}"
        yield Figure("S15", what, middle["ours"] / middle["typst"], 2.5, note=note)
    else:
        yield Missing("S15", what, WHY)


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1])))
