"""What the fields of one record must be to each other, on the records as they are declared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from louyu_desktop.errors import InvalidRecordError
from louyu_desktop.models import BY_KIND
from louyu_desktop.models.base import entity_of
from louyu_desktop.rules.checks import check_record, record_warnings

TODAY = dt.date(2026, 11, 20)
_NOON = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)


def _problems(kind: str, values: Mapping[str, Any]) -> dict[str, str]:
    entity = entity_of(BY_KIND[kind])
    for name in values:
        entity.field(name)
    try:
        check_record(entity, values, today=TODAY)
    except InvalidRecordError as invalid:
        return dict(invalid.problems)
    return {}


@pytest.mark.parametrize(
    ("kind", "values", "problems"),
    [
        (
            "memberships",
            {"joined_on": dt.date(2013, 12, 29), "regularised_on": dt.date(2013, 11, 29)},
            {"regularised_on": "转正时间早于入党时间"},
        ),
        (
            "occupancies",
            {"lease_start": dt.date(2024, 3, 1), "lease_end": dt.date(2024, 2, 29)},
            {"lease_end": "到期日期早于起租日期"},
        ),
        (
            "occupancies",
            {"moved_in_on": dt.date(2024, 3, 1), "ended_on": dt.date(2024, 2, 1)},
            {"ended_on": "迁出日期早于入驻日期"},
        ),
        ("activities", {"starts_at": _NOON, "ends_at": _NOON}, {"ends_at": "结束时间要晚于开始时间"}),
        (
            "buildings",
            {"gross_area": Decimal(100), "leasable_area": Decimal(101), "office_area": Decimal(102)},
            {"leasable_area": "可租面积大于建筑面积", "office_area": "办公面积大于建筑面积"},
        ),
        ("buildings", {"completed_year": 2032}, {"completed_year": "竣工年最晚为 2031"}),
        ("buildings", {"district": "徐汇区", "postcode": "100000"}, {"postcode": "上海的邮编以 20 开头"}),
        ("people", {"born": "2026-12"}, {"born": "出生年月在今天之后"}),
        ("contacts", {"since": dt.date(2024, 3, 1), "until": dt.date(2024, 2, 1)}, {"until": "任职至早于任职自"}),
        (
            "consents",
            {"given_on": TODAY, "withdrawn_on": dt.date(2026, 11, 19)},
            {"withdrawn_on": "撤回日期早于同意日期"},
        ),
        ("organisations", {"founded_on": TODAY, "term_end": dt.date(2020, 1, 1)}, {"term_end": "本届任满早于成立日期"}),
    ],
)
def test_contradictions_are_told_at_the_field_to_mend(
    kind: str, values: Mapping[str, Any], problems: dict[str, str]
) -> None:
    assert _problems(kind, values) == problems


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("memberships", {"joined_on": dt.date(2013, 12, 29), "regularised_on": dt.date(2013, 12, 29)}),
        ("memberships", {"joined_on": dt.date(2013, 12, 29), "regularised_on": dt.date(2014, 6, 1)}),
        ("memberships", {"joined_on": dt.date(2013, 12, 29), "regularised_on": None}),
        ("occupancies", {"lease_start": TODAY, "lease_end": TODAY}),
        ("occupancies", {"lease_end": TODAY}),
        ("activities", {"starts_at": _NOON, "ends_at": _NOON + dt.timedelta(minutes=1)}),
        ("buildings", {"gross_area": Decimal(100), "leasable_area": Decimal(100), "completed_year": 2031}),
        ("buildings", {"district": "徐汇区", "postcode": "200031"}),
        ("buildings", {"district": "朝阳区", "postcode": "100000"}),
        ("people", {"born": "2026"}),
        ("people", {"born": "2026-11-20"}),
        ("enterprises", {"credit_code": "91310104MADEM00119", "no_code_reason": "暂缺"}),
        ("facilities", {}),
    ],
)
def test_what_fits_together_is_taken(kind: str, values: Mapping[str, Any]) -> None:
    assert _problems(kind, values) == {}


def test_without_today_nothing_lies_in_the_future() -> None:
    check_record(entity_of(BY_KIND["people"]), {"born": "2090"})


@pytest.mark.parametrize(
    ("kind", "values", "fields"),
    [
        ("enterprises", {"credit_code": "91310104MADEM00119", "no_code_reason": "暂缺"}, ["no_code_reason"]),
        ("enterprises", {"credit_code": None, "no_code_reason": "领事机构"}, []),
        ("enterprises", {"party_count": 30, "headcount": 20}, ["party_count"]),
        ("people", {"identity_number": "310101199001010012", "gender": "女", "born": "1990-02"}, ["gender", "born"]),
        ("people", {"identity_number": "310101199001010012", "gender": "男", "born": "1990-01"}, []),
        ("people", {"gender": "女"}, []),
        ("areas", {}, []),
    ],
)
def test_what_is_odd_is_only_remarked(kind: str, values: Mapping[str, Any], fields: list[str]) -> None:
    entity = entity_of(BY_KIND[kind])
    check_record(entity, values)
    assert list(record_warnings(entity, values)) == fields
