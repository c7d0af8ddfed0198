"""The child that looks at foreign documents and pictures: no key, no station, no file, little memory, little time.

`python -m louyu_desktop.exchange.attached take` reads one file from standard input, tells what it is and gives
pictures back drawn anew, without EXIF, comments or what hides behind their end.  `… show` reads a document and
then a line for each page that is wanted, and gives its pixels.  `attaching.py` and `viewing.py` talk to it.
"""

from __future__ import annotations

import io
import json
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, Protocol

from louyu_desktop.exchange import limits
from louyu_desktop.exchange.limits import Refusal, refuse
from louyu_desktop.exchange.media import LARGEST, Media, told_by

MOST_PIXELS = 60_000_000
"""Of a picture that is taken: four bytes each must fit into the child's memory twice."""

MOST_DRAWN = 24_000_000
"""Of one page that is drawn; what is larger is drawn a little softer."""

MOST_PAGES = 3000
LONGEST_SIDE = 14_400.0
"""Points: what PDF 1.7 allows (ISO 32000-1, annex C)."""

DRAWING_SECONDS = 20.0
Allow = Callable[[int], None]
Size = tuple[float, float]


# taking a file in


def take(data: bytes, allow: Allow = limits.no_bounds) -> tuple[dict[str, Any], bytes]:
    """What a file is, and the bytes to keep; refuses what cannot be kept or is not whole."""
    if len(data) > LARGEST:
        refuse("too_large")
    media = told_by(data)
    if media in {Media.JPEG, Media.PNG}:
        return {"media": media}, _drawn_anew(data, media, allow)
    if media is Media.PDF:
        allow(len(data))
        document = PdfPages(data)
        document.draw(0, 200)
        document.close()
    return {"media": media}, data


def _drawn_anew(data: bytes, media: Media, allow: Allow) -> bytes:
    """A picture as it is seen, upright, and nothing else of its file."""
    from PIL import ImageOps

    image = _picture(data, allow)
    try:
        image.load()
        image = ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - decoders leak a dozen types on damaged pictures
        refuse("damaged")
    image.info = {name: value for name, value in image.info.items() if name == "transparency"}
    out = io.BytesIO()
    if media is Media.JPEG:
        if image.mode not in {"L", "RGB"}:
            image = image.convert("RGB")
        image.save(out, "JPEG", quality=90, optimize=True)
    else:
        image.save(out, "PNG")
    return out.getvalue()


def _picture(data: bytes, allow: Allow) -> Any:
    """The picture opened and not yet decoded; refuses one with too many pixels."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # ours is asked before anything is unfolded
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    except Exception:  # noqa: BLE001 - as above
        refuse("damaged")
    width, height = image.size
    if not 0 < width * height <= MOST_PIXELS:
        refuse("pixels", count=width * height // 10_000)
    allow(width * height * 4)
    return image


# showing one


class Pages(Protocol):
    """What can be drawn page by page."""

    sizes: list[Size]

    def draw(self, number: int, width: int) -> tuple[int, int, bytes]:
        """A page so many pixels wide: width, height, and rows of blue, green, red and nothing."""


class PdfPages:
    """A PDF, opened by PDFium without its scripts and forms."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        try:
            self._document = pypdfium2.PdfDocument(data)
            count = len(self._document)
        except pypdfium2.PdfiumError as error:
            refuse("locked" if "password" in str(error).lower() else "damaged")
        if not 0 < count <= MOST_PAGES:
            refuse("pages" if count else "damaged")
        try:
            self.sizes = [_bounded(self._document.get_page_size(number)) for number in range(count)]
        except pypdfium2.PdfiumError:
            refuse("damaged")

    def draw(self, number: int, width: int) -> tuple[int, int, bytes]:
        """A page so many pixels wide."""
        import pypdfium2

        try:
            page = self._document[number]
            wide, high = page.get_size()
            scale = _scale((wide, high), width)
            bitmap = page.render(scale=scale, prefer_bgrx=True)
        except pypdfium2.PdfiumError:
            refuse("damaged")
        pixels = bytes(bitmap.buffer)
        size = (bitmap.width, bitmap.height)
        rows = pixels if bitmap.stride == 4 * size[0] else _packed(pixels, bitmap.stride, *size)
        bitmap.close()
        page.close()
        return (*size, rows)

    def close(self) -> None:
        """Let PDFium go of it."""
        self._document.close()


def _packed(pixels: bytes, stride: int, width: int, height: int) -> bytes:
    return b"".join(pixels[row * stride : row * stride + 4 * width] for row in range(height))


class PicturePages:
    """A picture as a document of one page, a pixel as large as on a screen of 96 to the inch."""

    def __init__(self, data: bytes, allow: Allow) -> None:
        self._image = _picture(data, allow)
        self.sizes = [_bounded((self._image.width * 0.75, self._image.height * 0.75))]

    def draw(self, number: int, width: int) -> tuple[int, int, bytes]:
        """The picture so many pixels wide, on white."""
        from PIL import Image

        size = self._image.size
        scale = min(_scale(size, width), 4.0)
        wanted = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
        try:
            smooth = self._image if self._image.mode in {"L", "LA", "RGB", "RGBA"} else self._image.convert("RGBA")
            drawn = smooth.resize(wanted, Image.Resampling.BILINEAR, reducing_gap=3.0).convert("RGBA")
        except Exception:  # noqa: BLE001 - decoders leak a dozen types on damaged pictures
            refuse("damaged")
        ground = Image.new("RGBA", wanted, "white")
        ground.alpha_composite(drawn)
        return (*wanted, ground.tobytes("raw", "BGRA"))


def _bounded(size: Size) -> Size:
    """A page's size, refused when nothing can be drawn in it."""
    width, height = size
    if not (0 < width <= LONGEST_SIDE * 4 and 0 < height <= LONGEST_SIDE * 4):
        refuse("damaged")
    return width, height


def _scale(size: Size, width: int) -> float:
    scale = max(1, width) / size[0]
    area = scale * scale * size[0] * size[1]
    return float(scale * (MOST_DRAWN / area) ** 0.5 if area > MOST_DRAWN else scale)


def show(source: BinaryIO, out: BinaryIO, allow: Allow = limits.no_bounds, clock: Allow = limits.no_bounds) -> None:
    """Draw pages for whoever asks, until nobody does; `clock` is wound before each."""
    head = json.loads(source.readline())
    data = source.read(int(head["length"]))
    room = 6 * MOST_DRAWN  # what drawing itself takes
    allow(len(data) + room)
    pages: Pages = (
        PdfPages(data) if head["media"] == Media.PDF else PicturePages(data, lambda pixels: allow(pixels + room))
    )
    _say(out, {"sizes": pages.sizes})
    for line in source:
        wish = json.loads(line)
        clock(0)
        width, height, rows = pages.draw(int(wish["page"]), int(wish["width"]))
        _say(out, {"width": width, "height": height})
        out.write(rows)
        out.flush()


def _say(out: BinaryIO, line: dict[str, Any]) -> None:
    out.write(json.dumps(line).encode() + b"\n")
    out.flush()


def _wind(_unfolded: int) -> None:
    """So much processor time for the next page (not on Windows: there the other side's patience ends it)."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, DRAWING_SECONDS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the one word on the command line says; 3 when the file is refused."""
    word = list(sys.argv[1:] if arguments is None else arguments)
    source, out = sys.stdin.buffer, sys.stdout.buffer
    limits.bound(LARGEST // 2)
    try:
        if word == ["show"]:
            show(source, out, limits.bound, _wind)
            return 0
        head, content = take(source.read(LARGEST + 1), limits.bound)
    except Refusal as refusal:
        _say(out, {"refused": refusal.code, "with": refusal.details})
        return 3
    except (MemoryError, RecursionError):
        _say(out, {"refused": "bomb", "with": {}})
        return 3
    _say(out, {**head, "length": len(content)})
    out.write(content)
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
