"""Nothing stands below itself, over however many steps: in the form, in many at once, and when two become one."""

from __future__ import annotations

import pytest

from louyu_desktop.errors import UserError
from louyu_desktop.services.suite import Services

KIND = "organisations"


@pytest.fixture
def chain(services: Services) -> tuple[int, int, int, int]:
    """Four organisations, each below the one before."""
    made: list[int] = []
    for name in ("街道党工委", "片区党委", "楼宇总支", "一支部"):
        made.append(services.records.save(KIND, None, {"name": name, "parent_id": made[-1] if made else None}))
    first, second, third, fourth = made
    return first, second, third, fourth


def above(services: Services, key: int) -> int | None:
    value: int | None = services.records.get(KIND, key).values["parent_id"]
    return value


@pytest.mark.parametrize("place", [1, 2, 3])
def test_what_stands_below_is_not_taken_as_what_stands_above(
    services: Services, chain: tuple[int, int, int, int], place: int
) -> None:
    with pytest.raises(UserError, match="自己在「街道党工委」下面，不能作它的上级组织") as caught:
        services.records.save(KIND, chain[0], {"parent_id": chain[place]})
    assert caught.value.field == "parent_id"
    with pytest.raises(UserError, match="在「街道党工委」下面"):
        services.records.bulk_edit(KIND, [chain[0]], "parent_id", chain[place])
    assert above(services, chain[0]) is None
    assert above(services, chain[3]) == chain[2]


def test_nothing_is_above_itself(services: Services, chain: tuple[int, int, int, int]) -> None:
    with pytest.raises(UserError, match="「一支部」不能作自己的上级组织"):
        services.records.save(KIND, chain[3], {"parent_id": chain[3]})


def test_what_lies_in_the_bin_may_come_back(services: Services, chain: tuple[int, int, int, int]) -> None:
    services.records.archive(KIND, [chain[1]])
    with pytest.raises(UserError, match="在「街道党工委」下面"):
        services.records.save(KIND, chain[0], {"parent_id": chain[2]})


def test_the_tree_may_be_turned_step_by_step(services: Services, chain: tuple[int, int, int, int]) -> None:
    services.records.save(KIND, chain[1], {"parent_id": None})
    services.records.save(KIND, chain[0], {"parent_id": chain[3]})
    assert above(services, chain[0]) == chain[3]


def test_a_part_of_an_activity_is_not_its_whole(services: Services) -> None:
    whole = services.records.save("activities", None, {"title": "沙龙", "starts_at": "2026-11-01 12:00"})
    part = services.records.save(
        "activities", None, {"title": "沙龙分场", "starts_at": "2026-11-01 12:00", "parent_id": whole}
    )
    with pytest.raises(UserError, match="不能作它的上级活动"):
        services.records.save("activities", whole, {"parent_id": part})


@pytest.mark.parametrize(("stays", "goes", "taken"), [(2, 0, {}), (3, 0, {}), (3, 1, {}), (0, 2, {"parent_id": True})])
def test_the_ends_of_a_chain_do_not_become_one_below_itself(
    services: Services, chain: tuple[int, int, int, int], stays: int, goes: int, taken: dict[str, bool]
) -> None:
    before = [above(services, key) for key in chain]
    with pytest.raises(UserError, match="在这两个中间，合并后会自己在自己下面"):
        services.merging.merge(KIND, chain[stays], chain[goes], taken)
    assert [above(services, key) for key in chain] == before


@pytest.mark.parametrize(("stays", "goes", "taken"), [(0, 2, {}), (2, 0, {"parent_id": True})])
def test_ends_of_which_one_stands_on_top_become_the_top(
    services: Services, chain: tuple[int, int, int, int], stays: int, goes: int, taken: dict[str, bool]
) -> None:
    services.merging.merge(KIND, chain[stays], chain[goes], taken)
    assert above(services, chain[stays]) is None
    assert [above(services, chain[place]) for place in (1, 3)] == [chain[stays], chain[stays]]
