"""While the log-in stands there is no service, no database and no key in the program (SAFETY.md T8)."""

from __future__ import annotations

import gc

from louyu_desktop.services import vaults
from louyu_desktop.services.rights import NEEDED
from louyu_desktop.ui.entrance.login import LoginPage
from tests.gui.seat import Seat
from tests.stations import PASSWORD

SERVICES = {line.split(".")[0] for line in NEEDED}


def alive() -> set[str]:
    """The classes of services, databases and keys of which there is an object."""
    gc.unfreeze()  # the program freezes what it has when its window stands
    gc.collect()
    wanted = SERVICES | {"Services", "Access", "Database", "Unlocked", "Keyring"}
    own = (type(one) for one in gc.get_objects() if str(type(one).__module__).startswith("louyu_desktop"))
    return {kind.__name__ for kind in own} & wanted


def test_no_service_stands_behind_the_log_in(seat: Seat) -> None:
    vaults.create(seat.station, "梧桐里党群服务站", "周敏", PASSWORD).close()
    before = alive()  # what tests before this one left
    program = seat.start()
    seat.page(LoginPage)
    seat.until(program.warm.is_set)  # until then a station without anything is asked, in memory
    assert alive() <= before
    seat.log_in()
    seat.at_home()
    assert {"Services", "Records", "Database", "Unlocked"} <= alive()
