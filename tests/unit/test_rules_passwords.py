"""Passwords: what everybody would try is refused, what is long or four words is taken."""

from __future__ import annotations

import random
import string
from itertools import product

import pytest

from louyu_desktop.errors import UserError
from louyu_desktop.rules import passwords

WORDS = (
    "password", "admin", "welcome", "iloveyou", "letmein", "woaini", "dangqun", "louyu", "qwerty", "zhongxin",
    "shanghai", "zhangwei", "wangfang", "liuyang", "dragon", "sunshine", "fuwuzhan", "mima", "gongzuo", "abcd",
)  # fmt: skip
TAILS = (
    "123456", "12345678", "1234567890", "2026", "2026!", "@2026", "19900101", "888888", "666666", "5201314",
    "20261122", "abc123", "qwerty", "13800138000", "147258369", "000000", "112233", "1q2w3e4r",
)  # fmt: skip


def common() -> set[str]:
    """What people choose: words with tails, turned, capitalised, disguised, doubled, and numbers alone."""
    pairs = {first + last for first, last in product(WORDS, TAILS)} | {b + a for a, b in product(WORDS, TAILS)}
    pairs |= {first + mark + last for first, mark, last in product(WORDS, ".-_#", TAILS)}
    pairs |= {first + second for first, second in product(WORDS, WORDS)}
    pairs |= {each.replace("a", "@").capitalize() for each in sorted(pairs)[::2]}
    pairs |= {sign * 12 for sign in string.printable.strip()}
    pairs |= {f"{year}{month:02}{day:02}{year}" for year in range(1960, 2010, 5) for month in (1, 7) for day in (1, 28)}
    return {each for each in pairs if len(each) >= passwords.SHORTEST}


def test_more_than_three_thousand_common_ones_are_refused() -> None:
    found = common()
    taken = sorted(each for each in found if not passwords.problem(each))
    assert len(found) > 3000
    assert len(taken) <= len(found) // 200, taken


def test_what_a_machine_throws_is_taken() -> None:
    dice = random.Random(7)
    signs = string.ascii_lowercase + string.digits
    thrown = ["".join(dice.choice(signs) for _sign in range(12)) for _time in range(500)]
    assert [each for each in thrown if passwords.problem(each)] == []
    assert [each for each in (passwords.one_time() for _time in range(200)) if passwords.problem(each)] == []


@pytest.mark.parametrize(
    "password",
    [
        "梧桐 窗台 纸船 八月", "wutong chuangtai zhichuan bayue", "ox hat ink map", "kettle-violin-harbour-moss",
        "zebra lantern quilt orbit", "x" * 3 + "Wandel7 Kruste9 Fjord2", "v9#Lm2!qTz8&" * 5,
    ],
)  # fmt: skip
def test_four_words_or_twelve_signs_are_taken(password: str) -> None:
    assert passwords.problem(password) == ""
    passwords.require(password, ("周敏", "环贸党群服务中心"))


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "12"), ("short", "现在是 5 个字"), ("a b c d", "12"), ("same same same same", "猜到"),
        ("correct horse battery staple", "猜到"), ("310101199003071234", "猜到"), ("13812345678a", "猜到"),
        ("password admin login test", "猜到"), ("q" * 1001, "1000"), ("一二三四五六七八九十一二", "猜到"),
    ],
)  # fmt: skip
def test_why_one_is_not_taken(password: str, says: str) -> None:
    assert says in passwords.problem(password)
    with pytest.raises(UserError) as refused:
        passwords.require(password)
    assert refused.value.field == "password"
    assert password not in refused.value.sentence or not password


def test_names_of_the_person_and_the_station_count_for_nothing() -> None:
    assert passwords.problem("施佳宁环贸党群服务中心施佳宁", ("施佳宁", "环贸党群服务中心"))
    assert passwords.problem("ｐａｓｓｗｏｒｄ１２３４")  # full width is the same password


def test_sixty_four_signs_and_more_are_allowed() -> None:
    dice = random.Random(3)
    assert not passwords.problem("".join(dice.choice(string.printable) for _sign in range(64)))
    assert not passwords.problem("".join(dice.choice(string.ascii_letters) for _sign in range(200)))


@pytest.mark.parametrize(
    ("password", "names", "pieces"),
    [
        ("xx", (), 2), ("xxx", (), 1), ("周敏", (), 2), ("周敏", ("周敏",), 1), ("周山", ("周",), 2), ("", (), 0),
        ("xz", (), 2), ("abc", (), 1), ("cba", (), 1), ("wang", (), 1), ("wang", ("wang",), 1), ("k k-k_k", (), 1),
    ],
)  # fmt: skip
def test_into_how_few_pieces_it_falls(password: str, names: tuple[str, ...], pieces: int) -> None:
    assert passwords.pieces(password, names) == pieces


def test_the_shortest_and_the_longest_are_taken_and_no_more() -> None:
    dice = random.Random(5)
    long = "".join(dice.choice("23456789bcdfghjkmnpqrstvwxyz") for _sign in range(1001))
    assert not passwords.problem(long[:12])
    assert "现在是 11 个字" in passwords.problem(long[:11])
    assert not passwords.problem(long[:1000])
    assert "1000" in passwords.problem(long)


def test_a_first_password_is_three_groups_of_four_signs_that_nobody_misreads() -> None:
    thrown = {passwords.one_time() for _time in range(50)}
    assert len(thrown) == 50
    signs = {sign for each in thrown for group in each.split("-") for sign in group}
    assert {tuple(len(group) for group in each.split("-")) for each in thrown} == {(4, 4, 4)}
    assert not signs & set("01ilo")
