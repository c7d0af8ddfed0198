"""Rows about enterprises: with the building, floor and room, lease and contact that stand beside the name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from louyu_desktop.models import Contact, Enterprise, Occupancy, Unit
from louyu_desktop.rules.names import fold_name, fold_organisation
from louyu_desktop.services.import_build import OTHER, SAME
from louyu_desktop.services.import_change import Draft, blanks, check, fields_for, lay, part_values, take_exactly
from louyu_desktop.services.import_items import Item, group_by
from louyu_desktop.services.import_near import nearly_same, neighbours, place_key
from louyu_desktop.services.import_parsed import Parsed
from louyu_desktop.services.import_plan import Choice
from louyu_desktop.services.import_seats import Seats
from louyu_desktop.services.ledger_words import NO_CODE
from louyu_desktop.services.ledgers import UID
from louyu_desktop.text import N_, _

KEY_MARKS = frozenset({"重点企业", "重点服务企业", "重点"})
ROLES = {"manager": N_("负责人"), "party": N_("党建联系人"), "legal": N_("法定代表人")}
"""Whom a column of its own is about, beside the contact."""


class Enterprises(Seats):
    """Enterprises, found by credit code, then by name."""

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """The enterprises that the rows may mean, their seats and contacts."""
        self._folded: dict[str, str] = {}
        self.by_code: dict[Any, list[Item]] = {}
        self._by_name: dict[Any, list[Item]] = {}
        self._met: list[Item] = []
        self._codes_tell = True
        there = () if self.pool.is_empty(Enterprise) else rows
        keys = [self.key_of(str(row.get("name"))) for row in there if row.get("name")]
        found = self.pool.fetch(Enterprise, "credit_code", [row.get("credit_code") for row in there])
        found += self.pool.fetch(Enterprise, "name_key", keys)
        found += self.pool.fetch(Enterprise, "former_name", [row.get("name") for row in there])
        found += [item for item in self.uids.values() if item.get("archived_at") is None]
        for item in dict.fromkeys(found):
            self._index(item)
        unknown = [row for row in there if not self._known(row)]
        self.neighbours = neighbours(self.pool, self.refer, unknown)
        found += [firm for firms in self.neighbours.values() for firm in firms]
        ids = [item.id for item in dict.fromkeys(found)]
        occupancies = self.pool.fetch(Occupancy, "enterprise_id", ids)
        self.seats: dict[Any, list[Item]] = group_by(occupancies, "enterprise_id")
        self.contacts: dict[Any, list[Item]] = group_by(self.pool.fetch(Contact, "enterprise_id", ids), "enterprise_id")
        units = self.pool.fetch(Unit, "id", [seat.get("unit_id") for seat in occupancies], archived=True)
        self.units = {unit.id: unit for unit in units}
        self.places: dict[Item, set[tuple[str, str, str]]] = {}
        self.known: set[Item] = set()  # seats and contacts that a row of the file means by their identity

    def _known(self, row: Parsed) -> bool:
        """Whether the code or the name of a row is that of an enterprise of the station."""
        return row.get("credit_code") in self.by_code or self.key_of(str(row.get("name"))) in self.by_name

    def key_of(self, name: str) -> str:
        """The folded name, worked out once for each."""
        key = self._folded.get(name)
        if key is None:
            key = self._folded[name] = fold_organisation(name)
        return key

    @property
    def by_name(self) -> dict[Any, list[Item]]:
        """The firms by folded name."""
        for firm in self._met:
            self._by_name.setdefault(self.key_of(firm.get("name")), []).append(firm)
        self._met.clear()
        return self._by_name

    def meet(self, firm: Item) -> None:
        """Let later rows find a new firm with a code; its name is folded when somebody asks for one."""
        self.by_code[firm.get("credit_code")] = [firm]
        self._met.append(firm)

    def is_other(self, name: str) -> bool:
        """Whether firms of this name, if there are any, are new ones that have codes: another code is another firm."""
        if self._codes_tell:
            return True
        named = self.by_name.get(self.key_of(name))
        return not named or all(firm.current is None and firm.get("credit_code") for firm in named)

    def _index(self, item: Item) -> None:
        self._codes_tell = False
        if item.get("credit_code"):
            self.by_code.setdefault(item.get("credit_code"), []).append(item)
        for name in (item.get("name"), item.get("former_name")):
            if name:
                self.by_name.setdefault(self.key_of(name), []).append(item)

    def know(self, item: Item) -> None:
        """By code and name."""
        self._codes_tell = self._codes_tell and bool(item.is_new and item.get("credit_code"))
        if item.get("credit_code") and item not in self.by_code.get(item.get("credit_code"), ()):
            self.pool.index(self.by_code, item.get("credit_code"), item)
        key = self.key_of(item.get("name"))
        if item not in self.by_name.get(key, ()):
            self.pool.index(self.by_name, key, item)

    def match(self, draft: Draft) -> Item | None:
        """By code; by name where the codes do not speak against it (then a person decides)."""
        code, name = draft.row.get("credit_code"), str(draft.row.get("name"))
        for item in self.by_code.get(code, ()) if code else ():
            return item
        named = self.by_name.get(self.key_of(name))
        if not named:
            return self._alike(draft)
        fitting = [item for item in named if not (code and item.get("credit_code"))]
        if fitting:
            return fitting[0]
        stored = [item for item in named if not item.is_new]
        if not stored:
            return self._alike(draft)
        text = _("与「{name}」同名，信用代码不同").format(name=stored[0].get("name"))
        answer = self.ask(draft, text, (Choice(SAME, _("是同一家")), Choice(OTHER, _("另建一家"))))
        return stored[0] if answer == SAME else None

    def _alike(self, draft: Draft) -> Item | None:
        """An enterprise in the same unit whose name is nearly the same, when a person says so."""
        if not self.neighbours:
            return None
        row = draft.row
        known = self.neighbours.get(place_key(row), ())
        near = [firm for firm in known if nearly_same(row, firm) and firm not in self.seen]
        if not near:
            return None
        text = _("同一处已有「{name}」，名称相近").format(name=near[0].get("name"))
        answer = self.ask(draft, text, (Choice(SAME, _("是同一家")), Choice(OTHER, _("另建一家"))))
        return near[0] if answer == SAME else None

    def settle(self, draft: Draft, item: Item | None) -> Item:
        """Remember too where the file says the enterprise sits."""
        made = super().settle(draft, item)
        mine, place = self.places.setdefault(made, set()), place_key(draft.row)
        if place not in mine:
            mine.add(place)
            self.pool.journal.append(lambda: mine.discard(place))
        return made

    def goes_on(self, draft: Draft, item: Item, first: Parsed) -> bool:
        """A further row with the same name adds a seat when it names another place and contradicts nothing."""
        row, place = draft.row, place_key(draft.row)
        if not any(place[1:]) or place in self.places.get(item, ()):
            return False
        if fold_name(str(row.get("name"))) != fold_name(str(first.get("name"))):
            return False
        own = {**part_values(row, self.kind, ""), **{name: row.get(name) for name in ("lease",)}}
        return all(
            value is None or first.get(name) is None or value == first.get(name)
            for name, value in own.items()
            if name not in {"name", "remark"}
        )

    def sameness(self, row: Parsed, first: Parsed) -> tuple[str, str]:
        """The same code, or the same name."""
        code = row.get("credit_code")
        if code and code == first.get("credit_code"):
            return "credit_code", _("同一个信用代码")
        return "name", _("同一家企业")

    def own_values(self, draft: Draft) -> dict[str, Any]:
        """With the mark of a key enterprise, and the reason why there is no code."""
        row = draft.row
        values = super().own_values(draft)
        if row.exact:
            return values
        remark = str(values.get("remark") or "")
        words = {word.strip() for word in remark.replace("；", "，").replace("、", "，").replace(",", "，").split("，")}
        if words & KEY_MARKS:
            values.setdefault("is_key", True)
            if words <= KEY_MARKS:
                del values["remark"]
        item = draft.main
        if values.get("party_org_status") == "未建·无党员" and (values.get("party_count") or 0) > 0:
            values["party_org_status"] = "未建·有党员"
        has_code = values.get("credit_code") or (item is not None and item.get("credit_code"))
        if values.get("credit_code") and item is not None and item.get("no_code_reason"):
            values.setdefault("no_code_reason", None)
        elif not has_code and item is not None and item.is_new:
            name = str(row.get("name")).replace("(", "（").replace(")", "）")
            reason = next((why for words, why in NO_CODE if any(word in name for word in words)), "暂缺")
            values.setdefault("no_code_reason", reason)
        return values

    def beside(self, draft: Draft) -> None:
        """Seat, contact and legal representative."""
        self.sit(draft)
        if not draft.row.exact:
            _give_number(draft.row)
        for part in ("contact", *ROLES):
            self._contact(draft, part)

    # -- whom one talks to ---------------------------------------------------------------------

    def _contact(self, draft: Draft, part: str) -> None:
        row, firm = draft.row, draft.main
        if firm is None or not (row.values.get(f"{part}.name") or row.values.get(f"{part}.phone")):
            return
        values = part_values(row, self.kind, part)
        mine = self.contacts.setdefault(firm.id or firm, [])
        uid = row.get(f"{part}.{UID}")
        contact = next((one for one in mine if uid and one.get("uid") == uid), None)
        if contact is None and not (uid and firm.is_new):
            contact = _same_contact([one for one in mine if one not in self.known], values)
        if contact is None:
            contact = self._new_contact(draft, firm, mine, values, part)
        elif part in ROLES and not contact.get("role"):
            values["role"] = ROLES[part]
        if uid:
            self.known.add(contact)
        more = row.values.get(f"{part}.phone+")
        if more and not contact.get("remark"):
            contact.set("remark", _("另有电话：{numbers}").format(numbers=more))
        take_exactly(draft, contact, part, values, self.kind)
        lay(draft, contact, values, fields_for("contacts"))
        blanks(draft, contact, self.kind, part, self.options.blank)
        check(draft, contact, self.kind, part)

    def _new_contact(self, draft: Draft, firm: Item, mine: list[Item], values: dict[str, Any], part: str) -> Item:
        contact = self.pool.make(Contact, {"name": values.get("name") or _("未具名")})
        contact.refer("enterprise_id", firm)
        self.pool.identify(contact, draft.row.get(f"{part}.{UID}"))
        if part in ROLES:
            values["role"] = ROLES[part]
            values["is_primary"] = not any(other.get("is_primary") and other.get("until") is None for other in mine)
        if values.setdefault("is_primary", True) and not draft.row.exact:
            for other in mine:
                if other.get("is_primary") and other.get("until") is None:
                    other.set("is_primary", False)
        if not firm.is_new:
            before = firm.get("contact_name") or "" if part == "contact" else ""
            draft.note(ROLES.get(part, N_("联系人")), before, str(contact.get("name")))
        mine.append(contact)
        self.pool.journal.append(mine.pop)
        return contact


def _give_number(row: Parsed) -> None:
    """A number without a name belongs to the one person who is named without a number."""
    if row.get("contact.name") or not row.get("contact.phone"):
        return
    part = next((part for part in ROLES if row.get(f"{part}.name") and not row.get(f"{part}.phone")), None)
    if part is not None:
        for sign in ("", "+"):
            number = row.values.pop(f"contact.phone{sign}", None)
            if number is not None:
                row.values[f"{part}.phone{sign}"] = number


def _same_contact(contacts: Sequence[Item], values: dict[str, Any]) -> Item | None:
    """By name; by number where the row gives no name."""
    name = values.get("name")
    for contact in contacts:
        if name and fold_name(contact.get("name")) == fold_name(name):
            return contact
        if not name and contact.get("phone") == values.get("phone"):
            return contact
    return None
