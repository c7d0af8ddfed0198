"""Taking a foreign file in: a child looks at it under limits, and a sentence says why one is not kept."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from louyu_desktop import paths
from louyu_desktop.errors import FileRefusedError, SystemProblem, reason
from louyu_desktop.exchange.media import LARGEST, Media
from louyu_desktop.exchange.opening import environment, shown
from louyu_desktop.text import N_, _

SUBCOMMAND = "look-at-foreign"
"""The word by which the built program becomes the child."""

MODULE = "louyu_desktop.exchange.attached"
PATIENCE = 60.0

SENTENCES = {
    "heic": N_("「{name}」是手机的 HEIC 照片，本程序不收：在手机的相机设置里选「兼容性最佳」，或另存为 JPEG 再放进来"),
    "legacy": N_("「{name}」是旧格式或加了密码的 Office 文件：去掉密码，另存为 .docx 或 .xlsx 再放进来"),
    "picture": N_("「{name}」不是 JPEG 或 PNG 图片：另存为其中一种再放进来"),
    "program": N_("「{name}」是程序，不能作附件"),
    "macro": N_("「{name}」带有宏，不能作附件：另存为不带宏的 .docx 或 .xlsx 再放进来"),
    "bomb": N_("「{name}」展开后过大，没有收"),
    "locked": N_("「{name}」加了密码：去掉密码，另存后再放进来"),
    "pixels": N_("「{name}」有 {count} 万像素，最多收 6,000 万：缩小后再放进来"),
    "pages": N_("「{name}」超过 3,000 页：请分成几份再放进来"),
    "damaged": N_("「{name}」的内容不完整，没有收：请重新取一份完整的"),
    "slow": N_("「{name}」看了太久，没有收：请另存一份简单些的再放进来"),
    "too_large": N_("「{name}」超过 200 MB，没有收：请分成几份或压缩图片再放进来"),
    "empty": N_("「{name}」是空的，没有收"),
    "folder": N_("「{name}」是文件夹：请把里面的文件拖进来"),
    "unreadable": N_("「{name}」读不到：可能已移走，或没有权限"),
    "unknown": N_("「{name}」不是能作附件的文件：只收 PDF、JPEG、PNG、docx、xlsx"),
}


def refusal(code: str, name: str, details: dict[str, Any] | None = None) -> FileRefusedError:
    """The one sentence for a code of the child."""
    count = (details or {}).get("count")
    said = f"{count:,}" if isinstance(count, int) else ""
    sentence = SENTENCES.get(code, SENTENCES["unknown"])
    return FileRefusedError(_(sentence).format(name=shown(name), count=said))


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that may be kept: what it is, and the bytes to keep."""

    media: Media
    content: bytes = field(repr=False)


def weigh(path: Path) -> int:
    """The bytes of a file; FileRefusedError when it is none, or larger than any that is kept."""
    try:
        about = path.stat()
    except (OSError, ValueError):
        raise refusal("unreadable", path.name) from None
    if not stat.S_ISREG(about.st_mode):
        raise refusal("folder" if stat.S_ISDIR(about.st_mode) else "unreadable", path.name)
    if about.st_size > LARGEST:
        raise refusal("too_large", path.name)
    return about.st_size


def read(path: Path) -> bytes:
    """The bytes of a file, which stays where it is."""
    weigh(path)
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError:
        raise refusal("unreadable", path.name) from None


def take(data: bytes, name: str, patience: float = PATIENCE) -> Taken:
    """Have the child look at a file called `name`; FileRefusedError with one sentence when it is not kept."""
    if not data:
        raise refusal("empty", name)
    try:
        child = subprocess.run(
            paths.own_command(MODULE, SUBCOMMAND, "take"), input=data, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=environment(), timeout=patience, check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise refusal("slow", name) from None
    except OSError as error:
        raise SystemProblem(_("没能开始看文件：{reason}。关掉一些程序再试").format(reason=reason(error))) from None
    return _understood(child.stdout, child.returncode, name)


def _understood(said: bytes, code: int, name: str) -> Taken:
    line, _end, content = said.partition(b"\n")
    try:
        head = json.loads(line)
        if "refused" in head:
            raise refusal(str(head["refused"]), name, head["with"])
        media = Media(head["media"])
    except (ValueError, KeyError, TypeError):
        raise refusal("slow" if -code in _TIMES else "damaged", name) from None
    if len(content) != head.get("length"):
        raise refusal("damaged", name)
    return Taken(media, content)


_TIMES = {getattr(signal, name, 0) for name in ("SIGPROF", "SIGXCPU")} - {0}
