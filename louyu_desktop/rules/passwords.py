"""Which passwords are taken (SAFETY.md 5.2 and 5.4, ASVS 6.2): long or four words, and not what anybody would try.

There is no rule about which signs it has, and no list of known passwords: what is common is what falls apart into
few pieces - words, syllables, runs along the alphabet or the keyboard, repetitions, days, telephone numbers.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from louyu_desktop.errors import UserError
from louyu_desktop.text import _

SHORTEST = 12
WORDS = 4
LONGEST = 1000
"""A bound for what is hashed, far beyond what anybody types."""

_FEWEST_PIECES = 6
_LOOKED_AT = 64
_NAME = "*"
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""For one-time passwords: nothing that is taken for something else when it is read out."""

_COMMON = frozenset(
    "password passwd pass passcode secret login admin administrator root user guest test demo default welcome hello "
    "letmein master system office computer internet windows iloveyou love you forever baby princess sunshine dragon "
    "monkey football baseball superman batman shadow michael qwerty asdfgh zxcvbn qazwsx changeme access trustno "
    "correct horse battery staple china shanghai beijing xuhui hello world good morning happy lucky money family "
    "summer winter spring autumn monday sunday january december apple banana orange flower star moon google wechat "
    "weixin alipay taobao huawei xiaomi tencent baidu louyu dangqun dangjian fuwu zhan zhongxin gongzuo qiantai "
    "woaini woaizuguo woaibeijingtiananmen wuxing zhongguo renmin gongchandang dangyuan zhanzhang mima gongzuozhan "
    "口令 密码 管理员 站长 党群 党建 服务 中心 楼宇 工作 前台 我爱你 我爱 中国 上海 北京 你好 人民 共产党 党员 万岁 加油".split()
)
_SYLLABLE = re.compile(
    "(?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])?"
    "(?:iang|iong|uang|ang|eng|ing|ong|uai|iao|ian|uan|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un|[aeiouv])"
)
_NUMBERS = re.compile(
    r"\d{17}[\dx]|1[3-9]\d{9}|(?:(?:19|20)?\d\d)?(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|(?:19|20)\d\d"
    r"|5201314|520|1314|886|110|888|666|168"
)
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./", "!@#$%^&*()_+",
    "`1234567890-=", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "qazwsxedcrfvtgbyhnujmik,ol.p;/", "一二三四五六七八九十",
    "1q2w3e4r5t6y7u8i9o0p", "147258369", "159357", "112233445566778899",
)  # fmt: skip
_BOTH_WAYS = (*_RUNS, *(run[::-1] for run in _RUNS))
_DISGUISES = str.maketrans("@$!0135", "asioies")
_BETWEEN = re.compile(r"[\s\-_,.，。、]+")


def problem(password: str, names: Iterable[str] = ()) -> str:
    """The sentence that says why a password is not taken; "" for one that is.  `names`: person and station."""
    text = unicodedata.normalize("NFKC", password).strip()
    words = {word.casefold() for word in _BETWEEN.split(text) if len(word) > 1}
    if len(text) > LONGEST:
        return _("口令最多 {most} 个字").format(most=LONGEST)
    if len(text) < SHORTEST and len(words) < WORDS:
        sentence = _("口令至少 {least} 个字，或者 {words} 个不相干的词、中间空一格。现在是 {count} 个字")
        return sentence.format(least=SHORTEST, words=WORDS, count=len(text))
    if pieces(text, names) < _FEWEST_PIECES:
        return _("这样的口令容易被猜到。换成 {words} 个不相干的词，中间空一格，或者不成规律的 {least} 个字").format(
            words=WORDS, least=SHORTEST
        )
    return ""


def require(password: str, names: Iterable[str] = ()) -> None:
    """UserError, for the field `password`, when a password is not taken."""
    sentence = problem(password, names)
    if sentence:
        raise UserError(sentence, field="password")


def one_time() -> str:
    """A password for the first log-in of somebody else: three groups of four, 59 random bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _sign in range(4)) for _group in range(3))


def pieces(password: str, names: Iterable[str] = ()) -> int:
    """Into how few guessable pieces a password falls apart; a sign that belongs to no pattern is one by itself.

    The blanks between words count for nothing, and so does what stands there a second time.
    """
    text = _BETWEEN.sub("", unicodedata.normalize("NFKC", password).casefold())
    for name in names:
        folded = _BETWEEN.sub("", unicodedata.normalize("NFKC", name).casefold())
        text = text.replace(folded, _NAME) if len(folded) > 1 else text
    text = text[:_LOOKED_AT]
    spellings = {text, text.translate(_DISGUISES)}
    best = [0] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
        found = {pattern for spelling in spellings for pattern in _patterns(spelling, start)}
        best[start] = min([1 + best[start + 1], *(cost + best[start + size] for size, cost in found)])
    return best[0]


def _patterns(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The patterns that begin at `start`: their length and what they cost."""
    yield from ((size, 1) for size in range(2, min(20, len(text) - start) + 1) if text[start : start + size] in _COMMON)
    for shape in (_SYLLABLE, _NUMBERS):
        found = shape.match(text, start)
        if found:
            yield found.end() - start, 1
    run = _run(text, start)
    if run >= 3:
        yield run, 1
    for size in range(2, min(start, len(text) - start) + 1):
        if text[start : start + size] in text[:start]:
            yield size, 0 if size > 2 else 1
    same = len(text) - start - len(text[start:].lstrip(text[start]))
    if same > 2:
        yield same, 1


def _run(text: str, start: int) -> int:
    """How long the run along the alphabet, the digits or the keyboard is that begins at `start`."""
    longest = 0
    for at in _places(text[start : start + 2]):
        line, place = at
        size = 0
        while text[start + size : start + size + 1] == line[place + size : place + size + 1] != "":
            size += 1
        longest = max(longest, size)
    return longest


@cache
def _places(pair: str) -> tuple[tuple[str, int], ...]:
    if len(pair) < 2:
        return ()
    return tuple((line, line.index(pair)) for line in _BOTH_WAYS if pair in line)
