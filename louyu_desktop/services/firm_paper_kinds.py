"""The papers about enterprises and the visits to them (FIELD.md 3.1), and what may be chosen for each."""

from __future__ import annotations

from dataclasses import replace

from louyu_desktop.fields import Field, Kind
from louyu_desktop.printing import labels
from louyu_desktop.services.firm_words import MOST
from louyu_desktop.services.paper_info import INTERNAL, MASKED, SIGNING, PaperInfo, version_of
from louyu_desktop.text import N_

DOSSIER = "dossier"
SHOP_DOSSIER = "shop-dossier"
VISIT_FORM = "visit-form"
CONTACT_CARD = "contact-card"
VISIT_RECORD = "visit-record"
VISIT_FORMS = "visit-forms"
VISIT_ROUTE = "visit-route"
MUST_VISITS = "must-visits"
KEY_FIRMS = "key-firms"
CONTACT_CARDS = "contact-cards"

OPEN_ONLY, ALL_TASKS = N_("没了结的"), N_("全部")
BY_DUE, BY_PERSON, BY_TRIGGER = N_("按期限"), N_("按负责人分组"), N_("按必访分组")

_STAYS = N_("内部版印五色、意向和情况，不交给企业")
_DOSSIER_VERSION = version_of(MASKED, N_("内部版印五色、意向和情况；对外版不印这些，姓名电话打码"))
_VISITS = Field(
    name="visits", label=N_("最近走访"), kind=Kind.INTEGER, minimum=0, maximum=200, unit=N_("次"),
    hint=N_("更早的只写次数"),
)  # fmt: skip
_BUILDING = Field(name="building", label=N_("楼宇"), max_length=60, hint=N_("空着就是所有楼宇"))
_FIRMS = Field(
    name="firms", label=N_("只印这些企业"), max_length=MOST,
    hint=N_("写企业名称或编号，用顿号隔开；空着就按上面的条件"),
)  # fmt: skip
_WHO = Field(name="who", label=N_("负责人"), max_length=50, hint=N_("空着就是所有人"))
_UNTIL = Field(name="until", label=N_("期限到"), kind=Kind.DATE, hint=N_("空着就不限"))
_FORM_VERSION = version_of(SIGNING, N_("请对方签名的不印五色"))
_LABELS = Field(name="labels", label=N_("版式"), kind=Kind.CHOICE, choices=tuple(labels.LABELS))
_GUIDES = Field(name="guides", label=N_("印裁切线"), kind=Kind.FLAG, hint=N_("用普通纸打印、自己裁开时勾上"))
_CARDS = {"labels": N_("A4 10 枚·90×54 毫米"), "guides": True}

FIRM_PAPERS: tuple[PaperInfo, ...] = (
    PaperInfo(
        name=DOSSIER, label=N_("一企一档"), needs_id="enterprises", personal=True, internal=True,
        options=(_DOSSIER_VERSION, _VISITS), begins={"version": INTERNAL, "visits": 30}, forgets=("version",),
    ),
    PaperInfo(
        name=SHOP_DOSSIER, label=N_("一店一册"), needs_id="enterprises", personal=True, internal=True,
        options=(_DOSSIER_VERSION, _VISITS), begins={"version": INTERNAL, "visits": 30}, forgets=("version",),
    ),
    PaperInfo(
        name=VISIT_FORM, label=N_("走访表（预填）"), needs_id="enterprises", personal=True, internal=True,
        options=(
            _FORM_VERSION,
            Field(name="copies", label=N_("份数"), kind=Kind.INTEGER, minimum=1, maximum=20, unit=N_("份"),
                  hint=N_("一页 A4 两份")),
        ),
        begins={"version": SIGNING, "copies": 2}, forgets=("version",),
    ),
    PaperInfo(
        name=CONTACT_CARD, label=N_("服务联系卡"), needs_id="enterprises", personal=True,
        options=(
            _LABELS,
            Field(name="count", label=N_("枚数"), kind=Kind.INTEGER, minimum=1, maximum=200, unit=N_("枚")), _GUIDES,
        ),
        begins={**_CARDS, "count": 10},
    ),
    PaperInfo(
        name=VISIT_RECORD, label=N_("走访记录表"), needs_id="visits", personal=True, internal=True,
        options=(
            replace(_FORM_VERSION, hint=N_("请对方签名的只印对方说的、当场答复的和约好的事")),
        ),
        begins={"version": INTERNAL}, forgets=("version",),
    ),
    PaperInfo(
        name=VISIT_FORMS, label=N_("空白走访表"), tells="visits", internal=True,
        options=(
            _FORM_VERSION,
            Field(name="count", label=N_("页数"), kind=Kind.INTEGER, minimum=1, maximum=50, unit=N_("页"),
                  hint=N_("一页两份")),
        ),
        begins={"version": SIGNING, "count": 1}, forgets=("version",),
    ),
    PaperInfo(
        name=VISIT_ROUTE, label=N_("走访路线"), personal=True, tells="visit-tasks",
        options=(
            _BUILDING, replace(_UNTIL, hint=N_("空着就是两周以内")), _WHO, _FIRMS,
            Field(name="phones", label=N_("印联系电话"), kind=Kind.FLAG, hint=N_("出门带着走，用完收回")),
            Field(name="forms", label=N_("后面附走访表"), kind=Kind.FLAG, hint=N_("每家一份，按走的顺序，一页两份")),
        ),
        forgets=("building", "until", "who", "firms"),
        begins={"building": "", "until": None, "who": "", "firms": "", "phones": False, "forms": True},
    ),
    PaperInfo(
        name=MUST_VISITS, label=N_("必访清单"), personal=True, tells="visit-tasks", internal=True,
        options=(
            Field(name="state", label=N_("哪些"), kind=Kind.CHOICE, choices=(OPEN_ONLY, ALL_TASKS)),
            _UNTIL, _WHO,
            Field(name="grouping", label=N_("排法"), kind=Kind.CHOICE, choices=(BY_DUE, BY_PERSON, BY_TRIGGER)),
        ),
        forgets=("until", "who"),
        begins={"state": OPEN_ONLY, "until": None, "who": "", "grouping": BY_DUE},
    ),
    PaperInfo(
        name=KEY_FIRMS, label=N_("重点企业名单"), personal=True, tells="enterprises", internal=True,
        options=(version_of(MASKED, _STAYS), _BUILDING), forgets=("version", "building"),
        begins={"version": MASKED, "building": ""},
    ),
    PaperInfo(
        name=CONTACT_CARDS, label=N_("一批服务联系卡"), personal=True, tells="enterprises",
        options=(
            _LABELS, _BUILDING, Field(name="key_only", label=N_("只印重点企业"), kind=Kind.FLAG), _FIRMS, _GUIDES,
        ),
        forgets=("building", "firms"), begins={**_CARDS, "building": "", "key_only": False, "firms": ""},
    ),
)  # fmt: skip
"""In the order they are offered."""
