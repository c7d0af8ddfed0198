"""What every record is made of: one `Field` per column, one `Entity` per kind of record.

A field says what a value *is* (label, kind, limits, choices, how sensitive); it names no widget
and holds no condition.  Forms, lists, import, export and checks are all drawn from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from louyu_desktop.text import N_


class Kind(StrEnum):
    """What a value is; `rules.values` parses and formats each kind."""

    TEXT = "text"
    NOTE = "note"  # several lines
    INTEGER = "integer"
    DECIMAL = "decimal"  # decimal.Decimal; stored as an integer scaled by `digits`
    DATE = "date"  # datetime.date
    PARTIAL_DATE = "partial_date"  # "1968", "1968-04" or "1968-04-02" as text
    DATETIME = "datetime"  # aware datetime, UTC in the file, the station's zone on screen
    FLAG = "flag"  # bool
    CHOICE = "choice"  # one of `choices`, stored as the Chinese text itself
    CHOICES = "choices"  # tuple of texts out of `choices`
    REFERENCE = "reference"  # id of a record of kind `target`
    PERSON_NAME = "person_name"
    ORGANISATION_NAME = "organisation_name"
    MOBILE = "mobile"
    PHONE = "phone"  # mobile, landline or overseas
    EMAIL = "email"
    CREDIT_CODE = "credit_code"
    IDENTITY_NUMBER = "identity_number"
    POSTCODE = "postcode"


class Sensitivity(IntEnum):
    """Who may see a value: anyone, staff, staff with masks, named roles only."""

    PUBLIC = 0
    INTERNAL = 1
    PERSONAL = 2
    SENSITIVE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column: `required` counts for completeness and is asked for by the form only.

    `mandatory` alone makes an import refuse a row.  `derived` values are kept by the write from
    other rows and are never typed.  `digits` are decimal places of DECIMAL, `unit` follows the
    number on screen, `width` is the length expected in characters.
    """

    label: str
    kind: Kind = Kind.TEXT
    name: str = ""
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    open_choices: bool = False
    synonyms: Mapping[str, str] | None = None
    required: bool = False
    mandatory: bool = False
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    digits: int = 0
    unit: str = ""
    target: str = ""
    hint: str = ""
    searchable: bool = False
    derived: bool = False
    editable_in_list: bool = False
    width: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One kind of record as screens, papers and commands know it.

    `kind` is the word of the command line (`enterprises`), `title` the field that names a record,
    `within` the reference whose title stands before it, `columns` the list's default columns,
    `keys` the natural keys an import tries in turn.
    """

    kind: str
    label: str
    counter: str = N_("条")
    title: str = "name"
    within: str = ""
    subtitle: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    sort: str = ""
    keys: tuple[tuple[str, ...], ...] = ()
    fields: tuple[Field, ...] = ()
    icon: str = "file"

    def field(self, name: str) -> Field:
        """The field called `name`; KeyError when there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)
