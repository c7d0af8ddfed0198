"""The doors of a station: what each asks before it lets anybody in, and what it leaves when it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from louyu_desktop.errors import DamagedError, NotPermittedError, SystemProblem, UserError
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import entering, vaults
from louyu_desktop.services.accounts import Accounts
from louyu_desktop.services.records import Records
from louyu_desktop.services.stations import Stations
from louyu_desktop.services.vaults import Standing
from louyu_desktop.storage import moving, vault_file
from louyu_desktop.storage.database import Database
from tests.stations import PASSWORD, create_station, keyless

STATION = "环贸党群服务中心"
OTHER = "石榴 窗花 渡船 清晨"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "station"


def refused(error: type[Exception], words: str, step: Callable[[], object]) -> None:
    with pytest.raises(error, match=words):
        step()


def test_a_new_station_takes_no_password_that_its_names_give_away(folder: Path) -> None:
    """Asked before anything lies there; a name must be said."""
    for password in ("short", "password1234", "zhoumin zhoumin", f"周敏{STATION}", f"周敏{STATION}ab"):
        refused(UserError, "口令", lambda: vaults.create(folder, STATION, "周敏", password))  # noqa: B023 - at once
    for name, person, words in ((" ", "周敏", "请填站点名称"), (STATION, "", "请填姓名")):
        refused(UserError, words, lambda: vaults.create(folder, name, person, PASSWORD))  # noqa: B023 - at once
    assert not folder.exists()
    with vaults.create(folder, f" {STATION} ", " 周敏 ", PASSWORD) as database:
        [me] = Accounts(database).people()
        assert (me.name, me.role, me.has_password, me.must_change, me.is_me) == (
            "周敏", Role.ADMINISTRATOR, True, False, True,
        )  # fmt: skip
        assert database.unlocked is not None
        assert (database.unlocked.account_uid, database.actor) == (me.uid, me.id)
        assert database.operations()[0].label == "登录"
    refused(UserError, ".", lambda: vaults.refuse_occupied(folder))
    refused(UserError, ".", lambda: vaults.create(folder, STATION, "周敏", PASSWORD))


def test_a_station_that_was_not_made_leaves_no_vault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise SystemProblem("磁盘已满")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "create", full)
        refused(SystemProblem, "磁盘已满", lambda: vaults.create(folder, STATION, "周敏", PASSWORD))
    assert not vault_file.present(folder)
    with monkeypatch.context() as patch:
        patch.setattr(entering, "enter", full)
        refused(SystemProblem, "磁盘已满", lambda: vaults.create(folder, STATION, "周敏", PASSWORD))
    vaults.log_in(folder, None, PASSWORD).close()  # it was closed, so it can be opened


def test_what_lies_in_a_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A restore that was ended on its way is settled first."""
    settled: list[Path] = []
    monkeypatch.setattr(moving, "settle", settled.append)
    assert vaults.standing(folder) is Standing.NONE
    create_station(folder, STATION, "周敏").close()
    assert vaults.standing(folder) is Standing.KEYLESS
    (folder / "vault.keys").write_bytes(b"")
    assert vaults.standing(folder) is Standing.VAULT
    assert settled == [folder] * 3


def test_only_a_station_of_the_first_days_is_to_be_protected(folder: Path, tmp_path: Path) -> None:
    """Not one that is, not the demonstration, not an empty folder."""
    refused(SystemProblem, ".", lambda: vaults.refuse_protected(tmp_path / "none"))
    keyless(tmp_path / "demo").close()
    refused(UserError, "演示站点", lambda: vaults.refuse_protected(tmp_path / "demo"))
    vaults.create(tmp_path / "safe", STATION, "周敏", PASSWORD).close()
    refused(UserError, "已经有口令保护", lambda: vaults.refuse_protected(tmp_path / "safe"))
    create_station(folder, STATION, "周敏").close()
    vaults.refuse_protected(folder)
    vaults.refuse_protected(folder)  # it was closed again


def test_taking_in_asks_who_and_what_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs it now comes first; the names of that person and of the station are no password."""
    with create_station(folder, STATION, "周敏") as old:
        for name, role in (("单桐", "工作人员"), ("仇宁", "站长"), ("何俊杰", "只读")):
            Records(old).save("accounts", None, {"name": name, "role": role})
        gone = next(one.id for one in Accounts(old).people() if one.name == "何俊杰")
        Records(old).archive("accounts", [gone])
    name, people = vaults.people_of(folder)
    assert (name, [person for _uid, person in people]) == (STATION, ["周敏", "仇宁", "单桐"])
    uids = {person: uid for uid, person in people}
    assert [vaults.whose(folder, one) for one in ("", "仇 宁", "单桐")] == [uids["周敏"], uids["仇宁"], uids["单桐"]]
    refused(NotPermittedError, "没有叫「何俊杰」", lambda: vaults.whose(folder, "何俊杰"))
    refused(UserError, "没有这位", lambda: vaults.take_in(folder, "nobody", PASSWORD))
    for password in ("short", "仇宁仇宁仇宁仇宁", f"仇宁{STATION}ab"):
        refused(UserError, "口令", lambda: vaults.take_in(folder, uids["仇宁"], password))  # noqa: B023 - at once
    assert vaults.standing(folder) is Standing.KEYLESS
    with monkeypatch.context() as patch:
        patch.setattr(entering, "note_taken_in", _broken)
        refused(DamagedError, "坏", lambda: vaults.take_in(folder, uids["单桐"], PASSWORD))
    with vaults.log_in(folder, "单桐", PASSWORD) as database:
        assert database.role is Role.ADMINISTRATOR
        [mine] = [one for one in Accounts(database).people() if one.has_password]
        assert (mine.uid, mine.is_me, mine.must_change) == (uids["单桐"], True, False)


def _broken(_database: Database) -> None:
    raise DamagedError("坏")


def test_names_are_asked_for_where_there_is_more_than_one(folder: Path) -> None:
    """Alone one is meant; the right password of somebody who is not told opens nothing."""
    vaults.create(folder, STATION, "周敏", PASSWORD).close()
    assert vaults.wait(folder) == 0
    vaults.log_in(folder, None, PASSWORD).close()
    with vaults.log_in(folder, "", PASSWORD) as database:
        Accounts(database).add("单桐", Role.STAFF)
    vaults.log_in(folder, "zm", PASSWORD).close()
    for name in (None, ""):
        refused(NotPermittedError, "--user", lambda: vaults.log_in(folder, name, PASSWORD))  # noqa: B023 - at once
    for _time in range(3):
        refused(NotPermittedError, "不对", lambda: vaults.log_in(folder, "周敏", OTHER))
    assert vaults.wait(folder) > 0


def test_the_demonstration_is_entered_by_name_or_by_the_first(folder: Path, tmp_path: Path) -> None:
    with keyless(folder) as database:
        Accounts(database).add("单桐", Role.STAFF)
    for name, wanted in ((None, Role.ADMINISTRATOR), ("单桐", Role.STAFF)):
        with vaults.open_keyless(folder, name) as database:
            assert database.role is wanted
    refused(NotPermittedError, ".", lambda: vaults.open_keyless(folder, "没有这个人"))
    vaults.open_keyless(folder).close()  # it was closed again
    with create_station(tmp_path / "old", STATION, "周敏") as database:
        assert not Stations(database).is_demonstration()
    for _time in range(2):
        refused(vaults.UnprotectedError, "protect", lambda: vaults.open_keyless(tmp_path / "old"))
