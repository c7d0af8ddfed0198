"""Files kept on records: taken in as copies, looked at inside, saved elsewhere, put into the bin."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import FileRefusedError, NotPermittedError, SystemProblem, UserError, reason
from louyu_desktop.models import BY_KIND, Account, Attachment, SettingValue
from louyu_desktop.models.base import PURGED_AT
from louyu_desktop.rules.roles import Role, sees_kind
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services.copies import Control, no_control
from louyu_desktop.services.noting import with_purpose
from louyu_desktop.services.references import ENTITIES, role_of, titles
from louyu_desktop.settings import BY_KEY
from louyu_desktop.storage import attachments as kept
from louyu_desktop.storage import tidying
from louyu_desktop.storage.attachments import KeptFile
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.hanging import on
from louyu_desktop.storage.tables import Backup
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

if TYPE_CHECKING:
    from louyu_desktop.exchange.attaching import Taken
    from louyu_desktop.exchange.viewing import Document

KIND = "attachments"
HEAVY = 20 << 20
"""Bytes of one file from which on the person is asked first."""

_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that somebody dropped or pasted: what it is called, and where it lies or its bytes."""

    name: str
    path: Path | None = None
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """One attachment as a list has it; `shown` says whether the program shows it itself."""

    id: int
    version: int
    name: str
    media: str
    what: str
    size: int
    shown: bool
    created_at: dt.datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class Added:
    """What came of offering files: new ones by id, names that were there already, and a sentence for each refused."""

    ids: tuple[int, ...]
    known: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes in use and allowed, over the whole station."""

    used: int
    allowed: int


def sees_files(role: Role, kind: str) -> bool:
    """Whether a role sees attachments of records of a kind; `rules.roles` says who sees files at all."""
    return sees_kind(role, ENTITIES[KIND]) and sees_kind(role, ENTITIES[kind])


class Attachments:
    """What can be done with files of records; who may not see a record does not see its files."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._files = database.attachments

    # -- looking -------------------------------------------------------------------------------

    def of(self, kind: str, row_id: int, *, archived: bool = False) -> tuple[AttachmentLine, ...]:
        """The attachments of a record, oldest first, or those of it that lie in the bin."""
        self._require_sight(kind)
        place = Attachment.archived_at > PURGED_AT if archived else Attachment.archived_at.is_(None)
        with self._database.read() as session:
            names = dict(session.execute(select(Account.id, Account.name)).all())
            rows = session.scalars(select(Attachment).where(on(kind, [row_id]), place).order_by(Attachment.id)).all()
            return tuple(_line(row, names.get(row.created_by or 0, "")) for row in rows)

    def count(self, kind: str, row_id: int) -> int:
        """How many live attachments a record has; 0 where the role sees none."""
        if not self.visible(kind):
            return 0
        with self._database.read() as session:
            live = select(func.count(Attachment.id)).where(on(kind, [row_id]), Attachment.archived_at.is_(None))
            return session.scalar(live) or 0

    def visible(self, kind: str) -> bool:
        """Whether whoever asks may see attachments of records of this kind at all."""
        return sees_files(role_of(self._database), kind)

    def usage(self) -> Usage:
        """How much room the attachments take and may take."""
        with self._database.read() as session:
            return Usage(kept.used(session), _allowed(session))

    def heavy(self, offered: Sequence[Offered]) -> tuple[str, ...]:
        """The names of those that are so large that one asks first."""
        return tuple(one.name for one in offered if _size(one) > HEAVY)

    def open(self, row_id: int) -> Document:
        """A PDF or picture, open in a child that draws its pages; close it when done.

        UserError for what is not shown inside, DamagedError when the file is not what was put in.
        """
        from louyu_desktop.exchange.media import SHOWN, Media
        from louyu_desktop.exchange.viewing import Document

        row, file = self._found(row_id)
        if row.media not in SHOWN:
            raise UserError(_("这种文件不在这里打开。请另存到别处再打开"))
        return Document(row.name, Media(row.media), self._files.read(file))

    # -- out -----------------------------------------------------------------------------------

    def suggested_name(self, row_id: int) -> str:
        """A name to save an attachment under that every system takes, with the suffix of what it truly is."""
        from louyu_desktop.exchange.media import Media, file_name

        row, _file = self._found(row_id)
        return file_name(row.name, Media(row.media))

    def save_as(self, row_id: int, target: Path, purpose: str = "") -> Path:
        """Write a copy in clear where the person wants it, which is logged with its purpose; gives where it went.

        The suffix is that of the content, whatever the name says.  SystemProblem when the disk refuses.
        """
        row, file = self._found(row_id)
        content = self._files.read(file)
        if target.suffix.lower() not in {f".{row.media}", ".jpeg" if row.media == "jpg" else ""}:
            target = target.with_name(f"{target.name}.{row.media}")
            if target.exists():  # nobody was asked about this one
                raise UserError(_("那里已经有「{name}」了。请换一个名字").format(name=target.name))
        text = with_purpose(_("另存附件：{name}").format(name=row.name), purpose)
        with self._database.write(text) as write:
            write.event(row.owner_kind, row.owner_id, text, Topic.FILE)
        _write_out(target, content)
        return target

    # -- in ----------------------------------------------------------------------------------------

    def add(self, kind: str, row_id: int, offered: Sequence[Offered], control: Control = no_control) -> Added:
        """Copy files into the station and hang them on a record, as one operation; the originals stay.

        What cannot be kept is told in a sentence each and the others come in; what the record has already is
        not doubled.  SystemProblem when the disk refuses, and then nothing came in.
        """
        title = self._owner(kind, row_id)
        label = _("放入附件：{title}").format(title=title)
        with self._database.write(label):
            pass  # a station that may not be written to is told so before anything lies in its folder
        with self._files.changing:
            coming = _Coming(self._database, kind, row_id)
            for number, one in enumerate(offered):
                control(number, len(offered), one.name)
                coming.take(one)
            control(len(offered), len(offered), "")
            ids = coming.write(label) if coming.rows else ()
        return Added(ids, tuple(coming.known), tuple(coming.refused))

    # -- changing ----------------------------------------------------------------------------------

    def rename(self, row_id: int, name: str, version: int) -> None:
        """Call an attachment otherwise."""
        from louyu_desktop.exchange.media import Media, kept_name

        row, _file = self._found(row_id)
        if not name.strip():
            raise UserError(_("请填文件名"), field="name")
        with self._database.write(_("附件改名：{name}").format(name=name.strip())) as write:
            write.update(Attachment, [{"id": row_id, "version": version, "name": kept_name(name, Media(row.media))}])

    def remove(self, ids: Sequence[int]) -> None:
        """Put attachments into the bin, where they stay for 90 days."""
        label = self._label(_("删除附件：{name}"), ids)
        with self._database.write(label) as write:
            write.archive(Attachment, ids)
            owners = select(Attachment.owner_kind, Attachment.owner_id).where(Attachment.id.in_(ids)).distinct()
            for kind, owner in write.session.execute(owners).all():
                write.event(kind, owner, label, Topic.FILE)

    def restore(self, ids: Sequence[int]) -> None:
        """Take attachments out of the bin; UserError while their record lies there."""
        with self._database.write(self._label(_("恢复附件：{name}"), ids)) as write:
            write.restore(Attachment, ids)

    def tidy(self) -> int:
        """Take away files that nothing has used for 30 days and no backup needs; gives how many went.

        Some files of a former data key are encrypted anew on the way.  A backup without attachments needs those here.
        """
        if self._database.read_only:
            return 0
        tidying.renew(self._database, self._files, self._database.epoch)
        with self._database.read() as session:
            oldest = session.scalar(select(func.min(Backup.made_at)).where(Backup.whole.is_(False)))
        return tidying.tidy(self._database, self._files, dt.datetime.now(dt.UTC), oldest)

    # -- inside --------------------------------------------------------------------------------

    def _require_sight(self, kind: str) -> None:
        """NotPermittedError where the role sees no attachments of this kind."""
        role = role_of(self._database)
        if not sees_files(role, kind):
            words = {"role": _(role.value), "label": _(ENTITIES[kind].label)}
            raise NotPermittedError(_("「{role}」看不到{label}的附件").format(**words))

    def _found(self, row_id: int) -> tuple[Attachment, KeptFile]:
        with self._database.read() as session:
            row = session.get(Attachment, row_id)
            if row is None or row.archived_at == PURGED_AT:
                raise UserError(_("这个附件已经不在了"))
            self._require_sight(row.owner_kind)
            file = kept.find(session, row.digest)
            if file is None:
                raise UserError(_("这个附件的文件已经清除。请从备份恢复，或重新放入"))
            return row, file

    def _owner(self, kind: str, row_id: int) -> str:
        """The title of the record; UserError when it is gone or lies in the bin."""
        self._require_sight(kind)
        model = BY_KIND[kind]
        with self._database.read() as session:
            live = session.scalar(select(model.id).where(model.id == row_id, model.archived_at.is_(None)))
            if live is None or kind == KIND:
                raise UserError(_("这条记录不在了，或者在回收站里，没有放入附件"))
            return titles(session, kind, [row_id])[row_id]

    def _label(self, words: str, ids: Sequence[int]) -> str:
        with self._database.read() as session:
            rows = session.execute(select(Attachment.name, Attachment.owner_kind).where(Attachment.id.in_(ids))).all()
        for _name, kind in rows:
            self._require_sight(kind)
        names = [name for name, _kind in rows]
        return words.format(name=names[0] if len(names) == 1 else _("{count} 个").format(count=len(names)))


class _Coming:
    """Files on their way in: each is looked at and lies on the disk before the rows of all are written."""

    def __init__(self, database: Database, kind: str, row_id: int) -> None:
        self._database = database
        self._files = database.attachments
        self._owner = (kind, row_id)
        self.rows: list[dict[str, object]] = []
        self._fresh: list[KeptFile] = []
        self.known: list[str] = []
        self.refused: list[str] = []
        with database.read() as session:
            self._allowed, self._used = _allowed(session), kept.used(session)
            mine = select(Attachment.digest).where(on(kind, [row_id]), Attachment.archived_at.is_(None))
            self._mine = set(session.scalars(mine))

    def take(self, one: Offered) -> None:
        """Look at one file and put its bytes away; what is not kept is noted with its sentence."""
        from louyu_desktop.exchange import attaching

        try:
            taken = attaching.take(one.content if one.path is None else attaching.read(one.path), one.name)
        except FileRefusedError as error:
            self.refused.append(error.sentence)
            return
        digest = kept.digest_of(taken.content)
        if digest in self._mine:
            self.known.append(one.name)
        elif self._put(one, taken, digest):
            self._mine.add(digest)
            self.rows.append(self._row(one, taken, digest))

    def _put(self, one: Offered, taken: Taken, digest: str) -> bool:
        """The bytes once, wherever they are used; False above the quota."""
        with self._database.read() as session:
            there = kept.find(session, digest)
        if there is None:
            there = next((file for file in self._fresh if file.digest == digest), None)
        if there is None:
            self._used += len(taken.content)
            if self._used > self._allowed:
                self._used -= len(taken.content)
                self.refused.append(_full(one.name, self._allowed))
                return False
            self._fresh.append(self._files.put(taken.content, self._database.epoch))
        elif not self._files.holds(there):
            self._fresh.append(self._files.put(taken.content, there.epoch))
        return True

    def _row(self, one: Offered, taken: Taken, digest: str) -> dict[str, object]:
        from louyu_desktop.exchange.media import kept_name

        kind, row_id = self._owner
        return {
            "name": kept_name(one.name, taken.media), "owner_kind": kind, "owner_id": row_id,
            "media": str(taken.media), "size": len(taken.content), "digest": digest,
        }  # fmt: skip

    def write(self, label: str) -> tuple[int, ...]:
        """The rows of all that came in, as one operation."""
        with self._database.write(label) as write:
            for file in self._fresh:
                kept.note(write, file)
            ids = write.insert(Attachment, self.rows)
            self._tell(write)
        return tuple(ids)

    def _tell(self, write: Write) -> None:
        names = "、".join(str(row["name"]) for row in self.rows)
        write.event(*self._owner, _("放入附件：{names}").format(names=names), Topic.FILE)


def _line(row: Attachment, who: str) -> AttachmentLine:
    from louyu_desktop.exchange.media import LABELS, SHOWN, Media

    media = Media(row.media)
    return AttachmentLine(
        row.id, row.version, row.name, row.media, _(LABELS[media]), row.size, media in SHOWN, row.created_at, who
    )


def _size(one: Offered) -> int:
    if one.path is None:
        return len(one.content)
    try:
        return one.path.stat().st_size
    except (OSError, ValueError):
        return 0  # said when it is taken


def _allowed(session: Session) -> int:
    key = "attachment_quota"
    value = session.scalar(select(SettingValue.value).where(SettingValue.key == key))
    return int(BY_KEY[key].default if value is None else json.loads(value)) * _MEGABYTE


def _full(name: str, allowed: int) -> str:
    from louyu_desktop.exchange.opening import shown

    sentence = _("「{name}」放不下了：附件已到上限 {allowed} MB。请在设置里调高上限，或清掉不用的附件")
    return sentence.format(name=shown(name), allowed=f"{allowed // _MEGABYTE:,}")


def _write_out(target: Path, content: bytes) -> None:
    """Beside the target first, so that what lay there is old or new, whole."""
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        sentence = _("没能另存：{reason}。请换一个位置，或腾出空间后再试")
        raise SystemProblem(sentence.format(reason=reason(error))) from None
