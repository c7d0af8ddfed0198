"""The Linux package as far as it can be told without building the program: form, launcher, desktop files."""

from __future__ import annotations

import configparser
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from louyu_desktop import __version__
from tests.installer import staged

LINUX = staged.ROOT / "installer" / "linux"
TOOLS = ("ar", "xz", "tar", "dpkg-deb")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a Linux package")
needs_tools = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="binutils and dpkg are not on this computer")


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    return staged.module("build_linux")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A launcher with a program that says how it was started, and a loader that does too."""
    tree = tmp_path / "中文 路径" / "louyu-desktop"
    (tree / "program" / "_internal").mkdir(parents=True)
    (tree / "glibc").mkdir()
    shutil.copy(LINUX / "louyu-desktop", tree / "louyu-desktop")
    says = '#!/bin/sh\necho "{who}|$*|${{LD_LIBRARY_PATH-}}|${{LOUYU_LIBRARY_PATH-}}|$LOUYU_LAUNCHER"\n'
    for path, who in ((tree / "program" / "louyu-desktop", "program"), (tree / "glibc" / "ld-linux-x.so.2", "loader")):
        path.write_text(says.format(who=who), encoding="utf-8")
        path.chmod(0o755)
    return tree


def _started(tree: Path, built_on: str) -> list[str]:
    (tree / "glibc" / "version").write_text(f"{built_on}\n")
    environment = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": "/their own", "LC_ALL": "C.UTF-8"}
    launcher = tree.parent / "在菜单里"
    launcher.unlink(missing_ok=True)
    launcher.symlink_to(tree / "louyu-desktop")
    done = subprocess.run([launcher, "--data", "站点 一"], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip().split("|")


@pytest.mark.parametrize("built_on", ["2.1", "1.99"])
def test_a_newer_system_starts_the_program_on_its_own_c_library(tree: Path, built_on: str) -> None:
    assert _started(tree, built_on) == [
        "program", "--data 站点 一", "/their own", "/their own", str(tree / "louyu-desktop")
    ]  # fmt: skip


@pytest.mark.parametrize("built_on", ["2.999", "3.0"])
def test_an_older_one_starts_it_on_the_one_that_came_along(tree: Path, built_on: str) -> None:
    who, told, libraries, theirs, _launcher = _started(tree, built_on)
    assert (who, theirs) == ("loader", "/their own")
    assert told == f"{tree / 'program' / 'louyu-desktop'} --data 站点 一"
    assert libraries == f"{tree / 'glibc'}:{tree / 'program' / '_internal'}"


@needs_tools
def test_the_package_is_one_and_belongs_to_nobody(
    builder: ModuleType, tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "BUILD", tmp_path)
    monkeypatch.setattr(builder, "DIST", tmp_path)
    made = builder._package(tree)
    architecture = builder.ARCHITECTURES[platform.machine()]
    assert made.name == f"louyu-desktop_{__version__}_{architecture}.deb"
    facts = _said("dpkg-deb", "--field", made, "Version", "Architecture", "Installed-Size")
    assert f"Version: {__version__}" in facts
    assert f"Architecture: {architecture}" in facts
    listed = [line.split(maxsplit=5) for line in _said("dpkg-deb", "--contents", made).splitlines()]
    assert {owner for _mode, owner, *_rest in listed} == {"root/root"}
    names = {name for *_rest, name in listed}
    assert "./usr/bin/louyu-desktop -> /opt/louyu-desktop/louyu-desktop" in names
    assert {f"./{target}" for _source, target in builder._system_files()} <= names
    _said("dpkg-deb", "--control", made, tmp_path / "control")
    assert {file.name for file in (tmp_path / "control").iterdir()} == {"control", "md5sums", "preinst", "prerm"}
    _said("dpkg-deb", "--extract", made, tmp_path / "root")
    sums = subprocess.run(["md5sum", "--check", "--quiet", "../control/md5sums"], cwd=tmp_path / "root", check=False)
    assert sums.returncode == 0
    archive = builder._archive(tree)
    assert "louyu-desktop/program/louyu-desktop" in _said("tar", "--list", "--file", archive).splitlines()


def test_the_desktop_opens_our_backups_with_it() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(LINUX / "louyu-desktop.desktop", encoding="utf-8")
    facts = entry["Desktop Entry"]
    assert facts["Exec"] == "louyu-desktop %f"
    kinds = (LINUX / "louyu-desktop.xml").read_text("utf-8")
    assert re.findall(r'mime-type type="(.+?)"', kinds) == [facts["MimeType"].rstrip(";")]
    assert re.findall(r'glob pattern="(.+?)"', kinds) == ["louyu-*.backup", "搬家-*.backup"]


def _said(*command: str | Path) -> str:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
