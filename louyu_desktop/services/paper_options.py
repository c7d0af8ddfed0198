"""Which papers there are and what may be chosen for each; the dialog is drawn from these fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.models import Activity, SettingValue
from louyu_desktop.rules import dates
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import day_rows
from louyu_desktop.services.references import kinds_for
from louyu_desktop.services.rights import Right
from louyu_desktop.settings import BY_KEY
from louyu_desktop.storage.write import Write
from louyu_desktop.text import N_, _

SIGN_IN_SHEET = "sign-in-sheet"
HANDBOOK = "handbook"
FIGURES = "figures"
DAY_LOG = "day-log"

ORDERS = {label: key for key, label in BY_KEY["sheet_order"].choices}
"""The words of each order of a sign-in sheet, and what they are stored as in the settings."""

COLUMNS = {N_("单位"): "unit", N_("党员"): "party", N_("备注"): "note"}
"""The columns of a sign-in sheet that may be left out: label and the sheet's own key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperInfo:
    """One paper: `needs_id` is the kind of record it is about, `personal` means that printing it is logged.

    `right` is what it takes besides the right to print.
    """

    name: str
    label: str
    needs_id: str = ""
    options: tuple[Field, ...] = ()
    personal: bool = False
    right: Right = Right.PRINT


PAPERS: tuple[PaperInfo, ...] = (
    PaperInfo(
        name=SIGN_IN_SHEET,
        label=N_("签到表"),
        needs_id="activities",
        personal=True,
        options=(
            Field(
                name="order", label=N_("排序"), kind=Kind.CHOICE, choices=tuple(ORDERS),
                synonyms={key: label for label, key in ORDERS.items()},
            ),
            Field(
                name="blank_rows", label=N_("末尾空行（现场报名）"), kind=Kind.INTEGER, minimum=0, maximum=60, unit=N_("行"),
            ),
            Field(name="prefilled", label=N_("预填报名名单"), kind=Kind.FLAG),
            Field(name="columns", label=N_("印哪些栏"), kind=Kind.CHOICES, choices=tuple(COLUMNS)),
            Field(name="phone_tail", label=N_("印手机后四位"), kind=Kind.FLAG, hint=N_("完整手机号不会印出")),
        ),
    ),
    PaperInfo(
        name=HANDBOOK,
        label=N_("服务手册"),
        options=(Field(name="size", label=N_("纸张"), kind=Kind.CHOICE, choices=("A4", "A5")),),
    ),
    PaperInfo(name=FIGURES, label=N_("数字一览")),
    PaperInfo(name=DAY_LOG, label=N_("值班日志"), options=day_rows.OPTIONS, personal=True, right=Right.LOG),
)  # fmt: skip
"""All papers, in the order they are offered."""


_TELLING = (
    ("registrations", "party_member", "columns", N_("党员")), ("people", "mobile", "phone_tail", ""),
    ("people", "organisation_id", "order", N_("按党支部分组")),
)  # fmt: skip
"""Fields that an option, or one of its choices, would tell of."""


def paper_for(role: Role, info: PaperInfo) -> PaperInfo:
    """The paper with the options that tell a role nothing it may not see."""
    hidden = _hidden(role)
    options = tuple(
        replace(option, choices=tuple(one for one in option.choices if (option.name, one) not in hidden))
        for option in info.options
        if (option.name, "") not in hidden
    )
    return replace(info, options=options)


def seen(role: Role, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen for a sign-in sheet, kept to what the role may see, whoever chose it."""
    hidden, found = _hidden(role), dict(chosen)
    if ("phone_tail", "") in hidden:
        found["phone_tail"] = False
    found["columns"] = tuple(one for one in found["columns"] if ("columns", one) not in hidden)
    if ("order", found["order"]) in hidden:
        found["order"] = next(iter(ORDERS))
    return found


def _hidden(role: Role) -> set[tuple[str, str]]:
    known = {(entity.kind, field.name) for entity in kinds_for(role) for field in entity.fields}
    return {(option, choice) for kind, field, option, choice in _TELLING if (kind, field) not in known}


def info_of(name: str) -> PaperInfo:
    """The paper called `name`; UserError when there is none."""
    for info in PAPERS:
        if info.name == name:
            return info
    raise UserError(_("没有叫「{name}」的打印件").format(name=name))


def defaults(session: Session, info: PaperInfo, record_id: int | None) -> dict[str, Any]:
    """What each option begins with: the station's settings, over them what was chosen for such a record last."""
    begin: dict[str, Any] = {}
    if info.name == HANDBOOK:
        begin = {"size": setting(session, "handbook_size")}
    elif info.name == SIGN_IN_SHEET:
        words = {key: label for label, key in ORDERS.items()}
        begin = {
            "order": words[setting(session, "sheet_order")],
            "blank_rows": setting(session, "sheet_blank_rows"),
            "prefilled": True,
            "columns": tuple(COLUMNS),
            "phone_tail": False,
        }
    elif info.name == DAY_LOG:
        return dict.fromkeys(("first", "last"), dates.today())
    kept = session.execute(select(SettingValue.value).where(SettingValue.key == _key(session, info, record_id)))
    chosen = json.loads(kept.scalar() or "{}")
    known = {field.name for field in info.options}
    return begin | {name: value for name, value in chosen.items() if name in known}


def setting(session: Session, key: str) -> Any:
    """A shared setting, or its declared default."""
    kept = session.execute(select(SettingValue.value).where(SettingValue.key == key)).scalar()
    return BY_KEY[key].default if kept is None else json.loads(kept)


def parsed(info: PaperInfo, given: Mapping[str, Any]) -> dict[str, Any]:
    """Options as typed or chosen, parsed; UserError for one that the paper does not have."""
    fields = {field.name: field for field in info.options}
    for name in given:
        if name not in fields:
            known = "、".join(fields)
            raise UserError(_("{paper}没有「{name}」这个选项，有：{known}").format(
                paper=_(info.label), name=name, known=known), field=name)  # fmt: skip
    found = {name: _value(fields[name], raw) for name, raw in given.items()}
    return {name: value for name, value in found.items() if value is not None}


def _value(field: Field, raw: Any) -> Any:
    if field.kind is Kind.CHOICES and not isinstance(raw, str):
        return tuple(choice for choice in field.choices if choice in (raw or ()))
    return plain.parse(replace(field, unit=""), raw)


def remember(write: Write, info: PaperInfo, record_id: int | None, chosen: Mapping[str, Any]) -> None:
    """Keep what was chosen for the next record of this sort."""
    text = json.dumps(dict(chosen), ensure_ascii=False, sort_keys=True)
    write.put(SettingValue, {"key": _key(write.session, info, record_id)}, {"value": text})


def _key(session: Session, info: PaperInfo, record_id: int | None) -> str:
    """One memory for each paper, and for sign-in sheets one for each type of activity."""
    if info.needs_id != "activities" or record_id is None:
        return f"paper.{info.name}"
    sort = session.execute(select(Activity.type).where(Activity.id == record_id)).scalar()
    return f"paper.{info.name}.{sort or ''}"
