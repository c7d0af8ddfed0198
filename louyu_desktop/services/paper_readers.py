"""How each paper is read from the database: one function for each, found by the paper's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop import __version__
from louyu_desktop.models import Station
from louyu_desktop.printing import (
    badges,
    certificate,
    day_log,
    figures_sheet,
    handbook,
    manual,
    record_form,
    sign_in_sheet,
    table_sheet,
)
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.rules import dates
from louyu_desktop.services import (
    building_papers,
    checklist_papers,
    council_papers,
    day_rows,
    firm_papers,
    help_pages,
    measure_papers,
    paper_kinds,
    paper_rows,
    people_papers,
    record_rows,
    request_papers,
    sheet_rows,
    wall_papers,
    year_papers,
)
from louyu_desktop.services.paper_ready import Asked, Ready, as_name, ready, titled
from louyu_desktop.text import _


def read(paper: str, asked: Asked) -> Ready:
    """A paper read whole; UserError for a record that is gone or a choice that cannot be."""
    return _READERS[paper](asked)


def _people(count: int) -> str:
    return _("{count} 人").format(count=count) if count else ""


def _sign_in_sheet(asked: Asked) -> Ready:
    with asked.database.read() as session:
        sheet = sheet_rows.sign_in(session, asked.id, asked.chosen)
    return ready(titled(sheet.activity, _people(len(sheet.attendees))), sign_in_sheet, sheet)


def _sign_in_sheets(asked: Asked) -> Ready:
    first, last = sorted((asked.chosen["first"], asked.chosen["last"]))
    with asked.database.read() as session:
        sheets = sheet_rows.sign_ins(session, first, last, asked.chosen)
    days = first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"
    title = titled(f"{_('签到表')} {days}", _("{count} 场").format(count=len(sheets)))

    def write(target: Path, faces: Typeface) -> int:
        return sign_in_sheet.write_all(sheets, target, faces, title)

    return Ready(as_name(title), tuple(text for one in sheets for text in sign_in_sheet.texts_of(one)), write)


def _of_people(read_rows: Callable[[Session, int, Mapping[str, Any]], badges.BadgeSheets], asked: Asked) -> Ready:
    with asked.database.read() as session:
        sheets = read_rows(session, asked.id, asked.chosen)
    return ready(titled(sheets.activity, _people(len(sheets.badges))), badges, sheets)


def _absentees(asked: Asked) -> Ready:
    with asked.database.read() as session:
        sheet = people_papers.absentees_of(session, asked.id, asked.chosen, asked.role)
    return ready(titled(sheet.title, sheet.aside), table_sheet, sheet)


def _certificate(asked: Asked) -> Ready:
    with asked.database.read() as session:
        papers = people_papers.certificates_of(session, asked.id, asked.chosen)
    return ready(titled(_("参加证明"), papers.activity, _people(len(papers.holders))), certificate, papers)


def _activity_record(asked: Asked) -> Ready:
    record = record_rows.record_of(asked.database, asked.id, asked.chosen)
    return ready(titled(_("活动记录表"), record.title), record_form, record)


def _activity_ledger(asked: Asked) -> Ready:
    sheet = year_papers.ledger_of(asked.database, *year_papers.days_of(asked.chosen))
    return ready(f"{sheet.title} {sheet.aside.partition('·')[0]}", table_sheet, sheet)


def _room_register(asked: Asked) -> Ready:
    sheet = year_papers.register_of(asked.database, asked.chosen)
    return ready(f"{sheet.title} {sheet.aside}", table_sheet, sheet)


def _handbook(asked: Asked) -> Ready:
    with asked.database.read() as session:
        book = paper_rows.handbook_of(session, asked.chosen["size"], dates.today())
    return ready(f"{book.station} {_('服务手册')}", handbook, book)


def _figures(asked: Asked) -> Ready:
    with asked.database.read() as session:
        numbers = paper_rows.figures_of(session, asked.role, dates.today())
    return ready(f"{numbers.station} {_('数字一览')}", figures_sheet, numbers)


def _day_log(asked: Asked) -> Ready:
    log = day_rows.day_log_of(asked.database, asked.chosen)
    return ready(f"{log.station} {_('值班日志')} {log.days}", day_log, log)


def _help(asked: Asked) -> Ready:
    with asked.database.read() as session:
        station, is_demonstration = session.execute(select(Station.name, Station.is_demonstration)).one()
    pages = help_pages.pages()
    made = {name: help_pages.picture(name) for page in pages for name in page.pictures}
    book = manual.Manual(
        station=station, version=__version__, made_on=dates.today(), paper=asked.chosen["size"], pages=pages,
        pictures={name: file for name, file in made.items() if file is not None}, is_demonstration=is_demonstration,
    )  # fmt: skip
    return ready(_("使用手册"), manual, book)


_READERS: dict[str, Callable[[Asked], Ready]] = {
    paper_kinds.SIGN_IN_SHEET: _sign_in_sheet,
    paper_kinds.SIGN_IN_SHEETS: _sign_in_sheets,
    paper_kinds.BADGES: partial(_of_people, people_papers.badges_of),
    paper_kinds.TABLE_CARDS: partial(_of_people, people_papers.cards_of),
    paper_kinds.ABSENTEES: _absentees,
    paper_kinds.CERTIFICATE: _certificate,
    paper_kinds.ACTIVITY_RECORD: _activity_record,
    paper_kinds.ACTIVITY_LEDGER: _activity_ledger,
    paper_kinds.ROOM_REGISTER: _room_register,
    paper_kinds.HANDBOOK: _handbook,
    paper_kinds.FIGURES: _figures,
    paper_kinds.DAY_LOG: _day_log,
    paper_kinds.HELP: _help,
    **firm_papers.READERS,
    **building_papers.READERS,
    **request_papers.READERS,
    **checklist_papers.READERS,
    **council_papers.READERS,
    **wall_papers.READERS,
    **measure_papers.READERS,
}
