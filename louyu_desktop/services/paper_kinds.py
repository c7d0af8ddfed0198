"""Which papers there are and what may be chosen for each; the dialog is drawn from these fields."""

from __future__ import annotations

from dataclasses import replace

from louyu_desktop.fields import Field, Kind
from louyu_desktop.printing import labels
from louyu_desktop.services import day_rows
from louyu_desktop.services.building_papers import BUILDING_PAPERS
from louyu_desktop.services.checklist_papers import CHECKLIST_PAPERS
from louyu_desktop.services.council_paper_kinds import COUNCIL_PAPERS
from louyu_desktop.services.firm_paper_kinds import FIRM_PAPERS
from louyu_desktop.services.measure_papers import MEASURE_PAPERS
from louyu_desktop.services.paper_info import PaperInfo
from louyu_desktop.services.request_papers import REQUEST_PAPERS
from louyu_desktop.services.rights import Right
from louyu_desktop.services.wall_papers import WALL_PAPERS
from louyu_desktop.settings import BY_KEY
from louyu_desktop.text import N_

SIGN_IN_SHEET = "sign-in-sheet"
SIGN_IN_SHEETS = "sign-in-sheets"
BADGES = "badges"
TABLE_CARDS = "table-cards"
ABSENTEES = "absentees"
ACTIVITY_RECORD = "activity-record"
CERTIFICATE = "certificate"
ACTIVITY_LEDGER = "activity-ledger"
ROOM_REGISTER = "room-register"
HANDBOOK = "handbook"
FIGURES = "figures"
DAY_LOG = "day-log"
HELP = "help"

ORDERS = {label: key for key, label in BY_KEY["sheet_order"].choices}
"""The words of each order of a sign-in sheet, and what they are stored as in the settings."""

COLUMNS = {N_("单位"): "unit", N_("党员"): "party", N_("党支部"): "branch", N_("楼层"): "floor", N_("备注"): "note"}
"""The columns of a sign-in sheet that may be left out: label and the sheet's own key."""

USUAL_COLUMNS = tuple(label for label, key in COLUMNS.items() if key in {"unit", "party", "note"})
"""Those of a sheet that nobody has chosen for."""

ROW_HEIGHTS = {N_("紧凑"): "dense", N_("标准"): "usual", N_("宽松"): "wide", N_("特宽"): "widest"}
"""The words for the heights of a sheet's rows."""

USUAL_HEIGHT = next(label for label, key in ROW_HEIGHTS.items() if key == "usual")

PORTRAIT, LANDSCAPE = N_("A4 纵向"), N_("A4 横向")
HALF = N_("A5 横向")


_ORDER = Field(
    name="order", label=N_("排序"), kind=Kind.CHOICE, choices=tuple(ORDERS),
    synonyms={key: label for label, key in ORDERS.items()},
)  # fmt: skip
_PHONE_TAIL = Field(name="phone_tail", label=N_("印手机后四位"), kind=Kind.FLAG, hint=N_("完整手机号不会印出"))
_SHEET = (
    _ORDER,
    Field(
        name="blank_rows", label=N_("末尾空行（现场报名）"), kind=Kind.INTEGER, minimum=0, maximum=60, unit=N_("行"),
    ),
    Field(name="prefilled", label=N_("预填报名名单"), kind=Kind.FLAG),
    Field(name="columns", label=N_("印哪些栏"), kind=Kind.CHOICES, choices=tuple(COLUMNS)),
    _PHONE_TAIL,
    Field(name="row_height", label=N_("行高"), kind=Kind.CHOICE, choices=tuple(ROW_HEIGHTS)),
    Field(name="paper", label=N_("纸张方向"), kind=Kind.CHOICE, choices=(PORTRAIT, LANDSCAPE)),
    Field(name="qr", label=N_("印二维码"), kind=Kind.FLAG, hint=N_("补录时扫一下，就知道是哪场、第几页")),
    Field(name="arrivals", label=N_("印签到结果"), kind=Kind.FLAG, hint=N_("签到时间、实到人数和手写签名，办完后存档用")),
)  # fmt: skip
_FIRST = Field(name="first", label=N_("从"), kind=Kind.DATE)
_LAST = Field(name="last", label=N_("到"), kind=Kind.DATE)
_ONLY = Field(
    name="only", label=N_("只印这些人"), max_length=400,
    hint=N_("写姓名或名单里的序号，如：1-3、8、王芳；空着就是所有人"),
)  # fmt: skip
_FIRST_LABEL = Field(
    name="first_label", label=N_("从第几枚开始"), kind=Kind.INTEGER, minimum=1, maximum=99, unit=N_("枚"),
    hint=N_("标签纸用过几枚时，接着往下印"),
)  # fmt: skip
_GUIDES = Field(name="guides", label=N_("印裁切线"), kind=Kind.FLAG, hint=N_("用普通纸打印、自己裁开时勾上"))

PAPERS: tuple[PaperInfo, ...] = (
    PaperInfo(
        name=SIGN_IN_SHEET, label=N_("签到表"), needs_id="activities", personal=True, options=_SHEET,
        forgets=("arrivals",),
    ),
    PaperInfo(
        name=BADGES, label=N_("胸牌"), needs_id="activities", personal=True, forgets=("only", "first_label"),
        options=(
            Field(name="labels", label=N_("版式"), kind=Kind.CHOICE, choices=tuple(labels.LABELS)),
            _ONLY, _FIRST_LABEL,
            Field(name="qr", label=N_("印二维码"), kind=Kind.FLAG, hint=N_("签到台扫胸牌就能签到")), _GUIDES,
        ),
    ),
    PaperInfo(
        name=TABLE_CARDS, label=N_("桌牌"), needs_id="activities", personal=True, forgets=("only", "first_label"),
        options=(
            Field(name="labels", label=N_("版式"), kind=Kind.CHOICE, choices=tuple(labels.CARDS)),
            _ONLY, _FIRST_LABEL, Field(name="unit", label=N_("印单位"), kind=Kind.FLAG), _GUIDES,
        ),
    ),
    PaperInfo(
        name=ABSENTEES, label=N_("未到名单"), needs_id="activities", personal=True, options=(_ORDER, _PHONE_TAIL),
    ),
    PaperInfo(
        name=ACTIVITY_RECORD, label=N_("活动记录表"), needs_id="activities", personal=True,
        options=(
            Field(name="photos", label=N_("照片"), kind=Kind.INTEGER, minimum=0, maximum=4, unit=N_("张"),
                  hint=N_("活动附件里最早的几张图片，备注印在照片下面")),
            Field(name="names", label=N_("印参加人员姓名"), kind=Kind.FLAG),
        ),
    ),
    PaperInfo(
        name=CERTIFICATE, label=N_("参加证明"), needs_id="activities", personal=True, forgets=("only",),
        options=(
            Field(name="paper", label=N_("纸张"), kind=Kind.CHOICE, choices=(PORTRAIT, HALF)),
            _ONLY,
            Field(name="hours", label=N_("印时长"), kind=Kind.FLAG),
        ),
    ),
    PaperInfo(
        name=SIGN_IN_SHEETS, label=N_("一天或一周的签到表"), personal=True, options=(_FIRST, _LAST, *_SHEET),
        tells="activities", forgets=("first", "last", "arrivals"),
    ),
    PaperInfo(
        name=ACTIVITY_LEDGER, label=N_("活动台账"), tells="activities", forgets=("year", "first", "last"),
        options=(
            Field(name="year", label=N_("年份"), kind=Kind.INTEGER, minimum=2000, maximum=2100),
            replace(_FIRST, hint=N_("空着就是全年")), _LAST,
        ),
    ),
    PaperInfo(
        name=ROOM_REGISTER, label=N_("场地使用登记表"), personal=True, tells="bookings", forgets=("first", "last", "room"),
        options=(_FIRST, _LAST, Field(name="room", label=N_("场地"), max_length=50, hint=N_("空着就是所有场地"))),
    ),
    PaperInfo(
        name=HANDBOOK, label=N_("服务手册"),
        options=(Field(name="size", label=N_("纸张"), kind=Kind.CHOICE, choices=("A4", "A5")),),
    ),
    PaperInfo(name=FIGURES, label=N_("数字一览")),
    PaperInfo(name=DAY_LOG, label=N_("值班日志"), options=day_rows.OPTIONS, personal=True, right=Right.LOG),
    *FIRM_PAPERS,
    *BUILDING_PAPERS,
    *REQUEST_PAPERS,
    *CHECKLIST_PAPERS,
    *COUNCIL_PAPERS,
    *WALL_PAPERS,
    *MEASURE_PAPERS,
    PaperInfo(
        name=HELP, label=N_("使用手册"), begins={"size": "A4"},
        options=(Field(name="size", label=N_("纸张"), kind=Kind.CHOICE, choices=("A4", "A5")),),
    ),
)  # fmt: skip
"""All papers, in the order they are offered."""
