"""What wishes and public notices ask for today: reviews, approvals, promised days, notices whose time is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import func, select

from louyu_desktop.models import Account, PublicNotice, Wish
from louyu_desktop.rules import notice_flow, wish_flow
from louyu_desktop.rules.day_words import day_words, due_words
from louyu_desktop.rules.notice_flow import why_not
from louyu_desktop.rules.wish_flow import PATIENCE
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.notices import hands_of
from louyu_desktop.services.overview import TodayItem
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.services.today_parts import MOST, Asked, Dated, Found, further, group_of, joined
from louyu_desktop.text import N_, _

_STEPS = {
    notice_flow.State.TO_REVIEW.value: (notice_flow.Action.REVIEW, N_("公示待审核"), N_("审核")),
    notice_flow.State.TO_APPROVE.value: (notice_flow.Action.APPROVE, N_("公示待审批"), N_("审批")),
    notice_flow.State.APPROVED.value: (notice_flow.Action.POST, N_("公示已批准，等上墙"), N_("上墙")),
}


def of_wall(asked: Asked) -> Iterator[Found]:
    """Every line about wishes and notices that the role may see."""
    works = Right.WORK in OF_ROLE[asked.role]
    if asked.sees("wishes", "text"):
        yield _promised(asked)
        yield _unclaimed(asked)
        if works:
            yield Found(_to_review(asked))
            yield Found(_to_thank(asked))
    if asked.sees("public-notices", "title"):
        yield Found(_notices(asked) if works else [])
        yield Found(_over(asked))


def _promised(asked: Asked) -> Found:
    """Claimed wishes whose day comes within a week or has passed."""
    wanted = (
        select(Wish)
        .where(Wish.archived_at.is_(None), Wish.state == wish_flow.State.CLAIMED.value, Wish.due_on <= asked.horizon)
        .order_by(Wish.due_on.desc(), Wish.id)
    )
    rows = asked.session.scalars(wanted.limit(MOST)).all()
    found = []
    for wish in rows:
        due = wish.due_on or asked.today
        item = TodayItem(
            "wishes", wish.id, "heart", wish.public_text or wish.text,
            joined(_("心愿"), wish.number, _("{who}认领").format(who=wish.claimant) if wish.claimant else ""),
            due_words(due, asked.today), "", _("打开"), overdue=due < asked.today,
            topic=f"wishes:{wish.id}:{due.isoformat()}", source="wishes",
        )  # fmt: skip
        found.append(Dated(group_of(due, asked.today), (due, dt.time(12), wish.id), item))
    claimed = Filter("state", Match.EQUALS, wish_flow.State.CLAIMED.value)
    query = Query("wishes", (claimed, Filter("due_on", Match.AT_MOST, asked.horizon)), "due_on")
    return Found(found, further(asked, "wishes", rows, wanted, query))


def _unclaimed(asked: Asked) -> Found:
    """Wishes that nobody has claimed for thirty days: the station takes them (FIELD.md 4.6)."""
    last = asked.today - dt.timedelta(days=PATIENCE)
    wanted = (
        select(Wish)
        .where(Wish.archived_at.is_(None), Wish.state == wish_flow.State.ON_WALL.value, Wish.posted_on <= last)
        .order_by(Wish.posted_on, Wish.id)
    )
    rows = asked.session.scalars(wanted.limit(MOST)).all()
    found = []
    for wish in rows:
        posted = wish.posted_on or last
        said = _("上墙 {days} 天没有人认领，请站点认领").format(days=(asked.today - posted).days)
        item = TodayItem(
            "wishes", wish.id, "heart", wish.public_text or wish.text, joined(_("心愿"), wish.number, said),
            _("满 {days} 天").format(days=PATIENCE), "", _("打开"), topic=f"wishes-unclaimed:{wish.id}", source="wishes",
        )  # fmt: skip
        found.append(Dated("today", (asked.today, dt.time(12), wish.id), item))
    on_wall = Filter("state", Match.EQUALS, wish_flow.State.ON_WALL.value)
    query = Query("wishes", (on_wall, Filter("posted_on", Match.AT_MOST, last)), "posted_on")
    return Found(found, further(asked, "wishes", rows, wanted, query))


def _to_review(asked: Asked) -> list[Dated]:
    return _counted(asked, wish_flow.State.COLLECTED, N_("{count} 个心愿等审核"), N_("写好上墙的文字，不出现姓名和电话"), N_("去审核"))


def _to_thank(asked: Asked) -> list[Dated]:
    words = N_("写一句致谢，心愿卡就可以下墙了")
    return _counted(asked, wish_flow.State.FULFILLED, N_("{count} 个心愿实现了，等致谢"), words, N_("去致谢"))


def _counted(asked: Asked, state: wish_flow.State, title: str, about: str, verb: str) -> list[Dated]:
    """One line for all wishes in a state; it opens the first of them, the oldest."""
    rows = asked.session.execute(
        select(func.count(), func.min(Wish.made_on))
        .where(Wish.archived_at.is_(None), Wish.state == state.value)
    ).one()  # fmt: skip
    count, oldest = rows
    if not count:
        return []
    first = asked.session.scalar(
        select(Wish.id)
        .where(Wish.archived_at.is_(None), Wish.state == state.value)
        .order_by(Wish.made_on, Wish.id)
        .limit(1)
    )
    item = TodayItem(
        "wishes", first or 0, "heart", _(title).format(count=f"{count:,}"), joined(_("心愿"), _(about)),
        _("最早 {day}").format(day=day_words(oldest, asked.today)), "", _(verb), topic=f"wishes-waiting:{state.name}",
        source="wishes",
    )  # fmt: skip
    return [Dated("week", (asked.horizon, dt.time(12), 0), item)]


def _notices(asked: Asked) -> list[Dated]:
    """Notices that wait for a step which the person may take."""
    names = dict(asked.session.execute(select(Account.id, Account.name)).all())
    rows = asked.session.scalars(
        select(PublicNotice)
        .where(PublicNotice.archived_at.is_(None), PublicNotice.state.in_(list(_STEPS)))
        .order_by(PublicNotice.proposed_on, PublicNotice.id)
        .limit(MOST)
    ).all()
    found = []
    for notice in rows:
        action, about, verb = _STEPS[notice.state]
        hands = hands_of(asked.session, notice.proposer_id, notice.reviewer_id)
        if not notice_flow.STEPS[action].allows(notice_flow.State(notice.state), asked.role):
            continue
        if why_not(action, asked.account_id, hands):
            continue
        who = names.get(notice.proposer_id or 0, "")
        day = _("{day}提出").format(day=day_words(notice.proposed_on, asked.today))
        item = TodayItem(
            "public-notices", notice.id, "flag", notice.title, joined(_(about), notice.number, day), _("等您办"), who,
            _(verb), topic=f"public-notices:{notice.id}:{notice.state}", source="notices",
        )  # fmt: skip
        found.append(Dated("today", (asked.today, dt.time(11), notice.id), item))
    return found


def _over(asked: Asked) -> list[Dated]:
    """Notices whose period ends within a week or is over."""
    rows = asked.session.scalars(
        select(PublicNotice)
        .where(PublicNotice.archived_at.is_(None), PublicNotice.state == notice_flow.State.POSTED.value)
        .where(PublicNotice.until <= asked.horizon)
        .order_by(PublicNotice.until, PublicNotice.id)
        .limit(MOST)
    ).all()
    found = []
    for notice in rows:
        until = notice.until or asked.today
        late = until < asked.today
        said = _("公示期满，可以撤下") if late else _("公示期到{day}").format(day=day_words(until, asked.today))
        item = TodayItem(
            "public-notices", notice.id, "flag", notice.title, joined(_("公示"), notice.number, said),
            due_words(until, asked.today), "", _("撤下") if late else _("打开"), overdue=late,
            topic=f"public-notices:{notice.id}:{until.isoformat()}", source="notices",
        )  # fmt: skip
        found.append(Dated(group_of(until, asked.today), (until, dt.time(13), notice.id), item))
    return found
