"""Roles (SAFETY.md T8): every service method × role × open and closed, as the table of rights says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import ResourceClosedError

from louyu_desktop.errors import NotPermittedError, PasswordAgainError, UserError
from louyu_desktop.models import Account
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import vaults
from louyu_desktop.services.access import LASTS, Access
from louyu_desktop.services.audit_copies import LogQuery
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.rights import AGAIN, NEEDED, OF_ROLE, ByAmount, ByKind, Right
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.stations import PASSWORD, keyless

ROLES = tuple(Role)

TABLE = """
改自己的口令，留自己的视图和草稿    ● ● ● ●
查看、搜索、筛选记录               ● ● ● ●
登记人员、报名和签到               ● ● ● ○
新建、修改、删除、恢复、撤回任何记录 ● ● ○ ○
添加和取出附件                     ● ● ○ ○
显示完整的电话和号码               ● ● ○ ○
打印                              ● ● ● ●
导入台账                           ● ● ○ ○
导出查到的记录                     ● ● ○ ●
导出整类记录，或一次导出很多         ◐ ◐ ○ ○
看全站的操作日志                   ● ● ○ ○
备份、检查数据、查看备份            ● ● ○ ○
改站点资料和设置                   ● ○ ○ ○
增减工作人员，改角色，重发口令       ◐ ○ ○ ○
恢复备份                           ◐ ○ ○ ○
换恢复纸，换数据钥匙                ◐ ○ ○ ○
彻底清除个人信息                   ◐ ○ ○ ○
"""
"""What was agreed: ● may, ◐ after the password once more, ○ may not; 站长, 工作人员, 志愿者·签到台, 只读."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A station with somebody of each role; whoever is the actor decides the role."""
    opened = keyless(tmp_path / "station")
    with opened.write("人") as write:
        write.insert(Account, [{"name": f"人{role.name}", "role": role.value} for role in ROLES])
    yield opened
    opened.close()


def become(database: Database, role: Role) -> None:
    """Go on as whoever has this role."""
    database.actor = 2 + ROLES.index(role)
    assert database.role is role


def outcome(service: object, method: str, kind: str) -> str:
    """What comes of a call with an argument that no method knows: those who may come in are told of it."""
    try:
        getattr(service, method)(kind, nothing_of_the_kind=1)
    except NotPermittedError:
        return "refused"
    except TypeError:
        return "entered"
    except ResourceClosedError:
        return "closed"
    return "done"


def service_of(services: Services, name: str) -> object:
    """The guarded service of a class."""
    for attribute in dir(services):
        found = getattr(services, attribute, None)
        if type(found).__name__ == "_Guarded" and type(object.__getattribute__(found, "_of")[0]).__name__ == name:
            return found
    raise KeyError(name)


def right_of(line: str, kind: str) -> Right:
    """The right that a call about a kind takes."""
    need = NEEDED[line]
    match need:
        case ByKind():
            return need.of(None, (kind,), {})
        case ByAmount():
            return need.much if kind in {"people", "enterprises"} else need.otherwise
    return need


def test_the_table_is_what_was_agreed() -> None:
    words = {
        "●": lambda right, role: right in OF_ROLE[role] - AGAIN,
        "◐": lambda right, role: right in OF_ROLE[role] & AGAIN,
        "○": lambda right, role: right not in OF_ROLE[role],
    }
    lines = [line.rsplit(maxsplit=len(ROLES)) for line in TABLE.strip().splitlines()]
    assert [line[0] for line in lines] == [right.value for right in Right]
    for label, *signs in lines:
        assert all(words[sign](Right(label), role) for sign, role in zip(signs, ROLES, strict=True)), label


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_every_method_lets_in_whom_the_table_names(database: Database, role: Role) -> None:
    services = open_services(database)
    become(database, role)
    wrong = []
    for line in NEEDED:
        name, method = line.split(".")
        for kind in ("people", "enterprises", "accounts", "stations", "service-items"):
            if name == "Exporting" and kind in {"accounts", "stations"}:
                continue  # no ledger has them
            came = outcome(service_of(services, name), method, kind)
            may = right_of(line, kind) in OF_ROLE[role]
            if came != ("entered" if may else "refused"):
                wrong.append((line, kind, came))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_nothing_works_after_the_close(database: Database, role: Role) -> None:
    services = open_services(database)
    become(database, role)
    doors = {line: service_of(services, line.split(".")[0]) for line in NEEDED}
    services.close()
    came = {line: outcome(door, line.split(".")[1], "people") for line, door in doors.items()}
    assert {line for line, what in came.items() if what != "closed"} == set()
    for call in (services.check, lambda: services.access.require(Right.OWN)):
        with pytest.raises(ResourceClosedError):
            call()
    assert not services.access.may(Right.OWN)


def test_a_refusal_says_who_may_not_what_and_whom_to_ask(database: Database) -> None:
    services = open_services(database)
    become(database, Role.READER)
    with pytest.raises(NotPermittedError) as caught:
        services.records.save("enterprises", None, {"name": "甲"})
    assert caught.value.sentence == "「只读」不能新建、修改、删除、恢复、撤回任何记录，请找站长办理"
    assert caught.value.exit_code == 4
    assert services.records.total("enterprises") == 0


def test_the_desk_enters_people_and_leaves_the_rest(database: Database) -> None:
    services = open_services(database)
    become(database, Role.DESK)
    person = services.records.save("people", None, {"name": "李一"})
    assert services.records.get("people", person).title == "李一"
    for kind, values in (
        ("enterprises", {"name": "甲"}),
        ("accounts", {"name": "乙"}),
        ("activities", {"title": "丙"}),
    ):
        with pytest.raises(NotPermittedError):
            services.records.save(kind, None, values)
    with pytest.raises(NotPermittedError):
        services.records.archive("people", [person])
    services.records.undo()
    assert services.records.total("people") == 0


# -- with keys ---------------------------------------------------------------------------------------


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A station with a vault, closed."""
    vaults.create(tmp_path / "vault", "示范站", "周敏", PASSWORD).close()
    return tmp_path / "vault"


def test_the_password_is_asked_for_again_and_counts_for_five_minutes(locked: Path) -> None:
    now = [0.0]
    with vaults.log_in(locked, "周敏", PASSWORD) as database:
        access = Access(database, lambda: now[0])
        access.require(Right.WORK)
        with pytest.raises(PasswordAgainError):
            access.require(Right.KEYS)
        with pytest.raises(NotPermittedError):
            access.confirm(PASSWORD + "！")
        with pytest.raises(PasswordAgainError):
            access.require(Right.KEYS)
        access.confirm(PASSWORD)
        for right in AGAIN:
            access.require(right)
        now[0] = LASTS
        with pytest.raises(PasswordAgainError):
            access.require(Right.PURGE)
        access.count_as_confirmed()
        access.require(Right.PURGE)


def test_much_is_exported_with_the_password_alone_little_without(locked: Path, tmp_path: Path) -> None:
    services = open_services(vaults.log_in(locked, "周敏", PASSWORD))
    services.records.save("people", None, {"name": "李一", "mobile": "13800002207"})
    file, some = tmp_path / "人员.csv", Query("people", (Filter("name", Match.CONTAINS, "李"),))
    with pytest.raises(PasswordAgainError):
        services.exporting.export("people", file)
    with pytest.raises(PasswordAgainError):
        services.exporting.export("people", file, query=Query("people"))
    assert not file.exists()
    assert services.exporting.export("people", file, query=some) == 1
    assert services.exporting.export("service-items", tmp_path / "清单.csv") > 50
    services.access.confirm(PASSWORD)
    assert services.exporting.export("people", file) == 1
    services.close()


def test_a_row_of_the_database_promotes_nobody(locked: Path) -> None:
    """Whoever turns back a page of the file, or writes into it, stays who the key's slot says."""
    services = open_services(vaults.log_in(locked, "周敏", PASSWORD))
    services.access.confirm(PASSWORD)
    once = services.accounts.add("何俊杰", Role.READER)
    services.close()
    with vaults.log_in(locked, "何俊杰", once.password) as database:
        assert database.role is Role.READER
        with database.write("改") as write:
            write.update(Account, [{"id": 2, "role": Role.ADMINISTRATOR.value}])
    with vaults.log_in(locked, "何俊杰", once.password) as database:
        assert database.role is Role.READER
        with pytest.raises(NotPermittedError):
            open_services(database).records.save("enterprises", None, {"name": "甲"})


def test_taking_back_is_no_way_round_a_right(locked: Path) -> None:
    """What the administrator has set, staff do not unset; and a name to log in with is not changed past the vault."""
    services = open_services(vaults.log_in(locked, "周敏", PASSWORD))
    services.access.confirm(PASSWORD)
    once = services.accounts.add("何俊杰", Role.STAFF)
    services.records.save("stations", services.stations.profile_id(), {"name": "新的名称"})
    profile = services.audit.log(LogQuery()).entries[0].id
    [staff] = [one.id for one in services.accounts.people() if one.name == "何俊杰"]
    services.accounts.rename(staff, "何俊")
    renamed = services.audit.log(LogQuery()).entries[0].id
    with pytest.raises(UserError, match="工作人员"):
        services.taking_back.restore_field("accounts", staff, "name", renamed)
    services.close()
    services = open_services(vaults.log_in(locked, "何俊", once.password))
    with pytest.raises(NotPermittedError, match="改站点资料"):
        services.records.take_back(profile)
    assert services.stations.name() == "新的名称"
    services.close()


def test_the_bin_is_counted_of_what_one_sees_alone(database: Database) -> None:
    """How many members of the Party were deleted is nothing for the desk."""
    become(database, Role.STAFF)
    records, bins = open_services(database).records, open_services(database).purging
    person, branch = records.save("people", None, {"name": "单桐"}), records.save("organisations", None, {"name": "支部"})
    member = records.save("memberships", None, {"person_id": person, "organisation_id": branch})
    records.archive("memberships", [member])
    records.archive("people", [person])
    assert bins.standing().counts == {"memberships": 1, "people": 1}
    become(database, Role.DESK)
    assert bins.standing().counts == {"people": 1}


def test_who_has_another_role_does_not_go_on_in_the_former_one(database: Database) -> None:
    """What was done as staff is neither taken back nor done again from the desk; what is done there is."""
    become(database, Role.STAFF)
    records, staff = open_services(database).records, database.actor
    records.save("enterprises", None, {"name": "甲公司"})
    with database.write("换角色", lasting=True) as write:
        write.update(Account, [{"id": staff, "role": Role.DESK.value}])
    with pytest.raises(NotPermittedError, match="撤回"):
        records.undo()
    assert records.total("people") == 0
    records.save("people", None, {"name": "单桐"})
    records.undo()
    records.redo()
    assert records.total("people") == 1
