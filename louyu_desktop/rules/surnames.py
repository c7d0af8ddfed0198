"""How characters are read when they are surnames, where that is not how they are read elsewhere."""

from __future__ import annotations

_SINGLE = (
    "单:shan4 單:shan4 仇:qiu2 解:xie4 区:ou1 區:ou1 盖:ge3 蓋:ge3 查:zha1 曾:zeng1 翟:zhai2 朴:piao2 缪:miao4 繆:miao4 "
    "乐:yue4 樂:yue4 覃:qin2/tan2 尹:yin3 纪:ji3 紀:ji3 任:ren2 华:hua4 華:hua4 宁:ning4/ning2 甯:ning4 应:ying1 應:ying1 "
    "燕:yan1 能:nai4 那:na1 员:yun4 員:yun4 折:she2 召:shao4 逄:pang2 种:chong2 黑:he4/hei1 秘:bi4 祕:bi4 繁:po2 洗:xian3 "
    "冼:xian3 晁:chao2 牟:mu4/mou2 佴:nai4 谌:chen2/shen4 諶:chen2/shen4 郗:xi1/chi1 郇:xun2/huan2 隗:wei3/kui2 阚:kan4 "
    "闞:kan4 笮:ze2/zuo2 筰:ze2/zuo2 钭:tou3 祭:zhai4 车:che1 車:che1 柏:bai3/bo2 贲:ben1 费:fei4/bi4 費:fei4/bi4 干:gan1 "
    "葛:ge3 过:guo1 過:guo1 哈:ha3 令:ling2 隽:juan4 句:gou1 阙:que1 闕:que1 蔚:yu4 尉:wei4/yu4 相:xiang4 要:yao1 幺:yao1 "
    "沈:shen3 重:chong2 褚:chu3 妫:gui1 炅:gui4 炔:gui4 撒:sa3 宓:mi4/fu2 乜:nie4 藏:zang4 角:jue2 强:qiang2 薄:bo2 都:du1 "
    "少:shao4 宿:su4 眭:sui1 盛:sheng4 粘:nian2 晟:cheng2 贾:jia3 賈:jia3 兴:xing1 行:xing2 长:chang2 盘:pan2 卜:bu3 "
    "於:yu1 占:zhan1 冯:feng2 馮:feng2 叶:ye4 葉:ye4 曲:qu1 难:ning4 呙:guo1 俞:yu2 殷:yin1 邢:xing2 余:yu2 祝:zhu4 郏:jia2"
)

SURNAMES: dict[str, tuple[str, ...]] = {entry[0]: tuple(entry[2:].split("/")) for entry in _SINGLE.split()}
"""One character → its surname readings with tone; the first is the one to sort by."""

COMPOUND: dict[str, tuple[str, str]] = {
    "尉迟": ("yu4", "chi2"),
    "尉遲": ("yu4", "chi2"),
    "万俟": ("mo4", "qi2"),
    "萬俟": ("mo4", "qi2"),
    "长孙": ("zhang3", "sun1"),
    "長孫": ("zhang3", "sun1"),
    "令狐": ("ling2", "hu2"),
    "澹台": ("tan2", "tai2"),
    "鲜于": ("xian1", "yu2"),
    "鮮于": ("xian1", "yu2"),
    "单于": ("chan2", "yu2"),
    "乐正": ("yue4", "zheng4"),
    "亓官": ("qi2", "guan1"),
    "宰父": ("zai3", "fu3"),
    "拓跋": ("tuo4", "ba2"),
    "子车": ("zi3", "ju1"),
    "夹谷": ("jia2", "gu3"),
    "纳兰": ("na4", "lan2"),
}
"""Compound surnames whose characters are read otherwise than alone."""

EXTRA: dict[str, str] = {"㐂": "xi3", "𠮷": "ji2"}
"""Readings of characters in names that the dictionary lacks."""
