"""The key file: old or new, mended from its other copy, altered ones told (T11, T15, T16)."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import random
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from louyu_desktop.errors import DamagedError, LouyuError, NotPermittedError, SystemProblem
from louyu_desktop.storage import keys, vault_file
from louyu_desktop.storage.vault import Vault
from louyu_desktop.storage.vault_file import FILES, SECOND_FILE, VAULT_FILE
from tests.storage.vaults import FIRST, OTHER, PASSWORD, SECOND, empty_vault

FLIPS = int(os.environ.get("LOUYU_KEY_FLIPS", "400"))
MUTATIONS = int(os.environ.get("LOUYU_KEY_MUTATIONS", "500"))
SEED = 20261122


@pytest.fixture
def content(folder: Path) -> bytes:
    """A key file of two people and a sheet, with an anchor."""
    vault, unlocked = empty_vault(folder)
    vault.add(unlocked, SECOND, OTHER)
    vault.new_recovery(unlocked)
    vault.set_anchor(7, bytes(range(32)), 1)
    return (folder / VAULT_FILE).read_bytes()


def _flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _say(capsys: pytest.CaptureFixture[str], figure: str) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{figure}\n")


# T11


def test_every_flipped_bit_is_found_and_mended_from_the_other_copy(
    folder: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """In either copy: the station opens, and both are whole again."""
    dice = random.Random(SEED)
    found = mended = 0
    for number, bit in enumerate(dice.sample(range(len(content) * 8), FLIPS)):
        bad = _flipped(content, bit)
        found += vault_file.decode(bad) is None
        (folder / FILES[number % 2]).write_bytes(bad)
        mended += Vault.read(folder).generation > 0 and all((folder / name).read_bytes() == content for name in FILES)
    _say(capsys, f"T11 key file: {found} of {FLIPS} flipped bits found, {mended} mended (seed {SEED})")
    assert (found, mended) == (FLIPS, FLIPS)


def test_both_copies_damaged_names_what_helps(folder: Path, content: bytes) -> None:
    """The sheet and the backup; nothing is written over."""
    bad = [_flipped(content, 99), content[:-40]]
    for name, damaged in zip(FILES, bad, strict=True):
        (folder / name).write_bytes(damaged)
    with pytest.raises(DamagedError, match=r"恢复纸.*备份"):
        Vault.read(folder)
    assert [(folder / name).read_bytes() for name in FILES] == bad


@pytest.mark.parametrize("name", FILES)
def test_a_missing_or_empty_copy_is_made_anew(folder: Path, content: bytes, name: str) -> None:
    """As after a power cut between the two."""
    (folder / name).unlink()
    Vault.read(folder)
    assert (folder / name).read_bytes() == content
    (folder / name).write_bytes(b"")
    Vault.read(folder)
    assert (folder / name).read_bytes() == content


def test_the_newer_copy_counts(folder: Path, content: bytes) -> None:
    """Whichever it is; the older one is brought up to it."""
    vault = Vault.read(folder)
    unlocked = vault.log_in("zm", PASSWORD)
    vault.set_password(unlocked, PASSWORD, "一个 新的 长长的 口令")
    for older in FILES:
        (folder / older).write_bytes(content)
        assert Vault.read(folder).log_in("zm", "一个 新的 长长的 口令") == unlocked
        assert (folder / older).read_bytes() != content
    for name in FILES:
        (folder / name).write_bytes(content)
    assert Vault.read(folder).log_in("zm", PASSWORD) == unlocked


def test_a_folder_that_cannot_be_written_is_read(folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy stays damaged then; nobody is kept out for it."""
    (folder / SECOND_FILE).write_bytes(b"x")
    monkeypatch.setenv("LOUYU_FAILPOINT", "vault.mend:refuse")
    assert Vault.read(folder).generation > 0
    assert (folder / SECOND_FILE).read_bytes() == b"x"


# T15


class HeldError(PermissionError):
    """As Windows says that another program has a file."""

    def __init__(self, winerror: int) -> None:
        super().__init__(13, "held")
        self.winerror = winerror


@pytest.mark.parametrize("code", [5, 32, 33])
@pytest.mark.parametrize("times", [0, 1, 6, 7, 8, 1000])
def test_a_file_that_another_program_holds_is_tried_again(
    folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch, code: int, times: int
) -> None:
    """Up to seven times in two and a half seconds; then the old file stays and a sentence says so."""
    assert sum(keys.PAUSES) <= 2.5
    monkeypatch.setattr(keys, "PAUSES", [0.0] * len(keys.PAUSES))
    left, replace = [times], Path.replace

    def held(path: Path, target: Path) -> Path:
        if left[0] > 0:
            left[0] -= 1
            raise HeldError(code)
        return replace(path, target)

    vault = Vault.read(folder)
    monkeypatch.setattr(Path, "replace", held)
    unlocked = vault.log_in("zm", PASSWORD)
    left[0] = times
    if times <= len(keys.PAUSES):
        vault.set_anchor(8, bytes(32), 1)
        assert Vault.read(folder).anchor == vault_file.Anchor(8, bytes(32), 1)
    else:
        with pytest.raises(SystemProblem, match="没有权限"):
            vault.set_anchor(8, bytes(32), 1)
        assert vault_file.read(folder).anchor == vault_file.Anchor(7, bytes(range(32)), 1)
    assert unlocked.account_uid == FIRST.uid
    assert not list(folder.glob("*.new"))


def test_another_refusal_is_told_at_once(folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without waiting for anything."""
    calls = []

    def refused(path: Path, target: Path) -> Path:
        calls.append(target)
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(PermissionError):
        keys.write_durably(folder / "x", b"x")
    assert len(calls) == 1


# T16


def test_a_mutated_file_is_read_or_refused(
    folder: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bits, pieces, numbers, types, with their checksum made right again: never anything but a sentence."""
    dice = random.Random(SEED)
    opened = refused = unread = 0
    for _number in range(MUTATIONS):
        bad = _mutated(content, dice)
        for name in FILES:
            (folder / name).write_bytes(bad)
        try:
            vault = Vault.read(folder)
        except DamagedError:
            unread += 1
            continue
        try:
            unlocked = vault.log_in("zhoumin", PASSWORD)
        except (NotPermittedError, DamagedError):
            refused += 1
        else:
            opened += 1
            assert (unlocked.account_uid, unlocked.role) == (FIRST.uid, FIRST.role)
    _say(capsys, f"T16 key file: {MUTATIONS} mutations: {unread} unread, {refused} refused at log-in, {opened} opened")
    assert unread + refused + opened == MUTATIONS
    assert opened < MUTATIONS / 5  # what may be altered without the key is the delay, and the number of the writing


def _mutated(content: bytes, dice: random.Random) -> bytes:
    kind = dice.randrange(4)
    if kind == 0:
        return _flipped(content, dice.randrange(len(content) * 8))
    if kind == 1:
        start, size = dice.randrange(len(content)), dice.randrange(200)
        return content[:start] + dice.randbytes(dice.randrange(3)) + content[start + size :]
    body = json.loads(content)["body"]
    for _time in range(dice.randrange(1, 3)):
        _change_somewhere(body, dice)
    return _with_checksum(body)


def _with_checksum(body: Any) -> bytes:
    digest = hashlib.sha256(_plain(body)).hexdigest()
    return _plain({"body": body, "sha256": digest}) + b"\n"


def _plain(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


ODD: list[Any] = [
    None, True, -1, 0, 1, 2, 1 << 60, 1.5, "", "x", "00", [], {}, [[]], {"1": "00"}, float("inf"), float("nan"), "站长",
]  # fmt: skip


def _change_somewhere(node: Any, dice: random.Random) -> None:
    """Put something else in some place of a tree."""
    while True:
        places = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not places:
            return
        place = dice.choice(places)
        if isinstance(node[place], (dict, list)) and node[place] and dice.random() < 0.9:
            node = node[place]
            continue
        if isinstance(node[place], str) and len(node[place]) > 8 and dice.random() < 0.7:
            at = dice.randrange(len(node[place]))
            node[place] = node[place][:at] + dice.choice("0123456789abcdef") + node[place][at + 1 :]
        elif isinstance(node, dict) and dice.random() < 0.2:
            del node[place]
        else:
            node[place] = dice.choice(ODD)
        return


def test_swapped_truncated_and_borrowed_slots_open_nothing(folder: Path, content: bytes) -> None:
    """Wraps and seals are bound to vault, slot, account, role, epoch and cost."""
    body = json.loads(content)["body"]
    first, second, sheet = body["slots"]
    empty_vault(folder.with_name("另"))
    other = json.loads((folder.with_name("另") / VAULT_FILE).read_bytes())["body"]
    for changed in (
        [{**first, "wrap": second["wrap"]}, second, sheet],
        [{**first, "seals": second["seals"]}, second, sheet],
        [{**first, "wrap": second["wrap"], "salt": second["salt"], "public": second["public"],
          "seals": second["seals"]}, second, sheet],
        [{**first, "account": second["account"]}, second, sheet],
        [{**second, "role": first["role"]}, first, sheet],
        [{**first, "cost": [first["cost"][0] * 2, 1, 1]}, second, sheet],
        [{**first, "id": second["id"]}, {**second, "id": first["id"]}, sheet],
        [{**first, "wrap": first["wrap"][:-2]}, second, sheet],
        [{**other["slots"][0], "tags": first["tags"]}, second, sheet],
    ):  # fmt: skip
        for name in FILES:
            (folder / name).write_bytes(_with_checksum({**body, "slots": changed}))
        for person, password in (("zm", PASSWORD), ("sxm", OTHER)):
            with pytest.raises(LouyuError):
                Vault.read(folder).log_in(person, password)


def test_a_newer_format_is_left_alone(folder: Path, content: bytes) -> None:
    """It says that the program is too old, and mends nothing."""
    newer = _with_checksum({**json.loads(content)["body"], "format": 2})
    for name in FILES:
        (folder / name).write_bytes(newer)
    with pytest.raises(DamagedError, match="更新本程序"):
        Vault.read(folder)
    assert (folder / VAULT_FILE).read_bytes() == newer


def _known(data: Path) -> tuple[bytes, dict[str, Any]]:
    return (data / "vault" / "v1.keys").read_bytes(), json.loads((data / "vault" / "v1.json").read_text("utf-8"))


def test_the_file_of_format_one_opens_for_ever(data: Path, folder: Path) -> None:
    """By each name and password, and by the sheet."""
    content, known = _known(data)
    folder.mkdir()
    (folder / VAULT_FILE).write_bytes(content)
    vault = Vault.read(folder)
    for one in known["people"]:
        found = vault.log_in(one["name"], one["password"])
        assert (found.data_key.hex(), found.epoch, found.role.value) == (known["data_key"], 3, one["role"])
        assert found.account_uid == one["uid"]
    assert vault.recover(known["sheet"]).data_key.hex() == known["data_key"]
    assert vault.anchor == vault_file.Anchor(42, bytes(range(32)), 3)
    assert vault.recipients() == [known["recipient"]]


def test_the_file_of_format_one_says_what_is_written_of_it(data: Path) -> None:
    """The same by a few lines of its own, after the words of the docstrings and SAFETY.md 5.1."""
    content, known = _known(data)
    body = json.loads(content)["body"]
    vault_id, dek = body["vault_id"], bytes.fromhex(known["data_key"])
    for one, slot in zip(known["people"], body["slots"], strict=False):
        memory, passes, lanes = slot["cost"]
        kek = hash_secret_raw(
            unicodedata.normalize("NFKC", one["password"]).encode(), bytes.fromhex(slot["salt"]), passes, memory,
            lanes, 32, Type.ID,
        )  # fmt: skip
        wrap = bytes.fromhex(slot["wrap"])
        bound = f"louyu|v1|{vault_id}|{slot['id']}|{one['uid']}|{memory},{passes},{lanes}".encode()
        private = AESGCM(kek).decrypt(wrap[:12], wrap[12:], bound)
        cost = f"{memory},{passes},{lanes}"
        assert _unsealed(private, slot, f"louyu|v1|{vault_id}|3|{slot['id']}|{one['uid']}|{one['role']}|{cost}") == dek
        with pytest.raises(InvalidTag):
            _unsealed(private, slot, f"louyu|v1|{vault_id}|3|{slot['id']}|{one['uid']}|只读|{cost}")
    sheet, bits = body["slots"][-1], ""
    for sign in known["sheet"].replace("-", "")[:32]:
        bits += f"{'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.index(sign):05b}"
    private = _hkdf(int(bits, 2).to_bytes(20, "big"), b"louyu|v1|recovery")
    assert _unsealed(private, sheet, f"louyu|v1|{vault_id}|3|{sheet['id']}||站长|") == dek
    proven = {name: body[name] for name in ("vault_id", "salt", "epoch", "due", "anchor", "slots")}
    assert hmac.new(_hkdf(dek, b"louyu|v1|vault"), _plain(proven), "sha256").hexdigest() == body["macs"]["3"]


def _unsealed(private: bytes, slot: dict[str, Any], bound: str) -> bytes:
    sealed = bytes.fromhex(slot["seals"]["3"])
    shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(sealed[:32]))
    key = _hkdf(shared, b"louyu|v1|seal|" + sealed[:32] + bytes.fromhex(slot["public"]))
    return AESGCM(key).decrypt(bytes(12), sealed[32:], bound.encode())


def _hkdf(secret: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)
