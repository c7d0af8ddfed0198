"""The one style sheet: by type and dynamic property, never a font size, built once per theme and scale.

Measured traps behind the odd parts: a border on combo and spin boxes brings arrow boxes of its own, so
every subcontrol is given; `min-height` in a sheet overrules `setFixedHeight`, so heights stand here only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Template

from louyu_desktop import paths

_CHECK = "M4 10.5 L8.2 14.5 L16 6"
_DOWN = "M5 7.5 L10 12.5 L15 7.5"
_UP = "M5 12.5 L10 7.5 L15 12.5"
_DOT = "M10 10 L10 10"


def build(colours: Mapping[str, str], px: Callable[[int], int]) -> str:
    """The sheet for these colours; lengths written `[n]` go through `px`."""
    values = dict(colours)
    values["down"] = _art("down", _DOWN, colours["text2"], 1.6)
    values["up"] = _art("up", _UP, colours["text2"], 1.6)
    values["down_off"] = _art("down", _DOWN, colours["off"], 1.6)
    values["check"] = _art("check", _CHECK, colours["on_accent"], 2.4)
    values["check_off"] = _art("check", _CHECK, colours["off"], 2.4)
    values["dot"] = _art("dot", _DOT, colours["on_accent"], 9)
    pieces = Template(_SHEET).substitute(values).split("[")
    out = [pieces[0]]
    for piece in pieces[1:]:
        number, bracket, rest = piece.partition("]")
        out.append(f"{px(int(number))}px{rest}" if bracket and number.isdigit() else f"[{piece}")
    return "".join(out)


def _art(name: str, path: str, colour: str, width: float) -> str:
    """A drawing as a file, because a style sheet takes no other; made once per colour."""
    folder = paths.cache() / "art"
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}-{colour.lstrip('#')}.svg"
    if not file.exists():
        file.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" viewBox="0 0 20 20">'
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"'
            ' stroke-linecap="round" stroke-linejoin="round"/></svg>',
            encoding="utf-8",
        )
    return file.as_posix()


_SHEET = """
QPushButton, QToolButton, QCheckBox, QRadioButton, QAbstractItemView { outline: none; }
QToolTip { background: $surface; color: $text; border: 1px solid $line2; padding: [4] [6]; }
QMainWindow, QDialog { background: $window; }

QLabel { background: transparent; }
QLabel[tone="text"] { color: $text; } QLabel[tone="text2"] { color: $text2; } QLabel[tone="text3"] { color: $text3; }
QLabel[tone="accent"] { color: $accent; } QLabel[tone="danger"] { color: $danger; }
QLabel[tone="warn"] { color: $warn; } QLabel[tone="ok"] { color: $ok; } QLabel[tone="info"] { color: $info; }
QLabel[tone="off"] { color: $off; }
QLabel:disabled { color: $off; }

QPushButton { background: $surface; color: $text; border: 1px solid $line2; border-radius: [6];
  min-height: [32]; padding: 0 [14]; }
QPushButton:hover { background: $hover; border-color: $edge; }
QPushButton:pressed { background: $sunken; }
QPushButton:disabled { color: $off; border-color: $line; background: $surface; }
QPushButton[small="true"] { min-height: [26]; padding: 0 [10]; }
QPushButton[kind="primary"] { background: $accent_fill; color: $on_accent; border-color: $accent_fill;
  font-weight: 700; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:disabled { background: $sunken; color: $off; border-color: $line; font-weight: 700; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $text2; }
QPushButton[kind="quiet"]:hover { background: $sunken; }
QPushButton[kind="quiet"]:disabled { color: $off; }
QPushButton[kind="link"] { background: transparent; border-color: transparent; color: $accent; padding: 0 [6];
  min-height: [26]; text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:disabled { color: $off; }
QPushButton[kind="inline"] { background: transparent; border: none; color: $text2; padding: 0; min-height: [20];
  font-size: [13]; text-align: left; }
QPushButton[kind="inline"]:hover { color: $accent; text-decoration: underline; }
QPushButton[kind="danger"] { color: $danger; border-color: $danger; }
QPushButton[kind="danger"]:hover { background: $danger_tint; }
QPushButton[kind="danger"]:disabled { color: $off; border-color: $line; }
QPushButton[kind="danger_fill"] { background: $danger_fill; color: $on_accent; border-color: $danger_fill;
  font-weight: 700; }
QPushButton[kind="segment"] { border-radius: 0; border-right-width: 0; color: $text2; min-height: [32]; }
QPushButton[kind="segment"][end="first"] { border-top-left-radius: [6]; border-bottom-left-radius: [6]; }
QPushButton[kind="segment"][end="last"] { border-top-right-radius: [6]; border-bottom-right-radius: [6];
  border-right-width: 1px; }
QPushButton[kind="segment"][end="only"] { border-radius: [6]; border-right-width: 1px; }
QPushButton[kind="segment"]:checked { background: $accent_tint; color: $accent; border: 1px solid $accent;
  font-weight: 700; }
QPushButton[kind="tab"] { background: transparent; border: none; border-radius: 0; color: $text2;
  min-height: [45]; padding: [3] 18px 0 18px; border-bottom: 3px solid transparent; }
QPushButton[kind="tab"]:hover { color: $text; }
QPushButton[kind="tab"]:checked { color: $accent; font-weight: 700; border-bottom: 3px solid $accent; }
QPushButton[kind="subtab"] { background: transparent; border: none; border-radius: 0; color: $text2;
  min-height: [36]; padding: 0 [14]; border-bottom: 3px solid transparent; }
QPushButton[kind="subtab"]:hover { color: $text; }
QPushButton[kind="subtab"]:checked { color: $accent; font-weight: 700; border-bottom: 3px solid $accent; }
QPushButton[kind="count"] { background: transparent; border-color: transparent; color: $text2; min-height: [22];
  padding: 0 [8] 0 0; text-align: left; }
QPushButton[kind="count"]:hover { color: $accent; }
QPushButton[kind="chip"] { background: transparent; color: $text2; border-radius: [12]; min-height: [24];
  padding: 0 [10]; }
QPushButton[kind="chip"]:hover { background: $surface; color: $text; }
QPushButton[kind="chip"]:checked { background: $accent_tint; color: $accent; border-color: $accent; font-weight: 700; }
QPushButton[kind="tile"] { border: 1px solid $line; border-radius: [8]; padding: 0;
    min-height: [72]; }
QPushButton[kind="tile"]:hover { border-color: $edge; background: $hover; }
QToolButton { background: transparent; border: none; border-radius: [6]; min-width: [34]; min-height: [32]; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $accent_tint; }
QToolButton::menu-indicator { image: none; }
QLineEdit QToolButton { min-width: 0; min-height: 0; background: transparent; }
QPushButton[kind="status"] { background: transparent; border: none; color: $text2; min-height: [22]; padding: 0; }
QPushButton[kind="status"]:hover { color: $accent; text-decoration: underline; }
QToolButton[small="true"] { min-width: [28]; min-height: [26]; }

QLineEdit, QPlainTextEdit, QTextEdit { background: $surface; color: $text; border: 1px solid $edge;
  border-radius: [6]; padding: 0 [10]; selection-background-color: $info_tint; selection-color: $text; }
QPlainTextEdit, QTextEdit { padding: [6] [8]; }
QTextBrowser, QTextBrowser:focus { border: none; border-radius: 0; padding: 0; }
QLineEdit { min-height: [30]; }
QLineEdit[small="true"] { min-height: [26]; padding: 0 [8]; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: $focus; }
QLineEdit:read-only, QPlainTextEdit[readOnly="true"] { background: $sunken; border-color: $line; color: $text2; }
QLineEdit:disabled, QPlainTextEdit:disabled { background: $sunken; border-color: $line; color: $off; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $danger; }
QLineEdit[search="true"] { background: $sunken; border-color: $line; }
QLineEdit[search="true"]:focus { background: $surface; border-color: $focus; }
QLineEdit[bare="true"] { border: none; background: transparent; padding: 0; min-height: [26]; }

QComboBox { background: $surface; color: $text; border: 1px solid $edge; border-radius: [6]; min-height: [30];
  padding: 0 [12]; combobox-popup: 0; }
QComboBox[small="true"] { min-height: [26]; padding: 0 [8]; border-color: $line2; }
QComboBox:focus, QComboBox:on { border-color: $focus; }
QComboBox:disabled { background: $sunken; border-color: $line; color: $off; }
QComboBox::drop-down { border: 0; width: [30]; }
QComboBox::down-arrow { image: url($down); width: [14]; height: [14]; }
QComboBox::down-arrow:disabled { image: url($down_off); }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; min-height: 0; padding: 0; background: transparent; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $line2; padding: [4];
  selection-background-color: $selected; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: [34]; padding: 0 [8]; }
QAbstractSpinBox { background: $surface; color: $text; border: 1px solid $edge; border-radius: [6];
  min-height: [27]; padding: [1] [9]; }
QAbstractSpinBox:focus { border-color: $focus; }
QAbstractSpinBox:disabled { background: $sunken; border-color: $line; color: $off; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: [22]; background: transparent; }
QAbstractSpinBox::up-arrow { image: url($up); width: [12]; height: [12]; }
QAbstractSpinBox::down-arrow { image: url($down); width: [12]; height: [12]; }
QCheckBox, QRadioButton { spacing: [8]; min-height: [28]; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator { width: [16]; height: [16];
  border: 1px solid $edge; background: $surface; border-radius: [4]; }
QRadioButton::indicator { border-radius: [8]; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $focus; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: $accent_fill; border-color: $accent_fill;
  image: url($check); }
QCheckBox::indicator:indeterminate { background: $line2; border-color: $edge; }
QRadioButton::indicator:checked { background: $accent_fill; border-color: $accent_fill; image: url($dot); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled, QListView::indicator:disabled {
  background: $sunken; border-color: $line; }
QCheckBox::indicator:checked:disabled { image: url($check_off); }
QSlider::groove:horizontal { height: [4]; background: $line2; border-radius: [2]; }
QSlider::handle:horizontal { width: [16]; margin: -[6] 0; border-radius: [8]; background: $accent_fill; }

QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: [8]; }
QFrame[card="plain"] { background: $surface; border: none; }
QListView[list="popup"] { background: $surface; border: 1px solid $line2; }
QFrame[card="popup"] { background: $surface; border: 1px solid $line2; border-radius: [10]; }
QFrame[card="sunken"] { background: $sunken; border: none; border-radius: [4]; }
QFrame[bar="top"] { background: $surface; border: none; border-bottom: 1px solid $line;
  min-height: [51]; max-height: [51]; }
QFrame[bar="status"] { background: $sunken; border: none; border-top: 1px solid $line;
  min-height: [27]; max-height: [27]; }
QFrame[bar="status"] QPushButton { min-height: [22]; padding: 0 [4]; }
QFrame[bar="head"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[bar="foot"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[bar="wizard"] { background: $sunken; border: none; border-top: 1px solid $line; }
QFrame[hairline="true"] { background: $line; border: none; }
QFrame[message="ok"] { background: $ok_tint; border: none; border-radius: [6]; }
QFrame[message="warn"] { background: $warn_tint; border: none; border-radius: [6]; }
QFrame[message="danger"] { background: $danger_tint; border: none; border-radius: [6]; }
QFrame[message="info"] { background: $info_tint; border: none; border-radius: [6]; }
QFrame[message] QPushButton[kind="link"] { min-height: [24]; }
QFrame[chip="true"] { background: $sunken; border: 1px solid $line2; border-radius: [13];
  min-height: [26]; max-height: [26]; }
QFrame[chip="true"] QToolButton { min-width: [20]; min-height: [20]; border-radius: [4]; }
QLabel[badge="plain"] { background: $sunken; color: $text2; border-radius: [4]; padding: [1] [7]; }
QLabel[badge="danger"] { background: $danger_tint; color: $danger; border-radius: [4]; padding: [1] [7]; }
QLabel[badge="warn"] { background: $warn_tint; color: $warn; border-radius: [4]; padding: [1] [7]; }
QLabel[badge="ok"] { background: $ok_tint; color: $ok; border-radius: [4]; padding: [1] [7]; }
QLabel[badge="info"] { background: $info_tint; color: $info; border-radius: [4]; padding: [1] [7]; }
QLabel[badge="accent"] { background: $accent_tint; color: $accent; border-radius: [4]; padding: [1] [7]; }
QLabel[key="true"] { background: $sunken; color: $text; border: 1px solid $line2; border-radius: [4];
  padding: 0 [6]; }

QWidget[desk="window"] { background: $window; }
QFrame[desk="head"] { background: $surface; border: none; border-bottom: 1px solid $line;
  min-height: [91]; max-height: [91]; }
QTreeView[desk="list"], QTableView[desk="list"] { border: 1px solid $line; border-radius: [8]; }
QTreeView[desk="list"]::item, QTableView[desk="list"]::item { min-height: [38]; padding: 0 [10];
  border-bottom: 1px solid $line; }
QTreeView[desk="list"]::item:selected, QTableView[desk="list"]::item:selected { background: $selected; color: $text; }
QFrame[desk="side"] { background: $surface; border: none; border-left: 1px solid $line; }
QPushButton[desk="true"] { min-height: [42]; padding: 0 [17]; }
QPushButton[desk="true"][kind="quiet"] { padding: 0 [10]; min-height: [30]; }
QLineEdit[desk="true"] { min-height: [68]; border: 3px solid $focus; border-radius: [10]; padding: 0 [14]; }
QLineEdit[desk="true"][leaving="true"] { border-color: $warn; }
QLineEdit[desk="field"] { min-height: [46]; border-radius: [8]; padding: 0 [14]; }
QFrame[deskcard="idle"] { background: $surface; border: 1px solid $line; border-radius: [12]; }
QFrame[deskcard="ok"] { background: $ok_tint; border: 1px solid $ok_tint; border-radius: [12]; }
QFrame[deskcard="warn"] { background: $warn_tint; border: 1px solid $warn_tint; border-radius: [12]; }
QFrame[deskcard="danger"] { background: $danger_tint; border: 1px solid $danger_tint; border-radius: [12]; }
QFrame[deskcard="info"] { background: $info_tint; border: 1px solid $info_tint; border-radius: [12]; }

QAbstractItemView { background: $surface; color: $text; border: none; selection-background-color: $selected;
  selection-color: $text; }
QTableView { gridline-color: $line; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $text3; border: none; border-bottom: 1px solid $line;
  padding: 0 [10]; min-height: [33]; }
QTableCornerButton::section { background: $surface; border: none; }
QScrollArea { border: none; background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: [12]; margin: 0; }
QScrollBar:horizontal { background: transparent; height: [12]; margin: 0; }
QScrollBar::handle { background: $line2; border-radius: [4]; margin: [2]; }
QScrollBar::handle:vertical { min-height: [32]; } QScrollBar::handle:horizontal { min-width: [32]; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; } QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QMenu { background: $surface; color: $text; border: 1px solid $line2; padding: [4]; }
QMenu::item { padding: [6] [24] [6] [12]; border-radius: [4]; min-height: [20]; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $off; }
QMenu::icon { padding-left: [8]; }
QMenu::separator { height: 1px; background: $line; margin: [4] [8]; }
QProgressBar { background: $line; border: none; border-radius: [3]; min-height: [6]; max-height: [6]; }
QProgressBar::chunk { background: $text2; border-radius: [3]; }
QTabBar::tab { background: transparent; color: $text2; padding: [8] [14]; border-bottom: 3px solid transparent; }
QTabBar::tab:selected { color: $accent; border-bottom: 3px solid $accent; font-weight: 700; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QGroupBox { border: none; margin-top: [24]; font-weight: 700; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }
QCalendarWidget QWidget { alternate-background-color: $sunken; }
"""
