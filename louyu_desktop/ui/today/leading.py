"""Where 今日 leads: from a line to its tool, its record or its list, and from the head to what is done most."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from louyu_desktop.services.copies import Query
from louyu_desktop.text import N_, _
from louyu_desktop.ui.buttons import Button, outline, primary
from louyu_desktop.ui.messages import EmptyState
from louyu_desktop.ui.places import TAB_OF
from louyu_desktop.ui.sight import may_change

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.overview import TodayItem
    from louyu_desktop.ui.context import Context

_BEGINNINGS = (("request", N_("登记诉求"), "chat"), ("visit", N_("登记走访"), "walk"), ("round", N_("跑楼速记"), "pin"))


def follow(context: Context, item: TodayItem, parent: QWidget) -> None:
    """Do what a line's button says: its tool or page where there is one, else its record."""
    if item.put_off:
        bring_back(context, item, parent)
        return
    query, firm = item.options.get("query"), item.options.get("enterprise_id")
    if isinstance(query, Query):
        context.open_query(query)
    elif item.tool and context.has(item.tool):
        context.launch(item.tool, **item.options)
    elif item.kind in TAB_OF:
        context.open_record(item.kind, item.id)
    elif isinstance(firm, int):
        context.open_record("enterprises", firm)


def put_off(context: Context, item: TodayItem, parent: QWidget) -> None:
    """Ask until when and why."""
    from louyu_desktop.ui.today.putting_off import PutOffDialog

    PutOffDialog(context, item, parent).open()


def bring_back(context: Context, item: TodayItem, parent: QWidget) -> None:
    """Have a line that was put off stand here again."""
    snoozing, topic = context.services.snoozing, item.topic
    title = item.title

    def said(_nothing: None) -> None:
        context.message("ok", _("回到今日里了：{title}").format(title=title))

    context.tasks.write(parent, lambda _control: snoozing.bring_back(topic), said)


def buttons(context: Context) -> list[Button]:
    """What is begun most often, for whoever may; the one in colour stands last."""
    found = []
    for tool, words, icon in _BEGINNINGS:
        if context.has(tool):
            found.append(outline(_(words), icon))
            found[-1].clicked.connect(partial(context.launch, tool))
    if context.has("print") and not found:  # whoever writes no visits prints for the door
        found.append(outline(_("打印签到表"), "print"))
        found[-1].clicked.connect(partial(context.launch, "print", paper="sign-in-sheet"))
    if may_change(context.services, "activities"):
        found.append(primary(_("新建活动"), "plus"))
        found[-1].clicked.connect(partial(context.new_record, "activities"))
    elif context.has("desk"):  # whoever helps at the door comes for this alone
        found.append(primary(_("签到台"), "desk"))
        found[-1].clicked.connect(partial(context.launch, "desk"))
    return found


def empty_state(context: Context) -> EmptyState:
    """What stands where a station has nothing yet: how to begin."""
    button = None
    if context.has("import"):
        button = primary(_("导入台账"), "upload")
        button.clicked.connect(partial(context.launch, "import"))
    empty = EmptyState("tower", _("站里还没有内容"), _("导入楼宇、企业、人员台账后，到期的事会列在这里"), button)
    empty.hide()
    return empty
