"""Mutants against their tests: one warm process collects the tests once, each mutant runs in a fork of it."""

from __future__ import annotations

import os
import resource
import select
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

from tests.faults.mutant_code import Mutant

SECONDS = 60
"""Of processor time for one mutant: who turns in circles is found out."""

PATIENCE = 60.0
"""Of the clock without any work, for who waits for nothing."""

TOO_LONG = 4.0
"""A test that takes more processor time is not tried against mutants."""

_REMEMBERING = "louyu_desktop.services."
"""Where answers are kept, of what follows from the kinds and from roles."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: `killed`, `stuck`, `survived` or `unseen` (no test comes by), and which test said so."""

    mutant: Mutant
    came: str
    by: str = ""
    tried: int = 0


@dataclass(slots=True)
class _Learnt:
    """What a test takes, and which functions it comes by; what speaks against it when it does not pass."""

    seconds: float
    against: str
    functions: frozenset[str]


class Runs:
    """A plugin for pytest that runs mutants instead of the tests."""

    def __init__(
        self, mutants: Sequence[Mutant], files: Mapping[str, Sequence[str]], budget: float,
        told: Callable[[Verdict], None], until: float,
    ) -> None:  # fmt: skip
        self._mutants, self._files, self._budget, self._told, self._until = mutants, files, budget, told, until
        self._learnt: dict[str, _Learnt] = {}
        self._kills: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._items: dict[str, pytest.Item] = {}
        self._folder = Path(mkdtemp(prefix="mutants-"))
        self._factory: Any = None
        self._against = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The last line of what speaks against a test."""
        if report.failed and not self._against:
            self._against = (str(report.longrepr).strip().splitlines() or ["?"])[-1][:160]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._factory = session.config._tmp_path_factory  # type: ignore[attr-defined]
        self._items = {item.nodeid: item for item in session.items}
        try:
            self._learn()
            for mutant in self._mutants:
                if time.time() > self._until:
                    break
                verdict = self._try(mutant)
                self._kills[_function(mutant.name)][verdict.by] += 1
                self._told(verdict)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
        return True

    def _learn(self) -> None:
        """Each test once without mutants: what it costs, where it comes by; and all that is made once is made."""
        set_mutant_under_test("stats")
        for name, item in self._items.items():
            state()._stats.clear()
            self._forget()
            before, self._against = _spent(), ""
            _run(item)
            self._learnt[name] = _Learnt(_spent() - before, self._against, frozenset(state()._stats))
        set_mutant_under_test("")
        spent = sum(one.seconds for one in self._learnt.values())
        print(f"{len(self._learnt)} tests learnt in {spent:.0f} s of processor time", flush=True)
        for name, one in self._learnt.items():
            if one.against or one.seconds > TOO_LONG:
                print(f"  left out: {name} ({one.seconds:.1f} s) {one.against}", flush=True)

    def _try(self, mutant: Mutant) -> Verdict:
        """One mutant against the tests that come by it, those first that killed its neighbours."""
        function, files = _function(mutant.name), self._files[mutant.name.split(".x")[0]]
        fits = {
            name: one.seconds for name, one in self._learnt.items()
            if not one.against and one.seconds <= TOO_LONG and function in one.functions
            and name.split("::")[0] in files
        }  # fmt: skip
        killers = self._kills[function]
        order: list[str] = []
        spent = 0.0
        for name in sorted(fits, key=lambda one: (-killers[one], fits[one], one)):
            spent += fits[name]
            if order and spent > self._budget:
                break
            order.append(name)
        if not order:
            return Verdict(mutant, "unseen")
        notes = self._folder / "verdict"
        notes.write_text("", encoding="utf-8")
        ended = self._forked(lambda: self._judge(mutant, order, notes), seconds=SECONDS, patience=PATIENCE)
        by = notes.read_text(encoding="utf-8").strip().splitlines()
        if ended == 0:
            return Verdict(mutant, "survived", "", len(order))
        return Verdict(mutant, "killed" if ended == 1 else "stuck", by[-1] if by else order[0], len(order))

    def _judge(self, mutant: Mutant, order: Sequence[str], notes: Path) -> int:
        set_mutant_under_test(mutant.name)
        self._forget()
        self._against = ""
        for name in order:
            notes.write_text(name, encoding="utf-8")
            _run(self._items[name])
            if self._against:
                return 1
        return 0

    def _forget(self) -> None:
        """What modules remember of former tests: a function whose answer is kept would not be asked again."""
        for name in [name for name in sys.modules if name in self._files or name.startswith(_REMEMBERING)]:
            for one in list(vars(sys.modules[name]).values()):
                if not isinstance(one, type) and callable(forget := getattr(one, "cache_clear", None)):
                    forget()

    def _forked(self, do: Callable[[], int], seconds: int, patience: float) -> int:
        """What the work gave in a child of its own; more than one when it ended otherwise."""
        base = Path(mkdtemp(dir=self._folder))
        child = os.fork()
        if child == 0:
            code = 3
            try:
                os.setsid()
                resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
                nothing = os.open(os.devnull, os.O_RDWR)
                os.dup2(nothing, 1)
                os.dup2(nothing, 2)
                self._factory._basetemp = base
                code = do()
            finally:
                os._exit(code)
        ended = _waited(child, patience)
        shutil.rmtree(base, ignore_errors=True)
        return ended


def _run(item: pytest.Item) -> None:
    """One test by itself, with all that it stands on made anew."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)


def _function(name: str) -> str:
    return name.partition("__mutmut_")[0]


def _spent() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _worked(session: int) -> int:
    """The processor's ticks that the processes of a session have had: however many share it, who works gets on."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            said = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            ticks += sum(map(int, said[11:15])) if int(said[3]) == session else 0
    return ticks


def _waited(child: int, patience: float) -> int:
    """How a child ended; when nothing was done for so long it is ended with all that it started."""
    ended, worked = os.pidfd_open(child), -1
    try:
        while worked < (worked := _worked(child)):
            if select.select([ended], [], [], patience)[0]:
                _pid, status = os.waitpid(child, 0)
                return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 9
    finally:
        os.close(ended)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 9
