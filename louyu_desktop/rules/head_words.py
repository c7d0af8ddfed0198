"""Eight words for the head of the change log, short enough to be compared by eye with a printed day's log.

The list follows a rule of our own: each word is one of 32 qualities before one of 32 things, so that ten bits
make one word and eight words say eighty bits of the head.
"""

from __future__ import annotations

from typing import Final

QUALITIES: Final = "青红白金银碧紫朱素清明晴新春夏秋冬晨晚远高长深静安和宁乐祥瑞雅嘉"
THINGS: Final = "山水云月星雨雪松竹梅兰荷桥楼亭窗灯书琴画船帆路田园湖溪泉谷峰石林"
COUNT: Final = 8
_BITS: Final = 5


def words_of(head: bytes) -> tuple[str, ...]:
    """The words of a chain value of at least ten bytes."""
    number = int.from_bytes(head[:10])
    found = []
    for place in range(COUNT):
        bits = number >> (COUNT - 1 - place) * 2 * _BITS
        found.append(QUALITIES[bits >> _BITS & 31] + THINGS[bits & 31])
    return tuple(found)
