"""A real station with a few invented records, and what every widget is given."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from louyu_desktop import text
from louyu_desktop.rules import dates
from louyu_desktop.services.records import Records
from louyu_desktop.services.suite import open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.bus import ChangeBus
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.enterprises.file import ENTERPRISES
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.theme import theme
from tests.gui.seat import Seat
from tests.stations import copied, create_station

FIRMS = (("渤健生物科技", 165), ("澄怀设计（上海）有限公司", 46), ("光年广告", 37), ("乐高玩具", 312), ("远帆贸易", 88))


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """As in the program (`ui.tidy`), no thread that reads frees anything of Qt: garbage goes between two tests."""
    gc.disable()
    yield
    whole = gc.get_count()[2] > gc.get_threshold()[2]
    gc.collect(2 if whole else 1)
    gc.enable()


def _filled(folder: Path) -> Database:
    database = create_station(folder, "环贸党群服务中心", "周敏")
    records = Records(database)
    building = records.save("buildings", None, {"name": "环贸一期"})
    unit = records.save("units", None, {"building_id": building, "floor": "23", "room": "06"})
    for name, headcount in FIRMS:
        records.save("enterprises", None, {"name": name, "headcount": headcount})
    [firm] = [one.id for one in records.options("enterprises", "澄怀")]
    lease_end = dates.today() + dt.timedelta(days=15)
    records.save("occupancies", None, {"enterprise_id": firm, "unit_id": unit, "lease_end": lease_end})
    records.save("contacts", None, {"enterprise_id": firm, "name": "邵清扬", "phone": "13800002207"})
    records.save("people", None, {"name": "陈华树", "mobile": "13900000001", "unit_name": "光年广告", "roles": ("白领",)})
    records.save("people", None, {"name": "陈华树", "mobile": "13900000002", "unit_name": "乐高玩具", "roles": ("白领",)})
    return database


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Database]:
    """A new station with one building, five firms and two people of the same name."""
    database = copied(("gui",), _filled, tmp_path / "station")
    yield database
    database.close()


@pytest.fixture
def records(station: Database) -> Records:
    """The records service of the station."""
    return Records(station)


@pytest.fixture
def context(station: Database, records: Records, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Context]:
    """What a tab is given."""
    theme.apply(qapp, "light", 1.0)
    tasks, bus = Tasks(report), ChangeBus()
    services = open_services(station)
    services.listen(bus.publish)  # after the services, as the program does: they forget what they knew first
    yield Context(services=services, tasks=tasks, bus=bus, preferences=Preferences(tmp_path / "machine.json"))
    qtbot.waitUntil(lambda: not tasks.busy)
    station.unsubscribe(bus.publish)
    tasks.close()


@pytest.fixture
def tab(context: Context, qtbot: QtBot) -> EntityTab:
    """The tab 企业 with name, headcount and Party members."""
    made = EntityTab(context, ENTERPRISES)
    qtbot.addWidget(made)
    made.resize(1366, 688)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: made.list.model.rowCount() > 0 and not context.tasks.busy)
    made.list.columns.change(("name", "headcount", "party_count"))
    qtbot.waitUntil(lambda: not context.tasks.busy)
    return made


@pytest.fixture
def seat(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Seat]:
    """A computer without a station yet; the program on it is ended."""
    made = Seat(qtbot, tmp_path)
    yield made
    made.end()
    theme.apply(qapp, "light", 1.0)
    text.use_language("zh_CN")
