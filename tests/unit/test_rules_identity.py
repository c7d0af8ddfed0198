"""Credit codes, identity numbers, telephones: the vectors of FIELD.md 2.3."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.errors import UserError
from louyu_desktop.rules import identity

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",  # the standard's worked example, corrected
        "91110000600037341L",
        "91110108551385082Q",
        "913101091331086130",  # real, check digit 0
        "913101011322022450",  # real, check digit 0
        "91310104MADEM00119",
        "91310115MADEM0070A",
        "91310104MADEM01500",
        "31310000MDLAW0018K",
        "92310101MAXHU0014D",
    ],
)
def test_valid_credit_codes_pass_and_so_do_their_organisation_codes(code: str) -> None:
    assert identity.check_credit_code(code) == code
    assert identity.organisation_code_fits(code)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91350100M000100Y44", "信用代码的校验位应为 3，现在是 4"),
        ("91350100M000100Y4Z", "第 18 位「Z」不会出现在信用代码里"),
        ("91350100M0001OOY43", "第 14 位「O」不会出现在信用代码里"),
        ("91350100M000100Y4", "信用代码少 1 位：应为 18 位，现有 17 位"),
        ("91350100M000100Y433", "信用代码多 1 位：应为 18 位，现有 19 位"),
        ("91A50100M000100Y43", "信用代码第 3 到 8 位是行政区划，应全是数字"),
        ("", "信用代码少 18 位：应为 18 位，现有 0 位"),
    ],
)
def test_a_wrong_credit_code_is_told_what_is_wrong(code: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        identity.check_credit_code(code)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    "typed",
    [
        "９１３１０１０９１３３１０８６１３０",
        " 91310109 1331086130 ",
        "91-310109-133108613-0",
        "913101091331086130\u200b",
    ],
)
def test_widths_spaces_and_hyphens_do_not_matter(typed: str) -> None:
    assert identity.check_credit_code(typed) == "913101091331086130"


def test_small_letters_become_capitals() -> None:
    assert identity.check_credit_code("91310104madem00119") == "91310104MADEM00119"


@given(st.text(alphabet="0123456789", min_size=8, max_size=8), st.text(alphabet=_ALPHABET, min_size=9, max_size=9))
def test_one_changed_character_is_always_found(head: str, body: str) -> None:
    code = head + body + identity.credit_check_digit(head + body)
    assert identity.check_credit_code(code) == code
    for place in range(8, 18):
        other = _ALPHABET[(_ALPHABET.index(code[place]) + 1) % 31]
        with pytest.raises(UserError):
            identity.check_credit_code(code[:place] + other + code[place + 1 :])


def test_an_organisation_code_with_a_wrong_check_digit_is_seen() -> None:
    body = "91310104MADEM0012"
    code = body + identity.credit_check_digit(body)
    assert identity.check_credit_code(code) == code
    assert not identity.organisation_code_fits(code)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("440524188001010014", "440524188001010014"),
        ("34052419800101001X", "34052419800101001X"),
        ("310101199001010012", "310101199001010012"),
        ("31010419851231002x", "31010419851231002X"),
        ("310103199001010015", "310103199001010015"),  # 卢湾, a region that is no more
        ("３１０１０１ 19900101 0012", "310101199001010012"),
    ],
)
def test_valid_identity_numbers_pass(typed: str, kept: str) -> None:
    assert identity.check_identity_number(typed) == kept


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("310104199003070031", "身份证号的校验位应为 4，现在是 1"),
        ("310105199902290010", "身份证号第 7 到 14 位不是真实的出生日期"),
        ("310105990229001", "15 位的旧身份证号已停用，请填 18 位的"),
        ("31010519990228001", "身份证号少 1 位：应为 18 位，现有 17 位"),
        ("X10105199902280010", "身份证号第 1 位应是数字"),
    ],
)
def test_a_wrong_identity_number_is_told_what_is_wrong(number: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        identity.check_identity_number(number)
    assert refused.value.sentence == sentence


def test_nobody_is_born_after_today() -> None:
    number = "310101199001010012"
    assert identity.check_identity_number(number, today=dt.date(1990, 1, 1)) == number
    with pytest.raises(UserError, match="出生日期"):
        identity.check_identity_number(number, today=dt.date(1989, 12, 31))


def test_facts_of_an_identity_number() -> None:
    assert identity.identity_facts("310101199001010012") == (dt.date(1990, 1, 1), "男")
    assert identity.identity_facts("11010519491231002X") == (dt.date(1949, 12, 31), "女")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("0086-13812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("+852 9123 4567", "+85291234567"),
    ],
)
def test_mobiles(typed: str, kept: str) -> None:
    assert identity.check_mobile(typed) == kept
    assert identity.check_phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1381234567", "手机号少 1 位：应为 11 位，现有 10 位"),
        ("138123456789", "手机号多 1 位：应为 11 位，现有 12 位"),
        ("12812345678", "手机号应以 13 到 19 开头"),
        ("1381234567O", "手机号只能是数字，里面有「O」"),
        ("13812345678/13912345678", "这里只放一个号码，现有两个以上"),
    ],
)
def test_wrong_mobiles(typed: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        identity.check_mobile(typed)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("021-63331234", "021-63331234"),
        ("（021）6333 1234", "021-63331234"),
        ("02163331234转801", "021-63331234-801"),
        ("021—63331234—801", "021-63331234-801"),
        ("+86 21 6333 1234", "021-63331234"),
        ("0573-8234567", "0573-8234567"),
        ("63331234", "63331234"),
        ("400-820-8820", "4008208820"),
        ("12345", "12345"),
        ("+1 (415) 555-0100", "+14155550100"),
    ],
)
def test_phones_have_one_form(typed: str, kept: str) -> None:
    assert identity.check_phone(typed) == kept
    assert identity.check_phone(kept) == kept


@pytest.mark.parametrize("typed", ["6333", "63331234 陈", "021-63331234/63331235", "1862008052", "电话", "+12"])
def test_wrong_phones(typed: str) -> None:
    with pytest.raises(UserError):
        identity.check_phone(typed)


def test_a_phone_that_is_too_short_says_by_how_much() -> None:
    with pytest.raises(UserError, match="电话少 1 位：手机号应为 11 位，现有 10 位"):
        identity.check_phone("1862008052")


def test_emails() -> None:
    assert identity.check_email(" Zhu.Xin＠Example.COM ") == "Zhu.Xin@example.com"
    for wrong in ("zhu.xin", "zhu@", "zhu@example", "a@b@c.cn", "a@b..cn", f"{'a' * 250}@b.cn"):
        with pytest.raises(UserError):
            identity.check_email(wrong)


def test_postcodes() -> None:
    assert identity.check_postcode("２０００４０", shanghai=True) == "200040"
    assert identity.check_postcode("100000") == "100000"
    with pytest.raises(UserError, match="20 开头"):
        identity.check_postcode("100000", shanghai=True)
    with pytest.raises(UserError, match="邮编少 1 位"):
        identity.check_postcode("20004")
    with pytest.raises(UserError, match="只能是数字"):
        identity.check_postcode("2000A0")


_CHECKS = (
    identity.check_credit_code,
    identity.check_identity_number,
    identity.check_mobile,
    identity.check_phone,
    identity.check_email,
    identity.check_postcode,
)


@pytest.mark.parametrize("check", _CHECKS)
@given(st.one_of(st.text(), st.text(alphabet="0123456789+-()（） 转XxOo@.", max_size=20)))
def test_a_check_is_stable_and_raises_nothing_but_user_errors(check: object, text: str) -> None:
    assert callable(check)
    try:
        kept = check(text)
    except UserError:
        return
    assert check(kept) == kept
