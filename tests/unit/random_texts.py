"""Random paragraphs and names out of everything that people type and programs stumble over."""

from __future__ import annotations

from random import Random

COMMON = "党群服务中心楼宇企业活动报名签到街道上海淮海路商圈白领午间声音疗愈志愿者议事协商政策咨询办理材料部门承诺期限"
RARE = "䶮㛃𬱖𪣻𠅤㝆𬍛堃喆祎玥𣲘𬇕𫖯𬭎𰻝㐂㙓䲜"
MISSING = "𠮷😀👩🏽‍💻ชשלאم"
MARKS = "，。、；：？！）》」』】”’…—·（《「『【“‘％℃￥"
WORDS = (
    "service", "OK", "PySide6", "A&B", "x<y>z", "C++", "e-mail", "Wi-Fi", "naïve", "café", "don’t", "№5", "100%",
    "3.14", "-7",
)  # fmt: skip
ADDRESSES = (
    "https://example.org/station/services?page=1&lang=zh#top", "www.example.com/a/b/c.html", "huanmao@example.org",
    "http://x.cn/" + "y" * 70,
)  # fmt: skip
NASTY = (
    "张<b>三</b>", "</para>", '<img src="/etc/passwd"/>', "A&nbsp;B", "&amp;", "王\0五", "李\x0b四",
    "a\u202eb\u2066c", "葛\U000e0100", "x\u200b\ufeffy", "一\n二\t三", "(\\)", "%PDF", "endstream", "e\u0301e\u0323\u0307",
    "か\u3099", "\ud83d", "名\ufe0f", "\U000f0000",
)  # fmt: skip


def piece(random: Random) -> str:
    """A few characters of one sort."""
    sort = random.random()
    if sort < 0.5:
        return "".join(random.choices(COMMON, k=random.randint(1, 14)))
    if sort < 0.72:
        return "".join(random.choices(MARKS, k=random.choice((1, 1, 1, 2, 3))))
    if sort < 0.8:
        return random.choice(WORDS)
    if sort < 0.86:
        return str(random.randint(0, 10 ** random.randint(1, 9)))
    if sort < 0.88:
        return random.choice(ADDRESSES)
    if sort < 0.95:
        return random.choice(RARE)
    return random.choice((" ", "  ", "　", random.choice(MISSING), random.choice(NASTY)))


def paragraph(random: Random) -> str:
    """A paragraph of up to forty pieces."""
    return "".join(piece(random) for _number in range(random.randint(1, 40)))


def name(random: Random) -> str:
    """A name of a person or a firm, short, long or nasty."""
    sort = random.random()
    if sort < 0.5:
        return "".join(random.choices(COMMON + RARE, k=random.randint(2, 4)))
    if sort < 0.7:
        return "".join((random.choice(NASTY), random.choice(COMMON), random.choice(RARE + MISSING)))
    if sort < 0.9:
        return f"上海{''.join(random.choices(COMMON, k=random.randint(2, 50)))}（集团）有限公司"
    return "".join(piece(random) for _number in range(random.randint(1, 12)))

