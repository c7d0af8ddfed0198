"""The papers of the council: what they say, what they do not, and their grid measured in the PDF."""

from __future__ import annotations

import datetime as dt
import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from louyu_desktop.errors import UserError
from louyu_desktop.models import (
    Account,
    AgendaItem,
    Council,
    CouncilMember,
    Enterprise,
    Feedback,
    Measure,
    Meeting,
    Topic,
)
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.council_papers import numeral
from louyu_desktop.services.suite import Services, open_services
from tests.stations import keyless

MM = 72 / 25.4
AT = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
PICTURES = os.environ.get("LOUYU_PICTURES", "")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Services, dict[str, int]]:
    """A meeting of a council that decided about three topics, one of them with measures and answers."""
    database = keyless(tmp_path_factory.mktemp("station"))
    with database.write("x") as write:
        [reader] = write.insert(Account, [{"name": "只读的人", "role": Role.READER.value}])
        covenant = "第一条 有事好商量，众人的事情由众人商量。\n第二条 电梯高峰时段分区停靠，货梯不占客梯。\n第三条 楼道不堆物，非机动车停在划定的地方。"
        [council, empty] = write.insert(Council, [
            {"name": "梧桐大厦楼事会", "covenant": covenant, "adopted_on": dt.date(2026, 3, 1)}, {"name": "东湖楼事会"},
        ])  # fmt: skip
        write.insert(CouncilMember, [
            {"council_id": council, "name": name, "side": side, "post": post, "unit_name": unit, "phone": "13800001234"}
            for name, side, post, unit in (
                ("陈树", "物业", "楼长", "梧桐物业"), ("顾南星", "企业", "委员", "光年广告"), ("丁雨桐", "党组织", "召集人", ""),
            )
        ])  # fmt: skip
        meeting, blank = write.insert(Meeting, [
            {"name": "2026年第四次例会", "number": "HY-2026-0004", "council_id": council, "starts_at": AT,
             "place": "九楼议事厅", "chair": "丁雨桐", "recorder": "周敏", "attended": "丁雨桐、陈树、周敏",
             "absent": "顾南星（出差）", "observers": "街道营商办", "expected": 4, "state": "已开"},
            {"name": "空的会", "council_id": empty, "starts_at": AT},
        ])  # fmt: skip
        topics = write.insert(Topic, [
            {"title": title, "number": f"YT-2026-000{n}", "raised_on": dt.date(2026, 11, 2), "council_id": council,
             "meeting_id": meeting, "proposer": "光年广告", "category": "电梯", "background": "早高峰候梯二十分钟。",
             "stage": "闭环反馈", "options": "分区停靠或加开货梯"}
            for n, title in enumerate(("解决早高峰电梯排队", "增加访客车位", "统一外卖取餐点"), start=1)
        ])  # fmt: skip
        for n, (topic, decision, words) in enumerate(zip(
            topics, ("通过", "再议", "否决"), ("高峰时段分区停靠，大堂加一名引导员", "等物业报价", "消防通道不能占用"), strict=True
        ), start=1):  # fmt: skip
            write.insert(AgendaItem, [{"meeting_id": meeting, "topic_id": topic, "position": n, "decision": decision,
                                       "decided": words, "speeches": f"陈树：秘密发言{n}"}])  # fmt: skip
        write.insert(Measure, [
            {"topic_id": topics[0], "what": "电梯高峰分区停靠", "responsible": "梧桐物业", "due_on": dt.date(2026, 11, 27),
             "done_on": dt.date(2026, 11, 25), "result": "候梯降到五分钟"},
            {"topic_id": topics[0], "what": "大堂加一名引导员", "responsible": "梧桐物业", "due_on": dt.date(2026, 12, 1)},
        ])  # fmt: skip
        firms = write.insert(Enterprise, [{"name": "光年广告"}, {"name": "远帆贸易"}])
        write.insert(Feedback, [
            {"topic_id": topics[0], "enterprise_id": firms[0], "told_on": dt.date(2026, 11, 26), "words": "已分区停靠",
             "reply": "秘密意见", "satisfaction": 5},
            {"topic_id": topics[0], "enterprise_id": firms[1]},
        ])  # fmt: skip
    ids = {"meeting": meeting, "blank": blank, "topic": topics[0], "council": council, "empty": empty, "reader": reader}
    return open_services(database), ids


def text(path: Path) -> str:
    """All that a PDF says, without line ends."""
    document = pypdfium2.PdfDocument(path)
    words = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "".join(words.split())


def build(made: tuple[Services, dict[str, int]], folder: Path, paper: str, record: str, **options: Any) -> str:
    """The words of a paper; the file is kept where somebody asks for pictures."""
    services, ids = made
    target = (Path(PICTURES) if PICTURES else folder) / f"{paper}.pdf"
    result = services.papers.build(paper, target, id=ids[record], options=options, preview=True)
    assert not result.missing
    assert bool(result.instead) is (paper in {"minutes", "meeting-notice", "covenant"})
    return text(target)


def test_minutes_say_what_was_decided_and_not_who_said_what(
    made: tuple[Services, dict[str, int]], tmp_path: Path
) -> None:
    words = build(made, tmp_path, "minutes", "meeting")
    for said in (
        "梧桐大厦楼事会会议纪要", "HY-2026-0004", "2026年11月20日，丁雨桐在九楼议事厅主持召开梧桐大厦楼事会2026年第四次例会",
        "一、关于解决早高峰电梯排队", "会议同意。高峰时段分区停靠，大堂加一名引导员。",
        "1.电梯高峰分区停靠，由梧桐物业负责，2026年11月27日前完成。", "二、关于增加访客车位", "会议决定下次再议。等物业报价。",
        "三、关于统一外卖取餐点", "会议没有通过。消防通道不能占用。", "出席：丁雨桐、陈树、周敏", "请假：顾南星（出差）", "列席：街道营商办",
    ):  # fmt: skip
        assert said in words, said
    assert "秘密" not in words


def test_minutes_stand_on_the_grid(made: tuple[Services, dict[str, int]], tmp_path: Path) -> None:
    services, ids = made
    target = tmp_path / "纪要.pdf"
    services.papers.build("minutes", target, id=ids["meeting"], options={"mark": False}, preview=True)
    document = pypdfium2.PdfDocument(target)
    page = document[0]
    assert (round(page.get_width() / MM), round(page.get_height() / MM)) == (210, 297)
    found = page.get_textpage()
    boxes = [
        (sign, *found.get_charbox(number, loose=True))
        for number in range(found.count_chars())
        if (sign := found.get_text_range(number, 1)).strip()
    ]
    document.close()
    folio = min(box[2] for box in boxes)
    body = [box for box in boxes if box[2] > folio + 20]
    assert min(box[1] for box in body) / MM == pytest.approx(28, abs=1)
    assert 210 - max(box[3] for box in body) / MM == pytest.approx(26, abs=1.5)
    assert min(box[2] for box in body) / MM >= 34
    assert 297 - max(box[4] for box in body) / MM >= 36


def test_a_full_page_of_minutes_keeps_its_margins(made: tuple[Services, dict[str, int]], tmp_path: Path) -> None:
    """37 mm above, 28 at the left, 26 at the right, 35 below, each ± 1; 22 lines of 28 characters."""
    services, _ids = made
    long = services.records.save("meetings", None, {"name": "年会", "starts_at": AT, "decisions": "国" * 2000})
    services.papers.build("minutes", tmp_path / "m.pdf", id=long, preview=True)
    document = pypdfium2.PdfDocument(tmp_path / "m.pdf")
    found = document[1].get_textpage()
    boxes = [found.get_charbox(number, loose=True) for number in range(found.count_chars())
             if found.get_text_range(number, 1) == "国"]  # fmt: skip
    document.close()
    lines = sorted({round(box[1]) for box in boxes})
    steps = [after - before for before, after in pairwise(lines)]
    leading = (lines[-1] - lines[0]) / 21
    assert (len(lines), len(boxes)) == (22, 22 * 28)
    assert all(abs(step - leading) <= 1 for step in steps)
    middle = [(box[1] + box[3]) / 2 for box in (boxes[0], boxes[-1])]
    assert min(box[0] for box in boxes) / MM == pytest.approx(28, abs=1)
    assert 210 - max(box[2] for box in boxes) / MM == pytest.approx(26, abs=1)
    assert 297 - (middle[0] + leading / 2) / MM == pytest.approx(37, abs=1)
    assert (middle[1] - leading / 2) / MM == pytest.approx(35, abs=1)


def test_a_record_names_everybody_who_was_there(made: tuple[Services, dict[str, int]], tmp_path: Path) -> None:
    services, _ids = made
    names = "、".join(f"尉迟㐂𠮷{number}" for number in range(190))
    values = {"name": "大会", "starts_at": AT, "attended": names, "speeches": "先听企业说。" * 1300}
    many = services.records.save("meetings", None, values)
    result = services.papers.build("meeting-record", tmp_path / "r.pdf", id=many, preview=True)
    words = text(tmp_path / "r.pdf")
    assert (result.missing, result.shortened) == ((), ())
    assert "实到190人" in words
    assert words.count("尉迟㐂𠮷") == 190
    assert words.count("先听企业说。") >= 1290


def test_the_other_papers_of_a_meeting(made: tuple[Services, dict[str, int]], tmp_path: Path) -> None:
    notice = build(made, tmp_path, "meeting-notice", "meeting")
    for said in ("关于召开2026年第四次例会的通知", "梧桐大厦楼事会各成员：", "二、会议地点九楼议事厅", "1.解决早高峰电梯排队", "陈树"):
        assert said in notice, said
    sheet = build(made, tmp_path, "meeting-sign-in", "meeting", blank_rows=3)
    assert "陈树" in sheet
    assert "梧桐物业" in sheet
    assert "1380000" not in sheet
    record = build(made, tmp_path, "meeting-record", "meeting")
    for said in ("秘密发言1", "顾南星（出差）", "主持人：", "记录人：", "内部资料"):
        assert said in record, said


def test_a_topic_s_sheet_keeps_what_others_said(made: tuple[Services, dict[str, int]], tmp_path: Path) -> None:
    words = build(made, tmp_path, "topic-sheet", "topic")
    for said in (
        "议题闭环单", "议题解决早高峰电梯排队", "YT-2026-0001", "一、需求收集", "早高峰候梯二十分钟", "通过。高峰时段分区停靠", "候梯降到五分钟",
        "光年广告（2026-11-26）：已分区停靠。", "还没有反馈：远帆贸易", "召集人：", "责任单位：", "反馈对象：",
    ):  # fmt: skip
        assert said in words, said
    assert "秘密" not in words


def test_a_covenant(made: tuple[Services, dict[str, int]], tmp_path: Path) -> None:
    words = build(made, tmp_path, "covenant", "council")
    assert "梧桐大厦楼事会公约" in words
    assert "第三条楼道不堆物" in words
    assert "2026年3月1日通过" in words


def test_a_covenant_with_a_number_of_somebody_is_not_printed(
    made: tuple[Services, dict[str, int]], tmp_path: Path
) -> None:
    services = made[0]
    key = services.records.save("councils", None, {"name": "高安楼事会", "covenant": "有事找老陈，138 0000 2207"})
    with pytest.raises(UserError, match="手机号"):
        services.papers.build("covenant", tmp_path / "x.pdf", id=key, preview=True)


@pytest.mark.parametrize(("paper", "record", "words"), [
    ("covenant", "empty", "还没有写公约"), ("minutes", "blank", "还没有议定事项"),
])  # fmt: skip
def test_nothing_to_print_is_said(
    made: tuple[Services, dict[str, int]], tmp_path: Path, paper: str, record: str, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        made[0].papers.build(paper, tmp_path / "x.pdf", id=made[1][record], preview=True)


def test_who_may_not_hear_prints_no_speeches(made: tuple[Services, dict[str, int]], tmp_path: Path) -> None:
    services, ids = made
    before = services.stations.actor()
    assert before is not None
    services.stations.set_actor(ids["reader"])
    try:
        services.papers.build("meeting-record", tmp_path / "x.pdf", id=ids["meeting"], preview=True)
        words = text(tmp_path / "x.pdf")
    finally:
        services.stations.set_actor(before.id)
    assert "秘密" not in words
    assert "出差" not in words
    assert "解决早高峰电梯排队" in words


def test_numerals_of_headings() -> None:
    assert [numeral(n) for n in (1, 9, 10, 11, 20, 21, 99)] == ["一", "九", "十", "十一", "二十", "二十一", "九十九"]
