"""The Windows installer as far as it can be told without Windows: it compiles, and what it takes along is there."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.installer import staged

ROOT = staged.ROOT
WINDOWS = ROOT / "installer" / "windows"
LOCKS = ("requirements.lock", "requirements-build.lock")

needs_makensis = pytest.mark.skipif(
    sys.platform != "linux" and shutil.which("makensis") is None, reason="NSIS is not on this computer"
)


@pytest.fixture(scope="module")
def contents() -> ModuleType:
    return staged.module("contents")


@needs_makensis
def test_the_installer_compiles_without_a_warning_and_says_what_it_is(tmp_path: Path) -> None:
    tree = staged.tree(tmp_path / "tree", "new")
    setup = staged.setup(tree, tmp_path, "1.2.3").read_bytes()
    [header] = struct.unpack_from("<I", setup, 0x3C)
    assert setup[header : header + 6] == b"PE\0\0" + struct.pack("<H", 0x8664)  # 64 bit
    assert struct.pack("<4I", 0xFEEF04BD, 0, 1 << 16 | 2, 3 << 16) in setup  # 1.2.3.0
    for said in ("1.2.3", "楼宇党群服务站", "Building Station"):
        assert said.encode("utf-16-le") in setup
    assert b'level="asInvoker"' in setup or b"level='asInvoker'" in setup  # no administrator


def test_both_languages_say_everything_and_nothing_is_said_that_is_not_there() -> None:
    script = (WINDOWS / "louyu-desktop.nsi").read_text("utf-8")
    said = re.findall(r'^\$\{Say\} (\w+) "(.+?)"(?: \\\n +| )"(.+?)"$', script, re.MULTILINE)
    names = {name for name, _chinese, _english in said}
    assert len(said) == script.count("\n${Say} ")
    assert set(re.findall(r"\$\((\w+)\)", script)) == names
    for _name, chinese, english in said:
        assert re.search("[一-鿿]|NAME_CHINESE", chinese)
        assert not re.search("[一-鿿]|NAME_CHINESE", english)
        assert not re.search("失败|异常|非法|无效", chinese)
        assert chinese.count("${DATA}") == english.count("${DATA}")


def test_the_installer_never_deletes_where_data_lies() -> None:
    script = (WINDOWS / "louyu-desktop.nsi").read_text("utf-8")
    deleted = set(re.findall(r'^ *(?:RMDir|Delete)(?: /r)? "(.+?)"', script, re.MULTILINE))
    whole = set(re.findall(r'^ *RMDir /r "(.+?)"', script, re.MULTILINE))
    assert whole == {"$INSTDIR\\program", "$INSTDIR\\program.old", "$INSTDIR\\program.new"}
    assert not [path for path in deleted if "louyu_desktop" in path or "DATA" in path]


def test_the_longest_path_in_the_longest_folder_is_what_windows_takes(tmp_path: Path) -> None:
    (tmp_path / "inner" / ("f" * 60)).mkdir(parents=True)
    (tmp_path / "inner" / "a.txt").touch()
    folder = "C:" + "x" * (staged.room(tmp_path) - 2)
    assert len(f"{folder}\\program.new\\inner\\{'f' * 60}") == 247  # a name of 8.3 fits into it
    (tmp_path / "inner" / ("f" * 60) / ("g" * 50)).touch()
    folder = "C:" + "x" * (staged.room(tmp_path) - 2)
    assert len(f"{folder}\\program.new\\inner\\{'f' * 60}\\{'g' * 50}") == 259


def test_the_icon_has_every_size_and_each_is_drawn(tmp_path: Path) -> None:
    builder = staged.module("build_windows")
    builder.draw_icon(tmp_path / "icon.ico")
    from PIL import Image
    from PIL.IcoImagePlugin import IcoImageFile

    with Image.open(tmp_path / "icon.ico") as opened:
        assert isinstance(opened, IcoImageFile)
        assert opened.info["sizes"] == {(size, size) for size in builder.ICON_SIZES}
        for size in builder.ICON_SIZES:
            picture = opened.ico.getimage((size, size)).convert("RGBA")
            corner, *_rest = pixels = [picture.getpixel((x, y)) for x in range(size) for y in range(size)]
            assert isinstance(corner, tuple)
            assert corner[3] < 128  # round
            assert {(140, 34, 38, 255), (255, 255, 255, 255)} <= set(pixels)


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", "0.1.0.0"), ("1.2rc3", "1.2.0.0"), ("3", "3.0.0.0"), ("1.2.3.4.5", "1.2.3.4")]
)
def test_the_version_is_four_numbers_for_windows(version: str, numbers: str) -> None:
    builder = staged.module("build_windows")
    assert builder.four(version) == numbers
    text = ast.parse(builder.version_text(version), mode="eval")
    plain = [node.value for node in ast.walk(text) if isinstance(node, ast.Constant)]
    assert version in plain
    assert "楼宇党群服务站" in plain


def test_only_what_nothing_names_is_left_out_of_the_program(tmp_path: Path) -> None:
    inside = tmp_path / "_internal" / "PySide6"
    (inside / "plugins" / "platforms").mkdir(parents=True)
    names = {
        "QtGui.pyd": ["qt6gui.dll"], "plugins/platforms/qwindows.dll": ["qt6gui.dll", "user32.dll"],
        "Qt6Gui.dll": ["qt6core.dll"], "Qt6Core.dll": [], "Qt6Quick.dll": ["qt6qml.dll"], "Qt6Qml.dll": ["qt6core.dll"],
    }  # fmt: skip
    for name in names:
        (inside / name).touch()
    gone = staged.module("build_windows").drop_unneeded(
        tmp_path, lambda file: names[file.relative_to(inside).as_posix()]
    )
    assert gone == ["qt6qml.dll", "qt6quick.dll"]
    assert sorted(path.name for path in inside.glob("*.dll")) == ["Qt6Core.dll", "Qt6Gui.dll"]


# -- what is taken along -----------------------------------------------------------------------------


def test_every_resource_and_migration_is_taken_along(contents: ModuleType) -> None:
    taken = {f"{folder}/{file.name}" for file, folder in contents.data_files()}
    for folder in ("icons", "help"):
        there = [file for file in (ROOT / "resources" / folder).rglob("*") if file.is_file()]
        assert there
        assert {f"louyu_desktop/{file.relative_to(ROOT).as_posix()}" for file in there} <= taken
    migrations = ROOT / "louyu_desktop" / "storage" / "migrations"
    versions = [file for file in migrations.rglob("*") if file.suffix in {".py", ".sql"}]
    assert len(versions) >= 10
    assert {file.relative_to(ROOT).as_posix() for file in versions} <= taken
    assert "louyu_desktop/resources/checklist.tsv" in taken


def test_what_qt_for_python_unpacks_at_its_start_goes_along_compiled(contents: ModuleType, tmp_path: Path) -> None:
    files = {f"{folder}/{file.name}": file for file, folder in contents.unpacked(tmp_path / "support")}
    assert "shiboken6/files.dir/signature_bootstrap.pyc" in files
    for name in ("loader", "parser", "layout", "mapping", "lib/enum_sig", "lib/pyi_generator"):
        head = files[f"shiboken6/files.dir/shibokensupport/signature/{name}.pyc"].read_bytes()[:8]
        assert head[:4] == MAGIC_NUMBER
        assert head[4:] == struct.pack("<I", 1), "checked by the time of a source that is not there"


WRONG_CALLS = """
import builtins, json, sys
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
said = []
class Bell(QObject):
    rang = Signal(int)
bell, heard = Bell(), []
bell.rang.connect(heard.append)
bell.rang.emit(3)
heavy = "inspect" in sys.modules
for wrong in (lambda: QTimer(1, 2, 3), lambda: QTimer().start("soon"), lambda: QObject(nothing=1)):
    try:
        wrong()
    except Exception as error:
        said.append([type(error).__name__, str(error)])
said.append(QCoreApplication.translate.__doc__)
print(json.dumps({"said": said, "heard": heard, "heavy": heavy, "looked at": hasattr(builtins, "__orig_import__")}))
"""


def test_a_wrong_call_of_the_built_program_is_told_as_by_qt_for_python_itself(
    contents: ModuleType, tmp_path: Path
) -> None:
    import shiboken6

    beside = tmp_path / "shiboken6"
    shutil.copytree(Path(shiboken6.__file__).parent, beside, ignore=shutil.ignore_patterns("files.dir", "__pycache__"))
    for file, folder in contents.unpacked(tmp_path / "support"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        shutil.copy(file, tmp_path / folder)

    def said(**environment: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-c", WRONG_CALLS], env={**os.environ, **environment}, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    theirs, ours = said(), said(PYTHONPATH=str(tmp_path))
    assert ours["said"] == theirs["said"]
    assert len({words for _kind, words in ours["said"][:3]}) == 3
    assert ours["heard"] == theirs["heard"] == [3]
    assert (ours["heavy"], ours["looked at"]) == (False, False)


def test_the_fonts_are_in_the_wheels_that_are_shipped() -> None:
    from louyu_desktop.printing.pinned import pinned

    assert [file.stat().st_size > 1 << 20 for file in pinned()] == [True, True]
    spec = (ROOT / "installer" / "louyu_desktop.spec").read_text("utf-8")
    assert "build" in spec
    assert 'collect_data_files("pylopdf_fonts_zh_cn")' in spec


def test_every_plug_in_that_is_named_is_in_qts_wheel(contents: ModuleType) -> None:
    import PySide6

    wheel, *windows = (WINDOWS / "plugins.txt").read_text("utf-8").splitlines()
    here = Path(PySide6.__file__).parent
    linux = [f"PySide6/{file.relative_to(here).as_posix()}" for file in (here / "Qt" / "plugins").rglob("*.so")]
    for platform, names in (("win32", windows), ("linux", linux)):
        if platform == "linux" and sys.platform != "linux":
            continue
        inside = [name.partition("/plugins/")[2] for name in names]
        for wanted in contents.PLUGINS[platform]:
            assert [name for name in inside if name.startswith(wanted)], f"{platform}: {wanted}"
    assert wheel.split("-")[1] == dict(_pinned("requirements.lock"))["pyside6-essentials"]
    for module in ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport", "QtDBus"):
        assert f"PySide6/{module}.pyd" in windows


def test_every_locked_requirement_has_its_wheel_for_windows() -> None:
    wheels = {}
    for line in (WINDOWS / "wheels.txt").read_text("utf-8").splitlines():
        file, _, digest = line.partition("  ")
        name, version = file.split("-")[:2]
        assert file.endswith(("-any.whl", "-win_amd64.whl"))
        wheels[_folded(name)] = (version, digest)
    wanted: dict[str, tuple[str, str]] = {}
    for lock in LOCKS:
        text = (ROOT / lock).read_text("utf-8")
        for name, version in _pinned(lock):
            found, digest = wheels[name]
            assert found == version, f"{name}: run tools/windows_wheels.py"
            assert f"--hash={digest}" in text
            wanted[name] = wheels[name]
    assert wanted.keys() == wheels.keys()


def test_the_two_locks_agree() -> None:
    first, second = (dict(_pinned(lock)) for lock in LOCKS)
    assert {name: first[name] for name in first.keys() & second.keys()} == {
        name: second[name] for name in first.keys() & second.keys()
    }


def test_the_command_for_powershell_is_read_as_utf_8_and_names_what_is_there() -> None:
    text = (WINDOWS / "build.ps1").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")  # without it Windows PowerShell 5.1 reads GBK
    names = re.findall(r'"((?:installer|tools)\\[\w\\]+\.py|requirements[\w-]*\.lock)"', text.decode("utf-8"))
    assert len(names) == 4
    for name in names:
        assert (ROOT / name.replace("\\", "/")).is_file()


def _pinned(lock: str) -> Iterator[tuple[str, str]]:
    """The names and versions of a lock that apply to Windows."""
    wheels = staged.tool("windows_wheels")
    for named, _text in wheels.blocks((ROOT / lock).read_text("utf-8")):
        name, _, version = named.partition("==")
        yield _folded(name.partition("[")[0]), version


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
