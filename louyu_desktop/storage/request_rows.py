"""Rows of requests that services work on while they write."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, select, union_all
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Extension, ServiceRequest
from louyu_desktop.models.request import ASKED, OPEN_REQUESTS
from louyu_desktop.rules.dates import midnight
from louyu_desktop.text import _


def live_request(session: Session, request_id: int) -> ServiceRequest:
    """A request; UserError when it is gone."""
    found = session.get(ServiceRequest, request_id)
    if found is None or found.archived_at is not None:
        raise UserError(_("这件诉求已经不在了，可能进了回收站"))
    return found


def pending_extension(session: Session, request_id: int) -> Extension | None:
    """The extension that waits for a leader; one asked for in a turn that is over waits for nobody any more."""
    wanted = (
        select(Extension)
        .join(ServiceRequest, ServiceRequest.id == Extension.request_id)
        .where(Extension.request_id == request_id, Extension.archived_at.is_(None), Extension.verdict == ASKED)
        .where(Extension.turn == ServiceRequest.turn)
    )
    return session.scalar(wanted.order_by(Extension.id).limit(1))


def open_or_since(day: dt.date, *, received: bool = False) -> ColumnElement[bool]:
    """Requests that are open or were closed since a day, or `received` since: each part by an index of its own.

    Said in one breath, SQLite reads every request that was ever closed.
    """
    one, lives = ServiceRequest, ServiceRequest.archived_at.is_(None)
    parts = [
        select(one.id).where(lives, one.state.in_(OPEN_REQUESTS)),
        select(one.id).where(lives, one.closed_on >= day),
    ]
    if received:
        parts.append(select(one.id).where(lives, one.received_at >= midnight(day)))
    return one.id.in_(union_all(*parts))
