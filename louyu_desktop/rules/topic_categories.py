"""What a topic is probably about, by the words that people use."""

from __future__ import annotations

_WORDS = (
    ("非机动车", ("非机动车", "电瓶车", "电动车", "自行车", "充电")),
    ("电梯", ("电梯", "候梯", "扶梯", "轿厢")),
    ("停车", ("停车", "车位", "车库", "泊位")),
    ("积水", ("积水", "内涝", "漏水", "渗水", "下水")),
    ("餐饮外卖", ("外卖", "餐饮", "食堂", "油烟", "配送", "吃饭")),
    ("消防安全", ("消防", "疏散", "火灾", "灭火", "安全通道")),
    ("环境卫生", ("卫生", "垃圾", "保洁", "异味", "噪声", "噪音", "绿化")),
)  # fmt: skip


def category_of(text: str) -> str:
    """The category that the words point to; 其他 where none does."""
    return next((category for category, words in _WORDS if any(word in text for word in words)), "其他")
