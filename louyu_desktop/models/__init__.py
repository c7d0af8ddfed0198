"""What is kept: one module per family, every column with its `Field`.  Knows SQLAlchemy, no engine."""

from louyu_desktop.models.activity import Activity, Preparation
from louyu_desktop.models.attachment import Attachment, AttachmentFile
from louyu_desktop.models.base import Base, Record, derived_columns, entity_of, fields_of
from louyu_desktop.models.booking import Blackout, Booking
from louyu_desktop.models.building import Area, Building, Unit
from louyu_desktop.models.change_log import ChangeLog, ChangeValue, Operation
from louyu_desktop.models.checklist import CatalogueVersion, ServiceCategory, ServiceItem
from louyu_desktop.models.enterprise import Contact, Enterprise, Occupancy
from louyu_desktop.models.organisation import PartyOrganisation
from louyu_desktop.models.person import Consent, PartyMembership, Person
from louyu_desktop.models.registration import Answer, Question, Registration, Signature, SignIn
from louyu_desktop.models.series import ActivitySeries, ActivityTemplate
from louyu_desktop.models.station import (
    Account,
    Draft,
    Facility,
    Holiday,
    ImportProfile,
    Recent,
    SavedView,
    SettingValue,
    Station,
)

RECORDS: tuple[type[Record], ...] = (
    Station, Account, Holiday, Area, Building, Unit, Facility, Enterprise, Occupancy, Contact,
    PartyOrganisation, Person, PartyMembership, Consent, ActivitySeries, ActivityTemplate, Activity, Preparation,
    Question, Registration, Answer, SignIn, Signature, Booking, Blackout,
    ServiceCategory, ServiceItem, CatalogueVersion, Attachment,
)  # fmt: skip
"""Every record class, parents before children."""

BY_KIND: dict[str, type[Record]] = {model.__entity__.kind: model for model in RECORDS}
"""The record class behind each word of the command line."""

__all__ = [
    "BY_KIND", "RECORDS", "Account", "Activity", "ActivitySeries", "ActivityTemplate", "Answer", "Area",
    "Attachment", "AttachmentFile", "Base", "Blackout", "Booking", "Building", "CatalogueVersion", "ChangeLog",
    "ChangeValue", "Consent", "Contact", "Draft", "Enterprise", "Facility", "Holiday", "ImportProfile", "Occupancy",
    "Operation", "PartyMembership", "PartyOrganisation", "Person", "Preparation", "Question", "Recent", "Record",
    "Registration", "SavedView", "ServiceCategory", "ServiceItem", "SettingValue", "SignIn", "Signature", "Station",
    "Unit", "derived_columns", "entity_of", "fields_of",
]  # fmt: skip
