"""Every action that has a key, declared once: shortcuts, menus and the Ctrl+/ sheet come from this table.

A key works while its owner is visible in the active window, so every tab may own the same one.
Letters without modifier are taken by text fields first: they act only outside them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from louyu_desktop.text import N_, _
from louyu_desktop.ui.icons import icon

_WINDOW = N_("整个窗口")
_LIST = N_("列表")
_FORM = N_("表单")
_PREVIEW = N_("预览")
_DESK = N_("签到台")
_CALENDAR = N_("活动日历")
_PLAN = N_("楼层图")


@dataclass(frozen=True, slots=True)
class Action:
    """One action: its words, its keys (the first is shown), its icon, and where it is at home."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    group: str = _WINDOW


ACTIONS: tuple[Action, ...] = (
    Action("tab-today", N_("今日"), ("Ctrl+1",)),
    Action("tab-buildings", N_("楼宇"), ("Ctrl+2",)),
    Action("tab-enterprises", N_("企业"), ("Ctrl+3",)),
    Action("tab-people", N_("人员"), ("Ctrl+4",)),
    Action("tab-activities", N_("活动"), ("Ctrl+5",)),
    Action("tab-checklist", N_("服务清单"), ("Ctrl+6",)),
    Action("find", N_("查找企业、人员、房间、编号"), ("Ctrl+K",), "search"),
    Action("undo", N_("撤销"), ("Ctrl+Z",), "undo"),
    Action("redo", N_("重做"), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo"),
    Action("guest", N_("来客视图：遮住电话和号码"), ("F12",), "eye"),
    Action("import", N_("导入…"), ("Ctrl+I",), "upload"),
    Action("export", N_("导出…"), ("Ctrl+E",), "download"),
    Action("print", N_("打印…"), ("Ctrl+P",), "print"),
    Action("handbook", N_("服务手册"), ("Ctrl+Shift+P",), "book"),
    Action("desk", N_("签到台…"), ("F8",), "desk"),
    Action("visit", N_("登记走访…"), ("Ctrl+Shift+J",), "walk"),
    Action("round", N_("跑楼速记…"), ("Ctrl+J",), "pin"),
    Action("request", N_("登记诉求…"), ("Ctrl+Shift+S",), "chat"),
    Action("reassign", N_("移交一个人的工作…"), (), "people"),
    Action("settings", N_("设置"), ("Ctrl+,",), "settings"),
    Action("bin", N_("回收站"), ("Ctrl+Shift+Del",), "bin"),
    Action("log", N_("操作日志"), ("Ctrl+Shift+H",), "history"),
    Action("help", N_("使用手册"), ("F1",), "help"),
    Action("shortcuts", N_("快捷键"), ("Ctrl+/",), "keyboard"),
    Action("tour", N_("看看窗口里有什么…"), (), "help"),
    Action("about", N_("关于"), (), "info"),
    Action("lock", N_("锁定"), ("Ctrl+Shift+L",), "lock"),
    Action("hand-over", N_("换人登录"), (), "people"),
    Action("password", N_("修改口令…"), (), "edit"),
    Action("quit", N_("退出"), ("Ctrl+Q",), ""),
    Action("new", N_("新建"), ("Ctrl+N", "N"), "plus", _LIST),
    Action("clone", N_("照这一条新建"), ("Ctrl+D",), "copy", _LIST),
    Action("open", N_("打开、编辑"), ("Enter", "Return", "E"), "edit", _LIST),
    Action("cell-edit", N_("就地改这一格"), ("F2",), "", _LIST),
    Action("delete", N_("移入回收站"), ("Del",), "bin", _LIST),
    Action("filter", N_("到筛选行"), ("Ctrl+F", "F3", "/"), "filter", _LIST),
    Action("clear-filter", N_("清除筛选、取消"), ("Esc",), "", _LIST),
    Action("select-all", N_("全选筛选出的"), ("Ctrl+A",), "", _LIST),
    Action("copy", N_("复制"), ("Ctrl+C",), "copy", _LIST),
    Action("copy-headers", N_("连标题一起复制"), ("Ctrl+Shift+C",), "copy", _LIST),
    Action("reveal", N_("显示这一格的完整号码 30 秒"), ("Ctrl+R",), "eye", _LIST),
    Action("paste", N_("把剪贴板里的格子粘贴到这里"), ("Ctrl+V",), "", _LIST),
    Action("bulk-edit", N_("批量修改"), ("Ctrl+B",), "edit", _LIST),
    Action("columns", N_("选择列…"), ("Ctrl+L",), "columns", _LIST),
    Action("refresh", N_("重新读取"), ("F5",), "refresh", _LIST),
    Action("put-off", N_("延后今日里的这件事…"), ("F9",), "clock", _LIST),
    Action("save", N_("保存"), ("Ctrl+S",), "save", _FORM),
    Action("previous", N_("上一条"), ("PgUp",), "left", _FORM),
    Action("next", N_("下一条"), ("PgDown",), "right", _FORM),
    Action("attach", N_("把剪贴板里的文件或图片放进附件"), ("Ctrl+V",), "attach", _FORM),
    Action("history", N_("改动记录"), ("Ctrl+H",), "history", _FORM),
    Action("back", N_("回到列表"), ("Alt+Left", "Esc"), "left", _FORM),
    Action("date-today", N_("日期：今天"), ("=",), "", _FORM),
    Action("date-day", N_("日期：后一天、前一天"), ("D", "Shift+D"), "", _FORM),
    Action("date-week", N_("日期：后一周、前一周"), ("W", "Shift+W"), "", _FORM),
    Action("date-month", N_("日期：后一月、前一月"), ("M", "Shift+M"), "", _FORM),
    Action("date-year", N_("日期：后一年、前一年"), ("Y", "Shift+Y"), "", _FORM),
    Action("register-list", N_("登记粘贴的名单"), ("Ctrl+Return", "Ctrl+Enter"), "check", _FORM),
    Action("calendar-today", N_("回到今天"), ("T",), "calendar", _CALENDAR),
    Action("calendar-previous", N_("前一月、前一周、前一天"), ("PgUp",), "left", _CALENDAR),
    Action("calendar-next", N_("后一月、后一周、后一天"), ("PgDown",), "right", _CALENDAR),
    Action("calendar-month", N_("看一个月"), ("M",), "", _CALENDAR),
    Action("calendar-week", N_("看一周"), ("W",), "", _CALENDAR),
    Action("calendar-day", N_("看一天"), ("D",), "", _CALENDAR),
    Action("calendar-pick", N_("挑这一天的下一场活动"), ("Space",), "", _CALENDAR),
    Action("calendar-carry", N_("拿起活动移到别的时间，回车放下"), ("Shift+Left",), "", _CALENDAR),
    Action("floor-move", N_("把选中的企业搬到别处"), ("M",), "", _PLAN),
    Action("zoom-in", N_("放大"), ("Ctrl++", "Ctrl+="), "zoom-in", _PREVIEW),
    Action("zoom-out", N_("缩小"), ("Ctrl+-",), "zoom-out", _PREVIEW),
    Action("zoom-fit", N_("合页宽"), ("Ctrl+0",), "full", _PREVIEW),
    Action("go-to-page", N_("跳到某页"), ("Ctrl+G",), "", _PREVIEW),
    Action("desk-chinese", N_("打开、关上汉字输入"), ("F2",), "", _DESK),
    Action("desk-walk-in", N_("现场报名"), ("F4",), "userplus", _DESK),
    Action("desk-firms", N_("按单位看到场"), ("F6",), "building", _DESK),
    Action("desk-sign", N_("请刚签到的人签名"), ("F7",), "edit", _DESK),
    Action("desk-leave", N_("签退、回到签到"), ("F9",), "walk", _DESK),
    Action("desk-late", N_("补录纸质签到"), ("F10",), "file", _DESK),
)
"""All of them, in the order of the sheet."""

OF_EVERY_WINDOW = "help"
"""Its key is given to each window when that comes to the front (`ui.help_key`)."""

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}
"""The declaration behind each id."""


def bind(owner: QWidget, action_id: str, slot: Callable[[], object], *, within: bool = False) -> QAction:
    """A QAction of `owner` for a declared id; `within` narrows its keys to the owner and its children."""
    declared = BY_ID[action_id]
    action = QAction(_(declared.text), owner)
    action.setObjectName(action_id)
    if declared.icon:
        action.setIcon(icon(declared.icon))
    if action_id == OF_EVERY_WINDOW:
        action.setText(f"{action.text()}\t{key_of(action_id)}")  # what a menu shows at the right
    else:
        action.setShortcuts([QKeySequence(key) for key in declared.keys])
    scope = Qt.ShortcutContext.WidgetWithChildrenShortcut if within else Qt.ShortcutContext.WindowShortcut
    action.setShortcutContext(scope)
    action.triggered.connect(slot)
    owner.addAction(action)
    return action


def key_of(action_id: str) -> str:
    """The key shown beside an action, "" when it has none."""
    keys = BY_ID[action_id].keys
    return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""


def tip(action_id: str) -> str:
    """Words and key for a tooltip."""
    return f"{_(BY_ID[action_id].text)} {key_of(action_id)}".strip()
