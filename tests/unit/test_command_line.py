"""The command line: what it says, what it answers as data, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from pypdf import PdfReader

from louyu_desktop import paths
from louyu_desktop.app import open_services
from louyu_desktop.commands import commands
from louyu_desktop.console import Group, run
from louyu_desktop.errors import StationBusyError
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.accounts import Accounts
from louyu_desktop.storage import slots
from louyu_desktop.storage.vault import Vault
from tests.stations import PASSWORD, create_station, keyless

Told = pytest.CaptureFixture[str]


def answer(capsys: Told, *arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command line."""
    code = run(commands, [str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def data(capsys: Told, *arguments: object) -> tuple[int, Any]:
    """Exit code and the JSON of one command line."""
    code, out, _err = answer(capsys, *arguments, "--json")
    return code, json.loads(out)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `init` made: a station and its recovery sheet, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    arguments = ["init", "--data", folder / "station", "--name", "环贸党群服务中心", "--user", "周敏", "--out", folder]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(slots, "calibrated", lambda: slots.Cost(8 << 10, 1, 1))
        patched.setenv("LOUYU_PASSWORD", PASSWORD)
        assert run(commands, [str(argument) for argument in arguments]) == 0
    return folder


@pytest.fixture
def station(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new, empty station with a vault, whose password the environment has; its sheet lies beside it."""
    monkeypatch.setenv("LOUYU_PASSWORD", PASSWORD)
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "station"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A ledger of people: two rows to take, one to refuse, one total."""
    path = tmp_path / "人员.csv"
    path.write_text("姓名,手机号\n单桐,138 0000 2207\n朱欣,１３９００００２２０８\n李雷,1380000\n合计,3\n", "utf-8")
    return path


# ------------------------------------------------------------------------------------- what it says


@pytest.mark.parametrize("command", [(), *((name,) for name, each in commands.commands.items() if not each.hidden)])
def test_help_is_chinese(capsys: Told, command: tuple[str, ...]) -> None:
    code, out, _err = answer(capsys, *command, "--help")
    assert code == 0
    assert out.startswith("用法：louyu-desktop")
    names = {"louyu", "desktop", "help", "JSON", "csv", "xls", "xlsx", "ics", "PDF"}
    options = {
        *("data", "user", "version", "json", "dry", "run", "out", "window", "set", "file", "sheet", "yes"),
        *("activity", "name", "list", "raise", "drop", "reason", "size", "password", "purpose", "take", "act"),
        *("accept", "assign", "finish", "satisfied", "safe"),
    }
    words = set(re.findall(r"[A-Za-z]{3,}", out)) - names
    assert words <= {*options, *(word for name in commands.commands for word in name.split("-"))}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["nothing"], "nothing"),
        (["list", "people", "--nothing"], "--nothing"),
        (["import", "people"], "文件"),
        (["init", "--data", "x"], "--name"),
        (["import", "registrations", "x.csv", "--activity", "一"], "--activity"),
        (["import", "dragons", "x.csv"], "dragons"),
        (["export", "accounts", "x.xlsx"], "accounts"),
        (["print"], "--list"),
    ],
)
def test_wrong_usage_is_one_sentence(capsys: Told, arguments: list[str], named: str) -> None:
    code, out, err = answer(capsys, *arguments)
    assert (code, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1


def test_errors_as_data(capsys: Told) -> None:
    code, found = data(capsys, "import", "dragons", "x.csv")
    assert code == found["exit_code"] == 2
    assert "dragons" in found["error"]


def test_without_a_display_the_window_is_refused_in_words(capsys: Told, tmp_path: Path) -> None:
    code, _out, err = answer(capsys, "--data", tmp_path)
    assert code == 2
    assert "显示器" in err


def test_a_mistake_of_ours_is_logged_without_what_it_said(capsys: Told) -> None:
    broken = Group("broken")

    @broken.command("fall")
    def fall() -> None:
        raise ValueError("单桐 13800002207")

    code = run(broken, ["fall"])
    _out, err = capsys.readouterr()
    log = paths.log_file().read_text("utf-8")
    assert code == 1
    assert str(paths.log_file()) in err
    assert "ValueError" in log
    assert "fall" in log
    assert "单桐" not in log + err
    assert "Traceback" not in log + err


def test_our_own_errors_keep_their_exit_code(capsys: Told) -> None:
    busy = Group("busy")

    @busy.command("open")
    @click.option("--json", "as_json", is_flag=True)
    def opened(as_json: bool) -> None:
        raise StationBusyError("站点正在使用")

    assert run(busy, ["open", "--json"]) == 5
    assert json.loads(capsys.readouterr().out) == {"error": "站点正在使用", "exit_code": 5}


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from louyu_desktop.commands import commands; from louyu_desktop.console import run;"
        "run(commands, ['--help']);"
        "print([name for name in ('PySide6', 'sqlalchemy', 'reportlab', 'pypinyin') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ})
    assert result.stdout.decode("utf-8").splitlines()[-1] == "[]"


# ------------------------------------------------------------------------------------------ a station


def test_a_new_station_has_its_zones(capsys: Told, station: Path) -> None:
    code, out, _err = answer(capsys, "list", "facilities", "--json", "--data", station)
    zones = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(zones) == 10
    assert {"id", "name"} <= zones[0].keys()
    assert answer(capsys, "--data", station, "list", "facilities")[1].count("\n") == 11


def test_a_station_is_not_made_twice(capsys: Told, station: Path) -> None:
    code, _out, err = answer(capsys, "init", "--data", station, "--name", "另一个")
    assert code == 3
    assert err.strip()


def test_an_import_tells_every_row(capsys: Told, station: Path, people: Path) -> None:
    code, dry = data(capsys, "import", "people", people, "--dry-run", "--data", station)
    assert code == 3
    assert (dry["rows"], dry["new"], dry["changed"], dry["unchanged"]) == (3, 2, 0, 0)
    assert [(line["row"], line["column"], line["value"]) for line in dry["refused"]] == [(4, "手机号", "1380000")]
    assert [line["row"] for line in dry["left_out"]] == [5]
    assert answer(capsys, "list", "people", "--json", "--data", station)[1] == ""


def test_an_import_twice_changes_nothing(capsys: Told, station: Path, people: Path) -> None:
    first = data(capsys, "import", "people", people, "--data", station)
    again = data(capsys, "import", "people", people, "--data", station)
    assert first[0] == again[0] == 3
    assert (again[1]["new"], again[1]["changed"], again[1]["unchanged"]) == (0, 0, 2)
    lines = answer(capsys, "list", "people", "--json", "--data", station)[1].splitlines()
    assert {json.loads(line)["name"] for line in lines} == {"单桐", "朱欣"}


def test_an_import_of_what_can_be_no_file(capsys: Told, station: Path) -> None:
    """Its name is longer than a name may be."""
    code, found = data(capsys, "import", "people", "名" * 100 + ".xlsx", "--data", station)
    assert code == 3
    assert "读不到：可能已移走，或没有权限" in found["error"]


def test_an_import_in_words(capsys: Told, station: Path, people: Path) -> None:
    code, out, err = answer(capsys, "import", "people", people, "--data", station)
    assert code == 3
    assert "新增 2" in out
    assert "第 4 行「手机号」" in err


def test_what_is_exported_is_imported_unchanged(capsys: Told, station: Path, people: Path, tmp_path: Path) -> None:
    data(capsys, "import", "people", people, "--data", station)
    workbook = tmp_path / "导出.xlsx"
    assert answer(capsys, "export", "people", workbook, "--data", station)[0] == 0
    code, again = data(capsys, "import", "people", workbook, "--data", station)
    assert (code, again["rows"], again["unchanged"], again["refused"]) == (0, 2, 2, [])


def test_a_file_that_cannot_be_read_is_refused(capsys: Told, station: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "台账.et"
    foreign.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    code, found = data(capsys, "import", "people", foreign, "--data", station)
    assert code == 3
    assert ".xlsx" in found["error"]


def test_papers_are_named_and_made(capsys: Told, station: Path, tmp_path: Path) -> None:
    _code, out, _err = answer(capsys, "print", "--list", "--data", station)
    assert {"sign-in-sheet", "handbook"} <= {line.split("\t")[0] for line in out.splitlines()}
    target = tmp_path / "手册.pdf"
    code, made = data(capsys, "print", "handbook", "-o", target, "-s", "size=A4", "--data", station)
    assert code == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert made["pages"] > 0
    assert (made["missing"], made["shortened"]) == ([], [])
    assert answer(capsys, "print", "handbook", "-s", "A4", "--data", station)[0] == 2


def test_papers_of_enterprises_are_made(capsys: Told, station: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "企业.csv"
    ledger.write_text("企业名称,是否重点\n远舟投资管理中心,是\n㐂䶮𠮷喆设计,否\n", "utf-8")
    assert answer(capsys, "import", "enterprises", ledger, "--data", station)[0] == 0
    target = tmp_path / "d.pdf"
    for paper in ("dossier", "shop-dossier", "visit-form", "contact-card"):
        made = ["print", paper, "--id", 1, "-o", target, "--purpose", "走访", "--data", station]
        assert data(capsys, *made)[1]["missing"] == []
        assert answer(capsys, "print", paper, "-o", target, "--data", station)[0] == 2
    for paper in ("visit-forms", "visit-route", "must-visits", "key-firms", "contact-cards"):
        assert data(capsys, "print", paper, "-o", target, "--data", station)[0] == 0
    for version, told in (("internal", "内部资料"), ("outward", "对外版")):
        dossier = ["print", "dossier", "--id", 1, "-s", f"version={version}", "-o", target, "--data", station]
        assert answer(capsys, *dossier)[0] == 0
        assert told in PdfReader(target).pages[0].extract_text()
    assert answer(capsys, "print", "dossier", "--id", 99, "-o", target, "--data", station)[0] == 3


def test_a_request_from_its_taking_to_its_end(capsys: Told, station: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "企业.csv"
    ledger.write_text("企业名称\n远舟投资管理中心\n远舟文化\n", "utf-8")
    answer(capsys, "import", "enterprises", ledger, "--data", station)
    asked = ["requests", "--data", station, "take", "电梯太慢", "--mechanism", "平台协办", "--enterprise"]
    assert "有 2 家" in data(capsys, *asked, "远舟")[1]["error"]
    code, taken = data(capsys, *asked, "远舟文化")
    assert (code, taken["state"]) == (0, "待受理")
    assert taken["number"].startswith("SQ-")
    [line] = answer(capsys, "requests", "list", "--json", "--data", station)[1].splitlines()
    listed = json.loads(line)
    assert (listed["number"], listed["enterprise"]) == (taken["number"], "远舟文化")
    assert listed["left"] in {5, 6}  # what comes in the evening counts for the next day

    def act(*more: str) -> tuple[int, Any]:
        return data(capsys, "requests", "act", taken["number"], *more, "--data", station)

    code, refused = act("finish", "--words", "调好了")
    assert (code, "不能填结果" in refused["error"]) == (3, True)
    assert act("assign", "--owner", "没有这个人")[0] == 3
    assert act("accept")[1]["state"] == "已受理"
    assert act("assign", "--owner", "周敏", "--mechanism", "平台协办")[1]["state"] == "办理中"
    assert act("finish", "--words", "调好了")[1]["state"] == "待回访"
    assert "现在已办结" in answer(capsys, "requests", "act", taken["number"], "satisfied", "--score", 5,
                              "--data", station)[1]  # fmt: skip
    assert answer(capsys, "requests", "list", "--data", station)[1] == "没有没办结的诉求\n"
    assert act("dance")[0] == 2
    assert answer(capsys, "requests", "act", "SQ-1", "accept", "--data", station)[0] == 3


def test_check_says_that_all_is_well(capsys: Told, station: Path) -> None:
    assert answer(capsys, "check", "--data", station)[:2] == (0, "数据完好\n")
    assert data(capsys, "check", "--data", station) == (0, {"problems": []})


def test_a_damaged_file_ends_with_6(capsys: Told, station: Path) -> None:
    file = station / "station.db"
    file.write_bytes(os.urandom(len(file.read_bytes())))
    code, _out, err = answer(capsys, "list", "people", "--data", station)
    assert code == 6
    assert err.count("\n") == 1


def test_a_station_in_use_ends_with_5(capsys: Told, station: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from louyu_desktop.app import open_services;"
        f"open_services(Path({str(station)!r}), None, {PASSWORD!r}); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"open"
        code, _out, err = answer(capsys, "list", "people", "--data", station)
        holder.kill()
    assert code == 5
    assert err.count("\n") == 1


def test_a_stranger_may_not_act(capsys: Told, station: Path) -> None:
    code, _out, err = answer(capsys, "list", "people", "--data", station, "--user", "没有这个人")
    assert code == 4
    assert err.count("\n") == 1
    assert PASSWORD not in err


# -------------------------------------------------------------------------------------------- passwords


def test_the_sheet_is_written_where_it_is_wanted(capsys: Told, station: Path, tmp_path: Path) -> None:
    [sheet] = tmp_path.glob("恢复纸*.pdf")
    text = PdfReader(sheet).pages[0].extract_text()
    vault = Vault.read(station)
    assert vault.vault_id in text
    groups = re.findall(r"\b[0-9A-Z]{4}\b", text.partition("第 1 组")[2])
    assert vault.recover("".join(groups[:9])).account_uid == ""
    assert PASSWORD not in text


@pytest.mark.parametrize("password", ["", "wrong password here", PASSWORD.upper() + "x"])
def test_a_wrong_password_ends_with_4(
    capsys: Told, station: Path, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setenv("LOUYU_PASSWORD", password)
    code, _out, err = answer(capsys, "list", "people", "--data", station)
    assert code == 4
    assert err.count("\n") == 1


def test_the_password_may_stand_in_a_file(
    capsys: Told, station: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOUYU_PASSWORD")
    file = tmp_path / "口令.txt"
    file.write_text(f"{PASSWORD}\n", "utf-8")
    assert answer(capsys, "list", "people", "--data", station, "--password-file", file)[0] == 0
    assert answer(capsys, "--password-file", file, "list", "people", "--data", station)[0] == 0
    assert answer(capsys, "list", "people", "--data", station, "--password-file", tmp_path / "无")[0] == 3


def test_nobody_is_asked_where_nobody_sits(capsys: Told, station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOUYU_PASSWORD")
    code, _out, err = answer(capsys, "list", "people", "--data", station)
    assert code == 4
    assert "--password-file" in err


def test_a_weak_password_makes_no_station(capsys: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOUYU_PASSWORD", "password1234")
    code, _out, err = answer(capsys, "init", "--data", tmp_path / "s", "--name", "示范站", "--out", tmp_path)
    assert code == 3
    assert "猜到" in err
    assert not (tmp_path / "s" / "station.db").exists()
    assert list(tmp_path.glob("*.pdf")) == []


def test_an_old_station_is_refused_until_it_is_taken_in(
    capsys: Told, tmp_path: Path, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "旧站"
    create_station(folder, "环贸党群服务中心", "周敏").close()
    code, _out, err = answer(capsys, "list", "people", "--data", folder)
    assert code == 4
    assert "louyu-desktop protect" in err
    monkeypatch.setenv("LOUYU_PASSWORD", PASSWORD)
    code, out, _err = answer(capsys, "protect", "--data", folder, "--out", tmp_path)
    assert code == 0
    assert "恢复纸" in out
    assert not (folder / "station.key").exists()
    assert answer(capsys, "import", "people", people, "--data", folder)[0] == 3
    assert answer(capsys, "check", "--data", folder)[:2] == (0, "数据完好\n")
    assert answer(capsys, "protect", "--data", folder)[0] == 3


def test_a_one_time_password_is_for_the_window(
    capsys: Told, station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = open_services(station, "周敏", PASSWORD)
    once = Accounts(services._database).add("单桐", Role.STAFF)
    services.close()
    monkeypatch.setenv("LOUYU_PASSWORD", once.password)
    code, _out, err = answer(capsys, "list", "people", "--data", station, "--user", "单桐")
    assert code == 4
    assert "一次性口令" in err
    monkeypatch.setenv("LOUYU_PASSWORD", PASSWORD)
    code, _out, err = answer(capsys, "list", "people", "--data", station)
    assert code == 4
    assert "--user" in err
    assert answer(capsys, "list", "people", "--data", station, "--user", "zm")[0] == 0


def test_the_demonstration_opens_without_a_password(capsys: Told, tmp_path: Path) -> None:
    keyless(tmp_path / "s").close()
    assert answer(capsys, "list", "facilities", "--data", tmp_path / "s")[0] == 0
    assert answer(capsys, "protect", "--data", tmp_path / "s")[0] == 3
    code, _out, err = answer(capsys, "list", "facilities", "--data", tmp_path / "s", "--user", "没有这个人")
    assert (code, "没有这个人" in err) == (4, True)


def test_a_sheet_that_cannot_be_written_is_told(
    capsys: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOUYU_PASSWORD", PASSWORD)
    (tmp_path / "文件").write_text("", "utf-8")
    code, _out, err = answer(capsys, "init", "--data", tmp_path / "s", "--name", "示范站", "--out", tmp_path / "文件")
    assert code == 3
    assert "口令与恢复" in err
    assert answer(capsys, "list", "facilities", "--data", tmp_path / "s")[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals of this kind")
def test_a_password_is_asked_for_unseen_and_twice() -> None:
    asking = "from louyu_desktop.console import password; print(len(password(None, new=True)))"
    code, seen = typed(asking, ["password1234", PASSWORD, PASSWORD + "x", PASSWORD, PASSWORD])
    assert code == 0
    assert seen.split()[-1] == str(len(PASSWORD))
    assert PASSWORD not in seen
    assert "猜到" in seen
    assert "两遍输的不一样" in seen


def typed(script: str, answers: list[str]) -> tuple[int, str]:
    """Exit code and screen of a script at a terminal where `answers` are typed, one at each question."""
    import pty

    child, terminal = pty.fork()
    if not child:
        os.environ.pop("LOUYU_PASSWORD", None)
        os.execv(sys.executable, [sys.executable, "-c", script])  # noqa: S606 - the terminal is its own
    seen = b""
    while True:
        try:
            seen += os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if answers and seen.endswith("：".encode()):
            os.write(terminal, f"{answers.pop(0)}\n".encode())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), seen.decode()


def test_what_is_exported_is_logged_with_its_purpose(
    capsys: Told, station: Path, people: Path, tmp_path: Path
) -> None:
    data(capsys, "import", "people", people, "--data", station)
    file = tmp_path / "p.csv"
    assert answer(capsys, "export", "people", file, "--purpose", "上报街道", "--data", station)[0] == 0
    services = open_services(station, "周敏", PASSWORD)
    log = [line.text for line in services.today.overview().log]
    services.close()
    assert any(line.startswith("导出人员") and line.endswith("用途：上报街道") for line in log)
