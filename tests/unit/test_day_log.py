"""The paper 值班日志: every line of the day, the eight words at each foot, only for whoever may see the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import Account
from louyu_desktop.rules import dates
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services.audit import Audit
from louyu_desktop.services.papers import Papers
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from tests.stations import create_station

NAMES = [f"陈{chr(0x4E00 + n * 7)}树" for n in range(64)]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A station with a busy day."""
    made = create_station(tmp_path / "站", "环贸党群服务中心", "周敏")
    records = Records(made)
    for name in NAMES:
        records.save("people", None, {"name": name})
    yield made
    made.close()


def pages_of(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


def test_every_line_and_the_words_stand_there(database: Database, tmp_path: Path) -> None:
    """Oldest first; the words are those that the log page shows for the same number."""
    head = Audit(database).head()
    made = Papers(database).build("day-log", tmp_path / "log.pdf", purpose="存档")
    texts = pages_of(made.path)
    assert len(texts) == made.pages == 3
    assert made.missing == ()
    whole = "".join(texts)
    places = [whole.index(f"新建人员：{name}") for name in NAMES]
    assert places == sorted(places)
    for text in texts:
        assert f"第 {head.seq} 条" in text
        assert all(word in text for word in head.words)
    assert "值班人" in texts[-1]
    assert "值班人" not in texts[0]
    assert Audit(database).head(head.seq).words == head.words
    newest = database.operations(limit=1)[0]
    assert (newest.topic, newest.label) == (Topic.PRINT, "生成值班日志：3 页。用途：存档")


def test_the_filters_of_the_page_are_the_papers(database: Database, tmp_path: Path) -> None:
    """Days, person, kind and words; a day without anything says so."""
    papers = Papers(database)

    def text(**options: str) -> str:
        return "".join(pages_of(papers.build("day-log", tmp_path / "log.pdf", options=options, preview=True).path))

    assert NAMES[3] in text(words=NAMES[3])
    assert NAMES[4] not in text(words=NAMES[3])
    assert "这一天没有记录" in text(topic="打印")
    assert "这一天没有记录" in text(first="2020-01-01", last="2020-01-02")
    long_ago = dt.date(2020, 1, 1).isoformat()
    assert f"{dates.today():%m-%d} " in text(first=long_ago, words=NAMES[0])
    assert NAMES[5] in text(person="周敏")
    with pytest.raises(UserError, match="没有叫"):
        text(person="施佳宁")


def test_who_may_not_see_the_log_does_not_print_it(database: Database, tmp_path: Path) -> None:
    """Neither offered nor made."""
    with database.write("换岗位") as write:
        write.update(Account, [{"id": 1, "role": "只读"}])
    papers = Papers(database)
    assert "day-log" not in {info.name for info in papers.papers()}
    with pytest.raises(NotPermittedError):
        papers.build("day-log", tmp_path / "log.pdf")
