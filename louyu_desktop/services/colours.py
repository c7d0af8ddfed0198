"""五色: a colour is suggested by the facts, decided by people, and its history only added to (FIELD.md 4.2)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import ColourChange, Enterprise, SettingValue, Visit
from louyu_desktop.rules import colours as rules
from louyu_desktop.rules import dates
from louyu_desktop.rules.colours import COLOURS, Step, needs_second
from louyu_desktop.rules.firm_facts import FirmFacts
from louyu_desktop.rules.risk import Suggestion, suggest, to_say
from louyu_desktop.services import colour_effect, colour_reading
from louyu_desktop.services.accounts import people, unlocked_of
from louyu_desktop.services.colour_copies import (
    Accepted,
    Advised,
    Credentials,
    Effect,
    Line,
    Outcome,
    Person,
    Standing,
    Waiting,
)
from louyu_desktop.services.copies import Control, no_control
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.settings import BY_KEY
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.firm_facts import facts_of, thresholds_of
from louyu_desktop.storage.write import Write
from louyu_desktop.text import N_, _

_LONGEST = 500
_SAME = N_("提出的人不能自己确认。请另一位工作人员来确认，或者以后在「今日」里确认")


class Colours:
    """The colours of enterprises; each method that writes is one operation, and adds rows to a history."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- looking -------------------------------------------------------------------------------

    def of(self, enterprise_id: int) -> Standing:
        """The colour of an enterprise, what is suggested, and all that was decided, newest first."""
        with self._database.read() as session:
            return colour_reading.standing_of(session, enterprise_id, dates.today(), self._database.actor)

    def history(self, enterprise_id: int) -> tuple[Line, ...]:
        """All that was decided on an enterprise, newest first."""
        with self._database.read() as session:
            return colour_reading.lines(session, enterprise_id)

    def suggestions(self) -> tuple[Advised, ...]:
        """Every enterprise for which the facts suggest another colour, the worst first."""
        with self._database.read() as session:
            return colour_reading.suggestions(session)

    def waiting(self) -> tuple[Waiting, ...]:
        """The proposals that wait for a second person, the oldest first."""
        with self._database.read() as session:
            return colour_reading.waiting(session, self._database.actor)

    def seconds(self) -> tuple[Person, ...]:
        """Who may be the second person: everybody else who may decide on colours, with a password where one has one."""
        keyed = self._database.vault is not None
        return tuple(
            Person(one.id, one.name)
            for one in people(self._database)
            if not one.is_me and Right.WORK in OF_ROLE[one.role] and (one.has_password or not keyed)
        )

    # -- deciding ------------------------------------------------------------------------------

    def propose(
        self, enterprise_id: int, colour: str, reason: str, visit_id: int | None = None, *,
        second: Credentials | None = None,
    ) -> Outcome:  # fmt: skip
        """Give an enterprise a colour; one that is worse by two levels, or 红, waits for a second person.

        With the `second` at hand it is confirmed in the same operation.  UserError without a reason, for the colour
        it has, and while it lies in the bin; NotPermittedError for a second who may not be it.
        """
        reason = _reason(reason)
        who = None if second is None else self._second(second)
        with self._database.write(self._label_for(enterprise_id, colour, second)) as write:
            outcome = propose_in(write, enterprise_id, colour, reason, visit_id=visit_id, by=self._database.actor)
            if outcome is Outcome.WAITS and second is not None:
                waiting = rules.standing(colour_reading.entries(write.session, enterprise_id)).waiting_id
                _confirm(write, _waiting_row(write.session, waiting or 0), who)
                return Outcome.SET
            return outcome

    def accept(self, enterprise_ids: Collection[int], reason: str = "") -> Accepted:
        """Give many enterprises the colour that is suggested for each, in one operation.

        Without a reason those of the suggestion are kept as such.  Gives how many are set, wait for a second
        person, and were passed over because nothing is suggested for them any more.
        """
        chosen = sorted(set(enterprise_ids))
        label = _("五色按建议定色：{count} 家").format(count=len(chosen))
        rows: list[dict[str, Any]] = []
        with self._database.write(label) as write:
            limits, today = thresholds_of(write.session), _day(write)
            for facts in facts_of(write.session, chosen, today, days=limits.signal_days).values():
                found = to_say(facts, today, limits)
                if found is not None:
                    words = (reason.strip() or found.words.replace("\n", "；"))[:_LONGEST]
                    rows.append(_decision(facts, found.colour, found, words, today, self._database.actor))
            write.insert(ColourChange, rows)
        waits = sum(row["step"] == Step.PROPOSED.value for row in rows)
        return Accepted(len(rows) - waits, waits, len(chosen) - len(rows))

    def confirm(self, change_id: int, second: Credentials | None = None) -> None:
        """Confirm a proposal: as `second`, or as whoever is at work.

        NotPermittedError for whoever proposed it, a wrong password, or without the right; UserError when it does
        not wait any more.
        """
        who = self._second(second)
        with self._database.write(self._label_of(_("五色确认：{title}"), change_id)) as write:
            row = _waiting_row(write.session, change_id)
            _confirm(write, row, who)

    def refuse(self, change_id: int, reason: str, second: Credentials | None = None) -> None:
        """Do not agree to a proposal: the colour stays.  Who proposed it withdraws it instead (`withdraw`)."""
        reason, who = _reason(reason), self._second(second)
        with self._database.write(self._label_of(_("五色不同意：{title}"), change_id)) as write:
            row = _waiting_row(write.session, change_id)
            if row.account_id == who:
                raise NotPermittedError(_("自己提出的，请用「撤回」"))
            write.insert(ColourChange, [{
                "enterprise_id": row.enterprise_id, "step": Step.REFUSED.value, "of_id": row.id, "colour": row.before,
                "suggested": row.suggested, "heard": row.heard, "reason": reason, "decided_on": _day(write),
                "account_id": who,
            }])  # fmt: skip

    def keep(self, enterprise_id: int, reason: str) -> None:
        """Stay with the colour against what is suggested: silent until other rules speak.

        UserError without a reason, and when nothing is suggested.
        """
        reason = _reason(reason)
        with self._database.write(self._label(_("五色维持：{title}"), enterprise_id)) as write:
            _live_name(write.session, enterprise_id)
            limits = thresholds_of(write.session)
            facts = facts_of(write.session, [enterprise_id], _day(write), days=limits.signal_days)[enterprise_id]
            if facts.colour.waiting_id is not None:
                raise UserError(_("有一条提议在等第二人确认。请先确认、不同意或撤回它"))
            found = suggest(facts, _day(write), limits)
            if found.colour == facts.colour.colour:
                raise UserError(_("系统没有建议别的颜色，不用维持"))
            write.insert(ColourChange, [{
                "enterprise_id": enterprise_id, "step": Step.KEPT.value, "colour": facts.colour.colour,
                "before": facts.colour.colour, "suggested": found.colour, "evidence": found.words[:2000],
                "heard": " ".join(found.keys), "reason": reason, "decided_on": _day(write),
                "account_id": self._database.actor,
            }])  # fmt: skip

    def withdraw(self, change_id: int, reason: str) -> None:
        """Take a row of the history back by adding one: the colour is what the other rows say.

        UserError without a reason, and when the row says nothing any more.
        """
        reason = _reason(reason)
        with self._database.write(self._label_of(_("五色撤回：{title}"), change_id)) as write:
            row = write.session.get(ColourChange, change_id)
            if row is None:
                raise UserError(_("这条五色记录已经不在了"))
            standing = {line.id: line for line in colour_reading.lines(write.session, row.enterprise_id)}
            if not standing[change_id].can_withdraw:
                raise UserError(_("这条五色记录已经撤回，或者后面已经有了新的决定"))
            values = ColourChange.withdrawal({"id": row.id, "enterprise_id": row.enterprise_id})
            write.insert(ColourChange, [{
                **values, "reason": reason, "decided_on": _day(write), "account_id": self._database.actor,
            }])  # fmt: skip

    # -- thresholds ----------------------------------------------------------------------------

    def thresholds(self) -> Mapping[str, int]:
        """The numbers of colours and must-visits by the key of their setting."""
        wanted = select(SettingValue.key, SettingValue.value).where(SettingValue.key.in_(colour_effect.KEYS))
        with self._database.read() as session:
            kept = {key: json.loads(value) for key, value in session.execute(wanted).all()}
        return {key: kept.get(key, BY_KEY[key].default) for key in colour_effect.KEYS}

    def preview(self, values: Mapping[str, int], control: Control = no_control) -> Effect:
        """What other thresholds would suggest; UserError for a value out of its bounds or out of order."""
        limits = colour_effect.limits_of(values)
        with self._database.read() as session:
            return colour_effect.effect(session, limits, dates.today(), control)

    def set_thresholds(self, values: Mapping[str, int]) -> int:
        """Keep other numbers, those not given as declared; gives how many changed.

        What they suggest follows with the next `MustVisits.sweep`.  UserError for a value out of its bounds or order.
        """
        before = self.thresholds()
        changed = {key: value for key, value in colour_effect.settled(values).items() if before[key] != value}
        if changed:
            with self._database.write(_("修改五色和必访的阈值"), lasting=True) as write:
                for key, value in changed.items():
                    stored = None if value == BY_KEY[key].default else {"value": json.dumps(value)}
                    write.put(SettingValue, {"key": key}, stored)
                    words = {"label": _(BY_KEY[key].label), "before": before[key], "after": value}
                    write.event("stations", 1, _("{label}：{before} → {after}").format(**words))
        return len(changed)

    # -- inside --------------------------------------------------------------------------------

    def _second(self, second: Credentials | None) -> int | None:
        """The account that confirms; NotPermittedError for a wrong password or without the right."""
        if second is None:
            return self._database.actor
        colleagues = people(self._database)
        if self._database.vault is None:
            found = next((one for one in colleagues if one.name == second.name), None)
            if found is None:
                raise NotPermittedError(_("站里没有叫「{name}」的工作人员").format(name=second.name))
        else:
            vault, me = unlocked_of(self._database)
            opened = vault.log_in(second.name, second.password)
            if opened.account_uid == me.account_uid:
                raise NotPermittedError(_(_SAME))
            found = next(one for one in colleagues if one.uid == opened.account_uid)
            if opened.must_change:
                raise NotPermittedError(_("一次性口令不能用来确认。请先登录并改成自己的口令"))
        if Right.WORK not in OF_ROLE[found.role]:
            words = {"role": _(found.role.value), "right": _("确认五色")}
            raise NotPermittedError(_("「{role}」不能{right}，请找站长办理").format(**words))
        return found.id

    def _label(self, sentence: str, enterprise_id: int) -> str:
        with self._database.read() as session:
            return sentence.format(title=_live_name(session, enterprise_id))

    def _label_for(self, enterprise_id: int, colour: str, second: Credentials | None) -> str:
        """What the log says of a colour that is given, or asked for where it takes two."""
        with self._database.read() as session:
            name = _live_name(session, enterprise_id)
            present = session.scalar(select(Enterprise.colour).where(Enterprise.id == enterprise_id))
        waits = second is None and colour in COLOURS and needs_second(present, colour)
        return (_("五色提出：{title}") if waits else _("五色定色：{title}")).format(title=name)

    def _label_of(self, sentence: str, change_id: int) -> str:
        with self._database.read() as session:
            row = session.get(ColourChange, change_id)
            if row is None:
                raise UserError(_("这条五色记录已经不在了"))
            return sentence.format(title=_live_name(session, row.enterprise_id))


def propose_in(
    write: Write, enterprise_id: int, colour: str, reason: str, *, by: int | None, visit_id: int | None = None
) -> Outcome:
    """The same within an operation that does more, such as recording a visit."""
    if colour not in COLOURS:
        raise UserError(_("五色只有绿、蓝、黄、橙、红"), field="colour")
    _live_name(write.session, enterprise_id)
    if visit_id is not None and write.session.scalar(select(Visit.enterprise_id).where(Visit.id == visit_id)) != (
        enterprise_id
    ):
        raise UserError(_("依据的走访不是这家企业的"))
    today = _day(write)
    limits = thresholds_of(write.session)
    facts = facts_of(write.session, [enterprise_id], today, days=limits.signal_days)[enterprise_id]
    present = facts.colour.colour
    if colour == present and facts.colour.by_id is not None:
        raise UserError(_("现在已经是{colour}。要记下看法，请用「维持」").format(colour=colour), field="colour")
    found = suggest(facts, today, limits)
    row = _decision(facts, colour, found, reason, today, by)
    write.insert(ColourChange, [{**row, "visit_id": visit_id}])
    return Outcome.WAITS if row["step"] == Step.PROPOSED.value else Outcome.SET


def _decision(
    facts: FirmFacts, colour: str, found: Suggestion, reason: str, today: dt.date, by: int | None
) -> dict[str, Any]:
    """The row that gives an enterprise a colour, or proposes it where it takes two."""
    present = facts.colour.colour
    return {
        "enterprise_id": facts.id, "colour": colour, "before": present, "suggested": found.colour,
        "step": (Step.PROPOSED if needs_second(present, colour) else Step.SET).value,
        "evidence": found.words[:2000], "heard": " ".join(found.keys), "reason": reason, "decided_on": today,
        "account_id": by,
    }  # fmt: skip


def _confirm(write: Write, row: Any, who: int | None) -> None:
    if row.account_id == who:
        raise NotPermittedError(_(_SAME))
    write.insert(ColourChange, [{
        "enterprise_id": row.enterprise_id, "step": Step.CONFIRMED.value, "of_id": row.id, "colour": row.colour,
        "before": row.before, "suggested": row.suggested, "heard": row.heard, "decided_on": _day(write),
        "account_id": who,
    }])  # fmt: skip


def _waiting_row(session: Session, change_id: int) -> Any:
    """The proposal, if it is the one that waits."""
    row = session.get(ColourChange, change_id)
    if row is not None:
        entries = colour_reading.entries(session, row.enterprise_id)
        if rules.standing(entries).waiting_id == change_id:
            return row
    raise UserError(_("这条提议已经不在等确认：有人确认、撤回了它，或者又有了新的决定"))


def _live_name(session: Session, enterprise_id: int) -> str:
    wanted = select(Enterprise.name).where(Enterprise.id == enterprise_id, Enterprise.archived_at.is_(None))
    name = session.scalar(wanted)
    if name is None:
        raise UserError(_("这家企业在回收站里，或者已经不在了。请先恢复它，再试一次"))
    return name


def _reason(text: str) -> str:
    found = text.strip()
    if not found:
        raise UserError(_("请写明理由，以后才看得懂当时为什么这样定"), field="reason")
    if len(found) > _LONGEST:
        raise UserError(_("理由最多 500 字"), field="reason")
    return found


def _day(write: Write) -> dt.date:
    """The day of an operation in Shanghai."""
    return write.log.at.astimezone(dates.SHANGHAI).date()


