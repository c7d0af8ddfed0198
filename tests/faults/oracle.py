"""Five thousand questions over twenty thousand names, each answered by the index and by a scan.

`python -m tests.faults.oracle [QUERIES] [NAMES]` prints every difference and ends with 1 when there is one.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.storage.test_search_oracle import compare


def main(arguments: Sequence[str]) -> int:
    """Ask, compare, tell."""
    queries, names = (*map(int, arguments), *(5_000, 20_000)[len(arguments) :])
    with tempfile.TemporaryDirectory() as folder:
        found = compare(Path(folder) / "station", names=names, queries=queries)
    for line in found:
        print(line)
    print(f"{queries:,} queries over {names:,} names: {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
