"""Who works here, step by step: what each leaves in the accounts, in the vault and in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from louyu_desktop.errors import NotPermittedError, SystemProblem, UserError
from louyu_desktop.models import Account
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services import accounts, vaults
from louyu_desktop.services.accounts import Accounts, Colleague
from louyu_desktop.services.audit import Audit
from louyu_desktop.services.audit_copies import LogQuery
from louyu_desktop.storage import rekey
from louyu_desktop.storage.database import Database
from tests.stations import PASSWORD, keyless

STATION = "环贸党群服务中心"
NEW = "kettle violin harbour moss"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "station"


@pytest.fixture
def safe(folder: Path) -> Iterator[Database]:
    """A station with a vault and its first administrator, 周敏."""
    with vaults.create(folder, STATION, "周敏", PASSWORD) as opened:
        yield opened


def one(database: Database, name: str) -> Colleague:
    return next(one for one in Accounts(database).people() if one.name == name)


def logged(database: Database) -> str:
    return database.operations()[0].label


def roles(database: Database) -> dict[str, Role]:
    assert database.vault is not None
    return database.vault.roles


def test_somebody_new_is_in_both_with_a_password_to_be_changed(safe: Database, folder: Path) -> None:
    service = Accounts(safe)
    me = service.people()[0]
    once = service.add(" 单桐 ", Role.READER)
    assert logged(safe) == "添加工作人员：单桐"
    assert once.name == "单桐"
    assert len(once.password) == 14
    mine, other = service.people()
    assert mine == me
    assert other == Colleague(other.id, other.uid, "单桐", Role.READER, True, True, False)
    assert roles(safe) == {mine.uid: Role.ADMINISTRATOR, other.uid: Role.READER}
    assert not service.must_change()
    for name in ("单桐", " 单 桐", "周敏"):
        with pytest.raises(UserError, match="站里已经有「") as caught:
            service.add(name, Role.STAFF)
        assert caught.value.field == "name"
    with pytest.raises(UserError, match="请填姓名"):
        service.add("", Role.STAFF)
    assert len(service.people()) == len(roles(safe)) == 2
    safe.close()
    with vaults.log_in(folder, "单桐", once.password) as again:
        assert (again.role, Accounts(again).must_change(), one(again, "单桐").is_me) == (Role.READER, True, True)
        assert not one(again, "周敏").is_me


def test_a_name_and_a_role_change_in_both(safe: Database, folder: Path) -> None:
    """One's own name may stay; everything is said in the log with who it was."""
    service = Accounts(safe)
    once = service.add("单桐", Role.STAFF)
    other = one(safe, "单桐")
    service.rename(other.id, " 仇宁 ")
    assert logged(safe) == "改工作人员姓名：仇宁"
    service.rename(other.id, "仇 宁")
    with pytest.raises(UserError, match="已经有「周敏」"):
        service.rename(other.id, "周敏")
    service.set_role(other.id, Role.DESK)
    assert logged(safe) == "改角色：仇 宁"
    assert (one(safe, "仇 宁").role, roles(safe)[other.uid]) == (Role.DESK, Role.DESK)
    service.set_role(other.id, Role.ADMINISTRATOR)
    assert roles(safe)[other.uid] is Role.ADMINISTRATOR
    assert service.is_ready()
    service.set_role(other.id, Role.READER)
    assert not service.is_ready()
    steps: list[Callable[[], object]] = [
        lambda: service.rename(99, "甲"), lambda: service.set_role(99, Role.STAFF), lambda: service.remove(99),
    ]  # fmt: skip
    for step in steps:
        with pytest.raises(UserError, match="没有这位工作人员"):
            step()
    safe.close()
    with pytest.raises(NotPermittedError):
        vaults.log_in(folder, "单桐", once.password)
    with vaults.log_in(folder, "仇宁", once.password) as again:
        assert again.role is Role.READER
        assert one(again, "仇 宁").uid == other.uid


def test_a_password_is_given_anew_or_for_the_first_time(safe: Database, folder: Path) -> None:
    """An account without one gets its slot by its own uid, name and role; the old password opens nothing."""
    service = Accounts(safe)
    first = service.add("单桐", Role.STAFF)
    with safe.write("旧账号") as write:
        write.insert(Account, [{"name": "何俊杰", "role": Role.DESK.value, "uid": "u-of-old"}])
    assert not one(safe, "何俊杰").has_password
    given = {name: service.reissue(one(safe, name).id) for name in ("单桐", "何俊杰")}
    assert logged(safe) == "重发口令"
    history = [change.text for change in safe.history("accounts", one(safe, "何俊杰").id)]
    assert "重发口令" in "".join(history)
    assert [given[name].name for name in given] == ["单桐", "何俊杰"]
    assert one(safe, "何俊杰") == Colleague(
        one(safe, "何俊杰").id, "u-of-old", "何俊杰", Role.DESK, True, True, False,
    )  # fmt: skip
    assert one(safe, "单桐").must_change
    entries = Audit(safe).log(LogQuery(topic=Topic.KEYS)).entries
    assert len(entries) >= 2
    with pytest.raises(UserError, match="自己"):
        service.reissue(one(safe, "周敏").id)
    safe.close()
    for name, once in given.items():
        with vaults.log_in(folder, name, once.password) as again:
            assert one(again, name).is_me
    with pytest.raises(NotPermittedError):
        vaults.log_in(folder, "单桐", first.password)


def test_ones_own_password_is_not_ones_name(safe: Database) -> None:
    """Nor the station's; the old one must be right."""
    service = Accounts(safe)
    for new in ("周敏周敏周敏", f"周敏{STATION}ab", "short"):
        with pytest.raises(UserError, match="口令") as caught:
            service.change_password(PASSWORD, new)
        assert caught.value.field == "password"
    with pytest.raises(NotPermittedError, match="口令不对"):
        service.change_password(NEW, NEW)
    service.change_password(PASSWORD, NEW)
    assert logged(safe) == "修改自己的口令"
    assert safe.history("accounts", one(safe, "周敏").id)[0].text.startswith("修改自己的口令")


def test_who_leaves_is_out_of_both(safe: Database) -> None:
    """Not oneself, nor the last one who runs it; without a password the accounts alone change."""
    service = Accounts(safe)
    service.add("单桐", Role.STAFF)
    with safe.write("旧账号") as write:
        write.insert(Account, [{"name": "何俊杰", "role": Role.ADMINISTRATOR.value, "uid": "u-of-old"}])
    with pytest.raises(UserError, match="不能移除自己"):
        service.remove(one(safe, "周敏").id)
    epoch = safe.epoch
    service.remove(one(safe, "何俊杰").id)
    assert logged(safe) == "移除工作人员：何俊杰"
    assert safe.epoch == epoch
    gone = one(safe, "单桐")
    service.remove(gone.id)
    assert [colleague.name for colleague in service.people()] == ["周敏"]
    assert gone.uid not in roles(safe)
    assert safe.epoch == epoch + 1
    with pytest.raises(UserError, match="至少要有一位站长"):
        service.set_role(one(safe, "周敏").id, Role.STAFF)


@pytest.mark.parametrize("error", [SystemProblem("磁盘已满"), UserError("正在读取")])
def test_a_data_key_that_cannot_be_changed_now_is_changed_later(
    safe: Database, folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Who left is out all the same; the next opening does it."""
    service = Accounts(safe)
    service.add("单桐", Role.STAFF)

    def refused(_database: Database) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(rekey, "change_data_key", refused)
        service.remove(one(safe, "单桐").id)
    assert safe.vault is not None
    assert (safe.epoch, safe.vault.key_due) == (1, True)
    accounts.change_key(safe)
    assert (safe.epoch, safe.vault.key_due) == (2, False)


def test_the_demonstration_has_people_and_no_passwords(folder: Path) -> None:
    with keyless(folder) as database:
        service = Accounts(database)
        assert service.add("单桐", Role.STAFF).password == ""
        other = one(database, "单桐")
        assert (other.role, other.has_password, other.must_change) == (Role.STAFF, False, False)
        assert service.is_ready()
        assert not service.must_change()
        service.rename(other.id, "仇宁")
        service.set_role(other.id, Role.DESK)
        assert one(database, "仇宁").role is Role.DESK
        service.remove(other.id)
        assert len(service.people()) == 1
        steps: list[Callable[[], object]] = [lambda: service.reissue(1), lambda: service.change_password(PASSWORD, NEW)]
        for step in steps:
            with pytest.raises(UserError, match="演示站点没有口令"):
                step()
