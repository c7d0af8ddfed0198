"""What visitors may not read: phones, numbers and sensitive values behind stars."""

from __future__ import annotations

import re

from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.rules.names import clean, split_name

HIDDEN = "—"
STAR = "＊"
_IN_TEXT = re.compile(
    r"(?<!\d)(?:\d{17}[\dXx]|(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8})(?!\d)", re.ASCII
)
_PERSON = re.compile(r"(?<![^、，,；;/\n])[^、，,；;/\n（(\d]+")
"""What stands before a post in brackets, once for each person of a list."""
_MASKED = frozenset((Kind.MOBILE, Kind.PHONE, Kind.IDENTITY_NUMBER, Kind.EMAIL))
_SHOWN = frozenset(
    (
        Kind.PERSON_NAME,
        Kind.ORGANISATION_NAME,
        Kind.CHOICE,
        Kind.CHOICES,
        Kind.FLAG,
        Kind.REFERENCE,
        Kind.INTEGER,
        Kind.DECIMAL,
        Kind.DATE,
        Kind.DATETIME,
        Kind.CREDIT_CODE,
        Kind.POSTCODE,
    )
)


def mask_name(name: str) -> str:
    """The surname and a star for each given character, at most two: 张＊, 欧阳＊＊; of other scripts one star."""
    surname, given = split_name(clean(name))
    if not surname:
        return ""
    return surname + STAR * (min(len(given), 2) if not given.isascii() else 1) if given else STAR


def mask_people(text: str) -> str:
    """Several people, each with a post or without: 邵＊＊（行政）、张＊."""

    def hide(found: re.Match[str]) -> str:
        return mask_name(found.group().strip())

    return mask_numbers(_PERSON.sub(hide, text))


def mask_phone(number: str) -> str:
    """138****2207; of other numbers the last four stay, and the area code."""
    digits = re.sub(r"[\s()（）]", "", number)
    mobile = digits.replace("-", "")
    if re.fullmatch(r"1[3-9]\d{9}", mobile, re.ASCII):
        return f"{mobile[:3]}****{mobile[-4:]}"
    landline = re.fullmatch(r"(0\d{2,3}-?)?\d{3,4}-?(\d{4})(?:-\d+)?", digits, re.ASCII)
    if landline:
        return f"{landline[1] or ''}****{landline[2]}"
    return f"****{mobile[-4:]}" if len(mobile) > 6 else "*" * len(mobile)


def mask_identity(number: str) -> str:
    """Stars and the last two characters."""
    plain = "".join(number.split())
    return "*" * (len(plain) - 2) + plain[-2:] if len(plain) > 4 else "*" * len(plain)


def mask_email(address: str) -> str:
    """The first letter and the domain."""
    name, at, domain = address.strip().partition("@")
    return f"{name[:1]}***@{domain}" if at else HIDDEN


def mask_numbers(text: str) -> str:
    """Free text with the phones and identity numbers in it masked."""

    def hide(found: re.Match[str]) -> str:
        number = found.group()
        plain = re.sub(r"\D", "", number)
        return (
            mask_identity(number)
            if len(plain) >= 17
            else mask_phone(number.removeprefix("+").removeprefix("86").strip(" -"))
        )

    return _IN_TEXT.sub(hide, text)


def is_masked(field: Field) -> bool:
    """Whether a value stands behind stars until it is asked for: phones, numbers and addresses of people."""
    return field.kind in _MASKED and field.sensitivity >= Sensitivity.PERSONAL


def mask(field: Field, text: str) -> str:
    """`text` of a field as guests may see it: names and units stay, numbers, notes and sensitive values do not.

    Public fields (the station's own telephone) stay as they are.
    """
    if not text or field.sensitivity is Sensitivity.PUBLIC:
        return text
    match field.kind:
        case Kind.MOBILE | Kind.PHONE:
            return mask_phone(text)
        case Kind.IDENTITY_NUMBER:
            return mask_identity(text)
        case Kind.EMAIL:
            return mask_email(text)
    if field.sensitivity is Sensitivity.SENSITIVE or field.kind is Kind.NOTE:
        return HIDDEN
    if field.kind in _SHOWN:
        return text
    if field.kind is Kind.PARTIAL_DATE or (field.sensitivity is Sensitivity.PERSONAL and field.name == "wechat"):
        return HIDDEN
    if field.sensitivity is Sensitivity.PERSONAL and not field.derived:  # who was met, as people write it
        return mask_people(text)
    return mask_numbers(text)
