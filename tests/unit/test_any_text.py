"""Any text in any field: saved as the one cleaning has it, read, shown, found, exported and imported as itself."""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import values as plain
from louyu_desktop.services.attachments import Attachments, Offered
from louyu_desktop.services.copies import Query
from louyu_desktop.services.exporting import Exporting
from louyu_desktop.services.import_plan import Action, ImportPlan
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.own_ways import BY_STEPS, has_own_way
from louyu_desktop.services.records import Records
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.grams import fold
from tests.stations import create_station
from tests.unit.foreign_files import pdf

TEXTS = frozenset((Kind.TEXT, Kind.NOTE, Kind.PERSON_NAME, Kind.ORGANISATION_NAME))
NASTY = (
    "=cmd|' /C calc'!A0", "+86 21", "-1", "@甲", "'=1+1", "''", '"', '"甲"', "甲,乙;丙\t丁", "<b>甲</b>", "A&B<San>", "&lt;",
    "]]>", "甲\n乙", "甲\r\n\r\n乙 ", "\u202e甲\u202c", "甲\u200b乙", "e\u0301", "\u0301", "👨\u200d👩\u200d👧", "𠮷野", "䶮",
    "\ue000", "\x00甲", "\ud800", "甲\udfff乙", "\ufeff甲", "_x000D_", "_x0041_", "#N/A", "#未算出", "无", "/", "同上", "〃",
    "合计", "示例（甲）", "注：甲", "1、甲", "0123", "1e5", "2024-03-05", "TRUE", "None", "%s{name}", "\\", "甲\u3000乙", "  甲  ",
    "甲\u2028乙", "\x85甲", "ﬁ", "Ａ", "ß", "İ", "甲" * 5000, "空置", "共3家", "第1页", "姓名", "备注", "（略）", "——", "甲（13800001111）",
    "暂无", "不详", "0",
)  # fmt: skip
NOBODY = ("N/A", "n/a", "NA", "无", "暂无", "没有", "\\")
"""Where a name is asked for, these say that there is nobody."""

texts = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=30), st.lists(st.sampled_from(NASTY), max_size=3).map("".join)
)


def cleaned(text: str, *, lines: bool) -> str:
    """The one cleaning, written once more and slowly: no signs that control, none that nobody sees; ends trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = ""
    for sign in text:
        if sign == "\n" and lines:
            kept += sign
        elif sign in "\n\t\v\f\u2028\u2029":
            kept += " "
        elif unicodedata.category(sign) not in ("Cc", "Cf", "Cs"):
            kept += sign
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()


def told(field: Field, text: str) -> str | Exception | None:
    """What saving `text` should give: the text, nothing, or a refusal."""
    word = cleaned(text, lines=field.kind is Kind.NOTE)
    if cleaned(text, lines=False) in {"#N/A", "#未算出"}:
        return InvalidRecordError({field.name: ""})
    if field.max_length and len(word) > field.max_length:
        return InvalidRecordError({field.name: ""})
    nothing = ("/", "-", "--", "—", "——", "／", "－", *(NOBODY if field.kind is Kind.PERSON_NAME else ()))
    return None if not word or word in nothing else word


def fields(kind: str) -> list[Field]:
    """The texts of a kind that a person types."""
    stepwise = BY_STEPS.get(kind, frozenset())
    return [
        one for one in ENTITIES[kind].fields
        if one.kind in TEXTS and one.label and not one.derived and one.name not in stepwise
    ]  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One station for all texts."""
    with create_station(tmp_path_factory.mktemp("text") / "station", "示范站", "周敏") as opened:
        yield opened


@pytest.fixture(scope="module")
def one_of(database: Database) -> dict[str, int]:
    """A record of each kind."""
    save = Records(database).save
    ids = {"stations": 1, "accounts": 1}
    for kind in ("areas", "facilities", "organisations", "people", "enterprises", "buildings"):
        ids[kind] = save(kind, None, {"name": "甲" if kind == "people" else f"甲{kind}"})
    ids["units"] = save("units", None, {"building_id": ids["buildings"], "floor": "3"})
    ids["activities"] = save("activities", None, {"title": "沙龙", "starts_at": "2026-11-20 12:00"})
    ids["service-categories"] = save("service-categories", None, {"code": "9", "name": "甲"})
    item = {"category_id": ids["service-categories"], "code": "9.9", "name": "甲"}
    ids["service-items"] = save("service-items", None, item)
    ids["catalogue-versions"] = save("catalogue-versions", None, {"name": "甲"})
    ids["holidays"] = save("holidays", None, {"day": dt.date(2026, 10, 1), "name": "甲", "kind": "休"})
    both = {"activity_id": ids["activities"], "person_id": ids["people"]}
    ids["registrations"] = save("registrations", None, both)
    ids["sign-ins"] = save("sign-ins", None, {**both, "signed_at": "2026-11-20 12:00"})
    ids["contacts"] = save("contacts", None, {"enterprise_id": ids["enterprises"], "name": "甲"})
    ids["occupancies"] = save("occupancies", None, {"enterprise_id": ids["enterprises"], "unit_id": ids["units"]})
    member = {"person_id": ids["people"], "organisation_id": ids["organisations"]}
    ids["memberships"] = save("memberships", None, member)
    ids["consents"] = save("consents", None, {"person_id": ids["people"], "given_on": "2026-11-20"})
    ids["series"] = save("series", None, {"name": "甲"})
    ids["activity-templates"] = save("activity-templates", None, {"name": "甲"})
    ids["preparations"] = save("preparations", None, {"activity_id": ids["activities"], "what": "甲"})
    ids["questions"] = save("questions", None, {"activity_id": ids["activities"], "text": "甲"})
    answer = {"registration_id": ids["registrations"], "question_id": ids["questions"]}
    ids["answers"] = save("answers", None, {**answer, "value": "甲"})
    ids["signatures"] = save("signatures", None, {"sign_in_id": ids["sign-ins"], "strokes": "甲"})
    times = {"starts_at": "2026-11-21 12:00", "ends_at": "2026-11-21 13:00"}
    ids["bookings"] = save("bookings", None, {"facility_id": ids["facilities"], "purpose": "甲", **times})
    night = {"starts_at": "2026-11-20 01:00", "ends_at": "2026-11-20 02:00"}
    ids["blackouts"] = save("blackouts", None, {"reason": "甲", **night})
    ids |= _dossier(save, ids)
    files = [Offered("甲.pdf", content=pdf())]
    [ids["attachments"]] = Attachments(database).add("enterprises", ids["enterprises"], files).ids
    return ids


def _dossier(save: Callable[..., int], ids: dict[str, int]) -> dict[str, int]:
    """What hangs on the file of an enterprise."""
    firm, day = {"enterprise_id": ids["enterprises"]}, "2026-11-20"
    made = {
        "building-months": save("building-months", None, {"building_id": ids["buildings"], "month": "2026-10"}),
        "visits": save("visits", None, {**firm, "visited_on": day}),
        "headquarters-visits": save("headquarters-visits", None, {**firm, "arrives_on": day, "guest": "甲"}),
        "special-cases": save("special-cases", None, {**firm, "happened_on": day}),
        "team-members": save("team-members", None, {**firm, "account_id": 1}),
        "inspections": save("inspections", None, {**firm, "inspected_on": day}),
        "pledges": save("pledges", None, {**firm, "name": "承诺书", "signed_on": day}),
        "honours": save("honours", None, {"name": "甲"}),
        "leads": save("leads", None, {"name": "甲", "found_on": day}),
        "rounds": save("rounds", None, {"noted_at": f"{day} 09:30", "words": "甲"}),
        "requests": save("requests", None, {"title": "甲", "received_at": f"{day} 09:30"}),
        "service-packs": save("service-packs", None, {"name": "甲"}),
        "answer-templates": save("answer-templates", None, {"name": "甲", "words": "甲"}),
        "policy-applications": save("policy-applications", None, {**firm, "policy": "甲"}),
        "wishes": save("wishes", None, {"made_on": day, "text": "甲"}),
        "councils": save("councils", None, {"name": "甲"}),
        "meetings": save("meetings", None, {"name": "甲", "starts_at": f"{day} 09:30"}),
        "topics": save("topics", None, {"title": "甲", "raised_on": day}),
        "public-notices": save("public-notices", None, {"title": "甲", "proposed_on": day}),
        "duty-roster": save("duty-roster", None, {"partner": "甲"}),
        "equipment": save("equipment", None, {"name": "甲"}),
        "providers": save("providers", None, {"name": "甲"}),
        "snoozes": save("snoozes", None, {"topic": "甲", "until": day, "reason": "甲"}),
        "day-logs": save("day-logs", None, {"day": day}),
    }
    made |= _on_requests(save, made, day)
    pack = {**firm, "pack_id": made["service-packs"], "delivered_on": day}
    made["pack-deliveries"] = save("pack-deliveries", None, pack)
    task = {**firm, "trigger": "特殊情况", "source_kind": "甲", "source_id": "1", "raised_on": day, "due_on": day}
    return {**made, "visit-tasks": save("visit-tasks", None, task)}


def _on_requests(save: Callable[..., int], made: dict[str, int], day: str) -> dict[str, int]:
    """What hangs on a request, a topic, a council or a machine."""
    asked, topic = {"request_id": made["requests"]}, {"topic_id": made["topics"]}
    broken = {"equipment_id": made["equipment"]}
    return {
        "request-steps": save("request-steps", None, {**asked, "at": f"{day} 09:30", "action": "甲"}),
        "request-pauses": save("request-pauses", None, {**asked, "begun_at": f"{day} 09:30"}),
        "extensions": save("extensions", None, {**asked, "asked_on": day, "reason": "甲"}),
        "receipts": save("receipts", None, {**asked, "department": "甲"}),
        "callbacks": save("callbacks", None, {**asked, "called_at": f"{day} 09:30"}),
        "council-members": save("council-members", None, {"council_id": made["councils"], "name": "甲"}),
        "measures": save("measures", None, {**topic, "what": "甲"}),
        "feedback": save("feedback", None, topic),
        "equipment-faults": save("equipment-faults", None, {**broken, "found_on": day, "what": "甲"}),
    }


TYPED = sorted(kind for kind in ENTITIES if not has_own_way(kind))
"""The kinds of which a person types records."""


def test_no_kind_is_forgotten(one_of: dict[str, int]) -> None:
    assert set(one_of) == set(TYPED)


TRIED = int(os.environ.get("LOUYU_TEXTS", "5"))
"""Texts for each field; `make faults` tries more."""

quick = settings(
    max_examples=TRIED, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)  # fmt: skip


@pytest.mark.parametrize("kind", TYPED)
@quick
@given(data=st.data())
def test_a_text_is_read_back_shown_and_found(
    database: Database, one_of: dict[str, int], kind: str, data: st.DataObject
) -> None:
    """Refused by its field alone, or read back as the cleaning has it; a list shows that very text and finds it."""
    records = Records(database)
    chosen = {one.name: data.draw(texts, label=one.name) for one in fields(kind)}
    for one in fields(kind):
        wanted = told(one, chosen[one.name])
        if isinstance(wanted, Exception) or (wanted is None and one.mandatory):
            with pytest.raises(InvalidRecordError) as refused:
                records.save(kind, one_of[kind], {one.name: chosen[one.name]})
            assert set(refused.value.problems) == {one.name}
            continue
        try:
            records.save(kind, one_of[kind], {one.name: chosen[one.name]})
        except UserError as refusal:
            if refusal.field != one.name:
                raise
            continue  # another has it already, such as a code
        found = records.get(kind, one_of[kind]).values[one.name]
        assert (found or None) == wanted
        if wanted is None:
            continue
        assert plain.display(one, found) == wanted
        assert plain.parse(one, plain.display(one, found)) == wanted
        if one.searchable and fold(wanted):
            assert one_of[kind] in records.ids(Query(kind, text=wanted)), one.name


# -------------------------------------------------------------------------------- out and in again


def planned(database: Database, kind: str, path: Path) -> ImportPlan:
    importing = Importing(database)
    book = importing.read(path)
    return importing.plan(kind, book, importing.propose(kind, book))


EXPORTED = (
    "buildings", "facilities", "enterprises", "organisations", "people", "activities", "service-items", "visits",
    "requests", "rounds", "leads", "honours", "special-cases",
)  # fmt: skip


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("kind", EXPORTED)
@quick
@given(data=st.data())
def test_what_is_exported_is_no_formula_and_no_change(
    database: Database, one_of: dict[str, int], tmp_path: Path, kind: str, suffix: str, data: st.DataObject
) -> None:
    """Whatever stands in the texts of a record, its own export changes nothing when it comes back."""
    records = Records(database)
    values: dict[str, Any] = {}
    for one in fields(kind):
        text = data.draw(texts, label=one.name)
        if not isinstance(told(one, text), Exception) and (told(one, text) or not one.mandatory):
            values[one.name] = text
    records.save(kind, one_of[kind], values)
    path = tmp_path / f"out{suffix}"
    Exporting(database).export(kind, path)
    if suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    plan = planned(database, kind, path)
    wrong = [
        (row.action, row.problems, [(c.label, c.before, c.after) for c in row.changes], row.question)
        for row in plan.rows if row.action is not Action.UNCHANGED
    ]  # fmt: skip
    assert wrong == []
    assert len(plan.rows) >= records.total(kind)
