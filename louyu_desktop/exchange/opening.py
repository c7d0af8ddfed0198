"""Opening a foreign file: starts the reader child, listens to it, ends it when it takes too long."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol

from louyu_desktop import paths
from louyu_desktop.errors import FileRefusedError, SystemProblem, reason
from louyu_desktop.exchange import frames
from louyu_desktop.exchange.book import Book, Cell, Progress, Sheet, nobody_watches
from louyu_desktop.rules.names import clean
from louyu_desktop.text import N_, _

PATIENCE = 60.0
"""Seconds on the clock before the child is ended; its own processor limit usually comes first."""

SUBCOMMAND = "read-foreign"
"""The word by which the built program becomes the reader (`__main__` hands the rest to `reader.main`)."""
_MODULE = "louyu_desktop.exchange.reader"

LONGEST_NAME = 80

SENTENCES = {
    "et": N_("这是 WPS 的 .et 文件：在 WPS 里打开，另存为 .xlsx 再导入"),
    "encrypted": N_("「{name}」加了密码：在 Excel 或 WPS 里去掉密码，另存后再导入"),
    "damaged": N_("「{name}」打不开：内容不完整，或不是表格文件。请用 Excel 打开后另存为 .xlsx 再导入"),
    "not_workbook": N_("「{name}」里面不是 Excel 表格。请用 Excel 打开后另存为 .xlsx 再导入"),
    "web_page": N_("「{name}」其实是网页，只是取了表格的名字。请用 Excel 打开后另存为 .xlsx 再导入"),
    "bomb": N_("「{name}」展开后过大，没有读。请只留要导入的工作表，另存后再导入"),
    "too_large": N_("「{name}」太大：最多 200 万格（10 万行 × 20 列）、64 MB。请分成几份再导入"),
    "sparse": N_("「{name}」里有一格远在第 {row} 行 {column} 列，离表格太远，没有读。请删去多余的行和列，另存后再导入"),
    "wide": N_("「{name}」第 {row} 行超过 512 列，不像台账，没有读。请只留要导入的列，另存后再导入"),
    "long_cell": N_("「{name}」第 {row} 行有一格超过 32,767 字。请改短再导入；csv 文件请看看引号是不是没有成对"),
    "sheets": N_("「{name}」的工作表超过 200 张。请只留要导入的，另存后再导入"),
    "xls_full": N_("「{name}」的工作表「{sheet}」写满了 65,536 行，.xls 装不下更多，可能已被截断。请从原处另存为 .xlsx 再导入"),
    "encoding": N_("「{name}」的文字编码认不出，可能混了几种。请用 Excel 打开后另存为 .xlsx 再导入"),
    "not_text": N_("「{name}」里有文本不该有的内容，可能不是 csv。请用 Excel 打开后另存为 .xlsx 再导入"),
    "empty": N_("「{name}」是空的，没有可以导入的内容"),
    "folder": N_("「{name}」是文件夹。请选里面的表格文件"),
    "no_file": N_("「{name}」不是普通文件，读不了。请选一个表格文件"),
    "unreadable": N_("「{name}」读不到：可能已移走，或没有权限。请重新选择文件"),
    "unknown": N_("不认得 {suffix} 文件：请另存为 .xlsx、.xls 或 .csv 再导入"),
    "slow": N_("「{name}」读了太久，没有读完。请只留要导入的工作表，另存为 .xlsx 再导入"),
}


def refusal(code: str, name: str, details: dict[str, Any]) -> FileRefusedError:
    """The one sentence for a code of the reader."""
    sentence = SENTENCES.get(code, SENTENCES["damaged"])
    known = {"suffix": "", "sheet": "", "row": "", "column": ""}
    known |= {key: shown(str(value)) for key, value in details.items() if key in known}
    return FileRefusedError(_(sentence).format(**known, name=shown(name)))


def shown(text: str) -> str:
    """A name that somebody else chose, as a sentence can hold it: one line, nothing that turns it round, an end."""
    plain = clean(text)
    return plain if len(plain) <= LONGEST_NAME else f"{plain[: LONGEST_NAME - 1]}…"


def environment() -> dict[str, str]:
    """What a child that opens foreign files needs of ours, and nothing else of it."""
    kept = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "LD_LIBRARY_PATH", "LANG")
    clean = {name: os.environ[name] for name in kept if name in os.environ}
    package = Path(__file__).resolve().parents[2]
    return {**clean, "PYTHONPATH": str(package), "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}


class Reading(Protocol):
    """A reader at work, as `subprocess` has it."""

    stdout: IO[bytes] | None

    def kill(self) -> None:
        """End it at once."""

    def wait(self) -> int:
        """How it ended: its exit code, or the signal's number below nought."""


@contextmanager
def _child(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The reader, ended for certain when the block is left; `expired` is set when it was too slow."""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    whole = str(path.absolute())  # a name that begins with a dash is no option
    try:
        child = subprocess.Popen(
            paths.own_command(_MODULE, SUBCOMMAND, whole),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=1 << 18, env=environment(), creationflags=flags,
        )  # fmt: skip
    except OSError as error:
        raise SystemProblem(_("没能开始读文件：{reason}。关掉一些程序再试").format(reason=reason(error))) from error
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


class _Listener:
    """Puts the child's lines together into a `Book`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.head: dict[str, Any] = {}
        self.sheets: list[tuple[dict[str, Any], list[tuple[int, tuple[Cell, ...]]]]] = []
        self.ended = False
        self.rows = 0

    def hear(self, line: dict[str, Any]) -> None:
        """Take one line; raises `FileRefusedError` for a refusal."""
        if "columns" in line:
            rows = frames.unpacked(line)
            self.sheets[-1][1].extend(rows)
            self.rows += len(rows)
        elif "refused" in line:
            raise refusal(line["refused"], self.name, line["with"])
        elif "sheet" in line:
            self.sheets.append((line, []))
        elif "end" in line:
            self.ended = True
        else:
            self.head = line

    def book(self) -> Book:
        """Everything heard; `FileRefusedError` when there is nothing in it."""
        sheets = tuple(
            Sheet(head["sheet"], head["visible"], tuple(rows), tuple(tuple(part) for part in head["merged"]))
            for head, rows in self.sheets
        )
        if not any(sheet.rows for sheet in sheets):
            raise refusal("empty", self.name, {})
        return Book(self.name, self.head["format"], sheets, self.head["epoch1904"])


@contextmanager
def begun(path: Path) -> Iterator[Reading | None]:
    """The reader of `path` at work already, for `open_book`; none where there is no such file."""
    with ExitStack() as held:
        reading = None
        with suppress(OSError, ValueError, SystemProblem):
            if stat.S_ISREG(path.stat().st_mode):
                reading = held.enter_context(_child(path))
        yield reading


def open_book(
    path: Path, progress: Progress = nobody_watches, patience: float = PATIENCE, reading: Reading | None = None
) -> Book:
    """Read `path` in the child, or hear what one that is `reading` it says.

    `FileRefusedError` with one sentence when it cannot be taken; what `progress` raises ends the child.
    """
    name = path.name
    _check_place(path, name)
    if reading is not None:
        return listen(reading, name, progress, patience)
    with _child(path) as child:
        return listen(child, name, progress, patience)


def _check_place(path: Path, name: str) -> None:
    """Refuse what is no file before anything is started for it."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise refusal("unreadable", name, {}) from error
    if not stat.S_ISREG(mode):
        raise refusal("folder" if stat.S_ISDIR(mode) else "no_file", name, {})


def listen(child: Reading, name: str, progress: Progress = nobody_watches, patience: float = PATIENCE) -> Book:
    """The book that a reader tells of; `FileRefusedError` when it refuses, is ended or dies."""
    listener = _Listener(name)
    expired = threading.Event()

    def give_up() -> None:
        expired.set()
        child.kill()

    timer = threading.Timer(patience, give_up)
    timer.start()
    try:
        for raw in child.stdout or ():
            listener.hear(json.loads(raw))
            progress(listener.rows, 0, _("正在读 {name}").format(name=name))
        if not listener.ended:
            raise refusal("slow" if expired.is_set() else _ended_by(child.wait()), name, {})
    except (ValueError, KeyError, IndexError, TypeError) as damage:
        raise refusal("slow" if expired.is_set() else "damaged", name, {}) from damage
    finally:
        timer.cancel()
    return listener.book()


def _ended_by(code: int) -> str:
    """Why a child ended in the middle: its time, its memory (an allocation that is refused aborts it), or damage."""
    by = {name: -getattr(signal, name, 0) for name in ("SIGPROF", "SIGXCPU", "SIGABRT", "SIGKILL")}
    if code and code in {by["SIGPROF"], by["SIGXCPU"]}:
        return "slow"
    return "bomb" if code and code in {by["SIGABRT"], by["SIGKILL"]} else "damaged"
