"""The subcommands about backups: make one, put one back, take everything to another computer."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from louyu_desktop.command_parts import as_json, opened, password, station_folder, with_station
from louyu_desktop.console import Command, data_line, progress, progress_done
from louyu_desktop.errors import DamagedError, LouyuError, NotPermittedError, SystemProblem, UsageError
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.text import _

if TYPE_CHECKING:
    from louyu_desktop.services.backup_copies import BackupCopy, Preview, Restored

_SHEET = "LOUYU_SHEET"


@click.command(cls=Command, help=_("备份一次，并当场验证"))
@click.option("--to", type=click.Path(path_type=Path), metavar=_("文件夹"), help=_("再抄一份到这个文件夹，读回核对"))
@as_json
@with_station
def backup(to: Path | None, as_json: bool, data: Path | None, user: str | None) -> None:
    """A proven backup, and a copy of it in another folder."""
    if to is not None and not to.is_dir():
        raise UsageError(_("没有这个文件夹：{folder}").format(folder=to))
    with opened(data, user) as services:
        made = services.backups.make_at(to, progress) if to is not None else services.backups.make(control=progress)
        progress_done()
    _tell_made(made, (to / made.file.name) if to is not None and made.file is not None else made.file, as_json)


@click.command(cls=Command, help=_("把数据、钥匙和附件装进一个文件，搬到新电脑"))
@click.argument("file", type=click.Path(path_type=Path), metavar=_("文件"))
@as_json
@with_station
def move(file: Path, as_json: bool, data: Path | None, user: str | None) -> None:
    """Everything in one file; `restore` on the new computer takes it, with the recovery sheet."""
    with opened(data, user) as services:
        made = services.backups.move(file, progress)
        progress_done()
    _tell_made(made, file, as_json)
    if not as_json:
        click.echo(_("在新电脑上运行 louyu-desktop restore，要用恢复纸。搬好以后旧电脑上请不要再录入"))


def _tell_made(made: BackupCopy, file: Path | None, as_json: bool) -> None:
    if as_json:
        click.echo(data_line({"number": made.number, "file": str(file), "size": made.size, "counts": made.counts}))
    else:
        words = _("第 {number} 份备份已验证：{file}（{size} MB）")
        click.echo(words.format(number=made.number, file=file, size=max(1, made.size // 1_000_000)))


@click.command(cls=Command, help=_("从备份恢复，先给出两边的对照，再另存现在的数据"))
@click.argument("file", type=click.Path(path_type=Path), metavar=_("文件"))
@click.option("--sheet-file", type=click.Path(path_type=Path), metavar=_("文件"), help=_("恢复纸上的字写在这个文件里"))
@click.option("--yes", is_flag=True, help=_("不再询问"))
@as_json
@with_station
def restore(
    file: Path, sheet_file: Path | None, yes: bool, as_json: bool, data: Path | None, user: str | None
) -> None:  # fmt: skip
    """With a password into the station it came from; with the recovery sheet into an empty folder or over another."""
    from louyu_desktop.services.vaults import Standing, standing

    if not file.is_file():
        raise SystemProblem(_("没有这个文件：{file}").format(file=file))
    folder = station_folder(data)
    by_sheet = sheet_file is not None or _SHEET in os.environ
    if by_sheet or standing(folder) is Standing.NONE:
        done, counts = _by_sheet(folder, file, sheet(sheet_file), user, yes=yes)
    else:
        done, counts = _by_password(folder, file, data, user, yes=yes)
    progress_done()
    click.echo(data_line({"number": done.number, "safety": done.safety, "counts": counts}) if as_json else done.words)


def _by_password(
    folder: Path, file: Path, data: Path | None, user: str | None, *, yes: bool
) -> tuple[Restored, dict[str, Any]]:  # fmt: skip
    from louyu_desktop.services import restores

    with ExitStack() as stack:
        try:
            services = stack.enter_context(opened(data, user))
        except DamagedError as error:
            click.echo(error.sentence, err=True)
            confirm(yes=yes)
            return restores.rescue(folder, file, named(user), password(), progress), {}
        try:
            preview = services.restores.preview(file, progress)
        except NotPermittedError as error:
            raise NotPermittedError(_("{why}（用 --sheet-file 指明恢复纸）").format(why=error.sentence)) from None
        _ask(preview, yes=yes)
        return services.restores.restore(preview, progress), dict(preview.theirs.counts)


def named(user: str | None) -> str | None:
    """Who is meant: named behind the subcommand or before it."""
    outer: str | None = click.get_current_context().find_root().obj["user"]
    return user or outer


def _by_sheet(
    folder: Path, file: Path, written: str, user: str | None, *, yes: bool
) -> tuple[Restored, dict[str, Any]]:  # fmt: skip
    """The recovery sheet alone opens everything; then an administrator gets a password."""
    from louyu_desktop.rules import passwords
    from louyu_desktop.services import restores, vaults

    preview = restores.preview_closed(folder, file, written, progress)
    _ask(preview, yes=yes)
    wanted = named(user) or ""
    leaders = [name for _uid, name in preview.administrators if not wanted or name == wanted]
    if not leaders:
        raise UsageError(_("备份里没有叫「{name}」的站长").format(name=wanted))
    given = password(new=True)
    passwords.require(given, leaders[:1])
    done = restores.restore_closed(folder, file, written, progress)
    vaults.reset_by_sheet(folder, leaders[0], given, written).close()
    return done, dict(preview.theirs.counts)


def sheet(file: Path | None) -> str:
    """What stands on the recovery sheet: out of a file, the environment, or typed."""
    if file is not None:
        try:
            return file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise SystemProblem(_("文件读不了：{file}").format(file=file)) from None
    kept = os.environ.get(_SHEET)
    if kept is not None:
        return kept
    if not sys.stdin.isatty():
        raise NotPermittedError(_("这里没有站点，恢复要用恢复纸。请用 --sheet-file 指明写着恢复纸内容的文件"))
    typed: str = click.prompt(_("恢复纸上的字（一组一组，空格隔开）"), err=True)
    return typed


def _ask(preview: Preview, *, yes: bool) -> None:
    """Both sides, what to mind, and a question."""
    ours = preview.ours.counts if preview.ours is not None else {}
    head = _("备份：第 {number} 份，{label}，{made}").format(
        number=preview.number, label=preview.label, made=f"{preview.made_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    )
    click.echo(head, err=True)
    for label in dict.fromkeys([*preview.theirs.counts, *ours]):
        now, then = ours.get(label, 0), preview.theirs.counts.get(label, 0)
        click.echo(_("  {label}：现在 {now}，恢复后 {then}").format(label=label, now=now, then=then), err=True)
    for sentence in preview.warnings:
        click.echo(sentence, err=True)
    confirm(yes=yes)


def confirm(*, yes: bool) -> None:
    """Have it typed out, unless it was said already; UsageError where nobody is there to be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(_("恢复会换掉现在的数据。确定的话，请加上 --yes"))
    if click.prompt(_("输入「恢复」继续"), err=True).strip() != _("恢复"):
        raise LouyuError(_("没有恢复，什么都没有改"))
