"""While the log-in stands there is no service, no database and no key in the program (SAFETY.md T8)."""

from __future__ import annotations

import gc
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from louyu_desktop import app
from louyu_desktop.services import vaults
from louyu_desktop.services.rights import NEEDED
from louyu_desktop.ui.entrance.login import LoginPage
from tests.stations import PASSWORD

SERVICES = {line.split(".")[0] for line in NEEDED}


def alive() -> set[str]:
    """The classes of services, databases and keys of which there is an object."""
    gc.unfreeze()  # the program freezes what it has when its window stands
    gc.collect()
    wanted = SERVICES | {"Services", "Access", "Database", "Unlocked", "Keyring"}
    own = (type(one) for one in gc.get_objects() if str(type(one).__module__).startswith("louyu_desktop"))
    return {kind.__name__ for kind in own} & wanted


def test_no_service_stands_behind_the_log_in(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    vaults.create(tmp_path / "station", "梧桐里党群服务站", "周敏", PASSWORD).close()
    before = alive()  # what tests before this one left
    program = app.Program(tmp_path / "station", machine=tmp_path / "machine.json")
    program.frame.show()
    try:
        qtbot.waitUntil(lambda: isinstance(program.frame.centralWidget(), LoginPage), timeout=20_000)
        assert alive() <= before
        page = program.frame.centralWidget()
        assert isinstance(page, LoginPage)
        page.name.line.setText("周敏")
        page.password.password.setText(PASSWORD)
        page.submit()
        qtbot.waitUntil(lambda: program.at_home, timeout=20_000)
        assert {"Services", "Records", "Database", "Unlocked"} <= alive()
    finally:
        program.frame.hide()
        assert program.leave()
        program.frame.deleteLater()
