"""kill -9 while a child writes: what it was told is written is there, nothing is torn, the chain holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from louyu_desktop.models import Contact, Enterprise
from louyu_desktop.storage.database import Database

WRITER = """
import sys
from pathlib import Path
from louyu_desktop.models import Contact, Enterprise
from louyu_desktop.storage.database import Database

with Database.open(Path(sys.argv[1])) as database:
    place = int(sys.argv[2])
    while True:
        with database.write("录入") as write:
            [firm] = write.insert(Enterprise, [{"name": f"企业{place}"}])
            write.insert(Contact, [{"enterprise_id": firm, "name": "王小明"}])
        print(firm, flush=True)
        place += 1
"""


@pytest.mark.parametrize("acknowledged", [1, 7, 30])
def test_acknowledged_rows_survive_a_kill(folder: Path, acknowledged: int) -> None:
    """Each row that the parent heard of is there with its contact; the file is sound and works on."""
    Database.create(folder).close()
    heard: list[int] = []
    command = [sys.executable, "-c", WRITER, str(folder), str(acknowledged)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
        assert child.stdout is not None
        for line in child.stdout:
            heard.append(int(line))
            if len(heard) == acknowledged:
                child.kill()
                break
    with Database.open(folder) as database:
        with database.read() as session:
            firms = set(session.scalars(select(Enterprise.id)))
            contacts = set(session.scalars(select(Contact.enterprise_id)))
        assert set(heard) <= firms == contacts
        assert database.check() == []
        database.undo()
        with database.write("继续") as write:
            write.insert(Enterprise, [{"name": "之后"}])
