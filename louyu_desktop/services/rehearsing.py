"""What a log-in leads to, asked once of nothing while somebody types: then it is answered at once."""

from __future__ import annotations

from louyu_desktop.services.suite import Services
from louyu_desktop.storage.rehearsal import Rehearsal


def rehearse() -> None:
    """Ask what the window asks of a station that has just been opened."""
    with Rehearsal() as nothing:
        services = Services(nothing)
        services.stations.name()
        services.stations.is_demonstration()
        services.stations.actor()
        services.accounts.must_change()
        services.today.overview()
