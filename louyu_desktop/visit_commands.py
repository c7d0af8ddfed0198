"""`louyu-desktop visits`: must-visits that an import found and nobody has decided on."""

from __future__ import annotations

from pathlib import Path

import click

from louyu_desktop.command_parts import as_json, opened, with_station
from louyu_desktop.console import Command, data_line
from louyu_desktop.text import _


@click.command(cls=Command, help=_("等您定的必访：列出（list）、生成（raise）或不生成（drop）"))
@click.argument("what", type=click.Choice(["list", "raise", "drop"]), default="list", metavar="list|raise|drop")
@click.option("--reason", default="", metavar=_("原因"), help=_("不生成的原因"))
@as_json
@with_station
def visits(what: str, reason: str, as_json: bool, data: Path | None, user: str | None) -> None:
    """Show what waits, or decide on all of it."""
    with opened(data, user) as services:
        waiting = services.must_visits.waiting()
        count = 0
        if waiting and what != "list":
            ids = [one.id for one in waiting]
            count = services.must_visits.decide(ids, raise_=what == "raise", reason=reason)
    if as_json:
        lines = [
            {"id": one.id, "enterprise": one.enterprise, "trigger": one.trigger, "due_on": one.due_on.isoformat()}
            for one in waiting
        ]
        click.echo(data_line({"waiting": lines, "decided": count}))
        return
    if not waiting:
        click.echo(_("没有等您定的必访"))
    elif what == "list":
        for one in waiting:
            click.echo(f"{one.due_on}  {_(one.trigger)}  {one.enterprise}")
        click.echo(_("共 {count} 件：visits raise 生成，visits drop 不生成").format(count=len(waiting)))
    else:
        words = _("已生成 {count} 件必访") if what == "raise" else _("{count} 件必访没有生成")
        click.echo(words.format(count=count))
