"""值班日志 in sentences: what a day's records and operations come to (FEATURES.md M6); pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from louyu_desktop.text import N_, _

_NAMED = 6
"""So many names stand in a sentence; the others are counted."""

_KINDS = 8
"""So many kinds of doing stand in a person's sentence."""

_NUMBERS = N_("一二三四五六七八九")


@dataclass(frozen=True, slots=True)
class Done:
    """A thing that was done so often: `names` say to what, as far as that is worth a word."""

    verb: str
    count: int
    counter: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """What one person did beside that."""

    who: str
    done: tuple[Done, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One paragraph: its head (走访, 诉求, …) and what was done."""

    head: str
    done: tuple[Done, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day's doing, ready to be said."""

    day: dt.date
    on_duty: tuple[str, ...]
    topics: tuple[Topic, ...]
    shares: tuple[Share, ...]


def drafted(day: Day) -> str:
    """The log's text: a numbered paragraph for each topic that has something, one for what else each person did."""
    paragraphs = [_paragraph(topic.head, topic.done) for topic in day.topics if topic.done]
    others = [
        _("{who}：{what}").format(who=share.who, what=_few([_said(one) for one in share.done]))
        for share in day.shares
        if share.done
    ]
    if others:
        paragraphs.append(_("其他。{what}。").format(what=_("；").join(others)))
    if not paragraphs:
        return _("今天没有登记走访、诉求、活动，也没有改动记录。")
    return "\n".join(_numbered(place, text) for place, text in enumerate(paragraphs))


def _few(words: Sequence[str]) -> str:
    """The first of them; the others are counted."""
    listed = _("、").join(words[:_KINDS])
    more = len(words) - _KINDS
    return _("{listed}，另有 {count} 类").format(listed=listed, count=more) if more > 0 else listed


def _numbered(place: int, text: str) -> str:
    numerals = _(_NUMBERS)
    number = numerals[place] if place < len(numerals) else str(place + 1)
    return _("{number}、{text}").format(number=number, text=text)


def _paragraph(head: str, done: Sequence[Done]) -> str:
    return _("{head}。{what}。").format(head=head, what=_("；").join(_said(one, named=True) for one in done))


def _said(one: Done, *, named: bool = False) -> str:
    """登记走访 3 家：澄怀设计、远舟投资等."""
    words = _("{verb} {count} {counter}").format(verb=one.verb, count=f"{one.count:,}", counter=one.counter)
    names = tuple(dict.fromkeys(filter(None, one.names))) if named else ()
    if not names:
        return words
    listed = _("、").join(names[:_NAMED])
    more = _("{names}等").format(names=listed) if len(names) > _NAMED else listed
    return _("{words}：{names}").format(words=words, names=more)
