"""What overlaps stands side by side: no lane twice, none empty."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.ui.activities.calendar.lanes import Lane, lanes

SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda one: (float(one[0]), float(one[0] + one[1]))),
    max_size=24,
)


def overlap(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


@given(SPANS)
def test_what_overlaps_never_shares_a_lane(spans: list[tuple[float, float]]) -> None:
    found = lanes(spans)
    for n, span in enumerate(spans):
        assert 0 <= found[n].number < found[n].count
        for m in range(n):
            if overlap(span, spans[m]):
                assert found[n].number != found[m].number
                assert found[n].count == found[m].count


@given(SPANS)
def test_there_are_no_more_lanes_than_stand_side_by_side_at_once(spans: list[tuple[float, float]]) -> None:
    found = lanes(spans)
    for lane in found:
        most = max(sum(a <= begin < b for a, b in spans) for begin, _end in spans)
        assert lane.count <= most


def test_the_next_one_begins_where_one_ends() -> None:
    assert lanes([(0, 60), (60, 90), (30, 45)]) == [Lane(0, 2), Lane(0, 1), Lane(1, 2)]
