"""The container: whole to the last byte or refused, names of ours alone, and any age tool opens it."""

from __future__ import annotations

import io
import os
import random
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest

from louyu_desktop.errors import DamagedError, LouyuError, NotPermittedError
from louyu_desktop.storage import container
from louyu_desktop.storage.container import Manifest

FLIPS = int(os.environ.get("LOUYU_FLIPS", "0")) or 100
MINE = pyrage.x25519.Identity.generate()
OTHER = pyrage.x25519.Identity.generate()
PLAIN = Manifest(
    vault_id="0123456789abcdef", number=7, kind="hand", made_at="2026-11-22T02:00:00+00:00", program="1", schema=8,
    epoch=1, whole=True, counts={"area": 3}, seq=4, head="00", latest="",
)  # fmt: skip


def quiet(_done: int, _total: int, _note: str) -> None:
    """Nobody wants to know."""


@pytest.fixture
def written(tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    """A container with a bit of everything: empty, odd sized, longer than a chunk of age."""
    draw = random.Random(4)
    contents = {
        "keys": b"{}\n", "db": draw.randbytes(70_001), f"{container.ATTACHMENTS}{'a1' * 32}": b"",
        f"{container.ATTACHMENTS}{'b2' * 32}": draw.randbytes(512),
    }  # fmt: skip
    sources = {}
    for place, (name, content) in enumerate(contents.items()):
        sources[name] = tmp_path / f"part-{place}"
        sources[name].write_bytes(content)
    files = {name: container.digest_of(path) for name, path in sources.items()}
    target = tmp_path / "made.backup"
    container.write(target, replace(PLAIN, files=files), sources, [str(MINE.to_public())], quiet)
    return target, contents


def test_what_goes_in_comes_out(tmp_path: Path, written: tuple[Path, dict[str, bytes]]) -> None:
    path, contents = written
    into = tmp_path / "out"
    into.mkdir()
    manifest = container.read(path, [str(MINE)], into, quiet)
    assert {name: (into / name).read_bytes() for name in contents} == contents
    assert container.read(path, [str(OTHER), str(MINE)], None, quiet) == manifest
    assert replace(manifest, files={}) == PLAIN


def test_any_age_tool_and_any_tar_open_it(written: tuple[Path, dict[str, bytes]]) -> None:
    """On the day when this program is gone."""
    path, contents = written
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(path.read_bytes(), [MINE]))) as opened:
        assert opened.getnames() == ["manifest.json", *contents]
        assert {(item.mtime, item.mode, item.isfile()) for item in opened.getmembers()} == {(0, 0o600, True)}


def test_another_key_opens_nothing(written: tuple[Path, dict[str, bytes]]) -> None:
    with pytest.raises(NotPermittedError):
        container.read(written[0], [str(OTHER)], None, quiet)


def test_every_flipped_bit_and_every_missing_end_is_found(written: tuple[Path, dict[str, bytes]]) -> None:
    """T11: in head and body, 2,000 in make faults."""
    path, _contents = written
    good = path.read_bytes()
    draw = random.Random(11)
    for turn in range(FLIPS):
        bad = bytearray(good)
        if turn % 10 == 9:
            del bad[draw.randrange(len(bad)) :]
        else:
            place = draw.randrange(len(bad) if turn % 3 else 400)
            bad[place] ^= 1 << draw.randrange(8)
        path.write_bytes(bad)
        with pytest.raises(LouyuError):
            container.read(path, [str(MINE)], None, quiet)


def _tar(*items: tuple[tarfile.TarInfo, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as made:
        for item, content in items:
            item.size = len(content)
            made.addfile(item, io.BytesIO(content))
    return target.getvalue()


def _link(name: str) -> tarfile.TarInfo:
    item = tarfile.TarInfo(name)
    item.type, item.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return item


SAID = replace(PLAIN, files={"db": (1, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb")}).written()
FIRST = (tarfile.TarInfo("manifest.json"), SAID)
FOREIGN: dict[str, Callable[[], bytes]] = {
    "outside": lambda: _tar(FIRST, (tarfile.TarInfo("../db"), b"a")),
    "absolute": lambda: _tar(FIRST, (tarfile.TarInfo("/tmp/db"), b"a")),
    "link": lambda: _tar(FIRST, (_link("db"), b"")),
    "twice": lambda: _tar(FIRST, (tarfile.TarInfo("db"), b"a"), (tarfile.TarInfo("db"), b"a")),
    "more": lambda: _tar(FIRST, (tarfile.TarInfo("db"), b"a"), (tarfile.TarInfo("keys"), b"a")),
    "less": lambda: _tar(FIRST),
    "changed": lambda: _tar(FIRST, (tarfile.TarInfo("db"), b"b")),
    "unsaid": lambda: _tar((tarfile.TarInfo("db"), b"a")),
    "late": lambda: _tar((tarfile.TarInfo("db"), b"a"), FIRST),
    "no tar": lambda: b"a" * 2000,
    "no manifest": lambda: _tar((tarfile.TarInfo("manifest.json"), b"[]")),
    "newer": lambda: _tar((tarfile.TarInfo("manifest.json"), SAID.replace(b'"format": 1', b'"format": 2'))),
    "cut": lambda: _tar(FIRST, (tarfile.TarInfo("db"), b"a"))[:-10240],
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_somebody_else_made_for_our_key_is_refused(tmp_path: Path, what: str) -> None:
    """Recipients are no secret: anybody can encrypt something to them."""
    path, into = tmp_path / "foreign.backup", tmp_path / "deep" / "out"
    into.mkdir(parents=True)
    path.write_bytes(pyrage.encrypt(FOREIGN[what](), [MINE.to_public()]))
    with pytest.raises(DamagedError):
        container.read(path, [str(MINE)], into, quiet)
    assert {one.name for one in into.parent.iterdir()} == {"out"}


def test_what_breaks_off_is_said_as_it_is(tmp_path: Path, written: tuple[Path, dict[str, bytes]]) -> None:
    """A cancel stays a cancel, through the library that encrypts."""

    def cancel(done: int, _total: int, _note: str) -> None:
        if done:
            raise NotPermittedError("stop")

    source = tmp_path / "large"
    source.write_bytes(bytes(3 << 20))
    manifest = replace(PLAIN, files={"db": container.digest_of(source)})
    with pytest.raises(NotPermittedError, match="stop"):
        container.write(tmp_path / "a", manifest, {"db": source}, [str(MINE.to_public())], cancel)
    container.write(tmp_path / "a", manifest, {"db": source}, [str(MINE.to_public())], quiet)
    with pytest.raises(NotPermittedError, match="stop"):
        container.read(tmp_path / "a", [str(MINE)], None, cancel)
