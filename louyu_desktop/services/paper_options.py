"""What the options of papers begin with, how they are read, and what is remembered of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.models import Activity, SettingValue
from louyu_desktop.printing import labels
from louyu_desktop.rules import dates
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.rules.lifecycle import State, status_at
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.paper_info import INTERNAL, PaperInfo
from louyu_desktop.services.paper_kinds import (
    ABSENTEES,
    ACTIVITY_LEDGER,
    ACTIVITY_RECORD,
    BADGES,
    CERTIFICATE,
    DAY_LOG,
    HANDBOOK,
    ORDERS,
    PAPERS,
    PORTRAIT,
    ROOM_REGISTER,
    SIGN_IN_SHEET,
    SIGN_IN_SHEETS,
    TABLE_CARDS,
    USUAL_COLUMNS,
    USUAL_HEIGHT,
)
from louyu_desktop.services.references import kinds_for
from louyu_desktop.settings import BY_KEY
from louyu_desktop.storage.write import Write
from louyu_desktop.text import N_, _

_TELLING = (
    ("registrations", "party_member", "columns", N_("党员")), ("people", "mobile", "phone_tail", ""),
    ("people", "organisation_id", "order", N_("按党支部分组")), ("people", "organisation_id", "columns", N_("党支部")),
    ("units", "floor", "order", N_("按楼层分组")), ("units", "floor", "columns", N_("楼层")),
    ("attachments", "name", "photos", ""), ("signatures", "strokes", "arrivals", "signatures"),
    ("enterprises", "colour", "version", INTERNAL), ("contacts", "phone", "phones", ""),
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


def seen(role: Role, info: PaperInfo, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen for a paper, kept to what the role may see, whoever chose it; and whether it sees signatures."""
    hidden, found = _hidden(role), dict(chosen)
    for name in ("phone_tail", "photos", "phones"):
        if name in found and (name, "") in hidden:
            found[name] = False
    if "columns" in found:
        found["columns"] = tuple(one for one in found["columns"] if ("columns", one) not in hidden)
    if ("order", found.get("order")) in hidden:
        found["order"] = next(iter(ORDERS))
    if ("version", found.get("version")) in hidden:
        found["version"] = next(one.choices for one in info.options if one.name == "version")[-1]
    found["signatures"] = ("arrivals", "signatures") not in hidden
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
    if info.name == DAY_LOG:
        return dict.fromkeys(("first", "last"), dates.today())
    kept = session.execute(select(SettingValue.value).where(SettingValue.key == _key(session, info, record_id)))
    chosen = json.loads(kept.scalar() or "{}")
    known = {field.name for field in info.options} - set(info.forgets)
    begins = {**info.begins, **_begin(session, info.name, record_id)}
    return begins | {name: value for name, value in chosen.items() if name in known}


def _begin(session: Session, paper: str, record_id: int | None) -> dict[str, Any]:
    """What the options of a paper are before anybody has chosen."""
    today = dates.today()
    sheet_order = next(label for label, key in ORDERS.items() if key == setting(session, "sheet_order"))
    sheet = {
        "order": sheet_order, "blank_rows": setting(session, "sheet_blank_rows"), "prefilled": True,
        "columns": USUAL_COLUMNS, "phone_tail": False, "row_height": USUAL_HEIGHT, "paper": PORTRAIT, "qr": True,
        "arrivals": False,
    }  # fmt: skip
    pieces = {"only": "", "first_label": 1, "guides": False}
    found: dict[str, dict[str, Any]] = {
        SIGN_IN_SHEET: sheet | {"arrivals": _is_over(session, record_id)},
        SIGN_IN_SHEETS: dict.fromkeys(("first", "last"), _next_day(session, today)) | sheet,
        BADGES: pieces | {"labels": next(iter(labels.LABELS)), "qr": True},
        TABLE_CARDS: pieces | {"labels": next(iter(labels.CARDS)), "unit": True},
        ABSENTEES: {"order": sheet_order, "phone_tail": False},
        ACTIVITY_RECORD: {"photos": 4, "names": True},
        CERTIFICATE: {"paper": PORTRAIT, "only": "", "hours": False},
        ACTIVITY_LEDGER: {"year": today.year},
        ROOM_REGISTER: {"first": today.replace(day=1), "last": today, "room": ""},
        HANDBOOK: {"size": setting(session, "handbook_size")},
    }
    return found.get(paper, {})


def _next_day(session: Session, today: dt.date) -> dt.date:
    """Today, or the next day on which something takes place, else the last one; today where there is nothing at all."""
    begin = midnight(today)
    wanted = select(Activity.starts_at).where(Activity.archived_at.is_(None), Activity.status.not_in(("延期", "取消")))
    found = session.scalar(wanted.where(Activity.starts_at >= begin).order_by(Activity.starts_at).limit(1))
    found = found or session.scalar(wanted.order_by(Activity.starts_at.desc()).limit(1))
    return today if found is None else found.astimezone(SHANGHAI).date()


def _is_over(session: Session, activity_id: int | None) -> bool:
    """Whether people have signed in to an activity that has ended: its sheet is for the file then."""
    columns = (Activity.signed_count, Activity.status, Activity.starts_at, Activity.ends_at)
    row = session.execute(select(*columns).where(Activity.id == activity_id)).first()
    if row is None or not row[0]:
        return False
    return status_at(row[1], row[2], row[3], None, dt.datetime.now(dt.UTC)) in {State.TO_SUM_UP, State.DONE}


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
    kept = {name: value for name, value in chosen.items() if name not in info.forgets}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    write.put(SettingValue, {"key": _key(write.session, info, record_id)}, {"value": text})


def _key(session: Session, info: PaperInfo, record_id: int | None) -> str:
    """One memory for each paper, and for sign-in sheets one for each type of activity."""
    if info.needs_id != "activities" or record_id is None:
        return f"paper.{info.name}"
    sort = session.execute(select(Activity.type).where(Activity.id == record_id)).scalar()
    return f"paper.{info.name}.{sort or ''}"
