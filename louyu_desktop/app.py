"""The composition root: station folder → database → services → window.  Nothing else knows everyone."""

from __future__ import annotations

from pathlib import Path

from louyu_desktop.services.suite import Services
from louyu_desktop.services.suite import open_services as services_of
from louyu_desktop.storage.database import Database


def open_services(folder: Path, user: str | None = None) -> Services:
    """The services of the station in `folder`, as the person called `user` (the first one by default).

    StationBusyError when another program holds it, DamagedError when it is not a station of ours.
    """
    services = services_of(Database.open(folder))
    try:
        services.stations.enter(user)
    except Exception:
        services.close()
        raise
    return services
