"""The papers of the council: notice, sign-in, record and minutes, a topic's sheet, a covenant (FIELD.md 3.1).

Notice, minutes and covenant stand on the grid of GB/T 9704; a record keeps what was said, minutes what was decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Council, Meeting
from louyu_desktop.printing import record_form, sign_in_sheet
from louyu_desktop.printing.official import Block, Kind, Official
from louyu_desktop.printing.record_form import Chapter, RecordForm
from louyu_desktop.printing.sign_in_sheet import Attendee, SignInSheet
from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.day_words import date_words, weekday
from louyu_desktop.rules.roles import Role, sees
from louyu_desktop.services import council_paper_kinds as kinds
from louyu_desktop.services import council_reading as reading
from louyu_desktop.services.council_copies import OBSERVER, AgendaLine, MeasureLine, TopicFile
from louyu_desktop.services.firm_words import STAMP, people_of_station
from louyu_desktop.services.paper_options import setting
from louyu_desktop.services.paper_ready import Asked, Ready, ready, ready_official, titled
from louyu_desktop.services.paper_words import moment, station_words
from louyu_desktop.services.public_words import findings, refuse
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.storage import councils as standing
from louyu_desktop.text import N_, _

_DIGITS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    """一, 十, 十二, 二十: the numbers of headings, up to 99."""
    tens, ones = divmod(number, 10)
    head = ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "")
    return head + (_DIGITS[ones] if ones or not tens else "")


def _seen(role: Role, kind: str, name: str, value: Any) -> str:
    """What a field says, "" for a role that does not see it."""
    return str(value) if value and sees(role, ENTITIES[kind].field(name)) else ""


def _council(session: Session, meeting: Meeting) -> str:
    found = session.get(Council, meeting.council_id) if meeting.council_id is not None else None
    return found.name if found is not None else str(setting(session, "council_name"))


def _when(meeting: Meeting) -> str:
    return moment(meeting.starts_at, None)


def _body(text: str) -> Iterator[Block]:
    return (Block(Kind.BODY, line.strip()) for line in text.splitlines() if line.strip())


# notice


def _notice(asked: Asked) -> Ready:
    with asked.database.read() as session:
        meeting = standing.live_meeting(session, asked.id)
        council, station = _council(session, meeting), station_words(session)
        items = reading.agenda(session, asked.role, meeting.id)
        members = reading.members_of(session, meeting.council_id, reading.day_of(meeting))
        title = _("关于召开{meeting}的通知").format(meeting=meeting.name)
        at = meeting.starts_at.astimezone(SHANGHAI)
        when = _("{day}（{weekday}）{time}").format(
            day=_compact(at.date()), weekday=weekday(at), time=f"{at:%H:%M}"
        )
        about = _("定于{when}召开{meeting}，现将有关事项通知如下。").format(when=when, meeting=meeting.name)
        parts = [
            (_("会议时间"), [when]),
            (_("会议地点"), [meeting.place or ""]),
            (_("会议议题"), [f"{n}. {one.title}" for n, one in enumerate(items, start=1)]),
            (_("参加人员"), ["、".join(one.name for one in members)]),
        ]
    blocks = [Block(Kind.BODY, _("{council}各成员：").format(council=council)), Block(Kind.BODY, about)]
    kept = [(head, [line for line in lines if line]) for head, lines in parts]
    for number, (head, lines) in enumerate([one for one in kept if one[1]], start=1):
        blocks += [Block(Kind.FIRST, f"{numeral(number)}、{head}"), *(Block(Kind.BODY, line) for line in lines)]
    blocks += [Block(Kind.BODY, _("请准时参加。不能到会的，请提前告知。")), Block(Kind.BLANK)]
    blocks += [Block(Kind.RIGHT, station.name), Block(Kind.RIGHT, _compact(dates.today()))]
    return ready_official(titled(_("会议通知"), meeting.name), Official(title=title, blocks=blocks), asked)


def _compact(day: dt.date) -> str:
    """2026年11月22日, without spaces as documents write it."""
    return date_words(day).replace(" ", "")


# sign-in


def _sign_in(asked: Asked) -> Ready:
    with asked.database.read() as session:
        meeting = standing.live_meeting(session, asked.id)
        station = station_words(session)
        members = reading.members_of(session, meeting.council_id, reading.day_of(meeting))
        sheet = SignInSheet(
            activity=meeting.name, time=_when(meeting), place=meeting.place or "", organiser=_council(session, meeting),
            attendees=tuple(Attendee(one.name, one.unit or one.side, note=one.post) for one in members),
            columns=("name", "unit", "note"), blank_rows=int(asked.chosen.get("blank_rows") or 0),
            expected=sum(one.post != OBSERVER for one in members) or None,
            privacy_line=str(setting(session, "privacy_line")), is_demonstration=station.is_demonstration,
        )  # fmt: skip
    return ready(titled(_("会议签到表"), meeting.name), sign_in_sheet, sheet)


# record


def _record(asked: Asked) -> Ready:
    role = asked.role
    with asked.database.read() as session:
        meeting = standing.live_meeting(session, asked.id)
        station, names = station_words(session), people_of_station(session)
        items = reading.agenda(session, role, meeting.id)
        expected = _("{count} 人").format(count=meeting.expected) if meeting.expected else ""
        form = RecordForm(
            station=station.name, title=titled(meeting.name, reading.day_of(meeting).isoformat()), heading=N_("会议记录"),
            facts=(
                ((_("会议名称"), meeting.name),),
                ((_("时间"), _when(meeting)), (_("地点"), meeting.place or "")),
                ((_("主持人"), _seen(role, "meetings", "chair", meeting.chair)),
                 (_("记录人"), _seen(role, "meetings", "recorder", meeting.recorder))),
                ((_("会议类型"), _(meeting.kind) if meeting.kind else ""), (_("会议编号"), meeting.number or "")),
                ((_("应到"), expected), (_("实到"), _counted(_seen(role, "meetings", "attended", meeting.attended)))),
            ),
            chapters=(*_there(role, meeting), *_chapters(role, meeting, items)),
            signs=(N_("主持人："), N_("记录人："), N_("日期：")),
            footer=_footer(names.get(asked.database.actor or 0, ""), _(STAMP)),
            is_demonstration=station.is_demonstration,
        )  # fmt: skip
    return ready(titled(_("会议记录"), meeting.name), record_form, form)


def _counted(names: str) -> str:
    count = sum(1 for one in names.replace("\n", "、").split("、") if one.strip())
    return _("{count} 人").format(count=count) if count else ""


def _there(role: Role, meeting: Meeting) -> Iterator[Chapter]:
    """Who was there, who excused themselves, who sat in: every name, however many there are."""
    for name, label in (("attended", N_("出席")), ("absent", N_("请假")), ("observers", N_("列席"))):
        words = _seen(role, "meetings", name, getattr(meeting, name))
        yield Chapter(_(label), "、".join(words.split("\n")), 9.4, listed=True)


def _chapters(role: Role, meeting: Meeting, items: tuple[AgendaLine, ...]) -> Iterator[Chapter]:
    for number, one in enumerate(items, start=1):
        words = [one.title, *one.speeches.splitlines()]
        if one.decision:
            words.append(_("议定（{decision}）：{words}").format(decision=_(one.decision), words=one.decided))
        yield Chapter(_("议题{number}").format(number=numeral(number)), "\n".join(words), 24.0)
    speeches = _seen(role, "meetings", "speeches", meeting.speeches)
    if speeches or not items:
        yield Chapter(_("发言"), speeches, 40.0)
    if meeting.decisions or not items:
        yield Chapter(_("议定事项"), meeting.decisions or "", 24.0)


def _footer(who: str, stamp: str = "") -> str:
    now = dt.datetime.now(SHANGHAI)
    printed = _("打印人 {name}").format(name=who) if who else ""
    return "·".join(filter(None, (printed, f"{now:%Y-%m-%d %H:%M}", stamp)))


# minutes


def _minutes(asked: Asked) -> Ready:
    role = asked.role
    with asked.database.read() as session:
        meeting = standing.live_meeting(session, asked.id)
        council = _council(session, meeting)
        items = reading.agenda(session, role, meeting.id)
        if not any(one.decision for one in items) and not meeting.decisions:
            raise UserError(_("还没有议定事项。先在「议程」里记下每个议题的结果"))
        measures = {one.topic_id: reading.measures_of(session, one.topic_id, dates.today()) for one in items}
        blocks = [Block(Kind.BODY, _opening(role, meeting, council))]
        for number, one in enumerate((one for one in items if one.decision), start=1):
            blocks += _decided(number, one, measures[one.topic_id])
        blocks += list(_body(meeting.decisions or ""))
        blocks += [Block(Kind.BLANK), *_people(role, meeting)]
        marked, day = bool(asked.chosen.get("mark")), _compact(reading.day_of(meeting))
        blocks += [] if marked else [Block(Kind.BLANK), Block(Kind.RIGHT, day)]
        document = Official(
            title="" if marked else _("{meeting}纪要").format(meeting=meeting.name), blocks=blocks,
            mark=_mark(council) if marked else "",
            under_mark="　".join(filter(None, (meeting.number, day))) if marked else "",
            file_title=_("{meeting}纪要").format(meeting=meeting.name),
        )  # fmt: skip
    return ready_official(titled(_("会议纪要"), meeting.name), document, asked)


def _mark(council: str) -> str:
    """楼事会会议纪要; of a council that is called 会议 already, 议事会议纪要."""
    words = _("{council}纪要") if council.endswith(_("会议")) else _("{council}会议纪要")
    return words.format(council=council)


def _opening(role: Role, meeting: Meeting, council: str) -> str:
    chair = _seen(role, "meetings", "chair", meeting.chair)
    words = {"day": _compact(reading.day_of(meeting)), "chair": chair, "place": meeting.place or "",
             "meeting": meeting.name, "council": council}  # fmt: skip
    if not meeting.place:
        return _("{day}，{council}召开{meeting}。现将议定事项纪要如下。").format(**words)
    if not chair:
        return _("{day}，{council}在{place}召开{meeting}。现将议定事项纪要如下。").format(**words)
    return _("{day}，{chair}在{place}主持召开{council}{meeting}。现将议定事项纪要如下。").format(**words)


def _decided(number: int, one: AgendaLine, measures: tuple[MeasureLine, ...]) -> list[Block]:
    head = _("关于{title}").format(title=one.title)
    verdict = {"通过": N_("会议同意。"), "再议": N_("会议决定下次再议。"), "否决": N_("会议没有通过。")}.get(one.decision, "")
    found = [Block(Kind.FIRST, f"{numeral(number)}、{head}")]
    found += [Block(Kind.BODY, "".join(filter(None, (_(verdict) if verdict else "", _stopped(one.decided)))))]
    if one.decision == "通过":
        found += [Block(Kind.BODY, f"{n}. {_measure(line)}") for n, line in enumerate(measures, start=1)]
    return found


def _stopped(text: str) -> str:
    """Closed by a full stop."""
    words = text.strip()
    return words if not words or words[-1] in "。！？；" else f"{words}。"


def _measure(line: MeasureLine) -> str:
    who = _("由{who}负责").format(who=line.responsible) if line.responsible else ""
    until = _("{day}前完成").format(day=_compact(line.due_on)) if line.due_on else ""
    return _stopped("，".join(filter(None, (line.what, who, until))))


def _people(role: Role, meeting: Meeting) -> Iterator[Block]:
    for name, label in (("attended", N_("出席：")), ("absent", N_("请假：")), ("observers", N_("列席："))):
        words = _seen(role, "meetings", name, getattr(meeting, name))
        if words:
            yield Block(Kind.PEOPLE, "、".join(words.split("\n")), _(label))


# a topic's sheet


def _topic_sheet(asked: Asked) -> Ready:
    with asked.database.read() as session:
        topic = reading.topic_file(session, asked.role, asked.id, dates.today())
        station, names = station_words(session), people_of_station(session)
    form = RecordForm(
        station=station.name, title=topic.title, heading=N_("议题闭环单"),
        facts=(
            ((_("议题"), topic.title),),
            ((_("编号"), topic.number), (_("提出日期"), date_words(topic.raised_on))),
            ((_("议事机构"), topic.council), (_("提出方"), topic.proposer)),
            ((_("类别"), _(topic.category) if topic.category else ""), (_("阶段"), _(topic.stage))),
        ),
        chapters=(
            Chapter(_("一、需求收集"), topic.background, 26.0),
            Chapter(_("二、议题共商"), _discussed(topic), 30.0),
            Chapter(_("三、资源整合"), _resourced(topic), 34.0),
            Chapter(_("四、闭环反馈"), _answered(topic), 30.0),
        ),
        signs=(N_("召集人："), N_("责任单位："), N_("反馈对象：")),
        footer=_footer(names.get(asked.database.actor or 0, "")), is_demonstration=station.is_demonstration,
    )  # fmt: skip
    return ready(titled(_("议题闭环单"), topic.title), record_form, form)


def _discussed(topic: TopicFile) -> str:
    lines = [_("方案：{words}").format(words=topic.options)] if topic.options else []
    for one in topic.meetings:
        day = one.starts_at.astimezone(SHANGHAI).date().isoformat()
        said = f"{_(one.decision)}。{_stopped(one.decided)}" if one.decision else _("待议")
        lines.append(f"{day} {one.meeting}：{said}")
    return "\n".join(lines + ([topic.reason] if topic.reason and not topic.decision else []))


def _resourced(topic: TopicFile) -> str:
    lines = [_("资源：{words}").format(words=topic.resources)] if topic.resources else []
    for number, one in enumerate(topic.measures, start=1):
        lines.append(f"{number}. {_measure(one)}{_done(one)}")
    return "\n".join(lines)


def _done(one: MeasureLine) -> str:
    if one.done_on is None:
        return ""
    return _("已于{day}完成。{result}").format(day=_compact(one.done_on), result=_stopped(one.result))


def _answered(topic: TopicFile) -> str:
    """Who was told what and when; what they said stays in the station: others sign this sheet."""
    lines = []
    for words in dict.fromkeys(one.words for one in topic.feedback if one.told_on is not None):
        told = [one for one in topic.feedback if one.told_on is not None and one.words == words]
        whom = "、".join(f"{one.whom}（{one.told_on}）" for one in told)
        lines.append(f"{whom}：{_stopped(words)}")
    waiting = [one.whom for one in topic.feedback if one.told_on is None]
    lines += [_("还没有反馈：{whom}").format(whom="、".join(waiting))] if waiting else []
    return "\n".join(lines + ([_("{day}归档。").format(day=_compact(topic.closed_on))] if topic.closed_on else []))


# covenant


def _covenant(asked: Asked) -> Ready:
    with asked.database.read() as session:
        council = session.get(Council, asked.id)
        if council is None or council.archived_at is not None:
            raise UserError(_("这个议事机构已经不在了，可能刚被移进了回收站"))
        if not (council.covenant or "").strip():
            raise UserError(_("还没有写公约。写在这个议事机构的「公约」里，一条一行"))
        refuse(council.covenant or "", findings(session, council.covenant or ""), "covenant", address_ok=True)
        title = _("{council}公约").format(council=council.name)
        blocks = list(_body(council.covenant or ""))
        if council.adopted_on is not None:
            adopted = _("{day}通过").format(day=_compact(council.adopted_on))
            blocks += [Block(Kind.BLANK), Block(Kind.RIGHT, council.name), Block(Kind.RIGHT, adopted)]
    return ready_official(titled(_("公约"), council.name), Official(title=title, blocks=blocks), asked)


READERS: dict[str, Callable[[Asked], Ready]] = {
    kinds.NOTICE: _notice,
    kinds.SIGN_IN: _sign_in,
    kinds.RECORD: _record,
    kinds.MINUTES: _minutes,
    kinds.TOPIC_SHEET: _topic_sheet,
    kinds.COVENANT: _covenant,
}
