"""The papers of the council (FIELD.md 3.1), and what may be chosen for each."""

from __future__ import annotations

from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.paper_info import PaperInfo
from louyu_desktop.text import N_

NOTICE, SIGN_IN, RECORD, MINUTES = "meeting-notice", "meeting-sign-in", "meeting-record", "minutes"
TOPIC_SHEET, COVENANT = "topic-sheet", "covenant"

_BLANK = Field(
    name="blank_rows", label=N_("末尾空行"), kind=Kind.INTEGER, minimum=0, maximum=60, unit=N_("行"),
    hint=N_("给列席和临时来的人签名"),
)  # fmt: skip
_MARKED = Field(name="mark", label=N_("印红色纪要标志"), kind=Kind.FLAG, hint=N_("街道没有要求时可以不印"))

COUNCIL_PAPERS: tuple[PaperInfo, ...] = (
    PaperInfo(name=MINUTES, label=N_("会议纪要"), needs_id="meetings", personal=True, options=(_MARKED,),
              begins={"mark": True}),
    PaperInfo(name=NOTICE, label=N_("会议通知"), needs_id="meetings", personal=True),
    PaperInfo(name=SIGN_IN, label=N_("会议签到表"), needs_id="meetings", personal=True, options=(_BLANK,),
              begins={"blank_rows": 5}),
    PaperInfo(name=RECORD, label=N_("会议记录"), needs_id="meetings", personal=True, internal=True),
    PaperInfo(name=TOPIC_SHEET, label=N_("议题闭环单"), needs_id="topics", personal=True),
    PaperInfo(name=COVENANT, label=N_("公约"), needs_id="councils"),
)  # fmt: skip
"""In the order they are offered."""
