"""A new user: from the program's icon to the printed sign-in sheet of one's own Excel list, played and counted.

`python -m tests.installer.new_user` plays it with the program of this tree, `… COMMAND` with an installed one;
`--root DIR --user NAME` where that stands in a chroot, `--photographs DIR` keeps a picture of every page.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2

from tests.installer import bus
from tests.installer.novice import Count, Novice, Seen
from tests.installer.screen import Account, showing

LIST = Path(__file__).resolve().parent.parent / "data" / "ledgers" / "问卷报名导出.xlsx"
NAMED = "声音疗愈报名表.xlsx"
CLICKS, FIELDS, MINUTES = 12, 3, 5
STATION, PERSON, PASSWORD = "梧桐里党群服务站", "张三", "teal orbit lantern quarry"


class Journey:
    """One run; every page is photographed before it is left."""

    def __init__(self, novice: Novice, account: Account, photographs: Path | None) -> None:
        self.novice, self.account, self._photographs = novice, account, photographs
        self._pages = 0

    def page(self, *there: str) -> None:
        """Wait until the page shows all of these."""
        for name in there:
            self.novice.wait_for(name)
        if self._photographs is not None:
            self._pages += 1
            self.novice.photograph(self._photographs / f"{self._pages:02}.png")

    def begin(self) -> None:
        """The first window: the old ledgers are to come along."""
        self.page("把原来的 Excel 台账搬进来")
        self.novice.click("把原来的 Excel 台账搬进来")

    def vault(self) -> None:
        """Name, person, password; the recovery sheet on paper, and two of its groups picked out by it."""
        novice = self.novice
        self.page("站点名称＊")
        novice.into("站点名称＊", STATION)
        novice.press("Tab")
        novice.into("您的姓名＊", PERSON)
        novice.press("Tab")
        novice.into("您的口令＊", PASSWORD)
        self.page("这个口令可以用")
        novice.click("建立站点")
        self.page("打印 2 份")
        novice.click("打印 2 份")
        self.page("已送到打印机", "看着打出来的纸")
        groups = _groups(self.account.sheet(1))
        for number in map(int, re.findall(r"第 (\d+) 组", novice.wait_for("看着打出来的纸").name)):
            novice.count.read.append(groups[number])
        [right] = [one for one in novice.looks() if "button" in one.role and _is_on(one, groups)]
        novice.click(right.name)

    def list(self) -> None:
        """One's own list: which of the three, which file, and on with it."""
        novice = self.novice
        self.page("活动报名名单")
        novice.click("活动报名名单")
        self.page(NAMED)
        novice.click(NAMED, "", twice=True)
        self.page("活动名称＊", "下一步：核对")
        novice.click("下一步：核对")
        self.page("写入 ")
        novice.click("写入 ")
        self.page("打印签到表…")
        novice.click("打印签到表…")

    def sheet(self) -> bytes:
        """The sheet in its window, and out of the printer."""
        self.page("打印 Ctrl+P")
        self.novice.click("打印")
        self.page("已送到打印机")
        return self.account.sheet(2)

    def run(self) -> bytes:
        """All of it; what came out of the printer."""
        self.begin()
        self.vault()
        self.list()
        return self.sheet()


def _is_on(seen: Seen, groups: dict[int, str]) -> bool:
    """Whether what a button offers stands on the paper."""
    offered = re.findall(r"第 (\d+) 组 ([0-9A-Z]{4})", seen.name)
    return bool(offered) and all(groups[int(number)] == group for number, group in offered)


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "\n".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    finally:
        document.close()


def _groups(pdf: bytes) -> dict[int, str]:
    """The groups of a recovery sheet by their numbers."""
    return {int(number): group for number, group in re.findall(r"第 (\d+) 组\s+([0-9A-Z]{4})\b", _text(pdf))}


@contextmanager
def computer(command: list[str], root: Path | None, user: str, home: Path | None) -> Iterator[tuple[Novice, Account]]:
    """A screen, somebody before it, and the program that was started from its icon, which is a click, too."""
    with (
        tempfile.TemporaryDirectory(prefix="louyu-new-") as kept, showing() as screen,
        bus.running(Path(kept), f"louyu-new-{os.getpid()}") as address,
    ):  # fmt: skip
        place = home or Path(kept) / PERSON
        if root is None:
            place.mkdir(exist_ok=True)
        account = Account(place, command, root, user)
        account.put(LIST, Path("Desktop") / NAMED)
        program = account.start(screen, address)
        novice = Novice(address, screen)
        novice.count.clicked.append("the program's icon")
        try:
            yield novice, account
        finally:
            program.terminate()
            program.wait()


def told(count: Count, seconds: float) -> str:
    """What it took, beside what it may take."""
    return (
        f"clicks {count.clicks} (≤ {CLICKS})  {' · '.join(count.clicked)}\n"
        f"typed fields {len(count.fields)} (≤ {FIELDS})  {' · '.join(count.fields)}; "
        f"groups read off the recovery sheet {len(count.read)}\n"
        f"time: the program and the script {seconds:.0f} s, hands and eyes {count.by_hand:.0f} s for {count.keys} keys "
        f"(together ≤ {MINUTES * 60} s)"
    )


def main() -> None:
    """Play it and say what it took; exit code 1 when it was more than it may be."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("command", nargs="*", help="the program, as an icon starts it")
    asked.add_argument("--root", type=Path, help="the folder of a chroot in which it is installed")
    asked.add_argument("--user", default="", help="who works there (user:group, as chroot takes it)")
    asked.add_argument("--home", type=Path, help="the home of that person, as the program sees it")
    asked.add_argument("--photographs", type=Path, help="a folder for a picture of every page")
    given = asked.parse_args()
    if given.photographs is not None:
        given.photographs.mkdir(parents=True, exist_ok=True)
    command = given.command or [sys.executable, "-m", "louyu_desktop"]
    began = time.monotonic()
    with computer(command, given.root, given.user, given.home) as (novice, account):
        sheet = _text(Journey(novice, account, given.photographs).run())
    seconds, count = time.monotonic() - began, novice.count
    print(told(count, seconds))
    assert STATION in unicodedata.normalize("NFKC", sheet)
    assert "声音疗愈" in sheet
    if count.clicks > CLICKS or len(count.fields) > FIELDS or seconds + count.by_hand > MINUTES * 60:
        sys.exit(1)


if __name__ == "__main__":
    main()
