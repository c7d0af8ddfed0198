"""Build hook: compiles the translations and maps resources/ into the wheel as louyu_desktop/resources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(folder: Path) -> list[Path]:
    """Write a .mo beside every .po under `folder`; gives the files written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file)
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalogue)
        written.append(target)
    return written


class ResourcesHook(BuildHookInterface[Any]):
    """Runs for the wheel and for an editable install, which finds resources/ beside the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the translations; for a real wheel take every resource along."""
        resources = Path(self.root) / "resources"
        compile_catalogues(resources / "translations")
        if version == "editable":
            return
        for file in sorted(path for path in resources.rglob("*") if path.is_file()):
            build_data["force_include"][str(file)] = f"louyu_desktop/resources/{file.relative_to(resources).as_posix()}"


if __name__ == "__main__":
    compile_catalogues(Path(__file__).resolve().parent.parent / "resources" / "translations")
