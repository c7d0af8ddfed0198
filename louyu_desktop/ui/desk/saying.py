"""What the card says about a sign-in, a sign-out, a second scan; sentences only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.desk_copies import Arrival, Came, DeskState, Signed
from louyu_desktop.text import _
from louyu_desktop.ui.desk.card import Said

Naming = Callable[[str], str]


def idle(*, leaving: bool = False) -> Said:
    """Before anybody came."""
    if leaving:
        return Said("idle", _("签退"), _("扫码，或打姓名、手机后四位，回车签退"))
    return Said("idle", _("请签到"), _("扫码，或打姓名、拼音首字母、手机后四位"))


def asking() -> Said:
    """While three fields are filled in."""
    return Said("idle", _("现场报名"), _("姓名必填；单位、手机有就填，只用于本次活动登记"))


def signed(result: Signed, state: DeskState, naming: Naming) -> Said:
    """What came of a sign-in."""
    name = naming(result.name)
    match result.came:
        case Came.SIGNED:
            words = _("现场报名，第 {n} 位") if result.walk_in else _("签到成功，第 {n} 位")
            line = words.format(n=result.number)
            if result.over:
                line += _("，超出名额 {capacity} 人").format(capacity=state.capacity)
            return Said("ok", name, line, result.unit, _("撤销"), "Ctrl+Z", sign=True)
        case Came.ALREADY:
            return Said("warn", name, _already(result), result.unit)
        case Came.FULL:
            line = _("没有报名，名额 {capacity} 人已满").format(capacity=state.capacity)
            return Said("warn", name, line, "", _("照样签到"), _("回车"), "check")
        case Came.CLOSED:
            return Said("warn", name, _("没有报名，本场不接受现场报名"), "", _("照样签到"), _("回车"), "check")


def _already(result: Signed) -> str:
    at = _time(result.at)
    if result.operator:
        return _("已经签过了，{time}，经手 {operator}").format(time=at, operator=result.operator)
    return _("已经签过了，{time}").format(time=at)


def left(result: Signed, naming: Naming) -> Said:
    """What came of a sign-out."""
    name = naming(result.name)
    if result.came is Came.ALREADY:
        return Said("warn", name, _("已经签退了，{time}").format(time=_time(result.at)), result.unit)
    return Said("ok", name, _("已签退，停留 {time}").format(time=_length(result.stayed)), result.unit)


def undone(result: Signed, naming: Naming) -> Said:
    """A sign-in was taken back."""
    return Said("info", naming(result.name), _("签到已撤销，可以重新签到"), result.unit)


def looked_at(arrival: Arrival, naming: Naming) -> Said:
    """One of the last arrivals, to be taken back perhaps."""
    line = _("{time} 签到，经手 {operator}").format(
        time=_time(arrival.signed_at), operator=arrival.operator or _("系统")
    )
    return Said("info", naming(arrival.name), line, arrival.unit, _("撤销签到"), "Ctrl+Z", sign=True)


def refused(title: str, sentence: str) -> Said:
    """Something did not go."""
    return Said("danger", title, sentence)


def _time(moment: dt.datetime | None) -> str:
    """The time of day; of another day that too: an activity may go on over several."""
    if moment is None:
        return ""
    at = moment.astimezone(SHANGHAI)
    clock = f"{at:%H:%M}"
    if at.date() == dt.datetime.now(SHANGHAI).date():
        return clock
    return _("{month}月{day}日 {clock}").format(month=at.month, day=at.day, clock=clock)


def _length(time: dt.timedelta | None) -> str:
    minutes = int(time.total_seconds() // 60) if time is not None else 0
    hours, rest = divmod(minutes, 60)
    if hours:
        return _("{hours} 小时 {minutes} 分").format(hours=hours, minutes=rest)
    return _("{minutes} 分钟").format(minutes=rest)
