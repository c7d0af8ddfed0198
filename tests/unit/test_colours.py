"""Colours: decided by people, a second one where it gets bad, a history that is only added to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import Account, Building, ColourChange, Enterprise, Occupancy, Unit, Visit
from louyu_desktop.rules import dates
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import vaults
from louyu_desktop.services.colour_copies import Credentials, Outcome
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.hanging import hanging
from tests.stations import PASSWORD, keyless

DAY = dt.timedelta(days=1)
OWN = "纸船 八月 梧桐 台灯"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with keyless(tmp_path / "station") as database:
        with database.write("同事") as write:
            write.insert(Account, [{"name": "陈立", "role": "工作人员"}, {"name": "只看", "role": "只读"}])
        yield database


def firm(database: Database, name: str = "梧桐贸易有限公司", **lease: Any) -> int:
    """A firm with one seat; its operation is called 新建企业."""
    with database.write("新建企业") as write:
        [building] = write.insert(Building, [{"name": f"{name}大厦"}])
        [unit] = write.insert(Unit, [{"building_id": building, "label": "1208"}])
        [row] = write.insert(Enterprise, [{"name": name}])
        write.insert(Occupancy, [{"enterprise_id": row, "unit_id": unit, **lease}])
        return row


def rows(database: Database, enterprise_id: int) -> list[tuple[int, str, int | None]]:
    with database.read() as session:
        found = session.query(ColourChange).filter_by(enterprise_id=enterprise_id).order_by(ColourChange.id)
        return [(row.id, row.step, row.of_id) for row in found]


def colour(services: Services, enterprise_id: int) -> Any:
    return services.records.get("enterprises", enterprise_id).values["colour"]


def test_one_level_is_set_two_levels_wait(database: Database, services: Services) -> None:
    one = firm(database)
    assert services.colours.propose(one, "蓝", "租期不到一年") is Outcome.SET
    assert colour(services, one) == "蓝"
    assert services.colours.propose(one, "橙", "要搬") is Outcome.WAITS
    assert colour(services, one) == "蓝"
    [waits] = services.colours.waiting()
    assert (waits.enterprise_id, waits.before, waits.colour, waits.by, waits.mine) == (one, "蓝", "橙", "周敏", True)
    with pytest.raises(NotPermittedError, match="不能自己确认"):
        services.colours.confirm(waits.change_id)
    services.colours.confirm(waits.change_id, Credentials("陈立"))
    assert colour(services, one) == "橙"
    assert services.colours.of(one).history[0].who == "陈立"
    assert not services.colours.waiting()


def test_red_always_takes_two_and_better_takes_one(database: Database, services: Services) -> None:
    one = firm(database)
    for step in ("蓝", "黄", "橙"):
        assert services.colours.propose(one, step, "逐级") is Outcome.SET
    assert services.colours.propose(one, "红", "退租") is Outcome.WAITS
    services.colours.confirm(services.colours.waiting()[0].change_id, Credentials("陈立"))
    assert services.colours.propose(one, "绿", "续租三年") is Outcome.SET
    assert colour(services, one) == "绿"


def test_whoever_may_not_decide_may_not_confirm(database: Database, services: Services) -> None:
    one = firm(database)
    services.colours.propose(one, "红", "退租")
    [waits] = services.colours.waiting()
    with pytest.raises(NotPermittedError, match="只读"):
        services.colours.confirm(waits.change_id, Credentials("只看"))
    with pytest.raises(NotPermittedError, match="没有叫"):
        services.colours.confirm(waits.change_id, Credentials("没有人"))
    assert [person.name for person in services.colours.seconds()] == ["陈立"]
    database.actor = 3
    for call in (lambda: services.colours.of(one), lambda: services.colours.propose(one, "蓝", "。")):
        with pytest.raises(NotPermittedError):
            call()


def test_a_colleague_does_not_agree(database: Database, services: Services) -> None:
    one = firm(database)
    services.colours.propose(one, "红", "退租")
    [waits] = services.colours.waiting()
    services.colours.refuse(waits.change_id, "谈过，没有退租", Credentials("陈立"))
    assert colour(services, one) == "绿"
    assert not services.colours.waiting()
    with pytest.raises(UserError, match="不在等确认"):
        services.colours.confirm(waits.change_id, Credentials("陈立"))


def test_reasons_are_asked_for(database: Database, services: Services) -> None:
    one = firm(database)
    for call in (
        lambda: services.colours.propose(one, "蓝", " "),
        lambda: services.colours.keep(one, ""),
        lambda: services.colours.propose(one, "紫", "没有这个颜色"),
        lambda: services.colours.keep(one, "没有建议"),
    ):
        with pytest.raises(UserError):
            call()
    assert not rows(database, one)


def test_undo_and_redo_add_rows(database: Database, services: Services) -> None:
    one = firm(database)
    services.colours.propose(one, "黄", "两级", None)
    services.colours.confirm(services.colours.waiting()[0].change_id, Credentials("陈立"))
    assert colour(services, one) == "黄"
    services.records.undo()
    assert colour(services, one) == "绿"
    assert len(services.colours.waiting()) == 1
    services.records.undo()
    assert not services.colours.waiting()
    services.records.redo()
    services.records.redo()
    assert colour(services, one) == "黄"
    steps = [step for _id, step, _of in rows(database, one)]
    assert steps == ["提出", "确认", "撤回", "撤回", "撤回", "撤回"]
    for _round in range(3):
        services.records.undo()
        assert colour(services, one) == "绿"
        services.records.redo()
        assert colour(services, one) == "黄"


def test_undo_of_the_firm_takes_a_silent_history_with_it(database: Database, services: Services) -> None:
    one = firm(database)
    services.colours.propose(one, "蓝", "租期")
    last = database.operations(limit=2)[1]
    assert last.label == "新建企业"
    assert services.taking_back.preview(last.id).hindrance  # it still says something
    with pytest.raises(UserError, match="五色记录"):
        services.records.take_back(last.id)
    services.records.undo()
    assert not services.taking_back.preview(last.id).hindrance
    services.records.undo()
    assert not rows(database, one)
    services.records.redo()
    services.records.redo()
    assert colour(services, one) == "蓝"
    assert not database.check()


def test_undo_of_a_visit_with_a_colour(database: Database, services: Services) -> None:
    """The row of the history stays, and lets go of the visit that goes."""
    from louyu_desktop.services.colours import propose_in

    one = firm(database)
    with database.write("登记走访") as write:
        [visit] = write.insert(Visit, [{"enterprise_id": one, "visited_on": dates.today()}])
        propose_in(write, one, "蓝", "谈到租期", visit_id=visit, by=database.actor)
    done = database.operations(limit=1)[0]
    preview = services.taking_back.preview(done.id)
    assert (preview.hindrance, preview.withdrawn, preview.removed) == ("", 1, 1)
    services.records.undo()
    assert colour(services, one) == "绿"
    services.records.redo()
    [line] = [line for line in services.colours.of(one).history if line.step == "确定"]
    assert (line.visit_id, line.void) == (visit, False)
    assert colour(services, one) == "蓝"


def test_withdrawing_goes_back_one_decision(database: Database, services: Services) -> None:
    one = firm(database)
    services.colours.propose(one, "蓝", "一")
    services.colours.propose(one, "黄", "二")
    latest, first = services.colours.of(one).history
    assert (latest.can_withdraw, first.can_withdraw) == (True, False)
    with pytest.raises(UserError, match="新的决定"):
        services.colours.withdraw(first.id, "弄错")
    services.colours.withdraw(latest.id, "弄错")
    assert colour(services, one) == "蓝"
    with pytest.raises(UserError, match="已经撤回"):
        services.colours.withdraw(latest.id, "再来")


def test_suggested_until_kept_and_again_when_other_rules_speak(database: Database, services: Services) -> None:
    today = dates.today()
    one = firm(database, lease_end=today + 60 * DAY)
    advised = services.colours.of(one).advised
    assert advised is not None
    assert (advised.colour, advised.second) == ("橙", True)
    assert "60 天" in advised.words
    services.colours.keep(one, "已口头谈妥")
    assert services.colours.of(one).advised is None
    [seat] = hanging(services.records, "occupancies", "enterprise_id", one)
    services.records.save("occupancies", seat.id, {"lease_end": today + 20 * DAY})
    advised = services.colours.of(one).advised
    assert advised is not None
    assert advised.colour == "红"
    services.records.save("occupancies", seat.id, {"lease_end": today + 900 * DAY})
    assert services.colours.of(one).advised is None  # 绿 is what it has


def test_nobody_types_a_history(database: Database, services: Services) -> None:
    one = firm(database)
    services.colours.propose(one, "蓝", "一")
    [line] = services.colours.of(one).history
    for call in (
        lambda: services.records.save("colour-changes", line.id, {"reason": "改"}),
        lambda: services.records.save("colour-changes", None, {"enterprise_id": one, "decided_on": dates.today()}),
        lambda: services.records.archive("colour-changes", [line.id]),
        lambda: services.records.bulk_edit("colour-changes", [line.id], "reason", "改"),
        lambda: services.records.paste("colour-changes", []),
        lambda: services.records.archive("fact-changes", [1]),
    ):
        with pytest.raises(UserError, match=r"只增不改|不能手工"):
            call()


def test_a_firm_in_the_bin_keeps_its_colour(database: Database, services: Services) -> None:
    one = firm(database)
    services.colours.propose(one, "蓝", "一")
    services.records.archive("enterprises", [one])
    with pytest.raises(UserError, match="回收站"):
        services.colours.propose(one, "黄", "二")
    done = next(line for line in database.operations(limit=9) if line.label.startswith("五色"))
    services.records.take_back(done.id)
    services.records.restore("enterprises", [one])
    assert colour(services, one) == "绿"
    assert [step for _id, step, _of in rows(database, one)] == ["确定", "撤回"]


def test_thresholds_are_previewed(database: Database, services: Services) -> None:
    today = dates.today()
    for place, days in enumerate((31, 90, 91, 180, 181, 365, 366)):
        firm(database, f"第{place}家有限公司", lease_end=today + days * DAY)
    before = services.colours.thresholds()
    effect = services.colours.preview({**before, "colour_lease_yellow": 200})
    assert effect.before == {"绿": 1, "蓝": 2, "黄": 2, "橙": 2, "红": 0}
    assert effect.after == {"绿": 1, "蓝": 1, "黄": 3, "橙": 2, "红": 0}
    assert [(one.name, one.before, one.after) for one in effect.moved] == [("第4家有限公司", "蓝", "黄")]
    services.colours.set_thresholds({**before, "colour_lease_yellow": 200})
    assert services.settings.get("colour_lease_yellow") == 200
    for wrong in ({"colour_lease_yellow": 80}, {"colour_lease_red": -1}):
        with pytest.raises(UserError):
            services.colours.preview({**before, **wrong})


def test_the_second_person_gives_their_own_password(tmp_path: Path) -> None:
    """A station with a vault: neither another's password, nor one's own, nor a one-time one confirms."""
    with vaults.create(tmp_path / "vault", "示范站", "周敏", PASSWORD) as database:
        services = open_services(database)
        services.access.confirm(PASSWORD)
        once = services.accounts.add("陈立", Role.STAFF)
        only_sees = services.accounts.add("只看", Role.READER)
        assert [person.name for person in services.colours.seconds()] == ["陈立"]
        one = firm(database)
        for second in (
            Credentials("周敏", PASSWORD),
            Credentials("陈立", PASSWORD),
            Credentials("陈立", once.password),
            Credentials("只看", only_sees.password),
            Credentials("没有人", PASSWORD),
        ):
            with pytest.raises(NotPermittedError):
                services.colours.propose(one, "红", "退租", second=second)
        assert not rows(database, one)  # nothing is left of the tries
        vault = database.vault
        assert vault is not None
        vault.set_password(vault.log_in("陈立", once.password), once.password, OWN)
        assert services.colours.propose(one, "红", "退租", second=Credentials("陈立", OWN)) is Outcome.SET
        assert colour(services, one) == "红"
        confirmed, proposed = services.colours.of(one).history
        assert (confirmed.who, proposed.who) == ("陈立", "周敏")
        services.records.undo()
        assert (colour(services, one), services.colours.waiting()) == ("绿", ())


def test_many_suggestions_are_taken_at_once(database: Database, services: Services) -> None:
    today = dates.today()
    firms = [firm(database, f"第{place}家有限公司", lease_end=today + days * DAY) for place, days in enumerate((20, 60, 300))]
    assert [one.colour for one in services.colours.suggestions()] == ["红", "橙", "蓝"]
    found = services.colours.accept([*firms, firm(database, "没有建议有限公司")])
    assert (found.done, found.waits, found.passed) == (1, 2, 1)
    assert colour(services, firms[2]) == "蓝"
    assert "300 天" in services.colours.of(firms[2]).reason
    assert not services.colours.suggestions()
    assert len(services.colours.waiting()) == 2
    services.records.undo()
    assert len(services.colours.suggestions()) == 3
    assert not services.colours.waiting()


def test_other_thresholds_are_followed_by_the_sweep(database: Database, services: Services) -> None:
    today = dates.today()
    one = firm(database, lease_end=today + 200 * DAY)
    assert [found.colour for found in services.colours.suggestions()] == ["蓝"]
    services.colours.set_thresholds({**services.colours.thresholds(), "colour_lease_yellow": 250})
    services.must_visits.sweep(today)
    assert [found.colour for found in services.colours.suggestions()] == ["黄"]
    advised = services.colours.of(one).advised
    assert advised is not None
    assert advised.colour == "黄"


def test_what_is_done_again_stands_everywhere(database: Database, services: Services, tmp_path: Path) -> None:
    """After Ctrl+Z and Ctrl+Y the decision stands: in the timeline once, in the day's log, on paper."""
    one, today = firm(database), dates.today()

    def told() -> tuple[list[str], bool]:
        events = services.dossiers.timeline(one, limit=100).events
        steps = [event.kind for event in events if event.kind == "colour-changes"]
        return steps, "五色调整" in services.day_logs.draft(today)

    services.colours.propose(one, "蓝", "联系少")
    assert told() == (["colour-changes"], True)
    services.records.undo()
    assert told() == ([], False)
    services.records.redo()
    assert told() == (["colour-changes"], True)
    paper = services.papers.build("dossier", tmp_path / "档案.pdf", id=one)
    words = "".join(page.extract_text() for page in PdfReader(paper.path).pages)
    assert "联系少" in words
    assert "确定（已撤回）" not in words
    services.colours.withdraw(rows(database, one)[0][0], "记错了一家")
    assert told() == (["colour-changes", "colour-changes"], False)
