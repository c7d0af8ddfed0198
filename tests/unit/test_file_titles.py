"""A file's name tells what its list is for."""

from __future__ import annotations

import pytest

from louyu_desktop.rules.file_titles import title_in


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("11月27日声音疗愈报名表.xlsx", "11月27日声音疗愈"),
        ("声音疗愈（报名名单）(1).xlsx", "声音疗愈"),
        ("288461_亲子烘焙报名_20261127.xls", "亲子烘焙"),
        ("表彰大会名单.csv", "表彰大会"),
        ("副本手机摄影接龙.xlsx", "手机摄影"),
        ("八段锦_周三班 报名信息收集表 - 副本.xlsx", "八段锦 周三班"),
        ("亲子活动报名表.xlsx", "亲子活动"),
        ("问卷报名导出.xlsx", ""),
        ("报名表.xlsx", ""),
        ("", ""),
    ],
)
def test_the_name_of_a_file_without_what_it_says_of_the_file(name: str, title: str) -> None:
    assert title_in(name) == title
