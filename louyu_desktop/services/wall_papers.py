"""The papers of the wall: wish cards, the list of claims, a public notice, the public numbers; how they are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.models import Station, Wish
from louyu_desktop.printing import notice, public_wall, table_sheet, wish_cards
from louyu_desktop.printing.cards import Cards
from louyu_desktop.printing.labels import LABELS
from louyu_desktop.printing.public_wall import Figures, Tile
from louyu_desktop.printing.sheet import Column
from louyu_desktop.printing.table_sheet import Part, TableSheet
from louyu_desktop.printing.wish_cards import Card
from louyu_desktop.rules import dates
from louyu_desktop.rules.months import QUARTER, span_of
from louyu_desktop.rules.public_text import masked
from louyu_desktop.rules.wish_flow import State
from louyu_desktop.services.notices import preview_of
from louyu_desktop.services.paper_info import PaperInfo
from louyu_desktop.services.paper_ready import Asked, Ready, ready, titled
from louyu_desktop.services.paper_words import station_words
from louyu_desktop.services.public_figures import figures_of
from louyu_desktop.services.public_words import findings, known_in, telephone
from louyu_desktop.text import N_, _

WISH_CARDS, WISH_CARD, WISH_LIST = "wish-cards", "wish-card", "wish-list"
PUBLIC_NOTICE, PUBLIC_FIGURES = "public-notice", "public-figures"

_UNCLAIMED, _CLAIMED, _BOTH = N_("待认领的"), N_("已认领的"), N_("墙上所有的")
_BLANK = N_("空白卡，现场写")
_STATES = {_UNCLAIMED: (State.ON_WALL,), _CLAIMED: (State.CLAIMED,), _BOTH: (State.ON_WALL, State.CLAIMED)}
_WALL, _POSTER = N_("A4"), N_("A3 海报")
_SIZES = {_WALL: "A4", _POSTER: "A3"}
_WHICH = Field(name="which", label=N_("哪些"), kind=Kind.CHOICE, choices=tuple(_STATES))
_LABELS = Field(name="labels", label=N_("版式"), kind=Kind.CHOICE, choices=tuple(LABELS))
_GUIDES = Field(name="guides", label=N_("印裁切线"), kind=Kind.FLAG, hint=N_("用普通纸打印、自己裁开时勾上"))
_SIZE = Field(name="size", label=N_("纸张"), kind=Kind.CHOICE, choices=tuple(_SIZES))
_EIGHT, _FOUR = N_("A4 8 枚·99.1×67.7 毫米"), N_("A4 4 枚·105×148 毫米")

WALL_PAPERS: tuple[PaperInfo, ...] = (
    PaperInfo(
        name=WISH_CARDS, label=N_("心愿卡"), tells="wishes",
        options=(
            replace(_WHICH, choices=(*_STATES, _BLANK), hint=N_("墙上没有这样的心愿时，印空白卡")), _LABELS, _GUIDES,
        ),
        begins={"which": _UNCLAIMED, "labels": _EIGHT, "guides": True},
    ),
    PaperInfo(
        name=WISH_LIST, label=N_("心愿认领清单"), tells="wishes", options=(_WHICH,), begins={"which": _BOTH},
    ),
    PaperInfo(
        name=WISH_CARD, label=N_("这一张心愿卡"), needs_id="wishes", options=(_LABELS, _GUIDES),
        begins={"labels": _FOUR, "guides": True},
    ),
    PaperInfo(
        name=PUBLIC_NOTICE, label=N_("公示"), needs_id="public-notices", options=(_SIZE,), begins={"size": _WALL},
    ),
    PaperInfo(
        name=PUBLIC_FIGURES, label=N_("公开墙数字"), tells="public-notices", forgets=("first", "last"),
        options=(
            Field(name="first", label=N_("从"), kind=Kind.DATE, hint=N_("空着就是这个季度")),
            Field(name="last", label=N_("到"), kind=Kind.DATE), _SIZE,
        ),
        begins={"first": None, "last": None, "size": _WALL},
    ),
)  # fmt: skip
"""In the order they are offered."""


_REVIEWED = frozenset((State.ON_WALL, State.CLAIMED, State.FULFILLED, State.THANKED))
"""What was taken down to be looked at again has no public words until somebody has."""


def _wishes(session: Session, which: str) -> Sequence[Wish]:
    states = [one.value for one in _STATES.get(which, _STATES[_BOTH])]
    return session.scalars(
        select(Wish).where(Wish.archived_at.is_(None), Wish.state.in_(states)).order_by(Wish.number, Wish.id)
    ).all()


def _public(session: Session, rows: Sequence[Wish]) -> list[tuple[Wish, str, str]]:
    """Each wish with its words and its claimant as they may hang; UserError where a number stands in one."""
    known = known_in(session, "\n".join(f"{one.public_text}\n{one.claimant}" for one in rows))
    found = []
    for one in rows:
        text, claimant = (one.public_text or "") if one.state in _REVIEWED else "", one.claimant or ""
        if any(each.stops for each in findings(session, f"{text}\n{claimant}")):
            said = _("心愿 {number} 的上墙文字或认领方里有身份证号或手机号。请撤下或取消认领，改了再印")
            raise UserError(said.format(number=one.number or ""))
        found.append((one, masked(text, known), masked(claimant, known)))
    return found


def _cards_of(session: Session, rows: Sequence[Wish], asked: Asked) -> Cards[Card]:
    station = station_words(session)
    return Cards(
        labels=LABELS[str(asked.chosen.get("labels") or _EIGHT)],
        station=station.name,
        cards=tuple(
            Card(
                number=one.number or "", text=text, category=_(one.category) if one.category else "", claimant=claimant,
                due=f"{one.due_on:%Y-%m-%d}" if one.due_on and claimant else "",
            )
            for one, text, claimant in _public(session, rows)
        ),
        guides=bool(asked.chosen.get("guides")),
        is_demonstration=station.is_demonstration,
    )  # fmt: skip


def _wish_cards(asked: Asked) -> Ready:
    which = str(asked.chosen.get("which") or "")
    with asked.database.read() as session:
        cards = _cards_of(session, [] if which == _BLANK else _wishes(session, which), asked)
    if not cards.cards:
        blank = replace(cards, cards=(Card(),) * cards.labels.count)
        return ready(_("空白心愿卡"), wish_cards, blank)
    return ready(titled(_("心愿卡"), _("{count} 枚").format(count=len(cards.cards))), wish_cards, cards)


def _wish_card(asked: Asked) -> Ready:
    """One card; a wish that nobody has reviewed yet gets lines to write on: its own words are not for the wall."""
    with asked.database.read() as session:
        wish = session.get(Wish, asked.id)
        if wish is None or wish.archived_at is not None:
            raise UserError(_("这个心愿已经不在了，可能刚被移进了回收站"))
        cards = _cards_of(session, [wish], asked)
    return ready(titled(_("心愿卡"), cards.cards[0].number), wish_cards, cards)


def _wish_list(asked: Asked) -> Ready:
    which = str(asked.chosen.get("which") or _BOTH)
    with asked.database.read() as session:
        rows, station = _public(session, _wishes(session, which)), station_words(session)
    now = dt.datetime.now(dates.SHANGHAI)
    sheet = TableSheet(
        title=_("心愿认领清单"),
        aside="·".join((station.name, _("{count} 个").format(count=len(rows)), now.date().isoformat())),
        columns=(
            Column(_("编号"), 26), Column(_("心愿"), 92), Column(_("类别"), 13), Column(_("认领方"), 32), Column(_("约定日期"), 22),
        ),
        parts=tuple(
            Part(
                heading=_(state.value), note=_("{count} 个").format(count=len(lines)),
                rows=[
                    (one.number or "", text, _(one.category) if one.category else "", claimant,
                     one.due_on.isoformat() if one.due_on and claimant else "")
                    for one, text, claimant in lines
                ],
            )
            for state in _STATES[which]
            if (lines := [line for line in rows if line[0].state == state.value])
        ),
        footer=f"{station.name}·{now:%Y-%m-%d %H:%M}",
        empty=_("墙上没有这样的心愿"),
        is_demonstration=station.is_demonstration,
    )  # fmt: skip
    return ready(f"{sheet.title} {now.date().isoformat()}", table_sheet, sheet)


def _notice(asked: Asked) -> Ready:
    with asked.database.read() as session:
        shown = preview_of(session, asked.id)
        station = station_words(session)
        address = session.scalar(select(Station.address).order_by(Station.id).limit(1)) or ""
    sheet = notice.Notice(
        title=shown.title,
        paragraphs=shown.paragraphs,
        signed=shown.signed,
        day=shown.day,
        foot=(
            _("公示期：{span}").format(span=shown.period) if shown.period else "",
            _("监督电话：{number}").format(number=shown.telephone) if shown.telephone else "",
            _("地址：{address}").format(address=address) if address else "",
        ),
        number=shown.number,
        draft="" if shown.is_final else _("样稿·还没有批准，不能张贴"),
        size=_SIZES.get(str(asked.chosen.get("size") or ""), "A4"),
        is_demonstration=station.is_demonstration,
    )
    return ready(titled(_("公示") if shown.is_final else _("公示样稿"), shown.title), notice, sheet)


def _figures(asked: Asked) -> Ready:
    begin, end = span_of(dates.today(), QUARTER)
    first, last = sorted((asked.chosen.get("first") or begin, asked.chosen.get("last") or end))
    with asked.database.read() as session:
        told, phone = figures_of(session, first, last), telephone(session)
    span = f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"
    sheet = Figures(
        station=told.station,
        span=span,
        groups=tuple(
            (title, tuple(
                Tile(value=f"{one.value} {one.counter}".strip(), label=one.label, definition=one.definition)
                for one in group
            ))
            for title, group in told.groups
        ),
        foot=(
            _("监督电话：{number}").format(number=phone) if phone else "",
            _("统计到 {day}").format(day=dates.today().isoformat()),
        ),
        size=_SIZES.get(str(asked.chosen.get("size") or ""), "A4"),
        is_demonstration=told.is_demonstration,
    )  # fmt: skip
    return ready(f"{_('公开墙数字')} {span}", public_wall, sheet)


READERS: dict[str, Callable[[Asked], Ready]] = {
    WISH_CARDS: _wish_cards,
    WISH_CARD: _wish_card,
    WISH_LIST: _wish_list,
    PUBLIC_NOTICE: _notice,
    PUBLIC_FIGURES: _figures,
}
