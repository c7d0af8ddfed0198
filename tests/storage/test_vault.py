"""Who may open a station: log-in by name, pinyin or initials; people in and out; the recovery sheet."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest

from louyu_desktop.errors import DamagedError, NotPermittedError, SystemProblem, UserError
from louyu_desktop.rules.roles import Role
from louyu_desktop.storage import keys, recovery, slots, vault_file
from louyu_desktop.storage.recovery import RecoveryKey
from louyu_desktop.storage.vault import Person, Unlocked, Vault
from tests.storage.vaults import DEAD, FIRST, OTHER, PASSWORD, SECOND, dies, empty_vault, opened, points_of, station

Both = tuple[Vault, Unlocked]


@pytest.fixture
def both(folder: Path) -> Both:
    """A vault with `FIRST` and `SECOND`, and what `FIRST` unlocked."""
    vault, unlocked = empty_vault(folder)
    vault.add(unlocked, SECOND, OTHER)
    return vault, unlocked


@pytest.mark.parametrize("name", ["周敏", " 周 敏 ", "zhoumin", "ZhouMin", "zm", "ZM"])
def test_one_logs_in_by_characters_pinyin_or_initials(both: Both, name: str) -> None:
    """Spaces and case do not matter; the role is the slot's."""
    vault, unlocked = both
    found = vault.log_in(name, PASSWORD)
    assert found == replace(unlocked, slot_id=found.slot_id)
    assert (found.account_uid, found.role, found.must_change) == (FIRST.uid, Role.ADMINISTRATOR, False)


@pytest.mark.parametrize("name", ["单小明", "shanxiaoming", "danxiaoming", "sxm", "dxm"])
def test_surnames_are_read_as_surnames_and_otherwise(both: Both, name: str) -> None:
    """单 is read shàn in a surname, but who knows what one types."""
    found = both[0].log_in(name, OTHER)
    assert (found.account_uid, found.role, found.must_change) == (SECOND.uid, Role.STAFF, True)
    assert found.data_key == both[1].data_key


def test_initials_that_two_people_have_mean_neither(both: Both) -> None:
    """Their names still do."""
    vault, unlocked = both
    vault.add(unlocked, Person("uid-3", "赵明", Role.READER), OTHER)
    with pytest.raises(NotPermittedError, match="姓名或口令不对"):
        vault.log_in("zm", PASSWORD)
    assert vault.log_in("zhaoming", OTHER).role is Role.READER
    assert vault.log_in("zhoumin", PASSWORD).role is Role.ADMINISTRATOR


def test_a_wrong_name_and_a_wrong_password_sound_alike(both: Both) -> None:
    """Nobody learns who works there; nothing typed stands in the sentence."""
    sentences = set()
    for name, password in (("周敏", OTHER), ("王五", PASSWORD), ("", PASSWORD)):
        with pytest.raises(NotPermittedError) as caught:
            both[0].log_in(name, password)
        sentences.add(caught.value.sentence)
        assert caught.value.exit_code == 4
    assert len(sentences) == 1
    assert "周敏" not in sentences.pop()


def test_the_only_person_needs_no_name(folder: Path) -> None:
    """As a command needs no --user."""
    vault, unlocked = empty_vault(folder)
    assert vault.sole()
    assert vault.log_in("", PASSWORD).account_uid == FIRST.uid
    vault.add(unlocked, SECOND, OTHER)
    assert not vault.sole()


def test_a_password_is_composed_alike_however_it_was_typed(folder: Path) -> None:
    """NFKC: full-width letters, a letter with its accent as one sign or two."""
    vault, unlocked = empty_vault(folder)
    vault.set_password(unlocked, PASSWORD, "cafe\u0301 ＡＢＣ１２３")
    assert vault.log_in("zm", "caf\u00e9 ABC123").slot_id == unlocked.slot_id


def test_nothing_personal_stands_in_the_file(folder: Path, both: Both) -> None:
    """Neither names in any spelling nor keys nor passwords; the owner alone may read it."""
    for name in vault_file.FILES:
        said = (folder / name).read_bytes()
        for word in (FIRST.name, "zhoumin", SECOND.name, PASSWORD, OTHER):
            assert word.encode() not in said
            assert word.encode("unicode-escape") not in said
        assert both[1].data_key.hex().encode() not in said
        assert (folder / name).stat().st_mode & 0o777 == 0o600


def test_keys_are_neither_shown_nor_pickled(both: Both) -> None:
    """In no repr, no copy that leaves the process, no sheet."""
    vault, unlocked = both
    sheet = vault.new_recovery(unlocked)
    for thing in (unlocked, vault, sheet, vault._state, keys.AuditKey(1, unlocked.data_key)):
        said = repr(thing) + str(thing)
        assert unlocked.data_key.hex() not in said
        assert repr(unlocked.data_key) not in said
        assert sheet.text not in said
        assert repr(sheet.secret) not in said
    with pytest.raises(TypeError):
        pickle.dumps(unlocked)
    with pytest.raises(TypeError):
        copy.copy(unlocked)


# people in and out


def test_changing_ones_password_rewrites_one_wrap(both: Both) -> None:
    """Nothing else of the slots changes; the old password opens nothing, and it must be right."""
    vault, _unlocked = both
    mine = vault.log_in("sxm", OTHER)
    before = vault._state.slots
    with pytest.raises(NotPermittedError):
        vault.set_password(mine, PASSWORD, "new")
    vault.set_password(mine, OTHER, "又一个 长长的 口令")
    after = vault._state.slots
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [replace(old, salt=new.salt, wrap=new.wrap, must_change=False) for old, new in changed] == [changed[0][1]]
    assert not vault.log_in("sxm", "又一个 长长的 口令").must_change
    with pytest.raises(NotPermittedError):
        vault.log_in("sxm", OTHER)


def test_a_forgotten_password_is_given_anew_by_an_administrator(both: Both) -> None:
    """Nobody else may; one's own is not forgotten; the sheet may too."""
    vault, unlocked = both
    staff = vault.log_in("sxm", OTHER)
    with pytest.raises(NotPermittedError, match="站长"):
        vault.reissue(staff, FIRST.uid, "x")
    with pytest.raises(UserError):
        vault.reissue(unlocked, FIRST.uid, "x")
    with pytest.raises(UserError):
        vault.reissue(unlocked, "nobody", "x")
    vault.reissue(unlocked, SECOND.uid, "one time")
    assert vault.accounts == {FIRST.uid: False, SECOND.uid: True}
    assert vault.log_in("sxm", "one time").must_change
    with pytest.raises(NotPermittedError, match="停用"):
        vault.verify(staff, OTHER)
    with_sheet = vault.recover(vault.new_recovery(unlocked).text)
    vault.reissue(with_sheet, FIRST.uid, "by the sheet", must_change=False)
    assert not vault.log_in("zm", "by the sheet").must_change


def test_roles_are_the_slots(both: Both) -> None:
    """Promoting and taking it back need no password of theirs; who may become less makes a new data key due."""
    vault, unlocked = both
    staff = vault.log_in("sxm", OTHER)
    with pytest.raises(NotPermittedError):
        vault.set_role(staff, SECOND.uid, Role.ADMINISTRATOR)
    vault.set_role(unlocked, SECOND.uid, Role.ADMINISTRATOR)
    assert (vault.role_of(staff.slot_id), vault.key_due) == (Role.ADMINISTRATOR, False)
    assert vault.log_in("sxm", OTHER).role is Role.ADMINISTRATOR
    vault.set_role(unlocked, FIRST.uid, Role.READER)
    assert (vault.log_in("zm", PASSWORD).role, vault.key_due) == (Role.READER, True)
    with pytest.raises(NotPermittedError):
        vault.new_recovery(unlocked)


def test_the_last_administrator_stays(both: Both) -> None:
    """A sheet does not count: it has no password."""
    vault, unlocked = both
    vault.new_recovery(unlocked)
    with pytest.raises(UserError, match="站长"):
        vault.set_role(unlocked, FIRST.uid, Role.STAFF)
    with pytest.raises(UserError, match="自己"):
        vault.remove(unlocked, FIRST.uid)
    vault.set_role(unlocked, SECOND.uid, Role.ADMINISTRATOR)
    second = vault.log_in("sxm", OTHER)
    vault.set_role(second, FIRST.uid, Role.STAFF)
    with pytest.raises(UserError, match="站长"):
        vault.set_role(second, SECOND.uid, Role.READER)
    assert vault.log_in("zm", PASSWORD).role is Role.STAFF


def test_a_way_in_is_left_after_one_forgotten_password(both: Both) -> None:
    """A second administrator, or the sheet."""
    vault, unlocked = both
    spare = [vault.has_spare]
    for role in (Role.ADMINISTRATOR, Role.STAFF):
        vault.set_role(unlocked, SECOND.uid, role)
        spare.append(vault.has_spare)
    vault.new_recovery(unlocked)
    assert [*spare, vault.has_spare] == [False, True, False, True]


def test_names_change_and_nobody_takes_anothers(both: Both) -> None:
    """The old name opens nothing then; two of one name could not log in."""
    vault, unlocked = both
    with pytest.raises(UserError):
        vault.rename(unlocked, SECOND.uid, "周敏")
    for person in (Person("uid-3", " 周敏", Role.STAFF), SECOND):
        with pytest.raises(UserError):
            vault.add(unlocked, person, "x")
    vault.rename(unlocked, SECOND.uid, "欧阳娜娜")
    assert vault.log_in("oynn", OTHER).account_uid == SECOND.uid
    with pytest.raises(NotPermittedError):
        vault.log_in("sxm", OTHER)


def test_stepping_up_asks_for_ones_own_password(both: Both) -> None:
    """Somebody else's does not do; with a sheet there is none."""
    vault, unlocked = both
    vault.verify(unlocked, PASSWORD)
    with pytest.raises(NotPermittedError, match="口令不对"):
        vault.verify(unlocked, OTHER)
    with pytest.raises(NotPermittedError, match="恢复纸"):
        vault.verify(vault.recover(vault.new_recovery(unlocked).text), PASSWORD)


def test_two_programs_do_not_undo_each_others_changes(folder: Path, both: Both) -> None:
    """Each change begins with what stands on the disk."""
    vault, unlocked = both
    other = Vault.read(folder)
    with pytest.raises(NotPermittedError):
        other.log_in("zm", "wrong")
    vault.rename(unlocked, SECOND.uid, "欧阳娜娜")
    theirs = other.log_in("oynn", OTHER)
    vault.reissue(unlocked, SECOND.uid, "new")
    with pytest.raises(NotPermittedError):
        other.set_password(theirs, OTHER, "x")
    assert [tried.account_uid for tried in vault.tries] == [FIRST.uid, SECOND.uid] or len(vault.tries) == 1
    assert Vault.read(folder).log_in("oynn", "new").must_change


def test_a_change_that_the_disk_refuses_changes_nothing(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    """In memory neither."""
    vault, unlocked = both
    with monkeypatch.context() as patch, pytest.raises(SystemProblem, match="磁盘已满"):
        patch.setenv("LOUYU_FAILPOINT", "key.write:full")
        vault.remove(unlocked, SECOND.uid)
    assert not vault.key_due
    assert vault.log_in("sxm", OTHER).account_uid == SECOND.uid


def test_who_is_killed_while_writing_leaves_old_or_new(
    folder: Path, both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every step of both copies: the old name opens, or the new one, and both copies agree again."""
    _vault, unlocked = both

    def rename(name: str) -> None:
        Vault.resume(folder, unlocked).rename(unlocked, SECOND.uid, name)

    points = points_of(lambda: rename(SECOND.name), monkeypatch)
    assert {name for name, _time in points} >= {"vault.first", "vault.second", "key.write", "key.rename"}
    old, renamed = SECOND.name, []
    for number, (point, time) in enumerate(points):
        assert dies(lambda: rename(f"欧阳{number}"), point, time) == DEAD  # noqa: B023 - called at once
        again = Vault.read(folder)
        first, second = ((folder / name).read_bytes() for name in vault_file.FILES)
        assert first == second
        if not _opens(again, old):
            old = f"欧阳{number}"
            renamed.append(point)
            assert _opens(again, old)
    assert "vault.first" not in renamed
    assert {"key.renamed", "vault.second"} <= set(renamed)


def _opens(vault: Vault, name: str) -> bool:
    try:
        vault.log_in(name, OTHER)
    except NotPermittedError:
        return False
    return True


# the sheet


def test_a_recovery_sheet_opens_everything(folder: Path) -> None:
    """Typed in any case, with I for 1 and O for 0, or scanned; also the backups' identity."""
    with station(folder) as database:
        assert database.vault is not None
        assert database.unlocked is not None
        sheet = database.vault.new_recovery(database.unlocked)
        [recipient] = database.vault.recipients()
    said = sheet.text.replace("1", "i").replace("0", "o").lower().replace("-", " — ")
    for written in (sheet.text, said, sheet.qr_text, "".join(sheet.groups), sheet.text.replace("-", "\n")):
        vault = Vault.read(folder)
        unlocked = vault.recover(written)
        assert (unlocked.role, unlocked.account_uid, unlocked.must_change) == (Role.ADMINISTRATOR, "", False)
    with opened(folder) as database:
        assert database.epoch == 2  # the older sheet may be in wrong hands
    box = pyrage.encrypt(b"x", [pyrage.x25519.Recipient.from_str(recipient)])
    assert pyrage.decrypt(box, [pyrage.x25519.Identity.from_str(RecoveryKey.read(sheet.text).identity)]) == b"x"


def test_a_sheet_that_was_misread_is_told_apart_from_anothers(both: Both) -> None:
    """One wrong sign, two swapped, one missing: UserError; a good one of another vault: NotPermittedError."""
    vault, unlocked = both
    sheet = vault.new_recovery(unlocked)
    text, refused = sheet.text, 0
    signs = text.replace("-", "")
    for place, sign in enumerate(signs):
        for other in recovery.SIGNS.replace(sign, ""):
            try:
                RecoveryKey.read(signs[:place] + other + signs[place + 1 :])
            except UserError:
                refused += 1
    assert refused >= len(signs) * 31 - 1  # one in a million may look right
    for wrong in (text[:-1], text + "A", text.replace(text[0], "U", 1), "", "LOUYU1:x"):
        with pytest.raises(UserError):
            vault.recover(wrong)
    with pytest.raises(NotPermittedError):
        vault.recover(RecoveryKey.make(vault.vault_id).text)
    replaced = vault.new_recovery(unlocked)
    with pytest.raises(NotPermittedError):
        vault.recover(text)
    assert vault.recover(replaced.text).data_key == unlocked.data_key


def test_a_sheet_is_nine_groups_of_four(both: Both) -> None:
    """160 bits and a checksum, without the letters that are misread; the square code names the vault."""
    sheet = both[0].new_recovery(both[1])
    assert [len(group) for group in sheet.groups] == [4] * 9
    assert set("".join(sheet.groups)) <= set(recovery.SIGNS)
    assert not set("ILOU") & set(recovery.SIGNS)
    assert RecoveryKey.read(sheet.qr_text) == sheet
    assert sheet.qr_text.startswith(f"LOUYU1:{sheet.vault_id.upper()}:")


def test_what_age_writes_is_what_we_write() -> None:
    """Our few lines of bech32 against pyrage's."""
    for number in range(50):
        private = bytes([number]) * 32
        identity = pyrage.x25519.Identity.from_str(recovery.age_identity(private))
        assert str(identity.to_public()) == recovery.age_recipient(recovery.public_of(private))


# what a log-in costs


def test_a_password_costs_this_computer_something(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calibrated by what one pass takes here; never below the floor, never more memory than a small PC has."""
    for second, wanted in ((0.5, slots.FLOOR), (0.09, slots.Cost(65536, 2, 4)), (0.01, slots.Cost(65536, 16, 4))):
        monkeypatch.setattr(slots, "_seconds", lambda _cost, taken=second: taken)
        monkeypatch.setattr("louyu_desktop.storage.slots.os.cpu_count", lambda: 8)
        assert CALIBRATED() == wanted
    assert slots.Cost.of([8192, 1, 1]) == slots.Cost(8192, 1, 1)
    for wrong in ([], [1, 1, 1], [1 << 30, 1, 1], [8192, 1 << 20, 1], [8192, 1, "1"], "x", None, [8192, True, 1]):
        with pytest.raises(slots.SlotError):
            slots.Cost.of(wrong)


CALIBRATED = slots.calibrated.__wrapped__


def test_an_altered_file_is_refused_though_its_checksum_is_right(folder: Path, both: Both) -> None:
    """Who has no data key can put in neither role, slot, sheet nor anchor; each is told at log-in."""
    vault, unlocked = both
    vault.new_recovery(unlocked)
    vault.set_anchor(5, bytes(32), 1)
    good = vault._state
    first, second, sheet = good.slots
    theirs = RecoveryKey.make(good.vault_id)
    for altered in (
        replace(good, slots=(replace(first, role=Role.READER), second, sheet)),
        replace(good, slots=(first, replace(second, must_change=False), sheet)),
        replace(good, slots=(first, replace(second, account_uid=FIRST.uid), sheet)),
        replace(good, slots=(first, second, replace(sheet, public=theirs.public))),
        replace(good, slots=(first, second)),
        replace(good, slots=(second, first, sheet)),
        replace(good, anchor=None),
        replace(good, anchor=vault_file.Anchor(4, bytes(32), 1)),
        replace(good, due=True),
        replace(good, epoch=1, macs={1: bytes(32)}),
    ):
        vault_file.write(folder, replace(altered, generation=vault.generation + 1))
        with pytest.raises(DamagedError, match="改动过"):
            Vault.read(folder).log_in("zm", PASSWORD)
        with pytest.raises(DamagedError, match="改动过"):
            vault.rename(unlocked, SECOND.uid, "欧阳娜娜")
    vault_file.write(folder, replace(good, generation=vault.generation + 100))
    assert Vault.read(folder).log_in("zm", PASSWORD).role is Role.ADMINISTRATOR


def test_an_altered_file_makes_nobody_more_while_the_station_is_open(folder: Path, both: Both) -> None:
    """Whoever is logged in and writes another role into the file stays who they are, and is told."""
    vault = Vault.read(folder)
    unlocked = vault.log_in(SECOND.name, OTHER)
    good = vault_file.read(folder)
    slots_ = tuple(replace(slot, role=Role.ADMINISTRATOR) for slot in good.slots)
    vault_file.write(folder, replace(good, slots=slots_, generation=good.generation + 1))
    with pytest.raises(DamagedError, match="改动过"):
        vault.verify(unlocked, OTHER)
    assert vault.role_of(unlocked.slot_id) is Role.STAFF
    with pytest.raises(DamagedError, match="改动过"):
        vault.forget_tries()
    assert vault.roles[SECOND.uid] is Role.STAFF
