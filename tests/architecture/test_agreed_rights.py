"""What was agreed about every method that is not everybody's: a right is given or lowered in two places or not at all.

`services.rights` is what the program asks; here stands, written down a second time, what people agreed on (T8, T19).
"""

from __future__ import annotations

from collections import defaultdict

from louyu_desktop.rules.roles import Role
from louyu_desktop.services.rights import AGAIN, NEEDED, OF_ROLE, ByAmount, ByKind, Right, right_of, rights_in

EVERYBODY = {Right.OWN, Right.SEE, Right.PRINT}

AGREED = """
ENTER     Activities: advance
ENTER     Desk: late_entry sign_in sign_out signature undo walk_in
ENTER     Matching: match read
ENTER     MustVisits: sweep
ENTER     Records: redo undo
ENTER     Registering: accept answer cancel decline pick register tell
WORK      Activities: act clone from_template move save_as_template tick
WORK      Attachments: remove rename restore
WORK      Checklists: confirm publish
WORK      Colours: accept confirm history keep of propose refuse seconds suggestions waiting withdraw
WORK      Councils: act act_with_meeting answer arrange concern finish_measure note put_on raise_from source to_wall
WORK      DayLogs: keep
WORK      Dossiers: verify
WORK      Duplicates: find tell_apart
WORK      Floors: leave move settle
WORK      Handover: hand_over holdings
WORK      Introducing: add_buildings
WORK      Merging: compare merge
WORK      MustVisits: assign decide headquarters not_needed put_off resolve resume special
WORK      Notices: act
WORK      Records: take_back
WORK      Registering: ask
WORK      Requests: act answered ask_extension note refuse_extension send take void
WORK      Rooms: book decide move
WORK      Series: draft_like edit make preview replan
WORK      Snoozing: bring_back put_off
WORK      TakingBack: preview
WORK      Visits: follow_lead record round_note turn_round_into
WORK      Wishes: act
ATTACH    Attachments: add heavy save_as suggested_name
REVEAL    Activities: phones
REVEAL    Records: reveal
IMPORT    Exporting: template
IMPORT    Importing: kinds plan propose read save_refused write
EXPORT    Agenda: export
EXPORT    Exporting: columns is_much is_personal kinds
LOG       Audit: head log people
LOG       DayLogs: days draft of
BACKUP    Backups: drill folder listing make make_at move prove second_place
SETTINGS  Backups: set_second_place
SETTINGS  Colours: preview set_thresholds thresholds
SETTINGS  Introducing: announce_holidays put_away
SETTINGS  OwnFields: add arrange change hide show
SETTINGS  StationSettings: set
ACCOUNTS  Accounts: add reissue remove rename set_role
RESTORE   Audit: accept
RESTORE   Backups: before_restore
RESTORE   Restores: preview preview_by_sheet restore restore_by_sheet
KEYS      Recovery: draw keep prove
PURGE     Purging: clear_old purge
"""

GOVERNED = {"accounts": "ACCOUNTS", "stations": "SETTINGS", "holidays": "SETTINGS", "own-fields": "SETTINGS"}
AT_THE_DESK = dict.fromkeys(("people", "registrations", "sign-ins"), "ENTER")
CHANGING = {f"Records.{method}": GOVERNED for method in "archive restore bulk_preview bulk_edit paste".split()}
SAVING = dict.fromkeys(("Records.save", "TakingBack.restore_field"), GOVERNED | AT_THE_DESK)
ANYTHING_ELSE = ("enterprises", "activities", "requests", "memberships", "service-items", "buildings")


def test_each_right_is_asked_for_where_it_was_agreed() -> None:
    asked = defaultdict(set)
    for line, need in NEEDED.items():
        service, method = line.split(".")
        if isinstance(need, Right) and need not in EVERYBODY:
            asked[f"{need.name} {service}"].add(method)
    agreed = [line.partition(":") for line in AGREED.strip().splitlines()]
    assert {" ".join(key.split()): set(methods.split()) for key, _colon, methods in agreed} == asked


def test_the_kinds_that_take_another_right_are_those_agreed() -> None:
    assert {line for line, need in NEEDED.items() if isinstance(need, ByKind)} == {*CHANGING, *SAVING}
    for line, kinds in {**CHANGING, **SAVING}.items():
        need = NEEDED[line]
        assert isinstance(need, ByKind)
        assert {kind: right.name for kind, right in need.kinds.items()} == kinds
        assert {need.of(None, (kind,), {}) for kind in ANYTHING_ELSE} == {Right.WORK}
        assert {need.of(None, (), {"kind": kind}).name for kind in kinds} == set(kinds.values())
        assert set(rights_in(need)) == {Right.WORK, *(Right[name] for name in kinds.values())}
        assert {kind: right_of(need, kind).name for kind in kinds} == kinds


def test_much_alone_takes_the_greater_right() -> None:
    """The service says what is much, by the kind and the query that it was called with."""
    need = NEEDED["Exporting.export"]
    assert isinstance(need, ByAmount)
    assert (need.otherwise, need.much) == (Right.EXPORT, Right.EXPORT_ALL) == rights_in(need)
    assert [line for line, other in NEEDED.items() if isinstance(other, ByAmount)] == ["Exporting.export"]

    class Counting:
        def is_much(self, kind: str, query: object) -> bool:
            return (kind, query) == ("people", None)

    assert need.of(Counting(), ("people",), {}) is Right.EXPORT_ALL
    assert need.of(Counting(), (), {"kind": "people"}) is Right.EXPORT_ALL
    assert need.of(Counting(), ("people",), {"query": "王"}) is Right.EXPORT
    assert need.of(Counting(), ("firms",), {}) is Right.EXPORT
    assert right_of(need, "firms") is Right.EXPORT_ALL
    assert right_of(Right.SEE, "firms") is Right.SEE
    assert rights_in(Right.SEE) == (Right.SEE,)


def test_the_password_is_asked_for_once_more_where_it_was_agreed() -> None:
    assert {right.name for right in AGAIN} == {"EXPORT_ALL", "ACCOUNTS", "RESTORE", "KEYS", "PURGE"}
    assert all(OF_ROLE[role] >= EVERYBODY for role in Role)
    assert OF_ROLE[Role.DESK] == EVERYBODY | {Right.ENTER}
    assert OF_ROLE[Role.READER] == EVERYBODY | {Right.EXPORT}
