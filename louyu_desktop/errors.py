"""The three families of trouble a person may hear of; anything else is a bug.

`UserError` is shown beside the field, `ConflictError` as a choice, `SystemProblem` with what
to do about it.  Sentences are Chinese, say what, where and what now, and hold nothing personal.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass

from louyu_desktop.text import N_, _

_REASONS: Mapping[int, str] = {
    errno.ENOSPC: N_("磁盘已满"),
    errno.EDQUOT: N_("磁盘配额已用完"),
    errno.EFBIG: N_("文件太大"),
    errno.EACCES: N_("没有权限"),
    errno.EPERM: N_("没有权限"),
    errno.EROFS: N_("磁盘是只读的"),
    errno.ENOENT: N_("文件夹不存在"),
    errno.ENOTDIR: N_("路径中间有一个文件"),
    errno.EISDIR: N_("那里是一个文件夹"),
    errno.EEXIST: N_("那里已经有一个文件"),
    errno.ENAMETOOLONG: N_("名字太长"),
    errno.EIO: N_("磁盘读写出错"),
    errno.EBUSY: N_("正被别的程序占用"),
}


def reason(error: OSError) -> str:
    """What the operating system refused, in a few words of ours."""
    words = _REASONS.get(error.errno or 0, N_("系统不允许"))
    return _(words)


class LouyuError(Exception):
    """Base of everything that a person is told in a sentence; `exit_code` is the command line's."""

    exit_code = 3

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UserError(LouyuError):
    """What was typed or chosen cannot be taken; `field` names the field, where there is one."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class InvalidRecordError(UserError):
    """Several fields of one record cannot be taken: `problems` maps field name to sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        first = next(iter(problems))
        super().__init__(problems[first], field=first)
        self.problems = dict(problems)


class FileRefusedError(LouyuError):
    """A file cannot be read as what it is said to be; nothing was written."""


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field that two people changed: its value now, the one wanted, the one both began with."""

    field: str
    current: object
    mine: object
    original: object


class ConflictError(LouyuError):
    """A record was changed by someone else since it was read; `fields` are those that clash."""

    def __init__(self, sentence: str, fields: tuple[FieldConflict, ...] = ()) -> None:
        super().__init__(sentence)
        self.fields = fields


class CancelledError(LouyuError):
    """The person cancelled; everything done so far was rolled back."""


class SystemProblem(LouyuError):  # noqa: N818 - a state of the computer, not a mistake of ours
    """The computer stands in the way (disk full, file missing, no printer)."""


class NotPermittedError(LouyuError):
    """Wrong password, or a role that may not do this."""

    exit_code = 4


class PasswordAgainError(NotPermittedError):
    """Permitted, but one's own password is asked for once more first."""


class StationBusyError(SystemProblem):
    """The station is open in another program, or lies on a network share."""

    exit_code = 5


class DamagedError(SystemProblem):
    """The data file is damaged, not ours, or newer than this program."""

    exit_code = 6


class NewerDataError(DamagedError):
    """The data are whole, but written by a newer program: this one reads nothing of them."""


class UsageError(LouyuError):
    """The command line was used wrongly."""

    exit_code = 2
