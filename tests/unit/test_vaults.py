"""The doors of a station and its people: accounts and slots together, passwords, the recovery sheet, old stations."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from louyu_desktop.errors import LouyuError, NotPermittedError, StationBusyError, SystemProblem, UserError
from louyu_desktop.models import Account
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import vaults
from louyu_desktop.services.accounts import Accounts, together
from louyu_desktop.services.records import Records
from louyu_desktop.services.recovery import Recovery, Sheet
from louyu_desktop.services.stations import Stations
from louyu_desktop.services.vaults import Standing
from louyu_desktop.storage import rekey, slots
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from tests.stations import PASSWORD, create_station, keyless

NEW = "kettle violin harbour moss"
OTHER = "石榴 窗花 渡船 清晨"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the station lies."""
    return tmp_path / "station"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station with its first administrator, 周敏: to be copied, never opened."""
    folder = tmp_path_factory.mktemp("made") / "station"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(slots, "calibrated", lambda: slots.Cost(8 << 10, 1, 1))
        vaults.create(folder, "环贸党群服务中心", "周敏", PASSWORD).close()
    return folder


@pytest.fixture
def station(made: Path, folder: Path) -> Path:
    """A station of this test's own, closed."""
    return Path(shutil.copytree(made, folder))


@pytest.fixture
def database(station: Path) -> Iterator[Database]:
    """The same, with 周敏 logged in."""
    with vaults.log_in(station, "周敏", PASSWORD) as opened:
        yield opened


def said(database: Database) -> list[str]:
    """The labels of the log, newest first."""
    return [operation.label for operation in database.operations()]


def named(database: Database) -> dict[str, tuple[Role, bool]]:
    """Everybody's role, and whether they have a password."""
    return {one.name: (one.role, one.has_password) for one in Accounts(database).people()}


def id_of(database: Database, name: str) -> int:
    return next(one.id for one in Accounts(database).people() if one.name == name)


def sheet_of(database: Database) -> Sheet:
    """A recovery sheet that was proven and kept."""
    recovery = Recovery(database)
    sheet = recovery.draw()
    recovery.keep(sheet, {number: sheet.groups[number - 1] for number in sheet.asked})
    return sheet


# -------------------------------------------------------------------------------------------- the first day


def test_a_new_station_has_a_vault_and_no_key_beside_it(database: Database, folder: Path) -> None:
    assert vaults.standing(folder) is Standing.VAULT
    assert not (folder / "station.key").exists()
    assert named(database) == {"周敏": (Role.ADMINISTRATOR, True)}
    assert Accounts(database).people()[0].is_me
    assert database.check() == []
    with pytest.raises(StationBusyError):
        vaults.log_in(folder, "周敏", PASSWORD)


@pytest.mark.parametrize(
    ("name", "person", "password"),
    [("", "周敏", PASSWORD), ("示范站", "", PASSWORD), ("示范站", "周敏", "password1234"), ("示范站", "周敏", "周敏周敏周敏周敏示范站")],
)  # fmt: skip
def test_a_station_that_cannot_be_made_leaves_nothing(folder: Path, name: str, person: str, password: str) -> None:
    with pytest.raises(UserError):
        vaults.create(folder, name, person, password)
    assert vaults.standing(folder) is Standing.NONE
    assert not folder.exists()


def test_what_stops_while_a_station_is_made_leaves_no_vault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_write: Write) -> None:
        raise SystemProblem("磁盘已满")

    with monkeypatch.context() as patched, pytest.raises(SystemProblem):
        patched.setattr(Write, "finish", full)
        vaults.create(folder, "示范站", "周敏", PASSWORD)
    assert vaults.standing(folder) is Standing.NONE
    assert not list(folder.glob("vault.keys*"))
    vaults.create(folder, "示范站", "周敏", PASSWORD).close()


def test_the_demonstration_alone_opens_without_a_password(tmp_path: Path) -> None:
    keyless(tmp_path / "a").close()
    create_station(tmp_path / "b", "旧站", "周敏").close()
    vaults.open_keyless(tmp_path / "a").close()
    with pytest.raises(vaults.UnprotectedError, match="louyu-desktop protect"):
        vaults.open_keyless(tmp_path / "b")
    assert vaults.standing(tmp_path / "a") is vaults.standing(tmp_path / "b") is Standing.KEYLESS
    with keyless(tmp_path / "c") as demonstration:
        once = Accounts(demonstration).add("单桐", Role.STAFF)
        assert once.password == ""
        Stations(demonstration).set_actor(id_of(demonstration, "单桐"))
        assert not Recovery(demonstration).state().is_there
        with pytest.raises(UserError):
            Accounts(demonstration).change_password("", NEW)


def test_an_old_station_is_taken_in(folder: Path) -> None:
    with create_station(folder, "环贸党群服务中心", "周敏") as old:
        Records(old).save("accounts", None, {"name": "单桐", "role": "工作人员"})
        Records(old).save("areas", None, {"name": "汾阳片区"})
        before = old.content_hash()
    name, people = vaults.people_of(folder)
    assert (name, [person for _uid, person in people]) == ("环贸党群服务中心", ["周敏", "单桐"])
    with vaults.take_in(folder, vaults.whose(folder, ""), PASSWORD) as database:
        assert not (folder / "station.key").exists()
        assert database.content_hash() == before
        assert database.check() == []
        assert database.epoch == 2
        assert named(database) == {"周敏": (Role.ADMINISTRATOR, True), "单桐": (Role.STAFF, False)}
        assert "设了口令保护，换了数据钥匙" in said(database)
        once = Accounts(database).reissue(id_of(database, "单桐"))
    with vaults.log_in(folder, "单桐", once.password) as database:
        assert database.role is Role.STAFF
    with pytest.raises(NotPermittedError):
        Database.open(folder)


# -------------------------------------------------------------------------------------------- coming in


@pytest.mark.parametrize("name", ["周敏", "zhoumin", "zm", "ZhouMin", None])
def test_one_logs_in_by_name_pinyin_or_initials(station: Path, name: str | None) -> None:
    with vaults.log_in(station, name, PASSWORD) as database:
        actor = Stations(database).actor()
        assert actor is not None
        assert actor.title == "周敏"
        assert said(database)[0] == "登录"


def test_wrong_passwords_are_told_in_one_sentence_and_logged_later(station: Path) -> None:
    folder = station
    sentences = set()
    for name, password in (("周敏", NEW), ("没有这个人", PASSWORD)):
        with pytest.raises(NotPermittedError) as refused:
            vaults.log_in(folder, name, password)
        sentences.add(refused.value.sentence)
    assert len(sentences) == 1
    with vaults.log_in(folder, "周敏", PASSWORD) as database:
        texts = [change.text for change in database.history("accounts", id_of(database, "周敏"))]
        assert sum(text.startswith("口令输错：周敏，") for text in texts) == 1
        assert sum(text.startswith("口令输错：没有的姓名，") for text in texts) == 1
        assert not any(NEW in text or "没有这个人" in text for text in texts)
    with vaults.log_in(folder, "周敏", PASSWORD) as database:
        again = [change.text for change in database.history("accounts", id_of(database, "周敏"))]
        assert len(again) == len(texts) + 1


def test_nobody_becomes_another_without_a_password(database: Database) -> None:
    once = Accounts(database).add("单桐", Role.STAFF)
    assert once.password
    assert once.password not in repr(once)
    stations = Stations(database)
    with pytest.raises(NotPermittedError):
        stations.set_actor(id_of(database, "单桐"))
    with pytest.raises(NotPermittedError):
        stations.enter("单桐")


# -------------------------------------------------------------------------------------------- passwords


def test_a_changed_password_is_the_only_one(database: Database, folder: Path) -> None:
    accounts = Accounts(database)
    with pytest.raises(NotPermittedError):
        accounts.change_password(OTHER, NEW)
    with pytest.raises(UserError):
        accounts.change_password(PASSWORD, "password1234")
    accounts.change_password(PASSWORD, NEW)
    database.close()
    with pytest.raises(NotPermittedError):
        vaults.log_in(folder, "周敏", PASSWORD)
    with vaults.log_in(folder, "周敏", NEW) as again:
        assert "修改自己的口令" in said(again)


def test_a_one_time_password_must_be_changed(database: Database, folder: Path) -> None:
    once = Accounts(database).add("单桐", Role.STAFF)
    database.close()
    with vaults.log_in(folder, "单桐", once.password) as again:
        assert Accounts(again).must_change()
        Accounts(again).change_password(once.password, NEW)
        assert not Accounts(again).must_change()
    with vaults.log_in(folder, "单桐", NEW) as again:
        assert not Accounts(again).must_change()


def test_a_colleague_helps_whoever_forgot(database: Database, folder: Path) -> None:
    accounts = Accounts(database)
    accounts.add("单桐", Role.STAFF)
    second = accounts.add("仇宁", Role.ADMINISTRATOR)
    database.close()
    with pytest.raises(NotPermittedError):
        vaults.reset_by_colleague(folder, "周敏", NEW, "仇宁", OTHER)
    with vaults.reset_by_colleague(folder, "周敏", NEW, "仇宁", second.password) as again:
        assert Stations(again).actor() == Stations(again).accounts()[0]
        assert "忘记口令，换了新的" in said(again)
    with vaults.reset_by_colleague(folder, "单桐", OTHER, "周敏", NEW) as again:
        assert again.role is Role.STAFF
    with pytest.raises(NotPermittedError):
        vaults.reset_by_colleague(folder, "周敏", PASSWORD, "单桐", OTHER)


# -------------------------------------------------------------------------------------------- the sheet


def test_the_sheet_counts_once_it_is_proven(database: Database, folder: Path) -> None:
    recovery = Recovery(database)
    sheet = recovery.draw()
    assert not recovery.state().is_there
    assert sheet.pdf.startswith(b"%PDF")
    assert all(group not in repr(sheet) for group in sheet.groups)
    wrong = dict.fromkeys(sheet.asked, "0000")
    with pytest.raises(UserError):
        recovery.keep(sheet, wrong)
    assert not Accounts(database).is_ready()
    recovery.keep(sheet, {number: sheet.groups[number - 1] for number in sheet.asked})
    state = recovery.state()
    assert state.is_there
    assert state.proven_on is not None
    assert state.proven_on == state.made_on
    assert state.drill_due is not None
    assert (state.drill_due - state.proven_on).days == 183
    assert Accounts(database).is_ready()
    recovery.prove("-".join(sheet.groups))
    with pytest.raises(NotPermittedError):
        recovery.prove("-".join(recovery.draw().groups))
    with pytest.raises(UserError):
        recovery.prove("1234")


def test_the_sheet_lets_in_once_and_wants_another(database: Database, folder: Path) -> None:
    Accounts(database).add("单桐", Role.STAFF)
    sheet = sheet_of(database)
    database.close()
    with pytest.raises(UserError):
        vaults.reset_by_sheet(folder, "没有这个人", NEW, "-".join(sheet.groups))
    with vaults.reset_by_sheet(folder, "单桐", NEW, "-".join(sheet.groups)) as again:
        assert again.role is Role.ADMINISTRATOR
        assert named(again)["单桐"] == (Role.ADMINISTRATOR, True)
        assert Recovery(again).state().was_used
        assert "用恢复纸打开了站点" in [change.text for change in again.history("stations", 1)]
        newer = sheet_of(again)
        assert not Recovery(again).state().was_used
        assert again.epoch > 1
    with pytest.raises(NotPermittedError):
        vaults.reset_by_sheet(folder, "周敏", OTHER, "-".join(sheet.groups))
    vaults.reset_by_sheet(folder, "周敏", OTHER, "-".join(newer.groups)).close()


# -------------------------------------------------------------------------------------------- people


def test_people_come_change_and_go(database: Database, folder: Path) -> None:
    accounts = Accounts(database)
    once = accounts.add("单桐", Role.READER)
    with pytest.raises(UserError):
        accounts.add("单桐", Role.STAFF)
    accounts.rename(id_of(database, "单桐"), "仇宁")
    accounts.set_role(id_of(database, "仇宁"), Role.DESK)
    assert named(database) == {"周敏": (Role.ADMINISTRATOR, True), "仇宁": (Role.DESK, True)}
    database.close()
    with vaults.log_in(folder, "qiuning", once.password) as again:
        assert again.role is Role.DESK
        with pytest.raises(NotPermittedError):
            Accounts(again).add("顾南星", Role.STAFF)
        assert named(again).keys() == {"周敏", "仇宁"}
    with vaults.log_in(folder, "周敏", PASSWORD) as again:
        before, epoch = again.content_hash(), again.epoch
        Accounts(again).remove(id_of(again, "仇宁"))
        assert again.epoch == epoch + 1
        assert again.check() == []
        assert again.content_hash() != before
        assert "移除工作人员：仇宁" in said(again)
        assert again.undo_state() == ("", "")
    with pytest.raises(NotPermittedError):
        vaults.log_in(folder, "仇宁", once.password)


def test_the_last_administrator_stays(database: Database) -> None:
    accounts = Accounts(database)
    me = id_of(database, "周敏")
    accounts.add("单桐", Role.STAFF)
    with pytest.raises(UserError):
        accounts.set_role(me, Role.STAFF)
    with pytest.raises(UserError):
        accounts.remove(me)
    assert named(database)["周敏"] == (Role.ADMINISTRATOR, True)


def test_records_leave_accounts_alone(database: Database) -> None:
    records = Records(database)
    me = id_of(database, "周敏")
    Accounts(database).add("单桐", Role.STAFF)
    other = id_of(database, "单桐")
    for step in (
        lambda: records.save("accounts", None, {"name": "仇宁", "role": "站长"}),
        lambda: records.save("accounts", me, {"name": "周敏二"}),
        lambda: records.archive("accounts", [other]),
        lambda: records.bulk_edit("accounts", [other], "role", "站长"),
    ):
        with pytest.raises(UserError, match="工作人员"):
            step()
    records.save("accounts", me, {"name": "周敏", "phone": "021-64330000"})
    assert named(database) == {"周敏": (Role.ADMINISTRATOR, True), "单桐": (Role.STAFF, True)}


STEPS: dict[str, Callable[[Accounts, int], object]] = {
    "add": lambda accounts, _one: accounts.add("仇宁", Role.STAFF),
    "reissue": lambda accounts, one: accounts.reissue(one),
    "rename": lambda accounts, one: accounts.rename(one, "仇宁"),
    "set_role": lambda accounts, one: accounts.set_role(one, Role.READER),
    "remove": lambda accounts, one: accounts.remove(one),
    "change_password": lambda accounts, _one: accounts.change_password(PASSWORD, NEW),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("place", ["vault", "database"])
def test_what_one_refuses_the_other_has_not(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, place: str
) -> None:
    """A full disk at the vault's write, or at the end of the transaction: accounts and slots are as before."""
    once = Accounts(database).add("单桐", Role.STAFF)
    before, count = named(database), len(database.operations())
    finish = Write.finish

    def full(write: Write) -> object:
        finish(write)
        raise SystemProblem("磁盘已满")

    with monkeypatch.context() as patched:
        if place == "vault":
            patched.setenv("LOUYU_FAILPOINT", "key.write:full")
            patched.setattr("louyu_desktop.failpoints._times", {})
        else:
            patched.setattr(Write, "finish", full)
        if (step, place) == ("change_password", "vault"):
            patched.setenv("LOUYU_FAILPOINT", "key.write:full:5")
        with pytest.raises(LouyuError):
            STEPS[step](Accounts(database), id_of(database, "单桐"))
    assert named(database) == before
    assert len(database.operations()) == count
    assert database.check() == []
    database.close()
    with vaults.log_in(folder, "单桐", once.password) as again:
        assert again.role is Role.STAFF
    vaults.log_in(folder, "周敏", PASSWORD).close()


def test_what_is_refused_while_somebody_leaves_brings_nobody_back(database: Database, folder: Path) -> None:
    """A change of people waits for the one before it, data key and all; taking it back leaves the vault whole."""
    accounts = Accounts(database)
    for name in ("单桐", "何俊杰"):
        accounts.add(name, Role.STAFF)
    vault, unlocked, gone = database.vault, database.unlocked, id_of(database, "单桐")
    assert vault is not None
    assert unlocked is not None
    told: list[str] = []

    def refused() -> None:
        try:
            with together(database, "改"):
                raise UserError("不成")
        except UserError as error:
            told.append(error.sentence)

    other = threading.Thread(target=refused)
    with together(database, "移除") as write:
        other.start()
        other.join(0.2)
        vault.remove(unlocked, next(one.uid for one in accounts.people() if one.id == gone))
        write.archive(Account, [gone])
    other.join(20)
    assert told == ["不成"]
    assert named(database) == {"周敏": (Role.ADMINISTRATOR, True), "何俊杰": (Role.STAFF, True)}
    database.close()
    with vaults.log_in(folder, "周敏", PASSWORD) as again:
        assert again.vault is not None
        assert (again.epoch, len(again.vault.accounts), again.check()) == (2, 2, [])


def test_a_vault_is_not_put_back_over_another_data_key(database: Database, folder: Path) -> None:
    """The slots of before would hold a key that opens nothing any more: both copies of the file would be lost."""
    vault = database.vault
    assert vault is not None
    with pytest.raises(UserError, match="不成"), vault.unless_raised():
        rekey.change_data_key(database)
        raise UserError("不成")
    database.close()
    vaults.log_in(folder, "周敏", PASSWORD).close()


def test_the_role_of_the_slot_counts(database: Database, station: Path) -> None:
    """A file whose accounts were turned back makes nobody an administrator, and is put right at the next log-in."""
    once = Accounts(database).add("单桐", Role.STAFF)
    with database.write("如改动") as write:
        write.update(Account, [{"id": id_of(database, "单桐"), "role": "站长"}])
    assert named(database)["单桐"] == (Role.STAFF, True)
    database.close()
    with vaults.log_in(station, "单桐", once.password) as again:
        assert again.role is Role.STAFF
        assert [(one.title, one.subtitle) for one in Stations(again).accounts()][1] == ("单桐", "工作人员")


def test_a_slot_without_an_account_is_taken_away(database: Database, folder: Path) -> None:
    """A program that was ended between the two leaves one: nobody comes in by it, the next administrator ends it."""
    once = Accounts(database).add("单桐", Role.STAFF)
    with database.write("如断电") as write:
        write.archive(Account, [id_of(database, "单桐")])
    database.close()
    with pytest.raises(NotPermittedError):
        vaults.log_in(folder, "单桐", once.password)
    with vaults.log_in(folder, "周敏", PASSWORD) as again:
        assert named(again) == {"周敏": (Role.ADMINISTRATOR, True)}
        assert again.vault is not None
        assert len(again.vault.accounts) == 1
        Accounts(again).add("单桐", Role.STAFF)
