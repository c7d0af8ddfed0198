"""The papers of activities out of a real station: who stands on them, what they count, what they never tell."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader

from louyu_desktop.errors import UserError
from louyu_desktop.models import (
    Activity,
    Attachment,
    Booking,
    Building,
    Enterprise,
    Facility,
    Occupancy,
    PartyMembership,
    PartyOrganisation,
    Person,
    Registration,
    Signature,
    SignIn,
    Unit,
)
from louyu_desktop.printing.labels import LABELS
from louyu_desktop.rules import badges, strokes
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.attachments import Offered
from louyu_desktop.services.papers import PaperResult
from louyu_desktop.services.participation import Grouping, Participation, Scope
from louyu_desktop.services.records import Records
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.stations import keyless
from tests.unit import qr_back
from tests.unit.read_back import glyphs, solid, texts

LONG = "上海环贸商务服务与国际文化交流发展（集团）股份有限公司长三角一体化示范区徐汇滨江第一联合运营管理分公司筹备处一部"
RARE = "㐂䶮𠮷喆"
DAY = dt.datetime(2026, 6, 18, 12, tzinfo=SHANGHAI)
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
MM = 72 / 25.4


@dataclass(frozen=True)
class Place:
    """A station with activities of 1, 25, 26 and 300 people; every ninth of those who registered did not come."""

    database: Database
    services: Services
    activities: dict[int, int]
    branch: int

    def build(self, kind: str, target: Path, people: int = 0, **options: Any) -> PaperResult:
        record = self.activities[people] if people else None
        return self.services.papers.build(kind, target, id=record, options=options, preview=True)


def name(number: int) -> str:
    odd = {1: RARE, 2: "阿卜杜拉·买买提"}
    return odd.get(number) or f"{SURNAMES[number % 20]}{GIVEN[number // 20 % 20]}{chr(0x4E00 + number)}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    database = keyless(tmp_path_factory.mktemp("papers") / "station")
    with database.write("x") as write:
        [room] = write.insert(Facility, [{"name": "大会议厅", "floor": "9"}])
        [tower] = write.insert(Building, [{"name": "环贸广场"}])
        [branch] = write.insert(PartyOrganisation, [{"name": "环贸楼宇联合党支部"}])
        units = write.insert(Unit, [{"building_id": tower, "floor": floor} for floor in ("9", "10", "31")])
        firms = write.insert(Enterprise, [{"name": LONG}, {"name": "远舟投资管理中心"}, {"name": "汾阳设计事务所"}])
        pairs = zip(firms, units, strict=True)
        write.insert(Occupancy, [{"enterprise_id": firm, "unit_id": unit} for firm, unit in pairs])
        rows = [{"name": name(n), "mobile": f"138{n:08}", "enterprise_id": firms[n % 3]} for n in range(301)]
        people = write.insert(Person, rows)
        entered = dt.date(2020, 1, 1)
        write.insert(PartyMembership, [
            {"person_id": one, "organisation_id": branch, "entered_on": entered,
             "left_on": dt.date(2026, 1, 1) if n == 3 else None}
            for n, one in enumerate(people[:9])
        ])  # fmt: skip
        made = {count: _activity(write, count, place_, room, people) for place_, count in enumerate((1, 25, 26, 300))}
        write.insert(Booking, [{
            "facility_id": room, "starts_at": DAY - dt.timedelta(hours=3), "ends_at": DAY - dt.timedelta(hours=1),
            "purpose": "支部党员大会", "unit_name": LONG, "applicant": "王芳", "people": 20, "state": "确认",
        }])  # fmt: skip
    services = open_services(database)
    yield Place(database, services, made, branch)
    services.close()


def _activity(write: Any, count: int, weeks: int, room: int, people: list[int]) -> int:
    start = DAY + dt.timedelta(weeks=weeks)
    end = start + dt.timedelta(minutes=90)
    row = {"title": f"午间一小时·声音疗愈（{count} 人）", "number": f"HD-2026-{count:04}", "type": "沙龙",
           "starts_at": start, "ends_at": end, "venue_id": room, "organiser": "本站", "owner": "周敏"}  # fmt: skip
    [made] = write.insert(Activity, [row])
    came = people[:count]
    states = ["缺席" if n % 9 == 8 else "已签到" for n in range(count)]
    ids = write.insert(Registration, [
        {"activity_id": made, "person_id": one, "status": state} for one, state in zip(came, states, strict=True)
    ])  # fmt: skip
    rows = [
        {"activity_id": made, "person_id": one, "registration_id": own, "signed_at": start, "method": "现场录入"}
        for one, own, state in zip(came, ids, states, strict=True) if state == "已签到"
    ]  # fmt: skip
    walked = {"activity_id": made, "person_id": people[300], "signed_at": start, "walk_in": True}
    signed = write.insert(SignIn, [*rows, *([walked] if count > 1 else [])])
    write.insert(Signature, [{"sign_in_id": signed[0], "strokes": strokes.encode([[(0, 0), (100, 30)], [(50, 5)]])}])
    return int(made)


def whole(path: Path) -> str:
    return "".join(texts(path))


# every paper, every length


@pytest.mark.parametrize("people", [1, 25, 26, 300])
def test_every_paper_holds_everyone_inside_its_edges(place: Place, tmp_path: Path, people: int) -> None:
    target = tmp_path / "p.pdf"
    expected = {
        "sign-in-sheet": range(people), "badges": range(people), "table-cards": range(people),
        "absentees": [n for n in range(people) if n % 9 == 8], "certificate": [n for n in range(people) if n % 9 != 8],
        "activity-record": [n for n in range(people) if n % 9 != 8],
    }  # fmt: skip
    for paper, who in expected.items():
        more = {"labels": "A4 10 枚·90×54 毫米"} if paper == "table-cards" and people > 100 else {}
        made = place.build(paper, target, people, **more)
        reader = PdfReader(target)
        assert len(reader.pages) == made.pages
        text = re.sub(r"[\u3000·]", "", whole(target))
        assert [name(n) for n in who if name(n).replace("·", "") not in text] == [], paper
        for page, found in zip(reader.pages[:4], glyphs(target), strict=False):
            width, height = float(page.mediabox.width), float(page.mediabox.height)
            assert found
            out = [g for g in found if not (g.left > 8 and g.right < width - 8 and g.bottom > 8 and g.top < height - 8)]
            assert out == [], paper
        assert not re.search(r"138\d{8}", text), paper
        assert made.missing == ()


def test_how_many_pages(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "p.pdf"
    counted = {count: place.build("sign-in-sheet", target, count, arrivals=False).pages for count in (1, 25, 26, 300)}
    assert counted == {1: 1, 25: 2, 26: 2, 300: 16}
    assert place.build("badges", target, 25).pages == 4
    assert place.build("table-cards", target, 25).pages == 25
    assert place.build("certificate", target, 25).pages == 24  # 23 of those expected, and who came without


def test_sixty_signs_of_a_company_stand_whole(place: Place, tmp_path: Path) -> None:
    assert len(LONG) >= 55
    for paper in ("sign-in-sheet", "badges", "table-cards", "absentees", "certificate"):
        made = place.build(paper, tmp_path / "p.pdf", 26)
        assert made.shortened == (), paper
        assert solid(LONG) in whole(tmp_path / "p.pdf") or paper == "absentees", paper
    made = place.build("room-register", tmp_path / "p.pdf", first="2026-06-18", last="2026-06-18")
    assert made.shortened == ()
    assert solid(LONG) in whole(tmp_path / "p.pdf")


# sign-in sheets


def test_groups_carry_their_sums(place: Place, tmp_path: Path) -> None:
    firms, floors = ("汾阳设计事务所", "远舟投资管理中心", LONG), ("环贸广场9F", "环贸广场10F", "环贸广场31F")
    for order, heads in (("按单位分组", firms), ("按楼层分组", floors)):
        place.build("sign-in-sheet", tmp_path / "s.pdf", 26, order=order, arrivals=False)
        text = whole(tmp_path / "s.pdf")
        assert all(solid(head) in text for head in heads)
        assert text.count("小计9人") == 2
        assert text.count("小计8人") == 1
    assert text.index("环贸广场9F") < text.index("环贸广场10F") < text.index("环贸广场31F")
    place.build("sign-in-sheet", tmp_path / "s.pdf", 26, order="按党支部分组", arrivals=False)
    assert "小计8人，党员8人" in whole(tmp_path / "s.pdf")  # nine memberships, one ended


def test_columns_heights_and_directions(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "s.pdf"
    every = ("单位", "党员", "党支部", "楼层", "备注")
    place.build("sign-in-sheet", target, 26, columns=every, phone_tail=True, paper="A4 横向", row_height="特宽")
    page = PdfReader(target).pages[0]
    assert page.mediabox.width > page.mediabox.height
    text = whole(target)
    assert all(word in text for word in ("党支部", "楼层", "手机尾号", "签到时间", "环贸广场9F", "备注"))
    pages = [
        place.build("sign-in-sheet", target, 300, arrivals=False, row_height=one).pages
        for one in ("紧凑", "标准", "宽松", "特宽")
    ]
    assert pages == sorted(pages)
    assert len(set(pages)) == 4


def test_after_it_says_who_came_when_and_how_they_signed(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "s.pdf"
    assert place.services.papers.remembered("sign-in-sheet", place.activities[25])["arrivals"] is True
    place.build("sign-in-sheet", target, 25)
    text = whole(target)
    assert "应到25人实到24人" in text
    assert "现场报名" in text
    assert text.count("12:00") == 24 + 2  # each of them, and the head of both pages
    drawn = _lines_drawn(target)
    place.build("sign-in-sheet", target, 25, arrivals=False)
    assert "实到24" not in whole(target)
    assert drawn == _lines_drawn(target) + 2


def _lines_drawn(path: Path) -> int:
    """Paths of round ends: the strokes of signatures are the only ones of their width."""
    contents = (page.get_contents() for page in PdfReader(path).pages)
    content = b"".join(one.get_data() for one in contents if one is not None)
    return content.count(b" 0.9 w ") - content.count(b" 0.9 w 1 J")


def test_all_sheets_of_a_month_in_one_file(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "s.pdf"
    made = place.build("sign-in-sheets", target, first="2026-06-01", last="2026-07-31", arrivals=False)
    reader = PdfReader(target)
    starts = [reader.get_destination_page_number(one) for one in reader.outline]  # type: ignore[arg-type]
    assert starts == [0, 1, 3, 5]
    assert made.pages == 1 + 2 + 2 + 16
    assert "第2页/共16页" in texts(target)[6]
    with pytest.raises(UserError, match="没有活动"):
        place.build("sign-in-sheets", target, first="2019-06-01", last="2019-06-01")


def test_each_page_says_its_activity_and_itself_to_a_scanner(place: Place, tmp_path: Path) -> None:
    place.build("sign-in-sheet", tmp_path / "s.pdf", 25, arrivals=False)
    with place.database.read() as session:
        uid = str(session.get_one(Activity, place.activities[25]).uid).replace("-", "").upper()
    document = pypdfium2.PdfDocument(tmp_path / "s.pdf")
    for number in (0, 1):
        picture = document[number].render(scale=3).to_pil()
        code = picture.crop((int(174 * MM * 3), int(9 * MM * 3), int(193 * MM * 3), int(28 * MM * 3)))
        assert qr_back.read(code) == f"LYQD:{uid}:{number + 1}"
    document.close()


# badges


def test_a_badge_is_read_as_its_registration(place: Place, tmp_path: Path) -> None:
    place.build("badges", tmp_path / "b.pdf", 25, only=RARE, labels="标签机·80×50 毫米")
    [page] = PdfReader(tmp_path / "b.pdf").pages
    assert (round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)) == (80, 50)
    document = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    picture = document[0].render(scale=4).to_pil()
    document.close()
    code = qr_back.read(picture.crop((int(54 * MM * 4), int(20 * MM * 4), picture.width, picture.height)))
    with place.database.read() as session:
        [uid] = [
            str(row.uid) for row in session.query(Registration).filter_by(activity_id=place.activities[25])
            if session.get_one(Person, row.person_id).name == RARE
        ]  # fmt: skip
    assert badges.code_of(code) == ("badge", uid)


def test_chosen_badges_go_on_where_the_sheet_was_used(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "b.pdf"
    assert place.build("badges", target, 300, only="1-3、8", first_label=7).pages == 2
    first, second = texts(target)
    assert (first.count("声音疗愈"), second.count("声音疗愈")) == (2, 2)
    for wrong in ("张不在", "0", "301", "5-400"):
        with pytest.raises(UserError) as told:
            place.build("badges", target, 300, only=wrong)
        assert told.value.field == "only"


@pytest.mark.parametrize("labels", LABELS)
def test_no_badge_leaves_its_label(place: Place, tmp_path: Path, labels: str) -> None:
    place.build("badges", tmp_path / "b.pdf", 26, labels=labels)
    one = LABELS[labels]
    for page in glyphs(tmp_path / "b.pdf"):
        for sign in page:
            assert any(
                x <= sign.left < sign.right <= x + one.width * MM and y <= sign.bottom < sign.top <= y + one.height * MM
                for x, y in one.places()
            )


# who did not come, and what it was


def test_absentees_are_those_who_belonged_on_that_day(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    place.build("absentees", target, 25)
    text = whole(target)
    assert "应到（报名的人）25人，实到23人，未到2人" in text
    assert name(8) in text
    assert "1次" in text
    with place.database.write("党日") as write:
        write.update(Activity, [{"id": place.activities[1], "organisation_id": place.branch}])
    place.build("absentees", target, 1)
    text = whole(target)
    assert "应到（那天的党员）8人，实到1人，未到7人" in text  # of nine one had left
    assert name(3) not in text
    with place.database.write("党日") as write:
        write.update(Activity, [{"id": place.activities[1], "organisation_id": None}])


def test_the_record_holds_its_numbers_its_words_and_its_pictures(place: Place, tmp_path: Path) -> None:
    target, activity = tmp_path / "r.pdf", place.activities[26]
    for tone in (40, 90, 140, 190, 240):
        file = io.BytesIO()
        Image.new("RGB", (400, 300), (tone, 80, 60)).save(file, "JPEG")
        place.services.attachments.add("activities", activity, [Offered(f"{tone}.jpg", content=file.getvalue())])
    line = place.services.attachments.of("activities", activity)[0]
    with place.database.write("x") as write:
        write.update(Attachment, [{"id": line.id, "remark": "陈老师在讲呼吸"}])
        write.update(Activity, [{"id": activity, "summary": "讲了许多。\n" * 90 + "完了。", "effect": "很好"}])
    made = place.build("activity-record", target, 26)
    reader = PdfReader(target)
    assert sum(len(page.images) for page in reader.pages) == 4
    text = whole(target)
    for words in ("陈老师在讲呼吸", "应到26人", "参加25人次", "其中现场报名1人", "企业3家", "党员7人", "完了。", "很好", "活动内容（续）"):
        assert words in text, words
    assert made.pages > 2
    place.build("activity-record", target, 26, photos=0)
    assert not any(page.images for page in PdfReader(target).pages)


def test_the_ledger_adds_up_as_the_numbers_do(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "l.pdf"
    place.build("activity-ledger", target, year=2026)
    text = whole(target)
    scope, now = Scope(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), dt.datetime.now(SHANGHAI)
    counts = Participation(place.database)
    months = counts.table(scope, Grouping.MONTH, now)
    assert [one.label for one in months] == ["2026-06", "2026-07"]
    for said, one in zip(("6月小计2场", "7月小计2场", "合计4场"), (*months, counts.counts(scope, now)), strict=True):
        assert f"{said}{one.visits:,}{one.firms}{one.members}" in text
    each = counts.each(scope, now)
    assert sum(one.visits for one in each.values()) == sum(one.visits for one in months)
    place.build("activity-ledger", target, first="2026-06-01", last="2026-06-30")
    assert "2026-06-01–2026-06-30" in whole(target)
    assert "7月小计" not in whole(target)
    place.build("activity-ledger", target, year=2019)
    assert "还没有办过活动" in whole(target)


def test_a_certificate_is_for_who_came(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "c.pdf"
    made = place.build("certificate", target, 25, only=RARE, hours=True, paper="A5 横向")
    assert made.pages == 1
    text = whole(target)
    for words in (f"兹证明{RARE}（远舟投资管理中心）", "2026年6月25日", "时长1.5小时", "特此证明", "编号：HD-2026-0025-"):
        assert words in text, words
    with pytest.raises(UserError, match="名单里没有"):
        place.build("certificate", target, 25, only=name(8))
    with place.database.write("x") as write:
        [empty] = write.insert(Activity, [{"title": "空的", "starts_at": DAY - dt.timedelta(days=400)}])
    with pytest.raises(UserError, match="还没有人签到"):
        place.services.papers.build("certificate", target, id=empty, preview=True)


def test_the_register_holds_activities_and_bookings(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "u.pdf"
    place.build("room-register", target, first="2026-06-18", last="2026-06-18")
    text = whole(target)
    assert text.index("09:00–11:00") < text.index("12:00–13:30")
    assert all(words in text for words in ("支部党员大会", "午间一小时", "大会议厅", "2次"))
    place.build("room-register", target, first="2026-06-18", last="2026-06-18", room="综合活动空间")
    assert "没有人使用" in whole(target)
    with pytest.raises(UserError, match="没有叫"):
        place.build("room-register", target, room="没有的厅")


def test_who_was_chosen_is_not_remembered(place: Place, tmp_path: Path) -> None:
    papers, activity = place.services.papers, place.activities[25]
    papers.build("badges", tmp_path / "b.pdf", id=activity, options={"only": RARE, "first_label": 5, "guides": True})
    kept = papers.remembered("badges", activity)
    assert (kept["only"], kept["first_label"], kept["guides"]) == ("", 1, True)
    assert RARE not in str(place.database.history("activities", activity)[0])


def test_three_hundred_names_take_no_more_queries_than_one(
    place: Place, tmp_path: Path, queries: list[str]
) -> None:
    for paper in ("sign-in-sheet", "badges", "absentees", "certificate"):
        counts = []
        for people in (26, 300):
            queries.clear()
            place.build(paper, tmp_path / "p.pdf", people)
            counts.append(len(queries))
        assert counts[0] == counts[1], paper


def test_what_is_in_the_bin_is_not_printed_as_if_nobody_came(tmp_path: Path) -> None:
    with keyless(tmp_path / "station") as database:
        records = Records(database)
        key = records.save("activities", None, {"title": "旗袍沙龙", "starts_at": DAY})
        records.archive("activities", [key])
        services = open_services(database)
        for paper in ("sign-in-sheet", "badges", "activity-record", "absentees"):
            with pytest.raises(UserError, match="回收站"):
                services.papers.build(paper, tmp_path / "p.pdf", id=key)
        services.close()


def test_what_was_called_off_has_a_record_without_numbers(tmp_path: Path) -> None:
    with keyless(tmp_path / "station") as database:
        key = Records(database).save("activities", None, {"title": "旗袍沙龙", "starts_at": DAY, "status": "取消"})
        services = open_services(database)
        services.papers.build("activity-record", tmp_path / "p.pdf", id=key)
        assert "旗袍沙龙" in whole(tmp_path / "p.pdf")
        assert "人次" not in whole(tmp_path / "p.pdf")
        services.close()
