"""Mending on a copy and going back behind an upgrade, for whoever cannot open the station; and what was done, told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.services import restores
from louyu_desktop.services.backup_copies import Restored
from louyu_desktop.services.backup_rows import by_label
from louyu_desktop.services.copies import Control, no_control
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.storage import keys, repairing, stepping_back, vault_file
from louyu_desktop.storage.repairing import Mended
from louyu_desktop.storage.stepping_back import Before
from louyu_desktop.storage.vault import Unlocked, Vault
from louyu_desktop.text import _

__all__ = ["Before", "Repaired", "before_upgrade", "go_back", "repair"]


@dataclass(frozen=True, slots=True)
class Repaired:
    """The copy: rows saved and known to be lost by kind, kinds of which nobody knows how many, sentences of it all."""

    folder: Path
    whole: bool
    saved: Mapping[str, int]
    lost: Mapping[str, int]
    unknown: tuple[str, ...]
    told: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def text(self) -> str:
        """Everything for a file: what was done, saved, lost, and what is still wrong; nothing personal."""
        lines = [*self.told]
        for label in dict.fromkeys([*self.saved, *self.lost]):
            words = _("{label}：救回 {saved} 条，丢了 {lost} 条")
            lines.append(words.format(label=label, saved=self.saved.get(label, 0), lost=self.lost.get(label, 0)))
        lines += [_("{label}：丢了多少不清楚").format(label=label) for label in self.unknown]
        return "\n".join((*lines, *self.left)) + "\n"


def repair(
    folder: Path, to: Path, name: str | None, password: str, written: str = "", control: Control = no_control
) -> Repaired:  # fmt: skip
    """Mend the station in `folder` on a copy in `to`, by an administrator's password or the recovery sheet.

    The original is read and nothing else.  UserError for a folder that holds something already.
    """
    repairing.copy_station(folder, to, control)
    unlocked = _unlocked(to, name, password, written) if vault_file.present(to) else None
    data_key = unlocked.data_key if unlocked is not None else keys.read_key(to)
    return _told(to, repairing.mend(to, data_key, unlocked, control))


def _unlocked(to: Path, name: str | None, password: str, written: str) -> Unlocked:
    """Out of the copy's own vault, so that a wrong password is not noted in the original either."""
    vault = Vault.read(to)
    if written:
        return vault.recover(written)
    unlocked = vault.log_in(name or "", password)
    if Right.RESTORE not in OF_ROLE[unlocked.role]:
        raise NotPermittedError(_("修复要站长来做。请用站长的口令"))
    return unlocked


def _told(to: Path, done: Mended) -> Repaired:
    told = [_("修好的副本在 {folder}，原来的数据没有动过").format(folder=to.name)]
    told.append(
        _("搜索索引重建了 {texts} 条，合计和关联改正了 {values} 处").format(
            texts=done.rebuilt.texts, values=done.rebuilt.values
        )
    )
    if done.rebuilt.roomless:
        told.append(_("有 {count} 条活动或预约的场地时间和别人重了，请重新选场地").format(count=done.rebuilt.roomless))
    if done.found is None:
        return Repaired(to, True, {}, {}, (), (*told, _("每一页都完好，没有丢记录")), done.left)
    saved, lost = _labelled(done.found.saved), _labelled(+done.found.lost)
    unknown = tuple(_labelled(dict.fromkeys(done.found.unknown, 1)))
    counts = _("有的页坏了：救回 {saved} 条记录，丢了 {lost} 条")
    told.append(counts.format(saved=sum(saved.values()), lost=sum(lost.values())))
    return Repaired(to, False, saved, lost, unknown, tuple(told), done.left)


def _labelled(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts by kind, and those of the log, which is no kind; its values count with its lines."""
    log = max(counts.get("change_log", 0), counts.get("change_value", 0))
    return {**by_label(dict(counts)), **({_("操作记录"): log} if log else {})}


# ------------------------------------------------------------------------------------- back behind an upgrade


def before_upgrade(folder: Path) -> Before | None:
    """The backup that was made before the latest upgrade, where it lies there and this program reads it."""
    return stepping_back.before_upgrade(folder)


def go_back(folder: Path, name: str | None, password: str, control: Control = no_control) -> Restored:
    """Put the data as they were before the upgrade in their place; the newer ones are kept beside.

    UserError where there is no such backup, NotPermittedError for a wrong password.
    """
    before = before_upgrade(folder)
    if before is None:
        raise UserError(_("没有找到升级前的备份，数据没有动。可以用 restore 指明一份备份，或者更新本程序"))
    return restores.rescue(folder, before.file, name, password, control)
