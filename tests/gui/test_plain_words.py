"""What people type is shown as it stands: no tip, label or menu reads signs in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt as Core
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from louyu_desktop.ui.labels import Badge, ElidedLabel, Label
from louyu_desktop.ui.plain import LONGEST_TIP, tip, unmarked

MARKUP = "<b>甲</b>&amp;<img src='file:///etc/passwd'><a href='http://x'>乙</a>\n第二行  两格"

signs = st.text(st.sampled_from("<>/&;b=\"' \n甲乙"), max_size=60)


@settings(max_examples=200, deadline=None)
@given(st.one_of(signs, st.just(MARKUP)))
def test_a_tip_shows_the_text_itself(qapp: QApplication, text: str) -> None:
    """Whatever Qt takes for markup is read back as it was typed."""
    shown = tip(text)
    if shown != text:
        document = QTextDocument()
        document.setHtml(shown)
        assert document.toPlainText() == text


def test_a_tip_has_an_end() -> None:
    assert len(tip("长" * 9000)) == LONGEST_TIP


@pytest.mark.parametrize("make", [Label, ElidedLabel, Badge])
def test_labels_read_no_markup(qapp: QApplication, make: type[QLabel]) -> None:
    label = make(MARKUP)
    assert label.text() == MARKUP
    assert label.textFormat() is Core.TextFormat.PlainText


def test_an_ampersand_in_a_menu_is_a_letter(qapp: QApplication) -> None:
    menu = QMenu()
    action = menu.addAction(unmarked("甲&乙 && 丙"))
    assert action.text().replace("&&", "&") == "甲&乙 && 丙"
    assert action.shortcut().isEmpty()
