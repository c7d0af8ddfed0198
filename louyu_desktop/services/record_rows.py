"""What the record of an activity says, with its photographs drawn by a child."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from louyu_desktop.exchange.media import Media
from louyu_desktop.exchange.viewing import Document
from louyu_desktop.models import Attachment
from louyu_desktop.printing.photo import jpeg_of
from louyu_desktop.printing.record_form import Chapter, Photo, RecordForm
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import is_held
from louyu_desktop.services.attachments import sees_files
from louyu_desktop.services.paper_words import Told, told
from louyu_desktop.services.participation import ActivityNumbers, Participation
from louyu_desktop.services.references import role_of
from louyu_desktop.services.sheet_rows import people_of
from louyu_desktop.storage import attachments as kept
from louyu_desktop.storage.attachments import KeptFile
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.hanging import on
from louyu_desktop.text import N_, _

_ACROSS = 1000
"""Pixels of the longer side of a photograph: three hundred to the inch in its place."""

_PICTURES = (Media.JPEG.value, Media.PNG.value)


def record_of(database: Database, activity_id: int, chosen: Mapping[str, Any]) -> RecordForm:
    """The record of an activity; UserError when it is gone, DamagedError for a photograph that is not what it was."""
    now = dt.datetime.now(SHANGHAI)
    with database.read() as session:
        activity = told(session, activity_id)
        came = [one.name for one in people_of(session, activity_id, arrived=True) if one.signed_at is not None]
        files = _pictures(session, activity_id, chosen["photos"] or 0)
    held = is_held(activity.row.status, activity.row.starts_at, now)
    numbers = Participation(database).of_activity(activity_id, now) if held else None
    photos = _photos(database, files) if sees_files(role_of(database), "activities") else ()
    return RecordForm(
        station=activity.station,
        title=activity.row.title,
        facts=_facts(activity, numbers),
        chapters=_chapters(activity, came if chosen["names"] else []),
        photos=photos,
        footer=f"{now:%Y-%m-%d %H:%M}",
        is_demonstration=activity.is_demonstration,
    )


def _facts(activity: Told, numbers: ActivityNumbers | None) -> tuple[tuple[tuple[str, str], ...], ...]:
    row = activity.row
    kind = "·".join(filter(None, (row.type, *(row.tags or ()))))
    helpers = _("；").join(filter(None, (row.co_organisers, row.providers)))
    return (
        ((_("活动主题"), row.title),),
        ((_("活动时间"), activity.time),),
        ((_("活动地点"), activity.place), (_("活动编号"), row.number or "")),
        ((_("活动类型"), kind), (_("主办"), activity.organiser)),
        ((_("协办支持"), helpers), (_("主讲"), row.speaker or "")),
        ((_("参加情况"), _attendance(numbers)),),
    )


def _attendance(numbers: ActivityNumbers | None) -> str:
    """应到 45 人，实到 40 人次（现场报名 3），企业 12 家，党员 20 人; "" where it was not held, or not yet."""
    if numbers is None:
        return ""
    counts = numbers.counts
    parts = [_("应到 {count} 人").format(count=numbers.expected)] if numbers.expected else []
    parts.append(_("参加 {count} 人次").format(count=counts.visits))
    if counts.walk_ins:
        parts.append(_("其中现场报名 {count} 人").format(count=counts.walk_ins))
    parts.append(_("企业 {count} 家").format(count=counts.firms_there))
    if counts.members is not None:
        parts.append(_("党员 {count} 人").format(count=counts.members))
    return _("，").join(parts)


def _chapters(activity: Told, names: list[str]) -> tuple[Chapter, ...]:
    row = activity.row
    found = [Chapter(N_("参加人员"), _("、").join(names), listed=True)] if names else []
    found.append(Chapter(N_("活动内容"), row.summary or "", 60.0))
    found.append(Chapter(N_("活动成效"), row.effect or "", 24.0))
    return (*found, Chapter(N_("问题与改进"), row.issues)) if row.issues else tuple(found)


def _pictures(session: Any, activity_id: int, most: int) -> list[tuple[Attachment, KeptFile]]:
    """The first pictures that hang on the activity, and their files."""
    rows = session.scalars(
        select(Attachment)
        .where(on("activities", [activity_id]), Attachment.archived_at.is_(None), Attachment.media.in_(_PICTURES))
        .order_by(Attachment.id)
        .limit(most)
    ).all()
    files = ((row, kept.find(session, row.digest)) for row in rows)
    return [(row, file) for row, file in files if file is not None]


def _photos(database: Database, files: list[tuple[Attachment, KeptFile]]) -> tuple[Photo, ...]:
    """Each drawn by a child of its own: what a file hides is never unfolded here."""
    found = []
    for row, file in files:
        document = Document(row.name, Media(row.media), database.attachments.read(file))
        try:
            width, height = document.sizes[0]
            drawn = document.draw(0, max(1, round(_ACROSS * min(1.0, width / height))))
        finally:
            document.close()
        if drawn is not None:
            packed = jpeg_of(drawn.width, drawn.height, drawn.rows)
            found.append(Photo(drawn.width, drawn.height, packed, row.remark or ""))
    return tuple(found)
