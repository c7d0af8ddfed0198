"""`python -m tests.faults.mutants`: what the tests of rights, keys, backups and merging notice (SAFETY.md T19).

A mutant is one small change of a function; the tests of its module should not pass with it.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter

import pytest

from tests.faults.mutant_code import Instead, Mutant, mutated
from tests.faults.mutant_runs import Runs, Verdict

_RIGHTS = (
    *("architecture/test_agreed_rights", "architecture/test_rights", "unit/test_access", "unit/test_rights"),
    "unit/test_field_rights",
)
_VAULT = (
    *("storage/test_key_pieces", "storage/test_vault", "storage/test_vault_file", "storage/test_vault_delays"),
    "storage/test_vault_steps",
)
_BACKUP = (
    *("storage/test_backup", "storage/test_restore", "storage/test_proofs", "storage/test_previews"),
    "unit/test_backup_commands",
)
_MERGING = ("unit/test_merging_values", "unit/test_merging")

AREAS: dict[str, dict[str, tuple[str, ...]]] = {
    "rights": {
        "services.rights": _RIGHTS,
        "services.guarded": _RIGHTS,
        "services.access": ("unit/test_access", "unit/test_rights"),
        "services.taking": ("unit/test_taking", "unit/test_rights"),
        "services.references": ("unit/test_references", "unit/test_field_rights"),
        "services.accounts": ("unit/test_colleagues", "unit/test_vaults"),
        "rules.roles": _RIGHTS,
    },
    "keys": {
        "rules.passwords": ("unit/test_rules_passwords",),
        "services.vaults": ("unit/test_vaults", "unit/test_doors"),
        "services.recovery": ("unit/test_vaults",),
        **dict.fromkeys("storage.slots storage.keys storage.delays storage.recovery".split(), _VAULT),
        **dict.fromkeys("storage.vault storage.vault_changes storage.vault_file storage.vault_reading".split(), _VAULT),
        "storage.rekey": ("storage/test_vault_rekey", "storage/test_vault_steps"),
    },
    "backups": {
        **dict.fromkeys("storage.backup storage.drill storage.restoring".split(), _BACKUP),
        **dict.fromkeys("services.backups services.restores".split(), _BACKUP),
        "storage.container": ("storage/test_container",),
        "storage.retention": ("storage/test_retention",),
        "storage.anchor": ("storage/test_anchor",),
    },
    "merging": {
        "services.merging": _MERGING,
        "services.duplicates": ("unit/test_likeness", "unit/test_twins"),
        "storage.clashes": (*_MERGING, "storage/test_bulk_review"),
    },
}
"""The modules by area, each with its own tests."""

_LAST = 'row = raw.execute("SELECT id, chain, key_epoch FROM change_log ORDER BY id DESC LIMIT 1").fetchone()'
_ALL = "every unique index of ours has a condition"
ALIKE: dict[tuple[str, str], str] = {
    ("container", 'getattr(os, "O_BINARY", 0)  →  getattr(None, "O_BINARY", 0)'): "only Windows has it",
    ("head", "1  →  2"): "of two rows the first one is taken as well",
    ("among", '"chosen"  →  "CHOSEN"'): "what a part of one statement is called in it",
    ("among", '"chosen"  →  "XXchosenXX"'): "what a part of one statement is called in it",
    ("_condition", '"" if where is None else str(where)  →  "" if (where is None) and False else str(where)'): _ALL,
    ("_condition", '""  →  "XXXX"'): _ALL,
    ("_end", f"{_LAST}  →  row = None"): "the anchor is set anew before what was restored takes its place",
    ("_leaving", '"\\x1f"  →  "XX\\x1fXX"'): "another mark that nobody types",
    ("right_of", "need.of(None, (kind,), {})  →  need.of(None, (kind,), None)"): "the kind is there already",
    ("state", 'said.get("used", False)  →  said.get("used", )'): "it is asked for its truth alone",
}
"""Changes after which the program does the same, by the end of the module's or the function's name, and why."""


def main() -> int:
    """Draw, try, tell."""
    asked = _asked()
    modules = {f"louyu_desktop.{name}": files for area in asked.areas for name, files in AREAS[area].items()}
    modules = {name: files for name, files in modules.items() if not asked.only or name.split(".", 1)[1] in asked.only}
    texts = [mutated(name) for name in modules]
    Instead({one.module: one.code for one in texts})
    drawn = [(one.module, mutant) for one in texts for mutant in one.drawn(asked.seed, asked.each)]
    mutants = [mutant for module, mutant in drawn if not _is_alike(module, mutant)]
    if asked.names:
        every = {mutant.name: mutant for one in texts for mutant in one.mutants}
        mutants = [every[name] for name in asked.names.read().split() if name in every]
    print(f"{len(mutants)} mutants of {sum(len(one.mutants) for one in texts)}, seed {asked.seed}", flush=True)
    paths = {name: [f"tests/{file}.py" for file in files] for name, files in modules.items()}
    seen = _run(mutants, paths, asked)
    _sum_up(seen)
    return 0 if _share(seen) >= asked.share else 1


def _is_alike(module: str, mutant: Mutant) -> bool:
    names = (module.rsplit(".", maxsplit=1)[-1], mutant.function.split(".")[-1])
    return any((name, mutant.change) in ALIKE for name in names)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("areas", nargs="*", default=list(AREAS), help="rights, keys, backups, merging")
    parser.add_argument("--each", type=int, default=25, help="mutants of each module, at most")
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--budget", type=float, default=30.0, help="seconds of processor time for one mutant's tests")
    parser.add_argument("--minutes", type=float, default=600.0, help="when to stop")
    parser.add_argument("--share", type=float, default=0.85, help="what must be killed")
    parser.add_argument("--only", nargs="*", default=[], help="of these modules alone, as storage.vault")
    parser.add_argument("--tests", default="", help="those alone, as pytest -k takes them: a part of them is quicker")
    parser.add_argument("--all", action="store_true", help="tell of those that are killed too")
    parser.add_argument("--names", type=argparse.FileType(encoding="utf-8"), help="a file of mutants' names")
    return parser.parse_args()


def _run(mutants: list[Mutant], paths: dict[str, list[str]], asked: argparse.Namespace) -> list[Verdict]:
    seen: list[Verdict] = []

    def told(verdict: Verdict) -> None:
        seen.append(verdict)
        if verdict.came != "killed":
            print(f"{verdict.came:8} ({verdict.tried}) {verdict.mutant.name}\n    {verdict.mutant.change}", flush=True)
        elif asked.all:
            print(f"killed   {verdict.mutant.name} by {verdict.by}", flush=True)

    os.environ |= {"LOUYU_FLIPS": "20", "LOUYU_KEY_FLIPS": "20", "LOUYU_KEY_MUTATIONS": "20", "MUTANT_UNDER_TEST": ""}
    files = sorted({path for some in paths.values() for path in some})
    runs = Runs(mutants, paths, asked.budget, told, time.time() + asked.minutes * 60)
    pytest.main(["-q", "-s", "-p", "no:xdist", "-p", "no:randomly", "-k", asked.tests, *files], plugins=[runs])
    return seen


def _share(seen: list[Verdict]) -> float:
    return sum(one.came in {"killed", "stuck"} for one in seen) / max(1, len(seen))


def _sum_up(seen: list[Verdict]) -> None:
    modules = dict.fromkeys(one.mutant.name.split(".x")[0] for one in seen)
    for module in modules:
        its = [one for one in seen if one.mutant.name.split(".x")[0] == module]
        came = Counter(one.came for one in its)
        told = ", ".join(f"{count} {word}" for word, count in sorted(came.items()))
        print(f"{module}: {_share(its):.0%} of {len(its)} ({told})")
    print(f"T19: {_share(seen):.1%} of {len(seen)} mutants killed", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
