"""The last third of the kinds of noise, written when the parser was finished (commit 0ee216b)."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.unit.noisy_early import Frame, Layout, Numbering, Row, Twist, called
from tests.unit.noisy_people import GIVEN, SURNAMES, Truth, short

# -- how one person is written ---------------------------------------------------------------------


def labelled(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = replace(called(draw, truth), mobile=truth.number)
    return draw.choice((
        f"姓名：{truth.name} 单位：{truth.unit} 电话：{truth.number}", f"姓名:{truth.name};公司:{truth.unit};手机:{truth.number}",
    )), truth  # fmt: skip


def upright(draw: Random, truth: Truth) -> tuple[str, Truth]:
    """One person over three lines."""
    truth = replace(called(draw, truth), mobile=truth.number)
    return f"姓名：{truth.name}\n单位：{truth.unit}\n手机：{truth.number}", truth


def with_place(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = called(draw, truth)
    return f"{truth.name} {truth.unit} {draw.choice(('行政部', '18F', '2201室', '财务部 12楼', 'HR'))}", truth


def spaced_phone(draw: Random, truth: Truth) -> tuple[str, Truth]:
    number = truth.number
    apart = draw.choice(
        (f"{number[:3]} {number[3:7]} {number[7:]}", f"{number[:3]}-{number[3:7]}-{number[7:]}", f"+86 {number}")
    )
    return f"{truth.name} {apart}", replace(truth, mobile=number)


def commas(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = replace(called(draw, truth), mobile=truth.number)
    return (
        f"{truth.name},{draw.choice('男女')},{truth.unit},{truth.number},{draw.choice(('党员', '群众', '团员'))}",
        truth,
    )


def glued(draw: Random, truth: Truth) -> tuple[str, Truth]:
    """No sign at all between firm and name."""
    truth = replace(truth, unit=short(truth.firm))
    return f"{truth.unit}{truth.name}", truth


def brand_only(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = replace(truth, unit=short(truth.firm)[:2])
    return f"{truth.unit}{draw.choice(('-', ' ', '丨', '_', '～'))}{truth.name}", truth


def with_post(draw: Random, truth: Truth) -> tuple[str, Truth]:
    truth = called(draw, truth)
    return (
        f"{truth.unit} {truth.name} {draw.choice(('行政经理', '前台', '人事主管', '总监', '律师', '党支部书记'))}",
        truth,
    )


LAYOUTS: tuple[Layout, ...] = (labelled, upright, with_place, spaced_phone, commas, glued, brand_only, with_post)

NUMBERINGS: tuple[Numbering, ...] = (
    lambda n: f"{n}）",
    lambda n: f"第{n}位：",
    lambda n: f"No.{n} ",
    lambda n: f"{n:02d} ",
    lambda n: f"【{n}】",
    lambda n: f"{n}-",
    lambda _n: "- ",
    lambda _n: "• ",
)

# -- what else stands in a line --------------------------------------------------------------------


def _other(draw: Random) -> str:
    return draw.choice(SURNAMES) + "".join(draw.sample(GIVEN, 2))


def gender(draw: Random, text: str, truth: Truth) -> Row:
    return Row(f"{text}{draw.choice(('（男）', '（女）', ' 女', ' 先生'))}", (truth,))


def ticked(draw: Random, text: str, truth: Truth) -> Row:
    return Row(draw.choice((f"✅{text}", f"{text}✔️", f"{text} √", f"{text} OK")), (truth,))


def paid(draw: Random, text: str, truth: Truth) -> Row:
    return Row(f"{text} {draw.choice(('已付款', '已转账30元', '（已缴费）', '费用已付'))}", (truth,))


def replaced(draw: Random, _text: str, truth: Truth) -> Row:
    truth = replace(truth, unit="", mobile="", tail="")
    words = draw.choice(("{}→{}", "{}换成{}", "~~{}~~ {}", "{}改为{}", "原{}，现{}"))
    return Row(words.format(_other(draw), truth.name), (truth,))


def together(draw: Random, _text: str, truth: Truth) -> Row:
    other = Truth(_other(draw))
    truth = replace(truth, unit="", mobile="", tail="")
    words = draw.choice(("{}、{}", "{}&{}", "{}/{}", "{}和{}两人", "{} + {}"))
    return Row(words.format(truth.name, other.name), (truth, other))


def party(draw: Random, text: str, truth: Truth) -> Row:
    return Row(f"{text}{draw.choice(('（党员）', '（中共党员）', ' 群众', '（入党积极分子）'))}", (truth,))


def session(draw: Random, text: str, truth: Truth) -> Row:
    return Row(f"{text} {draw.choice(('上午场', 'A场', '13:00场', '第二场', '周三', '选B'))}", (truth,))


def english_too(draw: Random, _text: str, truth: Truth) -> Row:
    truth = replace(truth, unit="", mobile="", tail="")
    english = draw.choice(("Lucy", "Kevin", "Grace", "Eric"))
    if " " in truth.name:
        return Row(truth.name, (truth,))
    return Row(
        draw.choice((f"{truth.name} {english}", f"{english} {truth.name}", f"{truth.name}({english})")), (truth,)
    )


def asks(draw: Random, text: str, truth: Truth) -> Row:
    return Row(f"{text}，{draw.choice(('请问有停车位吗？', '可以带小孩吗', '能改时间吗？', '在几楼？'))}", (truth,))


def polite(draw: Random, text: str, truth: Truth) -> Row:
    return Row(f"{text} {draw.choice(('报名！谢谢老师🙏', '报名参加', '参加，辛苦了', '报1位'))}", (truth,))


def family(draw: Random, text: str, truth: Truth) -> Row:
    words, count = draw.choice((("1大1小", 1), ("一家三口", 2), ("夫妻两人", 1), ("2大1小", 2)))
    return Row(f"{text} {words}", (replace(truth, companions=("",) * count),))


TWISTS: tuple[Twist, ...] = (
    gender, ticked, paid, replaced, together, party, session, english_too, asks, polite, family,
)  # fmt: skip

# -- what stands round the lines -------------------------------------------------------------------


def _between(draw: Random, rows: list[Row], lines: tuple[str, ...]) -> list[Row]:
    place = draw.randrange(1, len(rows) + 1)
    return [*rows[:place], Row(draw.choice(lines)), *rows[place:]]


def system(draw: Random, rows: list[Row]) -> list[Row]:
    return _between(draw, rows, (
        "“周敏”撤回了一条消息", "[图片]", "[文件] 活动通知.pdf", "“施佳宁”邀请“顾南星”加入了群聊", "以下为新消息", "————— 2026-11-20 —————",
    ))  # fmt: skip


def replies(draw: Random, rows: list[Row]) -> list[Row]:
    rows = _between(draw, rows, ("收到", "好的", "谢谢老师", "还有名额吗？", "辛苦啦", "👍"))
    return _between(draw, rows, ("请问几点开始", "有人一起去吗", "我去问一下同事", "可以的"))


def by_session(draw: Random, rows: list[Row]) -> list[Row]:
    half = len(rows) // 2
    first, second = draw.choice(
        (("【上午场】", "【下午场】"), ("A组：", "B组："), ("正式：", "——以下候补——"), ("12:00场", "13:00场"))
    )
    return [Row(first), *rows[:half], Row(second), *rows[half:]]


def contact(draw: Random, rows: list[Row]) -> list[Row]:
    line = draw.choice(
        ("联系人：周敏 13800001111", "有问题请联系周老师 64330000", "注：请提前10分钟到场签到", "地址：环贸广场3楼")
    )
    return [*rows, Row(line)]


def link(draw: Random, rows: list[Row]) -> list[Row]:
    return [Row(draw.choice(("https://mp.weixin.qq.com/s/AbCdEf", "腾讯文档 https://docs.qq.com/form/abc"))), *rows]


def quoted(draw: Random, rows: list[Row]) -> list[Row]:
    first = next((row for row in rows if row.truths), None)
    return (
        rows
        if first is None
        else [*rows, Row(f"「{first.truths[0].name}：报名」\n- - - - - - - - - - - - - - -\n好的")]
    )


FRAMES: tuple[Frame, ...] = (system, replies, by_session, contact, link, quoted)
