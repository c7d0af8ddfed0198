"""The import contracts of pyproject.toml hold, and each is broken by a planted import."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PLANTED = [
    ("rules/planted.py", "import louyu_desktop.services.copies", "Imports point downwards only"),
    ("exchange/planted.py", "import louyu_desktop.printing", "Imports point downwards only"),
    ("printing/planted.py", "import louyu_desktop.storage", "Imports point downwards only"),
    ("surprise/__init__.py", "", "Imports point downwards only"),
    ("services/planted.py", "import PySide6.QtCore", "Only ui and app know Qt"),
    ("printing/planted.py", "import shiboken6", "Only ui and app know Qt"),
    ("ui/planted.py", "import sqlalchemy", "The window sees copies, never the database"),
    ("ui/planted.py", "import louyu_desktop.storage", "The window sees copies, never the database"),
    ("ui/planted.py", "from louyu_desktop.models import Person", "The window sees copies, never the database"),
    ("exchange/planted.py", "from louyu_desktop.models import Person", "Workbooks and papers know plain values only"),
    ("printing/planted.py", "import sqlalchemy", "Workbooks and papers know plain values only"),
    ("rules/planted.py", "import louyu_desktop.rules.planted_too", "No import cycle anywhere"),
]


def layers(root: Path) -> subprocess.CompletedProcess[str]:
    """import-linter over the package below `root`, in a process of its own."""
    command = [sys.executable, str(ROOT / "tools" / "layers.py"), str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"COLUMNS": "200"})


def test_the_package_keeps_the_contracts() -> None:
    result = layers(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("name", "line", "contract"), PLANTED)
def test_a_planted_import_breaks_its_contract(tmp_path: Path, name: str, line: str, contract: str) -> None:
    package = tmp_path / "louyu_desktop"
    shutil.copytree(ROOT / "louyu_desktop", package, ignore=shutil.ignore_patterns("__pycache__"))
    planted = package / name
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f"{line}\n", "utf-8")
    if "planted_too" in line:
        (package / "rules" / "planted_too.py").write_text("import louyu_desktop.rules.planted\n", "utf-8")
    result = layers(tmp_path)
    assert result.returncode == 1
    broken = [words for words in result.stdout.splitlines() if words.endswith("BROKEN")]
    assert f"{contract} BROKEN" in broken
