"""Five thousand questions over twenty thousand names, each answered by the index and by a scan."""

from __future__ import annotations

from pathlib import Path

from tests.storage.test_search_oracle import compare


def test_five_thousand_queries_over_twenty_thousand_names(tmp_path: Path) -> None:
    assert compare(tmp_path / "station", names=20_000, queries=5_000) == []
