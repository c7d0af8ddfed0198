"""Values of every kind: read from what people type and workbooks hold, shown, read back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.models.enterprise import INDUSTRIES, LEGAL_FORMS, PARTY_ORG_STATES
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.identity import credit_check_digit
from louyu_desktop.rules.names import clean
from louyu_desktop.rules.values import display, parse, warnings, with_unit

LOST = "被 Excel 存成数字，末位已丢失；把该列设为文本后重填"
COUNT = Field(label="员工数", name="headcount", kind=Kind.INTEGER, minimum=0, maximum=1_000_000, unit="人")
AREA = Field(label="面积", name="area", kind=Kind.DECIMAL, digits=2, minimum=0, unit="㎡")
YEAR = Field(label="竣工年", name="year", kind=Kind.INTEGER, minimum=1900, maximum=2100)
KEY = Field(label="重点企业", name="is_key", kind=Kind.FLAG, aliases=("重点",), synonyms={"重点企业": "是"})
INDUSTRY = Field(label="行业门类", name="industry", kind=Kind.CHOICE, choices=INDUSTRIES)
GENDER = Field(
    label="性别", name="gender", kind=Kind.CHOICE, choices=("男", "女", "未知"), synonyms={"1": "男", "女性": "女"}
)
TARGETS = Field(
    label="对象",
    name="targets",
    kind=Kind.CHOICES,
    choices=("企业", "个人", "组织"),
    synonyms={"企": "企业", "个": "个人"},
)
ROLES = Field(label="职务", name="role", kind=Kind.CHOICE, choices=("总经理", "HR"), open_choices=True)
MOBILE = Field(label="手机", name="mobile", kind=Kind.MOBILE)
PHONE = Field(label="电话", name="phone", kind=Kind.PHONE)
CODE = Field(label="统一社会信用代码", name="credit_code", kind=Kind.CREDIT_CODE)
IDENTITY = Field(label="身份证号", name="identity_number", kind=Kind.IDENTITY_NUMBER)
NAME = Field(label="姓名", name="name", kind=Kind.PERSON_NAME)
COMPANY = Field(label="企业名称", name="name", kind=Kind.ORGANISATION_NAME, max_length=100)
TEXT = Field(label="简称", name="short_name", max_length=5)
NOTE = Field(label="备注", name="remark", kind=Kind.NOTE)
DAY = Field(label="到期日期", name="lease_end", kind=Kind.DATE)
BORN = Field(label="出生年月", name="born", kind=Kind.PARTIAL_DATE)
STARTS = Field(label="开始时间", name="starts_at", kind=Kind.DATETIME)
EMAIL = Field(label="邮箱", name="email", kind=Kind.EMAIL)
POSTCODE = Field(label="邮编", name="postcode", kind=Kind.POSTCODE)
BUILDING = Field(label="楼宇", name="building_id", kind=Kind.REFERENCE, target="buildings")
ALL = (
    COUNT,
    AREA,
    YEAR,
    KEY,
    INDUSTRY,
    GENDER,
    TARGETS,
    ROLES,
    MOBILE,
    PHONE,
    CODE,
    IDENTITY,
    NAME,
    COMPANY,
    TEXT,
    NOTE,
    DAY,
    BORN,
    STARTS,
    EMAIL,
    POSTCODE,
    BUILDING,
)


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (COUNT, "约351人", 351),
        (COUNT, "1,390", 1390),
        (COUNT, "３５１", 351),
        (COUNT, "351.0", 351),
        (COUNT, 351.0, 351),
        (COUNT, "30余人", 30),
        (COUNT, "1.39万", 13900),
        (COUNT, "１，３９０ 人", 1390),
        (COUNT, "500以上", 500),
        (COUNT, Decimal(7), 7),
        (YEAR, "2012年", 2012),
        (AREA, "412㎡", Decimal("412.00")),
        (AREA, "1,390.5 平方米", Decimal("1390.50")),
        (AREA, 0.1 + 0.2, Decimal("0.30")),
        (AREA, "约412m2", Decimal("412.00")),
        (AREA, "1.2万㎡", Decimal(12000)),
        (AREA, "412.565", Decimal("412.57")),
    ],
)
def test_numbers(field: Field, raw: object, value: object) -> None:
    assert parse(field, raw) == value


@pytest.mark.parametrize(
    ("field", "raw", "sentence"),
    [
        (COUNT, "351.5", "应为整数，现在带小数"),
        (COUNT, 351.5, "应为整数，现在带小数"),
        (COUNT, -5, "不能小于 0"),
        (COUNT, "2,000,000", "不能大于 1,000,000"),
        (COUNT, "10-20", "应是一个数，如 351"),
        (COUNT, "1,39", "应是一个数，如 351"),
        (COUNT, True, "应是一个数，如 351"),
        (COUNT, "9" * 5000, "应是一个数，如 351"),
        (COUNT, 10**400, "这个数太大"),
        (COUNT, float("inf"), "这个数太大"),
        (COUNT, dt.date(2024, 1, 1), "应是一个数，这一格是日期"),
        (COUNT, "#REF!", "这一格是表格算不出的值"),
        (AREA, "-1", "不能小于 0"),
        (AREA, "若干", "应是一个数，如 351"),
    ],
)
def test_numbers_that_cannot_be_taken(field: Field, raw: object, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        parse(field, raw)
    assert (refused.value.sentence, refused.value.field) == (sentence, field.name)


@pytest.mark.parametrize(
    "raw", ["是", "有", "√", "Y", "yes", "TRUE", "１", 1, 1.0, True, "同意", "重点企业", "重点", "✓"]
)
def test_yes(raw: object) -> None:
    assert parse(KEY, raw) is True


@pytest.mark.parametrize("raw", ["否", "无", "×", "N", "no", "False", 0, 0.0, False, "不同意", "非重点", "没有", "X"])
def test_no(raw: object) -> None:
    assert parse(KEY, raw) is False


def test_neither_yes_nor_no() -> None:
    for raw in ("也许", 2, "不详"):
        with pytest.raises(UserError, match="应填 是 或 否"):
            parse(KEY, raw)


@pytest.mark.parametrize("field", ALL)
@pytest.mark.parametrize("raw", [None, "", " \t\u3000\u200b", float("nan")])
def test_blank_is_none_and_shows_nothing(field: Field, raw: object) -> None:
    assert parse(field, raw) is None
    assert display(field, None) == with_unit(field, None) == ""


@pytest.mark.parametrize("field", [COUNT, AREA, INDUSTRY, TARGETS, MOBILE, PHONE, CODE, DAY, BORN, STARTS, EMAIL, KEY])
def test_a_dash_in_a_ledger_is_blank(field: Field) -> None:
    assert parse(field, "/") is None
    assert parse(field, "—") is None


@pytest.mark.parametrize("unseen", ["", " ", "\u200b", "\ufeff", "\ud800", "\x00", "\n"])
@pytest.mark.parametrize("fault", ["#N/A", "#未算出", "#DIV/0!"])
def test_what_a_spreadsheet_could_not_work_out_is_no_text(unseen: str, fault: str) -> None:
    """Or it would be kept, and its own export refused."""
    for raw in (unseen + fault, fault + unseen, fault[:2] + unseen.strip("\n ") + fault[2:]):
        with pytest.raises(UserError):
            parse(NOTE, raw)


def test_words_for_nothing_stay_where_they_may_mean_something() -> None:
    assert parse(NOTE, "无") == "无"
    assert parse(ROLES, "无") == "无"
    assert parse(CODE, "N/A") is None
    assert parse(DAY, "无") is None
    assert parse(Field(label="政治面貌", kind=Kind.CHOICE, choices=("群众", "无党派人士")), "无") is None


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (INDUSTRY, "J", "J 金融业"),
        (INDUSTRY, "j金融业", "J 金融业"),
        (INDUSTRY, "金融业", "J 金融业"),
        (INDUSTRY, "Ｊ　金融业", "J 金融业"),
        (INDUSTRY, "软件", "I 信息传输、软件和信息技术服务业"),
        (INDUSTRY, "A农、林、牧、渔业", "A 农、林、牧、渔业"),
        (GENDER, 1.0, "男"),
        (GENDER, 1, "男"),
        (GENDER, "女性", "女"),
        (GENDER, " 男 ", "男"),
        (ROLES, "经理", "经理"),
        (ROLES, "ｈｒ", "HR"),
        (ROLES, "店长", "店长"),
        (Field(label="等级", kind=Kind.CHOICE, choices=("超甲", "甲", "乙")), "甲级", "甲"),
        (Field(label="性质", kind=Kind.CHOICE, choices=("国有", "民营")), "民营企业", "民营"),
        (
            Field(label="企业类型", kind=Kind.CHOICE, choices=LEGAL_FORMS),
            "有限责任公司(自然人独资)",
            "有限责任公司（自然人独资）",
        ),
        (Field(label="党组织情况", kind=Kind.CHOICE, choices=PARTY_ORG_STATES), "未建•有党员", "未建·有党员"),
    ],
)
def test_choices_are_found(field: Field, raw: object, value: str) -> None:
    assert parse(field, raw) == value


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        (INDUSTRY, "服务业"),
        (INDUSTRY, "业"),
        (INDUSTRY, "x"),
        (GENDER, "未"),
        (GENDER, "男女"),
        (Field(label="性质", kind=Kind.CHOICE, choices=("国有", "民营")), "非国有企业"),
        (Field(label="党组织情况", kind=Kind.CHOICE, choices=PARTY_ORG_STATES), "未建"),
    ],
)
def test_choices_that_could_be_several_are_refused(field: Field, raw: str) -> None:
    with pytest.raises(UserError, match=r"只能选|不在可选的"):
        parse(field, raw)


def test_a_refused_choice_names_what_there_is() -> None:
    with pytest.raises(UserError, match="只能选：男、女、未知"):
        parse(GENDER, "其他")
    with pytest.raises(UserError, match="不在可选的 20 项里"):
        parse(INDUSTRY, "元宇宙")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("企/个", ("企业", "个人")),
        ("企业、组织，个人", ("企业", "组织", "个人")),
        ("企 个;企", ("企业", "个人")),
        (("企业", "个"), ("企业", "个人")),
        ("企业；", ("企业",)),
        ((), None),
    ],
)
def test_several_choices(raw: object, value: object) -> None:
    assert parse(TARGETS, raw) == value


def test_one_wrong_choice_among_several_is_refused_unless_open() -> None:
    with pytest.raises(UserError, match="只能选：企业、个人、组织"):
        parse(TARGETS, "企业、居民")
    opened = Field(label="标签", kind=Kind.CHOICES, choices=("初创",), open_choices=True)
    assert parse(opened, "初创、独角兽") == ("初创", "独角兽")


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (MOBILE, 18620080529.0, "18620080529"),
        (MOBILE, 18620080529, "18620080529"),
        (MOBILE, "172 3814 8483", "17238148483"),
        (MOBILE, "'13812345678", "13812345678"),
        (PHONE, 63331234.0, "63331234"),
        (POSTCODE, 200040.0, "200040"),
        (CODE, "９１３１０１１５ｍａｘａｂｍ８ｈｕｑ", "91310115MAXABM8HUQ"),
        (IDENTITY, "31010419851231002x", "31010419851231002X"),
        (TEXT, 805.0, "805"),
        (TEXT, 3.5, "3.5"),
        (TEXT, True, "是"),
        (NOTE, dt.date(2024, 3, 5), "2024-03-05"),
        (NOTE, dt.datetime.fromisoformat("2024-03-05T09:30"), "2024-03-05 09:30"),
        (NOTE, dt.time(9, 30), "09:30"),
        (BUILDING, 5, 5),
        (BUILDING, " 环贸广场　", "环贸广场"),
        (BUILDING, 805.0, "805"),
        (NOTE, Decimal("1.50"), "1.50"),
    ],
)
def test_numbers_and_dates_in_fields_of_text(field: Field, raw: object, value: object) -> None:
    assert parse(field, raw) == value


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        (CODE, 9.131010408663346e17),
        (CODE, 913101040866334600),
        (CODE, "9.13101E+17"),
        (IDENTITY, 3.10101199001010012e17),
        (IDENTITY, "3.10101E+17"),
        (PHONE, "1.86E+10"),
        (TEXT, 1e15),
        (NOTE, Decimal(10) ** 16),
    ],
)
def test_a_number_that_lost_its_last_digits_is_never_mended(field: Field, raw: object) -> None:
    with pytest.raises(UserError) as refused:
        parse(field, raw)
    assert (refused.value.sentence, refused.value.field) == (LOST, field.name)


def test_dates_carry_the_name_of_their_field() -> None:
    with pytest.raises(UserError) as refused:
        parse(DAY, "2026年2月30日")
    assert (refused.value.sentence, refused.value.field) == ("2026-02-30 不存在", "lease_end")
    assert parse(DAY, "明天", today=dt.date(2026, 11, 20)) == dt.date(2026, 11, 21)
    assert parse(DAY, 45356 - 1462, epoch1904=True) == dt.date(2024, 3, 5)
    assert parse(BORN, "1968.04") == "1968-04"


def test_times_are_those_of_the_stations_zone() -> None:
    there = ZoneInfo("Asia/Urumqi")
    assert parse(STARTS, "2026-11-20 12:00") == dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
    assert parse(STARTS, "2026-11-20 12:00", zone=there) == dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
    assert display(STARTS, dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)) == "2026-11-20 12:00"
    assert display(STARTS, dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC), zone=there) == "2026-11-20 10:00"


def test_lengths() -> None:
    with pytest.raises(UserError, match="最多 5 个字，现有 6 个"):
        parse(TEXT, "一二三四五六")
    with pytest.raises(UserError, match="最多 50 个字，现有 51 个"):
        parse(NAME, "名" * 51)
    assert parse(NAME, "朱　欣") == "朱　欣"


def test_lines_stay_in_notes_only() -> None:
    assert parse(NOTE, "一 \r\n二\n") == "一\n二"
    assert parse(COMPANY, "上海\n云杉") == "上海 云杉"


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (COUNT, 1390, "1,390"),
        (YEAR, 2012, "2012"),
        (AREA, Decimal("412.00"), "412"),
        (AREA, Decimal("1390.50"), "1,390.5"),
        (AREA, Decimal(100), "100"),
        (KEY, True, "是"),
        (KEY, False, "否"),
        (TARGETS, ("企业", "个人"), "企业、个人"),
        (TARGETS, (), ""),
        (DAY, dt.date(2026, 12, 5), "2026-12-05"),
        (MOBILE, "13812345678", "138 1234 5678"),
        (PHONE, "021-63331234", "021-63331234"),
        (CODE, "91310104MADEM00119", "91310104MADEM00119"),
    ],
)
def test_display(field: Field, value: object, shown: str) -> None:
    assert display(field, value) == shown


def test_units_and_references() -> None:
    assert with_unit(COUNT, 1390) == "1,390 人"
    assert with_unit(AREA, Decimal("412.00")) == "412 ㎡"
    assert with_unit(YEAR, 2012) == "2012"
    assert display(BUILDING, 5, "环贸广场") == "环贸广场"
    assert display(BUILDING, 5) == "5"


@pytest.mark.parametrize("name", ["朱　欣", "高𬱖", "阿依古丽·买买提", "John Smith", "O'Brien", "Jean-Luc", "张䶮"])
def test_ordinary_names_raise_no_eyebrow(name: str) -> None:
    assert warnings(NAME, name) == []


def test_odd_values_are_taken_with_a_remark() -> None:
    assert parse(NAME, "张3") == "张3"
    assert warnings(NAME, "张3") == ["姓名里有少见的符号或数字"]
    assert warnings(NAME, "张") == ["姓名只有 1 个字"]
    assert warnings(NAME, "张\ue000") != []
    body = "91310104MADEM0012"
    assert warnings(CODE, body + credit_check_digit(body)) == ["第 9 到 17 位组织机构代码的校验位对不上，请照执照核对"]
    assert warnings(CODE, "91310104MADEM00119") == []
    assert warnings(COUNT, 5) == []


_WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).map(clean).filter(bool)
_MINUTES = st.datetimes(dt.datetime.fromisoformat("1992-01-01"), dt.datetime.fromisoformat("2099-12-31")).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=SHANGHAI).astimezone(dt.UTC)
)
_DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
_PARTS = st.one_of(_DAYS.map(dt.date.isoformat), _DAYS.map(lambda d: f"{d:%Y-%m}"), _DAYS.map(lambda d: f"{d.year}"))
_VALUES: list[tuple[Field, st.SearchStrategy[object]]] = [
    (COUNT, st.integers(0, 1_000_000)),
    (YEAR, st.integers(1900, 2100)),
    (AREA, st.decimals(0, 10**9, places=2)),
    (KEY, st.booleans()),
    (INDUSTRY, st.sampled_from(INDUSTRIES)),
    (GENDER, st.sampled_from(GENDER.choices)),
    (TARGETS, st.lists(st.sampled_from(TARGETS.choices), min_size=1, unique=True).map(tuple)),
    (MOBILE, st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)),
    (PHONE, st.from_regex(r"0(10|21)-[2-9][0-9]{7}(-[0-9]{1,6})?", fullmatch=True)),
    (
        CODE,
        st.from_regex(r"91[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True).map(
            lambda head: head + credit_check_digit(head)
        ),
    ),
    (NAME, st.from_regex(r"[\u4e00-\u9fff]{2,4}", fullmatch=True).filter(lambda name: name not in {"没有", "暂无"})),
    (DAY, _DAYS),
    (BORN, _PARTS),
    (STARTS, _MINUTES),
    (POSTCODE, st.from_regex(r"[0-9]{6}", fullmatch=True)),
    (EMAIL, st.from_regex(r"[a-z]{1,9}@[a-z]{1,9}\.(cn|com)", fullmatch=True)),
]


@pytest.mark.parametrize(("field", "values"), _VALUES, ids=[f"{field.kind}-{field.name}" for field, _ in _VALUES])
@given(st.data())
def test_what_is_shown_is_read_back(field: Field, values: st.SearchStrategy[object], data: st.DataObject) -> None:
    value = data.draw(values)
    assert parse(field, display(field, value)) == value


@given(_WORDS, st.sampled_from([COMPANY, ROLES, NOTE]))
def test_texts_are_read_back_as_they_were_taken(text: str, field: Field) -> None:
    try:
        value = parse(field, text)
    except UserError:
        return
    assert parse(field, display(field, value)) == value


_RAW = st.one_of(
    st.text(),
    st.text(alphabet="0123456789０１.,-+/Ee年月日是否约人万㎡ 、J企个", max_size=20),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.binary(),
    st.tuples(st.text(), st.text()),
)


@pytest.mark.parametrize("field", ALL, ids=lambda field: f"{field.kind.value}-{field.name}")
@given(_RAW)
def test_anything_may_stand_in_a_cell(field: Field, raw: object) -> None:
    told = (field.name, True)
    try:
        parse(field, raw)
    except UserError as refused:
        told = (refused.field, bool(refused.sentence))
    assert told == (field.name, True)
