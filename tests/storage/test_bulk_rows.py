"""A column that says of itself that it has one value is taken as any other with one value."""

from __future__ import annotations

import datetime as dt
import marshal
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.models import Enterprise
from louyu_desktop.storage.bulk_rows import parted, stored
from louyu_desktop.storage.coding import Same, pack_columns
from louyu_desktop.storage.shapes import shape_of

MOMENT = dt.datetime(2026, 11, 24, 1, 2, 3, tzinfo=dt.UTC)
VALUES = st.none() | st.booleans() | st.integers(0, 1) | st.sampled_from(
    [1.0, "", "1", "长" * 200, "两\n行", "单'引号", dt.date(2026, 11, 24), MOMENT, Decimal("1.0"), ("党员", "团员")]
)  # fmt: skip
OF_A_FIRM: dict[str, list[Any]] = {
    "name": ["环贸", "长" * 200, "两\n行"], "headcount": [None, 0, 1], "is_key": [True, False], "created_at": [MOMENT],
    "lease_end": [None, dt.date(2026, 11, 24)], "tags": [(), ("重点",)],
}  # fmt: skip


@given(VALUES, st.integers(1, 4))
def test_the_log_keeps_it_in_the_same_words(value: Any, rows: int) -> None:
    ids, uids, versions = list(range(rows)), ["u"] * rows, [1] * rows
    plain, same = [value] * rows, Same([value] * rows)
    assert pack_columns(ids, uids, Same(versions), {"a": same}) == pack_columns(ids, uids, versions, {"a": plain})


@given(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in OF_A_FIRM.items()}), st.integers(1, 4))
def test_the_file_gets_the_same(values: dict[str, Any], rows: int) -> None:
    shape = shape_of(Enterprise)
    values = {name: value for name, value in values.items() if name in shape.names}
    plain = stored(shape, {name: [value] * rows for name, value in values.items()})
    same = stored(shape, {name: Same([value] * rows) for name, value in values.items()})
    assert parted(same) == parted(plain)
    assert marshal.dumps(parted(same))  # it takes lists alone


def test_what_makes_the_difference_is_tried() -> None:
    assert {"name", "headcount", "is_key", "created_at", "lease_end"} <= shape_of(Enterprise).names
