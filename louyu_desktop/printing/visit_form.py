"""走访表 to write on: two on a sheet of A4, blank or with what is known of the enterprise (FIELD.md 3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import INK_FAINT, INK_SOFT, LINE, RULE, SAND
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.printing.record_form import Ticks, draw_ticks
from louyu_desktop.text import N_, _

_LEFT, _WIDTH, _LABEL = 16 * MM, 178 * MM, 21 * MM
_HALF = A4[1] / 2
_ROW, _PAD, _SIZE = 7.8 * MM, 2.2 * MM, 9.5
_BLOCKS = ((N_("企业情况"), 23.0), (N_("提出的诉求"), 22.0), (N_("现场答复"), 17.5), (N_("后续措施"), 15.0))
_FORMS = (N_("上门"), N_("电话"), N_("座谈"), N_("来站"), N_("跑楼"))
_MUST = (N_("高管变动"), N_("总部来访"), N_("企业搬迁"), N_("租赁到期"), N_("经营下滑"), N_("特殊情况"))
_OTHER = (N_("日常"), N_("专项"), N_("回访"))
_DATE = N_("　　　　年　　月　　日")
_COLOURS = (N_("绿"), N_("蓝"), N_("黄"), N_("橙"), N_("红"))


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitForm:
    """What is filled in beforehand: `reasons` are ticked, `known` stands beside them."""

    enterprise: str = ""
    place: str = ""
    met: str = ""
    visitors: str = ""
    reasons: tuple[str, ...] = ()
    known: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitForms:
    """Forms of a station; those that stay `internal` ask for a colour, and nobody outside signs them."""

    station: str
    forms: tuple[VisitForm, ...]
    internal: bool = False
    foot: str = ""
    is_demonstration: bool = False


def texts_of(forms: VisitForms) -> tuple[str, ...]:
    """Every text that the forms print, cleaned: for the preflight."""
    found = [forms.station, forms.foot]
    for one in forms.forms:
        found += [one.enterprise, one.place, one.met, one.visitors, one.known]
    return tuple(map(clean, found))


def write(forms: VisitForms, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages: one where there is no form."""
    title = _("走访记录表")
    with Paper(target, A4, f"{clean(forms.station, limit=60)} {title}", faces, subject=title) as paper:
        return draw_pages(paper, forms)


def draw_pages(paper: Paper, forms: VisitForms) -> int:
    """Draw all forms, two to a page, on pages of A4; gives how many."""
    pages = 0
    for at in range(0, max(1, len(forms.forms)), 2):
        both = forms.forms[at : at + 2]
        for place, form in enumerate(both):
            _Half(paper.pen, forms, A4[1] - place * _HALF).draw(form)
        if len(both) == 2:
            paper.pen.raw("[3 3] 0 d")
            paper.pen.line(8 * MM, _HALF, A4[0] - 8 * MM, _HALF, colour=LINE, width=0.5)
            paper.pen.raw("[] 0 d")
        paper.next_page()
        pages += 1
    return pages


class _Half:
    """One form on half a page whose upper edge is at `top`."""

    def __init__(self, pen: Pen, forms: VisitForms, top: float) -> None:
        self.pen, self.forms, self.top = pen, forms, top
        self.y = top - 15 * MM

    def draw(self, form: VisitForm) -> None:
        """Head, rows, rooms to write in, signatures, foot."""
        half, internal = _WIDTH / 2, self.forms.internal
        self._head()
        self._row((_("企业"), form.enterprise, _WIDTH * 0.64), (_("走访日期"), _(_DATE), _WIDTH * 0.36))
        self._row((_("位置"), form.place, half), (_("走访人"), form.visitors, half))
        self._row((_("受访人及职务"), form.met, half), (_("方式"), Ticks(tuple((_(w), False) for w in _FORMS)), half))
        self._reasons(form)
        for label, height in _BLOCKS:
            self._room(_(label), (height - (1.9 if internal else 0.0)) * MM)
        if internal:
            colours = Ticks(tuple((_(word), False) for word in _COLOURS))
            self._row((_("五色评估"), colours, half), (_("下次走访"), "", half))
        self._signatures()
        self._foot()

    def _head(self) -> None:
        pen, y = self.pen, self.top - 11.4 * MM
        pen.text(A4[0] / 2, y, _("走访记录表"), 14, bold=True, align="center", spacing=2)
        station = fit(clean(self.forms.station, limit=60), 64 * MM, 8.5, pen.font().width, most_lines=1, repeated=True)
        pen.text(_LEFT, y, station.lines[0], station.size, colour=INK_SOFT)
        pen.text(_LEFT + _WIDTH - 34 * MM, y, _("编号"), 8.5, colour=INK_SOFT)
        pen.line(_LEFT + _WIDTH - 26 * MM, y - 2, _LEFT + _WIDTH, y - 2, colour=LINE)

    def _row(self, *cells: tuple[str, str | Ticks, float]) -> None:
        x = _LEFT
        for label, value, width in cells:
            self._label(label, x, _ROW)
            self.pen.rect(x + _LABEL, self.y - _ROW, width - _LABEL, _ROW, edge=RULE)
            self._value(value, x + _LABEL + _PAD, width - _LABEL - 2 * _PAD)
            x += width
        self.y -= _ROW

    def _value(self, value: str | Ticks, x: float, room: float) -> None:
        middle = self.y - _ROW / 2
        if isinstance(value, Ticks):
            draw_ticks(self.pen, value, x, middle, room)
            return
        text = value if value == _(_DATE) else clean(value, limit=200)
        fitted = fit(text, room, _SIZE, self.pen.font().width)
        y = middle + (len(fitted.lines) - 1) * fitted.size * 0.58 - 0.36 * fitted.size
        for line in fitted.lines:
            self.pen.text(x, y, line, fitted.size)
            y -= fitted.size * 1.16

    def _label(self, label: str, x: float, height: float) -> None:
        pen = self.pen
        pen.rect(x, self.y - height, _LABEL, height, filled=SAND, edge=RULE)
        fitted = fit(label, _LABEL - 1.6 * MM, 9, pen.font(bold=True).width)
        y = self.y - height / 2 + (len(fitted.lines) - 1) * fitted.size * 0.6 - 0.36 * fitted.size
        for line in fitted.lines:
            pen.text(x + _LABEL / 2, y, line, fitted.size, bold=True, align="center")
            y -= fitted.size * 1.2

    def _reasons(self, form: VisitForm) -> None:
        """The six, then the others and what is known, on two lines."""
        pen, height = self.pen, 12.4 * MM
        self._label(_("走访事由"), _LEFT, height)
        pen.rect(_LEFT + _LABEL, self.y - height, _WIDTH - _LABEL, height, edge=RULE)
        x, room = _LEFT + _LABEL + _PAD, _WIDTH - _LABEL - 2 * _PAD
        for line, words in enumerate((_MUST, _OTHER)):
            ticks = Ticks(tuple((_(word), word in form.reasons) for word in words))
            draw_ticks(pen, ticks, x, self.y - (3.4 + 5.6 * line) * MM, room if not line else 0.4 * room)
        known = fit(clean(form.known, limit=200), 0.58 * room, 8.5, pen.font().width)
        y = self.y - 9.0 * MM + (len(known.lines) - 1) * known.size * 0.55 - 0.36 * known.size
        for text in known.lines:
            pen.text(x + room, y, text, known.size, colour=INK_SOFT, align="right")
            y -= known.size * 1.1
        self.y -= height

    def _room(self, label: str, height: float) -> None:
        self._label(label, _LEFT, height)
        self.pen.rect(_LEFT + _LABEL, self.y - height, _WIDTH - _LABEL, height, edge=RULE)
        self.y -= height

    def _signatures(self) -> None:
        ours = (_("走访人："), _("负责人：")) if self.forms.internal else (_("走访人："), _("受访人签名："))
        y, pen = self.y - 8.2 * MM, self.pen
        labels: Sequence[str] = (*ours, _("日期："))
        for number, label in enumerate(labels):
            x = _LEFT + number * _WIDTH / 3
            pen.text(x, y, label, _SIZE)
            start = x + pen.width(label, _SIZE) + 3
            pen.line(start, y - 2, x + _WIDTH / 3 - 6 * MM, y - 2, colour=INK_SOFT)

    def _foot(self) -> None:
        mark = _("演示") if self.forms.is_demonstration else ""
        words = "·".join(filter(None, (mark, clean(self.forms.foot, limit=120))))
        fitted = fit(words, _WIDTH, 7.5, self.pen.font().width, most_lines=1, repeated=True)
        self.pen.text(_LEFT, self.top - _HALF + 5.5 * MM, fitted.lines[0], fitted.size, colour=INK_FAINT)
