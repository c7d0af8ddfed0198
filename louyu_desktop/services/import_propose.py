"""Proposing how a file is read: where its headings are, what they mean, which building a sheet is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from louyu_desktop.exchange.book import Book, Sheet, as_typed, column_letters, is_blank
from louyu_desktop.exchange.headings import Matcher, from_profile, signature
from louyu_desktop.exchange.ledger import Header, find_header, split
from louyu_desktop.services.import_plan import ColumnProposal, Proposal, SheetProposal, TargetChoice
from louyu_desktop.services.import_sections import as_branch, as_building
from louyu_desktop.services.kinds import ENTITIES
from louyu_desktop.services.ledgers import UID, columns_of, targets_of
from louyu_desktop.text import N_, _

_SAMPLES = 3
_HEAD = 60
_PLAIN_SHEET = re.compile(
    r"^(?:sheet|工作表|表)?\s*\d*$|^(?:台账|企业|企业台账|名单|名册|汇总|总表|一览表|企业名单|企业信息|数据|明细|导出|企业清单|"
    r"楼宇企业台账)\d*$",
    re.IGNORECASE,
)
_NOTES_SHEET = re.compile(r"^(?:填写|填报|填表|使用)?(?:说明|须知|指南)$")
_GROUPS = {
    "unit": N_("楼宇"), "occupancy": N_("入驻"), "contact": N_("联系人"), "manager": N_("联系人"), "party": N_("联系人"),
    "legal": N_("法定代表人"), "membership": N_("党员信息"),
    "consent": N_("同意"), "person": N_("人员"), "activity": N_("活动"), "when": N_("活动"), "category": N_("大类"),
    "sign": N_("签到"),
}  # fmt: skip


def propose(kind: str, book: Book, kept: Mapping[str, Mapping[str, str]]) -> Proposal:
    """The proposal for every sheet; `kept` are remembered mappings by signature."""
    matcher = Matcher(targets_of(kind))
    sheets = tuple(_sheet(kind, sheet, matcher, kept) for sheet in book.sheets)
    if kind == "enterprises":
        pairs = zip(sheets, book.sheets, strict=True)
        sheets = tuple(_with_building(proposal, sheet, sheets, book) for proposal, sheet in pairs)
    if kind == "people":
        sheets = tuple(_with_branch(proposal, sheet, book) for proposal, sheet in zip(sheets, book.sheets, strict=True))
    groups = {part: _(label) for part, label in _GROUPS.items()}
    own = _(ENTITIES[kind].label)
    targets = tuple(TargetChoice(c.name, c.label, groups.get(c.part, own)) for c in columns_of(kind))
    return Proposal(kind, book.name, sheets, targets)


def likely(book: Book, kinds: Sequence[str], usual: str) -> str:
    """The kind of which the headings of a book name most fields; `usual` where no other has more."""
    head = replace(book, sheets=tuple(replace(sheet, rows=sheet.rows[:_HEAD]) for sheet in book.sheets))

    def named(kind: str) -> float:
        sheets = [sheet for sheet in propose(kind, head, {}).sheets if sheet.used]
        return sum(column.confidence for sheet in sheets for column in sheet.columns if column.field)

    return max((usual, *kinds), key=named)


def _sheet(kind: str, sheet: Sheet, matcher: Matcher, kept: Mapping[str, Mapping[str, str]]) -> SheetProposal:
    if not sheet.visible:
        return SheetProposal(sheet.name, False, 0, 0, (), 0, _("隐藏的工作表，没有读"))
    if _NOTES_SHEET.search(sheet.name):
        return SheetProposal(sheet.name, False, 0, 0, (), 0, _("说明，没有读"))
    header = find_header(sheet, matcher)
    if header is None:
        reason = _("没找到表头") if sheet.rows else _("空表")
        first = sheet.rows[0][0] if sheet.rows else 0
        return SheetProposal(sheet.name, False, first, first, _bare_columns(sheet), 0, reason)
    key = signature(header.headings)
    remembered = key in kept
    found = from_profile(header.headings, kept[key]) if remembered else matcher.match(header.headings)
    fields = {column.name: column for column in columns_of(kind)}
    known = {index: pair for index, pair in found.items() if pair[0] in fields}
    keys = [index for index, (name, _sure) in known.items() if fields[name].key]
    proof = next((index for index, (name, _sure) in known.items() if name == UID), None)
    reason = "" if keys else _("没有「{label}」这一列").format(label=next(c for c in fields.values() if c.key).label)
    return SheetProposal(
        name=sheet.name,
        used=bool(keys),
        first_header=header.first,
        last_header=header.last,
        columns=_columns(sheet, header, known),
        rows=len(split(sheet, header, keys, proof).lines),
        reason=reason,
        signature=key,
        remembered=remembered,
    )


def _columns(sheet: Sheet, header: Header, found: Mapping[int, tuple[str, float]]) -> tuple[ColumnProposal, ...]:
    columns = []
    for heading in header.headings:
        name, sure = found.get(heading.index, ("", 0.0))
        samples = _samples(sheet, heading.index, header.last)
        columns.append(ColumnProposal(heading.index, column_letters(heading.index), heading.text, samples, name, sure))
    return tuple(columns)


def _bare_columns(sheet: Sheet) -> tuple[ColumnProposal, ...]:
    """The first row as headings, for a person who maps by hand."""
    if not sheet.rows:
        return ()
    number, cells = sheet.rows[0]
    return tuple(
        ColumnProposal(index, column_letters(index), as_typed(cell).strip(), _samples(sheet, index, number))
        for index, cell in enumerate(cells)
        if not is_blank(cell)
    )


def _samples(sheet: Sheet, index: int, after: int) -> tuple[str, ...]:
    found: list[str] = []
    for number, cells in sheet.rows:
        if number > after and index < len(cells) and not is_blank(cells[index]):
            found.append(as_typed(cells[index]).strip())
            if len(found) == _SAMPLES:
                break
    return tuple(found)


def _with_building(
    proposal: SheetProposal, sheet: Sheet, every: Sequence[SheetProposal], book: Book
) -> SheetProposal:
    """A sheet without a building column is about the building that it, its title or the file is named after."""
    if not proposal.used or any(column.field == "building" for column in proposal.columns):
        return proposal
    several = sum(one.used for one in every) > 1
    plain = bool(_PLAIN_SHEET.match(sheet.name.strip()))
    name = "" if plain else as_building(sheet.name, sure=several)
    texts = [*_titles(sheet, proposal), book.name.rsplit(".", 1)[0]]
    name = name or next(filter(None, map(as_building, texts)), "")
    return _constant(proposal, "building", name) if name else proposal


def _with_branch(proposal: SheetProposal, sheet: Sheet, book: Book) -> SheetProposal:
    """A roll without a column for the branch is that of the branch in its title, or of the sheet's or file's name."""
    fields = {column.field for column in proposal.columns}
    of_members = any(field.startswith("membership.") for field in fields)
    if not proposal.used or not of_members or "membership.organisation_id" in fields:
        return proposal
    texts = [*_titles(sheet, proposal), sheet.name, book.name.rsplit(".", 1)[0]]
    name = next(filter(None, map(as_branch, texts)), "")
    return _constant(proposal, "membership.organisation_id", name) if name else proposal


def _titles(sheet: Sheet, proposal: SheetProposal) -> list[str]:
    """What stands above the headings; of 「楼宇名称：永盛大厦」 also the part after the colon."""
    above = [cell for number, cells in sheet.rows if number < proposal.first_header for cell in cells]
    texts = [as_typed(cell).strip() for cell in above if not is_blank(cell)]
    return [part for text in texts for part in (text, re.split(r"[:：]", text)[-1].strip()) if part]


def _constant(proposal: SheetProposal, name: str, value: str) -> SheetProposal:
    return replace(proposal, constants={**proposal.constants, name: value})


def kept_mapping(proposal: Proposal) -> dict[str, dict[str, Any]]:
    """What to remember: by signature, folded heading → field, for every sheet that was read."""
    kept: dict[str, dict[str, Any]] = {}
    for sheet in proposal.sheets:
        if sheet.used and sheet.signature:
            names = sheet.signature.split("|")
            columns = sorted(sheet.columns, key=lambda column: column.index)
            kept[sheet.signature] = {
                name: column.field for name, column in zip(names, columns, strict=False) if column.field
            }
    return kept


