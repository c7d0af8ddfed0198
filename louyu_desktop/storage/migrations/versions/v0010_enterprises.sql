CREATE TABLE enterprise_new (
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
    verified_by_id INTEGER,
    undisturbed BOOLEAN NOT NULL,
    building_id INTEGER,
    location TEXT,
    location_sort TEXT,
    lease_end DATE,
    contact_name TEXT,
    contact_phone TEXT,
    colour TEXT,
    colour_sort TEXT,
    colour_since DATE,
    colour_reason TEXT,
    last_visit_on DATE,
    next_visit_on DATE,
    own_text_1 TEXT,
    own_text_2 TEXT,
    own_text_3 TEXT,
    own_text_4 TEXT,
    own_text_5 TEXT,
    own_text_6 TEXT,
    own_text_7 TEXT,
    own_text_8 TEXT,
    own_number_1 INTEGER,
    own_number_2 INTEGER,
    own_number_3 INTEGER,
    own_number_4 INTEGER,
    own_date_1 DATE,
    own_date_2 DATE,
    own_date_3 DATE,
    own_date_4 DATE,
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
    CONSTRAINT fk_enterprise_verified_by_id FOREIGN KEY(verified_by_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_enterprise_building_id FOREIGN KEY(building_id) REFERENCES building (id) ON DELETE RESTRICT
)

CREATE INDEX ix_enterprise_bin ON enterprise (archived_at) WHERE archived_at IS NOT NULL

CREATE INDEX ix_enterprise_building_id ON enterprise (building_id)

CREATE INDEX ix_enterprise_chief_liaison_id ON enterprise (chief_liaison_id)

CREATE INDEX ix_enterprise_list_colour_sort ON enterprise (colour_sort, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_enterprise_list_contact_name ON enterprise (contact_name, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_enterprise_list_headcount ON enterprise (headcount, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_enterprise_list_is_key ON enterprise (is_key, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_enterprise_list_last_visit_on ON enterprise (last_visit_on, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_enterprise_list_lease_end ON enterprise (lease_end, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_enterprise_list_location_sort ON enterprise (location_sort, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_enterprise_list_name_sort ON enterprise (name_sort, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_enterprise_list_party_org_status ON enterprise (party_org_status, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_enterprise_name_key ON enterprise (name_key)

CREATE INDEX ix_enterprise_verified_by_id ON enterprise (verified_by_id)

CREATE UNIQUE INDEX uq_enterprise_credit_code ON enterprise (credit_code) WHERE archived_at IS NULL AND credit_code IS NOT NULL

CREATE TABLE own_field (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    label TEXT NOT NULL,
    type TEXT NOT NULL,
    slot TEXT NOT NULL,
    choices TEXT,
    hint TEXT,
    position INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_own_field_uid UNIQUE (uid)
)

CREATE UNIQUE INDEX uq_own_field_label ON own_field (label) WHERE archived_at IS NULL

CREATE UNIQUE INDEX uq_own_field_slot ON own_field (slot) WHERE archived_at IS NULL

CREATE TABLE building_month (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    building_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    leased_area INTEGER,
    tenant_count INTEGER,
    headcount INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_building_month_uid UNIQUE (uid),
    CONSTRAINT fk_building_month_building_id FOREIGN KEY(building_id) REFERENCES building (id) ON DELETE RESTRICT
)

CREATE INDEX ix_building_month_building_id ON building_month (building_id)

CREATE UNIQUE INDEX uq_building_month_building_id_month ON building_month (building_id, month) WHERE archived_at IS NULL

CREATE TABLE service_pack (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    edition TEXT,
    content TEXT,
    provider TEXT,
    phone TEXT,
    tags TEXT,
    enabled BOOLEAN NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_service_pack_uid UNIQUE (uid)
)

CREATE TABLE pack_delivery (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    enterprise_id INTEGER NOT NULL,
    pack_id INTEGER NOT NULL,
    delivered_on DATE NOT NULL,
    way TEXT,
    deliverer TEXT,
    receiver TEXT,
    follow_up TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_pack_delivery_uid UNIQUE (uid),
    CONSTRAINT fk_pack_delivery_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT,
    CONSTRAINT fk_pack_delivery_pack_id FOREIGN KEY(pack_id) REFERENCES service_pack (id) ON DELETE RESTRICT
)

CREATE INDEX ix_pack_delivery_enterprise_id ON pack_delivery (enterprise_id)

CREATE INDEX ix_pack_delivery_pack_id ON pack_delivery (pack_id)

CREATE TABLE visit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    enterprise_id INTEGER NOT NULL,
    visited_on DATE NOT NULL,
    visitors TEXT,
    met TEXT,
    reached BOOLEAN NOT NULL,
    form TEXT NOT NULL,
    reason TEXT NOT NULL,
    topics TEXT,
    situation TEXT,
    needs TEXT,
    answered TEXT,
    follow_up TEXT,
    changes_found TEXT,
    colour_suggested TEXT,
    next_visit_on DATE,
    signed BOOLEAN NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_visit_uid UNIQUE (uid),
    CONSTRAINT fk_visit_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT
)

CREATE INDEX ix_visit_bin ON visit (archived_at) WHERE archived_at IS NOT NULL

CREATE INDEX ix_visit_enterprise_id ON visit (enterprise_id)

CREATE INDEX ix_visit_list_form ON visit (form, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_visit_list_met ON visit (met, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_visit_list_next_visit_on ON visit (next_visit_on, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_visit_list_number ON visit (number, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_visit_list_reason ON visit (reason, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_visit_list_visited_on ON visit (visited_on, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_visit_list_visitors ON visit (visitors, id, archived_at) WHERE archived_at IS NULL

CREATE TABLE visit_task (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    enterprise_id INTEGER NOT NULL,
    "trigger" TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    source_id INTEGER NOT NULL,
    mark TEXT NOT NULL,
    stage INTEGER NOT NULL,
    fact TEXT,
    why TEXT,
    raised_on DATE NOT NULL,
    due_on DATE NOT NULL,
    estimated BOOLEAN NOT NULL,
    assignee_id INTEGER,
    state TEXT NOT NULL,
    state_reason TEXT,
    put_off_until DATE,
    visit_id INTEGER,
    closed_on DATE,
    cleared BOOLEAN NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_visit_task_uid UNIQUE (uid),
    CONSTRAINT fk_visit_task_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_task_assignee_id FOREIGN KEY(assignee_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_task_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE RESTRICT
)

CREATE INDEX ix_visit_task_assignee_id ON visit_task (assignee_id)

CREATE INDEX ix_visit_task_enterprise_id ON visit_task (enterprise_id)

CREATE INDEX ix_visit_task_state_due_on ON visit_task (state, due_on)

CREATE INDEX ix_visit_task_visit_id ON visit_task (visit_id)

CREATE UNIQUE INDEX uq_visit_task_enterprise_id_trigger_source_kind_source_id ON visit_task (enterprise_id, "trigger", source_kind, source_id) WHERE archived_at IS NULL AND state IN ('待定', '待访', '延后')

CREATE TABLE colour_change (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    enterprise_id INTEGER NOT NULL,
    step TEXT NOT NULL,
    of_id INTEGER,
    colour TEXT,
    "before" TEXT,
    suggested TEXT,
    reason TEXT,
    evidence TEXT,
    heard TEXT,
    decided_on DATE NOT NULL,
    account_id INTEGER,
    visit_id INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_colour_change_uid UNIQUE (uid),
    CONSTRAINT fk_colour_change_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT,
    CONSTRAINT fk_colour_change_of_id FOREIGN KEY(of_id) REFERENCES colour_change (id) ON DELETE RESTRICT,
    CONSTRAINT fk_colour_change_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_colour_change_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE RESTRICT
)

CREATE INDEX ix_colour_change_account_id ON colour_change (account_id)

CREATE INDEX ix_colour_change_enterprise_id ON colour_change (enterprise_id)

CREATE INDEX ix_colour_change_of_id ON colour_change (of_id)

CREATE INDEX ix_colour_change_visit_id ON colour_change (visit_id)

CREATE TABLE fact_change (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    enterprise_id INTEGER NOT NULL,
    fact TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    source_kind TEXT NOT NULL,
    source_id INTEGER,
    noted_on DATE NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_fact_change_uid UNIQUE (uid),
    CONSTRAINT fk_fact_change_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT
)

CREATE INDEX ix_fact_change_enterprise_id ON fact_change (enterprise_id)

CREATE TABLE special_case (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    enterprise_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    happened_on DATE NOT NULL,
    what TEXT,
    resolved_on DATE,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_special_case_uid UNIQUE (uid),
    CONSTRAINT fk_special_case_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT
)

CREATE INDEX ix_special_case_enterprise_id ON special_case (enterprise_id)

CREATE TABLE headquarters_visit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    enterprise_id INTEGER NOT NULL,
    arrives_on DATE NOT NULL,
    guest TEXT NOT NULL,
    post TEXT,
    purpose TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_headquarters_visit_uid UNIQUE (uid),
    CONSTRAINT fk_headquarters_visit_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT
)

CREATE INDEX ix_headquarters_visit_enterprise_id ON headquarters_visit (enterprise_id)

CREATE TABLE service_request (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    received_at TEXT NOT NULL,
    channel TEXT NOT NULL,
    enterprise_id INTEGER,
    requester TEXT,
    phone TEXT,
    building_id INTEGER,
    category TEXT NOT NULL,
    title TEXT NOT NULL,
    detail TEXT,
    urgency TEXT NOT NULL,
    mechanism TEXT,
    owner_id INTEGER,
    due_on DATE,
    state TEXT NOT NULL,
    outcome TEXT,
    result TEXT,
    closed_on DATE,
    visit_id INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_service_request_uid UNIQUE (uid),
    CONSTRAINT fk_service_request_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT,
    CONSTRAINT fk_service_request_building_id FOREIGN KEY(building_id) REFERENCES building (id) ON DELETE RESTRICT,
    CONSTRAINT fk_service_request_owner_id FOREIGN KEY(owner_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_service_request_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE RESTRICT
)

CREATE INDEX ix_service_request_bin ON service_request (archived_at) WHERE archived_at IS NOT NULL

CREATE INDEX ix_service_request_building_id ON service_request (building_id)

CREATE INDEX ix_service_request_enterprise_id ON service_request (enterprise_id)

CREATE INDEX ix_service_request_enterprise_state ON service_request (enterprise_id, state)

CREATE INDEX ix_service_request_list_category ON service_request (category, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_list_due_on ON service_request (due_on, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_list_mechanism ON service_request (mechanism, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_list_number ON service_request (number, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_list_received_at ON service_request (received_at, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_list_state ON service_request (state, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_list_title ON service_request (title, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_owner_id ON service_request (owner_id)

CREATE INDEX ix_service_request_visit_id ON service_request (visit_id)

CREATE TABLE team_member (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    enterprise_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    duty TEXT,
    since DATE,
    until DATE,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_team_member_uid UNIQUE (uid),
    CONSTRAINT fk_team_member_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT,
    CONSTRAINT fk_team_member_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE RESTRICT
)

CREATE INDEX ix_team_member_account_id ON team_member (account_id)

CREATE INDEX ix_team_member_enterprise_id ON team_member (enterprise_id)

CREATE UNIQUE INDEX uq_team_member_enterprise_id_account_id ON team_member (enterprise_id, account_id) WHERE archived_at IS NULL AND until IS NULL

CREATE TABLE inspection (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    enterprise_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    inspected_on DATE NOT NULL,
    inspector TEXT,
    findings TEXT,
    result TEXT,
    due_on DATE,
    rectified_on DATE,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_inspection_uid UNIQUE (uid),
    CONSTRAINT fk_inspection_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT
)

CREATE INDEX ix_inspection_enterprise_id ON inspection (enterprise_id)

CREATE TABLE pledge (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    enterprise_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    signed_on DATE NOT NULL,
    signer TEXT,
    valid_until DATE,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_pledge_uid UNIQUE (uid),
    CONSTRAINT fk_pledge_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT
)

CREATE INDEX ix_pledge_enterprise_id ON pledge (enterprise_id)

CREATE TABLE honour (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    level TEXT,
    awarded_on DATE,
    awarded_by TEXT,
    enterprise_id INTEGER,
    organisation_id INTEGER,
    person_id INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_honour_uid UNIQUE (uid),
    CONSTRAINT fk_honour_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT,
    CONSTRAINT fk_honour_organisation_id FOREIGN KEY(organisation_id) REFERENCES party_organisation (id) ON DELETE RESTRICT,
    CONSTRAINT fk_honour_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
)

CREATE INDEX ix_honour_awarded_on ON honour (awarded_on)

CREATE INDEX ix_honour_enterprise_id ON honour (enterprise_id)

CREATE INDEX ix_honour_organisation_id ON honour (organisation_id)

CREATE INDEX ix_honour_person_id ON honour (person_id)

CREATE TABLE lead (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    found_on DATE NOT NULL,
    source TEXT,
    wants TEXT,
    contact TEXT,
    phone TEXT,
    building_id INTEGER,
    enterprise_id INTEGER,
    owner_id INTEGER,
    state TEXT NOT NULL,
    handed_to TEXT,
    next_on DATE,
    result TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_lead_uid UNIQUE (uid),
    CONSTRAINT fk_lead_building_id FOREIGN KEY(building_id) REFERENCES building (id) ON DELETE RESTRICT,
    CONSTRAINT fk_lead_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT,
    CONSTRAINT fk_lead_owner_id FOREIGN KEY(owner_id) REFERENCES account (id) ON DELETE RESTRICT
)

CREATE INDEX ix_lead_building_id ON lead (building_id)

CREATE INDEX ix_lead_enterprise_id ON lead (enterprise_id)

CREATE INDEX ix_lead_owner_id ON lead (owner_id)

CREATE TABLE round (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    noted_at TEXT NOT NULL,
    building_id INTEGER,
    place TEXT,
    enterprise_id INTEGER,
    words TEXT NOT NULL,
    became TEXT NOT NULL,
    became_id INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_round_uid UNIQUE (uid),
    CONSTRAINT fk_round_building_id FOREIGN KEY(building_id) REFERENCES building (id) ON DELETE RESTRICT,
    CONSTRAINT fk_round_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT
)

CREATE INDEX ix_round_building_id ON round (building_id)

CREATE INDEX ix_round_enterprise_id ON round (enterprise_id)

CREATE TABLE snooze (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    until DATE NOT NULL,
    reason TEXT NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_snooze_uid UNIQUE (uid)
)

CREATE UNIQUE INDEX uq_snooze_topic ON snooze (topic) WHERE archived_at IS NULL

CREATE TABLE day_log (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    day DATE NOT NULL,
    on_duty TEXT,
    text TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_day_log_uid UNIQUE (uid)
)

CREATE UNIQUE INDEX uq_day_log_day ON day_log (day) WHERE archived_at IS NULL

CREATE TABLE suggestion (
    enterprise_id INTEGER NOT NULL,
    colour TEXT NOT NULL,
    rules TEXT NOT NULL,
    reasons TEXT NOT NULL,
    since DATE NOT NULL,
    CONSTRAINT pk_suggestion PRIMARY KEY (enterprise_id)
)
