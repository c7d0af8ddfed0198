"""Every law of the house holds in the package, and is seen to fail on a planted violation."""

from __future__ import annotations

from pathlib import Path

import pytest

from louyu_desktop.models import RECORDS, fields_of
from tests.architecture import laws
from tests.architecture.tree import Tree

ROOT = Path(__file__).resolve().parents[2]
CHOICES = frozenset(
    word for model in RECORDS for field in fields_of(model) for word in (*field.choices, *(field.synonyms or ()))
)
SENTENCES = laws.sentences_are_translated(CHOICES)


@pytest.fixture(scope="module")
def package() -> Tree:
    return Tree.read(ROOT / "louyu_desktop")


@pytest.mark.parametrize("law", laws.LAWS, ids=lambda law: law.__name__)
def test_the_package_keeps_the_law(package: Tree, law: laws.Law) -> None:
    assert list(law(package)) == []


def test_what_people_read_is_marked_for_translation(package: Tree) -> None:
    assert list(SENTENCES(package)) == []


@pytest.mark.parametrize("law", [laws.tests_wait_for_events, laws.short_lines], ids=lambda law: law.__name__)
def test_the_tests_keep_their_laws(law: laws.Law) -> None:
    assert list(law(Tree.read(ROOT / "tests"))) == []


LONG = "def long() -> None:\n" + "    print()\n" * 60
MIDDLING = "\n".join(f"def part{n}() -> None:\n" + "    print()\n" * 29 for n in range(9))

PLANTED = [
    (laws.sizes, "rules/long.py", LONG),
    (laws.sizes, "rules/long.py", "x = 1\n" * 401),
    (laws.sizes, "ui/main_window.py", "x = 1\n" * 301),
    (laws.sizes, "ui/entity/table.py", "x = 1\n" * 1501),
    (laws.sizes, "ui/wide.py", "class Wide:\n" + "    x = 1\n" * 251),
    (laws.budgets, "rules/long.py", MIDDLING),
    (laws.budgets, "rules/tail.py", MIDDLING + "\n".join(f"def short{n}() -> None:\n    print()\n" for n in range(12))),
    (laws.short_lines, "rules/long.py", f"S = '{'字' * 120}'\n"),
    (laws.one_door_for_boxes, "ui/today/page.py", "from PySide6.QtWidgets import QMessageBox\n"),
    (laws.one_door_for_boxes, "ui/today/page.py", "QtWidgets.QMessageBox.warning(None, '', '')\n"),
    (laws.one_door_for_preferences, "ui/entity/table.py", "from PySide6.QtCore import QSettings\n"),
    (laws.no_nested_loops, "ui/entity/table.py", "QApplication.processEvents()\n"),
    (laws.no_nested_loops, "ui/tasks.py", "class Worker(QThread):\n    pass\n"),
    (laws.colours_in_the_theme, "ui/parts.py", "STYLE = 'QLabel { color: #C7000B }'\n"),
    (laws.colours_in_the_theme, "ui/parts.py", "STYLE = 'background: rgba(0, 0, 0, 10)'\n"),
    (laws.colours_in_the_theme, "ui/parts.py", "pen = QColor('red')\n"),
    (laws.colours_in_the_theme, "ui/parts.py", "pen = QColor(200, 0, 11)\n"),
    (laws.colours_in_the_theme, "ui/parts.py", "pen = Qt.GlobalColor.red\n"),
    (laws.colours_in_the_theme, "printing/handbook.py", "red = colors.HexColor(0xC7000B)\n"),
    (laws.writes_in_storage, "services/desk.py", "from sqlalchemy import insert, select\n"),
    (laws.writes_in_storage, "services/desk.py", "session.execute(text('UPDATE person SET name = 1'))\n"),
    (laws.writes_in_storage, "services/desk.py", "write.session.add(person)\n"),
    (laws.writes_in_storage, "services/desk.py", "statement = sqlalchemy.delete(Person)\n"),
    (laws.database_opened_by_the_engine, "services/desk.py", "(folder / 'station.db').read_bytes()\n"),
    (laws.database_opened_by_the_engine, "storage/backup.py", "open(folder / engine.DATABASE_FILE, 'rb')\n"),
    (laws.database_opened_by_the_engine, "storage/backup.py", "import sqlcipher3\n"),
    (laws.database_opened_by_the_engine, "services/desk.py", "e = create_engine('sqlite://')\n"),
    (laws.full_width_punctuation, "rules/dates.py", "SENTENCE = '没有写入,请再试一次'\n"),
    (laws.full_width_punctuation, "rules/dates.py", "SENTENCE = f'共 {n} 行(含空行)'\n"),
    (laws.gettext_sees_whole_sentences, "ui/parts.py", "label = _(f'写入 {n} 行')\n"),
    (laws.gettext_sees_whole_sentences, "ui/parts.py", "label = _('写入' + unit)\n"),
    (SENTENCES, "ui/parts.py", "label.setText('写入')\n"),
    (SENTENCES, "printing/handbook.py", "title = f'{name}服务手册'\n"),
    (SENTENCES, "rules/dates.py", "def parse() -> None:\n    raise UserError('没有这一天')\n"),
    (laws.services_give_copies, "services/desk.py",
     "from louyu_desktop.models import Person\ndef find() -> list[Person]:\n    return []\n"),
    (laws.services_give_copies, "services/desk.py",
     "from sqlalchemy.orm import Session\nclass Desk:\n    def open(self) -> Session | None:\n        return None\n"),
    (laws.tests_wait_for_events, "unit/test_x.py", "import time\ntime.sleep(1)\n"),
    (laws.tests_wait_for_events, "gui/test_x.py", "def test_x(qtbot):\n    qtbot.wait(100)\n"),
    (laws.tests_wait_for_events, "unit/test_x.py", "from unittest.mock import patch\n"),
]  # fmt: skip


@pytest.mark.parametrize(("law", "name", "text"), PLANTED)
def test_a_planted_violation_is_found(tmp_path: Path, law: laws.Law, name: str, text: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    assert list(law(Tree.read(tmp_path)))


ALLOWED = [
    (laws.short_lines, "rules/long.py", f"S = '{'字' * 114}'\n"),
    (laws.one_door_for_boxes, "ui/ask.py", "from PySide6.QtWidgets import QMessageBox\n"),
    (laws.one_door_for_preferences, "ui/preferences.py", "from PySide6.QtCore import QSettings\n"),
    (laws.colours_in_the_theme, "ui/tokens.py", "ACCENT = '#C7000B'\n"),
    (laws.colours_in_the_theme, "ui/parts.py", "pen = QColor(theme.tokens.accent)\nlink = 'go#contact'\n"),
    (laws.writes_in_storage, "storage/write.py", "from sqlalchemy import insert\n"),
    (laws.writes_in_storage, "services/desk.py", "write.update(Person, rows)\nseen.add(1)\nnote = 'UPDATE'\n"),
    (laws.database_opened_by_the_engine, "storage/engine.py", "import sqlcipher3\n"),
    (laws.full_width_punctuation, "rules/dates.py", '"""说明(旧)"""\nS = "（甲）"\nP = re.compile("年(\\\\d+)月")\n'),
    (laws.gettext_sees_whole_sentences, "ui/parts.py", "a = _('写入')\nb = _(field.label)\n"),
    (SENTENCES, "ui/parts.py", "a = _('写入')\nif kind == '离职':\n    pass\nb = 'name'\n"),
    (laws.services_give_copies, "services/desk.py",
     "from louyu_desktop.models import Person\ndef find() -> list[int]:\n    return [Person]\n"),
]  # fmt: skip


@pytest.mark.parametrize(("law", "name", "text"), ALLOWED)
def test_what_is_allowed_is_not_found(tmp_path: Path, law: laws.Law, name: str, text: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    assert list(law(Tree.read(tmp_path))) == []
