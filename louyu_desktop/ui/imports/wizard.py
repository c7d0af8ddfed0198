"""The import wizard: file → columns → plan → write → result; everything slow goes through Tasks."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from louyu_desktop.errors import CancelledError, LouyuError
from louyu_desktop.fields import Field
from louyu_desktop.services.copies import Control, Option, UndoOutcome
from louyu_desktop.services.import_plan import ImportPlan, ImportResult, Proposal
from louyu_desktop.text import _
from louyu_desktop.ui import ask, problems, roomy
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.imports import first_list
from louyu_desktop.ui.imports.columns_page import ColumnsPage, summary
from louyu_desktop.ui.imports.ending import ResultPage, WritePage
from louyu_desktop.ui.imports.file_page import FilePage
from louyu_desktop.ui.imports.footer import Footer
from louyu_desktop.ui.imports.plan_page import PlanPage
from louyu_desktop.ui.imports.planner import Planner
from louyu_desktop.ui.imports.saving import save_workbook
from louyu_desktop.ui.prints.page import FullPage
from louyu_desktop.ui.steps import Steps
from louyu_desktop.ui.tasks import Job

FILE, COLUMNS, PLAN, WRITE, RESULT = range(5)


class ImportWizard(FullPage):
    """One import, from the file to its result."""

    def __init__(
        self, context: Context, kind: str = "enterprises", path: Path | None = None, activity: Option | None = None, *,
        first: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(context, _("导入"))
        self._importing = context.services.importing
        self._job: Job | None = None
        self._result: ImportResult | None = None
        self.planner = Planner(self._importing, context.tasks, self)
        records = context.services.records
        entities = tuple(records.entity(known) for known in self._importing.kinds())
        self.file_page = FilePage(entities, kind, lookup_of(context), first=first)
        self.columns_page = ColumnsPage(records.entity("activities").field("starts_at"))
        self.plan_page = PlanPage()
        self.write_page = WritePage()
        self.result_page = ResultPage(context)
        self.steps = Steps("", [_("选文件"), _("对列"), _("核对"), _("写入"), _("结果")],
                           _("写入之前不会动任何记录。\n写入之后可以整批撤销。"))  # fmt: skip
        self.pages = QStackedWidget()
        for page in (self.file_page, self.columns_page, self.plan_page, self.write_page, self.result_page):
            self.pages.addWidget(roomy.on_ground(page))
        self.footer = Footer()
        _lay_out(self, self.steps, self.pages, self.footer)
        self._connect()
        if activity is not None:
            self.file_page.activity.put(activity.id, activity.title)
        else:
            first_list.look_for_activities(self)
        self._kind_chosen(kind)
        self._cover(context.guest.on)
        self._go(FILE)
        if path is not None:
            self.read(path)

    def _connect(self) -> None:
        self.file_page.chosen.connect(self.read)
        self.file_page.dropped.connect(partial(self.read, guess=True))
        self.file_page.kind_changed.connect(self._kind_chosen)
        self.file_page.template_asked.connect(self._save_template)
        self.columns_page.changed.connect(self._proposal_changed)
        self.plan_page.blank_chosen.connect(self.planner.treat_blanks)
        self.plan_page.table.plan.mended.connect(self.planner.mend)
        self.plan_page.table.delegate_.pressed.connect(self.planner.answer)
        self.planner.read_done.connect(self._read)
        self.planner.planned.connect(self._planned)
        self.planner.failed.connect(self._not_planned)
        self.planner.busy.connect(self._busy)
        self.result_page.undo_asked.connect(self.take_back)
        self.result_page.refused_asked.connect(self._save_refused)
        self.result_page.sheet.clicked.connect(lambda: first_list.print_sheet(self, self._result))
        self.footer.cancel.clicked.connect(self.close)
        self.footer.back.clicked.connect(self.back)
        self.footer.on.clicked.connect(self.go_on)
        self.footer.refused.clicked.connect(self._save_refused)
        self.context.guest.changed.connect(self._cover)
        bind(self, "back", self._escape)

    def _cover(self, on: bool) -> None:
        entity, guest = self.file_page.entity, self.context.guest
        self.columns_page.cover(covered=on)
        title = next((field for field in entity.fields if field.name == entity.title), Field(label=""))
        self.plan_page.table.plan.cover((lambda text: guest.show(title, text)) if on else None)

    # ---- where we are

    def _go(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self.steps.go(step)
        self._show_footer()

    def _show_footer(self) -> None:
        step = self.pages.currentIndex()
        more = step == RESULT and not self.result_page.sheet.isHidden()
        self.footer.show_step(step, self.planner.plan, mapped=self.planner.mapped, more=more)

    def _busy(self, busy: bool) -> None:
        self.footer.busy(busy=busy)
        if self.pages.currentIndex() == FILE:
            self.file_page.busy(_("正在读…") if busy else "")

    def back(self) -> None:
        """One step back; what was chosen stays."""
        self._go(max(FILE, self.pages.currentIndex() - 1))

    def go_on(self) -> None:
        """The primary button of the step."""
        step = self.pages.currentIndex()
        if step == COLUMNS and first_list.knows_activity(self):
            self.planner.make(self._show_plan)
        elif step == PLAN:
            self.write()
        elif step == WRITE:
            self.hide()
        elif step == RESULT:
            self.close()

    def _escape(self) -> None:
        if self.pages.currentIndex() == COLUMNS:
            self.back()
        elif self.pages.currentIndex() in {FILE, RESULT}:
            self.close()

    def _kind_chosen(self, kind: str) -> None:
        label = _(self.context.services.records.entity(kind).label)
        self.steps.set_title(_("导入{label}").format(label=label))
        self.setWindowTitle(_("导入{label}").format(label=label))

    # ---- the file and the plan

    def read(self, path: Path, *, guess: bool = False) -> None:
        """Read the file, then propose the columns; with `guess` its headings say of what kind it is."""
        if not guess and self.file_page.lacks_activity():
            return
        self.file_page.message.hide()
        self.columns_page.begun.forget()
        self.planner.read(path, self.file_page.entity.kind, self.file_page.activity.value(), guess=guess)

    def _read(self) -> None:
        book, proposal = self.planner.book, self.planner.proposal
        if book is not None and proposal is not None and self.file_page.takes(proposal.kind):
            self.steps.say(FILE, book.name)
            self._proposal_changed(proposal)
            self._go(COLUMNS)

    def _proposal_changed(self, proposal: Proposal) -> None:
        self.planner.proposal = proposal
        self.columns_page.show_proposal(proposal, proposal.book)
        first_list.ask_for_activity(self)
        self.steps.say(COLUMNS, summary(proposal))
        self._show_footer()

    def _planned(self, plan: ImportPlan) -> None:
        self.plan_page.show_plan(plan, _(self.file_page.entity.label))
        self._show_footer()

    def _show_plan(self) -> None:
        self._go(PLAN)

    def _not_planned(self, error: Exception) -> None:
        self._show_footer()
        if isinstance(error, LouyuError) and self.pages.currentIndex() == FILE:
            self.file_page.message.show("danger", error.sentence)
        else:
            problems.report(self, error)

    # ---- writing

    def write(self) -> None:
        """Write the good rows as one operation; cancelling takes everything back."""
        plan = self.planner.plan
        if plan is None or not plan.counts.written:
            return
        importing = self._importing

        def work(control: Control) -> ImportResult:
            self._result = importing.write(plan, control)
            return self._result

        title = _("写入 {count} 行").format(count=f"{plan.counts.written:,}")
        self._job = self.context.tasks.bulk(self, work, self._written, self._not_written, title=title)
        self.write_page.watch(self._job, plan.counts.written)
        self._go(WRITE)

    def _written(self, result: ImportResult) -> None:
        """Also when cancelling came too late: then it says so, and the way back stands there."""
        late = self._job is not None and self._job.cancelled
        self.write_page.stop()
        self._job = None
        words = _("写入 {count} 行").format(count=f"{result.counts.written:,}")
        self.steps.say(WRITE, words)
        self.result_page.show_result(result, named=first_list.is_signed(self))
        self._go(RESULT)
        if late:
            self.result_page.message.show("warn", _("取消时已经写完了；不要这批的话，按「撤销这批」"))
        self._call("info", _("{what}：{words}").format(what=self.windowTitle(), words=words))

    def _call(self, tone: str, words: str) -> None:
        """Aside for the time of writing, it does not push itself before what is done meanwhile: a line says so."""
        if self.isHidden():
            self.context.message(tone, words, _("去看"), self.open)

    def _not_written(self, error: Exception) -> None:
        self.write_page.stop()
        self._job = None
        self._go(PLAN)
        if isinstance(error, CancelledError):
            self.plan_page.message.show("info", _("已取消，一行都没有写"))
            self._call("info", _("{what}：{words}").format(what=self.windowTitle(), words=_("已取消，一行都没有写")))
        else:
            self.show()
            problems.report(self, error)

    def take_back(self) -> None:
        """Undo this batch as a whole."""
        records, result = self.context.services.records, self._result
        operation = result.operation_id if result is not None else None

        def work(_control: Control) -> UndoOutcome:
            return records.take_back(operation) if operation is not None else records.undo()

        self.context.tasks.write(self, work, self._taken_back)

    def _taken_back(self, outcome: UndoOutcome) -> None:
        result = self._result
        self.result_page.taken_back(result.counts.written if result else outcome.rows)
        self._show_footer()
        if outcome.kept:
            names = "、".join(outcome.kept)
            self.result_page.message.show("warn", _("导入后又改过的没有动：{names}").format(names=names))

    # ---- files that go out

    def _save_template(self, kind: str) -> None:
        label = _(self.context.services.records.entity(kind).label)
        name = _("{label}导入模板.xlsx").format(label=label)
        exporting = self.context.services.exporting
        save_workbook(self, self.context.tasks, name, lambda path: exporting.template(kind, path),
                      self.file_page.message)  # fmt: skip

    def _save_refused(self) -> None:
        plan = self.planner.plan
        if plan is None:
            return
        message = (self.result_page if self._result else self.plan_page).message
        name = _("没收的行 {name}.xlsx").format(name=Path(plan.book.name).stem)
        importing = self._importing
        save_workbook(self, self.context.tasks, name, lambda path: importing.save_refused(plan, path), message,
                      open_it=self._result is not None)  # fmt: skip

    # ---- leaving

    def may_close(self) -> bool:
        """Writing is cancelled and rolled back; a plan with work in it is asked about."""
        step = self.pages.currentIndex()
        if step == WRITE and self._job is not None:
            self._job.cancel()
            return False
        if step == PLAN and self.planner.touched:
            return ask.confirm(
                self, _("放弃这次导入？"), _("还没有写入，站里的记录没有变。改过的格子和选过的不会留下。"),
                _("放弃"), _("接着核对"),
            )  # fmt: skip
        return True

    def leaving(self) -> None:
        """A run that is still going has nobody to answer to."""
        self.planner.cancel()


def _lay_out(wizard: QWidget, left: QWidget, page: QWidget, foot: QWidget) -> None:
    """Steps at the left over the whole height, the page above the footer."""
    right = QVBoxLayout()
    right.setSpacing(0)
    right.addWidget(page, 1)
    right.addWidget(foot)
    whole = QHBoxLayout(wizard)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(left)
    whole.addLayout(right, 1)
