"""What was dropped or pasted, as files that are offered; nothing of it is decoded here."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from louyu_desktop.services.attachments import Offered
from louyu_desktop.text import _

_RAW = (("image/png", "png"), ("image/jpeg", "jpg"))


def has_files(mime: QMimeData) -> bool:
    """Whether files of this computer are held over something."""
    return any(url.isLocalFile() for url in mime.urls())


def dropped(mime: QMimeData) -> tuple[Offered, ...]:
    """The files of this computer that were dropped or copied."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return tuple(Offered(path.name, path) for path in paths)


def pasted(mime: QMimeData | None) -> tuple[Offered, ...]:
    """Copied files, or a copied picture; what is text too (cells, words) brings a picture that nobody means.

    Nothing where the system's clipboard does not answer.
    """
    if mime is None:
        return ()
    if has_files(mime):
        return dropped(mime)
    if mime.hasText() and mime.text().strip():
        return ()
    for form, suffix in _RAW:
        raw = bytes(mime.data(form).data())
        if raw:
            return (Offered(_called(suffix), content=raw),)
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return (Offered(_called("png"), content=_as_png(image)),)
    return ()


def _called(suffix: str) -> str:
    return _("剪贴板图片 {when}.{suffix}").format(when=f"{dt.datetime.now().astimezone():%Y-%m-%d %H.%M.%S}", suffix=suffix)


def _as_png(image: QImage) -> bytes:
    """A bare bitmap of the clipboard (Windows gives no file of it) as the child takes it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs ask for bytes, which it refuses
    return bytes(buffer.data().data())
