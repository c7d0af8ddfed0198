"""Papers of the wall: final only with approved words, names masked, nothing lost on any size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from pypdf import PdfReader

from louyu_desktop.errors import UserError
from louyu_desktop.models import PublicNotice, Wish
from louyu_desktop.printing.labels import LABELS
from louyu_desktop.rules import notice_flow
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.unit.read_back import glyphs, solid, texts
from tests.unit.wall_station import BODY, MOBILE, NOW, TODAY, make, make_notice, make_wish


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with time_machine.travel(NOW, tick=True):
        made = make(tmp_path_factory.mktemp("wall") / "station")
        yield made
        made.close()


@pytest.fixture
def services(database: Database) -> Iterator[Services]:
    with time_machine.travel(NOW, tick=True):
        yield open_services(database)


@pytest.fixture
def build(services: Services, tmp_path: Path) -> Callable[..., str]:
    def built(paper: str, key: int | None = None, **options: object) -> str:
        services.papers.build(paper, tmp_path / "p.pdf", id=key, options=options, preview=True)
        return solid("".join(texts(tmp_path / "p.pdf")))

    return built


def test_a_notice_is_final_on_paper_only_when_its_words_are_approved(
    services: Services, database: Database, build: Callable[..., str], tmp_path: Path
) -> None:
    services.settings.set("monitor_phone", "021-64371234")
    key = make_notice(database, "已批准", body=BODY + "\n请找陈华树。", sealed=False)
    assert "样稿" in build("public-notice", key)
    with database.write("章") as write:
        write.update(PublicNotice, [{"id": key, "seal": notice_flow.seal_of(
            "电梯分层停靠", BODY + "\n请找陈华树。", None, named=False)}])  # fmt: skip
    for size, width in (("A4", 595), ("A3 海报", 842)):
        said = build("public-notice", key, size=size)
        assert "样稿" not in said
        assert "陈华树" not in said
        for words in ("电梯分层停靠", "请找陈＊＊", "监督电话：021-64371234", "环贸党群服务中心"):
            assert words in said
        assert round(float(PdfReader(tmp_path / "p.pdf").pages[0].mediabox.width)) == width
    with database.write("改") as write:
        write.update(PublicNotice, [{"id": key, "body": f"电话 {MOBILE}"}])
    with pytest.raises(UserError):
        build("public-notice", key)


def test_a_long_notice_goes_over_pages_with_every_word(database: Database, build: Callable[..., str]) -> None:
    lines = [f"{number}、早高峰分层停靠，请提前安排出行，第{number}条意见已经转给物业办理并在月底答复。" for number in range(1, 90)]
    key = make_notice(database, body="\n".join(lines))
    said = build("public-notice", key)
    assert all(solid(line) in said.replace("第2页", "") or solid(line)[:12] in said for line in lines)
    assert said.count("样稿") > 2


@pytest.mark.parametrize("labels", list(LABELS))
def test_wish_cards_on_every_label_hold_their_words(
    database: Database, build: Callable[..., str], labels: str, tmp_path: Path
) -> None:
    text = "给留守在老家的孩子寄一箱适龄图书，最好是三年级能看的，" * 3 + "谢谢大家的好意和帮忙呀"
    key = make_wish(
        database, "已认领", number="XY-2026-7777", public_text=text[:100], claimant="陈华树", due_on=TODAY,
    )  # fmt: skip
    said = build("wish-card", key, labels=labels)
    assert solid(text[:100]) in said
    assert "陈＊＊" in said
    assert "陈华树" not in said
    for page, signs in zip(PdfReader(tmp_path / "p.pdf").pages, glyphs(tmp_path / "p.pdf"), strict=True):
        assert all(one.left > 0 and one.right < float(page.mediabox.width) and one.bottom > 0 for one in signs)


def test_lists_and_numbers_on_paper(database: Database, build: Callable[..., str]) -> None:
    key = make_wish(database, "待认领", number="XY-2026-8888", public_text="想看一场话剧")
    assert "想看一场话剧" in build("wish-cards")
    assert "XY-2026-8888" in build("wish-list")
    assert "收到" in build("public-figures", size="A3 海报")
    bad = make_wish(database, "待认领", number="XY-2026-9999", public_text=f"打 {MOBILE}")
    with pytest.raises(UserError) as refused:
        build("wish-list")
    assert "XY-2026-9999" in refused.value.sentence
    with database.write("删") as write:
        write.archive(Wish, [bad, key])


def test_blank_cards_have_no_words_of_anybody(database: Database, build: Callable[..., str]) -> None:
    make_wish(database, "待认领", number="XY-2026-6666", public_text="想看一场话剧")
    said = build("wish-cards", which="空白卡，现场写")
    assert "话剧" not in said
    assert said.count("心愿卡") == 8


def test_a_wish_that_nobody_reviewed_keeps_its_words_off_the_paper(
    database: Database, build: Callable[..., str]
) -> None:
    key = make_wish(database, text=f"找陈华树，{MOBILE}", number="XY-2026-5555")
    said = build("wish-card", key)
    assert "XY-2026-5555" in said
    assert "陈" not in said
    assert MOBILE not in said


def test_a_wish_that_was_taken_down_keeps_its_former_words_off_the_paper(
    database: Database, build: Callable[..., str]
) -> None:
    key = make_wish(database, text="想学画", public_text="要找的人住三楼", state_reason="写了是谁", number="XY-2026-4444")
    said = build("wish-card", key)
    assert "XY-2026-4444" in said
    assert "三楼" not in said
