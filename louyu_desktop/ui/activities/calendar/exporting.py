"""导出日历: one activity, its series, the days that are shown, or everything, as a file for other programs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from louyu_desktop.services.calendar_copies import AgendaEvent, Wanted
from louyu_desktop.services.copies import Control
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.imports.saving import file_name, open_path
from louyu_desktop.ui.plain import unmarked

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.parts import MessageBar


class Exports:
    """Asks where to, has the file written, and says where it is."""

    def __init__(self, context: Context, owner: QWidget, message: MessageBar) -> None:
        self._context, self._owner, self._message = context, owner, message

    def menu(self, event: AgendaEvent | None, title: str, first: dt.date, last: dt.date, wanted: Wanted) -> QMenu:
        """What may be exported from here."""
        menu = QMenu(self._owner)
        menu.aboutToHide.connect(menu.deleteLater)
        filtered = wanted != Wanted()
        shown = _("{days}筛选出的活动…") if filtered else _("{days}的活动…")
        menu.addAction(shown.format(days=title), partial(self.save, title, wanted, first, last))
        if event is not None:
            words = _("这一场：{title}…").format(title=event.title)
            menu.addAction(unmarked(words), partial(self.one, event))
        if event is not None and event.series_id is not None:
            words = _("整个系列：{title}…").format(title=event.series)
            menu.addAction(unmarked(words), partial(self.series, event))
        every = _("筛选出的全部活动…") if filtered else _("全部活动…")
        menu.addAction(every, partial(self.save, _("活动日历"), wanted, None, None))
        return menu

    def one(self, event: AgendaEvent) -> None:
        """One activity."""
        self.save(f"{event.title} {event.starts_at:%Y-%m-%d}", Wanted(ids=(event.id,)), None, None)

    def series(self, event: AgendaEvent) -> None:
        """All activities of its series."""
        self.save(event.series, replace(Wanted(), series_id=event.series_id), None, None)

    def save(self, name: str, wanted: Wanted, first: dt.date | None, last: dt.date | None) -> None:
        """Ask where to, and write."""
        suggested = Path.home() / f"{file_name(name)}.ics"
        path = ask.save_file(self._owner, _("导出日历"), suggested, _("日历文件 (*.ics)"))
        if path is None:
            return
        agenda = self._context.services.agenda

        def work(control: Control) -> int:
            return agenda.export(path, wanted, first, last, control)

        self._context.tasks.read(self._owner, work, partial(self._saved, path), title=_("导出日历"))

    def _saved(self, path: Path, count: int) -> None:
        words = _("{count} 场活动已存为 {name}，可在手机和电脑的日历里打开")
        said = words.format(count=f"{count:,}", name=path.name)
        self._message.show("ok", said, _("打开文件夹"), partial(open_path, path.parent))
