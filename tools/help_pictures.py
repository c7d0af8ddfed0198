"""The pictures of the handbook: `help_pictures.py [--data STATION]` goes to each place of the demonstration's window.

Without a station one is built first, which takes about a minute.  They are grabbed without a screen, so a build makes
them anywhere and they show what the program is now.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QPoint, QSize  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget  # noqa: E402

from louyu_desktop import app  # noqa: E402
from louyu_desktop.rules import dates  # noqa: E402
from louyu_desktop.services import demonstration  # noqa: E402
from louyu_desktop.services.copies import Filter, Match, Query  # noqa: E402
from louyu_desktop.ui.desk.box import DeskBox  # noqa: E402
from louyu_desktop.ui.entity.record import RecordPane  # noqa: E402
from louyu_desktop.ui.entity.tab import EntityTab  # noqa: E402
from louyu_desktop.ui.frame import Frame  # noqa: E402
from louyu_desktop.ui.main_window import MainWindow  # noqa: E402
from louyu_desktop.ui.preferences import Preferences  # noqa: E402

OUT = ROOT / "resources" / "help" / "pictures"
SIZE = QSize(1366, 696)
"""What a screen of 1366 × 768 leaves to a window (LOOK.md 3)."""

_MOST_MS, _STEP_MS, _STILL = 30_000, 20, 5


class Stage:
    """A main window in its frame, and the ways to get somewhere in it."""

    def __init__(self, window: MainWindow, ledgers: Path | None = None) -> None:
        self.window, self.context, self.ledgers = window, window.context, ledgers

    def rest(self) -> None:
        """Until nothing is under way and what was found has been drawn."""
        still = waited = 0
        while still < _STILL and waited < _MOST_MS:
            QTest.qWait(_STEP_MS)
            waited += _STEP_MS
            still = still + 1 if self._is_quiet() else 0

    def _is_quiet(self) -> bool:
        """Beside a list its record is built a moment later, and read then; on a busy computer that is long after."""
        lists = [one for one in self.window.findChildren(EntityTab) if one.isVisible()]
        return not self.context.tasks.busy and all(map(_is_there, lists))

    def tab(self, key: str, part: str = "") -> QWidget:
        """A tab, at one of its sub-tabs."""
        self.window.show_tab(key)
        self.rest()
        if part:
            tab: Any = self.window.tab
            tab.show_called(part)
            self.rest()
        return self.window.window()

    def press(self, owner: QWidget, words: str) -> None:
        """The button that says so; of several the uppermost."""
        buttons = [one for one in owner.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
        named = [one for one in buttons if words in {one.text().strip(), one.accessibleName()}]
        min(named, key=lambda one: one.mapToGlobal(QPoint()).y()).click()
        self.rest()

    def launched(self, tool: str, **options: object) -> QWidget:
        """The window that a tool opens."""
        before = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        self.context.launch(tool, **options)
        self.rest()
        opened = [one for one in QApplication.topLevelWidgets() if one not in before and one.isVisible()]
        opened[-1].resize(SIZE)
        self.rest()
        return opened[-1]

    def part(self, key: str, kind: str) -> QWidget:
        """A tab, at the sub-tab of a kind."""
        self.tab(key)
        tab: Any = self.window.tab
        tab.part(kind)
        self.rest()
        return self.window.window()

    def record(self, kind: str, **values: object) -> QWidget:
        """The first record of a kind that has these values, beside the list that it stands in."""
        filters = tuple(Filter(name, Match.EQUALS, value) for name, value in values.items())
        found = self.context.services.records.page(Query(kind, filters), 0)
        self.context.open_record(kind, found[0].id)
        self.rest()
        return self.window.window()

    @property
    def activity(self) -> int:
        """The activity that is next, with people registered."""
        return self.context.services.papers.next_activity() or 1


def _is_there(tab: EntityTab) -> bool:
    """Whether the record stands beside its list, where there is one."""
    pane = tab.findChild(RecordPane)
    return pane is not None and not pane.loading and (pane.copy is not None or not tab.list.model.rowCount())


def _paste(stage: Stage) -> QWidget:
    """A list out of a group chat, half of its people known."""
    from louyu_desktop.ui.activities.registering.paste import PastePage

    people = [row.values["name"] for row in stage.context.services.records.page(Query("people"), 0)[:5]]
    page = PastePage(stage.context, stage.activity)
    page.open()
    page.resize(SIZE)
    lines = [f"{number}. {name}" for number, name in enumerate([*people, "柳映雪 青禾设计", "钟子期+1"], 1)]
    page.edit.setPlainText("\n".join(["#接龙", "周五中午", *lines]))
    page.read()
    stage.rest()
    return page


def _desk(stage: Stage) -> QWidget:
    """Somebody has typed a letter, and those whom it may mean stand there."""
    desk = stage.launched("desk", activity=stage.activity)
    QTest.keyClicks(next(box for box in desk.findChildren(DeskBox) if box.isVisible()), "y")
    QTest.qWait(_STEP_MS * 20)
    stage.rest()
    return desk


def _rooms(stage: Stage) -> QWidget:
    """The next day: something is to come then."""
    shown = stage.tab("activities", "场地")
    stage.press(stage.window.tab, "后一页")
    return shown


def _import(stage: Stage) -> QWidget:
    """The plan of a ledger that was changed since."""
    found = sorted((stage.ledgers or Path()).glob("楼宇企业台账.xlsx"))
    wizard = stage.launched("import", kind="enterprises", **({"path": found[0]} if found else {}))
    stage.rest()
    if found:
        stage.press(wizard, "下一步：核对")
        stage.rest()
    return wizard


def _request(stage: Stage) -> QWidget:
    """A request as it is being taken: what is suggested stands below."""
    before = set(QApplication.topLevelWidgets())
    stage.context.launch("request", enterprise_id=1, title="二十层的空调下午五点就停了")
    stage.rest()
    dialog: Any = next(one for one in QApplication.topLevelWidgets() if one not in before and one.isVisible())
    dialog.rows["category"].editor.put("物业治理")
    dialog.ask()
    stage.rest()
    shown: QWidget = dialog
    return shown


def _settings(page: str) -> Callable[[Stage], QWidget]:
    return lambda stage: stage.launched("settings", page=page)


PICTURES: dict[str, Callable[[Stage], QWidget]] = {
    "today": lambda stage: stage.tab("today"),
    "floor-plan": lambda stage: stage.tab("buildings"),
    "enterprises": lambda stage: stage.tab("enterprises", "企业"),
    "must-visits": lambda stage: stage.tab("enterprises", "必访"),
    "colours": lambda stage: stage.tab("enterprises", "五色"),
    "people": lambda stage: stage.tab("people"),
    "calendar": lambda stage: stage.tab("activities", "日历"),
    "rooms": _rooms,
    "visit": lambda stage: stage.launched("visit", enterprise_id=1),
    "desk": _desk,
    "paste": _paste,
    "party-life": lambda stage: stage.tab("activities", "组织生活"),
    "board": lambda stage: stage.part("checklist", "requests"),
    "handling": lambda stage: stage.record("requests", state="办理中"),
    "measures": lambda stage: stage.tab("checklist", "办理情况"),
    "checklist": lambda stage: stage.part("checklist", "service-items"),
    "roster": lambda stage: stage.tab("checklist", "本周坐班"),
    "council": lambda stage: stage.record("meetings"),
    "topic": lambda stage: stage.record("topics", stage="闭环反馈"),
    "wishes": lambda stage: stage.part("checklist", "wishes"),
    "public-wall": lambda stage: stage.record("public-notices", state="公示中"),
    "import": _import,
    "preview": lambda stage: stage.launched("print", paper="sign-in-sheet", id=stage.activity),
    "log": lambda stage: stage.launched("log"),
    "staff": _settings("accounts"),
    "settings": _settings("五色和必访"),
    "request": _request,  # the last: what is typed there is kept as a draft, which the status bar counts
}
"""How to get to what each picture shows; gives the window to be grabbed."""


def take(stage: Stage, name: str, out: Path) -> Path:
    """Make one picture and leave the place again."""
    shown = PICTURES[name](stage)
    stage.rest()
    target = out / f"{name}.png"
    shown.grab().save(str(target))
    if shown is not stage.window.window():
        shown.close()
    stage.rest()
    return target


def main(arguments: list[str]) -> int:
    """Every picture into resources/help/pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, help="the folder of a demonstration that was built already")
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.data or Path(scratch) / "demo"
        if asked.data is None:
            demonstration.build(folder, Path(scratch) / "papers", dates.today())
        OUT.mkdir(parents=True, exist_ok=True)
        _take_all(folder, Path(scratch) / "machine.json", asked.names or list(PICTURES))
    return 0


def _take_all(folder: Path, machine: Path, names: list[str]) -> None:
    gc.disable()  # as in the program: no thread that reads may free anything of Qt
    preferences = Preferences(machine)
    preferences.set("theme", "light")
    app.start_application(preferences)
    from louyu_desktop.ui import problems
    from louyu_desktop.ui.tasks import Tasks

    services, tasks = app.open_services(folder / "station"), Tasks(problems.report)
    frame = Frame(preferences, words=True)
    station = (services.stations.name(), services.stations.is_demonstration())
    window = app.build_window(services, preferences, tasks, station)
    frame.show_page(window)
    frame.resize(SIZE)
    frame.show()
    frame.activateWindow()
    stage = Stage(window, folder / "台账")
    for name in names:
        print(take(stage, name, OUT))
        gc.collect()
    frame.close()
    tasks.close()
    services.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
