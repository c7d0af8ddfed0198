"""`vault.keys` and its second copy: JSON, always old or new, one mended from the other."""

from __future__ import annotations

import hashlib
import hmac
import json
import math
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

from filelock import FileLock, Timeout

from louyu_desktop import failpoints
from louyu_desktop.errors import DamagedError, StationBusyError, SystemProblem, reason
from louyu_desktop.storage import keys
from louyu_desktop.storage.slots import Slot
from louyu_desktop.text import _

VAULT_FILE, SECOND_FILE, LOCK_FILE = "vault.keys", "vault.keys.2", "vault.lock"
FILES: Final = (VAULT_FILE, SECOND_FILE)
FORMAT: Final = 1
MOST_TRIES: Final = 50
LONGEST: Final = 60.0
"""Seconds that a wrong password can make all wait, at most."""

_LARGEST: Final = 4 << 20
_ID: Final = re.compile(r"[0-9a-f]{16}")
_HEX32: Final = re.compile(r"[0-9a-f]{64}")
_UID: Final = re.compile(r"[0-9A-Za-z-]{0,64}")
_TIME: Final = re.compile(r"[0-9T:+.-]{0,40}")
_PATIENCE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of the change log that was seen last: how many rows, its chain value, its epoch (SAFETY.md 5.5)."""

    seq: int
    head: bytes
    epoch: int


@dataclass(frozen=True, slots=True)
class Try:
    """A wrong password: when by the clock of this computer, and whose account ("" for a name that is not there)."""

    at: str
    account_uid: str


@dataclass(frozen=True, slots=True)
class Delay:
    """Wrong passwords by slot since its last right one, and from when on how long all wait.

    `since` is the system-wide monotonic clock, which nobody can turn.
    """

    wrong: Mapping[str, int] = field(default_factory=dict)
    since: float = 0.0
    seconds: float = 0.0
    tries: tuple[Try, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """All that stands in the file.  `macs` holds one proof for each epoch that it is as a holder of its key left it."""

    vault_id: str
    salt: bytes
    epoch: int
    slots: tuple[Slot, ...] = ()
    anchor: Anchor | None = None
    due: bool = False
    delay: Delay = field(default_factory=Delay)
    generation: int = 0
    macs: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def epochs(self) -> list[int]:
        """The epochs whose data keys are in the slots: two while the key is being changed."""
        return sorted(self.macs)

    def proven_part(self) -> dict[str, Any]:
        """What only holders of the data key may write."""
        anchor = self.anchor and {"seq": self.anchor.seq, "head": self.anchor.head.hex(), "epoch": self.anchor.epoch}
        return {
            "vault_id": self.vault_id, "salt": self.salt.hex(), "epoch": self.epoch, "due": self.due,
            "anchor": anchor, "slots": [slot.as_json() for slot in self.slots],
        }  # fmt: skip

    def proof(self, data_key: bytes) -> bytes:
        """HMAC over that part, so that nobody without the data key puts in a slot, a role or a sheet of his own."""
        return hmac.digest(keys.derive_key(data_key, "vault"), _canonical(self.proven_part()), "sha256")

    def proven(self, data_keys: Mapping[int, bytes]) -> State:
        """The same state with its proofs."""
        return replace(self, macs={epoch: self.proof(key) for epoch, key in data_keys.items()})

    def holds(self, epoch: int, data_key: bytes) -> bool:
        """Whether it is as a holder of the data key left it."""
        return hmac.compare_digest(self.macs.get(epoch, b""), self.proof(data_key))

    def as_json(self) -> dict[str, Any]:
        """Everything, without the checksum."""
        delay = self.delay
        return {
            "format": FORMAT, "generation": self.generation, **self.proven_part(),
            "macs": {str(epoch): mac.hex() for epoch, mac in self.macs.items()},
            "delay": {
                "wrong": dict(delay.wrong), "since": delay.since, "seconds": delay.seconds,
                "tries": [[tried.at, tried.account_uid] for tried in delay.tries],
            },
        }  # fmt: skip

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """Out of the file; ValueError, KeyError or TypeError when it is not as we write it."""
        salt, generation, epoch = bytes.fromhex(said["salt"]), _count(said["generation"]), _count(said["epoch"])
        if not _ID.fullmatch(said["vault_id"]) or len(salt) != 32:
            raise ValueError("vault")
        macs = {int(known): _hex32(mac) for known, mac in said["macs"].items()}
        slots = tuple(Slot.of(slot) for slot in said["slots"])
        if epoch not in macs or not slots or any(slot.seals.keys() != macs.keys() for slot in slots):
            raise ValueError("epochs")
        if len({slot.id for slot in slots}) != len(slots):
            raise ValueError("slots")
        return cls(
            said["vault_id"], salt, epoch, slots, _anchor(said["anchor"]), said["due"] is True,
            _delay(said["delay"]), generation, macs,
        )  # fmt: skip


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _count(said: Any) -> int:
    if type(said) is not int or not 0 <= said < 1 << 53:
        raise ValueError("count")
    return said


def _hex32(said: Any) -> bytes:
    if not isinstance(said, str) or not _HEX32.fullmatch(said):
        raise ValueError("bytes")
    return bytes.fromhex(said)


def _anchor(said: Any) -> Anchor | None:
    return None if said is None else Anchor(_count(said["seq"]), _hex32(said["head"]), _count(said["epoch"]))


def _delay(said: Any) -> Delay:
    wrong = {slot: _count(count) for slot, count in said["wrong"].items() if _ID.fullmatch(slot) or not slot}
    since, seconds = float(said["since"]), float(said["seconds"])
    if not 0 <= since < math.inf or not 0 <= seconds <= LONGEST:
        raise ValueError("delay")
    tries = tuple(Try(at, uid) for at, uid in said["tries"] if _TIME.fullmatch(at) and _UID.fullmatch(uid))
    return Delay(wrong, since, seconds, tries[-MOST_TRIES:])


def encode(state: State) -> bytes:
    """The bytes of the file: its SHA-256 stands last."""
    body = state.as_json()
    return _canonical({"body": body, "sha256": hashlib.sha256(_canonical(body)).hexdigest()}) + b"\n"


def decode(content: bytes) -> State | None:
    """What the bytes say; None when they are not whole; DamagedError when a newer program wrote them."""
    try:
        said = json.loads(content)
        if _canonical(said) + b"\n" != content:  # any other spelling was not written by us
            return None
        body = said["body"]
        if said["sha256"] != hashlib.sha256(_canonical(body)).hexdigest():
            return None
        newer = _count(body["format"]) > FORMAT
        state = None if newer else State.of(body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return None
    if newer:
        raise DamagedError(_("钥匙文件是更新的版本写的，本程序读不了，也没有改动它。请更新本程序"))
    return state


def present(folder: Path) -> bool:
    """Whether a station has a vault."""
    return any((folder / name).exists() for name in FILES)


def read(folder: Path) -> State:
    """The newer of the whole copies; DamagedError when there is none."""
    whole = [state for state in (_load(folder / name) for name in FILES) if state is not None]
    if not whole:
        raise DamagedError(_("两份钥匙文件（vault.keys）都已损坏或不见了，数据打不开。请准备好恢复纸，从最近的备份恢复"))
    return max(whole, key=lambda state: state.generation)


def _load(path: Path) -> State | None:
    try:
        with path.open("rb") as file:
            return decode(file.read(_LARGEST))
    except OSError:
        return None


def write(folder: Path, state: State) -> None:
    """Both copies, one after the other.

    OSError when the first could not be written: nothing has changed then.  When the first stands it counts, and
    the second is mended by whoever reads next.
    """
    content = encode(state)
    if decode(content) is None:  # a mistake of ours must not cost the keys
        raise RuntimeError("a vault that nobody could read again")
    failpoints.hit("vault.first")
    keys.write_durably(folder / VAULT_FILE, content)
    with suppress(OSError):
        failpoints.hit("vault.second")
        keys.write_durably(folder / SECOND_FILE, content)


def mend(folder: Path, state: State) -> None:
    """Write each copy anew that does not say the same; what cannot be written stays for the next time."""
    content = encode(state)
    for name in FILES:
        path = folder / name
        with suppress(OSError):
            if not path.exists() or path.read_bytes() != content:
                failpoints.hit("vault.mend")
                keys.write_durably(path, content)


def remove(folder: Path) -> None:
    """Take the vault of a station away that could not be taken in."""
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    keys.sync_folder(folder)


class Turn:
    """Who changes the file: one thread of one program at a time, others wait for a few seconds."""

    def __init__(self, folder: Path) -> None:
        self._threads = threading.RLock()
        self._lock = FileLock(folder / LOCK_FILE, timeout=_PATIENCE, thread_local=False)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have the turn; StationBusyError when another program does not give it back."""
        with self._threads:
            try:
                self._lock.acquire()
            except Timeout:
                raise StationBusyError(_("钥匙文件正被另一个窗口占用。请关掉那个窗口，再试一次")) from None
            except OSError as error:
                sentence = _("站点文件夹用不了：{reason}。请检查磁盘空间和文件夹的权限")
                raise SystemProblem(sentence.format(reason=reason(error))) from None
            try:
                yield
            finally:
                self._lock.release()
