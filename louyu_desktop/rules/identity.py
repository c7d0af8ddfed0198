"""Numbers with a form of their own: credit codes, identity numbers, telephones, addresses of mail.

Each check takes what a person typed and gives the one form it is kept in, or raises `UserError`
with what is wrong.  No sentence repeats the number.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from louyu_desktop.errors import UserError
from louyu_desktop.text import N_, _

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_DIGITS = "10X98765432"
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_OVERSEAS = re.compile(r"\+\d{6,15}", re.ASCII)
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))?-?((?!1)\d{7,8})(?:-(\d{1,6}))?", re.ASCII)
_HOTLINE = re.compile(r"1\d{2}|1\d{4}|9[56]\d{3,4}|[48]00\d{7}", re.ASCII)
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;.]+(?:\.[^@\s,;.]+)+")
_EXTENSION = re.compile(r"(?<=\d)\s*(?:转|分机|#|\*|ext\.?|x)\s*(?=\d)", re.IGNORECASE)
_CHINA = re.compile(r"^(?:\+|00)86")
_SEVERAL = re.compile(r"\d[\d\s-]{5,}\s*[、/;,，；|\n]\s*[\d(+]")


def _compact(text: str) -> str:
    """Full width made half width, without spaces, hyphens and what cannot be seen."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        c for c in plain if unicodedata.category(c) not in {"Zs", "Cc", "Cf", "Zl", "Zp", "Pd"} and c not in "−'`"
    )


def _check_length(what: str, found: int, wanted: int) -> None:
    if found == wanted:
        return
    sentence = _("{what}少 {count} 位：应为 {wanted} 位，现有 {found} 位")
    if found > wanted:
        sentence = _("{what}多 {count} 位：应为 {wanted} 位，现有 {found} 位")
    raise UserError(sentence.format(what=what, count=abs(found - wanted), wanted=wanted, found=found))


def check_credit_code(text: str) -> str:
    """The unified social credit code in 18 capitals (GB 32100-2015); UserError says what is wrong."""
    code = _compact(text).upper()
    _check_length(_("信用代码"), len(code), 18)
    for place, character in enumerate(code, start=1):
        if character not in _CREDIT_ALPHABET:
            raise UserError(
                _("第 {place} 位「{character}」不会出现在信用代码里").format(place=place, character=character)
            )
    if not code[2:8].isdigit():
        raise UserError(_("信用代码第 3 到 8 位是行政区划，应全是数字"))
    wanted = credit_check_digit(code[:17])
    if code[17] != wanted:
        raise UserError(_("信用代码的校验位应为 {wanted}，现在是 {found}").format(wanted=wanted, found=code[17]))
    return code


def credit_check_digit(head: str) -> str:
    """The 18th character for the first 17 of a credit code (GB 32100-2015)."""
    total = sum(_CREDIT_ALPHABET.index(c) * w for c, w in zip(head, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def organisation_code_fits(code: str) -> bool:
    """Whether the organisation code inside a credit code has its own check digit right (GB 11714).

    Registers hold codes that do not, so this is worth a remark and never a refusal.
    """
    body = code[8:17]
    total = sum(int(c, 36) * w for c, w in zip(body[:8], _ORGANISATION_WEIGHTS, strict=True))
    return body[8] == "0123456789X0"[(11 - total % 11)]


def check_identity_number(text: str, *, today: dt.date | None = None) -> str:
    """The resident identity number in 18 characters (GB 11643-1999), X as a capital.

    The region is not checked: people keep the numbers of regions that are no more.
    """
    number = _compact(text).upper()
    if len(number) == 15 and number.isdigit():
        raise UserError(_("15 位的旧身份证号已停用，请填 18 位的"))
    _check_length(_("身份证号"), len(number), 18)
    for place, character in enumerate(number, start=1):
        if not (character in "0123456789" or (place == 18 and character == "X")):
            raise UserError(_("身份证号第 {place} 位应是数字").format(place=place))
    born = _born(number)
    if born is None or born.year < 1800 or (today is not None and born > today):
        raise UserError(_("身份证号第 7 到 14 位不是真实的出生日期"))
    total = sum(int(c) * w for c, w in zip(number[:17], _IDENTITY_WEIGHTS, strict=True))
    wanted = _IDENTITY_DIGITS[total % 11]
    if number[17] != wanted:
        raise UserError(_("身份证号的校验位应为 {wanted}，现在是 {found}").format(wanted=wanted, found=number[17]))
    return number


def _born(number: str) -> dt.date | None:
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def identity_facts(number: str) -> tuple[dt.date, str]:
    """Birthday and 男 or 女 out of a checked identity number."""
    return dt.date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}"), "女男"[int(number[16]) % 2]


def _dialled(text: str) -> str:
    """A telephone number as dialled: +86 taken off, extension after a hyphen, no spaces or brackets."""
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("'")
    plain = "".join("-" if unicodedata.category(c) == "Pd" or c == "−" else c for c in plain)
    plain = _EXTENSION.sub("-", plain)
    plain = "".join(c for c in plain if unicodedata.category(c) not in {"Zs", "Cc", "Cf"} and c not in "().·_")
    if _CHINA.match(plain):
        rest = _CHINA.sub("", plain).lstrip("-")
        return rest if rest.startswith("0") or _MOBILE.fullmatch(rest.replace("-", "")) else f"0{rest}"
    if plain.startswith("00"):
        return f"+{plain[2:]}"
    if len(plain) == 13 and plain.startswith("86") and _MOBILE.fullmatch(plain[2:]):
        return plain[2:]
    return plain


def _refuse_several(text: str) -> None:
    if _SEVERAL.search(unicodedata.normalize("NFKC", text)):
        raise UserError(_("这里只放一个号码，现有两个以上"))


def check_mobile(text: str) -> str:
    """A mobile number in 11 digits; a number from abroad keeps its + and country code."""
    _refuse_several(text)
    number = _dialled(text).replace("-", "")
    if _OVERSEAS.fullmatch(number):
        return number
    strange = next((c for c in number if c not in "0123456789"), None)
    if strange is not None:
        raise UserError(_("手机号只能是数字，里面有「{character}」").format(character=strange))
    _check_length(_("手机号"), len(number), 11)
    if not _MOBILE.fullmatch(number):
        raise UserError(_("手机号应以 13 到 19 开头"))
    return number


def check_phone(text: str) -> str:
    """A mobile, landline (021-63331234-801), hotline (12345, 4008208820) or foreign (+852…) number."""
    _refuse_several(text)
    dialled = _dialled(text)
    digits = dialled.replace("-", "")
    if any(form.fullmatch(digits) for form in (_MOBILE, _OVERSEAS, _HOTLINE)):
        return digits
    landline = _LANDLINE.fullmatch(dialled) or _LANDLINE.fullmatch(digits)
    if landline:
        return "-".join(part for part in landline.groups() if part)
    raise UserError(_phone_trouble(digits))


def _phone_trouble(digits: str) -> str:
    strange = next((c for c in digits.lstrip("+") if c not in "0123456789"), None)
    if strange is not None:
        return _("电话里有「{character}」，只能是数字、+ 和 -").format(character=strange)
    if digits.startswith("1") and not digits.startswith("10") and len(digits) in range(6, 14) and len(digits) != 11:
        few = len(digits) < 11
        sentence = _("电话少 {count} 位：手机号应为 11 位，现有 {found} 位")
        if not few:
            sentence = _("电话多 {count} 位：手机号应为 11 位，现有 {found} 位")
        return sentence.format(count=abs(11 - len(digits)), found=len(digits))
    return _("电话 {found} 位不对：手机 11 位，座机 7 到 8 位，可带区号和分机").format(found=len(digits.lstrip("+")))


def check_email(text: str) -> str:
    """A mail address, half width; the part after @ in small letters."""
    address = "".join(unicodedata.normalize("NFKC", text).split())
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        missing = _("邮箱里没有 @") if "@" not in address else _("邮箱应像 name@example.com")
        raise UserError(missing)
    name, domain = address.split("@")
    return f"{name}@{domain.lower()}"


def check_postcode(text: str, *, shanghai: bool = False) -> str:
    """A postcode of six digits; one of Shanghai begins with 20."""
    code = _compact(text)
    if not code.isascii() or not code.isdigit():
        raise UserError(_("邮编只能是数字"))
    _check_length(_("邮编"), len(code), 6)
    if shanghai and not code.startswith("20"):
        raise UserError(_("上海的邮编以 20 开头"))
    return code


LOST_DIGITS = N_("被 Excel 存成数字，末位已丢失；把该列设为文本后重填")
