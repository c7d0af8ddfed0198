"""What every subcommand has in common: options that name a station, the password, and the open services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from louyu_desktop import console, paths
from louyu_desktop.console import help_option
from louyu_desktop.errors import NotPermittedError
from louyu_desktop.text import _

if TYPE_CHECKING:
    from louyu_desktop.services.suite import Services

_Command_ = TypeVar("_Command_", bound=Callable[..., Any])
_FILE = "louyu_desktop.password_file"


def _note_password_file(context: click.Context, _option: click.Parameter, value: Path | None) -> None:
    """Remember the file, whether it was named before or behind the subcommand."""
    if value is not None:
        context.meta[_FILE] = value


def password(*, new: bool = False) -> str:
    """The password: out of --password-file or LOUYU_PASSWORD, else asked for, a new one twice."""
    return console.password(click.get_current_context().meta.get(_FILE), new=new)


def with_station(command: _Command_) -> _Command_:
    """The options that name a station and who is at work; the ones before the subcommand count as well."""
    for option in (
        click.option("--password-file", type=click.Path(path_type=Path), metavar=_("文件"), expose_value=False,
                     callback=_note_password_file, help=_("口令写在这个文件的第一行")),
        click.option("--user", metavar=_("姓名"), help=_("谁在操作；只有一个人有口令时可以不写")),
        click.option("--data", type=click.Path(path_type=Path), metavar=_("文件夹"), help=_("站点文件夹")),
    ):
        command = option(command)
    return help_option(command)


def new_password(command: _Command_) -> _Command_:
    """The options of a command that makes a vault: its first password, and where the recovery sheet goes."""
    for option in (
        click.option("--password-file", type=click.Path(path_type=Path), metavar=_("文件"), expose_value=False,
                     callback=_note_password_file, help=_("口令写在这个文件的第一行")),
        click.option("--out", type=click.Path(path_type=Path), default=Path(), metavar=_("文件夹"),
                     help=_("恢复纸放在哪里，默认是当前文件夹")),
    ):
        command = option(command)
    return help_option(command)


def as_json(command: _Command_) -> _Command_:
    """The option for output as data."""
    return click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))(command)


def station_folder(data: Path | None) -> Path:
    """The named folder; of a folder that `demo` made, the station inside it."""
    outer: Path | None = click.get_current_context().find_root().obj["data"]
    folder = data or outer or paths.default_station()
    inner = folder / "station"
    return inner if inner.is_dir() else folder


@contextmanager
def opened(data: Path | None, user: str | None) -> Iterator[Services]:
    """The services of the station that is meant, closed afterwards; the password counts as given again."""
    from louyu_desktop.app import open_services
    from louyu_desktop.services.vaults import Standing, standing

    outer: str | None = click.get_current_context().find_root().obj["user"]
    folder = station_folder(data)
    given = password() if standing(folder) is Standing.VAULT else None
    services = open_services(folder, user or outer, given)
    try:
        if services.accounts.must_change():
            raise NotPermittedError(_("这是一次性口令。请先在窗口里登录，换成自己的口令"))
        services.access.count_as_confirmed()
        yield services
    finally:
        services.close()
