"""The contracts of pyproject.toml over the package in a tree: `layers.py [ROOT]`; exit code 1 when one is broken."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(root: Path) -> int:
    """Run import-linter on the package in `root` with the contracts of this project."""
    sys.path.insert(0, str(root))
    os.chdir(root)
    from importlinter.cli import lint_imports

    return int(lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve() if sys.argv[1:] else ROOT))
