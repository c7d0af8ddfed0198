CREATE TABLE service_request_new (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    received_at TEXT NOT NULL,
    channel TEXT NOT NULL,
    requester_kind TEXT,
    enterprise_id INTEGER,
    person_id INTEGER,
    organisation_id INTEGER,
    requester_unit TEXT,
    requester TEXT,
    phone TEXT,
    building_id INTEGER,
    item_id INTEGER,
    category TEXT NOT NULL,
    title TEXT NOT NULL,
    detail TEXT,
    urgency TEXT NOT NULL,
    mechanism TEXT,
    owner_id INTEGER,
    departments TEXT,
    lead_department TEXT,
    promised_days INTEGER,
    contact_days INTEGER,
    first_days INTEGER,
    cut_off INTEGER,
    restarted_at TEXT,
    given_due_on DATE,
    contact_due_on DATE,
    reply_due_on DATE,
    due_on DATE,
    first_due_on DATE,
    estimated BOOLEAN,
    contacted_at TEXT,
    replied_at TEXT,
    turn INTEGER NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    result TEXT,
    finished_on DATE,
    closed_on DATE,
    satisfaction INTEGER,
    merged_into_id INTEGER,
    is_public BOOLEAN NOT NULL,
    visit_id INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_service_request_uid UNIQUE (uid),
    CONSTRAINT fk_service_request_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT,
    CONSTRAINT fk_service_request_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_service_request_organisation_id FOREIGN KEY(organisation_id) REFERENCES party_organisation (id) ON DELETE RESTRICT,
    CONSTRAINT fk_service_request_building_id FOREIGN KEY(building_id) REFERENCES building (id) ON DELETE RESTRICT,
    CONSTRAINT fk_service_request_item_id FOREIGN KEY(item_id) REFERENCES service_item (id) ON DELETE RESTRICT,
    CONSTRAINT fk_service_request_owner_id FOREIGN KEY(owner_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_service_request_merged_into_id FOREIGN KEY(merged_into_id) REFERENCES service_request (id) ON DELETE RESTRICT,
    CONSTRAINT fk_service_request_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE RESTRICT
)

CREATE INDEX ix_service_request_bin ON service_request (archived_at) WHERE archived_at IS NOT NULL

CREATE INDEX ix_service_request_building_id ON service_request (building_id)

CREATE INDEX ix_service_request_closed_on ON service_request (closed_on) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_enterprise_id ON service_request (enterprise_id)

CREATE INDEX ix_service_request_enterprise_state ON service_request (enterprise_id, state)

CREATE INDEX ix_service_request_item_id ON service_request (item_id)

CREATE INDEX ix_service_request_list_category ON service_request (category, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_list_due_on ON service_request (due_on, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_list_mechanism ON service_request (mechanism, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_list_number ON service_request (number, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_list_received_at ON service_request (received_at, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_list_state ON service_request (state, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_list_title ON service_request (title, id, archived_at) WHERE archived_at IS NULL

CREATE INDEX ix_service_request_merged_into_id ON service_request (merged_into_id)

CREATE INDEX ix_service_request_organisation_id ON service_request (organisation_id)

CREATE INDEX ix_service_request_owner_id ON service_request (owner_id)

CREATE INDEX ix_service_request_person_id ON service_request (person_id)

CREATE INDEX ix_service_request_visit_id ON service_request (visit_id)

CREATE TABLE request_step (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    request_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    words TEXT,
    account_id INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_request_step_uid UNIQUE (uid),
    CONSTRAINT fk_request_step_request_id FOREIGN KEY(request_id) REFERENCES service_request (id) ON DELETE RESTRICT,
    CONSTRAINT fk_request_step_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE RESTRICT
)

CREATE INDEX ix_request_step_account_id ON request_step (account_id)

CREATE INDEX ix_request_step_request_id ON request_step (request_id)

CREATE TABLE request_pause (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    request_id INTEGER NOT NULL,
    begun_at TEXT NOT NULL,
    ended_at TEXT,
    reason TEXT NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_request_pause_uid UNIQUE (uid),
    CONSTRAINT fk_request_pause_request_id FOREIGN KEY(request_id) REFERENCES service_request (id) ON DELETE RESTRICT
)

CREATE INDEX ix_request_pause_request_id ON request_pause (request_id)

CREATE UNIQUE INDEX uq_request_pause_request_id ON request_pause (request_id) WHERE archived_at IS NULL AND ended_at IS NULL

CREATE TABLE extension (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    request_id INTEGER NOT NULL,
    asked_on DATE NOT NULL,
    days INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    reason TEXT NOT NULL,
    asker_id INTEGER,
    verdict TEXT NOT NULL,
    approver_id INTEGER,
    decided_on DATE,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_extension_uid UNIQUE (uid),
    CONSTRAINT fk_extension_request_id FOREIGN KEY(request_id) REFERENCES service_request (id) ON DELETE RESTRICT,
    CONSTRAINT fk_extension_asker_id FOREIGN KEY(asker_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_extension_approver_id FOREIGN KEY(approver_id) REFERENCES account (id) ON DELETE RESTRICT
)

CREATE INDEX ix_extension_approver_id ON extension (approver_id)

CREATE INDEX ix_extension_asker_id ON extension (asker_id)

CREATE INDEX ix_extension_request_id ON extension (request_id)

CREATE TABLE receipt (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    request_id INTEGER NOT NULL,
    department TEXT NOT NULL,
    part TEXT NOT NULL,
    sent_on DATE,
    number TEXT,
    received_on DATE,
    replied_on DATE,
    reply TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_receipt_uid UNIQUE (uid),
    CONSTRAINT fk_receipt_request_id FOREIGN KEY(request_id) REFERENCES service_request (id) ON DELETE RESTRICT
)

CREATE INDEX ix_receipt_request_id ON receipt (request_id)

CREATE TABLE callback (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    request_id INTEGER NOT NULL,
    called_at TEXT NOT NULL,
    reached BOOLEAN NOT NULL,
    satisfaction INTEGER,
    words TEXT,
    account_id INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_callback_uid UNIQUE (uid),
    CONSTRAINT fk_callback_request_id FOREIGN KEY(request_id) REFERENCES service_request (id) ON DELETE RESTRICT,
    CONSTRAINT fk_callback_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE RESTRICT
)

CREATE INDEX ix_callback_account_id ON callback (account_id)

CREATE INDEX ix_callback_request_id ON callback (request_id)

CREATE TABLE answer_template (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    stage TEXT,
    category TEXT,
    words TEXT NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_answer_template_uid UNIQUE (uid)
)

CREATE TABLE policy_application (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    enterprise_id INTEGER NOT NULL,
    policy TEXT NOT NULL,
    applied_on DATE,
    deadline_on DATE,
    result TEXT NOT NULL,
    amount TEXT,
    owner_id INTEGER,
    request_id INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_policy_application_uid UNIQUE (uid),
    CONSTRAINT fk_policy_application_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT,
    CONSTRAINT fk_policy_application_owner_id FOREIGN KEY(owner_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_policy_application_request_id FOREIGN KEY(request_id) REFERENCES service_request (id) ON DELETE RESTRICT
)

CREATE INDEX ix_policy_application_enterprise_id ON policy_application (enterprise_id)

CREATE INDEX ix_policy_application_owner_id ON policy_application (owner_id)

CREATE INDEX ix_policy_application_request_id ON policy_application (request_id)

CREATE TABLE wish (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    made_on DATE NOT NULL,
    wisher TEXT,
    unit_name TEXT,
    text TEXT NOT NULL,
    public_text TEXT,
    category TEXT,
    state TEXT NOT NULL,
    state_reason TEXT,
    posted_on DATE,
    claimant TEXT,
    claimed_on DATE,
    due_on DATE,
    fulfilled_on DATE,
    proof TEXT,
    thanks TEXT,
    request_id INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_wish_uid UNIQUE (uid),
    CONSTRAINT fk_wish_request_id FOREIGN KEY(request_id) REFERENCES service_request (id) ON DELETE RESTRICT
)

CREATE INDEX ix_wish_request_id ON wish (request_id)

CREATE TABLE council (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    area_id INTEGER,
    building_id INTEGER,
    covenant TEXT,
    adopted_on DATE,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_council_uid UNIQUE (uid),
    CONSTRAINT fk_council_area_id FOREIGN KEY(area_id) REFERENCES area (id) ON DELETE RESTRICT,
    CONSTRAINT fk_council_building_id FOREIGN KEY(building_id) REFERENCES building (id) ON DELETE RESTRICT
)

CREATE INDEX ix_council_area_id ON council (area_id)

CREATE INDEX ix_council_building_id ON council (building_id)

CREATE TABLE council_member (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    council_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    side TEXT,
    post TEXT NOT NULL,
    unit_name TEXT,
    phone TEXT,
    person_id INTEGER,
    since DATE,
    until DATE,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_council_member_uid UNIQUE (uid),
    CONSTRAINT fk_council_member_council_id FOREIGN KEY(council_id) REFERENCES council (id) ON DELETE RESTRICT,
    CONSTRAINT fk_council_member_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
)

CREATE INDEX ix_council_member_council_id ON council_member (council_id)

CREATE INDEX ix_council_member_person_id ON council_member (person_id)

CREATE TABLE meeting (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    council_id INTEGER,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    place TEXT,
    chair TEXT,
    recorder TEXT,
    expected INTEGER,
    attended TEXT,
    absent TEXT,
    observers TEXT,
    speeches TEXT,
    decisions TEXT,
    state TEXT NOT NULL,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_meeting_uid UNIQUE (uid),
    CONSTRAINT fk_meeting_council_id FOREIGN KEY(council_id) REFERENCES council (id) ON DELETE RESTRICT
)

CREATE INDEX ix_meeting_council_id ON meeting (council_id)

CREATE TABLE topic (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    council_id INTEGER,
    title TEXT NOT NULL,
    raised_on DATE NOT NULL,
    proposer TEXT,
    source_kind TEXT,
    source_id INTEGER,
    category TEXT,
    background TEXT,
    stage TEXT NOT NULL,
    meeting_id INTEGER,
    options TEXT,
    decision TEXT,
    decided TEXT,
    resources TEXT,
    stage_reason TEXT,
    closed_on DATE,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_topic_uid UNIQUE (uid),
    CONSTRAINT fk_topic_council_id FOREIGN KEY(council_id) REFERENCES council (id) ON DELETE RESTRICT,
    CONSTRAINT fk_topic_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE RESTRICT
)

CREATE INDEX ix_topic_council_id ON topic (council_id)

CREATE INDEX ix_topic_meeting_id ON topic (meeting_id)

CREATE TABLE agenda_item (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    meeting_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    position INTEGER,
    speeches TEXT,
    decision TEXT,
    decided TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_agenda_item_uid UNIQUE (uid),
    CONSTRAINT fk_agenda_item_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE RESTRICT,
    CONSTRAINT fk_agenda_item_topic_id FOREIGN KEY(topic_id) REFERENCES topic (id) ON DELETE RESTRICT
)

CREATE INDEX ix_agenda_item_meeting_id ON agenda_item (meeting_id)

CREATE INDEX ix_agenda_item_topic_id ON agenda_item (topic_id)

CREATE UNIQUE INDEX uq_agenda_item_meeting_id_topic_id ON agenda_item (meeting_id, topic_id) WHERE archived_at IS NULL

CREATE TABLE measure (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    what TEXT NOT NULL,
    responsible TEXT,
    owner_id INTEGER,
    due_on DATE,
    done_on DATE,
    result TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_measure_uid UNIQUE (uid),
    CONSTRAINT fk_measure_topic_id FOREIGN KEY(topic_id) REFERENCES topic (id) ON DELETE RESTRICT,
    CONSTRAINT fk_measure_owner_id FOREIGN KEY(owner_id) REFERENCES account (id) ON DELETE RESTRICT
)

CREATE INDEX ix_measure_owner_id ON measure (owner_id)

CREATE INDEX ix_measure_topic_id ON measure (topic_id)

CREATE TABLE feedback (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    enterprise_id INTEGER,
    to_whom TEXT,
    told_on DATE,
    words TEXT,
    reply TEXT,
    satisfaction INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_feedback_uid UNIQUE (uid),
    CONSTRAINT fk_feedback_topic_id FOREIGN KEY(topic_id) REFERENCES topic (id) ON DELETE RESTRICT,
    CONSTRAINT fk_feedback_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprise (id) ON DELETE RESTRICT
)

CREATE INDEX ix_feedback_enterprise_id ON feedback (enterprise_id)

CREATE INDEX ix_feedback_topic_id ON feedback (topic_id)

CREATE UNIQUE INDEX uq_feedback_topic_id_enterprise_id ON feedback (topic_id, enterprise_id) WHERE archived_at IS NULL AND to_whom IS NULL

CREATE TABLE public_notice (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    proposed_on DATE NOT NULL,
    title TEXT NOT NULL,
    kind TEXT,
    body TEXT,
    signed_by TEXT,
    named BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    state_reason TEXT,
    posted_on DATE,
    until DATE,
    proposer_id INTEGER,
    reviewer_id INTEGER,
    reviewed_on DATE,
    approver_id INTEGER,
    approved_on DATE,
    seal TEXT,
    source_kind TEXT,
    source_id INTEGER,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_public_notice_uid UNIQUE (uid),
    CONSTRAINT fk_public_notice_proposer_id FOREIGN KEY(proposer_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_public_notice_reviewer_id FOREIGN KEY(reviewer_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_public_notice_approver_id FOREIGN KEY(approver_id) REFERENCES account (id) ON DELETE RESTRICT
)

CREATE INDEX ix_public_notice_approver_id ON public_notice (approver_id)

CREATE INDEX ix_public_notice_proposer_id ON public_notice (proposer_id)

CREATE INDEX ix_public_notice_reviewer_id ON public_notice (reviewer_id)

CREATE TABLE duty_roster (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    partner TEXT NOT NULL,
    person TEXT,
    weekday TEXT,
    day DATE,
    begins TEXT,
    ends TEXT,
    place TEXT,
    helps_with TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_duty_roster_uid UNIQUE (uid)
)

CREATE TABLE equipment (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    place TEXT,
    state TEXT NOT NULL,
    vendor TEXT,
    vendor_phone TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_equipment_uid UNIQUE (uid)
)

CREATE TABLE equipment_fault (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    equipment_id INTEGER NOT NULL,
    found_on DATE NOT NULL,
    what TEXT NOT NULL,
    reported_to TEXT,
    mended_on DATE,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_equipment_fault_uid UNIQUE (uid),
    CONSTRAINT fk_equipment_fault_equipment_id FOREIGN KEY(equipment_id) REFERENCES equipment (id) ON DELETE RESTRICT
)

CREATE INDEX ix_equipment_fault_equipment_id ON equipment_fault (equipment_id)

CREATE UNIQUE INDEX uq_equipment_fault_equipment_id ON equipment_fault (equipment_id) WHERE archived_at IS NULL AND mended_on IS NULL

CREATE TABLE resource_provider (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT,
    offers TEXT,
    contact TEXT,
    phone TEXT,
    remark TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER,
    updated_at TEXT NOT NULL,
    updated_by INTEGER,
    archived_at TEXT,
    CONSTRAINT uq_resource_provider_uid UNIQUE (uid)
)
