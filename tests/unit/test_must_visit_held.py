"""What an import asks for waits; a person or a command decides; who may not know the facts does not get them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from louyu_desktop.commands import commands
from louyu_desktop.console import run
from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import ChangeLog, Enterprise, VisitTask
from louyu_desktop.rules.dates import today
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import import_stream, import_write
from louyu_desktop.services import importing as importing_module
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.must_visit_reading import tasks
from louyu_desktop.services.must_visits import MustVisits
from louyu_desktop.services.records import Records
from louyu_desktop.storage.bulk import Load
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.tables import Suggestion
from tests.bench.stations import credit_code
from tests.stations import keyless

_STAMPS = {"id", "uid", "enterprise_id", "source_id", "created_at", "updated_at"}
HEADINGS = "企业名称,楼宇,楼层,室号,到期日期,联系人\n"


def ledger(folder: Path, count: int, days: int = 20) -> Path:
    """A ledger of firms whose leases all end soon."""
    end = today() + dt.timedelta(days=days)
    lines = [f"远帆{n:03d}有限公司,汾阳大厦,{n // 8 + 1},{n % 8 + 1:02d},{end},周敏{n}" for n in range(count)]
    path = folder / f"台账{count}.csv"
    path.write_text(HEADINGS + "\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with keyless(tmp_path / "s") as opened:
        yield opened


@pytest.mark.parametrize("large", [False, True])
def test_an_import_raises_nothing_by_itself(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    """Small ones in one go and large ones in a child alike; taken back, nothing is left."""
    monkeypatch.setattr(importing_module, "LARGE", 10 if large else 1000)
    before = database.content_hash()
    importing, service = Importing(database), MustVisits(database)
    book = importing.read(ledger(tmp_path, 12))
    plan = importing.plan("enterprises", book, importing.propose("enterprises", book))
    result = importing.write(plan, alone=True)
    assert len(result.held) == 12
    assert service.open() == ()
    assert {one.id for one in service.waiting()} == set(result.held)
    assert not service.sweep(today())
    with database.write("改") as write:  # what is done to such a firm by hand leaves the task waiting
        write.update(Enterprise, [{"id": service.waiting()[0].enterprise_id, "business": "贸易"}])
    assert len(service.waiting()) == 12
    database.undo()
    database.undo(result.operation_id)
    assert database.content_hash() == before
    assert service.waiting() == ()


def test_many_at_once_wait_and_a_few_do_not(database: Database, tmp_path: Path) -> None:
    importing, service, records = Importing(database), MustVisits(database), Records(database)
    book = importing.read(ledger(tmp_path, 30, days=500))
    importing.write(importing.plan("enterprises", book, importing.propose("enterprises", book)))
    seats = [one.id for one in records.options("occupancies", limit=100)]
    assert len(seats) == 30
    records.bulk_edit("occupancies", seats[:5], "renewal_intent", "搬离")
    assert len(service.open()) == 5
    records.bulk_edit("occupancies", seats, "renewal_intent", "搬离")
    assert (len(service.open()), len(service.waiting())) == (5, 25)


def test_the_command_decides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keyless(tmp_path / "s").close()
    path, folder = ledger(tmp_path, 3), str(tmp_path / "s")

    def told(*words: str) -> str:
        assert run(commands, [*words, "--data", folder]) == 0
        return capsys.readouterr().out

    assert "会产生 3 件必访" in told("import", "enterprises", str(path))
    assert len(json.loads(told("visits", "--json"))["waiting"]) == 3
    assert "共 3 件" in told("visits", "list")
    assert "已生成 3 件" in told("visits", "raise")
    assert "没有等您定的" in told("visits", "drop")


def test_what_each_asks_for(database: Database) -> None:
    service, records = MustVisits(database), Records(database)
    firm = records.save("enterprises", None, {"name": "某公司"})
    with pytest.raises(UserError, match="是什么情况"):
        service.special(firm, "舆情", "  ")
    case = service.special(firm, "舆情", "有人发帖")
    [task] = service.of(firm)
    assert (task.trigger, task.source_id, task.enterprise) == ("特殊情况", case, "某公司")
    with pytest.raises(UserError, match="为什么延后"):
        service.put_off([task.id], today() + dt.timedelta(days=1), " ")
    with pytest.raises(UserError, match="以后的日子"):
        service.put_off([task.id], today(), "出差")
    with pytest.raises(UserError, match="不用走访"):
        service.not_needed([task.id], "")
    with pytest.raises(UserError, match="没有这位"):
        service.assign([task.id], 99)
    assert service.assign([task.id], 1) == 1
    assert service.open(assignee_id=1)[0].assignee == "周敏"
    assert service.put_off([task.id], today() + dt.timedelta(days=9), "出差") == 1
    assert service.open(until=today() + dt.timedelta(days=8)) == ()
    assert service.resume([task.id]) == 1
    service.resolve(task.id)
    [closed] = service.of(firm)
    assert (closed.state, closed.cleared, closed.can_resume) == ("无需", True, False)
    assert closed.state_reason == "原因已消除：情况已解除"
    for again in (service.resume, lambda ids: service.not_needed(ids, "x")):
        with pytest.raises(UserError):
            again([task.id])
    with pytest.raises(UserError, match="已经解除"):
        service.resolve(task.id)
    guest = service.headquarters(firm, today() + dt.timedelta(days=3), "王远")
    assert service.open()[0].source_id == guest
    records.archive("enterprises", [firm])
    assert service.open() == ()
    with pytest.raises(UserError, match="已经不在了"):
        service.special(firm, "舆情", "有人发帖")


def test_who_may_not_know_the_fact_does_not_get_it(database: Database) -> None:
    service, records = MustVisits(database), Records(database)
    firm = records.save("enterprises", None, {"name": "某公司"})
    service.special(firm, "舆情", "有人发帖")
    with database.read() as session:
        [seen] = tasks(session, Role.STAFF, VisitTask.enterprise_id == firm)
        [blank] = tasks(session, Role.READER, VisitTask.enterprise_id == firm)
        assert "有人发帖" in seen.fact
        assert (blank.fact, blank.why, blank.enterprise) == ("", "", "某公司")
        with pytest.raises(NotPermittedError):
            tasks(session, Role.DESK)


def of_rules(database: Database) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """What the station keeps of the rules' words, by enterprise."""
    said = [column for column in VisitTask.__table__.columns if column.name not in _STAMPS]
    with database.read() as session:
        tasks = session.execute(select(Enterprise.name, *said).join_from(VisitTask, Enterprise)).all()
        firm = Enterprise.id == Suggestion.enterprise_id
        suggestions = session.execute(select(Enterprise.name, Suggestion.__table__).join(Suggestion, firm)).all()
        return sorted(map(tuple, tasks), key=repr), sorted(map(tuple, suggestions), key=repr)


def unlooked(*parts: Any, **_rest: Any) -> Load:
    """A load whose enterprises the rules look at when all is published."""
    return Load(*parts)


@pytest.mark.parametrize("settled", [True, False])
def test_looked_at_while_they_are_written_they_ask_for_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: bool
) -> None:
    """New firms in new buildings are looked at on the way, others when all is published, as all of them are else."""
    monkeypatch.setattr(importing_module, "LARGE", 10)
    if settled:
        for module in (import_stream, import_write):
            monkeypatch.setattr(module, "LARGE", 10)
    days = (-200, -30, 0, 5, 29, 60, 120, 179, 300, 900, None)
    lines = [
        f"远帆{n:03d}有限公司,{credit_code(n)},汾阳{n // 20}号楼,{n // 8 + 1},{n % 8 + 1:02d},"
        f"{'' if (near := days[n % 11]) is None else today() + dt.timedelta(days=near)},"
        f"{('', '搬离', '续租', '')[n % 4]},{('', '大幅下滑', '')[n % 3]},周敏{n}"
        for n in range(120)
    ]
    found = []
    for looks in (True, False):
        with keyless(tmp_path / f"s{looks}") as database:
            if settled:  # whose firms wait until all is there
                Records(database).save("buildings", None, {"name": "汾阳1号楼"})
            path = tmp_path / f"{looks}.csv"
            headings = "企业名称,统一社会信用代码,楼宇,楼层,室号,到期日期,续租意向,经营趋势,联系人\n"
            path.write_text(headings + "\n".join(lines) + "\n", encoding="utf-8")
            importing = Importing(database)
            book = importing.read(path)
            plan = importing.plan("enterprises", book, importing.propose("enterprises", book), at_writing=True)
            with monkeypatch.context() as patched:
                if not looks:
                    patched.setattr(importing_module, "Load", unlooked)
                result = importing.write(plan, alone=True)
            assert database.check() == []
            assert len(result.held) == len(set(result.held)) == len(of_rules(database)[0])
            found.append(of_rules(database))
            with database.read() as session:
                logged = select(ChangeLog.operation_id).where(ChangeLog.entity == VisitTask.__entity__.kind)
                assert (result.operation_id in set(session.scalars(logged))) == looks
            database.undo(result.operation_id)
            assert of_rules(database) == ([], [])
    assert found[0] == found[1]
    assert len(found[0][0]) > 60
    assert len(found[0][1]) > 60
