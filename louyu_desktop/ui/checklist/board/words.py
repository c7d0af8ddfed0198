"""What a card says: on its face, as its tip, and to a screen reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from louyu_desktop.fields import Entity
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.nearness import Tone
from louyu_desktop.rules.request_flow import State
from louyu_desktop.services.board_copies import BoardView, Card
from louyu_desktop.text import N_, _
from louyu_desktop.ui.guest import GuestView

_CONTENT = {5: N_("很满意"), 4: N_("满意"), 3: N_("基本满意"), 2: N_("不满意"), 1: N_("很不满意")}


def title_of(card: Card, entity: Entity, guest: GuestView) -> str:
    """What it is about, as it may be seen now."""
    return guest.show(entity.field("title"), card.title)


def firm_of(card: Card, entity: Entity, guest: GuestView) -> str:
    """The firm by its short name where it has one, or the person who came."""
    person = entity.field("requester") if any(one.name == "requester" for one in entity.fields) else None
    return card.short or card.firm or (guest.show(person, card.person) if person is not None else "")


def way_words(card: Card) -> str:
    """The mechanism; the second round is said."""
    turn = _("第 {turn} 轮").format(turn=card.turn) if card.turn > 1 else ""
    return "　".join(part for part in (_(card.mechanism) if card.mechanism else "", turn) if part)


def due_words(card: Card, today: dt.date) -> str:
    """今天, 11-24 剩 3 天, 超期 1 天, 停表 3 天; 办完 11-21 for what has its result."""
    if card.state is State.CLOSED:
        return _(_CONTENT[card.satisfaction]) if card.satisfaction in _CONTENT else _("已办结")
    if card.state is State.CALL_BACK:
        return _("办完 {day}").format(day=f"{card.finished_on:%m-%d}") if card.finished_on else _("等回访")
    near = card.near
    if near is not None and near.tone is Tone.STANDS:
        return _("停表 {count} 天").format(count=near.stopped) if near.stopped else _("停着表")
    if near is None or card.due is None:
        return _("没有期限")
    if near.tone is Tone.OVER:
        return _("超期 {count} 天").format(count=-near.left)
    if card.due == today:
        return _("今天联系") if card.is_contact else _("今天")
    if card.is_contact:
        return _("{day} 前联系").format(day=f"{card.due:%m-%d}")
    left = _("剩 {count} 天").format(count=near.left) if near.left > 0 else _("到期")
    return f"{card.due:%m-%d} {left}"


def right_words(card: Card, today: dt.date) -> str:
    """Who has it; of what nobody has, when and how it came, or that the firm is a key one."""
    if card.state is State.CLOSED:
        return f"{card.closed_on:%m-%d}" if card.closed_on else ""
    if card.owner:
        return card.owner
    if card.state is State.NEW:
        came = card.received_at.astimezone(SHANGHAI)
        when = f"{came:%H:%M}" if came.date() == today else f"{came:%m-%d}"
        return f"{when} {_(card.channel)}" if card.channel else when
    return _("重点企业") if card.is_key else _("没有责任人")


def head_words(view: BoardView) -> str:
    """未办结 12 件·今天到期 3 件·超期 1 件."""
    cards = view.open
    running = [card for card in cards if card.state is not State.CALL_BACK and card.near is not None]
    today = sum(card.due == view.today and card.near is not None and card.near.tone is Tone.NEAR for card in running)
    over = sum(card.near is not None and card.near.tone is Tone.OVER for card in running)
    parts = [_("未办结 {count} 件").format(count=f"{len(cards):,}")]
    parts += [_("今天到期 {count} 件").format(count=today)] if today else []
    parts += [_("超期 {count} 件").format(count=over)] if over else []
    return "·".join(parts)


def spoken(card: Card, title: str, firm: str, today: dt.date) -> str:
    """A card to a screen reader."""
    urgent = _("紧急") if card.urgent else ""
    parts: Sequence[str] = (
        card.number, title, firm, way_words(card), urgent, due_words(card, today), right_words(card, today),
        _(card.state.value),
    )  # fmt: skip
    return _("，").join(part for part in parts if part)
