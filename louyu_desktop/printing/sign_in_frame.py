"""What stands round the rows of a sign-in sheet: title, facts, the page's QR, who keeps it, the notice."""

from __future__ import annotations

from dataclasses import dataclass

from louyu_desktop.printing import qr
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import INK, INK_FAINT, INK_SOFT
from louyu_desktop.printing.paper import Size
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.text import _

LEFT = 18.0
_CODE, _CODE_TOP = 17.0, 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The words of a sheet apart from its rows; `expected` and `signed` of None are left to be written."""

    size: Size
    activity: str
    time: str
    place: str
    organiser: str
    pages: int
    expected: int | None = None
    signed: int | None = None
    code: str = ""
    privacy_line: str = ""
    is_demonstration: bool = False

    @property
    def right(self) -> float:
        """The right edge in points."""
        return self.size[0] - LEFT * MM

    def y(self, millimetres: float) -> float:
        """So far from the upper edge, in points."""
        return self.size[1] - millimetres * MM

    @property
    def beside_code(self) -> float:
        """The right edge of what stands beside the QR."""
        return self.right - (_CODE + 4) * MM if self.code else self.right


def furnish(pen: Pen, frame: Frame, page: int) -> None:
    """Everything of a page but its table."""
    if page == 1:
        _title_block(pen, frame)
    else:
        _running_title(pen, frame)
    _foot(pen, frame, page)
    if frame.code:
        side = _CODE * MM
        code = f"{frame.code}:{page}"
        qr.draw(pen, code, frame.right - side, frame.y(_CODE_TOP) - side, side, of_many=True)
    if frame.is_demonstration:
        _demonstration(pen, frame)


def _title_block(pen: Pen, frame: Frame) -> None:
    pen.text(frame.size[0] / 2, frame.y(22.5), _("签到表"), 18, bold=True, align="center", spacing=4)
    first, second, third = (frame.y(35.5 + 6.9 * index) for index in range(3))
    wider = frame.size[0] / MM - 210
    half = wider / 2
    _fact(pen, LEFT + 2, first, _("活动名称"), frame.activity, room=150 + wider)
    _fact(pen, LEFT + 2, second, _("时间"), frame.time, room=76 + half)
    _fact(pen, LEFT + 102 + half, second, _("地点"), frame.place, room=50 + half)
    _fact(pen, LEFT + 2, third, _("主办"), frame.organiser, room=76 + half)
    _counts(pen, frame, LEFT + 102 + half, third)


def _counts(pen: Pen, frame: Frame, x: float, y: float) -> None:
    """应到 58 人  实到 ____ 人, as far as it is known."""
    expected = "" if frame.expected is None else _("{count} 人").format(count=frame.expected)
    _fact(pen, x, y, _("应到"), expected, room=20)
    if not expected:
        _count_to_fill(pen, x + 21, y, 10)
    pen.text((x + 40) * MM, y, _("实到"), 9.5, bold=True)
    if frame.signed is None:
        _count_to_fill(pen, x + 50, y, 15)
    else:
        pen.text((x + 50) * MM, y, _("{count} 人").format(count=frame.signed), 9.5)


def _fact(pen: Pen, x: float, y: float, label: str, value: str, *, room: float) -> None:
    """A bold label spread over four characters, and its value in at most two lines."""
    pen.spread(x * MM, y, 38, label, 9.5, bold=True)
    fitted = fit(clean(value, limit=200), room * MM, 9.5, pen.font().width)
    step = fitted.size * 1.15
    y += (len(fitted.lines) - 1) * step / 2
    for line in fitted.lines:
        pen.text((x + 22) * MM, y, line, fitted.size)
        y -= step


def _count_to_fill(pen: Pen, x: float, y: float, width: float) -> None:
    pen.line(x * MM, y - 2, (x + width) * MM, y - 2, width=0.5)
    pen.text((x + width + 1.5) * MM, y, _("人"), 9.5)


def _running_title(pen: Pen, frame: Frame) -> None:
    left, right = LEFT * MM, frame.beside_code
    time = clean(frame.time, limit=60)
    pen.text(left, frame.y(20.5), _("签到表（续）"), 11, bold=True)
    pen.text(right, frame.y(26.5), time, 9, colour=INK_SOFT, align="right")
    room = right - left - pen.width(time, 9) - 12
    title = fit(clean(frame.activity, limit=200), room, 9.5, pen.font().width, repeated=True)
    y = frame.y(26.5) + (len(title.lines) - 1) * title.size * 0.6
    for line in title.lines:
        pen.text(left, y, line, title.size, colour=INK_SOFT)
        y -= title.size * 1.2


def _foot(pen: Pen, frame: Frame, page: int) -> None:
    left, right = LEFT * MM, frame.right
    above, below = 28 * MM, 18 * MM
    pen.text(left, above, _("记录人"), 9.5)
    start = left + pen.width(_("记录人"), 9.5) + 6
    pen.line(start, above - 2, start + 36 * MM, above - 2, colour=INK, width=0.5)
    number = _("第 {page} 页 / 共 {pages} 页").format(page=page, pages=frame.pages)
    pen.text(right, below, number, 9, colour=INK_SOFT, align="right")
    room = right - left - pen.width(number, 9) - 20
    notice = fit(clean(frame.privacy_line, limit=300), room, 8, pen.font().width)
    y = below + (len(notice.lines) - 1) * notice.size * 0.65
    for line in notice.lines:
        pen.text(left, y, line, notice.size, colour=INK_FAINT)
        y -= notice.size * 1.3


def _demonstration(pen: Pen, frame: Frame) -> None:
    """The mark of a demonstration station: its sheets are no records."""
    text = _("演示")
    width = pen.width(text, 9, bold=True) + 12
    x, y = frame.beside_code - width, frame.y(15.5)
    pen.rect(x, y - 4.5, width, 16, edge=INK_SOFT, line=0.6, radius=3)
    pen.text(x + width / 2, y, text, 9, bold=True, colour=INK_SOFT, align="center")
