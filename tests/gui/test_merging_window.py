"""查重与合并 as a person does it: look at the pairs, choose side by side, take it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.services.records import Records
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.enterprises.merging import MERGE
from louyu_desktop.ui.enterprises.merging.choosing import OtherDialog
from louyu_desktop.ui.enterprises.merging.pairs import TwinsPane
from louyu_desktop.ui.enterprises.merging.sides import MergeDialog


def dialog_of(kind: type[QWidget], qtbot: QtBot) -> QWidget:
    """The dialog of a kind that is open."""
    qtbot.waitUntil(lambda: any(isinstance(one, kind) and one.isVisible() for one in QApplication.topLevelWidgets()))
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


@pytest.fixture
def pane(context: Context, records: Records, qtbot: QtBot) -> Iterator[TwinsPane]:
    records.save("enterprises", None, {"name": "上海澄怀设计有限公司", "credit_code": "91310104MADEM00119"})
    shown = TwinsPane(context)
    qtbot.addWidget(shown)
    shown.resize(1100, 500)
    shown.show()
    qtbot.waitUntil(lambda: bool(shown.lines.rows))
    yield shown
    shown.hide()


def test_a_pair_is_merged_and_taken_back(pane: TwinsPane, context: Context, records: Records, qtbot: QtBot) -> None:
    before = records.total("enterprises")
    pane.open(pane.lines.rows[0])
    dialog = dialog_of(MergeDialog, qtbot)
    assert isinstance(dialog, MergeDialog)
    assert dialog.taken()["credit_code"]
    assert "联系人" not in dialog.moves.text()
    dialog.choose("name", right=True)
    opened: list[tuple[str, int]] = []
    context.open_record = lambda kind, key: opened.append((kind, key))
    dialog.go.click()
    qtbot.waitUntil(lambda: records.total("enterprises") == before - 1)
    qtbot.waitUntil(lambda: bool(opened))
    merged = records.get(*opened[0])
    assert merged.title == "上海澄怀设计有限公司"
    assert merged.values["former_name"] == "澄怀设计（上海）有限公司"
    assert merged.values["lease_end"] is not None
    records.undo()
    assert records.total("enterprises") == before


def test_the_sides_can_be_turned(pane: TwinsPane, qtbot: QtBot) -> None:
    pane.open(pane.lines.rows[0])
    dialog = dialog_of(MergeDialog, qtbot)
    assert isinstance(dialog, MergeDialog)
    left = dialog.comparison.titles[0]
    dialog.turn.click()
    qtbot.waitUntil(lambda: any(
        isinstance(one, MergeDialog) and one.isVisible() and one.comparison.titles[1] == left
        for one in QApplication.topLevelWidgets()
    ))  # fmt: skip
    turned = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, MergeDialog) and one.isVisible()
    )
    assert "联系人 1 人" in turned.moves.text()
    turned.reject()


def test_two_that_were_told_apart_are_gone(pane: TwinsPane, qtbot: QtBot) -> None:
    pane.tell_apart(pane.lines.rows[0])
    qtbot.waitUntil(lambda: not pane.lines.rows or pane.empty.isVisible())
    pane.look()
    qtbot.waitUntil(pane.empty.isVisible)


def test_the_open_record_offers_those_of_a_like_name(
    pane: TwinsPane, context: Context, records: Records, qtbot: QtBot
) -> None:
    [key] = [one.id for one in records.options("enterprises", "上海澄怀")]
    MERGE.run(context, records.get("enterprises", key), pane)
    dialog = dialog_of(OtherDialog, qtbot)
    assert isinstance(dialog, OtherDialog)
    dialog.take()
    assert "请选另外一条" in dialog.note._text.text()
    dialog.reject()
