"""Every public method of every service stands in the table of rights, and the table names nothing else (T8)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from louyu_desktop.fields import Sensitivity
from louyu_desktop.rules.roles import Role, most_sensitive
from louyu_desktop.services.rights import AGAIN, NEEDED, OF_ROLE, Right, rights_in
from louyu_desktop.services.suite import Services, open_services
from tests.stations import keyless


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_services(keyless(tmp_path / "station"))
    yield opened
    opened.close()


def behind_doors(services: Services) -> Iterator[object]:
    """The real services behind the guarded ones."""
    names = [*vars(services), *(name for name in dir(type(services)) if not name.startswith("_"))]
    for name in dict.fromkeys(names):
        found = getattr(services, name, None)
        if type(found).__name__ == "_Guarded":
            yield object.__getattribute__(found, "_of")[0]


def public(service: object) -> set[str]:
    """What may be called from outside."""
    return {name for name in dir(service) if not name.startswith("_") and callable(getattr(service, name))}


def test_every_public_method_stands_in_the_table(services: Services) -> None:
    real = {f"{type(one).__name__}.{name}" for one in behind_doors(services) for name in public(one)}
    assert real - NEEDED.keys() == set()
    assert NEEDED.keys() - real == set()


def test_no_service_is_handed_out_past_the_door(services: Services) -> None:
    """What stands in the suite is guarded, or belongs to everybody."""
    guarded = {type(one).__name__ for one in behind_doors(services)}
    assert guarded == {line.split(".")[0] for line in NEEDED}
    unguarded = {name for name, value in vars(services).items() if type(value).__module__.startswith("louyu")}
    unguarded -= {name for name, value in vars(services).items() if type(value).__name__ == "_Guarded"}
    assert unguarded == {"access", "_database"}


def test_every_right_is_asked_for_and_everybody_has_some() -> None:
    asked = {right for need in NEEDED.values() for right in rights_in(need)}
    assert asked == set(Right)
    assert all(OF_ROLE[role] for role in Role)
    assert set(Right) == OF_ROLE[Role.ADMINISTRATOR]


def test_who_writes_what_may_be_anything_sees_everything() -> None:
    """Imports, bulk edits and undo know no fields that are unseen: nobody who does not see all may do them."""
    for role in Role:
        if OF_ROLE[role] & {Right.IMPORT, Right.WORK, Right.PURGE, Right.RESTORE, Right.ATTACH}:
            assert most_sensitive(role) is Sensitivity.SENSITIVE


def test_a_door_shows_what_the_table_names_and_nothing_private(services: Services) -> None:
    assert set(dir(services.papers)) == {line.split(".")[1] for line in NEEDED if line.startswith("Papers.")}
    for name in ("_database", "nothing"):
        with pytest.raises(AttributeError):
            getattr(services.records, name)


def test_what_asks_again_is_for_few() -> None:
    assert OF_ROLE[Role.ADMINISTRATOR] >= AGAIN
    assert AGAIN & OF_ROLE[Role.STAFF] == {Right.EXPORT_ALL}
    assert not AGAIN & (OF_ROLE[Role.DESK] | OF_ROLE[Role.READER])
