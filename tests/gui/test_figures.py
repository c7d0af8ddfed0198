"""数字: charts on the window; a click or Enter on a number opens the list that it counts."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from louyu_desktop.services.copies import Query
from louyu_desktop.ui.buildings.figures import FiguresPane
from louyu_desktop.ui.buildings.tab import build
from louyu_desktop.ui.charts import ChartView
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.theme import theme


def pane_of(qtbot: QtBot, context: Context) -> FiguresPane:
    tab = build(context)
    qtbot.addWidget(tab)
    tab.resize(1366, 700)
    tab.show()
    pane = tab.show_last()
    assert isinstance(pane, FiguresPane)
    context.window = tab
    qtbot.waitUntil(lambda: bool(pane.views))
    return pane


def view_of(pane: FiguresPane, title: str) -> ChartView:
    return next(view for view in pane.views if view.accessibleName() == title)


def test_a_number_opens_its_list(qtbot: QtBot, context: Context) -> None:
    asked: list[Query] = []
    context.open_query = asked.append
    view = view_of(pane_of(qtbot, context), "企业·按员工数")
    assert "10–49 人：2" in view.accessibleDescription()
    left, top, right, bottom = view.chart.places[1].box
    middle = QPoint(int((left + right) / 2), int((top + bottom) / 2))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle)
    [query] = asked
    assert context.services.records.count(query) == 2
    view.setFocus()
    view._point_at(-1)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked[1] == query


def test_the_charts_follow_what_is_written(qtbot: QtBot, context: Context) -> None:
    pane = pane_of(qtbot, context)
    context.services.records.save("enterprises", None, {"name": "新来的", "headcount": 20})
    qtbot.waitUntil(
        lambda: bool(pane.views) and "10–49 人：3" in view_of(pane, "企业·按员工数").accessibleDescription()
    )


def test_the_figures_can_be_printed(qtbot: QtBot, context: Context) -> None:
    pane = pane_of(qtbot, context)
    launched: list[object] = []
    context.tools["print"] = lambda _context, **options: launched.append(options)
    qtbot.mouseClick(pane.print_button, Qt.MouseButton.LeftButton)
    assert launched == [{"paper": "figures"}]


def test_large_words_take_fewer_columns(qtbot: QtBot, context: Context, qapp: QApplication) -> None:
    pane = pane_of(qtbot, context)
    assert pane.columns == 3
    theme.apply(qapp, "light", 2.0)
    pane.resize(1300, 700)
    qtbot.waitUntil(lambda: pane.columns == 2 and len({view.x() for view in pane.views}) == 2)
    theme.apply(qapp, "light", 1.0)
