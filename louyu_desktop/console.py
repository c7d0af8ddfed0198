"""How the command line speaks: click in Chinese, progress, data, and every error in one place."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import click

from louyu_desktop import mishaps
from louyu_desktop.errors import InvalidRecordError, LouyuError, NotPermittedError, SystemProblem, UsageError
from louyu_desktop.rules import passwords
from louyu_desktop.text import N_, _

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])
_HEADINGS = {"Options": N_("选项"), "Commands": N_("命令"), "Arguments": N_("参数")}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, _("用法：") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        title = _HEADINGS.get(heading, heading)
        super().write_heading(_(title))


class _Context(click.Context):
    formatter_class = _Formatter


class Required(click.Option):
    """An option that must be given; its help says so in Chinese."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{**options, "required": True, "help": _("{help}（必填）").format(**options)})

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Nothing: the help has it."""
        return {}


class Command(click.Command):
    """A subcommand whose help is Chinese."""

    context_class = _Context

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("options_metavar", _("[选项]"))
        super().__init__(*arguments, **options)


class Group(click.Group):
    """The command with subcommands."""

    context_class = _Context
    command_class = Command

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("options_metavar", _("[选项]"))
        options.setdefault("subcommand_metavar", _("[命令] [参数]…"))
        super().__init__(*arguments, **options)


def help_option(command: _Decorated) -> _Decorated:
    """-h and --help, explained in Chinese."""
    return click.help_option("-h", "--help", help=_("显示这份说明"))(command)


def password(file: Path | None, *, new: bool = False) -> str:
    """A password: the first line of `file`, else LOUYU_PASSWORD, else asked for without showing it, a `new` one twice.

    NotPermittedError where nobody is there to be asked, SystemProblem when the file cannot be read.
    """
    if file is not None:
        try:
            return file.read_text("utf-8-sig").splitlines()[0]
        except IndexError:
            return ""
        except (OSError, UnicodeDecodeError):
            raise SystemProblem(_("口令文件读不了：{file}").format(file=file)) from None
    kept = os.environ.get("LOUYU_PASSWORD")
    if kept is not None:
        return kept
    if not sys.stdin.isatty():
        raise NotPermittedError(_("打开这个站点要口令。请用 --password-file 指明口令文件，或设置 LOUYU_PASSWORD"))
    return _new_password() if new else _asked(_("口令："))


def _new_password() -> str:
    """Asked for until it can be taken and was typed alike twice."""
    while True:
        chosen = _asked(_("新口令："))
        problem = passwords.problem(chosen)
        if not problem and _asked(_("再输一遍：")) == chosen:
            return chosen
        click.echo(problem or _("两遍输的不一样，请从头再输"), err=True)


def _asked(words: str) -> str:
    typed: str = click.prompt(words, hide_input=True, prompt_suffix="", err=True)
    return typed


def progress(done: int, total: int, note: str = "") -> None:
    """One line on the screen that says how far it is; silent where nobody looks."""
    if sys.stderr.isatty():
        share = f"{done * 100 // total}% " if total else ""
        click.echo(f"\r\x1b[K{share}{note}", nl=False, err=True)


def progress_done() -> None:
    """Take the line of progress away."""
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)


def data_line(value: Any) -> str:
    """JSON in one line: dates ISO, decimals as numbers."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


# ---------------------------------------------------------------------------------------------- errors


def _usage_sentence(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            found = _("没有「{name}」这个选项").format(name=error.option_name)
        case click.MissingParameter():
            found = _("缺少「{name}」").format(name=_parameter(error))
        case click.BadParameter():
            found = _("「{name}」的值不能用").format(name=_parameter(error))
        case click.UsageError() if error.message.startswith("No such command"):
            found = _("没有「{name}」这个命令").format(name=error.message.split("'")[1])
        case _:
            found = _("命令写得不对")
    return _("{sentence}。用法见 louyu-desktop --help").format(sentence=found)


def _parameter(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return ""
    return parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.human_readable_name


def _tell(sentence: str, code: int, as_json: bool, **more: Any) -> int:
    progress_done()
    if as_json:
        click.echo(data_line({"error": sentence, "exit_code": code, **more}))
    else:
        click.echo(sentence, err=True)
    return code


def run(commands: click.Group, arguments: Sequence[str]) -> int:
    """Run one command line; gives the exit code and lets no traceback through."""
    for stream in (sys.stdout, sys.stderr):  # data for other programs is UTF-8, also on Windows
        if hasattr(stream, "reconfigure") and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
    as_json = "--json" in arguments
    try:
        result = commands.main(list(arguments), prog_name="louyu-desktop", standalone_mode=False)
    except Exception as error:  # noqa: BLE001 - the one door for mistakes of ours
        return told(error, as_json)
    return result if isinstance(result, int) else 0


def told(error: Exception, as_json: bool = False) -> int:
    """Say in one sentence what kept a command from its end; gives the exit code, and logs a mistake of ours."""
    match error:
        case InvalidRecordError():
            return _tell(error.sentence, error.exit_code, as_json, problems=error.problems)
        case LouyuError():
            return _tell(error.sentence, error.exit_code, as_json)
        case click.exceptions.Abort():
            return _tell(_("已停下，没有写完的都退回了"), 1, as_json)
        case click.ClickException():
            return _tell(_usage_sentence(error), UsageError.exit_code, as_json)
        case _:
            log = mishaps.log(error)
            return _tell(_("程序出了错，没有写完的都退回了。经过记在 {log}，请把它交给维护的人").format(log=log), 1, as_json)
