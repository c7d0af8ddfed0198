"""The checklist a new station begins with: ten categories, 54 items, marked as examples (FIELD.md 5)."""

from __future__ import annotations

import csv
import datetime as dt

from louyu_desktop import paths
from louyu_desktop.models import CatalogueVersion, ServiceCategory, ServiceItem, ServicePack
from louyu_desktop.services.checklists import as_content, content_of
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

Line = dict[str, str]


def lines() -> list[Line]:
    """The shipped list, one dictionary a line, keyed by its Chinese headings."""
    with paths.resource("checklist.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def insert(write: Write, today: dt.date) -> None:
    """Write categories, items and the first version; the station edits them from then on."""
    items = lines()
    names = {line["大类代码"]: line["大类名称"] for line in items}
    ids = write.insert(ServiceCategory, [{"code": code, "name": name} for code, name in names.items()])
    category = dict(zip(names, ids, strict=True))
    write.insert(ServiceItem, [_item(line, category[line["大类代码"]]) for line in items])
    note, content = _("随程序附带的示例，请对照一网通办核对后使用"), as_content(content_of(write.session))
    version = {"name": f"{today.year}-1", "effective_on": today, "note": note, "content": content}
    write.insert(CatalogueVersion, [version])
    write.insert(ServicePack, [_pack(line) for line in packs()])


def packs() -> list[Line]:
    """The shipped packs of services (seed S4), keyed by their Chinese headings."""
    with paths.resource("packs.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _pack(line: Line) -> dict[str, object]:
    return {
        "name": line["服务包名称"],
        "content": line["内容"].replace("；", "\n"),
        "tags": tuple(line["适用对象"].split("、")),
        "remark": _("示例，请按本站的服务团队改"),
    }


def _item(line: Line, category: int) -> dict[str, object]:
    return {
        "code": line["事项编码"],
        "name": line["事项名称"],
        "category_id": category,
        "targets": tuple(line["服务对象"].split("、")),
        "materials": line["所需材料"],
        "department": line["责任部门"],
        "promised_days": int(line["承诺时限"]),
        "mode": line["办理方式"],
        "said_as": line["俗称"],
        "is_example": True,
    }
