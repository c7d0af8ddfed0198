"""Import templates: which columns they have, where not all of them, and their example row."""

from __future__ import annotations

TEMPLATES: dict[str, tuple[str, ...]] = {
    "enterprises": (
        "building", "unit.floor", "unit.room", "name", "short_name", "credit_code", "no_code_reason", "unit_kind",
        "industry", "business", "ownership", "legal.name", "contact.name", "contact.role", "contact.phone", "headcount",
        "party_count", "occupancy.area", "occupancy.moved_in_on", "occupancy.lease_start", "occupancy.lease_end",
        "is_key", "party_org_status", "tags", "remark",
    ),
    "people": (
        "name", "gender", "born", "education", "mobile", "unit_name", "job_title", "roles", "political_status",
        "membership.organisation_id", "membership.kind", "membership.joined_on", "membership.regularised_on",
        "membership.post", "consent", "consent.given_on", "remark",
    ),
    "registrations": (
        "activity.number", "activity.title", "person.name", "person.mobile", "unit_name", "party_member", "channel",
        "registered_at", "consent", "remark",
    ),
    "activities": (
        "number", "title", "type", "tags", "platform", "starts_at", "ends_at", "venue_id", "venue", "organiser",
        "co_organisers", "speaker", "owner", "audience", "capacity", "registration_deadline", "status", "remark",
    ),
}
"""The columns of an import template, where not all of them."""

_FIRM = {"enterprise_id": "上海示例咨询有限公司"}

EXAMPLES: dict[str, dict[str, str]] = {
    "enterprises": {
        "building": "环贸广场一期", "unit.floor": "8", "unit.room": "05", "name": "上海示例咨询有限公司", "unit_kind": "企业",
        "credit_code": "91310104MADEM00119", "contact.name": "张示例", "contact.phone": "13800000000", "headcount": "35",
        "party_count": "4", "occupancy.lease_start": "2024-03-01", "occupancy.lease_end": "2027-02-28", "is_key": "否",
    },
    "people": {
        "name": "李示例", "gender": "女", "born": "1990-05", "education": "大学本科", "mobile": "13800000000",
        "unit_name": "上海示例咨询有限公司", "roles": "白领、志愿者", "consent": "同意",
    },
    "registrations": {
        "activity.number": "HD-2026-0001", "person.name": "李示例", "person.mobile": "13800000000", "party_member": "否",
        "unit_name": "上海示例咨询有限公司", "registered_at": "2026-03-05 09:30", "consent": "同意",
    },
    "activities": {
        "title": "午间沙龙", "type": "沙龙", "starts_at": "2026-03-05 12:00", "ends_at": "2026-03-05 13:00", "capacity": "30",
    },
    "buildings": {"name": "示例大厦", "area_id": "示例片区", "address": "示例路 1 号", "kind": "商务楼", "floors_above": "30"},
    "facilities": {"name": "示例活动室", "floor": "9", "capacity": "40", "bookable": "是"},
    "organisations": {"name": "中共示例大厦联合支部委员会", "kind": "联合党支部", "secretary": "李示例"},
    "service-items": {
        "category.code": "A", "category.name": "党务服务", "code": "A01", "name": "党员报到", "promised_days": "0",
        "mode": "现场办",
    },
    "holidays": {"day": "2026-10-01", "kind": "休", "name": "国庆节"},
    "own-fields": {"label": "车位数", "type": "数字", "hint": "租用的地下车位"},
    "units": {"building_id": "示例大厦", "floor": "8", "room": "05", "area": "120"},
    "building-months": {"building_id": "示例大厦", "month": "2026-10", "leased_area": "32000", "tenant_count": "86"},
    "service-packs": {"name": "企业开办服务包", "edition": "2026", "provider": "示例站", "enabled": "是"},
    "pack-deliveries": {**_FIRM, "pack_id": "企业开办服务包", "delivered_on": "2026-03-05", "way": "上门"},
    "team-members": {**_FIRM, "account_id": "张示例", "duty": "党建督导", "since": "2026-03-05"},
    "visits": {**_FIRM, "visited_on": "2026-03-05", "visitors": "张示例", "met": "李示例（行政）", "form": "上门", "reason": "日常"},
    "headquarters-visits": {**_FIRM, "arrives_on": "2026-03-05", "guest": "李示例", "post": "全球副总裁"},
    "special-cases": {**_FIRM, "kind": "退租通知", "happened_on": "2026-03-05", "what": "物业转来退租通知"},
    "requests": {
        "received_at": "2026-03-05 09:30", **_FIRM, "title": "办理居住证积分", "category": "人才", "channel": "走访",
        "state": "待受理",
    },
    "receipts": {"request_id": "SQ-2026-0001", "department": "示例街道营商办", "part": "牵头", "sent_on": "2026-03-05"},
    "extensions": {"request_id": "SQ-2026-0001", "asked_on": "2026-03-05", "days": "5", "reason": "等区里答复"},
    "callbacks": {"request_id": "SQ-2026-0001", "called_at": "2026-03-12 10:00", "reached": "是", "satisfaction": "5"},
    "answer-templates": {"name": "已转部门", "stage": "转办", "words": "您的诉求已经转给承办部门，我们会跟着办。"},
    "policy-applications": {**_FIRM, "policy": "示例专项资金", "deadline_on": "2026-04-30", "result": "准备中"},
    "wishes": {"made_on": "2026-03-05", "text": "想学一次急救", "category": "学习", "state": "征集"},
    "councils": {"name": "示例大厦楼事会", "building_id": "示例大厦"},
    "council-members": {"council_id": "示例大厦楼事会", "name": "李示例", "side": "物业", "post": "委员"},
    "meetings": {"name": "三月例会", "council_id": "示例大厦楼事会", "starts_at": "2026-03-05 14:00", "own.place": "示例大厦 3 楼"},
    "topics": {"title": "电梯早高峰排队", "raised_on": "2026-03-05", "category": "电梯"},
    "measures": {"topic_id": "电梯早高峰排队", "what": "早高峰分层停靠", "responsible": "示例物业", "due_on": "2026-04-05"},
    "feedback": {"topic_id": "电梯早高峰排队", "enterprise_id": _FIRM["enterprise_id"], "told_on": "2026-04-06"},
    "public-notices": {"title": "电梯议题进展", "proposed_on": "2026-03-05", "kind": "议题进展"},
    "duty-roster": {"partner": "公益律师", "weekday": "周三", "begins": "13:30", "ends": "16:30", "own.place": "一楼咨询台"},
    "equipment": {"name": "自助办税终端", "own.place": "一楼大厅", "state": "正常"},
    "equipment-faults": {"equipment_id": "自助办税终端", "found_on": "2026-03-05", "what": "打印不出凭证"},
    "providers": {"name": "示例律师事务所", "kind": "律所", "offers": "每周三下午免费咨询"},
    "service-categories": {"code": "A", "name": "党务服务"},
    "leads": {"name": "示例科技", "found_on": "2026-03-05", "source": "跑楼", "wants": "500 ㎡ 整层", "state": "新线索"},
    "rounds": {"noted_at": "2026-03-05 09:30", "building_id": "示例大厦", "own.place": "8F-05", "words": "前台在打包，问是否要搬"},
    "inspections": {**_FIRM, "kind": "消防安全", "inspected_on": "2026-03-05", "result": "合格"},
    "pledges": {**_FIRM, "name": "食品安全自律承诺书", "signed_on": "2026-03-05"},
    "honours": {"name": "区五一劳动奖状", "level": "区级", "awarded_on": "2026-03-05", **_FIRM},
}
"""The example row of a template."""
