"""The recovery sheet on A4 (SAFETY.md 5.2): groups to type back, the same as a QR code, what it is for, where it lies.

It holds nothing of the station, not even its name: who finds it does not learn which computer it opens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from louyu_desktop.printing import qr
from louyu_desktop.printing.flow import Paragraph, Style
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.palette import ACCENT, INK, INK_FAINT, INK_SOFT, LINE, SAND, WHITE
from louyu_desktop.printing.paper import A4, new_canvas
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.text import N_, _

_LEFT, _WIDTH = 22.0, 166.0
_CODE_TOP, _CODE_HEIGHT, _QR = 52.0, 66.0, 46.0
_ACROSS = 3
_TEXT = Style(size=10.5, leading=1.55, colour=INK_SOFT, align="left")

_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("什么时候用"), (
        N_("站里的人都忘了口令，或者唯一的站长离开了：在登录窗口点「忘记口令」，再点「用恢复纸」。"),
        N_("电脑坏了、丢了：在新电脑上打开本程序，点「从备份恢复」，选备份文件，再照纸输入各组。"),
        N_("有扫码枪时，光标放进输入框，扫右边的码即可；没有时，一组一组照着输入，大小写都行。"),
    )),
    (N_("放在哪里"), (
        N_("打印两张，分放两处：一张锁在站里的柜子里，一张交给上级党组织保管。不要和电脑放在一起。"),
        N_("不拍照，不复印，不存进电脑、手机和网盘。拿到这张纸和一份备份，就能打开全部资料。"),
        N_("用过一次，或者怀疑被别人看到：在「设置 → 口令与恢复」里换一张新的，再把这张撕碎：它还打得开以前的备份。"),
        N_("每半年核对一次：程序会提醒，照纸输入或者扫码，对了就在下面签个名。"),
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet:
    """What it says: `groups` to type back, `code` for the scanner, `made_on` the day in words."""

    vault: str
    made_on: str
    groups: tuple[str, ...] = field(repr=False)
    code: str = field(repr=False)


def pdf(sheet: RecoverySheet, faces: Typeface) -> bytes:
    """The paper, one page, in memory: where it is put on a disk is for people to say."""
    canvas = new_canvas(A4, _("恢复纸"), "", faces)
    pen = Pen(canvas, faces)
    _title(pen, sheet)
    _code(pen, sheet)
    bottom = _sections(pen, _y(_CODE_TOP + _CODE_HEIGHT + 14))
    _kept_by(pen, bottom - 6 * MM)
    _foot(pen, sheet)
    canvas.showPage()
    return bytes(canvas.getpdfdata())


def _y(millimetres: float) -> float:
    return A4[1] - millimetres * MM


def _title(pen: Pen, sheet: RecoverySheet) -> None:
    left, right = _LEFT * MM, (_LEFT + _WIDTH) * MM
    pen.text(left, _y(28), _("恢复纸"), 22, bold=True, spacing=2)
    pen.text(left, _y(36), _("口令都忘了、电脑坏了，靠它打开站里的资料"), 10.5, colour=INK_SOFT)
    pen.text(right, _y(28), clean(sheet.made_on), 10.5, align="right")
    words = _("资料库编号 {vault}").format(vault=clean(sheet.vault))
    pen.text(right, _y(36), words, 9, colour=INK_SOFT, align="right")
    pen.line(left, _y(41), right, _y(41), colour=ACCENT, width=1.2)


def _code(pen: Pen, sheet: RecoverySheet) -> None:
    """The groups with their numbers, three in a row, and the QR code beside them, on one sandy field."""
    left, right = _LEFT * MM, (_LEFT + _WIDTH) * MM
    bottom = _y(_CODE_TOP + _CODE_HEIGHT)
    pen.rect(left, bottom, right - left, _CODE_HEIGHT * MM, filled=SAND, edge=LINE, radius=6)
    room = (_WIDTH - _QR - 24) * MM
    rows = -(-len(sheet.groups) // _ACROSS)
    step = (_CODE_HEIGHT - 12) * MM / rows
    for number, group in enumerate(sheet.groups):
        row, column = divmod(number, _ACROSS)
        x = left + 8 * MM + column * room / _ACROSS
        y = _y(_CODE_TOP + 6) - row * step - step / 2
        pen.text(x, y + 7.5, _("第 {number} 组").format(number=number + 1), 7.5, colour=INK_FAINT)
        pen.text(x, y - 9, clean(group), 17, bold=True, spacing=1.6)
    side = _QR * MM
    x, y = right - side - 7 * MM, bottom + (_CODE_HEIGHT * MM - side) / 2 + 5
    pen.rect(x - 6, y - 6, side + 12, side + 12, filled=WHITE)
    qr.draw(pen, sheet.code, x, y, side)
    pen.text(x + side / 2, y - 17, _("扫码枪扫这里"), 8, colour=INK_SOFT, align="center")


def _sections(pen: Pen, y: float) -> float:
    """What it is for and where to keep it, numbered; gives where they end."""
    left = _LEFT * MM
    for title, sentences in _SECTIONS:
        pen.text(left, y, _(title), 12, bold=True)
        y -= 3.4 * MM
        for number, sentence in enumerate(sentences, 1):
            y = _sentence(pen, f"{number}.", _(sentence), y)
        y -= 9 * MM
    return y


def _sentence(pen: Pen, mark: str, sentence: str, y: float) -> float:
    words = Paragraph(sentence, _TEXT, pen.faces)
    _width, height = words.wrap((_WIDTH - 6) * MM, A4[1])
    pen.text(_LEFT * MM, y - _TEXT.step / 2 - 0.36 * _TEXT.size, mark, _TEXT.size, colour=INK_SOFT)
    words.put(pen, (_LEFT + 6) * MM, y - height)
    return y - height - 1.2 * MM


def _kept_by(pen: Pen, y: float) -> None:
    """Lines to fill in by hand: who keeps it where, and six half-yearly checks."""
    left, half = _LEFT * MM, _WIDTH / 2 * MM
    labels = (_("保管人"), _("存放处"))
    for x, label in zip((left, left + half + 3 * MM), labels, strict=True):
        pen.text(x, y, label, 10, bold=True)
        pen.line(x + 16 * MM, y - 2, x + half - 3 * MM, y - 2)
    y -= 13 * MM
    pen.text(left, y, _("半年核对"), 10, bold=True)
    for x, top in _places(left + 22 * MM, y, ((_WIDTH - 22) * MM) / 3):
        pen.text(x, top, _("日期"), 8.5, colour=INK_FAINT)
        pen.line(x + 8 * MM, top - 2, x + 23 * MM, top - 2, colour=INK_FAINT)
        pen.text(x + 24.5 * MM, top, _("签名"), 8.5, colour=INK_FAINT)
        pen.line(x + 32.5 * MM, top - 2, x + 46 * MM, top - 2, colour=INK_FAINT)


def _places(x: float, y: float, step: float) -> Sequence[tuple[float, float]]:
    return [(x + column * step, y - row * 9 * MM) for row in range(2) for column in range(3)]


def _foot(pen: Pen, sheet: RecoverySheet) -> None:
    words = _("这张纸不印站名和任何资料。保密，不外传")
    pen.text(_LEFT * MM, _y(282), words, 8.5, colour=INK)
    pen.text((_LEFT + _WIDTH) * MM, _y(282), clean(sheet.vault)[:8], 8.5, colour=INK_FAINT, align="right")
