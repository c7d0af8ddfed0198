"""The system's printers: CUPS takes the PDF itself (`lp`), elsewhere PDFium's pages go to QPrinter one by one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from louyu_desktop import paths
from louyu_desktop.errors import CancelledError, SystemProblem
from louyu_desktop.services.copies import Control
from louyu_desktop.text import _
from louyu_desktop.ui.prints.document import POINTS, PdfPages
from louyu_desktop.ui.prints.ranges import words

_PATIENCE = 20  # seconds that CUPS may take to answer
_RESOLUTION = 300
_A_SIZES = {"A3": (842, 1191), "A4": (595, 842), "A5": (420, 595)}


class Sides(StrEnum):
    """How both sides of a sheet are used; the values are those of IPP (RFC 8011, `sides`)."""

    ONE = "one-sided"
    LONG = "two-sided-long-edge"
    SHORT = "two-sided-short-edge"


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer: the system's name for it, and what people call it."""

    name: str
    label: str
    default: bool = False


@dataclass(frozen=True, slots=True)
class Ticket:
    """One print job; `pages` from 1, empty for all; `title` is seen by others in the queue, so nothing personal."""

    printer: str
    title: str
    copies: int = 1
    pages: tuple[int, ...] = ()
    sides: Sides = Sides.ONE
    media: str = ""


_DUPLEX = {
    Sides.ONE: QPrinter.DuplexMode.DuplexNone,
    Sides.LONG: QPrinter.DuplexMode.DuplexLongSide,
    Sides.SHORT: QPrinter.DuplexMode.DuplexShortSide,
}


def paper_name(size: QSizeF) -> str:
    """What a page of `size` points is called: A4, A5, or its measures in millimetres."""
    short, long = sorted((size.width(), size.height()))
    for name, (width, height) in _A_SIZES.items():
        if abs(short - width) <= 3 and abs(long - height) <= 3:
            return name
    return f"{size.width() / POINTS * 25.4:.0f}×{size.height() / POINTS * 25.4:.0f} mm"


def orientation(size: QSizeF) -> str:
    """纵向 or 横向."""
    return _("纵向") if size.height() >= size.width() else _("横向")


def printers() -> tuple[Printer, ...]:
    """The printers of this computer, the usual one first."""
    found = _cups_printers() if _cups() else _qt_printers()
    return tuple(sorted(found, key=lambda printer: (not printer.default, printer.label)))


def send(pdf: PdfPages, ticket: Ticket, control: Control) -> None:
    """Print; SystemProblem when the printer does not take it, CancelledError when the person stops it."""
    if _cups():
        control(0, 1)
        _lp(pdf.data, ticket)
        control(1, 1)
    else:
        _raster(pdf, ticket, control)


def _cups() -> bool:
    return sys.platform != "win32" and shutil.which("lp") is not None and shutil.which("lpstat") is not None


def _run(command: list[str], data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    plain = {**{name: value for name, value in os.environ.items() if name not in paths.SECRETS}, "LC_ALL": "C"}
    try:
        return subprocess.run(
            command, input=data, capture_output=True, timeout=_PATIENCE, env=plain, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SystemProblem(_("打印服务没有回应。看打印机是否开着，再按一次打印")) from error


def _cups_printers() -> list[Printer]:
    names = _run(["lpstat", "-e"]).stdout.decode("utf-8", "replace").split()
    usual = _run(["lpstat", "-d"]).stdout.decode("utf-8", "replace").rpartition(":")[2].strip()
    return [Printer(name, _cups_label(name), name == usual) for name in names]


def _cups_label(name: str) -> str:
    options = _run(["lpoptions", "-p", name]).stdout.decode("utf-8", "replace")
    found = re.search(r"printer-info='([^']+)'|printer-info=(\S+)", options)
    return (found[1] or found[2]) if found else name.replace("_", " ")


def command(ticket: Ticket) -> list[str]:
    """The `lp` call of a ticket; the PDF comes over standard input, so nothing clear is left behind."""
    line = ["lp", "-d", ticket.printer, "-n", str(ticket.copies), "-t", ticket.title, "-o", f"sides={ticket.sides}"]
    if ticket.pages:
        line += ["-P", words(ticket.pages)]
    if ticket.media:
        line += ["-o", f"media={ticket.media}", "-o", "print-scaling=fit"]
    if ticket.copies > 1:
        line += ["-o", "collate=true"]
    return [*line, "--", "-"]


def _lp(data: bytes, ticket: Ticket) -> None:
    done = _run(command(ticket), data)
    if done.returncode != 0:
        raise SystemProblem(
            _("打印机「{name}」没有收下这份文件。看它是否开着、有没有纸，再按一次打印").format(name=ticket.printer)
        )


def _qt_printers() -> list[Printer]:
    usual = QPrinterInfo.defaultPrinterName()
    return [
        Printer(info.printerName(), info.description() or info.printerName(), info.printerName() == usual)
        for info in QPrinterInfo.availablePrinters()
    ]


def _raster(pdf: PdfPages, ticket: Ticket, control: Control) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(ticket.printer)
    paint(printer, pdf, ticket, control)


def paint(printer: QPrinter, pdf: PdfPages, ticket: Ticket, control: Control) -> None:
    """Draw the chosen pages on `printer` at 300 dpi, one at a time, so that memory stays flat.

    Copies that the driver cannot make itself are drawn again.
    """
    pages = ticket.pages or tuple(range(1, pdf.count + 1))
    own = printer.supportsMultipleCopies()
    printer.setResolution(_RESOLUTION)
    printer.setDocName(ticket.title)
    printer.setDuplex(_DUPLEX[ticket.sides])
    printer.setFullPage(True)
    printer.setCopyCount(ticket.copies if own else 1)
    order = pages * (1 if own else ticket.copies)
    _set_page(printer, pdf, order[0], ticket.media)
    painter = QPainter()
    if not painter.begin(printer):
        raise SystemProblem(_("打印机「{name}」打不开。看它是否开着，再按一次打印").format(name=ticket.printer))
    try:
        _paint_pages(printer, painter, pdf, order, ticket, control)
    except CancelledError:
        printer.abort()
        raise
    finally:
        painter.end()


def _paint_pages(
    printer: QPrinter, painter: QPainter, pdf: PdfPages, order: tuple[int, ...], ticket: Ticket, control: Control
) -> None:
    for index, number in enumerate(order):
        control(index, len(order), _("打印第 {page} 页").format(page=number))
        if index:
            _set_page(printer, pdf, number, ticket.media)
            printer.newPage()
        target = painter.viewport()
        size = pdf.sizes[number - 1]
        scale = min(target.width() / size.width(), target.height() / size.height())
        image = pdf.render(number - 1, round(size.width() * scale))
        painter.drawImage((target.width() - image.width()) // 2, (target.height() - image.height()) // 2, image)
    control(len(order), len(order))


def _set_page(printer: QPrinter, pdf: PdfPages, number: int, media: str) -> None:
    size = pdf.sizes[number - 1]
    short, long = _A_SIZES.get(media, tuple(sorted((size.width(), size.height()))))
    landscape = size.width() > size.height()
    printer.setPageSize(QPageSize(QSizeF(short, long), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    ways = QPageLayout.Orientation
    printer.setPageOrientation(ways.Landscape if landscape else ways.Portrait)
