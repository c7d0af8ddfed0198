"""The subcommands for a station in trouble: mend it on a copy, go back behind an upgrade."""

from __future__ import annotations

from pathlib import Path

import click

from louyu_desktop.backup_commands import confirm, named
from louyu_desktop.command_parts import as_json, password, station_folder, with_station
from louyu_desktop.console import Command, Required, data_line, progress, progress_done
from louyu_desktop.errors import DamagedError, UserError
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.text import _


@click.command(cls=Command, help=_("在副本上检查和修复，原来的数据不动"))
@click.option("--to", cls=Required, type=click.Path(path_type=Path), metavar=_("文件夹"), help=_("副本放在这个空文件夹里"))
@click.option("--sheet-file", type=click.Path(path_type=Path), metavar=_("文件"), help=_("恢复纸上的字写在这个文件里"))
@as_json
@with_station
def repair(to: Path, sheet_file: Path | None, as_json: bool, data: Path | None, user: str | None) -> None:
    """Copy, make anew what is computed, save what is readable; exit code 6 when something is lost or still wrong."""
    from louyu_desktop.backup_commands import sheet
    from louyu_desktop.services import repairs
    from louyu_desktop.services.vaults import Standing, standing

    folder = station_folder(data)
    written = sheet(sheet_file) if sheet_file is not None else ""
    given = password() if not written and standing(folder) is Standing.VAULT else ""
    done = repairs.repair(folder, to, named(user), given, written, progress)
    progress_done()
    if as_json:
        told = {"folder": str(to), "saved": done.saved, "lost": done.lost, "unknown": done.unknown, "left": done.left}
        click.echo(data_line(told))
    else:
        click.echo(done.text, nl=False)
    if done.lost or done.unknown or done.left:
        click.get_current_context().exit(DamagedError.exit_code)


@click.command("go-back", cls=Command, help=_("升级以后回到升级前的备份，升级后的数据另存一份"))
@click.option("--yes", is_flag=True, help=_("不再询问"))
@as_json
@with_station
def go_back(yes: bool, as_json: bool, data: Path | None, user: str | None) -> None:
    """Name the backup that was made before the upgrade, ask, and put it in place."""
    from louyu_desktop.services import repairs

    folder = station_folder(data)
    before = repairs.before_upgrade(folder)
    if before is None:
        raise UserError(_("没有找到升级前的备份，数据没有动。可以用 restore 指明一份备份，或者更新本程序"))
    at = f"{before.made_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    words = _("升级前的备份：{file}（第 {number} 份，{at}）。这以后录入的内容会留在旁边，不在里面")
    click.echo(words.format(file=before.file.name, number=before.number, at=at), err=True)
    confirm(yes=yes)
    done = repairs.go_back(folder, named(user), password(), progress)
    progress_done()
    click.echo(data_line({"number": done.number, "file": before.file.name}) if as_json else done.words)
