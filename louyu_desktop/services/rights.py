"""Who may do what: one table of service methods, rights and roles (SAFETY.md T8; FIELD.md on art. 51 PIPL).

Every public method of every service stands in `NEEDED` with the right it takes, or with what says so
by its arguments; the page 谁能做什么 and the tests are made of the same table.  What a role may know
of a record stands in `rules.roles`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from louyu_desktop.rules.roles import Role
from louyu_desktop.text import N_


class Right(StrEnum):
    """What a person may be allowed to do, by its Chinese label."""

    OWN = N_("改自己的口令，留自己的视图和草稿")
    SEE = N_("查看、搜索、筛选记录")
    ENTER = N_("登记人员、报名和签到")
    WORK = N_("新建、修改、删除、恢复、撤回任何记录")
    ATTACH = N_("添加和取出附件")
    REVEAL = N_("显示完整的电话和号码")
    PRINT = N_("打印")
    IMPORT = N_("导入台账")
    EXPORT = N_("导出查到的记录")
    EXPORT_ALL = N_("导出整类记录，或一次导出很多")
    LOG = N_("看全站的操作日志")
    BACKUP = N_("备份、检查数据、查看备份")
    SETTINGS = N_("改站点资料和设置")
    ACCOUNTS = N_("增减工作人员，改角色，重发口令")
    RESTORE = N_("恢复备份")
    KEYS = N_("换恢复纸，换数据钥匙")
    PURGE = N_("彻底清除个人信息")


_EVERYONE = frozenset({Right.OWN, Right.SEE, Right.PRINT})
_STAFF = _EVERYONE | {
    Right.ENTER, Right.WORK, Right.ATTACH, Right.REVEAL, Right.IMPORT, Right.EXPORT, Right.EXPORT_ALL, Right.LOG,
    Right.BACKUP,
}  # fmt: skip

OF_ROLE: Mapping[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.STAFF: _STAFF,
    Role.DESK: _EVERYONE | {Right.ENTER},
    Role.READER: _EVERYONE | {Right.EXPORT},
}
"""What each role may do."""

AGAIN: frozenset[Right] = frozenset({Right.EXPORT_ALL, Right.ACCOUNTS, Right.RESTORE, Right.KEYS, Right.PURGE})
"""What asks for the password once more (SAFETY.md case 37)."""


@dataclass(frozen=True, slots=True)
class ByKind:
    """The right goes by the kind of record, which is the method's first argument."""

    otherwise: Right
    kinds: Mapping[str, Right] = field(default_factory=dict)

    @property
    def rights(self) -> tuple[Right, ...]:
        """Every right that it may come to."""
        return tuple(dict.fromkeys((self.otherwise, *self.kinds.values())))

    def of(self, _service: object, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> Right:
        """The right that one call takes."""
        return self.kinds.get(arguments[0] if arguments else named["kind"], self.otherwise)


@dataclass(frozen=True, slots=True)
class ByAmount:
    """A whole kind, or very many records, take the greater right; the service says what is much."""

    otherwise: Right
    much: Right

    @property
    def rights(self) -> tuple[Right, ...]:
        """Every right that it may come to."""
        return self.otherwise, self.much

    def of(self, service: Any, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> Right:
        """The right that one call takes."""
        kind = arguments[0] if arguments else named["kind"]
        return self.much if service.is_much(kind, named.get("query")) else self.otherwise


Need = Right | ByKind | ByAmount

_GOVERNED = {"accounts": Right.ACCOUNTS, "stations": Right.SETTINGS, "holidays": Right.SETTINGS,
             "own-fields": Right.SETTINGS}  # fmt: skip
_AT_THE_DESK = {"people": Right.ENTER, "registrations": Right.ENTER, "sign-ins": Right.ENTER}
_SAVED = ByKind(Right.WORK, {**_GOVERNED, **_AT_THE_DESK})
_CHANGED = ByKind(Right.WORK, _GOVERNED)

_RECORDS: Mapping[str, Need] = {
    "kinds": Right.OWN,
    "entity": Right.OWN,
    "total": Right.SEE,
    "count": Right.SEE,
    "page": Right.SEE,
    "prepare": Right.SEE,
    "ids": Right.SEE,
    "position": Right.SEE,
    "get": Right.SEE,
    "reveal": Right.REVEAL,
    "blank": Right.SEE,
    "options": Right.SEE,
    "similar": Right.SEE,
    "save": _SAVED,
    "archive": _CHANGED,
    "restore": _CHANGED,
    "bulk_preview": _CHANGED,
    "bulk_edit": _CHANGED,
    "paste": _CHANGED,
    "history": Right.SEE,
    "undo_state": Right.OWN,
    "undo": Right.ENTER,
    "redo": Right.ENTER,
    "take_back": Right.WORK,
    "views": Right.OWN,
    "keep_view": Right.OWN,
    "drop_view": Right.OWN,
    "draft": Right.OWN,
    "keep_draft": Right.OWN,
    "drop_draft": Right.OWN,
    "drafts": Right.OWN,
    "draft_count": Right.OWN,
}
_BACKUPS: Mapping[str, Need] = {
    "possible": Right.OWN,
    "standing": Right.OWN,
    "changed": Right.OWN,
    "due": Right.OWN,
    "by_the_clock": Right.OWN,
    "before": Right.OWN,
    "leaving": Right.OWN,
    "settle": Right.OWN,
    "drill_due": Right.OWN,
    "folder": Right.BACKUP,
    "listing": Right.BACKUP,
    "before_restore": Right.RESTORE,
    "make": Right.BACKUP,
    "make_at": Right.BACKUP,
    "move": Right.BACKUP,
    "prove": Right.BACKUP,
    "drill": Right.BACKUP,
    "second_place": Right.BACKUP,
    "bring": Right.OWN,
    "set_second_place": Right.SETTINGS,
}
_AUDIT: Mapping[str, Need] = {
    "log": Right.LOG,
    "people": Right.LOG,
    "head": Right.LOG,
    "check_recent": Right.OWN,
    "check_all": Right.OWN,
    "last_check": Right.OWN,
    "is_due": Right.OWN,
    "anchor": Right.OWN,
    "rolled_back": Right.OWN,
    "accept": Right.RESTORE,
}
_DESK: Mapping[str, Need] = {
    **dict.fromkeys(("today", "open", "watch", "leave", "state", "standing", "firms", "find_here", "find"), Right.SEE),
    **dict.fromkeys(("sign_in", "walk_in", "undo", "sign_out", "late_entry", "signature"), Right.ENTER),
}
_PLANNING: Mapping[str, Mapping[str, Need]] = {
    "Activities": {
        "actions": Right.SEE,
        "act": Right.WORK,
        "advance": Right.ENTER,
        "told": Right.SEE,
        "phones": Right.REVEAL,
        "move": Right.WORK,
        "clone": Right.WORK,
        "from_template": Right.WORK,
        "save_as_template": Right.WORK,
        "preparations": Right.SEE,
        "tick": Right.WORK,
    },
    "Series": {
        "draft_like": Right.WORK,
        "preview": Right.WORK,
        "make": Right.WORK,
        "edit": Right.WORK,
        "replan": Right.WORK,
        "of": Right.SEE,
        "standings": Right.SEE,
        "behind": Right.SEE,
    },
}
_VISITS: Mapping[str, Need] = {
    **dict.fromkeys(("prepare", "who_is_there", "plan", "route", "words_for"), Right.SEE),
    **dict.fromkeys(("record", "round_note", "turn_round_into", "follow_lead"), Right.WORK),
}
_REQUESTS: Mapping[str, Need] = {
    **dict.fromkeys(("suggest", "duplicates", "actions", "choices", "sight", "promised", "log", "receipts"), Right.SEE),
    **dict.fromkeys("take act note send answered ask_extension refuse_extension void".split(), Right.WORK),
}
_WALL: Mapping[str, Mapping[str, Need]] = {
    "Wishes": {**dict.fromkeys(("standing", "wall"), Right.SEE), "act": Right.WORK},
    "Notices": {**dict.fromkeys(("standing", "preview", "figures"), Right.SEE), "act": Right.WORK},
}
_OTHERS: Mapping[str, Mapping[str, Need]] = {
    **_PLANNING,
    **_WALL,
    "Requests": _REQUESTS,
    "Board": {"read": Right.SEE},
    "Measures": {"table": Right.SEE},
    "Visits": _VISITS,
    "MustVisits": {
        **dict.fromkeys(("of", "open", "waiting", "is_due"), Right.SEE),
        **dict.fromkeys(("decide", "put_off", "not_needed", "resume", "assign", "special"), Right.WORK),
        **dict.fromkeys(("resolve", "headquarters"), Right.WORK),
        "sweep": Right.ENTER,
    },
    "Colours": {
        **dict.fromkeys(("of", "history", "suggestions", "waiting", "seconds"), Right.WORK),
        **dict.fromkeys(("propose", "accept", "confirm", "refuse", "keep", "withdraw"), Right.WORK),
        **dict.fromkeys(("thresholds", "preview", "set_thresholds"), Right.SETTINGS),
    },
    "Councils": {
        **dict.fromkeys(("standing", "topic", "actions", "meetings_for", "meeting"), Right.SEE),
        **dict.fromkeys(("act", "source", "raise_from", "finish_measure", "concern", "answer"), Right.WORK),
        **dict.fromkeys(("act_with_meeting", "put_on", "arrange", "note", "to_wall"), Right.WORK),
    },
    "Checklists": {
        **dict.fromkeys(("standing", "versions", "compare"), Right.SEE), "confirm": Right.WORK, "publish": Right.WORK,
    },
    "DutyRosters": {"week": Right.SEE},
    "Dossiers": {"summary": Right.SEE, "timeline": Right.SEE, "verify": Right.WORK},
    "Handover": {"holdings": Right.WORK, "hand_over": Right.WORK},
    "Audit": _AUDIT,
    "TakingBack": {"preview": Right.WORK, "restore_field": _SAVED},
    "Purging": {"standing": Right.SEE, "purge": Right.PURGE, "clear_old": Right.PURGE},
    "Backups": _BACKUPS,
    "Restores": {
        "preview": Right.RESTORE,
        "preview_by_sheet": Right.RESTORE,
        "restore": Right.RESTORE,
        "restore_by_sheet": Right.RESTORE,
    },
    "Registering": {
        "places": Right.SEE,
        "listed": Right.SEE,
        "candidates": Right.SEE,
        "questions": Right.SEE,
        "answers": Right.SEE,
        "register": Right.ENTER,
        "pick": Right.ENTER,
        "cancel": Right.ENTER,
        "accept": Right.ENTER,
        "decline": Right.ENTER,
        "expire_offers": Right.OWN,
        "tell": Right.ENTER,
        "ask": Right.WORK,
        "answer": Right.ENTER,
    },
    "Merging": {"compare": Right.WORK, "merge": Right.WORK},
    "Duplicates": {"find": Right.WORK, "tell_apart": Right.WORK},
    "OwnFields": {
        **dict.fromkeys(("all", "left"), Right.SEE),
        **dict.fromkeys(("add", "change", "arrange", "hide", "show"), Right.SETTINGS),
    },
    "Searching": {"find": Right.SEE, "recent": Right.SEE, "remember": Right.OWN},
    "Today": {"overview": Right.SEE},
    "Introducing": {
        **dict.fromkeys(("setting_up", "was_shown", "has_seen"), Right.OWN),
        **dict.fromkeys(("put_away", "announce_holidays"), Right.SETTINGS),
        "add_buildings": Right.WORK,
    },
    "Snoozing": {"all": Right.SEE, "put_off": Right.WORK, "bring_back": Right.WORK},
    "DayLogs": {"of": Right.LOG, "draft": Right.LOG, "days": Right.LOG, "keep": Right.WORK},
    "Agenda": {
        **dict.fromkeys(("month", "week", "day", "span", "coming", "figures", "behind", "places"), Right.SEE),
        "export": Right.EXPORT,
    },
    "Desk": _DESK,
    "Rooms": {
        "grid": Right.SEE,
        "problems": Right.SEE,
        "hit": Right.SEE,
        "alternatives": Right.SEE,
        "book": Right.WORK,
        "move": Right.WORK,
        "decide": Right.WORK,
    },
    "Participation": dict.fromkeys(
        ("counts", "each", "table", "behind", "of_activity", "drafted", "expected", "of_person", "of_enterprise"),
        Right.SEE,
    ),
    "Attachments": {
        "of": Right.SEE,
        "count": Right.SEE,
        "visible": Right.OWN,
        "usage": Right.SEE,
        "open": Right.SEE,
        "heavy": Right.ATTACH,
        "add": Right.ATTACH,
        "suggested_name": Right.ATTACH,
        "save_as": Right.ATTACH,
        "rename": Right.WORK,
        "remove": Right.WORK,
        "restore": Right.WORK,
        "tidy": Right.OWN,
    },
    "Figures": {"all": Right.SEE},
    "Floors": {
        **dict.fromkeys(("shelf", "plan", "seat", "sheet"), Right.SEE),
        **dict.fromkeys(("move", "settle", "leave"), Right.WORK),
    },
    "Matching": {"read": Right.ENTER, "match": Right.ENTER},
    "Stations": {
        "entity": Right.OWN,
        "profile_id": Right.OWN,
        "name": Right.OWN,
        "is_demonstration": Right.OWN,
        "accounts": Right.OWN,
        "actor": Right.OWN,
        "enter": Right.OWN,
        "set_actor": Right.OWN,
    },
    "Accounts": {
        "people": Right.OWN,
        "must_change": Right.OWN,
        "is_ready": Right.OWN,
        "change_password": Right.OWN,
        "add": Right.ACCOUNTS,
        "reissue": Right.ACCOUNTS,
        "rename": Right.ACCOUNTS,
        "set_role": Right.ACCOUNTS,
        "remove": Right.ACCOUNTS,
    },
    "Recovery": {
        "state": Right.OWN,
        "draw": Right.KEYS,
        "keep": Right.KEYS,
        "prove": Right.KEYS,
    },
    "StationSettings": {"get": Right.OWN, "set": Right.SETTINGS},
    "Importing": {
        "kinds": Right.IMPORT,
        "read": Right.IMPORT,
        "propose": Right.IMPORT,
        "plan": Right.IMPORT,
        "write": Right.IMPORT,
        "save_refused": Right.IMPORT,
    },
    "Exporting": {
        "kinds": Right.EXPORT,
        "columns": Right.EXPORT,
        "export": ByAmount(Right.EXPORT, Right.EXPORT_ALL),
        "is_much": Right.EXPORT,
        "is_personal": Right.EXPORT,
        "template": Right.IMPORT,
    },
    "Papers": {
        "papers": Right.PRINT,
        "remembered": Right.PRINT,
        "build": Right.PRINT,
        "build_list": Right.PRINT,
        "missing": Right.PRINT,
        "note_list": Right.PRINT,
        "note_printed": Right.PRINT,
        "note_saved": Right.PRINT,
        "next_activity": Right.PRINT,
        "use_fonts": Right.PRINT,
    },
}

NEEDED: Mapping[str, Need] = {
    f"{service}.{method}": need
    for service, methods in {"Records": _RECORDS, **_OTHERS}.items()
    for method, need in methods.items()
}
"""The right that each public method of each service takes, by `Service.method`."""


def right_of(need: Need, kind: str) -> Right:
    """The right that a method takes for records of a kind."""
    match need:
        case ByKind():
            return need.of(None, (kind,), {})
        case ByAmount():
            return need.much
    return need


def rights_in(need: Need) -> tuple[Right, ...]:
    """Every right that a method may take."""
    return (need,) if isinstance(need, Right) else need.rights
