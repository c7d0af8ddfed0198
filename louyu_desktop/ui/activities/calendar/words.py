"""How the calendar says days, times and activities; pure."""

from __future__ import annotations

import datetime as dt

from louyu_desktop.rules.day_words import weekday
from louyu_desktop.services.calendar_copies import AgendaEvent, DayMark
from louyu_desktop.text import _


def near(day: dt.date, today: dt.date) -> str:
    """今天 11-20 周五, 明天 11-21 周六, 11-24 周二, with the year when it is another one."""
    stem = f"{day:%m-%d}" if day.year == today.year else day.isoformat()
    word = {0: _("今天"), 1: _("明天"), -1: _("昨天")}.get((day - today).days, "")
    return " ".join(part for part in (word, stem, weekday(day)) if part)


def clock(moment: dt.datetime) -> str:
    """12:00."""
    return f"{moment:%H:%M}"


def times(event: AgendaEvent) -> str:
    """12:00 – 13:30; only the beginning where no end is known, both days where it lasts for several."""
    if event.endless:
        return clock(event.starts_at)
    if event.ends_at - event.starts_at > dt.timedelta(hours=24):
        return f"{event.starts_at:%m-%d %H:%M} – {event.ends_at:%m-%d %H:%M}"
    return f"{clock(event.starts_at)} – {clock(event.ends_at)}"


def title_of(first: dt.date, last: dt.date, view: str, year: int) -> str:
    """What stands above: 2026 年 11 月; 11 月 16 日 – 22 日; 11 月 20 日 周五; with the year when it is another one."""
    if view == "month":
        middle = first + (last - first) / 2
        return _("{year} 年 {month} 月").format(year=middle.year, month=middle.month)
    stem = _("{month} 月 {day} 日") if first.year == year else _("{year} 年 {month} 月 {day} 日")
    begin = stem.format(year=first.year, month=first.month, day=first.day)
    if view == "day":
        return f"{begin} {weekday(first)}"
    end = _("{day} 日") if first.month == last.month else _("{month} 月 {day} 日")
    return f"{begin} – {end.format(month=last.month, day=last.day)}"


def in_cell(event: AgendaEvent, day: dt.date) -> str:
    """12:00 声音疗愈; on the further days of what lasts, 第 2 天 书画展."""
    number = (day - event.starts_at.date()).days
    if number > 0:
        return _("第 {number} 天").format(number=number + 1) + f" {event.title}"
    return f"{clock(event.starts_at)} {event.title}"


def tip_of(event: AgendaEvent) -> str:
    """Everything about an activity that may be read over a shoulder."""
    lines = (
        event.title,
        f"{event.starts_at:%m-%d} {weekday(event.starts_at.date())} {times(event)}",
        event.place,
        share_of(event),
        event.series and _("系列：{name}").format(name=event.series),
    )
    return "\n".join(line for line in lines if line)


def share_of(event: AgendaEvent) -> str:
    """报名 58 / 60，报名中; 签到 41，待总结."""
    words = _("签到 {share}") if event.is_over else _("报名 {share}")
    return _("，").join((words.format(share=event.share), event.standing))


def spoken(event: AgendaEvent) -> str:
    """One activity for a screen reader."""
    parts = (times(event), event.title, event.place, share_of(event))
    return " ".join(part for part in parts if part)


def day_spoken(mark: DayMark | None, events: tuple[AgendaEvent, ...], day: dt.date) -> str:
    """A day with what takes place on it, for a screen reader."""
    parts = [_("{month} 月 {day} 日").format(month=day.month, day=day.day) + f" {weekday(day)}"]
    if mark is not None:
        parts += [mark.lunar.whole, mark.holiday and _("{name}放假").format(name=mark.holiday)]
        parts.append(_("调休上班") if mark.made_up else "")
    parts.append(_("{count} 场活动").format(count=len(events)) if events else _("没有活动"))
    return _("，").join([part for part in parts if part] + [spoken(event) for event in events])


def carried(event: AgendaEvent, starts_at: dt.datetime, today: dt.date) -> str:
    """What letting go would do."""
    if starts_at == event.starts_at:
        return _("「{title}」放回原处").format(title=event.title)
    ends = starts_at + (event.ends_at - event.starts_at)
    when = near(starts_at.date(), today)
    hours = (
        clock(starts_at) if event.endless or ends.date() != starts_at.date() else f"{clock(starts_at)} – {clock(ends)}"
    )
    return _("「{title}」移到 {day} {hours}").format(title=event.title, day=when, hours=hours)


def stays(event: AgendaEvent) -> str:
    """Why an activity cannot be moved; empty when it can."""
    if event.is_behind:
        return _("「{title}」已经开始或办过了，时间不能再改").format(title=event.title)
    if event.is_off:
        words = _("「{title}」现在是{status}，先在活动里恢复，再定时间")
        return words.format(title=event.title, status=_(event.status.value))
    return ""
