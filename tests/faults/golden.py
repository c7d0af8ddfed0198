"""Files of every released schema, as the program of that time wrote them: packed page by page, unpacked byte for byte.

An encrypted file does not shrink, so what is kept is its pages in clear and what cannot be computed: salt and
vectors.  The people in them are invented.  `python -m tests.faults.golden STATION.DB STATION.KEY NAME` packs one.
"""

from __future__ import annotations

import hashlib
import hmac
import lzma
import sys
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from louyu_desktop.storage.keys import derive_key

FOLDER = Path(__file__).parents[1] / "data" / "golden"
_PAGE, _SALT, _VECTOR, _MAC = 4096, 16, 16, 64
_BODY = _PAGE - _VECTOR - _MAC
_LENGTH = 32


def _aes(key: bytes, vector: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(vector))


def _mac_key(key: bytes, salt: bytes) -> bytes:
    """SQLCipher 4: two rounds over the salt with every bit pattern 0x3A turned."""
    return hashlib.pbkdf2_hmac("sha512", key, bytes(one ^ 0x3A for one in salt), 2, _LENGTH)


def pack(content: bytes, data_key: bytes) -> bytes:
    """A closed encrypted file, small."""
    key = derive_key(data_key, "database")
    clear, vectors = [], []
    for start in range(0, len(content), _PAGE):
        page, skip = content[start : start + _PAGE], 0 if start else _SALT
        vector = page[_BODY : _BODY + _VECTOR]
        decryptor = _aes(key, vector).decryptor()
        clear.append(page[:skip] + decryptor.update(page[skip:_BODY]) + decryptor.finalize())
        vectors.append(vector)
    return lzma.compress(data_key + b"".join(vectors + clear), preset=9 | lzma.PRESET_EXTREME)


def unpack(packed: bytes) -> tuple[bytes, bytes]:
    """The file and its data key, as they were."""
    content = lzma.decompress(packed)
    data_key, rest = content[:_LENGTH], content[_LENGTH:]
    count = len(rest) // (_VECTOR + _BODY)
    vectors, clear = rest[: count * _VECTOR], rest[count * _VECTOR :]
    key = derive_key(data_key, "database")
    mac_key, pages = _mac_key(key, clear[:_SALT]), []
    for number in range(count):
        vector, skip = vectors[number * _VECTOR :][:_VECTOR], 0 if number else _SALT
        body = clear[number * _BODY :][:_BODY]
        encryptor = _aes(key, vector).encryptor()
        sealed = encryptor.update(body[skip:]) + encryptor.finalize() + vector
        mac = hmac.digest(mac_key, sealed + (number + 1).to_bytes(4, "little"), "sha512")
        pages.append(body[:skip] + sealed + mac)
    return b"".join(pages), data_key


def main(database: Path, key: Path, name: str) -> None:
    """Pack a file and see that it comes out again."""
    content, data_key = database.read_bytes(), key.read_bytes()
    packed = pack(content, data_key)
    assert unpack(packed) == (content, data_key)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.xz").write_bytes(packed)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
