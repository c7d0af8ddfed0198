"""Kinds of noise that were there when the parser was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.unit.noisy_people import ENGLISH, GIVEN, SURNAMES, Truth, short


@dataclass(frozen=True, slots=True)
class Row:
    """A line, or several, and whom it names."""

    text: str
    truths: tuple[Truth, ...] = ()


Layout = Callable[[Random, Truth], tuple[str, Truth]]
Twist = Callable[[Random, str, Truth], Row]
Numbering = Callable[[int], str]
Frame = Callable[[Random, list[Row]], list[Row]]


def called(draw: Random, truth: Truth) -> Truth:
    """The truth with the firm as it is written in a list."""
    return replace(truth, unit=draw.choice((truth.firm, short(truth.firm), short(truth.firm))))


# -- how one person is written ---------------------------------------------------------------------


def bare(_draw: Random, truth: Truth) -> tuple[str, Truth]:
    return truth.name, truth


def dash_before(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = called(draw, truth)
    return f"{truth.unit}{draw.choice(('-', '－', '—', ' - '))}{truth.name}", truth


def dash_behind(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = called(draw, truth)
    return f"{truth.name}{draw.choice(('-', '—', '/', ' | '))}{truth.unit}", truth


def brackets(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = called(draw, truth)
    left, right = draw.choice(("（）", "()", "【】", "[]"))
    return f"{truth.name}{left}{truth.unit}{right}", truth


def brackets_phone(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = replace(called(draw, truth), mobile=truth.number)
    return f"{truth.name}（{truth.unit}）{truth.number}", truth


def space_behind(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = called(draw, truth)
    return f"{truth.name}{draw.choice((' ', '　', '，', '、', ' ， '))}{truth.unit}", truth


def space_before(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = called(draw, truth)
    return f"{truth.unit} {truth.name}", truth


def with_phone(draw: Random, truth: Truth) -> tuple[str, Truth]:
    return f"{truth.name}{draw.choice((' ', '', '，'))}{truth.number}", replace(truth, mobile=truth.number)


def with_all(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = replace(called(draw, truth), mobile=truth.number)
    return draw.choice(
        (f"{truth.name} {truth.unit} {truth.number}", f"{truth.unit}，{truth.name}，{truth.number}")
    ), truth


def with_tail(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = replace(truth, tail=truth.number[-4:])
    return f"{truth.name}{draw.choice((' 尾号', '（尾号', ' 手机尾号'))}{truth.tail}".replace(
        "（尾号" + truth.tail, f"（尾号{truth.tail}）"
    ), truth


def tabs(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = replace(truth, unit=truth.firm, mobile=truth.number)
    return f"{truth.name}\t{truth.unit}\t{truth.number}", truth


LAYOUTS: tuple[Layout, ...] = (
    bare, dash_before, dash_behind, brackets, brackets_phone, space_behind, space_before, with_phone, with_all,
    with_tail,
)  # fmt: skip

# -- how lines are numbered ------------------------------------------------------------------------

_TENS = ("", "十", "二十", "三十", "四十", "五十", "六十")
_ONES = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")


def _chinese(number: int) -> str:
    return _TENS[number // 10] + _ONES[number % 10]


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else chr(0x3251 + number - 21)


NUMBERINGS: tuple[Numbering, ...] = (
    lambda n: f"{n}. ",
    lambda n: f"{n}.",
    lambda n: f"{n}、",
    lambda n: f"{_circled(min(n, 35))} ",
    lambda n: "".join(f"{digit}\ufe0f\u20e3" for digit in str(n)),
    lambda n: f"({n})",
    lambda n: f"（{n}）",
    lambda n: f"{_chinese(n)}、",
    lambda n: f"{n} ",
    lambda n: "".join(chr(ord(digit) + 0xFEE0) for digit in str(n)) + "．",
    lambda _n: "",
)

# -- what else stands in a line --------------------------------------------------------------------


def emoji(draw: Random, text: str, truth: Truth) -> Row:
    return Row(text + draw.choice(("🌸", "😊😊", "[玫瑰]", "🙋‍♀️", "💪🏻", "🎉", "❤️")), (truth,))


def plus_one(draw: Random, text: str, truth: Truth) -> Row:
    count = draw.choice((1, 1, 1, 2))
    return Row(f"{text}{draw.choice(('+', ' +', '＋'))}{count}", (replace(truth, companions=("",) * count),))


def brings(draw: Random, text: str, truth: Truth) -> Row:
    words, count = draw.choice(
        (
            ("带一人", 1),
            ("带孩子1名", 1),
            ("带两个同事", 2),
            ("（带1人）", 1),
            ("，带家属", 1),
            (" 带2个孩子", 2),
            (" 携家属一名", 1),
        )
    )
    return Row(f"{text} {words}", (replace(truth, companions=("",) * count),))


def brings_named(draw: Random, text: str, truth: Truth) -> Row:
    other = draw.choice(SURNAMES) + "".join(draw.sample(GIVEN, 2))
    return Row(f"{text} {draw.choice(('带', '带同事', '和同事'))}{other}", (replace(truth, companions=(other,)),))


def remark(draw: Random, text: str, truth: Truth) -> Row:
    words = draw.choice(("素食", "晚到10分钟", "不吃辣", "12点半到", "只参加上半场", "需要停车", "自带电脑"))
    return Row(text + draw.choice((f"（{words}）", f" {words}", f"，{words}")), (truth,))


def at(_draw: Random, text: str, truth: Truth) -> Row:
    return Row(f"@{text}", (truth,))


def for_another(draw: Random, _text: str, truth: Truth) -> Row:
    truth = replace(truth, unit="", mobile="", tail="")
    return Row(draw.choice(("替{}报名", "帮{}报名", "代{}报名", "{}（同事代报）")).format(truth.name), (truth,))


def me_and(draw: Random, _text: str, truth: Truth) -> Row:
    truth = replace(truth, unit="", mobile="", tail="")
    return Row(f"我和{truth.name}", (truth,))


def nickname(draw: Random, _text: str, truth: Truth) -> Row:
    if truth.name[0] not in SURNAMES:
        return Row(truth.name, (replace(truth, unit="", mobile="", tail=""),))
    name = draw.choice(("小{}", "{}总", "{}姐", "{}老师", "老{}")).format(truth.name[0])
    truth = replace(truth, name=name, unit=short(truth.firm), mobile="", tail="", nickname=True)
    return Row(f"{truth.unit}-{name}", (truth,))


def half_english(draw: Random, _text: str, truth: Truth) -> Row:
    name = f"{draw.choice(ENGLISH)} {draw.choice(SURNAMES)}"
    return Row(name, (Truth(name),))


def wide_digits(_draw: Random, text: str, truth: Truth) -> Row:
    return Row(text.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}), (truth,))


def spaced_name(_draw: Random, text: str, truth: Truth) -> Row:
    if len(truth.name) != 2 or not "\u4e00" <= truth.name[0] <= "\u9fff":
        return Row(text, (truth,))
    return Row(text.replace(truth.name, f"{truth.name[0]}　{truth.name[1]}"), (truth,))


def stamped(draw: Random, _text: str, truth: Truth) -> Row:
    stamp = draw.choice(
        (f"{truth.name} 11-20 12:03:", f"{truth.name}  2026/11/20 9:15:22", f"{truth.name}: 11-20 08:59")
    )
    truth = replace(truth, unit="", mobile="", tail="")
    return Row(f"{stamp}\n{draw.choice(('报名', '我参加', '接龙', '报名，谢谢'))}", (truth,))


TWISTS: tuple[Twist, ...] = (
    emoji, plus_one, brings, brings_named, remark, at, for_another, me_and, nickname, half_english, wide_digits,
    spaced_name, stamped,
)  # fmt: skip

# -- crossed out -----------------------------------------------------------------------------------


def _stroke(text: str) -> str:
    return "".join(f"{sign}\u0336" for sign in text)


def cross_out(draw: Random, number: str, row: Row) -> Row:
    """A row of somebody who does not come after all."""
    name = row.truths[0].name
    return Row(draw.choice((
        f"{number}~~{row.text}~~", f"~~{number}{row.text}~~", number + _stroke(row.text), f"{number}取消",
        f"{number}(已取消){row.text}", f"{number}{row.text}（取消）", f"{number}{name} 已退出", f"{number}{name}取消报名",
    )))  # fmt: skip


# -- what stands round the lines -------------------------------------------------------------------


def chain_head(draw: Random, rows: list[Row]) -> list[Row]:
    title = draw.choice(
        ("白领午间课堂·插花", "11月24日（周二）12:00 亿元街区下午茶", "主题党日活动报名", "中医义诊 名额20人")
    )
    lines = [
        f"#接龙\n{title}",
        f"#接龙 {title}\n例 张三 XX公司",
        f"接龙：{title}\n例：1. 姓名 单位",
        f"{title}\n（接龙）\n\n例. 王小明+1",
    ]
    return [Row(draw.choice(lines)), Row(""), *rows]


def heading(draw: Random, rows: list[Row]) -> list[Row]:
    lines = (
        "参加人员：",
        "报名名单",
        "以下为参加人员：",
        "【报名】11月24日 12:00–13:00 环贸3楼会议室",
        "姓名 单位 电话",
    )
    return [Row(draw.choice(lines)), *rows]


def total(draw: Random, rows: list[Row]) -> list[Row]:
    count = len(rows)
    return [
        *rows,
        Row(
            draw.choice(
                (f"共 {count} 人", f"合计：{count}人", f"目前{count}人，还有名额，欢迎继续接龙", "报名截止周五下班前")
            )
        ),
    ]


def twice(draw: Random, rows: list[Row]) -> list[Row]:
    """Somebody stands in the list once more, as the same line."""
    again = [row for row in rows if row.truths]
    chosen = draw.choice(again) if again else Row("")
    return [*rows, Row(chosen.text)]


def growing(draw: Random, rows: list[Row]) -> list[Row]:
    """The whole chain as it was copied three times while it grew."""
    head = Row("#接龙 午间课堂")
    early = [Row(row.text) for row in rows]
    return [head, *early[: len(rows) // 3], head, *early[: 2 * len(rows) // 3], head, *rows]


def blank_lines(draw: Random, rows: list[Row]) -> list[Row]:
    return [line for row in rows for line in (row, Row(""))]


FRAMES: tuple[Frame, ...] = (chain_head, heading, total, twice, growing, blank_lines)


def one_line(draw: Random, truths: list[Truth]) -> list[Row]:
    """Everybody in one line."""
    sign = draw.choice(("、", "，", " ", "/", "；"))
    truths = [replace(t, unit="") for t in truths if " " not in t.name]
    return [Row(sign.join(t.name for t in truths), tuple(truths))]


def table(draw: Random, truths: list[Truth]) -> list[Row]:
    """Cells of a sheet, with tabs between them."""
    written = [tabs(draw, truth) for truth in truths]
    rows = [Row(f"{n}\t{text}", (truth,)) for n, (text, truth) in enumerate(written, start=1)]
    return [Row("序号\t姓名\t单位\t联系电话"), *rows]
