"""Looks after the log while the window is open: its latest rows at log-in, all of it weekly, the anchor now and then.

A file that is behind its anchor is announced above everything (SAFETY.md 5.5): nothing is written until a person
who may has decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.audit_copies import RolledBack, Verdict
from louyu_desktop.services.copies import Control
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.ask import Choice
from louyu_desktop.ui.labels import IconLabel, Label
from louyu_desktop.ui.parts import Button, outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_FIRST_MS, _ANCHOR_MS = 1_500, 5 * 60_000


class RolledBackBanner(QFrame):
    """The red line above everything; it stays until somebody has decided."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("message", "danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(_("数据被回退"), "group", "danger"))
        self.words = Label("", "label", "text", wrap=True)
        words.addWidget(self.words)
        self.button: Button = outline(_("怎么办…"))
        row.addWidget(IconLabel("alert", "danger", 20))
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self.hide()

    def tell(self, stands: RolledBack) -> None:
        """Say how far it is behind."""
        at = stands.found_at.astimezone(SHANGHAI) if stands.found_at is not None else None
        last = f"{at:%Y-%m-%d %H:%M}" if at is not None else "—"
        sentence = _("数据文件停在 {last}（第 {found} 条记录），钥匙文件记得更新的内容（第 {kept} 条）。现在只能看，不能改")
        self.words.setText(sentence.format(last=last, found=stands.found, kept=stands.kept))
        self.show()


class LogGuard(QObject):
    """One for each main window, above whose parts the banner goes."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._audit = context.services.audit
        self.banner = RolledBackBanner()
        self.banner.button.clicked.connect(self.decide)
        layout = window.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, self.banner)
        self._anchor = QTimer(self, interval=_ANCHOR_MS)
        self._anchor.timeout.connect(self.keep_anchor)
        context.tasks.read(self, lambda _control: self._audit.rolled_back(), self._stands)
        if not context.preferences.safe:
            self._anchor.start()
            QTimer.singleShot(_FIRST_MS, self, self.check)

    # -- the anchor ----------------------------------------------------------------------------

    def keep_anchor(self) -> None:
        """Keep the head of the log outside the file."""
        self._context.tasks.write(self, lambda _control: self._audit.anchor(), lambda _nothing: None)

    def _stands(self, stands: RolledBack | None) -> None:
        if stands is None:
            self.banner.hide()
        else:
            self.banner.tell(stands)

    def decide(self) -> None:
        """Say what can be done; going on with the older data takes the right to restore, and the password again."""
        ways = [Choice("leave", _("先不动"), "quiet"), Choice("accept", _("就用现在的数据"), "danger_fill")]
        if self._context.has("restore"):
            ways.insert(1, Choice("restore", _("恢复备份…"), "primary"))
        question = _("数据文件比上次用的时候旧，怎么办？")
        consequences = _(
            "多半是有人把旧的数据文件拷了回来，也可能是磁盘被还原。恢复最近的备份能找回之后的内容；就用现在的数据，之后的内容就没有了，这个决定会记进日志。"
        )
        answer = ask.choose(self._window, question, consequences, ways)
        if answer == "restore":
            self._context.launch("restore")
        elif answer == "accept":
            self._context.tasks.write(self, lambda _control: self._audit.accept(), self._accepted)

    def _accepted(self, _nothing: object) -> None:
        self.banner.hide()
        self._context.message("ok", _("已经改用现在的数据，可以继续工作了"))

    # -- the chain -----------------------------------------------------------------------------

    def check(self) -> None:
        """The latest rows; then, when a week has gone, all of them."""
        self._context.tasks.read(self, self._audit.check_recent, self._checked)

    def _checked(self, verdict: Verdict) -> None:
        if verdict.good:
            self._context.tasks.read(self, self._whole, self.tell)
        else:
            self.tell(verdict)

    def _whole(self, control: Control) -> Verdict | None:
        return self._audit.check_all(control) if self._audit.is_due() else self._audit.last_check()

    def tell(self, verdict: Verdict | None) -> None:
        """Say what a check found, if that is not well."""
        if verdict is None or verdict.good:
            return
        if verdict.first:
            words = _("操作记录从第 {id} 条起对不上，可能被改动过。请不要继续录入，先恢复备份").format(id=verdict.first)
        else:
            words = _("有 {count} 条记录比日志里的旧，数据文件可能被换过一部分。请不要继续录入，先恢复备份")
            words = words.format(count=verdict.replayed)
        see = _("看日志") if self._context.has("log") else ""
        self._context.message("danger", words, see, self._see)

    def _see(self) -> None:
        self._context.launch("log")
