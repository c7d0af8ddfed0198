CREATE TABLE activity_series (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    type TEXT,
    tags TEXT,
    platform TEXT,
    brand TEXT,
    organiser TEXT,
    owner TEXT,
    first_at TEXT,
    minutes INTEGER,
    rule TEXT,
    exceptions TEXT,
    on_holiday TEXT,
    name_key TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_activity_series_uid UNIQUE (uid)
)

CREATE UNIQUE INDEX uq_activity_series_name_key ON activity_series (name_key) WHERE archived_at IS NULL

CREATE TABLE activity_template (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    title TEXT,
    type TEXT,
    tags TEXT,
    platform TEXT,
    brand TEXT,
    begins TEXT,
    minutes INTEGER,
    venue_id INTEGER,
    venue TEXT,
    setup_minutes INTEGER,
    clear_minutes INTEGER,
    organiser TEXT,
    co_organisers TEXT,
    providers TEXT,
    owner TEXT,
    audience TEXT,
    capacity INTEGER,
    quota INTEGER,
    deadline_days INTEGER,
    waiting_hours INTEGER,
    allow_walk_in BOOLEAN NOT NULL,
    count_mode TEXT,
    preparations TEXT,
    questions TEXT,
    name_key TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_activity_template_uid UNIQUE (uid),
    CONSTRAINT fk_activity_template_venue_id FOREIGN KEY(venue_id) REFERENCES facility (id) ON DELETE RESTRICT
)

CREATE INDEX ix_activity_template_venue_id ON activity_template (venue_id)

CREATE UNIQUE INDEX uq_activity_template_name_key ON activity_template (name_key) WHERE archived_at IS NULL

CREATE TABLE activity_new (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    title TEXT NOT NULL,
    type TEXT,
    tags TEXT,
    platform TEXT,
    brand TEXT,
    series_id INTEGER,
    occurrence TEXT,
    detached BOOLEAN,
    parent_id INTEGER,
    starts_at TEXT NOT NULL,
    ends_at TEXT,
    venue_id INTEGER,
    venue TEXT,
    setup_minutes INTEGER,
    clear_minutes INTEGER,
    organiser TEXT,
    co_organisers TEXT,
    providers TEXT,
    speaker TEXT,
    owner TEXT,
    audience TEXT,
    organisation_id INTEGER,
    capacity INTEGER,
    quota INTEGER,
    waiting_hours INTEGER,
    registration_deadline TEXT,
    allow_walk_in BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    status_reason TEXT,
    count_mode TEXT,
    summary TEXT,
    effect TEXT,
    issues TEXT,
    budget INTEGER,
    cost INTEGER,
    wrapped_up_on DATE,
    footfall INTEGER,
    firms_present INTEGER,
    registered_count INTEGER,
    waiting_count INTEGER,
    signed_count INTEGER,
    walk_in_count INTEGER,
    title_sort TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_activity_uid UNIQUE (uid),
    CONSTRAINT fk_activity_series_id FOREIGN KEY(series_id) REFERENCES activity_series (id) ON DELETE RESTRICT,
    CONSTRAINT fk_activity_parent_id FOREIGN KEY(parent_id) REFERENCES activity (id) ON DELETE RESTRICT,
    CONSTRAINT fk_activity_venue_id FOREIGN KEY(venue_id) REFERENCES facility (id) ON DELETE RESTRICT,
    CONSTRAINT fk_activity_organisation_id FOREIGN KEY(organisation_id) REFERENCES party_organisation (id) ON DELETE RESTRICT
)

CREATE INDEX ix_activity_organisation_id ON activity (organisation_id)

CREATE INDEX ix_activity_parent_id ON activity (parent_id)

CREATE INDEX ix_activity_series_id ON activity (series_id)

CREATE INDEX ix_activity_starts_at ON activity (starts_at)

CREATE INDEX ix_activity_venue_id ON activity (venue_id)

CREATE UNIQUE INDEX uq_activity_number ON activity (number) WHERE number IS NOT NULL

CREATE TABLE registration_new (
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
    offered_until TEXT,
    enterprise_id INTEGER,
    brought_by_id INTEGER,
    told BOOLEAN,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_registration_uid UNIQUE (uid),
    CONSTRAINT fk_registration_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) ON DELETE RESTRICT,
    CONSTRAINT fk_registration_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_registration_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT,
    CONSTRAINT fk_registration_brought_by_id FOREIGN KEY(brought_by_id) REFERENCES registration (id) ON DELETE RESTRICT
)

CREATE INDEX ix_registration_activity_id ON registration (activity_id)

CREATE INDEX ix_registration_bin ON registration (archived_at) WHERE archived_at IS NOT NULL

CREATE INDEX ix_registration_brought_by_id ON registration (brought_by_id)

CREATE INDEX ix_registration_enterprise_id ON registration (enterprise_id)

CREATE INDEX ix_registration_list_channel ON registration (channel, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_registration_list_registered_at ON registration (registered_at, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_registration_list_status ON registration (status, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_registration_list_unit_name ON registration (unit_name, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_registration_person_id ON registration (person_id)

CREATE UNIQUE INDEX uq_registration_activity_id_person_id ON registration (activity_id, person_id) WHERE archived_at IS NULL

CREATE TABLE sign_in_new (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    activity_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    registration_id INTEGER,
    signed_at TEXT NOT NULL,
    method TEXT,
    left_at TEXT,
    unit_name TEXT,
    enterprise_id INTEGER,
    party_member BOOLEAN,
    sheet_page INTEGER,
    sheet_line INTEGER,
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
    CONSTRAINT fk_sign_in_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id) ON DELETE RESTRICT,
    CONSTRAINT fk_sign_in_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT
)

CREATE INDEX ix_sign_in_activity_id ON sign_in (activity_id)

CREATE INDEX ix_sign_in_bin ON sign_in (archived_at) WHERE archived_at IS NOT NULL

CREATE INDEX ix_sign_in_enterprise_id ON sign_in (enterprise_id)

CREATE INDEX ix_sign_in_list_method ON sign_in (method, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_sign_in_list_signed_at ON sign_in (signed_at, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_sign_in_list_walk_in ON sign_in (walk_in, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_sign_in_person_id ON sign_in (person_id)

CREATE INDEX ix_sign_in_registration_id ON sign_in (registration_id)

CREATE UNIQUE INDEX uq_sign_in_activity_id_person_id ON sign_in (activity_id, person_id) WHERE archived_at IS NULL

CREATE TABLE preparation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    activity_id INTEGER NOT NULL,
    what TEXT NOT NULL,
    owner TEXT,
    days_before INTEGER,
    done_on DATE,
    due_on DATE,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_preparation_uid UNIQUE (uid),
    CONSTRAINT fk_preparation_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) ON DELETE RESTRICT
)

CREATE INDEX ix_preparation_activity_id ON preparation (activity_id)

CREATE TABLE question (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    activity_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    options TEXT,
    required BOOLEAN NOT NULL,
    position INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_question_uid UNIQUE (uid),
    CONSTRAINT fk_question_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) ON DELETE RESTRICT
)

CREATE INDEX ix_question_activity_id ON question (activity_id)

CREATE TABLE answer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    registration_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    value TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_answer_uid UNIQUE (uid),
    CONSTRAINT fk_answer_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id) ON DELETE RESTRICT,
    CONSTRAINT fk_answer_question_id FOREIGN KEY(question_id) REFERENCES question (id) ON DELETE RESTRICT
)

CREATE INDEX ix_answer_question_id ON answer (question_id)

CREATE INDEX ix_answer_registration_id ON answer (registration_id)

CREATE UNIQUE INDEX uq_answer_registration_id_question_id ON answer (registration_id, question_id) WHERE archived_at IS NULL

CREATE TABLE signature (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    sign_in_id INTEGER NOT NULL,
    strokes TEXT NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_signature_uid UNIQUE (uid),
    CONSTRAINT fk_signature_sign_in_id FOREIGN KEY(sign_in_id) REFERENCES sign_in (id) ON DELETE RESTRICT
)

CREATE INDEX ix_signature_sign_in_id ON signature (sign_in_id)

CREATE UNIQUE INDEX uq_signature_sign_in_id ON signature (sign_in_id) WHERE archived_at IS NULL

CREATE TABLE booking (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    facility_id INTEGER NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    purpose TEXT NOT NULL,
    unit_name TEXT,
    applicant TEXT,
    phone TEXT,
    people INTEGER,
    setup_minutes INTEGER,
    clear_minutes INTEGER,
    state TEXT NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_booking_uid UNIQUE (uid),
    CONSTRAINT fk_booking_facility_id FOREIGN KEY(facility_id) REFERENCES facility (id) ON DELETE RESTRICT
)

CREATE INDEX ix_booking_facility_id ON booking (facility_id)

CREATE INDEX ix_booking_starts_at ON booking (starts_at)

CREATE TABLE blackout (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    facility_id INTEGER,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_blackout_uid UNIQUE (uid),
    CONSTRAINT fk_blackout_facility_id FOREIGN KEY(facility_id) REFERENCES facility (id) ON DELETE RESTRICT
)

CREATE INDEX ix_blackout_facility_id ON blackout (facility_id)

CREATE TABLE booking_slot (
    facility_id INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    kind TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    CONSTRAINT pk_booking_slot PRIMARY KEY (facility_id, slot)
)

CREATE INDEX ix_booking_slot_kind_row_id ON booking_slot (kind, row_id)
