"""选人: all of an enterprise or a branch, or whoever is searched for; ticked and registered together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from louyu_desktop.fields import Field
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.registering_copies import Candidate, Places, RegisterOutcome
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_, _
from louyu_desktop.ui.activities.registering import said
from louyu_desktop.ui.activities.registering.places import about
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import EmptyState, Label, SearchLine, Segmented, link
from louyu_desktop.ui.sight import sees
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

MOST = 500
"""More people than these are not offered at once."""

_WAYS = (("enterprise_id", N_("按企业")), ("organisation_id", N_("按党组织")), ("text", N_("找人")))
_CANCELLED = "取消"


class PickDialog(Panel):
    """Who is registered already stands in the list, and cannot be ticked."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        title = _("选人报名：{title}").format(title=copy.title)
        super().__init__(context, parent, title, " ", _("登记"), QSize(640, 560))
        self._copy = copy
        self._late, self._asked = False, 0
        seen = [key for key, _label in _WAYS if key != "organisation_id" or sees(context.services, "memberships")]
        self.ways = Segmented([(key, _(label)) for key, label in _WAYS if key in seen], "enterprise_id")
        look = lookup_of(context)
        firm = Field(name="enterprise_id", label=N_("企业"), target="enterprises")
        branch = Field(name="organisation_id", label=N_("党组织"), target="organisations")
        self.enterprise, self.branch = ReferenceEditor(firm, look, self), ReferenceEditor(branch, look, self)
        self.search = SearchLine(_("姓名、拼音、首字母、单位、手机尾号"), parent=self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("可以选的人"))
        self.list.setUniformItemSizes(True)
        self.count = Label("", "label", "text2")
        self.every, self.none = link(_("全选")), link(_("都不选"))
        self.told = QCheckBox(_("个人信息怎么用，已经告诉本人，本人同意"), self)
        self.anyway = QCheckBox(_("报名已截止，仍然登记"), self)
        self.anyway.hide()
        self._empty = EmptyState("people", _("先选一家企业"), _("它的人会列在这里"))
        self._build()
        self._connect()
        self._ways_changed()
        self._read_places()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.ways)
        self._boxes = QStackedWidget(self)
        for box in (self.enterprise, self.branch, self.search):
            self._boxes.addWidget(box)
        self._boxes.setMaximumHeight(theme.px(36))
        top.addWidget(self._boxes, 1)
        self.body.addLayout(top)
        line = QHBoxLayout()
        line.addWidget(self.count)
        line.addStretch(1)
        line.addWidget(self.every)
        line.addWidget(self.none)
        self.body.addLayout(line)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self.told)
        self.body.addWidget(self.anyway)

    def _connect(self) -> None:
        self.ways.chosen.connect(self._ways_changed)
        self.enterprise.changed.connect(self.read)
        self.branch.changed.connect(self.read)
        self.search.searched.connect(self.read)
        self.list.itemChanged.connect(self._count)
        self.list.itemActivated.connect(self._toggle)
        self.every.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        self.none.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        self.go.clicked.connect(self.register)

    def _read_places(self) -> None:
        service, key = self.context.services.registering, self._copy.id
        self.context.tasks.read(self, lambda _control: service.places(key), self._show_places)

    def _show_places(self, places: Places) -> None:
        words, tone = about(places)
        self.about.setText(words)
        self.about.set_tone(tone)
        self._late = bool(places.why_late)
        self.anyway.setVisible(self._late and self.context.services.access.may(Right.WORK))

    def _ways_changed(self, *_value: object) -> None:
        place = [key for key, _label in _WAYS].index(str(self.ways.value))
        self._boxes.setCurrentIndex(place)
        hints = (
            (_("先选一家企业"), _("它的人会列在这里")),
            (_("先选一个党组织"), _("它和它下面的党员会列在这里")),
            (_("打几个字找人"), _("姓名、拼音、单位、手机尾号都行")),
        )
        self._empty.say(*hints[place])
        self._show(())
        self._boxes.currentWidget().setFocus()
        self.read()

    def read(self, *_value: object) -> None:
        """Ask who is there."""
        asked = {"enterprise_id": self.enterprise.value(), "organisation_id": self.branch.value()}
        way, text = str(self.ways.value), self.search.wanted.strip()
        if (way == "text" and not text) or (way != "text" and asked[way] is None):
            self._asked += 1
            self._show(())
            return
        service, key = self.context.services.registering, self._copy.id

        def work(_control: Control) -> tuple[Candidate, ...]:
            if way == "text":
                return service.candidates(key, text=text, limit=MOST)
            if way == "enterprise_id":
                return service.candidates(key, enterprise_id=asked[way], limit=MOST)
            return service.candidates(key, organisation_id=asked[way], limit=MOST)

        self._asked += 1
        self.context.tasks.read(self, work, partial(self._found, self._asked))

    def _found(self, asked: int, people: tuple[Candidate, ...]) -> None:
        if asked != self._asked:  # another one was chosen meanwhile
            return
        if not people:
            self._empty.say(_("这里没有人"), _("换一家企业、一个党组织，或者直接登记新的人"))
        self._show(people)

    def _show(self, people: tuple[Candidate, ...]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        checked = Qt.CheckState.Unchecked if self.ways.value == "text" else Qt.CheckState.Checked
        for person in people:
            self.list.addItem(self._item(person, checked))
        self.list.blockSignals(False)
        self.list.setVisible(bool(people))
        self._empty.setVisible(not people)
        self._count()

    def _item(self, person: Candidate, checked: Qt.CheckState) -> QListWidgetItem:
        name = self.context.guest.show(said.NAME, person.name)
        state = _(person.registered) if person.registered else ""
        item = QListWidgetItem("　".join(filter(None, (name, person.unit, person.phone, state))))
        item.setData(Qt.ItemDataRole.UserRole, person.person_id)
        item.setSizeHint(QSize(0, theme.px(32)))
        if person.registered and person.registered != _CANCELLED:
            item.setFlags(Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setForeground(theme.colour("text3"))
        else:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(checked)
        return item

    def _items(self) -> Iterator[QListWidgetItem]:
        """Those that can be ticked."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.flags() & Qt.ItemFlag.ItemIsEnabled:
                yield item

    def _toggle(self, item: QListWidgetItem) -> None:
        checked = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)

    def _tick(self, state: Qt.CheckState) -> None:
        for item in self._items():
            item.setCheckState(state)

    def picked(self) -> list[int]:
        """The people ticked."""
        ticked = (item for item in self._items() if item.checkState() is Qt.CheckState.Checked)
        return [int(item.data(Qt.ItemDataRole.UserRole)) for item in ticked]

    def _count(self, *_item: object) -> None:
        picked, there = len(self.picked()), self.list.count()
        words = _("{there} 人，选了 {picked} 人").format(there=there, picked=picked) if there else ""
        if there >= MOST:
            words += _("；只列前 {most} 人").format(most=MOST)
        self.count.setText(words)
        self.every.setVisible(there > 0)
        self.none.setVisible(there > 0)
        self.go.setEnabled(picked > 0)
        self.rename(_("登记 {count} 人").format(count=picked) if picked else _("登记"))

    def register(self) -> None:
        """Register whoever is ticked."""
        if self._late and not self.anyway.isChecked():
            self.note.say(_("报名已经截止。要补报，请先勾上「仍然登记」"))
            return
        service, key, people = self.context.services.registering, self._copy.id, self.picked()
        told, late = self.told.isChecked(), self.anyway.isChecked()
        channel = "到站" if self.ways.value == "text" else "单位代报"

        def work(_control: Control) -> RegisterOutcome:
            return service.pick(key, people, channel=channel, told=told, late=late)

        self.write(work, self._done)

    def _done(self, outcome: RegisterOutcome) -> None:
        self.context.message(*said.registered(self.context.guest, outcome))
        self.accept()
