"""What the window leaves out for a role: fields, sub-tabs, presets and tabs of what it does not see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from louyu_desktop.fields import Entity
from louyu_desktop.ui.entity.arrangement import Arrangement, Group, Section

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


def arranged(context: Context, arrangement: Arrangement, entity: Entity) -> Arrangement:
    """The arrangement of a kind without what `entity`, as the person sees it, has not; the rest stands last."""
    names = {field.name for field in entity.fields}
    kinds = {one.kind: {field.name for field in one.fields} for one in context.services.records.kinds()}

    def seen(fields: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in fields if name in names)

    def section(one: Section) -> Section:
        return replace(one, columns=tuple(name for name in one.columns if name in kinds[one.kind]))

    groups = (Group(group.title, seen(group.fields)) for group in arrangement.groups)
    return replace(
        arrangement,
        groups=tuple(group for group in groups if group.fields),
        sections=tuple(section(one) for one in arrangement.sections if one.kind in kinds),
        columns=seen(arrangement.columns),
        narrow=seen(arrangement.narrow),
        due=seen(arrangement.due),
        badges=seen(arrangement.badges),
        presets=tuple(
            one
            for one in arrangement.presets
            if one.field in names and (not one.sort or one.sort.removeprefix("-") in names)
        ),
    ).with_rest(entity)
