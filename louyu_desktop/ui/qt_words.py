"""Chinese for Qt's own windows: its catalogue, what that lacks, and the words of file types, days and numbers."""

from __future__ import annotations

import struct

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from louyu_desktop import paths
from louyu_desktop.text import _

_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES, _MESSAGES = 0x42, 0x69
_END, _TRANSLATION, _SOURCE, _CONTEXT = 1, 3, 6, 7
_FILES = "QAbstractFileIconProvider"


def speak(application: QCoreApplication) -> None:
    """Have Qt's own windows speak Chinese, whatever language the computer has."""
    QLocale.setDefault(QLocale("zh_CN"))  # file types, months and weekdays are named by it
    words = QTranslator(application)
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(words)
    more = QTranslator(application)
    if more.load(_kept(_catalogue({"Folder": _("文件夹"), "File Folder": _("文件夹"), "%1 File": _("%1 文件")}))):
        application.installTranslator(more)


def _kept(catalogue: bytes) -> str:
    """As a file, because a translator takes nothing else; made once."""
    file = paths.cache() / "qt-words.qm"
    if not file.is_file() or file.read_bytes() != catalogue:
        file.write_bytes(catalogue)
    return str(file)


def _catalogue(words: dict[str, str]) -> bytes:
    """Qt's binary form of a catalogue: a translator written in Python would be asked for every word of Qt's."""
    hashes, messages = [], b""
    for source, translation in words.items():
        hashes.append((_hash(source.encode()), len(messages)))
        for tag, text in (
            (_TRANSLATION, translation.encode("utf-16-be")), (_SOURCE, source.encode()), (_CONTEXT, _FILES.encode()),
        ):  # fmt: skip
            messages += struct.pack(">BI", tag, len(text)) + text
        messages += bytes([_END])
    index = b"".join(struct.pack(">II", *one) for one in sorted(hashes))
    return _MAGIC + b"".join(
        struct.pack(">BI", tag, len(part)) + part for tag, part in ((_HASHES, index), (_MESSAGES, messages))
    )


def _hash(source: bytes) -> int:
    """The hash (of ELF) under which Qt looks for a sentence."""
    found = 0
    for byte in source:
        found = (found << 4) + byte
        high = found & 0xF0000000
        found = (found ^ high >> 24) & ~high
    return found or 1
