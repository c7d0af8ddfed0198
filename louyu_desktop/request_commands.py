"""`louyu-desktop requests`: what is open by its day, one taken, one moved by the table (FIELD.md 4.1)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from louyu_desktop.command_parts import as_json, opened, with_station
from louyu_desktop.console import Group, data_line
from louyu_desktop.errors import UserError
from louyu_desktop.rules.request_flow import OPEN, Action
from louyu_desktop.text import _

if TYPE_CHECKING:
    from louyu_desktop.services.request_copies import Done
    from louyu_desktop.services.suite import Services


@click.group(cls=Group, help=_("诉求：列出（list）没办结的、登记（take）一件、办一步（act）"))
@with_station
def requests(data: Path | None, user: str | None) -> None:
    """Requests without a window; where the station is may be said before or behind the subcommand."""
    outer = click.get_current_context().find_root().obj
    outer["data"], outer["user"] = data or outer["data"], user or outer["user"]


@requests.command("list", help=_("没办结的诉求，先到期的在前"))
@as_json
@with_station
def list_open(as_json: bool, data: Path | None, user: str | None) -> None:
    """One request a line, with its day and the working days that are left."""
    with opened(data, user) as services:
        lines = list(_open(services))
    for line in lines:
        words = ("" if value is None else str(value) for value in line.values())
        click.echo(data_line(line) if as_json else "\t".join(words))
    if not lines and not as_json:
        click.echo(_("没有没办结的诉求"))


def _open(services: Services) -> Any:
    from louyu_desktop.services.copies import Filter, Match, Query
    from louyu_desktop.services.every import every

    query = Query("requests", (Filter("state", Match.ONE_OF, tuple(state.value for state in OPEN)),), "due_on")
    rows = tuple(every(services.records, query))
    promised = services.requests.promised([row.id for row in rows])
    for row in rows:
        said = promised.get(row.id)
        yield {
            "id": row.id, "number": row.values["number"], "state": row.values["state"],
            "due_on": row.values["due_on"], "left": said.left if said else None, "title": row.values["title"],
            "enterprise": row.labels.get("enterprise_id", ""), "owner": row.labels.get("owner_id", ""),
        }  # fmt: skip


@requests.command(help=_("登记一件诉求；写了答复就是当场办好"))
@click.argument("title", metavar=_("诉求"))
@click.option("--enterprise", default="", metavar=_("企业"), help=_("哪家企业提的（名称）"))
@click.option("--channel", default="到站", metavar=_("来源"), help=_("从哪里来，默认是到站"))
@click.option("--category", default="", metavar=_("类别"), help=_("诉求类别"))
@click.option("--mechanism", default="", metavar=_("机制"), help=_("办理机制；不写就先不定"))
@click.option("--detail", default="", metavar=_("内容"), help=_("诉求内容"))
@click.option("--answer", default="", metavar=_("答复"), help=_("当场怎么答复的"))
@as_json
@with_station
def take(title: str, enterprise: str, as_json: bool, data: Path | None, user: str | None, **told: Any) -> None:
    """Take a request; gives its number."""
    from louyu_desktop.services.request_copies import RequestDraft

    with opened(data, user) as services:
        firm = _firm(services, enterprise) if enterprise else None
        kind = "企业" if firm is not None else "个人"
        done = services.requests.take(RequestDraft(title=title, enterprise_id=firm, requester_kind=kind, **told))
    _say(done, as_json)


def _firm(services: Services, name: str) -> int:
    """The enterprise of that name, or the only one that the words find."""
    found = services.records.options("enterprises", name)
    exact = [one for one in found if one.title == name.strip()] or found
    if len(exact) != 1:
        words = _("有 {count} 家企业对得上「{name}」，请写全称") if exact else _("站里没有企业「{name}」")
        raise UserError(words.format(count=len(exact), name=name), field="enterprise_id")
    return exact[0].id


@requests.command(help=_("办一步：受理 accept、分派 assign、填结果 finish、回访满意 satisfied 等"))
@click.argument("number", metavar=_("诉求编号"))
@click.argument("action", type=click.Choice([one.value for one in Action]), metavar=_("动作"))
@click.option("--words", default="", metavar=_("说明"), help=_("原因、结果，或者对方说了什么"))
@click.option("--mechanism", default="", metavar=_("机制"), help=_("办理机制"))
@click.option("--owner", default="", metavar=_("姓名"), help=_("责任人"))
@click.option("--lead", default="", metavar=_("部门"), help=_("牵头部门，或者转给哪个部门"))
@click.option("--outcome", default="", metavar=_("结果"), help=_("办理结果：解决、部分解决等"))
@click.option("--score", type=int, metavar=_("分"), help=_("满意度，1 到 5"))
@click.option("--days", type=int, metavar=_("天数"), help=_("延长几个工作日"))
@click.option("--into", default="", metavar=_("诉求编号"), help=_("并到哪一件"))
@as_json
@with_station
def act(
    number: str, action: str, owner: str, into: str, as_json: bool, data: Path | None, user: str | None, **told: Any
) -> None:
    """Take an action; what is missing or cannot be is one sentence."""
    from louyu_desktop.services.request_copies import Given

    with opened(data, user) as services:
        key = _numbered(services, number)
        target = _numbered(services, into) if into else None
        given = Given(owner_id=_colleague(services, owner) if owner else None, target_id=target, **told)
        done = services.requests.act(key, Action(action), given)
    _say(done, as_json)


def _numbered(services: Services, number: str) -> int:
    from louyu_desktop.services.copies import Filter, Match, Query

    found = services.records.ids(Query("requests", (Filter("number", Match.EQUALS, number.strip()),)))
    if not found:
        raise UserError(_("站里没有诉求「{number}」").format(number=number))
    return int(found[0])


def _colleague(services: Services, name: str) -> int:
    found = [one.id for one in services.accounts.people() if one.name == name.strip()]
    if not found:
        raise UserError(_("站里没有同事「{name}」").format(name=name), field="owner_id")
    return found[0]


def _say(done: Done, as_json: bool) -> None:
    found = {"id": done.id, "number": done.number, "state": done.state.value}
    click.echo(data_line(found) if as_json else done.sentence)
