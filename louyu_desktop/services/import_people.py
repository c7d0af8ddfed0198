"""Rows about people: their membership and consent, and their registrations for an activity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity, Consent, PartyMembership, Person, Registration, SignIn
from louyu_desktop.rules import dates, waiting_list
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.names import fold_name, fold_organisation
from louyu_desktop.services.import_build import OTHER, Builder
from louyu_desktop.services.import_change import Draft, blanks, check, fields_for, lay, part_values, take_exactly
from louyu_desktop.services.import_items import Item, group_by
from louyu_desktop.services.import_parsed import Parsed
from louyu_desktop.services.import_plan import Choice, NewActivity
from louyu_desktop.services.ledgers import UID, column_of
from louyu_desktop.text import _

MEMBER = "党员"
_KINDS = {"中共党员": "正式", "预备党员": "预备"}
"""What 政治面貌 says of the kind of a membership."""


class PersonFinder(Builder):
    """Finds people by identity number, by mobile and name, by name where nothing speaks against it."""

    prefix = ""

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """The people that the rows may mean, with what stands beside them."""
        values = [self.identity(row) for row in rows]
        found = self.pool.fetch(Person, "name_key", [fold_name(str(v["name"])) for v in values if v["name"]])
        found += self.pool.fetch(Person, "identity_number", [v["identity_number"] for v in values])
        if self.model is Person:
            found += [item for item in self.uids.values() if item.get("archived_at") is None]
        self.by_name: dict[str, list[Item]] = {}
        self.by_number: dict[str, list[Item]] = {}
        for person in dict.fromkeys(found):
            self.by_name.setdefault(fold_name(person.get("name")), []).append(person)
            if person.get("identity_number"):
                self.by_number.setdefault(person.get("identity_number"), []).append(person)
        ids = [person.id for person in dict.fromkeys(found)]
        self.consents: dict[Any, list[Item]] = group_by(self.pool.fetch(Consent, "person_id", ids), "person_id")
        self.refer.know_firms([str(v["unit_name"]) for v in values if v["unit_name"]])
        self.prepare_more(rows, ids)

    def prepare_more(self, rows: Sequence[Parsed], ids: list[int | None]) -> None:
        """What else stands beside the people `ids`."""

    def identity(self, row: Parsed) -> dict[str, Any]:
        """What tells people apart, as the row has it."""
        names = ("name", "mobile", "identity_number")
        found = {name: row.get(f"{self.prefix}{name}") for name in names}
        return {**found, "unit_name": row.get("unit_name")}

    def know_person(self, person: Item) -> None:
        """Let later rows find a person."""
        key = fold_name(person.get("name"))
        if person not in self.by_name.get(key, ()):
            self.pool.index(self.by_name, key, person)
        number = person.get("identity_number")
        if number and person not in self.by_number.get(number, ()):
            self.pool.index(self.by_number, number, person)

    def person_of(self, draft: Draft) -> Item | None:
        """The person a row means; None for a new one; asks when several fit equally."""
        mine = self.identity(draft.row)
        for person in self.by_number.get(mine["identity_number"], ()) if mine["identity_number"] else ():
            return person
        named = self.by_name.get(fold_name(str(mine["name"])), [])
        sure = [p for p in named if mine["mobile"] and p.get("mobile") == mine["mobile"]]
        if sure:
            return sure[0]
        fitting = [person for person in named if not _against(person, mine)]
        near = [p for p in fitting if mine["unit_name"] and _same_unit(p.get("unit_name"), mine["unit_name"])]
        if len(near) == 1 or len(fitting) == 1:
            return (near if len(near) == 1 else fitting)[0]
        if not fitting:
            return None
        return self._ask_person(draft, near or fitting)

    def _ask_person(self, draft: Draft, fitting: Sequence[Item]) -> Item | None:
        """Which of several people of one name it is; those that the same file brings are not offered."""
        stored = [person for person in fitting if person.id is not None]
        if not stored:
            return fitting[0]
        same = _("是{name} {unit}")
        choices = [Choice(str(p.id), same.format(name=p.get("name"), unit=p.get("unit_name") or "").strip())
                   for p in stored]  # fmt: skip
        text = _("站里有 {count} 位同名的人").format(count=len(stored))
        answer = self.ask(draft, text, (*choices, Choice(OTHER, _("另建一位"))))
        return next((person for person in stored if str(person.id) == answer), None)

    def agree(self, draft: Draft, person: Item, on: dt.date | None, form: str | None) -> None:
        """Keep a consent that the row gives, unless one is in force."""
        values = {name: v for name, v in part_values(draft.row, self.kind, "consent").items() if name != "consent"}
        if draft.row.get("consent") is not True and not values:
            return
        mine = self.consents.setdefault(person.id or person, [])
        uid = draft.row.get(f"consent.{UID}")
        consent = next((c for c in mine if uid and c.get("uid") == uid), None)
        if consent is None and not (uid and person.is_new):
            consent = next((c for c in mine if c.get("withdrawn_on") is None), None)
        if consent is None:
            given = {"given_on": on or dates.today(), "form": form, "basis": "本人同意"}
            consent = self.pool.make(Consent, {} if draft.row.exact else given)
            self.pool.identify(consent, uid)
            consent.refer("person_id", person)
            mine.append(consent)
            self.pool.journal.append(mine.pop)
            if not person.is_new:
                draft.note(_("已同意"), _("否"), _("是"))
        take_exactly(draft, consent, "consent", values, self.kind)
        lay(draft, consent, values, fields_for("consents"))
        check(draft, consent, self.kind, "consent")

    def refused_consent(self, row: Parsed) -> bool:
        """Refuse a row whose person does not agree."""
        if row.get("consent") is not False:
            return False
        row.refuse("consent", _("本人不同意登记个人信息，这一行不收"))
        return True


def _against(person: Item, mine: dict[str, Any]) -> bool:
    """Whether number, mobile or unit say that this is someone else."""
    for name in ("mobile", "identity_number"):
        if mine[name] and person.get(name) and mine[name] != person.get(name):
            return True
    both = mine["unit_name"] and person.get("unit_name")
    return bool(both) and not _same_unit(person.get("unit_name"), mine["unit_name"])


def _same_unit(first: str | None, second: str | None) -> bool:
    return bool(first) and bool(second) and fold_organisation(str(first)) == fold_organisation(str(second))


class People(PersonFinder):
    """People with membership and consent."""

    def prepare_more(self, rows: Sequence[Parsed], ids: list[int | None]) -> None:
        """Their memberships."""
        found = self.pool.fetch(PartyMembership, "person_id", ids)
        self.memberships: dict[Any, list[Item]] = group_by(found, "person_id")
        self.refer.know_firms([str(row.get("enterprise_id")) for row in rows if row.get("enterprise_id")])
        self.refer.know_uids([row.get(f"enterprise.{UID}") for row in rows])

    def match(self, draft: Draft) -> Item | None:
        """The person of the row."""
        return self.person_of(draft)

    def know(self, item: Item) -> None:
        """By name and number."""
        self.know_person(item)

    def sameness(self, row: Parsed, first: Parsed) -> tuple[str, str]:
        """The same number, or the same name and mobile."""
        number = row.get("identity_number")
        if number and number == first.get("identity_number"):
            return "identity_number", _("同一个身份证号")
        return ("mobile" if row.get("mobile") else "name"), _("同一个人")

    def fill(self, draft: Draft) -> None:
        """Nothing at all when the person does not agree."""
        draft.subtitle = str(draft.row.get("unit_name") or "")
        if not self.refused_consent(draft.row):
            super().fill(draft)

    def own_values(self, draft: Draft) -> dict[str, Any]:
        """With the role of a member."""
        values = super().own_values(draft)
        if draft.row.exact:
            return values
        roles = values.get("roles") or (draft.main.get("roles") if draft.main else None) or ()
        if self._member(draft.row) and "roles" not in values and MEMBER not in roles:
            values["roles"] = (*roles, MEMBER)
        return values

    def _member(self, row: Parsed) -> bool:
        return any(name.startswith("membership.") for name in row.values)

    def beside(self, draft: Draft) -> None:
        """Enterprise, membership and consent."""
        row, person = draft.row, draft.main
        if person is None:
            return
        self._work(draft, person)
        if self._member(row):
            self._membership(draft, person)
        self.agree(draft, person, None, None)

    def _work(self, draft: Draft, person: Item) -> None:
        """The enterprise of that name, where there is just one; otherwise the name stays as text."""
        text = draft.row.get("enterprise_id") or (None if draft.row.exact else draft.row.get("unit_name"))
        firm = self.refer.firm(str(text), draft.row.get(f"enterprise.{UID}")) if text else None
        if firm is not None:
            self.refer.point(draft, person, "enterprise_id", firm, _("所属企业"), str(firm.get("name")))
        elif draft.row.get("enterprise_id") and not person.get("unit_name"):
            lay(draft, person, {"unit_name": str(text)}, fields_for("people"))

    def _membership(self, draft: Draft, person: Item) -> None:
        values = part_values(draft.row, self.kind, "membership")
        mine = self.memberships.setdefault(person.id or person, [])
        if mine:
            membership = mine[0]
        else:
            membership = self.pool.make(PartyMembership)
            membership.refer("person_id", person)
            self.pool.identify(membership, draft.row.get(f"membership.{UID}"))
            kind = "正式" if values.get("regularised_on") else _KINDS.get(str(person.get("political_status")))
            if kind and not draft.row.exact:
                values.setdefault("kind", kind)
            mine.append(membership)
            self.pool.journal.append(mine.pop)
            if not person.is_new:
                draft.note(_("党员信息"), "", str(draft.row.get("membership.organisation_id") or _("新增")))
        take_exactly(draft, membership, "membership", values, self.kind)
        lay(draft, membership, values, fields_for("memberships"))
        self.refer.lay_references(draft, membership, self.kind, "membership")
        blanks(draft, membership, self.kind, "membership", self.options.blank)
        check(draft, membership, self.kind, "membership")


class Registrations(PersonFinder):
    """Registrations; someone who is not known yet becomes a light person."""

    prefix = "person."

    def prepare_more(self, rows: Sequence[Parsed], ids: list[int | None]) -> None:
        """The activities, and who registered for them already."""
        people = self.pool.fetch(Person, "uid", [row.get(f"person.{UID}") for row in rows])
        self.by_uid = {person.get("uid"): person for person in people}
        chosen = self.options.activity
        if isinstance(chosen, NewActivity):
            self.activities = [self.pool.make(Activity, {"title": chosen.title, "starts_at": chosen.starts_at})]
            self.pool.keep()  # no row takes it back
        elif chosen is not None:
            self.activities = self.pool.fetch(Activity, "id", [chosen])
            if not self.activities:
                raise UserError(_("没有编号为 {id} 的活动").format(id=chosen))
        else:
            self.activities = self.pool.fetch(Activity, "number", [row.get("activity.number") for row in rows])
            self.activities += self.pool.fetch(Activity, "title", [row.get("activity.title") for row in rows])
            self.activities += self.pool.fetch(Activity, "uid", [row.get(f"activity.{UID}") for row in rows])
            if rows and not any(row.maps("activity.number") or row.maps("activity.title") for row in rows):
                raise UserError(_("请先选定报名到哪场活动：文件里没有活动这一列"))
        self.refer.know_uids([row.get(f"enterprise.{UID}") for row in rows])
        self.brought: dict[str, list[Item]] = {}
        self.taken: dict[Item, int] = {}
        bringers = self.pool.fetch(Registration, "uid", [row.get(f"brought_by.{UID}") for row in rows])
        self.bringers = {str(item.get("uid")): item for item in bringers}
        known = self.pool.fetch(Registration, "activity_id", [item.id for item in self.activities])
        self.registered = {(item.get("activity_id"), item.get("person_id")): item for item in known}
        came = self.pool.fetch(SignIn, "activity_id", [item.id for item in self.activities])
        self.signed: dict[Any, Item] = {(item.get("activity_id"), item.get("person_id")): item for item in came}

    def activity_of(self, row: Parsed) -> Item | None:
        """The activity that was chosen, or that the row names; the latest of one title."""
        if self.options.activity is not None:
            return self.activities[0]
        number, title = row.get("activity.number"), row.get("activity.title")
        uid = row.get(f"activity.{UID}")
        known = next((item for item in self.activities if uid and item.get("uid") == uid), None)
        if known is not None:
            return known
        if number:
            return next((item for item in self.activities if item.get("number") == number), None)
        fitting = [item for item in self.activities if title and item.get("title") == title]
        return max(fitting, key=lambda item: item.get("starts_at"), default=None)

    def fill(self, draft: Draft) -> None:
        """The registration with its person; the second of one person is refused."""
        row = draft.row
        draft.subtitle = str(row.get("unit_name") or "")
        if self.refused_consent(row):
            return
        activity = self.activity_of(row)
        if activity is None:
            row.refuse("activity.number", _("站里没有这场活动，请先导入活动"), also=("activity.title",))
            return
        person = self.by_uid.get(row.get(f"person.{UID}")) or self.person_of(draft)
        if draft.question:
            return
        if person is None:
            person = self._new_person(row)
        self._register(draft, activity, person)
        if row.exact:
            return
        on = row.get("registered_at")
        self.agree(draft, person, on.astimezone(SHANGHAI).date() if on else None, "问卷勾选")

    def _new_person(self, row: Parsed) -> Item:
        values = part_values(row, self.kind, "person")
        if row.get("unit_name"):
            values["unit_name"] = row.get("unit_name")
        values["source"] = _("活动报名")
        person = self.pool.make(Person, values)
        self.pool.identify(person, row.get(f"person.{UID}"))
        firm = self.refer.firm(str(row.get("unit_name"))) if row.get("unit_name") else None
        if firm is not None:
            person.refer("enterprise_id", firm)
        self.know_person(person)
        return person

    def _register(self, draft: Draft, activity: Item, person: Item) -> None:
        row = draft.row
        key = (activity.id, person.id or person)
        item = self.registered.get(key)
        first = self.seen.get(item) if item is not None else None
        if first is not None:
            self.refuse_second(draft, first)
            return
        if item is None:
            item = self.pool.make(Registration, {"channel": "导入"})
            self._identify(item, row)
            item.refer("activity_id", activity)
            item.refer("person_id", person)
            self.registered[key] = item
            self.pool.journal.append(lambda: self.registered.pop(key))
        draft.main = item
        values = self.own_values(draft)
        take_exactly(draft, item, "", values, self.kind)
        lay(draft, item, values, fields_for("registrations"))
        self._stands_with(draft, item, person)
        self._warn_of_waiting(draft, item, activity)
        blanks(draft, item, self.kind, "", self.options.blank)
        check(draft, item, self.kind)
        came = item.get("status") == RegistrationStatus.SIGNED_IN and not row.exact
        if row.get(f"sign.{UID}") or (came and (row.maps("status") or row.maps("sign.signed_at"))):
            self._sign_in(draft, item, activity, person)

    def _warn_of_waiting(self, draft: Draft, item: Item, activity: Item) -> None:
        """Say who finds no place: the write puts them on the waiting list."""
        capacity, status, begins, ends = (activity.get(n) for n in ("capacity", "status", "starts_at", "ends_at"))
        claims = item.is_new and (item.get("status") or RegistrationStatus.REGISTERED) == RegistrationStatus.REGISTERED
        if capacity is None or not claims or not waiting_list.counts(status, begins, ends, dt.datetime.now(dt.UTC)):
            return
        taken = self.taken.get(activity, activity.get("registered_count") or 0)
        self.taken[activity] = taken + 1
        if taken >= capacity:
            draft.row.warnings.append(_("{count} 个名额已满，写入后排在候补里").format(count=capacity))

    def _stands_with(self, draft: Draft, item: Item, person: Item) -> None:
        """The enterprise whose places are counted, and who brings this one, further down in the file perhaps."""
        row = draft.row
        name = row.get("enterprise_id") or (None if row.exact else row.get("unit_name"))
        firm = self.refer.firm(str(name), row.get(f"enterprise.{UID}")) if name else None
        if firm is not None and (item.is_new or row.get("enterprise_id")):
            label = column_of(self.kind, "enterprise_id").label
            self.refer.point(draft, item, "enterprise_id", firm, label, str(name))
        elif item.is_new and not row.exact and item.get("enterprise_id") is None and person.get("enterprise_id"):
            item.set("enterprise_id", person.get("enterprise_id"))
        by = str(row.get(f"brought_by.{UID}") or "")
        if by in self.bringers:
            label = column_of(self.kind, "brought_by_id").label
            words = str(row.get("brought_by_id") or "")
            self.refer.point(draft, item, "brought_by_id", self.bringers[by], label, words)
        elif by:
            self.pool.index(self.brought, by, item)
        mine = str(item.get("uid") or "")
        if mine and mine not in self.bringers:
            self.bringers[mine] = item
            self.pool.journal.append(lambda: self.bringers.pop(mine))
            for one in self.brought.get(mine, ()):
                one.refer("brought_by_id", item)

    def own_values(self, draft: Draft) -> dict[str, Any]:
        """Who has a time of signing in was there."""
        values = super().own_values(draft)
        if draft.row.get("sign.signed_at") and not draft.row.exact:
            values.setdefault("status", RegistrationStatus.SIGNED_IN.value)
        return values

    def _sign_in(self, draft: Draft, registration: Item, activity: Item, person: Item) -> None:
        """That the person came: once, at the time the row gives, else when the activity began."""
        key = (activity.id, person.id or person)
        values = part_values(draft.row, self.kind, "sign")
        signed = self.signed.get(key)
        if signed is None:
            if not draft.main or not draft.main.is_new:
                draft.note(_("签到"), _("否"), _("是"))
            signed = self.pool.make(SignIn, {"signed_at": activity.get("starts_at"), "method": "导入"})
            self.pool.identify(signed, draft.row.get(f"sign.{UID}"))
            signed.refer("activity_id", activity)
            signed.refer("person_id", person)
            signed.refer("registration_id", registration)
            self.signed[key] = signed
            self.pool.journal.append(lambda: self.signed.pop(key))
        take_exactly(draft, signed, "sign", values, self.kind)
        lay(draft, signed, values, fields_for("sign-ins"))

    def sameness(self, row: Parsed, first: Parsed) -> tuple[str, str]:
        """The same person."""
        return ("person.mobile" if row.get("person.mobile") else "person.name"), _("同一个人，只收前一行")
