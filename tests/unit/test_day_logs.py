"""值班日志: drafted out of what a day's records say, finished by hand, kept once for a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from louyu_desktop.errors import UserError
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.log_words import Day, Done, Share, Topic, drafted
from louyu_desktop.services.day_logs import DayLogs
from louyu_desktop.services.papers import Papers
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database

NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.astimezone(SHANGHAI).date()


def test_an_empty_day_says_so(database: Database) -> None:
    page = DayLogs(database).of(TODAY - dt.timedelta(days=400))
    assert (page.kept, page.text) == (False, page.draft)
    assert "没有登记走访" in page.draft
    assert page.on_duty == "周敏"


def test_it_says_who_did_how_much_of_what(database: Database) -> None:
    """Visits by name, those without anybody apart; requests; a change that was taken back is not told."""
    records = Records(database)
    firm = records.save("enterprises", None, {"name": "澄怀设计（上海）有限公司", "short_name": "澄怀设计"})
    other = records.save("enterprises", None, {"name": "远舟投资"})
    visit = {"enterprise_id": firm, "visited_on": TODAY, "visitors": "周敏", "met": "简经理"}
    records.save("visits", None, visit)
    records.save("visits", None, {**visit, "enterprise_id": other, "reached": False})
    records.save("requests", None, {"title": "停车不便", "received_at": NOW, "closed_on": TODAY, "state": "已办结"})
    records.save("people", None, {"name": "顾南星"})
    records.save("people", None, {"name": "卞海燕"})
    records.undo()
    draft = DayLogs(database).draft(TODAY)
    assert "走访企业 1 家：澄怀设计（周敏）；没遇到人 1 家：远舟投资" in draft
    assert "收到 1 件：停车不便；办结 1 件：停车不便" in draft
    assert "周敏：" in draft
    assert "新建企业 2 家" in draft
    assert "新建人员 1 人" in draft
    assert draft.splitlines()[0].startswith("一、走访。")


def test_what_was_finished_stays_and_is_kept_once(database: Database) -> None:
    """A second time writes over the first; what happens later changes the draft alone; undo takes it back."""
    logs, records = DayLogs(database), Records(database)
    logs.keep(TODAY, "上午开了会。", " 周敏  顾一鸣 ")
    logs.keep(TODAY, "上午开了会，下午走访。", "周敏")
    records.save("people", None, {"name": "顾南星"})
    page = logs.of(TODAY)
    assert (page.kept, page.text, page.on_duty, page.kept_by) == (True, "上午开了会，下午走访。", "周敏", "周敏")
    assert "新建人员 1 人" in page.draft
    assert logs.days() == (TODAY,)
    records.undo()
    records.undo()
    assert logs.of(TODAY).text == "上午开了会。"


@pytest.mark.parametrize("text", ["", " \n ", "字" * 8_001])
def test_what_is_no_log_is_refused(database: Database, text: str) -> None:
    with pytest.raises(UserError):
        DayLogs(database).keep(TODAY, text)


def test_the_paper_of_a_day_carries_it(database: Database, tmp_path: Path) -> None:
    """A short one over the rows, a long one on pages before them; not where only some rows are printed."""
    logs, papers = DayLogs(database), Papers(database)

    def printed(**options: str) -> list[str]:
        made = papers.build("day-log", tmp_path / "log.pdf", options=options, preview=True)
        return [page.extract_text() for page in PdfReader(made.path).pages]

    logs.keep(TODAY, "上午开了会。\n下午走访三家。", "周敏")
    [page] = printed()
    assert "下午走访三家。" in page
    assert "值班 周敏" in page
    assert "下午走访三家。" not in "".join(printed(topic="打印"))
    logs.keep(TODAY, "\n".join(f"第 {number} 件事，说来话长。" for number in range(90)), "周敏")
    pages = printed()
    assert len(pages) == 4
    assert all(f"第 {number} 件事" in "".join(pages) for number in range(90))
    assert f"共 {len(pages)} 页" in pages[-1]


def test_much_is_counted_not_listed() -> None:
    names = tuple(f"企业{number}" for number in range(20))
    done = tuple(Done(f"新建第{number}类", number + 1, "条") for number in range(20))
    said = drafted(Day(TODAY, (), (Topic("走访", (Done("走访企业", 20, "家", names),)),), (Share("周敏", done),)))
    assert "走访企业 20 家：企业0、企业1、企业2、企业3、企业4、企业5等。" in said
    assert "另有 12 类" in said


@given(st.lists(st.tuples(st.sampled_from(["走访", "诉求"]), st.integers(0, 3)), max_size=4))
def test_every_number_is_said(counts: list[tuple[str, int]]) -> None:
    """Each paragraph has its number of Chinese, each doing its count."""
    topics = tuple(Topic(head, (Done("办", count, "件"),) if count else ()) for head, count in counts)
    lines = drafted(Day(TODAY, (), topics, ())).splitlines()
    said = [count for _head, count in counts if count]
    assert len(lines) == max(1, len(said))
    for line, count, number in zip(lines, said, "一二三四", strict=False):
        assert line.startswith(f"{number}、")
        assert f"办 {count} 件" in line
