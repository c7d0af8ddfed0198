"""Which columns a ledger of each kind may have: the record's own fields and those of what it brings along."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from louyu_desktop.errors import UsageError
from louyu_desktop.exchange.headings import Target
from louyu_desktop.fields import Field, Kind
from louyu_desktop.models import RECORDS, Lead, Record, ServiceRequest, Visit, derived_columns
from louyu_desktop.rules.roles import Role, sees, sees_kind
from louyu_desktop.services.kinds import ENTITIES, by_station
from louyu_desktop.services.ledger_words import CONTAINED, EXTRA_ALIASES, EXTRA_SYNONYMS, NOT_HERE, STACKED
from louyu_desktop.text import N_, _

KINDS = (
    "own-fields", "buildings", "units", "building-months", "facilities", "enterprises", "organisations", "people",
    "series",
    "activity-templates", "activities", "preparations", "questions", "registrations", "answers", "sign-ins",
    "signatures", "bookings", "blackouts", "service-categories", "service-items", "service-packs", "pack-deliveries",
    "team-members", "visits",
    "headquarters-visits", "special-cases", "requests", "request-steps", "request-pauses", "extensions", "receipts",
    "callbacks", "answer-templates", "policy-applications", "wishes", "councils", "council-members", "meetings",
    "topics", "agenda-items", "measures", "feedback", "public-notices", "duty-roster", "equipment", "equipment-faults",
    "providers", "leads", "rounds", "inspections", "pledges", "honours", "holidays",
)  # fmt: skip
"""The kinds that files are imported and exported for, each after those that it refers to."""

EXPORTED = ("visit-tasks", "colour-changes", "fact-changes", "day-logs")
"""Kinds that files are only written for: the program makes them out of facts, or adds to them and alters nothing.

A colour takes a person, at times two; a task follows from its fact and comes again with it.
"""

LINKED: dict[str, tuple[str, ...]] = {
    "preparations": ("activity_id", "what"),
    "questions": ("activity_id", "text"),
    "answers": ("registration_id", "question_id"),
    "sign-ins": ("activity_id", "person_id"),
    "signatures": ("sign_in_id",),
    "bookings": ("facility_id", "starts_at"),
    "blackouts": ("facility_id", "starts_at", "reason"),
    "units": ("building_id", "floor", "room"),
    "building-months": ("building_id", "month"),
    "pack-deliveries": ("enterprise_id", "pack_id", "delivered_on"),
    "team-members": ("enterprise_id", "account_id"),
    "visits": ("enterprise_id", "visited_on", "reason"),
    "headquarters-visits": ("enterprise_id", "arrives_on", "guest"),
    "special-cases": ("enterprise_id", "kind", "happened_on"),
    "requests": ("title", "received_at", "enterprise_id"),
    "request-steps": ("request_id", "at", "action"),
    "request-pauses": ("request_id", "begun_at"),
    "extensions": ("request_id", "asked_on"),
    "receipts": ("request_id", "department"),
    "callbacks": ("request_id", "called_at"),
    "policy-applications": ("enterprise_id", "policy", "applied_on"),
    "wishes": ("text", "made_on"),
    "councils": ("name",),
    "council-members": ("council_id", "name"),
    "meetings": ("name", "starts_at"),
    "topics": ("title", "raised_on"),
    "agenda-items": ("meeting_id", "topic_id"),
    "measures": ("topic_id", "what"),
    "feedback": ("topic_id", "enterprise_id", "to_whom"),
    "public-notices": ("title", "proposed_on"),
    "duty-roster": ("partner", "weekday", "day", "begins"),
    "equipment-faults": ("equipment_id", "found_on"),
    "leads": ("name", "found_on"),
    "rounds": ("words", "noted_at"),
    "inspections": ("enterprise_id", "kind", "inspected_on"),
    "pledges": ("enterprise_id", "name", "signed_on"),
    "honours": ("name", "enterprise_id", "organisation_id", "person_id"),
}
"""Kinds that hang on what they refer to, and what tells one of their records from another.

By the first of these the station's own are looked up.
"""

WRITTEN = (*KINDS, *EXPORTED)
"""The kinds that files are exported for."""

_INNER = {
    "visit-tasks": ("source_kind", "source_id", "mark", "stage"),
    "fact-changes": ("source_kind", "source_id"),
    "colour-changes": ("of_id",),
}
"""Columns by which the program knows its way, in kinds that are only written."""

BECAME: dict[str, type[Record]] = {"走访": Visit, "诉求": ServiceRequest, "线索": Lead}
"""What `Round.became_id` points to, by the word of `Round.became`."""

SOURCED = frozenset({"topics", "public-notices"})
"""Kinds that say by kind and number what they come from: a file carries its identity instead of the number."""

UID = "uid"
OWN_PLACE = "own.place"
"""The column of a place that is a text, and none that floor and room are read out of."""


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column: `name` is `field` of the record itself or `part.field` of what stands beside it.

    `field` says how a cell is read and shown; a reference is read and written as its name.
    """

    name: str
    field: Field
    part: str = ""
    aliases: tuple[str, ...] = ()
    key: bool = False
    carry: bool = False
    exported: bool = True
    contained: tuple[str, ...] = ()
    target: str = ""

    @property
    def attribute(self) -> str:
        """The name of the column within its part."""
        return self.name.rsplit(".", 1)[-1]

    @property
    def label(self) -> str:
        """The heading under which it is exported."""
        return _(self.field.label)


def _own(kind: str, *, part: str = "", only: Iterable[str] = (), without: Iterable[str] = ()) -> list[LedgerColumn]:
    """The columns of one kind's own fields, in the order of the entity or of `only`."""
    entity = ENTITIES[kind]
    model = next(found for found in RECORDS if found.__entity__.kind == kind)
    skipped = {*without, *derived_columns(model)}
    names = tuple(only) or tuple(field.name for field in entity.fields)
    columns = []
    for name in names:
        field = entity.field(name)
        if name in skipped or not field.label:
            continue
        columns.append(_column(field, part))
    return columns


def _column(field: Field, part: str) -> LedgerColumn:
    target = field.target if field.kind is Kind.REFERENCE else ""
    read = replace(field, kind=Kind.TEXT, max_length=field.max_length or 100) if target else field
    name = OWN_PLACE if field.name == "place" else field.name
    return LedgerColumn(f"{part}.{field.name}" if part else name, read, part, field.aliases, target=target)


def _special(name: str, label: str, *aliases: str, part: str = "", kind: Kind = Kind.TEXT, exported: bool = True,
             target: str = "") -> LedgerColumn:  # fmt: skip
    field = Field(label=label, kind=kind, name=name, max_length=200)
    return LedgerColumn(name, field, part, aliases, exported=exported, target=target)


def _uid(part: str, label: str) -> LedgerColumn:
    """The hidden identity of what stands beside the record."""
    return LedgerColumn(f"{part}.{UID}", Field(label=label, name=UID, max_length=36, width=36), part)


def _named(kind: str, part: str, **labels: str) -> list[LedgerColumn]:
    """Fields of one part under headings of their own, where the field's own would mean something else."""
    entity = ENTITIES[kind]
    return [
        LedgerColumn(f"{part}.{name}", replace(entity.field(name), label=label), part) for name, label in labels.items()
    ]


_CONSENT = ("given_on", "form", "basis", "text_version", "scope")


def _enterprises() -> list[LedgerColumn]:
    return [
        *_own("enterprises", only=("name",)),
        _special("building", N_("楼宇"), part="unit", target="buildings"),
        _special("place", N_("楼层室号"), part="unit", exported=False),
        _special("seat_address", N_("经营地址"), part="unit", exported=False),
        *_own("units", part="unit", only=("floor", "room")),
        *_own("enterprises", without=("name",)),
        *_own("occupancies", part="occupancy", without=("enterprise_id", "unit_id", "remark")),
        _special("lease", N_("租期"), part="occupancy", exported=False),
        *_own("contacts", part="contact", without=("enterprise_id", "remark")),
        _special("manager.name", N_("负责人"), part="manager", kind=Kind.PERSON_NAME, exported=False),
        _special("manager.phone", N_("负责人电话"), part="manager", kind=Kind.PHONE, exported=False),
        _special("party.name", N_("党建联系人"), part="party", kind=Kind.PERSON_NAME, exported=False),
        _special("party.phone", N_("党建联系人电话"), part="party", kind=Kind.PHONE, exported=False),
        _special("legal.name", N_("法定代表人"), part="legal", kind=Kind.PERSON_NAME, exported=False),
        _special("legal.phone", N_("法定代表人电话"), part="legal", kind=Kind.PHONE, exported=False),
        *_named("units", "unit", area=N_("单元面积"), remark=N_("单元备注")),
        *_named("occupancies", "occupancy", remark=N_("入驻备注")),
        *_named("contacts", "contact", remark=N_("联系人备注")),
        _uid("unit", N_("单元uid（勿改）")),
        _uid("occupancy", N_("入驻uid（勿改）")),
        _uid("contact", N_("联系人uid（勿改）")),
    ]


def _people() -> list[LedgerColumn]:
    return [
        *_own("people"),
        *_own("memberships", part="membership", without=("person_id", "remark")),
        _special("consent", N_("是否同意登记个人信息"), part="consent"),
        *_own("consents", part="consent", only=(*_CONSENT, "withdrawn_on")),
        *_named("memberships", "membership", remark=N_("党员信息备注")),
        *_named("consents", "consent", remark=N_("同意书备注")),
        _uid("membership", N_("党员信息uid（勿改）")),
        _uid("consent", N_("同意书uid（勿改）")),
        _uid("enterprise", N_("企业uid（勿改）")),
    ]


def _registrations() -> list[LedgerColumn]:
    """Sign-ins are a ledger of their own; what older files have of them beside the registration is still read."""
    labels = {"method": N_("签到方式"), "walk_in": N_("现场签到"), "hours": N_("签到时长"), "remark": N_("签到备注")}
    sign_ins = _named("sign-ins", "sign", **labels)
    return [
        _special("activity.number", N_("活动编号"), part="activity"),
        _special("activity.title", N_("活动名称"), part="activity"),
        *_own("people", part="person", only=("name", "mobile", "gender")),
        *_own("registrations", without=("activity_id", "person_id", "enterprise_id", "brought_by_id")),
        *_own("sign-ins", part="sign", only=("signed_at",)),
        _special("consent", N_("是否同意登记个人信息"), part="consent"),
        _special("enterprise_id", N_("报名时的企业"), target="enterprises"),
        _special("brought_by_id", N_("由谁带来"), target="registrations"),
        *(replace(column, exported=False) for column in sign_ins),
        _uid("activity", N_("活动uid（勿改）")),
        _uid("person", N_("人员uid（勿改）")),
        _uid("enterprise", N_("企业uid（勿改）")),
        _uid("brought_by", N_("带来的人uid（勿改）")),
        replace(_uid("sign", N_("签到uid（勿改）")), exported=False),
    ]


def _linked(kind: str) -> list[LedgerColumn]:
    """A kind that hangs on others: each reference by its name, and by its identity out of sight.

    Whoever works at a station is known by name: nobody goes from one to another with a file.
    """
    columns = _own(kind, without=("became_id", "source_id"))
    named = [column for column in columns if column.target and column.target != "accounts"]
    return [*columns, *(_uid(column.name.removesuffix("_id"), column.field.label + N_("uid（勿改）")) for column in named)]


def _rounds() -> list[LedgerColumn]:
    return [*_linked("rounds"), _uid("became", N_("去向uid（勿改）"))]


def _sourced(kind: str) -> Callable[[], list[LedgerColumn]]:
    return lambda: [*_linked(kind), _uid("source_kind", N_("来源uid（勿改）"))]


def _activities() -> list[LedgerColumn]:
    return [
        *_own("activities"),
        _uid("series", N_("系列uid（勿改）")),
        _uid("parent", N_("上级活动uid（勿改）")),
        _special("day", N_("活动日期"), part="when", exported=False),
        _special("clock", N_("活动时段"), part="when", exported=False),
    ]


def _service_items() -> list[LedgerColumn]:
    return [
        _special("category.code", N_("大类代码"), part="category"),
        _special("category.name", N_("大类名称"), part="category"),
        *_own("service-items", without=("category_id",)),
        _uid("category", N_("大类uid（勿改）")),
    ]


def _buildings() -> list[LedgerColumn]:
    return [*_own("buildings"), _uid("area", N_("片区uid（勿改）"))]


_MAKERS = {
    "buildings": _buildings,
    "enterprises": _enterprises,
    "people": _people,
    "registrations": _registrations,
    "activities": _activities,
    "service-items": _service_items,
    "rounds": _rounds,
    **{kind: _sourced(kind) for kind in SOURCED},
}
_PARTS = {
    "unit": "units", "occupancy": "occupancies", "contact": "contacts", "membership": "memberships",
    "consent": "consents", "person": "people", "sign": "sign-ins", "activity": "activities",
    "category": "service-categories", "enterprise": "enterprises", "area": "areas", "series": "series",
    "parent": "activities", "brought_by": "registrations", "registration": "registrations", "question": "questions",
    "sign_in": "sign-ins", "facility": "facilities", "building": "buildings", "pack": "service-packs",
    "visit": "visits", "organisation": "organisations", "became": "visits", "request": "requests",
    "merged_into": "requests", "item": "service-items", "council": "councils", "meeting": "meetings",
    "topic": "topics", "equipment": "equipment", "source_kind": "requests",
}  # fmt: skip
"""The kind of record that stands beside the ledger's own."""
_KEYS = {
    "activities": "title", "registrations": "person.name", "service-items": "name", "holidays": "day",
    "preparations": "what", "questions": "text", "answers": "question_id", "sign-ins": "person_id",
    "signatures": "sign_in_id", "bookings": "purpose", "blackouts": "reason", "own-fields": "label",
    "units": "building_id", "building-months": "building_id", "requests": "title", "rounds": "words",
    "colour-changes": "step", "day-logs": "day", "policy-applications": "policy", "wishes": "text", "topics": "title",
    "agenda-items": "topic_id", "measures": "what", "feedback": "topic_id", "public-notices": "title",
    "duty-roster": "partner", "equipment-faults": "equipment_id",
    **dict.fromkeys(("request-steps", "request-pauses", "extensions", "receipts", "callbacks"), "request_id"),
    **dict.fromkeys(
        ("pack-deliveries", "team-members", "visits", "headquarters-visits", "special-cases", "inspections", "pledges",
         "visit-tasks", "fact-changes"),
        "enterprise_id",
    ),
}  # fmt: skip
_CARRIED = {"building", "area_id", "membership.organisation_id", "category.name", "category.code", "building_id"}


@by_station
def columns_of(kind: str) -> tuple[LedgerColumn, ...]:
    """Every column that a ledger of `kind` may have; UsageError for a kind that there is no file for."""
    if kind not in WRITTEN:
        raise _no_ledger(kind)
    if kind in _MAKERS:
        made = _MAKERS[kind]()
    else:
        made = _linked(kind) if kind in LINKED else _own(kind, without=_INNER.get(kind, ()))
    uid = LedgerColumn(UID, Field(label="uid", name=UID, max_length=36, width=36))
    return tuple(_worded(kind, column) for column in [*made, uid])


def refuse_unread(kind: str) -> None:
    """UsageError for a kind that no file is read for."""
    if kind not in KINDS:
        raise _no_ledger(kind)


def _no_ledger(kind: str) -> UsageError:
    return UsageError(_("没有「{kind}」这类台账。可以是：{kinds}").format(kind=kind, kinds="、".join(KINDS)))


@by_station
def seen_columns(role: Role, kind: str) -> tuple[LedgerColumn, ...]:
    """The columns that a role may have written: those of fields and of parts that it sees."""
    return tuple(column for column in columns_of(kind) if column.exported and _seen(role, column))


def _seen(role: Role, column: LedgerColumn) -> bool:
    return sees(role, column.field) and (not column.part or sees_kind(role, ENTITIES[_PARTS[column.part]]))


def _worded(kind: str, column: LedgerColumn) -> LedgerColumn:
    """The column with the other words by which real ledgers call it and its choices."""
    barred = NOT_HERE.get((kind, column.name), frozenset())
    more = EXTRA_ALIASES.get((kind, column.name), ()) + STACKED.get((kind, column.name), ())
    aliases = tuple(a for a in (*column.aliases, *more) if a not in barred)
    synonyms = EXTRA_SYNONYMS.get((kind, column.name))
    field = column.field
    if synonyms:
        field = replace(field, synonyms={**synonyms, **(field.synonyms or {})})
    return replace(
        column,
        field=field,
        aliases=aliases,
        contained=CONTAINED.get(column.name, ()),
        key=column.name == _KEYS.get(kind, "name"),
        carry=column.name in _CARRIED,
    )


def column_of(kind: str, name: str) -> LedgerColumn:
    """One column by its name; KeyError when the kind has none of that name."""
    for column in columns_of(kind):
        if column.name == name:
            return column
    raise KeyError(name)


@by_station
def targets_of(kind: str) -> tuple[Target, ...]:
    """The columns as what headings are matched to."""
    return tuple(
        Target(
            column.name, column.label, _known_by(column),
            key=column.key, carry=column.carry, contained=column.contained,
        )
        for column in columns_of(kind)
    )  # fmt: skip


def _known_by(column: LedgerColumn) -> tuple[str, ...]:
    """The aliases, and the Chinese heading too when another language is spoken: ledgers are Chinese."""
    own = column.field.label
    return column.aliases if own == column.label else (own, *column.aliases)
