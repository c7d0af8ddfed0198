"""What guests may not read, and how much of a record is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.rules import masks
from louyu_desktop.rules.completeness import completeness, missing_fields

PERSONAL, SENSITIVE, PUBLIC = Sensitivity.PERSONAL, Sensitivity.SENSITIVE, Sensitivity.PUBLIC


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张伟", "张＊"), ("欧阳曦超", "欧阳＊＊"), ("令狐刚", "令狐＊"), ("张", "＊"), ("", ""), ("John Smith", "J＊")],
)
def test_names(name: str, masked: str) -> None:
    assert masks.mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13800002207", "138****2207"),
        ("138 0000 2207", "138****2207"),
        ("021-63331234", "021-****1234"),
        ("021-63331234-801", "021-****1234"),
        ("63331234", "****1234"),
        ("+85291234567", "****4567"),
        ("12345", "*****"),
    ],
)
def test_phones(number: str, masked: str) -> None:
    assert masks.mask_phone(number) == masked


def test_identity_numbers_show_two_characters_and_mails_their_domain() -> None:
    assert masks.mask_identity("11010519491231002X") == "****************2X"
    assert masks.mask_identity("123") == "***"
    assert masks.mask_email("zhuxin@example.com") == "z***@example.com"
    assert masks.mask_email("zhuxin") == "—"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("邵清扬（行政）", "邵＊＊（行政）"),
        ("邵清扬（行政）、张三（总经理），李四", "邵＊＊（行政）、张＊（总经理），李＊"),
        ("欧阳娜娜 13800002207", "欧阳＊＊138****2207"),
        ("", ""),
    ],
)
def test_people_written_as_text(text: str, seen: str) -> None:
    met = Field(name="met", label="受访人", sensitivity=Sensitivity.PERSONAL)
    assert masks.mask(met, text) == seen


def test_numbers_inside_free_text() -> None:
    text = "电话 138 0000 2207，证件 11010519491231002X，座机 021-63331234，共 351 人，编号 HD-2026-0001"
    assert (
        masks.mask_numbers(text)
        == "电话 138****2207，证件 ****************2X，座机 021-****1234，共 351 人，编号 HD-2026-0001"
    )
    assert masks.mask_numbers("+86 13800002207") == "138****2207"


@pytest.mark.parametrize(
    ("field", "text", "seen"),
    [
        (Field(label="手机", kind=Kind.MOBILE, sensitivity=PERSONAL), "138 0000 2207", "138****2207"),
        (Field(label="电话", kind=Kind.PHONE, sensitivity=PUBLIC), "021-63331234", "021-63331234"),
        (
            Field(label="身份证号", kind=Kind.IDENTITY_NUMBER, sensitivity=SENSITIVE),
            "11010519491231002X",
            "*" * 16 + "2X",
        ),
        (Field(label="邮箱", kind=Kind.EMAIL, sensitivity=PERSONAL), "zhuxin@example.com", "z***@example.com"),
        (Field(label="姓名", kind=Kind.PERSON_NAME, sensitivity=PERSONAL), "张伟", "张伟"),
        (Field(label="微信", name="wechat", sensitivity=PERSONAL), "zhuxin", "—"),
        (Field(label="出生年月", kind=Kind.PARTIAL_DATE, sensitivity=PERSONAL), "1968-04", "—"),
        (Field(label="税收等级", kind=Kind.CHOICE, sensitivity=SENSITIVE), "亿级", "—"),
        (Field(label="标题"), "找 13800002207", "找 138****2207"),
        (Field(label="备注", kind=Kind.NOTE), "找 13800002207", "—"),
        (Field(label="所需材料", kind=Kind.NOTE, sensitivity=PUBLIC), "身份证", "身份证"),
        (Field(label="员工数", kind=Kind.INTEGER), "1,390", "1,390"),
        (Field(label="手机", kind=Kind.MOBILE, sensitivity=PERSONAL), "", ""),
    ],
)
def test_fields_as_guests_see_them(field: Field, text: str, seen: str) -> None:
    assert masks.mask(field, text) == seen


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "电话", "（", " "]))
def test_no_mobile_survives_in_free_text(number: str, before: str) -> None:
    assert number not in masks.mask(Field(label="标题"), f"{before}{number}，请勿外传")


ENTERPRISE = Entity(
    kind="enterprises",
    label="企业",
    fields=(
        Field(label="企业名称", name="name", required=True),
        Field(label="统一社会信用代码", name="credit_code", kind=Kind.CREDIT_CODE, required=True),
        Field(label="无码原因", name="no_code_reason"),
        Field(label="重点企业", name="is_key", kind=Kind.FLAG, required=True),
        Field(label="标签", name="tags", kind=Kind.CHOICES, required=True),
    ),
)


def test_completeness_counts_required_fields() -> None:
    values = {"name": "某国驻上海总领事馆", "credit_code": None, "is_key": False, "tags": ()}
    found = completeness(ENTERPRISE, values)
    assert (found.filled, found.total, found.share) == (2, 4, 0.5)
    assert [field.name for field in missing_fields(ENTERPRISE, values)] == ["credit_code", "tags"]


def test_a_reason_stands_for_a_missing_code() -> None:
    values = {"name": " ", "credit_code": None, "no_code_reason": "领事机构", "is_key": True, "tags": ("初创",)}
    assert [field.name for field in missing_fields(ENTERPRISE, values)] == ["name"]


def test_a_record_that_requires_nothing_is_complete() -> None:
    assert completeness(Entity(kind="notes", label="备注"), {}).share == 1.0
