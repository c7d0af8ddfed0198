"""Preparations and questions of a template, a line each, as people type them.

「提前 3 天　发通知　何俊杰」 and 「口味（辣/不辣）＊」: ＊ must be answered, 「（是/否）」 is yes or no, 「（多选：…）」 several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_AHEAD = re.compile(r"^提前\s*(\d{1,3})\s*天[\s,，:：、]*(.+)$")
_AFTER = re.compile(r"^(?:之后|活动后|后)\s*(\d{1,2})\s*天[\s,，:：、]*(.+)$")
_ASKED = re.compile(r"^(?P<text>.+?)\s*[（(](?P<many>多选[:：])?(?P<options>[^（）()]*[/／][^（）()]*)[）)]$")
_OWNER = re.compile(r"^(.+?)[\u3000\t]+([^\u3000\t]+)$")
_NUMBERED = re.compile(r"^(?:\d{1,2}[.、)）]|[-·•])\s*")


@dataclass(frozen=True, slots=True)
class PreparationLine:
    """One thing to do: what, by whom, so many days before (negative: after)."""

    what: str
    owner: str = ""
    days_before: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question: how it is answered, with which answers, and whether it must be."""

    text: str
    kind: str = "填空"
    options: tuple[str, ...] = ()
    required: bool = False


def preparations(text: str | None) -> tuple[PreparationLine, ...]:
    """The things to do of a note, a line each; empty lines are passed over."""
    return tuple(_preparation(line) for line in _lines(text))


def questions(text: str | None) -> tuple[QuestionLine, ...]:
    """The questions of a note, a line each; empty lines are passed over."""
    return tuple(_question(line) for line in _lines(text))


def preparation_text(line: PreparationLine) -> str:
    """The line that `preparations` reads back."""
    days = line.days_before
    head = "" if days is None else f"提前 {days} 天\u3000" if days >= 0 else f"之后 {-days} 天\u3000"
    return f"{head}{line.what}" + (f"\u3000{line.owner}" if line.owner else "")


def question_text(line: QuestionLine) -> str:
    """The line that `questions` reads back."""
    options = {"是否": "是/否", "单选": "/".join(line.options), "多选": "多选：" + "/".join(line.options)}
    words = f"（{options[line.kind]}）" if line.kind in options else ""
    return f"{line.text}{words}{'＊' if line.required else ''}"


def _lines(text: str | None) -> list[str]:
    stripped = (_NUMBERED.sub("", line.strip(" \t\r")) for line in (text or "").splitlines())
    return [line for line in stripped if line.strip()]


def _preparation(line: str) -> PreparationLine:
    days: int | None = None
    for pattern, sign in ((_AHEAD, 1), (_AFTER, -1)):
        found = pattern.match(line)
        if found:
            days, line = sign * int(found[1]), found[2].strip(" ")
            break
    owned = _OWNER.match(line)
    what, owner = (owned[1].strip(), owned[2].strip()) if owned else (line.strip(), "")
    return PreparationLine(what[:100], owner[:50], days)


def _question(line: str) -> QuestionLine:
    required = line.rstrip().endswith(("＊", "*"))
    line = line.rstrip(" ＊*\u3000")
    found = _ASKED.match(line)
    if not found:
        return QuestionLine(line[:100], required=required)
    options = tuple(part.strip() for part in re.split(r"[/／]", found["options"]) if part.strip())
    if options == ("是", "否"):
        return QuestionLine(found["text"][:100], "是否", (), required)
    return QuestionLine(found["text"][:100], "多选" if found["many"] else "单选", options, required)
