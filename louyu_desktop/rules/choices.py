"""Choosing among given words: one, several, yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field
from louyu_desktop.rules.names import clean, fold_name, fold_organisation
from louyu_desktop.text import _

_YES = frozenset("是 有 对 已 在 要 需 真 yes y true t 1 √ ✓ ✔ ☑ 同意 可以 可 愿意 已同意 on".split())
_NO = frozenset("否 无 没有 没 不 未 不是 非 假 no n false f 0 × x ✗ ✘ ☒ 不同意 不可以 不可 不愿意 未同意 off".split())
_SEPARATORS = re.compile(r"[、，,;；/／|\s]+")
_ENDINGS = ("级", "等", "类", "型", "企业", "单位", "性质")
_NAMED = 6


def parse_flag(field: Field, text: str) -> bool:
    """是/否 in their many forms; the field's own label means yes, 非 or 不 before it means no."""
    word = fold_name(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    key = fold_organisation(text)
    own = {fold_organisation(name) for name in (field.label, *field.aliases)}
    if key in own:
        return True
    if key and key[1:] in own and key[0] in "非不否未无":
        return False
    raise UserError(_("应填 是 或 否"))


def _refusal(field: Field) -> UserError:
    shown = "、".join(field.choices[:_NAMED])
    if len(field.choices) <= _NAMED:
        return UserError(_("只能选：{choices}").format(choices=shown))
    return UserError(_("不在可选的 {count} 项里：{choices} 等").format(count=len(field.choices), choices=shown))


@lru_cache(maxsize=256)
def _folded(choices: tuple[str, ...]) -> Mapping[str, str]:
    return {choice: fold_organisation(choice) for choice in choices}


def _same(field: Field, text: str) -> str | None:
    """The choice that `text` is, but for widths, case, spaces and brackets."""
    if text in field.choices:
        return text
    key = fold_organisation(text)
    return next((choice for choice, own in _folded(field.choices).items() if own == key), None)


def _near(field: Field, text: str) -> str | None:
    """The only choice that begins with or contains `text`, or that is `text` without 级, 类, 企业."""
    key = fold_organisation(text)
    folded = _folded(field.choices)
    if len(key) > 1 or key.isascii():
        for fits in (str.startswith, str.__contains__):
            found = [choice for choice, own in folded.items() if key and fits(own, key)]
            if len(found) == 1:
                return found[0]
            if found:
                return None
    for ending in _ENDINGS:
        if key.endswith(ending) and key != ending:
            found = [choice for choice, own in folded.items() if own == key.removesuffix(ending)]
            if found:
                return found[0]
    return None


def known_choice(field: Field, text: str) -> str | None:
    """The choice meant exactly, or None."""
    return _same(field, clean(text))


def parse_choice(field: Field, text: str) -> str:
    """One of the field's choices; near misses only when no other choice could be meant."""
    plain = clean(text)
    found = _same(field, plain)
    if found is not None:
        return found
    if field.open_choices:
        return plain
    found = _near(field, plain)
    if found is None:
        raise _refusal(field)
    return found


def parse_choices(field: Field, raw: str | Iterable[str]) -> tuple[str, ...]:
    """Several choices, separated by 、，；/ or spaces, each once, in the order given."""
    if isinstance(raw, str):
        whole = _same(field, clean(raw))
        parts = [whole] if whole is not None else _SEPARATORS.split(raw)
    else:
        parts = [str(part) for part in raw]
    synonyms = field.synonyms or {}
    words = [synonyms.get(part, part) for part in (clean(part) for part in parts) if part]
    return tuple(dict.fromkeys(parse_choice(field, word) for word in words))
