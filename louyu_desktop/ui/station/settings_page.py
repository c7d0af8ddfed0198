"""The settings: sections at the left, one page at the right; each is built when it is first opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from louyu_desktop.settings import RISK
from louyu_desktop.text import _
from louyu_desktop.ui import roomy
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.context import Context, Leavable
from louyu_desktop.ui.parts import Hairline
from louyu_desktop.ui.prints.page import FullPage
from louyu_desktop.ui.sight import opens
from louyu_desktop.ui.station.about import AboutPage
from louyu_desktop.ui.station.backup_page import BackupPage
from louyu_desktop.ui.station.bin_page import BinPage
from louyu_desktop.ui.station.declared import DeclaredPage, groups
from louyu_desktop.ui.station.nav import NavDelegate
from louyu_desktop.ui.station.own_fields import OwnFieldsPage
from louyu_desktop.ui.station.people import PeoplePage
from louyu_desktop.ui.station.profile import HolidaysPage, ProfilePage
from louyu_desktop.ui.station.recovery_page import RecoveryPage
from louyu_desktop.ui.station.rights_page import RightsPage
from louyu_desktop.ui.station.thresholds import ThresholdsPage
from louyu_desktop.ui.theme import theme

Maker = Callable[[], QWidget]
_NAV = 200


class SettingsPage(FullPage):
    """All settings; `page`: a group, profile, accounts, rights, recovery, holidays, own-fields, backup, bin, about."""

    def __init__(self, context: Context, page: str = "") -> None:
        super().__init__(context, _("设置"))
        self._makers: dict[str, tuple[str, Maker]] = {
            **{group: (_(group), partial(DeclaredPage, context, group)) for group in groups() if group != RISK},
            RISK: (_(RISK), partial(ThresholdsPage, context)),
            "profile": (_("站点资料"), partial(ProfilePage, context)),
            "accounts": (_("工作人员"), partial(PeoplePage, context)),
            "rights": (_("谁能做什么"), partial(RightsPage, context)),
            "recovery": (_("口令与恢复"), partial(RecoveryPage, context)),
            "holidays": (_("节假日"), partial(HolidaysPage, context)),
            "own-fields": (_("自定义字段"), partial(OwnFieldsPage, context)),
            "backup": (_("备份"), partial(BackupPage, context)),
            "bin": (_("回收站"), partial(BinPage, context)),
            "about": (_("关于"), partial(AboutPage, context.services.folder)),
        }
        self._keys = [key for key in self._makers if opens(context.services, key)]
        self._built: dict[str, QWidget] = {}  # in the order of `stack`
        self.nav = QListWidget()
        self.nav.setItemDelegate(NavDelegate(self.nav))
        self.nav.setAccessibleName(_("设置"))
        self.nav.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = roomy.Pages()
        for key in self._keys:
            self.nav.addItem(QListWidgetItem(self._makers[key][0]))
        self._lay_out()
        self.nav.currentRowChanged.connect(self._show)
        theme.changed.connect(self._fit)
        self._fit()
        bind(self, "back", self.close)
        self.nav.setCurrentRow(self._keys.index(page) if page in self._keys else 0)

    def _lay_out(self) -> None:
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(28, 18, 28, 18)
        inner.addWidget(self.stack)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.nav)
        body.addWidget(Hairline(vertical=True))
        body.addWidget(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head_bar(_("设置")))
        whole.addLayout(body, 1)

    def _fit(self) -> None:
        self.nav.setFixedWidth(theme.px(_NAV))
        for row in range(self.nav.count()):
            self.nav.item(row).setSizeHint(QSize(theme.px(_NAV), theme.px(38)))

    def page(self, key: str) -> QWidget:
        """A section's page, built now if it was not; KeyError for an unknown one."""
        if key not in self._built:
            made = self._makers[key][1]()
            self._built[key] = made
            self.stack.addWidget(roomy.on_ground(made))
        return self._built[key]

    def _show(self, row: int) -> None:
        page = self.page(self._keys[row])
        self.stack.setCurrentIndex([*self._built.values()].index(page))
        if isinstance(page, AboutPage):
            page.load()

    def may_close(self) -> bool:
        """A record, or numbers, that are not saved are asked about."""
        for key, page in self._built.items():
            inner = getattr(page, "tab", page)
            if isinstance(inner, Leavable) and not inner.may_leave():
                self.nav.setCurrentRow(self._keys.index(key))  # where what is not saved can be seen
                return False
        return True

    def leaving(self) -> None:
        """Texts still waiting are kept, a profile half typed stays as a draft."""
        for page in self._built.values():
            if isinstance(page, DeclaredPage):
                page.flush()
            elif isinstance(page, ProfilePage):
                page.form.keep_draft()
            elif isinstance(page, PeoplePage):
                page.once.forget()

