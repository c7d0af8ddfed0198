"""The words of must-visits: which fact, which rule, what deadline, and what clears it (FIELD.md 4.3)."""

from __future__ import annotations

import datetime as dt

from louyu_desktop.rules.firm_facts import Case, Guest, Noted
from louyu_desktop.rules.workdays import Due
from louyu_desktop.text import N_, _

LEASE_RULE = N_("租期 {days} 天内到期，没有续租登记")
LEASE_DONE = N_("登记一次走访；续租后把到期日期改到后面，或登记迁出，会自动了结")
LEAVING_RULE = N_("入驻记录的续租意向是「搬离」")
LEAVING_DONE = N_("登记一次走访；续租意向改回来，或登记迁出，会自动了结")
MOVED_RULE = N_("企业迁出，或换了楼宇、单元")
MOVED_DONE = N_("登记一次走访；入驻记录改回原来的样子，会自动了结")
EXECUTIVE_RULE = N_("法定代表人、董事长、总经理、首席代表或党组织书记有变动")
EXECUTIVE_DONE = N_("登记一次走访；联系人改回原来的样子，会自动了结")
DECLINE_RULE = N_("税收等级下降、经营趋势下滑，或员工数比上次登记少了 {fall}% 以上")
DECLINE_DONE = N_("登记一次走访；数据恢复到原来的水平，会自动了结")
GUEST_RULE = N_("总部领导来访")
GUEST_DONE = N_("登记一次走访；删掉来访记录，会自动了结")
CASE_RULE = N_("有重要个性情况没有解除")
CASE_DONE = N_("登记一次走访；填上解除日期，会自动了结")
COLOUR_RULE = N_("五色跟进：{action}")
COLOUR_DONE = N_("登记一次走访；颜色改变后，会自动了结")

_GONE = {
    "租赁到期": N_("租期已改，或已迁出"),
    "企业搬迁": N_("不再搬离，或入驻记录已改回"),
    "高管变动": N_("变动已改回或撤回"),
    "经营下滑": N_("数据已恢复"),
    "总部来访": N_("来访记录已删除"),
    "特殊情况": N_("情况已解除"),
    "五色跟进": N_("颜色或走访周期已变"),
}


def why(rule: str, deadline: str, done: str, **parts: object) -> str:
    """Three lines: the rule, the deadline, what clears it."""
    return "\n".join((
        _("规则：{words}").format(words=_(rule).format(**parts)),
        _("期限：{words}").format(words=deadline),
        _("怎样算完：{words}").format(words=_(done)),
    ))  # fmt: skip


def gone(trigger: str) -> str:
    """Why a task needs nothing any more."""
    return _("原因已消除：{words}").format(words=_(_GONE[trigger]))


def counted(count: int, due: Due) -> str:
    """A deadline in working days and how it was counted."""
    return _("{count} 个工作日内，{day} 前（{how}）").format(count=count, day=due.day, how=due.why)


def within(base: dt.date, days: int) -> str:
    """A deadline in days of the calendar."""
    return _("{base} 起 {days} 天内走访一次").format(base=base, days=days)


def by_then() -> str:
    """The deadline that a guest sets."""
    return _("来访当天或之前；当天放假的，前一个工作日")


def lease(place: str, end: dt.date, *, over: bool) -> str:
    """A lease that ends, or has."""
    words = _("租期 {end} 已过，没有续租登记（{place}）") if over else _("租期 {end} 到期，没有续租登记（{place}）")
    return words.format(place=place, end=end)


def leaving(place: str) -> str:
    """That a firm means to leave."""
    return _("续租意向：搬离（{place}）").format(place=place)


def executive(note: Noted) -> str:
    """Who followed whom."""
    words = _("{before} → {after}（{day}）")
    return words.format(day=note.noted_on, before=note.before or "", after=_without_role(note))


def moved(note: Noted) -> str:
    """From where, and where to."""
    if note.after:
        words = _("从{before}搬到{after}（{day}）")
        return words.format(day=note.noted_on, before=_spaced(note.before or ""), after=note.after)
    return _("迁出{before}（{day}）").format(day=note.noted_on, before=note.before or "")


def declined(note: Noted) -> str:
    """What went down, from what to what."""
    words = _("{fact}：{before} → {after}（{day}）")
    return words.format(day=note.noted_on, fact=_(note.fact), before=note.before or _("未填"), after=note.after or "")


def guest(one: Guest) -> str:
    """Who comes when."""
    words = _("{day} {guest}（{post}）来访") if one.post else _("{day} {guest}来访")
    return words.format(day=one.arrives_on, guest=one.guest, post=one.post)


def case(one: Case) -> str:
    """What happened since when."""
    what = " ".join((one.what or "").split())
    words = _("{kind}：{what}（{day}）") if what else _("{kind}（{day}）")
    return words.format(day=one.happened_on, kind=one.kind, what=what[:120])


def coloured(colour: str, since: dt.date) -> str:
    """Which colour since when."""
    return _("{day} 定为{colour}色").format(day=since, colour=_(colour))


def _without_role(note: Noted) -> str:
    """The role is said once."""
    role, _blank, names = (note.after or "").partition(" ")
    return names if names and (note.before or "").startswith(role) else note.after or ""


def _spaced(place: str) -> str:
    return f"{place} " if place and place[-1].isascii() else place
