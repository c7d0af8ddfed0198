"""What is kept: one module per family, every column with its `Field`.  Knows SQLAlchemy, no engine."""

from louyu_desktop.models.activity import Activity, Preparation
from louyu_desktop.models.agenda import AgendaItem
from louyu_desktop.models.attachment import Attachment, AttachmentFile
from louyu_desktop.models.base import Base, Record, derived_columns, entity_of, fields_of
from louyu_desktop.models.booking import Blackout, Booking
from louyu_desktop.models.building import Area, Building, BuildingMonth, Unit
from louyu_desktop.models.change_log import ChangeLog, ChangeValue, Operation
from louyu_desktop.models.checklist import CatalogueVersion, PackDelivery, ServiceCategory, ServiceItem, ServicePack
from louyu_desktop.models.council import Council, CouncilMember, Feedback, Measure, Meeting, PublicNotice, Topic
from louyu_desktop.models.counter import DutyRoster, Equipment, EquipmentFault, ResourceProvider
from louyu_desktop.models.dossier import (
    ColourChange,
    FactChange,
    Honour,
    Inspection,
    Pledge,
    SpecialCase,
    TeamMember,
)
from louyu_desktop.models.enterprise import Contact, Enterprise, Occupancy
from louyu_desktop.models.organisation import PartyOrganisation
from louyu_desktop.models.person import Consent, PartyMembership, Person
from louyu_desktop.models.registration import Answer, Question, Registration, Signature, SignIn
from louyu_desktop.models.request import Callback, Extension, Receipt, RequestPause, RequestStep, ServiceRequest
from louyu_desktop.models.series import ActivitySeries, ActivityTemplate
from louyu_desktop.models.station import (
    Account,
    Draft,
    Facility,
    Holiday,
    ImportProfile,
    OwnField,
    Recent,
    SavedView,
    SettingValue,
    Station,
)
from louyu_desktop.models.visit import DayLog, HeadquartersVisit, Lead, Round, Snooze, Visit, VisitTask
from louyu_desktop.models.wish import AnswerTemplate, PolicyApplication, Wish

RECORDS: tuple[type[Record], ...] = (
    Station, Account, Holiday, OwnField, Area, Building, BuildingMonth, Unit, Facility, Enterprise, Occupancy, Contact,
    PartyOrganisation, Person, PartyMembership, Consent, ActivitySeries, ActivityTemplate, Activity, Preparation,
    Question, Registration, Answer, SignIn, Signature, Booking, Blackout,
    ServiceCategory, ServiceItem, CatalogueVersion, ServicePack, PackDelivery, Visit, VisitTask, ColourChange,
    FactChange, SpecialCase, HeadquartersVisit, ServiceRequest, RequestStep, RequestPause, Extension, Receipt, Callback,
    AnswerTemplate, PolicyApplication, Wish, Council, CouncilMember, Meeting, Topic, AgendaItem, Measure, Feedback,
    PublicNotice,
    DutyRoster, Equipment, EquipmentFault, ResourceProvider, TeamMember, Inspection, Pledge, Honour, Lead, Round,
    Snooze, DayLog, Attachment,
)  # fmt: skip
"""Every record class, parents before children."""

BY_KIND: dict[str, type[Record]] = {model.__entity__.kind: model for model in RECORDS}
"""The record class behind each word of the command line."""

__all__ = [
    "BY_KIND", "RECORDS", "Account", "Activity", "ActivitySeries", "ActivityTemplate", "AgendaItem", "Answer",
    "AnswerTemplate", "Area", "Attachment", "AttachmentFile", "Base", "Blackout", "Booking", "Building",
    "BuildingMonth", "Callback", "CatalogueVersion", "ChangeLog", "ChangeValue", "ColourChange", "Consent", "Contact",
    "Council", "CouncilMember", "DayLog", "Draft", "DutyRoster", "Enterprise", "Equipment", "EquipmentFault",
    "Extension", "Facility", "FactChange", "Feedback", "HeadquartersVisit", "Holiday", "Honour", "ImportProfile",
    "Inspection", "Lead", "Measure", "Meeting", "Occupancy", "Operation", "OwnField", "PackDelivery",
    "PartyMembership", "PartyOrganisation", "Person", "Pledge", "PolicyApplication", "Preparation", "PublicNotice",
    "Question", "Receipt", "Recent", "Record", "Registration", "RequestPause", "RequestStep", "ResourceProvider",
    "Round", "SavedView", "ServiceCategory", "ServiceItem", "ServicePack", "ServiceRequest", "SettingValue", "SignIn",
    "Signature", "Snooze", "SpecialCase", "Station", "TeamMember", "Topic", "Unit", "Visit", "VisitTask", "Wish",
    "derived_columns", "entity_of", "fields_of",
]  # fmt: skip
