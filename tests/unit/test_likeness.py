"""Which firms may be one: names folded, places, phones, and what speaks against it."""

from __future__ import annotations

import pytest

from louyu_desktop.rules.likeness import Firm, Weights, compare, pairs
from louyu_desktop.services.suite import Services

WEIGHTS = Weights()


@pytest.mark.parametrize(("one", "other", "least"), [
    ("澄怀设计（上海）有限公司", "澄怀设计(上海)有限责任公司", 60),
    ("澄怀设计（上海）有限公司", "上海澄怀设计有限公司", 60),
    ("澄怀设计有限公司", "澄怀設計有限公司", 0),
    ("ＡＢＣ贸易（中国）有限公司", "abc贸易(中国)有限公司", 60),
    ("同心明德会计师事务所", "同心明德会计事务所", 45),
])  # fmt: skip
def test_names_that_mean_one_firm(one: str, other: str, least: int) -> None:
    assert compare(Firm(1, one), Firm(2, other), WEIGHTS).score >= least


@pytest.mark.parametrize(("one", "other"), [
    ("乐高贸易（上海）有限公司", "乐高贸易（上海）有限公司徐汇分公司"),
    ("远舟投资管理有限公司", "远帆贸易有限公司"),
    ("上海一言广告有限公司", "上海二言广告有限公司"),
])  # fmt: skip
def test_names_that_mean_two(one: str, other: str) -> None:
    assert compare(Firm(1, one), Firm(2, other), WEIGHTS).score < WEIGHTS.threshold


def test_a_former_name_is_a_name() -> None:
    now, then = Firm(1, "晴川文化传媒有限公司", former="白鹭文化有限公司"), Firm(2, "白鹭文化有限责任公司")
    assert compare(now, then, WEIGHTS).score >= WEIGHTS.threshold


def test_two_codes_speak_against_one_name() -> None:
    one, other = Firm(1, "甲公司", code="91310104MADEM00119"), Firm(2, "甲公司", code="91310115MADEM0070A")
    assert compare(one, other, WEIGHTS).score < WEIGHTS.threshold


def test_four_thousand_firms_are_compared_in_a_breath() -> None:
    firms = [Firm(n, f"{n}号{'甲乙丙丁'[n % 4]}贸易有限公司", units=frozenset({n})) for n in range(4000)]
    firms += [Firm(9001, "七号甲字贸易有限公司"), Firm(9002, "上海七号甲字贸易有限责任公司")]
    found = pairs(firms, WEIGHTS)
    assert (9001, 9002) in [(one.first, one.second) for one in found]


def test_pairs_are_found_told_apart_and_shown_again(services: Services) -> None:
    one = services.records.save("enterprises", None, {"name": "澄怀设计（上海）有限公司"})
    two = services.records.save("enterprises", None, {"name": "上海澄怀设计有限公司"})
    services.records.save("enterprises", None, {"name": "乐高贸易（上海）有限公司"})
    [twin] = services.duplicates.find()
    assert (twin.first, twin.second) == (one, two)
    assert twin.reasons == ("名称只差地区或公司形式 +60",)
    services.duplicates.tell_apart(one, two)
    services.duplicates.tell_apart(two, one)  # by somebody whose list is older
    assert services.duplicates.find() == ()
    services.records.undo()
    assert len(services.duplicates.find()) == 1


def test_the_weights_are_the_stations(services: Services) -> None:
    services.records.save("enterprises", None, {"name": "澄怀设计（上海）有限公司"})
    services.records.save("enterprises", None, {"name": "上海澄怀设计有限公司"})
    services.settings.set("twins_threshold", 61)
    assert services.duplicates.find() == ()


def test_whoever_types_a_name_is_warned(services: Services) -> None:
    key = services.records.save("enterprises", None, {"name": "澄怀设计（上海）有限公司", "former_name": "澄明设计有限公司"})

    def like(name: str, but: int | None = None) -> list[int]:
        return [option.id for option in services.records.similar("enterprises", {"name": name}, but=but)]

    assert like("上海澄怀设计有限责任公司") == [key]
    assert like("上海澄明设计") == [key]
    assert like("乐高") == []
    assert like("澄怀设计", but=key) == []
