"""QR codes read back from a picture, by ISO/IEC 18004 and nothing of ours: sharp ones need no repair."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from PIL import Image

Matrix = list[list[bool]]

_LEVELS = {1: "L", 0: "M", 3: "Q", 2: "H"}
_BLOCKS = {
    (1, "M"): (16,), (1, "Q"): (13,), (1, "L"): (19,), (2, "L"): (34,), (2, "M"): (28,), (2, "Q"): (22,),
    (3, "L"): (55,), (3, "M"): (44,), (3, "Q"): (17, 17), (4, "L"): (80,), (4, "M"): (32, 32), (4, "Q"): (24, 24),
    (5, "L"): (108,), (5, "M"): (43, 43), (5, "Q"): (15, 15, 16, 16),
}  # fmt: skip
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda y, x: (y + x) % 2, lambda y, _x: y % 2, lambda _y, x: x % 3, lambda y, x: (y + x) % 3,
    lambda y, x: (y // 2 + x // 3) % 2, lambda y, x: y * x % 2 + y * x % 3, lambda y, x: (y * x % 2 + y * x % 3) % 2,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
)  # fmt: skip


def read(picture: Image.Image) -> str:
    """The text of the one code in a picture with white around it."""
    return decoded(matrix(picture))


def matrix(picture: Image.Image) -> Matrix:
    """The modules of a code: the upper left mark tells how large one is."""
    dark = picture.convert("L").point(lambda level: 255 if level < 128 else 0)
    box = dark.getbbox()
    assert box is not None
    code = dark.crop(box)
    run = next(x for x in range(code.width) if not code.getpixel((x, 0)))
    count = round(code.width / (run / 7))
    unit = code.width / count
    middles = [int((place + 0.5) * unit) for place in range(count)]
    return [[bool(code.getpixel((x, y))) for x in middles] for y in middles]


def decoded(code: Matrix) -> str:
    """The text of a code whose every module is right."""
    count = len(code)
    version = (count - 17) // 4
    said = 0
    for y, x in [(8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5), (8, 7), (8, 8), (7, 8)]:
        said = said << 1 | code[y][x]
    for y in (5, 4, 3, 2, 1, 0):
        said = said << 1 | code[y][8]
    said ^= 0x5412
    level, mask = _LEVELS[said >> 13], _MASKS[said >> 10 & 7]
    bits = "".join(str(int(code[y][x] ^ (mask(y, x) == 0))) for y, x in _path(count))
    words = [int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8)]
    return _text("".join(f"{word:08b}" for word in _gathered(words, _BLOCKS[version, level])), version)


def _path(count: int) -> Iterator[tuple[int, int]]:
    """The places of the data, two columns at a time from the right, up and down."""
    right, up = count - 1, True
    while right > 0:
        if right == 6:
            right -= 1
        for step in range(count):
            y = count - 1 - step if up else step
            for x in (right, right - 1):
                if not _is_fixed(y, x, count):
                    yield y, x
        right, up = right - 2, not up


def _is_fixed(y: int, x: int, count: int) -> bool:
    corner = (y < 9 and x < 9) or (y < 9 and x >= count - 8) or (y >= count - 8 and x < 9)
    middle = count > 21 and abs(y - count + 7) <= 2 and abs(x - count + 7) <= 2
    return corner or middle or y == 6 or x == 6


def _gathered(words: list[int], blocks: tuple[int, ...]) -> list[int]:
    """Data words stand in turn: the first of each block, then the second of each."""
    order = [at for turn in zip_longest(*([block] * size for block, size in enumerate(blocks))) for at in turn]
    parts: list[list[int]] = [[] for _block in blocks]
    for block, word in zip((at for at in order if at is not None), words, strict=False):
        parts[block].append(word)
    return [word for part in parts for word in part]


def _text(bits: str, version: int) -> str:
    assert version < 10
    mode, rest = bits[:4], bits[4:]
    if mode == "0100":
        length, rest = int(rest[:8], 2), rest[8:]
        return bytes(int(rest[at : at + 8], 2) for at in range(0, 8 * length, 8)).decode()
    assert mode == "0010", mode
    length, rest = int(rest[:9], 2), rest[9:]
    found = ""
    while len(found) < length - 1:
        high, low = divmod(int(rest[:11], 2), 45)
        found, rest = found + _SIGNS[high] + _SIGNS[low], rest[11:]
    return found + (_SIGNS[int(rest[:6], 2)] if len(found) < length else "")
