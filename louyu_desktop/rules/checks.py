"""What the fields of one record must be to each other; keyed by the kind of record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.fields import Entity
from louyu_desktop.rules.identity import check_postcode, identity_facts
from louyu_desktop.text import N_, _

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Order:
    """`later` must not lie before `earlier`; `strict` forbids that they are the same."""

    earlier: str
    later: str
    sentence: str
    strict: bool = False

    def broken(self, values: Values) -> bool:
        """Whether both are known and stand the wrong way round."""
        first, second = values.get(self.earlier), values.get(self.later)
        if first is None or second is None:
            return False
        return bool(second <= first if self.strict else second < first)


_ORDERS: Mapping[str, tuple[_Order, ...]] = {
    "memberships": (_Order("joined_on", "regularised_on", N_("转正时间早于入党时间")),),
    "occupancies": (
        _Order("lease_start", "lease_end", N_("到期日期早于起租日期")),
        _Order("moved_in_on", "ended_on", N_("迁出日期早于入驻日期")),
    ),
    **dict.fromkeys(
        ("activities", "bookings", "blackouts"),
        (_Order("starts_at", "ends_at", N_("结束时间要晚于开始时间"), strict=True),),
    ),
    "buildings": (
        _Order("leasable_area", "gross_area", N_("可租面积大于建筑面积")),
        _Order("office_area", "gross_area", N_("办公面积大于建筑面积")),
    ),
    "contacts": (_Order("since", "until", N_("任职至早于任职自")),),
    "team-members": (_Order("since", "until", N_("结束日期早于开始日期")),),
    "special-cases": (_Order("happened_on", "resolved_on", N_("解除日期早于发生日期")),),
    "inspections": (_Order("inspected_on", "rectified_on", N_("整改完成早于检查日期")),),
    "pledges": (_Order("signed_on", "valid_until", N_("有效期早于签署日期")),),
    "consents": (_Order("given_on", "withdrawn_on", N_("撤回日期早于同意日期")),),
    "organisations": (_Order("founded_on", "term_end", N_("本届任满早于成立日期")),),
}
_BLAMED = {"gross_area": ("leasable_area", "office_area")}
"""Where the earlier of the two is the one to mend."""

_SHANGHAI_DISTRICTS = "黄浦 徐汇 长宁 静安 普陀 虹口 杨浦 闵行 宝山 嘉定 浦东 金山 松江 青浦 奉贤 崇明".split()


def _blamed(order: _Order) -> str:
    return order.earlier if order.earlier in _BLAMED.get(order.later, ()) else order.later


def _person(values: Values, today: dt.date | None) -> dict[str, str]:
    found = {}
    born = values.get("born")
    if born and today is not None and born > today.isoformat()[: len(born)]:
        found["born"] = _("出生年月在今天之后")
    return found


def _building(values: Values, today: dt.date | None) -> dict[str, str]:
    found = {}
    year = values.get("completed_year")
    if year is not None and today is not None and year > today.year + 5:
        found["completed_year"] = _("竣工年最晚为 {year}").format(year=today.year + 5)
    district = values.get("district") or ""
    if values.get("postcode") and any(district.startswith(name) for name in _SHANGHAI_DISTRICTS):
        try:
            check_postcode(values["postcode"], shanghai=True)
        except UserError as refused:
            found["postcode"] = refused.sentence
    return found


def _month(values: Values, _today: dt.date | None) -> dict[str, str]:
    month = values.get("month")
    return {"month": _("要有年和月，写成 2026-10 这样")} if month and len(month) != len("2026-10") else {}


_MORE: Mapping[str, Callable[[Values, dt.date | None], dict[str, str]]] = {
    "people": _person, "buildings": _building, "building-months": _month,
}  # fmt: skip


def may_contradict(kind: str, names: Collection[str]) -> bool:
    """Whether values of these names can contradict each other in a record of `kind`."""
    return kind in _MORE or any(order.earlier in names and order.later in names for order in _ORDERS.get(kind, ()))


def check_record(entity: Entity, values: Values, *, today: dt.date | None = None) -> None:
    """Raise `InvalidRecordError` when parsed `values` contradict each other.

    Fields that are not among `values` are not looked at; `today` is needed for what lies in the future.
    """
    problems: dict[str, str] = {}
    for order in _ORDERS.get(entity.kind, ()):
        if order.broken(values):
            problems.setdefault(_blamed(order), _(order.sentence))
    if entity.kind in _MORE:
        problems.update(_MORE[entity.kind](values, today))
    if problems:
        raise InvalidRecordError(problems)


def _enterprise_warnings(values: Values) -> dict[str, str]:
    found = {}
    if values.get("credit_code") and values.get("no_code_reason"):
        found["no_code_reason"] = _("已有信用代码，无码原因可以清掉")
    if values.get("is_key") and "chief_liaison_id" in values and values["chief_liaison_id"] is None:
        found["chief_liaison_id"] = _("重点企业要有首席联络员")
    members, staff = values.get("party_count"), values.get("headcount")
    if members is not None and staff is not None and members > staff:
        found["party_count"] = _("党员数多于员工数")
    return found


def _person_warnings(values: Values) -> dict[str, str]:
    found: dict[str, str] = {}
    number = values.get("identity_number")
    if not number:
        return found
    birthday, gender = identity_facts(number)
    if values.get("gender") in {"男", "女"} and values["gender"] != gender:
        found["gender"] = _("性别与身份证号不一致")
    born = values.get("born")
    if born and not birthday.isoformat().startswith(born):
        found["born"] = _("出生年月与身份证号不一致")
    return found


_WARNINGS: Mapping[str, Callable[[Values], dict[str, str]]] = {
    "enterprises": _enterprise_warnings,
    "people": _person_warnings,
}


def record_warnings(entity: Entity, values: Values) -> dict[str, str]:
    """Field → sentence for what is odd between fields and taken all the same."""
    find = _WARNINGS.get(entity.kind)
    return find(values) if find else {}
