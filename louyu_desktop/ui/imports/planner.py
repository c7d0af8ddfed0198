"""What was read, chosen, mended and answered so far; makes the plan again whenever one of them changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from louyu_desktop.errors import CancelledError
from louyu_desktop.exchange.book import Book
from louyu_desktop.services.copies import Control
from louyu_desktop.services.import_plan import Blank, ImportPlan, NewActivity, PlanRow, Proposal
from louyu_desktop.services.importing import Importing
from louyu_desktop.text import _
from louyu_desktop.ui.tasks import Job, Tasks

Cells = dict[tuple[str, int, str], str]
"""What a person typed or chose, by sheet, row and field (or topic)."""


class Planner(QObject):
    """Reads the file and plans the import in the read lane; only the newest run answers."""

    read_done = Signal()
    planned = Signal(object)
    failed = Signal(object)
    busy = Signal(bool)

    def __init__(self, importing: Importing, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._importing, self._tasks = importing, tasks
        self._job: Job | None = None
        self._then: Callable[[], None] | None = None
        self.kind = ""
        self.activity: int | NewActivity | None = None
        self.book: Book | None = None
        self.proposal: Proposal | None = None
        self.plan: ImportPlan | None = None
        self.blank = Blank.KEEP
        self.fixes: Cells = {}
        self.answers: Cells = {}

    @property
    def touched(self) -> bool:
        """Whether a person has put work into the plan."""
        return bool(self.fixes or self.answers)

    @property
    def mapped(self) -> bool:
        """Whether any column goes anywhere."""
        return self.proposal is not None and any(c.field for s in self.proposal.sheets if s.used for c in s.columns)

    def read(self, path: Path, kind: str, activity: int | None, *, guess: bool = False) -> None:
        """Read the file in the child process and propose where its columns go; `guess` what it is, too."""
        importing = self._importing

        def work(control: Control) -> tuple[Book, Proposal]:
            book = importing.read(path, control)
            return book, importing.propose(kind, book, guess=guess)

        def done(found: tuple[Book, Proposal]) -> None:
            self.book, self.proposal = found
            self.kind, self.activity = self.proposal.kind, activity
            self.plan, self.fixes, self.answers = None, {}, {}
            self.busy.emit(False)
            self.read_done.emit()

        self._start(work, done, _("读 {name}").format(name=path.name))

    def make(self, then: Callable[[], None] | None = None) -> None:
        """Work out what writing would do now; `then` follows when it is shown."""
        book, proposal = self.book, self.proposal
        if book is None or proposal is None:
            return
        importing, kind, activity, blank = self._importing, self.kind, self.activity, self.blank
        fixes, answers = dict(self.fixes), dict(self.answers)

        def work(control: Control) -> ImportPlan:
            return importing.plan(
                kind, book, proposal, blank=blank, activity_id=activity, fixes=fixes, answers=answers, control=control
            )

        def done(plan: ImportPlan) -> None:
            self.plan = plan
            self.busy.emit(False)
            self.planned.emit(plan)
            if then is not None:
                then()

        self._start(work, done, _("核对 {name}").format(name=book.name))

    def mend(self, row: PlanRow, name: str, text: str) -> None:
        """The cell of field `name` should have said `text`."""
        self.fixes[row.sheet, row.row, name] = text
        self.make()

    def answer(self, row: PlanRow, key: str) -> None:
        """The person decided about a row."""
        if row.question is not None:
            self.answers[row.sheet, row.row, row.question.topic] = key
            self.make()

    def treat_blanks(self, value: str) -> None:
        """What a blank cell does to a value that the station has."""
        self.blank = Blank(value)
        self.make()

    def cancel(self) -> None:
        """Nobody waits for the run any more."""
        if self._job is not None:
            self._job.cancel()

    def _start(self, work: Callable[[Control], object], done: Callable[..., None], title: str) -> None:
        self.cancel()
        self.busy.emit(True)
        self._job = self._tasks.read(self, work, done, self._failed, title=title)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CancelledError):
            self.busy.emit(False)
            self.failed.emit(error)
