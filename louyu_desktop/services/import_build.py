"""One row becomes changes of records: the common part, and the kinds that bring nothing along but references."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from louyu_desktop.errors import UserError
from louyu_desktop.models import (
    BY_KIND,
    ActivitySeries,
    Area,
    Consent,
    Contact,
    Occupancy,
    PartyMembership,
    PartyOrganisation,
    Person,
    Record,
    ServiceCategory,
    SignIn,
    Unit,
)
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.names import fold_name
from louyu_desktop.services.import_cells import REMARK
from louyu_desktop.services.import_change import (
    Draft,
    blanks,
    check,
    empty,
    fields_for,
    key_column,
    lay,
    part_values,
    take_exactly,
)
from louyu_desktop.services.import_items import Item, Pool
from louyu_desktop.services.import_parsed import Parsed
from louyu_desktop.services.import_plan import Blank, Choice, Options, Question
from louyu_desktop.services.import_refer import Referring
from louyu_desktop.services.import_rooms import RoomsOfFile
from louyu_desktop.services.import_rows import Rows
from louyu_desktop.services.kinds import ENTITIES
from louyu_desktop.services.ledgers import UID, column_of, columns_of
from louyu_desktop.storage.slots_of_rooms import ROOM
from louyu_desktop.text import _

SAME, OTHER = "same", "new"
BESIDE: dict[str, type[Record]] = {
    "unit.uid": Unit, "occupancy.uid": Occupancy, "contact.uid": Contact, "membership.uid": PartyMembership,
    "consent.uid": Consent, "sign.uid": SignIn, "category.uid": ServiceCategory, "area.uid": Area, "person.uid": Person,
}  # fmt: skip
"""What may stand beside a record with an identity of its own."""


class Builder:
    """Turns the rows of one kind into drafts; records the station has are looked up many at a time before."""

    folds: ClassVar[tuple[str, ...]] = ("name",)
    """Names by which a record of a small kind is found."""

    def __init__(self, kind: str, pool: Pool, options: Options, rows: Rows) -> None:
        self.kind = kind
        self.model: type[Record] = BY_KIND[kind]
        self.entity = ENTITIES[kind]
        self.key = key_column(kind)
        self.pool = pool
        self.options = options
        self.refer = Referring(pool)
        self.rooms = RoomsOfFile(pool, options.role)
        self.seen: dict[Item, Parsed] = {}
        known = pool.expect(self.model, rows.values(UID))
        self.uids = {item.get("uid"): item for item in known}
        headings = {name for reader in rows.readers for name in reader.headings}
        for name, model in BESIDE.items():
            if name in headings:
                pool.expect(model, [row.get(name) for row in rows])
        self.prepare(rows)

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """Look up what the rows may be about."""

    def draft(self, row: Parsed) -> Draft:
        """What one row does; nothing of it stays when it is refused or must be asked about."""
        draft = Draft(row, title=row.typed.get(self.key.name, ""))
        if row.get(self.key.name) in (None, "") and not any(p.field == self.key.name for p in row.problems):
            row.refuse(self.key.name, _("缺少{label}").format(label=self.key.label))
        if row.problems:
            return draft
        self.fill(draft)
        if draft.emptied and self.options.blank is Blank.ASK and not draft.question:
            self._ask_blank(draft)
        elif draft.emptied:
            empty(draft)
        if row.problems or draft.question:
            self.pool.take_back()
        else:
            if draft.main is not None and not row.continued:
                self.seen.setdefault(draft.main, row)
            self.pool.keep()
        return draft

    def fill(self, draft: Draft) -> None:
        """Find or make the record and lay the row over it."""
        item = self.found(draft)
        if draft.question or draft.row.problems:
            return
        self.settle(draft, item)
        self.beside(draft)

    def settle(self, draft: Draft, item: Item | None) -> Item:
        """The record of the row with the row's own values laid over it."""
        row = draft.row
        if item is None:
            item = self.pool.make(self.model, {})
        self._identify(item, row)
        draft.main = item
        values = self.own_values(draft)
        take_exactly(draft, item, "", values, self.kind)
        lay(draft, item, values, fields_for(self.kind))
        self.refers(draft, item)
        blanks(draft, item, self.kind, "", self.options.blank)
        check(draft, item, self.kind)
        if self.kind in ROOM:
            self.rooms.look(draft, item, self.kind)
        self.know(item)
        return item

    def refers(self, draft: Draft, item: Item) -> None:
        """Point the record's references to what the row names."""
        self.refer.lay_references(draft, item, self.kind)

    def _identify(self, item: Item, row: Parsed) -> None:
        """Let a new record have the identity that the row says."""
        uid = row.get(UID)
        if uid and uid not in self.uids and item.current is None:
            self.pool.identify(item, uid)
            self.uids[uid] = item
            self.pool.journal.append(lambda: self.uids.pop(uid, None))

    def own_values(self, draft: Draft) -> dict[str, Any]:
        """The values of the record itself."""
        values = part_values(draft.row, self.kind, "")
        values.pop(UID, None)
        more = draft.row.values.get(REMARK)
        if more and any(column.name == "remark" for column in columns_of(self.kind)):
            before = values.get("remark") or (draft.main.get("remark") if draft.main is not None else None) or ""
            if more not in before:
                values["remark"] = "；".join(filter(None, (before, more)))
        return values

    def beside(self, draft: Draft) -> None:
        """What the row says about records beside its own."""

    def know(self, item: Item) -> None:
        """Let later rows find a record that this row made."""

    def match(self, draft: Draft) -> Item | None:
        """The record that the row is about, None for a new one."""
        table = self.pool.named(self.model, fold_name, self.folds)
        found = table.get(fold_name(str(draft.row.get(self.key.name))))
        return found[0] if found else None

    def found(self, draft: Draft) -> Item | None:
        """`match`, by uid first; refuses the second row about one record unless it goes on with the first."""
        row = draft.row
        by_uid = self.uids.get(row.get(UID)) if row.get(UID) else None
        if by_uid is not None and by_uid.get("archived_at") is not None:
            by_uid = None
        item = by_uid or self.match(draft)
        if item is None or draft.question:
            return None
        first = self.seen.get(item)
        if first is not None and row.exact and row.get(UID) != first.get(UID):
            return None
        if first is not None and by_uid is not None and row.get(UID) == first.get(UID):
            row.continued = True
        if first is not None and not row.continued:
            row.continued = self.goes_on(draft, item, first)
        if first is not None and not row.continued:
            self.refuse_second(draft, first)
        return item

    def goes_on(self, draft: Draft, item: Item, first: Parsed) -> bool:
        """Whether a further row about a record adds to the first, such as another room of the firm."""
        return False

    def refuse_second(self, draft: Draft, first: Parsed) -> None:
        """Say with which row of the file this one is the same."""
        where = _("第 {row} 行").format(row=first.row)
        if first.sheet != draft.row.sheet:
            where = _("工作表「{sheet}」第 {row} 行").format(sheet=first.sheet, row=first.row)
        name, what = self.sameness(draft.row, first)
        draft.row.refuse(name, _("与{where}是{what}").format(where=where, what=what))

    def sameness(self, row: Parsed, first: Parsed) -> tuple[str, str]:
        """The column that shows it, and the words for two rows about one record."""
        return self.key.name, _("同一{counter}{label}").format(counter=_(self.entity.counter), label=_(self.entity.label))

    def ask(self, draft: Draft, text: str, choices: Sequence[Choice]) -> str:
        """The answer to a question of identity; "" and the question noted when there is none yet."""
        answer = self.options.answers.get((draft.row.sheet, draft.row.row, "identity"), "")
        if answer not in {choice.key for choice in choices}:
            draft.question = Question("identity", text, tuple(choices))
            return ""
        return answer

    def _ask_blank(self, draft: Draft) -> None:
        answer = self.options.answers.get((draft.row.sheet, draft.row.row, "blank"), "")
        if answer == "clear":
            empty(draft)
        elif answer != "keep":
            labels = "、".join(dict.fromkeys(_(found.label) for _item, found in draft.emptied))
            choices = (Choice("keep", _("保留原值")), Choice("clear", _("清空")))
            draft.question = Question("blank", _("文件里空着：{labels}").format(labels=labels), choices)


class Buildings(Builder):
    """Buildings, found by name, other name and former name."""

    folds = ("name", "alias", "former_name")

    def know(self, item: Item) -> None:
        """By its name."""
        table = self.pool.named(self.model, fold_name, self.folds)
        key = fold_name(item.get("name"))
        if item not in table.get(key, ()):
            self.pool.index(table, key, item)


class Named(Builder):
    """Facilities and Party organisations, found by name."""

    know = Buildings.know


class Keyed(Builder):
    """Kinds of few records with keys of their own: holidays, activities, service items."""

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """All there are."""
        self.tables: dict[tuple[str, ...], dict[Any, list[Item]]] = {keys: {} for keys in self.entity.keys}
        for item in self.pool.everything(self.model):
            for keys in self.entity.keys:
                key = _key_of(tuple(item.get(name) for name in keys))
                if key is not None:
                    self.tables[keys].setdefault(key, []).append(item)

    def know(self, item: Item) -> None:
        """By each of its keys."""
        for keys, table in self.tables.items():
            key = _key_of(tuple(item.get(name) for name in keys))
            if key is not None and item not in table.get(key, ()):
                self.pool.index(table, key, item)

    def match(self, draft: Draft) -> Item | None:
        """By the first key that finds one; a record with another code or number is another record."""
        values = self.own_values(draft)
        strong = self.entity.keys[0][0]
        for keys, table in self.tables.items():
            key = _key_of(tuple(values.get(name) for name in keys))
            for item in table.get(key, ()) if key is not None else ():
                if not (values.get(strong) and item.get(strong) and values[strong] != item.get(strong)):
                    return item
        return None


def _key_of(values: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """A key of folded texts and exact other values; None when a part is missing."""
    if any(value is None or value == "" for value in values):
        return None
    return tuple(
        fold_name(v) if isinstance(v, str) else v.replace(second=0, microsecond=0) if isinstance(v, dt.datetime) else v
        for v in values
    )


class Activities(Keyed):
    """Activities: their moment may stand in one column or in two, their place inside or outside the station."""

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """All there are, by what others call them; and what waits for one that comes further down."""
        super().prepare(rows)
        self.called: dict[str, list[Item]] = {}
        self.orphans: dict[str, list[Item]] = {}
        for item in self.pool.everything(self.model):
            self._call(item)

    def know(self, item: Item) -> None:
        """By its keys; those that belong to it and came before are told."""
        super().know(item)
        self._call(item)
        for child in self.orphans.get(str(item.get("uid")), ()):
            child.refer("parent_id", item)

    def _call(self, item: Item) -> None:
        for name in ("uid", "number", "title"):
            if item.get(name):
                self.pool.index(self.called, str(item.get(name)), item)

    def beside(self, draft: Draft) -> None:
        """The series of that name, and the activity that this one is a part of."""
        row, item = draft.row, draft.main
        if item is None:
            return
        series = row.get("series_id")
        found = self.pool.named(ActivitySeries, fold_name).get(fold_name(str(series))) if series else None
        if found:
            self.refer.point(draft, item, "series_id", found[0], column_of(self.kind, "series_id").label, str(series))
        self._belong(draft, item)

    def _belong(self, draft: Draft, item: Item) -> None:
        row = draft.row
        uid, words = row.get(f"parent.{UID}"), None if row.exact else row.get("parent_id")
        parents = [one for one in self.called.get(str(uid or words or ""), ()) if one is not item]
        if parents:
            parent = max(parents, key=lambda one: one.get("starts_at"))
            label = column_of(self.kind, "parent_id").label
            self.refer.point(draft, item, "parent_id", parent, label, str(row.get("parent_id") or ""))
        elif uid:
            self.pool.index(self.orphans, str(uid), item)

    def own_values(self, draft: Draft) -> dict[str, Any]:
        """With the moment put together, and a place that is no zone of the station as text."""
        row = draft.row
        values = super().own_values(draft)
        if "starts_at" not in values:
            values.update(self._moment(row))
        place = row.get("venue_id")
        if place and self.refer.by_name("facilities", str(place)) is None:
            row.values.pop("venue_id")
            values.setdefault("venue", str(place))
        branch = row.get("organisation_id")
        if branch and not self.pool.named(PartyOrganisation, fold_name).get(fold_name(str(branch))):
            row.values.pop("organisation_id")  # who is expected is no branch that the file may make
            row.warnings.append(f"{column_of(self.kind, 'organisation_id').label}：{branch}")
        return values

    def _moment(self, row: Parsed) -> dict[str, Any]:
        """Start and end out of 日期 and 时间 (12:00-13:30), each in its own column."""
        day, clock = str(row.get("day") or ""), str(row.get("clock") or "")
        text = f"{day} {clock}".strip()
        if not text:
            return {}
        first, _sign, last = _split_span(text, clock)
        field = column_of(self.kind, "starts_at").field
        name = "clock" if clock else "day"
        try:
            starts = plain.parse(field, first)
            if not last or starts is None:
                return {"starts_at": starts} if starts else {}
            ends = plain.parse(field, f"{starts.astimezone(SHANGHAI).date().isoformat()} {last}")
        except UserError as refused:
            row.refuse(name, refused.sentence, also=("day", "clock"))
            return {}
        return {"starts_at": starts, "ends_at": ends}


def _split_span(text: str, clock: str) -> tuple[str, str, str]:
    """Head and tail around the dash of a span of hours; the dashes of a date are none."""
    for sign in ("—", "–", "～", "~", "至", "-", "－"):
        if sign in clock:
            head, _sign, tail = clock.partition(sign)
            return text[: len(text) - len(clock)] + head.strip(), sign, tail.strip(" -—–～~")
    return text, "", ""


class ServiceItems(Keyed):
    """Service items; their category is found by code or name, and made when it is not there."""

    def settle(self, draft: Draft, item: Item | None) -> Item:
        """With its category."""
        row = draft.row
        code, name = self._category(row)
        category = self.refer.category(code, name, row.get(f"category.{UID}")) if code or name else None
        if item is None and not row.get("code"):
            row.refuse("code", _("缺少事项编码"))
        made = super().settle(draft, item)
        if category is not None:
            label = column_of(self.kind, "category.name").label
            self.refer.point(draft, made, "category_id", category, label, str(category.get("name")))
        return made

    def _category(self, row: Parsed) -> tuple[str, str]:
        """Letter and name of the category: from its columns, from 「A 党务服务」, from the item's own code."""
        code, name = str(row.get("category.code") or ""), str(row.get("category.name") or row.section or "")
        if row.exact:
            return code, name
        head = name[:1]
        if not code and head.isascii() and head.isalpha() and not name[1:2].isalpha():
            code, name = head.upper(), name[1:].strip(" 、.．:：") or name
        elif not code and head.isascii() and head.isalpha() and len(name) > 1 and not name[1:2].isascii():
            code, name = head.upper(), name[1:].strip()
        item_code = str(row.get("code") or "")
        if not code and item_code[:1].isalpha():
            code = item_code[:1].upper()
        return code, name
