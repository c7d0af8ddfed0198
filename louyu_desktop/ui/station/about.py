"""The about box: what this is, under which licence, and the licences of what is shipped with it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from louyu_desktop import __version__
from louyu_desktop.text import _
from louyu_desktop.ui.parts import Hairline, Label
from louyu_desktop.ui.station.facts import Facts
from louyu_desktop.ui.station.nav import NavDelegate
from louyu_desktop.ui.theme import theme

SHIPPED = (
    "PySide6-Essentials", "shiboken6", "SQLAlchemy", "alembic", "Mako", "MarkupSafe", "sqlcipher3", "reportlab",
    "rl_accel", "pillow", "uharfbuzz", "pypdfium2", "segno", "justmytype", "justmytype-intl-cjk",
    "pylopdf-fonts-zh-cn", "python-calamine", "xlsxwriter", "pypinyin", "chinesecalendar", "argon2-cffi",
    "argon2-cffi-bindings", "cffi", "pycparser", "cryptography", "pyrage", "filelock", "platformdirs", "click",
    "tzdata", "RapidFuzz", "icalendar", "python-dateutil", "borax", "charset-normalizer", "fonttools",
    "typing_extensions",
)  # fmt: skip
"""Every distribution that an installed program brings along."""

_TEXTS = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "OFL", "AUTHORS")
_PLAIN = {"", ".txt", ".md", ".rst"}


@dataclass(frozen=True, slots=True)
class Licence:
    """One shipped library: name, version, the licence in a word, and its full texts."""

    name: str
    version: str
    licence: str
    text: str


def licence_of(name: str) -> Licence | None:
    """What a library says about itself; None when it is not part of this installation."""
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    texts = [
        file.read_binary().decode("utf-8", "replace")
        for file in found.files or ()
        if (file.name.upper().startswith(_TEXTS) or "licenses" in file.parts) and file.suffix in _PLAIN
    ]
    facts = found.metadata
    return Licence(facts["Name"], found.version, _word(facts), "\n\n".join(texts))


def _word(facts: metadata.PackageMetadata) -> str:
    """The licence by its SPDX expression (PEP 639), else by its classifier, else the first line of the old field."""
    spdx = facts.get_all("License-Expression") or ()
    if spdx:
        return str(spdx[0])
    named = [line.rsplit("::", 1)[-1].strip() for line in facts.get_all("Classifier") or () if "License ::" in line]
    old = str((facts.get_all("License") or [""])[0]).strip().partition("\n")[0]
    return "、".join(named) or old or _("见全文")


class AboutPage(QWidget):
    """Name, version and licence of the program above; below the shipped libraries with their full texts."""

    def __init__(self, data: Path) -> None:
        super().__init__()
        self.facts = Facts(data)
        self.libraries = QListWidget()
        self.libraries.setItemDelegate(NavDelegate(self.libraries))
        self.libraries.setAccessibleName(_("随附的程序库"))
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("许可全文"))
        self._licences: list[Licence] = []
        self._lay_out()
        self.libraries.currentRowChanged.connect(self._show)
        theme.changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(_("楼宇党群服务站工作台"), "pane"))
        column.addWidget(Label(_("louyu_desktop {version}·许可 Apache-2.0").format(version=__version__), "label"))
        column.addWidget(Label(_("数据只存在这台电脑上，加密保存；程序不联网。"), "label"))
        column.addWidget(self.facts)
        column.addWidget(Hairline())
        column.addWidget(Label(_("随附的程序库和字体"), "section"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.libraries)
        row.addWidget(self.text, 1)
        column.addLayout(row, 1)

    def _fit(self) -> None:
        self.libraries.setFixedWidth(theme.px(280))
        self.libraries.setFont(theme.font(13))
        self.text.setFont(theme.font(12))

    def load(self) -> None:
        """Read the licences; a quarter of a second of small files, so only when the page is opened."""
        if self._licences:
            return
        self._licences = [licence for name in SHIPPED if (licence := licence_of(name)) is not None]
        for licence in self._licences:
            item = QListWidgetItem(f"{licence.name} {licence.version}")
            item.setSizeHint(QSize(theme.px(120), theme.px(32)))
            item.setToolTip(licence.licence)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{licence.name}，{licence.licence}")
            self.libraries.addItem(item)
        self.libraries.setCurrentRow(0)

    def _show(self, row: int) -> None:
        licence = self._licences[row]
        text = licence.text or _("这个程序库没有随包附许可全文；按上面的名称可在 SPDX 许可列表里查到。")
        self.text.setPlainText(f"{licence.name} {licence.version}\n{licence.licence}\n\n{text}")
