"""Branches and their firm, by their names: 「…有限公司静安分公司」 belongs to 「…有限公司」 (FIELD.md 2.2).

A branch's legal name is its firm's with a place and a word for the branch behind it (企业名称登记管理规定, art. 13),
so that nobody has to say which firm it is a branch of.
"""

from __future__ import annotations

import re

_BRANCH = re.compile(r"(?:分公司|分行|支行|分所|分院|分校|分店|分部|代表处|办事处|营业部|联络处)$")
_WHOLE = re.compile(r"公司|事务所|合伙|银行|会社|集团|商会|协会|中心|学校|学院|医院|门诊部")
_LONGEST_PLACE = 16


def parent_keys(key: str) -> tuple[str, ...]:
    """The folded names that the firm of a branch may go by, the longest first; none for what is no branch.

    `key` is folded as by `names.fold_organisation`.
    """
    end = _BRANCH.search(key)
    if end is None:
        return ()
    places = [found.end() for found in _WHOLE.finditer(key[: end.start()])]
    near = [place for place in places if end.start() - place <= _LONGEST_PLACE]
    # 公司 of a legal form that goes on, such as 事务所（特殊普通合伙）, leaves a rest that is no place: both are tried
    return tuple(key[:place] for place in reversed(near))


def is_branch_of(key: str, parent: str) -> bool:
    """Whether the name of one goes by the name of the other."""
    return parent in parent_keys(key)
