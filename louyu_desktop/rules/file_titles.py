"""What an activity is called whose list lies in a file: the file's name without what it says of the file."""

from __future__ import annotations

import re
from pathlib import PurePath

_END = re.compile(
    r"(报名|签到|参加|参会|人员|数据|信息|情况|名单|名册|登记|统计|汇总|收集|接龙|导出|问卷|结果|表|副本|最新|终版"
    r"|[（(【\[]\s*\d*\s*[）)】\]]|\d{8,}|[\s_\-—·（(【\[）)】\]]|[vV]\d+)$"
)
_FRONT = re.compile(r"^(\d{5,}[_\-]|副本|[\s_\-—·])")


def title_in(name: str) -> str:
    """The title in a file's name; "" where the name says nothing of what the list is for."""
    title = PurePath(name).stem.strip()
    while title:
        shorter = _FRONT.sub("", _END.sub("", title))
        if shorter == title:
            return " ".join(title.replace("_", " ").split())
        title = shorter
    return ""
