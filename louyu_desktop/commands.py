"""The subcommands: the services of the window without one; `__main__` says with which exit codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from louyu_desktop import __version__, paths
from louyu_desktop.backup_commands import backup, move, restore
from louyu_desktop.command_parts import as_json, new_password, opened, password, station_folder, with_station
from louyu_desktop.console import Group, Required, data_line, progress, progress_done
from louyu_desktop.errors import DamagedError, SystemProblem, UsageError
from louyu_desktop.exchange.opening import begun
from louyu_desktop.request_commands import requests
from louyu_desktop.services.uncollected import leave, uncollected
from louyu_desktop.text import _
from louyu_desktop.trouble_commands import go_back, repair
from louyu_desktop.visit_commands import visits

if TYPE_CHECKING:
    from louyu_desktop.fields import Entity
    from louyu_desktop.services.suite import Services
    from louyu_desktop.storage.database import Database


# --------------------------------------------------------------------------------------------- the group


@click.group(cls=Group, invoke_without_command=True, help=_("楼宇党群服务站工作台。不带命令时打开窗口。"))
@with_station
@click.option("--safe", is_flag=True, help=_("安全模式：不用保存的外观和视图，不做后台工作"))
@click.version_option(__version__, "--version", message="%(version)s", help=_("显示版本"))
@click.pass_context
def commands(context: click.Context, data: Path | None, user: str | None, safe: bool) -> None:
    """Keep what names the station; without a subcommand open the window."""
    context.obj = {"data": data, "user": user}
    if context.invoked_subcommand is None:
        context.exit(_open_window(data or paths.default_station(), user, safe=safe))


# ------------------------------------------------------------------------------------------- the window


def _open_window(folder: Path, user: str | None, *, safe: bool = False) -> int:
    from louyu_desktop.app import has_display, run_window

    if not has_display():
        raise UsageError(_("这里没有显示器，打不开窗口。不用窗口的命令见 louyu-desktop --help"))
    return run_window(folder, user, safe=safe)


@commands.command(help=_("建立演示站点，打印样张，有显示器时打开窗口"))
@with_station
@click.option("--out", type=click.Path(path_type=Path), metavar=_("文件夹"), help=_("样张放在哪里"))
@click.option("--no-window", is_flag=True, help=_("不打开窗口"))
def demo(data: Path | None, user: str | None, out: Path | None, no_window: bool) -> None:
    """Build the demonstration when there is no fresh one, say where the papers lie, open the window."""
    from louyu_desktop.app import has_display
    from louyu_desktop.rules import dates
    from louyu_desktop.services import demonstration

    folder = data or click.get_current_context().find_root().obj["data"] or paths.demonstration()
    papers = out or folder / _("样张")
    if not demonstration.is_fresh(folder, dates.today()):
        click.echo(_("正在建立演示站点，约需一分钟……"))
        demonstration.build(folder, papers, dates.today(), progress)
        progress_done()
    elif not any(papers.glob("*.pdf")):
        with opened(folder, user) as services:
            demonstration.print_papers(services, papers)
    click.echo(_("演示站点：{folder}").format(folder=folder / "station"))
    click.echo(_("样张：{folder}").format(folder=papers))
    for path in sorted(papers.glob("*.pdf")):
        click.echo(f"  {path.name}")
    if not no_window and has_display():
        click.get_current_context().exit(_open_window(folder / "station", user))


@commands.command(help=_("建立一个新的空站点，写出恢复纸"))
@new_password
@click.option("--data", cls=Required, type=click.Path(path_type=Path), metavar=_("文件夹"), help=_("站点文件夹"))
@click.option("--name", cls=Required, metavar=_("名称"), help=_("站点名称"))
@click.option("--user", default="", metavar=_("姓名"), help=_("第一位站长"))
def init(data: Path, name: str, user: str, out: Path) -> None:
    """Make a station with a vault, its first administrator and its recovery sheet."""
    from louyu_desktop.services import vaults

    vaults.refuse_occupied(data)
    with vaults.create(data, name, user or _("站长"), password(new=True)) as database:
        click.echo(_("站点「{name}」已建好：{folder}").format(name=name, folder=data))
        _write_sheet(database, out)


@commands.command(help=_("给还没有口令的旧站点设口令，写出恢复纸"))
@new_password
@click.option("--data", type=click.Path(path_type=Path), metavar=_("文件夹"), help=_("站点文件夹"))
@click.option("--user", default="", metavar=_("姓名"), help=_("谁当站长，默认是现在的站长"))
def protect(data: Path | None, user: str, out: Path) -> None:
    """Take in a station of the first days: a vault, a new data key, a recovery sheet."""
    from louyu_desktop.services import vaults

    folder = station_folder(data)
    vaults.refuse_protected(folder)
    with vaults.take_in(folder, vaults.whose(folder, user), password(new=True)) as database:
        click.echo(_("站点已有口令保护：{folder}。其他同事的口令请在窗口「设置 → 工作人员」里发").format(folder=folder))
        _write_sheet(database, out)


def _write_sheet(database: Database, out: Path) -> None:
    """A recovery sheet as a PDF in `out`, and where it lies."""
    from louyu_desktop.services.recovery import Recovery

    recovery = Recovery(database)
    sheet = recovery.draw()
    try:
        path = sheet.save(out)
    except SystemProblem as problem:
        also = _("{sentence}站点可以用；恢复纸请在窗口「设置 → 口令与恢复」里再做")
        raise SystemProblem(also.format(sentence=problem.sentence)) from None
    recovery.keep(sheet)
    click.echo(_("恢复纸：{file}。打印两张分放两处，然后删掉这个文件").format(file=path))


# --------------------------------------------------------------------------------------- files in and out


def _check_kind(kind: str, known: Sequence[str]) -> None:
    if kind not in known:
        raise UsageError(_("没有「{kind}」这一类。可以用：{known}").format(kind=kind, known="、".join(known)))


@commands.command("import", help=_("导入一份台账（.xlsx、.xls、.csv）"))
@click.argument("kind", metavar=_("类别"))
@click.argument("file", type=click.Path(path_type=Path), metavar=_("文件"))
@click.option("--activity", type=int, metavar=_("编号"), help=_("报名导入到哪场活动（活动的 id）"))
@click.option("--dry-run", is_flag=True, help=_("只看会发生什么，不写入"))
@as_json
@with_station
@uncollected
def import_file(
    kind: str, file: Path, activity: int | None, dry_run: bool, as_json: bool, data: Path | None, user: str | None
) -> None:
    """Plan, write unless it is a dry run, and say what became of every row."""
    with begun(file) as reading:  # before all that takes long to import
        from louyu_desktop.services.ledgers import KINDS
        from louyu_desktop.storage.bulk_writer import writer_ahead

        _check_kind(kind, KINDS)
        with nullcontext() if dry_run else writer_ahead(file) as writer, opened(data, user) as services:
            importing = services.importing
            book = importing.read(file, progress, reading, writer)
            mapping = importing.propose(kind, book)
            plan = importing.plan(kind, book, mapping, activity_id=activity, control=progress, at_writing=not dry_run)
            result = None if dry_run else importing.write(plan, progress, alone=True)
            report = plan.to_json() if result is None else result.to_json()
            progress_done()
    if as_json:
        click.echo(data_line(report))
    else:
        _tell_import(report, dry_run, len(result.held) if result is not None else 0)
    leave((book, mapping, plan, result), report["rows"])
    if report["refused"]:
        click.get_current_context().exit(3)


def _tell_import(report: Mapping[str, Any], dry_run: bool, waiting: int) -> None:
    words = _("共 {rows} 行：新增 {new}，更新 {changed}，没有变化 {unchanged}，没收 {bad}；另有 {out} 行不是数据")
    counts = {name: report[name] for name in ("rows", "new", "changed", "unchanged")}
    click.echo(words.format(**counts, bad=len(report["refused"]), out=len(report["left_out"])))
    for line in report["refused"]:
        words = _("  {sheet} 第 {row} 行「{column}」：{reason}") if line["column"] else _("  {sheet} 第 {row} 行：{reason}")
        click.echo(words.format(**line), err=True)
    if waiting:
        click.echo(_("这批数据会产生 {count} 件必访，还没有生成：visits raise 生成，visits drop 不生成").format(count=waiting))
    if dry_run:
        click.echo(_("只是预演，什么都没有写入"))
    elif report["refused"]:
        click.echo(_("没收的行改好以后再导入同一份文件，已写入的不会重复"), err=True)


def _purpose(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--purpose", default="", metavar=_("用途"), help=_("个人信息拿出去做什么，会记入日志"))(command)


@commands.command("export", help=_("导出为工作簿，导入能原样读回；活动也可以导出为日历（.ics）"))
@click.argument("kind", metavar=_("类别"))
@click.argument("file", type=click.Path(path_type=Path), metavar=_("文件"))
@_purpose
@with_station
def export_file(kind: str, file: Path, purpose: str, data: Path | None, user: str | None) -> None:
    """Write every live record of a kind; what tells of persons is logged, a calendar tells of nobody."""
    from louyu_desktop.services.ledgers import WRITTEN

    calendar = file.suffix.lower() == ".ics"
    _check_kind(kind, ("activities",) if calendar else WRITTEN)
    with opened(data, user) as services:
        if calendar:
            services.agenda.export(file, control=progress)
        else:
            services.exporting.export(kind, file, control=progress, purpose=purpose)
        progress_done()
    click.echo(_("已导出：{file}").format(file=file))


@commands.command("list", help=_("列出一类记录"))
@click.argument("kind", metavar=_("类别"))
@as_json
@with_station
def list_records(kind: str, as_json: bool, data: Path | None, user: str | None) -> None:
    """One record a line: JSON with the keys of the models, or the columns of the list."""
    with opened(data, user) as services:
        _check_kind(kind, [entity.kind for entity in services.records.kinds()])
        entity = services.records.entity(kind)
        if not as_json:
            click.echo("\t".join(["id", *(_(entity.field(name).label) for name in entity.columns)]))
        for line in _lines(services, entity, as_json):
            click.echo(line)


def _lines(services: Services, entity: Entity, as_json: bool) -> Iterator[str]:
    from louyu_desktop.rules.values import display
    from louyu_desktop.services.copies import Query
    from louyu_desktop.services.every import every

    query = Query(entity.kind)
    shown = [field.name for field in entity.fields if field.label]
    for row in every(services.records, query):
        if as_json:
            yield data_line({"id": row.id, **{name: row.values[name] for name in shown if name in row.values}})
        else:
            words = (display(entity.field(c), row.values[c], row.labels.get(c, "")) for c in entity.columns)
            yield "\t".join([str(row.id), *(" ".join(text.split()) for text in words)])


# ---------------------------------------------------------------------------------------------- papers


@commands.command("print", help=_("打印成 PDF；--list 列出有哪些"))
@click.argument("paper", required=False, metavar=_("名目"))
@click.option("--id", "record_id", type=int, metavar=_("编号"), help=_("哪一条记录（它的 id）"))
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar=_("文件"), help=_("写到哪个文件"))
@click.option("-s", "--set", "choices", multiple=True, metavar=_("名称=值"), help=_("版式选项，如 size=A4"))
@click.option("--list", "list_all", is_flag=True, help=_("列出所有可以打印的"))
@_purpose
@as_json
@with_station
def print_paper(
    paper: str | None, record_id: int | None, out: Path | None, choices: tuple[str, ...], list_all: bool,
    purpose: str, as_json: bool, data: Path | None, user: str | None,
) -> None:  # fmt: skip
    """Make one paper, or name them all."""
    from louyu_desktop.services.paper_kinds import PAPERS

    if list_all:
        for info in PAPERS:
            named = {"paper": info.name, "title": _(info.label), "needs_id": info.needs_id}
            click.echo(data_line(named) if as_json else f"{info.name}\t{_(info.label)}")
        return
    if paper is None:
        raise UsageError(_("要打印什么？louyu-desktop print --list 列出所有可以打印的"))
    _check_kind(paper, [info.name for info in PAPERS])
    if record_id is None and any(info.needs_id for info in PAPERS if info.name == paper):
        raise UsageError(_("要用 --id 指明是哪一条记录，编号见 louyu-desktop list"))
    with opened(data, user) as services:
        target = out or Path(f"{paper}.pdf")
        made = services.papers.build(
            paper, target, id=record_id, options=_options(choices), control=progress, purpose=purpose
        )
        progress_done()
    if as_json:
        click.echo(data_line({"file": str(made.path), "pages": made.pages, "missing": list(made.missing),
                              "shortened": list(made.shortened)}))  # fmt: skip
        return
    click.echo(_("{file}：{pages} 页").format(file=made.path, pages=made.pages))
    if made.missing:
        click.echo(_("这些字没有字库可印：{characters}").format(characters=" ".join(made.missing)), err=True)
    for text in made.shortened:
        click.echo(_("放不下，只印到「…」：{text}").format(text=text), err=True)


def _options(choices: Sequence[str]) -> dict[str, str]:
    pairs = [choice.partition("=") for choice in choices]
    for name, sign, _value in pairs:
        if not sign:
            raise UsageError(_("选项要写成「名称=值」：{name}").format(name=name))
    return {name: value for name, _sign, value in pairs}


@commands.command(help=_("检查数据文件是否完好"))
@as_json
@with_station
def check(as_json: bool, data: Path | None, user: str | None) -> None:
    """Pages, index, chain of the change log, derived columns; exit code 6 when something is wrong."""
    with opened(data, user) as services:
        problems = services.check()
    if as_json:
        click.echo(data_line({"problems": problems}))
    elif problems:
        click.echo("\n".join(problems), err=True)
    else:
        click.echo(_("数据完好"))
    if problems:
        click.get_current_context().exit(DamagedError.exit_code)


for command in (backup, restore, move, repair, go_back, visits, requests):
    commands.add_command(command)


@commands.command("write-bulk", hidden=True)
def write_bulk() -> None:
    """Become the writer child of a bulk operation (storage/bulk_child.py)."""
    from louyu_desktop.storage import bulk_child

    click.get_current_context().exit(bulk_child.main())


@commands.command("cut-grams", hidden=True)
def cut_grams() -> None:
    """Become the child of the writer (storage/bulk_index.py)."""
    from louyu_desktop.storage import bulk_index

    click.get_current_context().exit(bulk_index.main())


@commands.command("read-foreign", hidden=True)
@click.argument("file")
def read_foreign(file: str) -> None:
    """Become the reader child of an import (exchange/reader.py)."""
    from louyu_desktop.exchange import reader

    click.get_current_context().exit(reader.main([file]))


@commands.command("look-at-foreign", hidden=True)
@click.argument("word")
def look_at_foreign(word: str) -> None:
    """Become the child that looks at attachments (exchange/attached.py)."""
    from louyu_desktop.exchange import attached

    click.get_current_context().exit(attached.main([word]))
