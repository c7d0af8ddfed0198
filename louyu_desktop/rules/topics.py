"""What a line of the station's log is about, for its filters (FEATURES.md M6, SAFETY.md 5.5)."""

from __future__ import annotations

from enum import StrEnum

from louyu_desktop.text import N_


class Topic(StrEnum):
    """Kinds of doing; what changes records has the empty word."""

    CHANGE = ""
    REVEAL = "reveal"
    PRINT = "print"
    EXPORT = "export"
    LOGIN = "login"
    KEYS = "keys"
    BACKUP = "backup"
    FILE = "file"
    IMPORT = "import"
    PURGE = "purge"


LABELS = {
    Topic.CHANGE: N_("改动"),
    Topic.IMPORT: N_("导入"),
    Topic.REVEAL: N_("查看隐藏内容"),
    Topic.PRINT: N_("打印"),
    Topic.EXPORT: N_("导出"),
    Topic.LOGIN: N_("登录"),
    Topic.KEYS: N_("口令与权限"),
    Topic.BACKUP: N_("备份与恢复"),
    Topic.FILE: N_("附件"),
    Topic.PURGE: N_("彻底清除"),
}
"""The words of each, in the order they are offered."""
