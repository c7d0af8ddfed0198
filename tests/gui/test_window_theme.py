"""Colours, icons and keys: one table each, and the same object follows a live switch."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QImage, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop import paths
from louyu_desktop.models import BY_KIND
from louyu_desktop.settings import BY_KEY
from louyu_desktop.ui.actions import ACTIONS, BY_ID
from louyu_desktop.ui.buttons import Button
from louyu_desktop.ui.icons import icon
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.opening import Look
from louyu_desktop.ui.theme import CONTRAST, DARK, LIGHT, SCALES, Tokens, theme
from louyu_desktop.ui.tokens import THEMES


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    shown = QColor(colour)
    parts = ((0.2126, shown.redF()), (0.7152, shown.greenF()), (0.0722, shown.blueF()))
    return sum(weight * linear(part) for weight, part in parts)


def linear(part: float) -> float:
    """A part of sRGB as light."""
    return part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_text_can_be_read_on_every_ground(tokens: Tokens) -> None:
    for text in (tokens.text, tokens.text2, tokens.text3):
        for ground in (tokens.window, tokens.surface, tokens.sunken, tokens.selected):
            assert contrast(text, ground) >= 4.5
    for name in ("danger", "warn", "ok", "info", "accent"):
        assert contrast(getattr(tokens, name), getattr(tokens, f"{name}_tint")) >= 4.5
    assert contrast(tokens.edge, tokens.surface) >= 3
    assert contrast(tokens.on_accent, tokens.accent_fill) >= 4.5


WORDS = ("text", "text2", "text3", "off", "accent", "danger", "warn", "ok", "info")
GROUNDS = ("window", "surface", "sunken", "hover", "selected", "accent_tint", "danger_tint", "warn_tint", "ok_tint",
           "info_tint")


def test_high_contrast_is_seven_to_one_wherever_words_stand() -> None:
    """Every word on every ground of the table, words on what is filled, and lines, shapes and bars at 3 : 1."""
    found = {
        (word, ground): contrast(getattr(CONTRAST, word), getattr(CONTRAST, ground))
        for word in WORDS for ground in GROUNDS
    }  # fmt: skip
    found |= {(fill, "on_accent"): contrast(CONTRAST.on_accent, getattr(CONTRAST, fill))
              for fill in ("accent_fill", "accent_hover", "danger_fill")}
    found |= {(word, risk.tint): contrast(CONTRAST.text, risk.tint) for word, risk in CONTRAST.risk.items()}
    found |= {(word, "edge"): contrast(risk.edge, CONTRAST.surface) for word, risk in CONTRAST.risk.items()}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < 7} == {}
    seen = ("line", "line2", "edge", "focus", "bar", *(f"series{n}" for n in range(1, 6)))
    faint = {name: contrast(getattr(CONTRAST, name), CONTRAST.surface) for name in seen}
    assert {name: ratio for name, ratio in faint.items() if ratio < 3} == {}


def test_every_choice_of_the_settings_has_its_colours(qapp: QApplication) -> None:
    chosen = [value for value, _words in BY_KEY["theme"].choices]
    assert set(chosen) == {"system", *THEMES}
    for value in chosen:
        theme.apply(qapp, value, 1.0)
        assert theme.tokens is THEMES.get(value, LIGHT)
        assert Look.of({"theme": value}, words=True).tokens is theme.tokens
    theme.apply(qapp, "light", 1.0)


def drawn(name: str, colour_of: str) -> QImage:
    return icon(name, colour_of).pixmap(20, 20).toImage()


def test_an_icon_already_made_takes_the_colour_of_the_theme(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.0)
    kept = icon("search", "text")
    before = kept.pixmap(20, 20).toImage()
    theme.apply(qapp, "dark", 1.0)
    after = kept.pixmap(20, 20).toImage()
    theme.apply(qapp, "light", 1.0)
    assert before != after
    assert kept.pixmap(20, 20).toImage() == before


def test_every_drawing_is_in_the_colour_that_is_asked_for(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.0)
    files = sorted(paths.resource("icons").glob("*.svg"))
    assert len(files) > 50
    for file in files:
        words = file.read_text(encoding="utf-8")
        assert "#" not in words, file.name
        assert drawn(file.stem, "text") != drawn(file.stem, "danger"), file.name


def test_every_icon_that_is_named_exists() -> None:
    named = {action.icon for action in ACTIONS if action.icon} | {model.__entity__.icon for model in BY_KIND.values()}
    missing = [name for name in named if not Path(paths.resource("icons") / f"{name}.svg").exists()]
    assert missing == []


def test_setting_the_same_theme_again_costs_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light", 1.0)
    with qtbot.assertNotEmitted(theme.changed):
        theme.apply(qapp, "light", 1.0)


@pytest.mark.parametrize("size", SCALES)
def test_fonts_and_heights_follow_the_text_size(qapp: QApplication, qtbot: QtBot, size: str) -> None:
    button, label = Button("保存"), Label("名称", "title")
    qtbot.addWidget(button)
    qtbot.addWidget(label)
    theme.apply(qapp, "light", SCALES[size])
    button.ensurePolished()
    assert label.font().pixelSize() == round(20 * SCALES[size])
    assert button.sizeHint().height() == round(32 * SCALES[size]) + 2
    theme.apply(qapp, "light", 1.0)


class Polishes(QObject):
    """Counts how often a widget is told that its style changed."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.StyleChange
        return False


def test_a_switch_polishes_a_deep_widget_no_oftener_than_a_shallow_one(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light", 1.0)
    top = QWidget()
    qtbot.addWidget(top)
    inner = top
    for _level in range(12):
        frame = QFrame(inner)
        QVBoxLayout(inner).addWidget(frame)
        inner = frame
    top.show()
    counted = Polishes(inner)
    for mode in ("dark", "light"):
        theme.apply(qapp, mode, 1.0)
        theme.settle()
    assert 0 < counted.count <= 6


def crowd(qtbot: QtBot, count: int) -> QWidget:
    """A window full of labels in two tones."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for number in range(count):
        column.addWidget(Label(str(number), "body", "text" if number % 2 else "danger"))
    return window


def ink(label: QWidget) -> str:
    return label.palette().color(label.foregroundRole()).name().upper()


def test_a_switch_reaches_every_widget_in_many_turns_and_what_is_seen_first(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light", 1.0)
    shown, hidden = crowd(qtbot, 300), crowd(qtbot, 300)
    hidden.show()
    hidden.hide()
    shown.show()
    qtbot.waitExposed(shown)
    labels, unseen = shown.findChildren(Label), hidden.findChildren(Label)
    with qtbot.waitSignal(theme.changed):
        theme.apply(qapp, "dark", 1.0)
        assert theme.busy
        assert not shown.updatesEnabled()
        assert ink(labels[-1]) == LIGHT.text
    assert {ink(label) for label in labels} == {DARK.text, DARK.danger}
    assert LIGHT.text in {ink(label) for label in unseen}
    qtbot.waitUntil(lambda: not theme.busy)
    assert {ink(label) for label in unseen} == {DARK.text, DARK.danger}
    assert shown.updatesEnabled()
    theme.apply(qapp, "light", 1.0)
    theme.settle()


def test_a_colour_taken_away_after_a_switch_leaves_the_colour_of_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light", 1.0)
    window = crowd(qtbot, 1)
    window.show()
    [label] = window.findChildren(Label)
    theme.apply(qapp, "dark", 1.0)
    theme.settle()
    label.set_tone("")
    assert ink(label) == DARK.text
    theme.apply(qapp, "light", 1.0)
    theme.settle()
    assert ink(label) == LIGHT.text


def test_a_second_switch_and_a_closed_window_do_not_disturb_the_first(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light", 1.0)
    window, closed = crowd(qtbot, 200), crowd(qtbot, 200)
    window.show()
    closed.show()
    theme.apply(qapp, "dark", 1.0)
    shiboken6.delete(closed)
    theme.apply(qapp, "light", 1.25)
    qtbot.waitUntil(lambda: not theme.busy)
    labels = window.findChildren(Label)
    assert {ink(label) for label in labels} == {LIGHT.text, LIGHT.danger}
    assert {label.font().pixelSize() for label in labels} == {18}
    assert window.updatesEnabled()
    theme.apply(qapp, "light", 1.0)
    theme.settle()


def test_no_key_stands_twice_where_both_would_act() -> None:
    always = [key for action in ACTIONS if action.group == ACTIONS[0].group for key in action.keys]
    for group in {action.group for action in ACTIONS}:
        own = [] if group == ACTIONS[0].group else [k for a in ACTIONS if a.group == group for k in a.keys]
        counted = Counter(QKeySequence(key).toString() for key in [*always, *own])
        assert [key for key, times in counted.items() if times > 1] == []
    assert len(BY_ID) == len(ACTIONS)
