CREATE TABLE account (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    phone TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_account_uid UNIQUE (uid)
)

CREATE TABLE area (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    building_count INTEGER,
    name_key TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_area_uid UNIQUE (uid)
)

CREATE UNIQUE INDEX uq_area_name_key ON area (name_key) WHERE archived_at IS NULL

CREATE TABLE catalogue_version (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    effective_on DATE,
    note TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_catalogue_version_uid UNIQUE (uid)
)

CREATE TABLE counter (
    prefix TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (prefix, year)
)

CREATE TABLE draft (
    id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    saved_at TEXT NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY (id),
    CONSTRAINT uq_draft_account_id_kind_row_id UNIQUE (account_id, kind, row_id)
)

CREATE TABLE holiday (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    day DATE NOT NULL,
    kind TEXT NOT NULL,
    name TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_holiday_uid UNIQUE (uid)
)

CREATE UNIQUE INDEX uq_holiday_day ON holiday (day) WHERE archived_at IS NULL

CREATE TABLE import_profile (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    signature TEXT NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_import_profile PRIMARY KEY (id),
    CONSTRAINT uq_import_profile_kind_signature UNIQUE (kind, signature)
)

CREATE TABLE operation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    account_id INTEGER,
    at TEXT NOT NULL,
    target_id INTEGER,
    reversed_by INTEGER,
    CONSTRAINT fk_operation_target_id FOREIGN KEY(target_id) REFERENCES operation (id),
    CONSTRAINT fk_operation_reversed_by FOREIGN KEY(reversed_by) REFERENCES operation (id)
)

CREATE TABLE saved_view (
    id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_saved_view PRIMARY KEY (id),
    CONSTRAINT uq_saved_view_account_id_kind_name UNIQUE (account_id, kind, name)
)

CREATE TABLE search_row (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    field TEXT NOT NULL,
    sensitivity INTEGER NOT NULL,
    folded TEXT NOT NULL,
    shown TEXT,
    CONSTRAINT pk_search_row PRIMARY KEY (id)
)

CREATE UNIQUE INDEX uq_search_row_kind_row_id_field ON search_row (kind, row_id, field)

CREATE TABLE service_category (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_service_category_uid UNIQUE (uid)
)

CREATE UNIQUE INDEX uq_service_category_code ON service_category (code) WHERE archived_at IS NULL

CREATE TABLE setting (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY ("key")
)

CREATE TABLE station (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    level TEXT,
    subdistrict TEXT,
    address TEXT,
    floor TEXT,
    area INTEGER,
    opened_on DATE,
    hours TEXT,
    phone TEXT,
    introduction TEXT,
    history TEXT,
    booking_guide TEXT,
    funding_source TEXT,
    built_with TEXT,
    is_demonstration BOOLEAN NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_station_uid UNIQUE (uid)
)

CREATE TABLE building (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    alias TEXT,
    former_name TEXT,
    area_id INTEGER,
    grid_code TEXT,
    address TEXT,
    district TEXT,
    postcode TEXT,
    kind TEXT,
    grade TEXT,
    floors_above INTEGER,
    floors_below INTEGER,
    gross_area INTEGER,
    office_area INTEGER,
    leasable_area INTEGER,
    completed_year INTEGER,
    owner_name TEXT,
    property_company TEXT,
    property_phone TEXT,
    tax_band TEXT,
    is_key BOOLEAN NOT NULL,
    enterprise_count INTEGER,
    headcount INTEGER,
    name_key TEXT,
    name_sort TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_building_uid UNIQUE (uid),
    CONSTRAINT fk_building_area_id FOREIGN KEY(area_id) REFERENCES area (id) ON DELETE RESTRICT
)

CREATE INDEX ix_building_area_id ON building (area_id)

CREATE INDEX ix_building_name_sort ON building (name_sort)

CREATE UNIQUE INDEX uq_building_name_key ON building (name_key) WHERE archived_at IS NULL

CREATE TABLE change_log (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    operation_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    account_id INTEGER,
    entity TEXT NOT NULL,
    action TEXT NOT NULL,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    digest BLOB NOT NULL,
    key_epoch INTEGER NOT NULL,
    chain BLOB NOT NULL,
    CONSTRAINT fk_change_log_operation_id FOREIGN KEY(operation_id) REFERENCES operation (id)
)

CREATE INDEX ix_change_log_entity_first_last ON change_log (entity, first_id, last_id)

CREATE INDEX ix_change_log_operation_id ON change_log (operation_id)

CREATE TABLE service_item (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    category_id INTEGER,
    targets TEXT,
    domain TEXT,
    materials TEXT,
    department TEXT,
    partner TEXT,
    promised_days INTEGER,
    mode TEXT,
    hours TEXT,
    phone TEXT,
    basis TEXT,
    mechanism TEXT,
    enabled BOOLEAN NOT NULL,
    is_example BOOLEAN NOT NULL,
    name_sort TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_service_item_uid UNIQUE (uid),
    CONSTRAINT fk_service_item_category_id FOREIGN KEY(category_id) REFERENCES service_category (id) ON DELETE RESTRICT
)

CREATE INDEX ix_service_item_category_id ON service_item (category_id)

CREATE UNIQUE INDEX uq_service_item_code ON service_item (code) WHERE archived_at IS NULL

CREATE TABLE change_value (
    change_id INTEGER NOT NULL,
    salt BLOB NOT NULL,
    content BLOB,
    CONSTRAINT pk_change_value PRIMARY KEY (change_id),
    CONSTRAINT fk_change_value_change_id FOREIGN KEY(change_id) REFERENCES change_log (id)
)

CREATE TABLE enterprise (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT,
    name_en TEXT,
    former_name TEXT,
    unit_kind TEXT NOT NULL,
    credit_code TEXT,
    no_code_reason TEXT,
    legal_form TEXT,
    ownership TEXT,
    hq_level TEXT,
    scale TEXT,
    industry TEXT,
    business TEXT,
    registered_address TEXT,
    registered_district TEXT,
    tax_local BOOLEAN,
    registered_on DATE,
    registered_capital TEXT,
    headcount INTEGER,
    headcount_on DATE,
    party_count INTEGER,
    tax_band TEXT,
    revenue_trend TEXT,
    is_key BOOLEAN NOT NULL,
    chief_liaison_id INTEGER,
    party_org_status TEXT,
    union_status TEXT,
    youth_status TEXT,
    women_status TEXT,
    tags TEXT,
    verified_on DATE,
    building_id INTEGER,
    location TEXT,
    location_sort TEXT,
    lease_end DATE,
    contact_name TEXT,
    contact_phone TEXT,
    name_key TEXT,
    name_sort TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_enterprise_uid UNIQUE (uid),
    CONSTRAINT fk_enterprise_chief_liaison_id FOREIGN KEY(chief_liaison_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_enterprise_building_id FOREIGN KEY(building_id) REFERENCES building (id) ON DELETE RESTRICT
)

CREATE INDEX ix_enterprise_building_id ON enterprise (building_id)

CREATE INDEX ix_enterprise_chief_liaison_id ON enterprise (chief_liaison_id)

CREATE INDEX ix_enterprise_name_key ON enterprise (name_key)

CREATE INDEX ix_enterprise_name_sort ON enterprise (name_sort)

CREATE UNIQUE INDEX uq_enterprise_credit_code ON enterprise (credit_code) WHERE archived_at IS NULL AND credit_code IS NOT NULL

CREATE TABLE facility (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    zone TEXT,
    building_id INTEGER,
    floor TEXT,
    area INTEGER,
    capacity INTEGER,
    open_hours TEXT,
    equipment TEXT,
    bookable BOOLEAN NOT NULL,
    rules TEXT,
    position INTEGER,
    name_key TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_facility_uid UNIQUE (uid),
    CONSTRAINT fk_facility_building_id FOREIGN KEY(building_id) REFERENCES building (id) ON DELETE RESTRICT
)

CREATE INDEX ix_facility_building_id ON facility (building_id)

CREATE UNIQUE INDEX uq_facility_name_key ON facility (name_key) WHERE archived_at IS NULL

CREATE TABLE party_organisation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT,
    parent_id INTEGER,
    building_id INTEGER,
    founded_on DATE,
    term_end DATE,
    secretary TEXT,
    committee TEXT,
    phone TEXT,
    member_count INTEGER,
    name_key TEXT,
    name_sort TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_party_organisation_uid UNIQUE (uid),
    CONSTRAINT fk_party_organisation_parent_id FOREIGN KEY(parent_id) REFERENCES party_organisation (id) ON DELETE RESTRICT,
    CONSTRAINT fk_party_organisation_building_id FOREIGN KEY(building_id) REFERENCES building (id) ON DELETE RESTRICT
)

CREATE INDEX ix_party_organisation_building_id ON party_organisation (building_id)

CREATE INDEX ix_party_organisation_name_sort ON party_organisation (name_sort)

CREATE INDEX ix_party_organisation_parent_id ON party_organisation (parent_id)

CREATE UNIQUE INDEX uq_party_organisation_name_key ON party_organisation (name_key) WHERE archived_at IS NULL

CREATE TABLE unit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    building_id INTEGER NOT NULL,
    floor TEXT NOT NULL,
    room TEXT NOT NULL,
    area INTEGER,
    label TEXT,
    label_sort TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_unit_uid UNIQUE (uid),
    CONSTRAINT fk_unit_building_id FOREIGN KEY(building_id) REFERENCES building (id) ON DELETE RESTRICT
)

CREATE INDEX ix_unit_building_id ON unit (building_id)

CREATE UNIQUE INDEX uq_unit_building_id_floor_room ON unit (building_id, floor, room) WHERE archived_at IS NULL

CREATE TABLE activity (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    title TEXT NOT NULL,
    type TEXT,
    tags TEXT,
    platform TEXT,
    brand TEXT,
    starts_at TEXT NOT NULL,
    ends_at TEXT,
    venue_id INTEGER,
    venue TEXT,
    organiser TEXT,
    co_organisers TEXT,
    speaker TEXT,
    owner TEXT,
    audience TEXT,
    capacity INTEGER,
    registration_deadline TEXT,
    allow_walk_in BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    summary TEXT,
    footfall INTEGER,
    registered_count INTEGER,
    signed_count INTEGER,
    title_sort TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_activity_uid UNIQUE (uid),
    CONSTRAINT fk_activity_venue_id FOREIGN KEY(venue_id) REFERENCES facility (id) ON DELETE RESTRICT
)

CREATE INDEX ix_activity_starts_at ON activity (starts_at)

CREATE INDEX ix_activity_venue_id ON activity (venue_id)

CREATE UNIQUE INDEX uq_activity_number ON activity (number) WHERE number IS NOT NULL

CREATE TABLE contact (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    enterprise_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    department TEXT,
    phone TEXT,
    wechat TEXT,
    email TEXT,
    is_primary BOOLEAN NOT NULL,
    since DATE,
    until DATE,
    name_key TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_contact_uid UNIQUE (uid),
    CONSTRAINT fk_contact_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT
)

CREATE INDEX ix_contact_enterprise_id ON contact (enterprise_id)

CREATE TABLE occupancy (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    enterprise_id INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    area INTEGER,
    moved_in_on DATE,
    lease_start DATE,
    lease_end DATE,
    renewal_intent TEXT,
    ended_on DATE,
    end_reason TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_occupancy_uid UNIQUE (uid),
    CONSTRAINT fk_occupancy_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT,
    CONSTRAINT fk_occupancy_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id) ON DELETE RESTRICT
)

CREATE INDEX ix_occupancy_enterprise_id ON occupancy (enterprise_id)

CREATE INDEX ix_occupancy_unit_id ON occupancy (unit_id)

CREATE UNIQUE INDEX uq_occupancy_enterprise_id_unit_id ON occupancy (enterprise_id, unit_id) WHERE archived_at IS NULL AND ended_on IS NULL

CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    gender TEXT,
    born TEXT,
    mobile TEXT,
    email TEXT,
    wechat TEXT,
    identity_number TEXT,
    education TEXT,
    enterprise_id INTEGER,
    unit_name TEXT,
    job_title TEXT,
    building_id INTEGER,
    roles TEXT,
    team TEXT,
    skills TEXT,
    political_status TEXT,
    source TEXT,
    retention_until DATE,
    organisation_id INTEGER,
    joined_on DATE,
    consented BOOLEAN,
    name_key TEXT,
    name_sort TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_person_uid UNIQUE (uid),
    CONSTRAINT fk_person_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT,
    CONSTRAINT fk_person_building_id FOREIGN KEY(building_id) REFERENCES building (id) ON DELETE RESTRICT,
    CONSTRAINT fk_person_organisation_id FOREIGN KEY(organisation_id) REFERENCES party_organisation (id) ON DELETE RESTRICT
)

CREATE INDEX ix_person_building_id ON person (building_id)

CREATE INDEX ix_person_enterprise_id ON person (enterprise_id)

CREATE INDEX ix_person_mobile ON person (mobile)

CREATE INDEX ix_person_name_key ON person (name_key)

CREATE INDEX ix_person_name_sort ON person (name_sort)

CREATE INDEX ix_person_organisation_id ON person (organisation_id)

CREATE UNIQUE INDEX uq_person_identity_number ON person (identity_number) WHERE archived_at IS NULL AND identity_number IS NOT NULL

CREATE TABLE consent (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    given_on DATE,
    form TEXT,
    basis TEXT,
    text_version TEXT,
    scope TEXT,
    withdrawn_on DATE,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_consent_uid UNIQUE (uid),
    CONSTRAINT fk_consent_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
)

CREATE INDEX ix_consent_person_id ON consent (person_id)

CREATE UNIQUE INDEX uq_consent_person_id ON consent (person_id) WHERE archived_at IS NULL AND withdrawn_on IS NULL

CREATE TABLE party_membership (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    organisation_id INTEGER,
    kind TEXT,
    joined_on DATE,
    regularised_on DATE,
    relation_type TEXT,
    post TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_party_membership_uid UNIQUE (uid),
    CONSTRAINT fk_party_membership_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_party_membership_organisation_id FOREIGN KEY(organisation_id) REFERENCES party_organisation (id) ON DELETE RESTRICT
)

CREATE INDEX ix_party_membership_organisation_id ON party_membership (organisation_id)

CREATE INDEX ix_party_membership_person_id ON party_membership (person_id)

CREATE UNIQUE INDEX uq_party_membership_person_id ON party_membership (person_id) WHERE archived_at IS NULL

CREATE TABLE registration (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    activity_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    unit_name TEXT,
    party_member BOOLEAN,
    status TEXT NOT NULL,
    channel TEXT,
    registered_at TEXT,
    queue_number INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_registration_uid UNIQUE (uid),
    CONSTRAINT fk_registration_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) ON DELETE RESTRICT,
    CONSTRAINT fk_registration_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
)

CREATE INDEX ix_registration_activity_id ON registration (activity_id)

CREATE INDEX ix_registration_person_id ON registration (person_id)

CREATE UNIQUE INDEX uq_registration_activity_id_person_id ON registration (activity_id, person_id) WHERE archived_at IS NULL

CREATE TABLE sign_in (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    activity_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    registration_id INTEGER,
    signed_at TEXT NOT NULL,
    method TEXT,
    walk_in BOOLEAN NOT NULL,
    hours INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_sign_in_uid UNIQUE (uid),
    CONSTRAINT fk_sign_in_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) ON DELETE RESTRICT,
    CONSTRAINT fk_sign_in_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_sign_in_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id) ON DELETE RESTRICT
)

CREATE INDEX ix_sign_in_activity_id ON sign_in (activity_id)

CREATE INDEX ix_sign_in_person_id ON sign_in (person_id)

CREATE INDEX ix_sign_in_registration_id ON sign_in (registration_id)

CREATE UNIQUE INDEX uq_sign_in_activity_id_person_id ON sign_in (activity_id, person_id) WHERE archived_at IS NULL

CREATE VIRTUAL TABLE search_gram USING fts5(
    grams, tokenize='ascii', content='', contentless_delete=1, detail=none
)

CREATE TRIGGER change_log_stays BEFORE UPDATE ON change_log
BEGIN
    SELECT RAISE(ABORT, 'change_log rows are never rewritten');
END

CREATE TRIGGER change_log_remains BEFORE DELETE ON change_log
BEGIN
    SELECT RAISE(ABORT, 'change_log rows are never deleted');
END
