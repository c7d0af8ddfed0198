"""Before and after a restore: what is told of both sides, what is carried over, what is kept beside."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import time_machine

from louyu_desktop import __version__
from louyu_desktop.errors import SystemProblem, UserError
from louyu_desktop.models import Account, SettingValue
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import restores, second_place
from louyu_desktop.services.backup_copies import Level, Standing
from louyu_desktop.services.backups import EVERY, Backups
from louyu_desktop.services.restores import Restores
from louyu_desktop.storage import container, drill, rekey, restoring, upgrade
from louyu_desktop.storage.retention import Moment
from louyu_desktop.storage.tables import Backup, KeyHistory
from tests.storage import backups
from tests.storage.backups import Made


def quiet(_done: int, _total: int, _note: str) -> None:
    """Nobody wants to know."""


def put(made: Made, model: type[Any], **values: Any) -> None:
    with made.database.write("写入") as write:
        write.insert(model, [values])


# --------------------------------------------------------------------------------------------- both sides


def test_a_preview_says_what_a_backup_is(made: Made, tmp_path: Path) -> None:
    """What it holds and when it last changed; a moment at which nothing has changed since warns of nothing."""
    service = Backups(made.database)
    one = service.make()
    assert one.file is not None
    restorer = Restores(made.database, service)
    heard: list[tuple[int, int, str]] = []
    shown = restorer.preview(one.file, lambda *told: heard.append(told))
    assert (shown.file, shown.number, shown.kind, shown.label) == (one.file, 1, "hand", "手动")
    assert (shown.made_at, shown.epoch, shown.whole) == (one.made_at, 1, True)
    assert shown.vault_id == (made.database.vault and made.database.vault.vault_id)
    assert shown.program == __version__
    assert shown.ours is not None
    assert shown.theirs.latest is not None
    assert shown.ours.latest == shown.theirs.latest
    assert shown.theirs.counts == one.counts
    assert (shown.warnings, shown.administrators) == ((), ())
    assert {note for _done, _total, note in heard} == {"正在验证备份", "正在检查备份里的数据"}
    assert shown.ours.counts["企业"] == 1
    assert "服务站点" not in shown.ours.counts
    before = shown.theirs.latest
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=5)):
        backups.add(made.database, "新来的公司")
    shown = restorer.preview(one.file)
    assert shown.ours is not None
    assert shown.ours.counts["企业"] == 2
    assert shown.ours.latest is not None
    assert shown.ours.latest - before >= dt.timedelta(hours=5)
    assert shown.warnings == (f"备份比现在旧：{before.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 以后的改动会退回去",)
    assert not (made.database.folder / "work-preview").exists()
    closed = restores.preview_closed(tmp_path / "new", one.file, made.written)
    assert (closed.ours, closed.other_station, closed.warnings) == (None, False, ())
    assert (closed.number, closed.theirs) == (1, shown.theirs)
    assert not (tmp_path / "new" / "work-preview").exists()


def test_a_preview_warns_of_what_a_backup_lacks(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without attachments, of an older program, of a kind that only a newer one knows; on the way to a new computer."""
    service = Backups(made.database)
    restorer = Restores(made.database, service)
    monkeypatch.setattr("louyu_desktop.services.backups.FEW", 0)
    file = service.make(Moment.INTERVAL).file
    assert file is not None
    assert restorer.preview(file).warnings == ("这份备份不带附件，附件用本机上现有的",)
    target = made.database.folder.with_name("搬家.backup")
    service.move(target)
    monkeypatch.setattr(upgrade, "SCHEMA", upgrade.SCHEMA + 1)
    assert restorer.preview(target).warnings == (
        "备份是旧版本做的，恢复时会升级到现在的版本", "搬家以后，旧电脑上请不要再录入",
    )  # fmt: skip
    monkeypatch.undo()
    made_of = container.Manifest.read
    monkeypatch.setattr(container.Manifest, "read", lambda said: made_of(said.replace(b'"interval"', b'"later"')))
    assert restorer.preview(file).label == "later"


def test_by_the_sheet_the_administrators_are_told(made: Made) -> None:
    """Those who are there, and nobody else: one of them gets a new password."""
    for number, (name, role, gone) in enumerate(
        (("周敏", Role.ADMINISTRATOR, None), ("单小明", Role.STAFF, None), ("仇宁", Role.ADMINISTRATOR, None),
         ("何俊杰", Role.ADMINISTRATOR, dt.datetime(2026, 1, 1, tzinfo=dt.UTC)))
    ):  # fmt: skip
        put(made, Account, uid=f"uid-{number + 1}", name=name, role=role.value, archived_at=gone)
    service = Backups(made.database)
    one = service.make()
    assert one.file is not None
    restorer = Restores(made.database, service)
    shown = restorer.preview_by_sheet(one.file, made.written)
    assert shown.administrators == (("uid-1", "周敏"), ("uid-3", "仇宁"))
    assert not shown.other_station
    with pytest.raises(UserError):
        restorer.preview_by_sheet(one.file, made.written[:-1])
    assert not (made.database.folder / "work-preview").exists()


# --------------------------------------------------------------------------------------------- what is carried


def test_what_goes_over_into_the_restored_data(made: Made, tmp_path: Path) -> None:
    """The list of backups, the keys of former times, where the second place is; and who did it."""
    service = Backups(made.database)
    first = service.make()
    assert first.file is not None
    rekey.change_data_key(made.database)
    service.set_second_place(tmp_path / "盘")
    made.database.actor = 1
    carried = restoring.carried(made.database, second_place.KEY)
    kinds = [table for table, _row in carried.rows]
    assert (kinds.count(Backup), kinds.count(KeyHistory), kinds.count(SettingValue)) == (1, 1, 1)
    assert carried.actor == 1
    assert restoring.carried(made.database, "").rows == carried.rows[:-1]
    folder = made.database.folder
    Restores(made.database, service).restore(Restores(made.database, service).preview(first.file))
    with backups.opened(folder) as restored:
        again = Backups(restored)
        assert again.second_place().folder == tmp_path / "盘"
        assert [copy.number for copy in again.listing()] == [2, 1]
        assert restored.operations()[0].label == "从备份恢复：第 1 份"
        assert restored.epoch == 3
        assert sorted(drill.keys_of(restored).database) == [1, 2, 3]


def test_an_old_backup_stays_until_it_is_restored(made: Made) -> None:
    """The safety copy lets old ones go by the rules, but not the very one that is wanted; sizes are those of files."""
    service, start = Backups(made.database), dt.datetime(2026, 3, 1, 2, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False):
        old = service.make(Moment.INTERVAL)
        service.make(Moment.INTERVAL)
    assert old.file is not None
    assert old.size == old.file.stat().st_size
    for day in range(1, 5):
        with time_machine.travel(start + dt.timedelta(days=day), tick=False):
            backups.add(made.database, f"公司 {day}")
            if day < 4:
                service.make(Moment.INTERVAL, held=1)
            else:
                restorer = Restores(made.database, service)
                done = restorer.restore(restorer.preview(old.file))
    assert (done.number, done.safety) == (1, 6)
    assert done.words == "已从第 1 份备份恢复，恢复前的数据是第 6 份备份。请重新登录"
    with backups.opened(made.database.folder) as restored:
        assert [copy.number for copy in Backups(restored).listing()][-1] == 1


def test_what_lay_there_is_kept_beside_each_time(made: Made, tmp_path: Path) -> None:
    """In a folder of its own with its vault; a second time in the next; where nothing lay there is none."""
    one = Backups(made.database).make()
    assert one.file is not None
    folder, new = made.database.folder, tmp_path / "new"
    made.database.close()
    done = restores.restore_closed(new, one.file, made.written)
    assert (done.number, done.safety, done.words) == (1, 0, "已从第 1 份备份恢复，请重新登录")
    assert not (new / "backups").exists()
    assert restoring.aside(tmp_path) is None
    for number in (1, 2):
        lying = (folder / "station.db").read_bytes()
        keys = (folder / "vault.keys").read_bytes()
        restores.restore_closed(folder, one.file, made.written)
        beside = folder / "backups" / f"before-{number:03d}"
        assert (beside / "station.db").read_bytes() == lying
        assert (beside / "vault.keys").read_bytes() == keys
        if os.name != "nt":
            assert beside.stat().st_mode & 0o777 == 0o700
    assert restores.newest_backup(folder) == one.file
    assert restores.newest_backup(new) is None
    assert restores.newest_backup(tmp_path / "none") is None


def test_three_times_the_file_is_the_room_that_a_restore_asks_for(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Backups(made.database).make()
    assert one.file is not None
    usage, needed = shutil.disk_usage(made.database.folder), 3 * one.size + (16 << 20)
    opening, carry = drill.keys_of(made.database), restoring.carried(made.database, "")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=needed - 1))
    with pytest.raises(SystemProblem, match="没有开始备份"):
        restoring.restore_open(made.database, one.file, opening, carry, quiet)
    assert made.database.check() == []
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=needed))
    heard: list[str] = []
    restoring.restore_open(made.database, one.file, opening, carry, lambda _done, _total, note: heard.append(note))
    assert list(dict.fromkeys(heard)) == ["正在验证备份", "正在检查备份里的数据", "正在准备恢复好的数据"]


# ----------------------------------------------------------------------------------------- the status bar


def test_what_the_status_bar_says_from_day_to_day(made: Made) -> None:
    """The age of the proof; two days without one and something to lose are told; nothing to lose is not."""
    service, start = Backups(made.database), dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)
    none = service.standing()
    assert (none.level, none.words, none.banner) == (Level.BAD, "还没有备份", "还没有备份。请现在备份一次")
    assert none.second == "没有第二处备份"
    with time_machine.travel(start, tick=False):
        service.make()
        assert service.standing() == Standing(Level.GOOD, "备份已验证：刚才", "没有第二处备份", "")
        backups.add(made.database, "新来的公司")
    for days, level in ((1, Level.GOOD), (2, Level.LATE), (-1, Level.LATE)):
        with time_machine.travel(start + dt.timedelta(days=days), tick=False):
            found = service.standing()
            assert found.level is level
            assert found.banner == ("" if level is Level.GOOD else f"最近一次验证过的备份是{found.words[6:]}做的。请现在备份一次")
    with time_machine.travel(start + dt.timedelta(days=40), tick=False):
        service.drill()
        assert not service.drill_due()
    for days, due in ((69, False), (70, True), (39, True)):
        with time_machine.travel(start + dt.timedelta(days=days), tick=False):
            assert service.drill_due() is due
            assert service.standing().level is Level.GOOD


def test_half_an_hour_is_counted_by_a_clock_that_nobody_turns(made: Made) -> None:
    """From the last one on, to the second; and only where something changed."""
    ticks = [1000.0]
    service = Backups(made.database, clock=lambda: ticks[0])
    assert service.due()
    assert service.by_the_clock() is not None
    ticks[0] += EVERY
    assert not service.due()
    backups.add(made.database, "新来的公司")
    assert service.due()
    ticks[0] -= 0.5
    assert not service.due()
    assert service.by_the_clock() is None
    before = service.before("import")
    assert before is not None
    assert (before.kind, before.label, before.whole) == ("import", "导入前", True)
    assert service.before("merge") is None
    assert service.folder() == made.database.folder / "backups"
