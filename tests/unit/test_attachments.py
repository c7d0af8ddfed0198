"""Files of records as the services have them: in, out, who may, how much room."""

from __future__ import annotations

from pathlib import Path

import pytest

from louyu_desktop.errors import CancelledError, NotPermittedError, SystemProblem, UserError
from louyu_desktop.models import Account
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.attachments import Added, Offered
from louyu_desktop.services.suite import Services
from louyu_desktop.storage import attachments as kept
from louyu_desktop.storage.database import Database
from tests.unit.foreign_files import CANARY, jpeg, office, pdf, png

ODD = "甲 <b>&\"'\\/:*?|；#%\u202efdp.\U00020bb7\U0001f600.pdf"


@pytest.fixture
def firm(services: Services) -> int:
    """A firm."""
    return services.records.save("enterprises", None, {"name": "渤健"})


def put(services: Services, firm: int, *offered: tuple[str, bytes]) -> Added:
    """Files on the firm."""
    return services.attachments.add("enterprises", firm, [Offered(name, content=data) for name, data in offered])


def test_several_files_come_in_as_one_operation_and_the_originals_stay(
    services: Services, firm: int, tmp_path: Path
) -> None:
    path = tmp_path / "租赁合同.pdf"
    path.write_bytes(pdf())
    book = Offered("表.xlsx", content=office("xl/workbook.xml"))
    offered = [Offered(path.name, path), Offered("照片.jpg", content=jpeg()), book]
    added = services.attachments.add("enterprises", firm, offered)
    assert (len(added.ids), added.known, added.refused) == (3, (), ())
    lines = services.attachments.of("enterprises", firm)
    assert [(line.name, line.media, line.shown) for line in lines] == [
        ("租赁合同.pdf", "pdf", True), ("照片.jpg", "jpg", True), ("表.xlsx", "xlsx", False),
    ]  # fmt: skip
    assert lines[0].created_by == "周敏"
    assert path.read_bytes() == pdf()
    assert services.records.get("enterprises", firm).attachments == 3
    assert any("放入附件" in line.label for line in services.records.history("enterprises", firm))
    services.records.undo()
    assert services.attachments.count("enterprises", firm) == 0


def test_what_cannot_be_kept_is_told_and_the_others_come_in(services: Services, firm: int) -> None:
    photo = ("x.heic", b"\0\0\0\x18ftypheic")
    added = put(services, firm, ("坏.pdf", b"MZ\0"), ("好.pdf", pdf()), ("又.pdf", pdf()), photo)
    assert len(added.ids) == 1
    assert added.known == ("又.pdf",)
    assert [sentence[:5] for sentence in added.refused] == ["「坏.pd", "「x.he"]
    assert put(services, firm, ("好.pdf", pdf())) == Added((), ("好.pdf",), ())


def test_the_same_content_lies_once_however_many_use_it(services: Services, database: Database, firm: int) -> None:
    other = services.records.save("enterprises", None, {"name": "光年"})
    put(services, firm, ("a.pdf", pdf()))
    services.attachments.add("enterprises", other, [Offered("b.pdf", content=pdf())])
    assert len(database.attachments.addresses()) == 1
    assert services.attachments.usage().used == len(pdf())


def test_a_content_whose_file_was_lost_is_put_back_by_offering_it_again(
    services: Services, database: Database, firm: int
) -> None:
    other = services.records.save("enterprises", None, {"name": "光年"})
    put(services, firm, ("a.pdf", pdf()))
    [address] = database.attachments.addresses()
    kept.place_of(database.folder, address).unlink()
    assert database.check()
    services.attachments.add("enterprises", other, [Offered("b.pdf", content=pdf())])
    assert database.check() == []


def test_above_the_quota_nothing_more_comes_in(services: Services, firm: int, monkeypatch: pytest.MonkeyPatch) -> None:
    services.settings.set("attachment_quota", 100)
    monkeypatch.setattr("louyu_desktop.services.attachments._MEGABYTE", 10)
    added = put(services, firm, ("a.pdf", pdf()), ("b.pdf", pdf(3)))
    assert len(added.ids) == 1
    assert "上限" in added.refused[0]
    usage = services.attachments.usage()
    assert (usage.used, usage.allowed) == (len(pdf()), 1000)


def test_large_files_are_named_before_they_come(services: Services, tmp_path: Path) -> None:
    large = tmp_path / "大.pdf"
    with large.open("wb") as file:
        file.truncate((20 << 20) + 1)
    offered = [Offered("大.pdf", large), Offered("小.pdf", content=pdf()), Offered("没有", tmp_path / "gone")]
    assert services.attachments.heavy(offered) == ("大.pdf",)


def test_a_copy_is_saved_by_what_it_is_and_logged(services: Services, firm: int, tmp_path: Path) -> None:
    [made] = put(services, firm, (ODD, pdf())).ids
    name = services.attachments.suggested_name(made)
    assert Path(name).name == name
    saved = services.attachments.save_as(made, tmp_path / "报价.exe", "核对资料")
    assert saved == tmp_path / "报价.exe.pdf"
    assert saved.read_bytes() == pdf()
    last = services.records.history("enterprises", firm)[0]
    assert last.label.startswith("另存附件：甲")
    assert "核对资料" in last.label
    with pytest.raises(UserError, match="已经有"):
        services.attachments.save_as(made, tmp_path / "报价.exe")
    with pytest.raises(SystemProblem, match="没能另存"):
        services.attachments.save_as(made, tmp_path / "没有" / "a.pdf")


def test_any_name_is_kept_and_shown_as_it_was_called(services: Services, database: Database, firm: int) -> None:
    put(services, firm, (ODD, pdf()))
    [line] = services.attachments.of("enterprises", firm)
    assert line.name == ODD.replace("\u202e", "")
    assert all("甲" not in path.name for path in database.folder.rglob("*"))


def test_it_is_called_otherwise_removed_and_brought_back(services: Services, firm: int) -> None:
    [made] = put(services, firm, ("a.pdf", pdf())).ids
    services.attachments.rename(made, " 合同 2026 ", 1)
    with pytest.raises(UserError, match="请填文件名"):
        services.attachments.rename(made, "  ", 2)
    services.attachments.remove([made])
    assert services.records.history("enterprises", firm)[0].label == "删除附件：合同 2026"
    assert services.attachments.of("enterprises", firm) == ()
    [line] = services.attachments.of("enterprises", firm, archived=True)
    assert line.name == "合同 2026"
    services.attachments.restore([made])
    assert services.attachments.count("enterprises", firm) == 1
    services.records.undo()
    services.records.undo()
    assert services.attachments.count("enterprises", firm) == 1


def test_only_pdf_and_pictures_are_shown(services: Services, firm: int) -> None:
    ids = put(services, firm, ("a.pdf", pdf()), ("b.png", png()), ("c.docx", office())).ids
    for made in ids[:2]:
        document = services.attachments.open(made)
        assert document.draw(0, 50) is not None
        document.close()
    with pytest.raises(UserError, match="另存"):
        services.attachments.open(ids[2])


def test_nothing_is_put_on_what_lies_in_the_bin(services: Services, firm: int) -> None:
    services.records.archive("enterprises", [firm])
    with pytest.raises(UserError, match="回收站"):
        put(services, firm, ("a.pdf", pdf()))


def test_cancelling_leaves_no_row(services: Services, database: Database, firm: int) -> None:
    def control(done: int, total: int, note: str = "") -> None:
        if done:
            raise CancelledError("已取消，什么都没有改")

    offered = [Offered("a.pdf", content=pdf()), Offered("b.pdf", content=pdf(3))]
    with pytest.raises(CancelledError):
        services.attachments.add("enterprises", firm, offered, control)
    assert services.attachments.count("enterprises", firm) == 0
    assert database.check() == []


def test_a_station_that_may_only_be_read_takes_nothing(services: Services, database: Database, firm: int) -> None:
    database.read_only = True
    with pytest.raises(SystemProblem):
        put(services, firm, ("a.pdf", pdf()))
    assert database.attachments.addresses() == {}


@pytest.mark.parametrize("role", [Role.READER, Role.DESK])
def test_who_does_not_see_everything_sees_no_files(
    services: Services, database: Database, firm: int, role: Role
) -> None:
    [made] = put(services, firm, ("a.pdf", pdf())).ids
    person = services.records.save("people", None, {"name": "陈华树", "roles": ("白领",)})
    services.attachments.add("people", person, [Offered("b.pdf", content=pdf(3))])
    with database.write("角色") as write:
        write.update(Account, [{"id": database.actor, "role": role}])
    assert not services.attachments.visible("enterprises")
    assert services.attachments.count("enterprises", firm) == 0
    assert services.records.get("people", person).attachments == 0
    for refused in (
        lambda: services.attachments.of("enterprises", firm),
        lambda: services.attachments.open(made),
        lambda: put(services, firm, ("c.png", png())),
        lambda: services.attachments.save_as(made, Path("x.pdf")),
        lambda: services.attachments.remove([made]),
        lambda: services.attachments.rename(made, "x", 1),
        lambda: services.records.get("attachments", made),
    ):
        with pytest.raises(NotPermittedError):
            refused()


def test_nothing_of_it_is_written_in_clear(
    services: Services, database: Database, firm: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    word = CANARY.decode()
    [made, _other] = put(services, firm, (f"{word}.pdf", pdf(more=f"/Lang ({word})")), (f"{word}.jpg", jpeg())).ids
    document = services.attachments.open(made)
    document.draw(0, 200)
    document.close()
    forms = [word.encode(form) for form in ("utf-8", "utf-16-le")]
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        data = path.read_bytes()
        assert not any(form in data for form in forms), path.name
    assert list(temporary.iterdir()) == []
    assert len(database.attachments.addresses()) == 2
