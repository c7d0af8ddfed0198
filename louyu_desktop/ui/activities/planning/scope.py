"""这一场, 这一场和以后各场, 还是每一场: how far a change of an activity of a series reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from louyu_desktop.services.planned import Scope
from louyu_desktop.services.series_edit import OWN
from louyu_desktop.text import _
from louyu_desktop.ui.ask import Choice, choose

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.copies import Copy
    from louyu_desktop.ui.context import Context


def ask_scope(parent: QWidget, title: str) -> Scope | None:
    """Ask how far a change reaches; None when the person goes back to it."""
    answer = choose(
        parent,
        _("「{title}」是系列里的一场，改到哪里？").format(title=title),
        _("已经开始、办完、取消的，和单独改过的，都不动。改了日子，后面各场按新的日子重排。"),
        (
            Choice("", _("先不改"), "quiet"), Choice(Scope.ALL.value, _("还没办的每一场")),
            Choice(Scope.FOLLOWING.value, _("这场和以后各场")), Choice(Scope.THIS.value, _("只这一场"), "primary"),
        ),
    )  # fmt: skip
    return Scope(answer) if answer else None


def saving(
    context: Context, parent: QWidget, copy: Copy, given: Mapping[str, Any], version: int | None
) -> Callable[[], int] | None:
    """What saves the change: of an activity alone as ever, of one of a series as far as the person says."""
    scope: Scope | None = Scope.THIS
    in_series = copy.values.get("series_id") is not None and set(given) - OWN - {"remark"}
    if not in_series:
        return partial(context.services.records.save, copy.kind, copy.id, given, version=version)
    scope = ask_scope(parent, copy.title)
    if scope is None:
        return None
    series, now = context.services.series, dt.datetime.now(dt.UTC)

    def save(scope: Scope = scope) -> int:
        series.edit(copy.id, given, scope, now=now, version=version)
        return copy.id

    return save
