"""What the mutants are: small changes of a function that mutmut makes, one name each, and which of them are drawn.

All mutants of a module stand in one text beside the functions that they change; which of them runs is told by
`MUTANT_UNDER_TEST`, also in the children of a test's process that are forked.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from random import Random
from types import CodeType, ModuleType

import libcst as cst
import libcst.matchers as m
from mutmut.mutation.file_mutation import Mutation, combine_mutations_to_source, create_mutations
from mutmut.mutation.trampoline_templates import mangle_function_name

ROOT = Path(__file__).parents[2]

_SENTENCE = m.Call(func=m.OneOf(m.Name("_"), m.Name("N_")))
_FILLED = m.Call(func=m.Attribute(value=_SENTENCE))
_CAST = m.Call(func=m.Name("cast"))
_FAILPOINT = m.Call(func=m.Attribute(value=m.Name("failpoints"), attr=m.Name("hit")))


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed function: its name for `MUTANT_UNDER_TEST`, the function, and what became of what."""

    name: str
    function: str
    change: str


@dataclass(frozen=True, slots=True)
class Mutated:
    """A module with all its mutants, and those that count."""

    module: str
    code: str
    mutants: tuple[Mutant, ...]

    def drawn(self, seed: int, count: int) -> Sequence[Mutant]:
        """As many as asked for, the same ones for the same seed."""
        dice = Random(f"{seed} {self.module}")
        return self.mutants if len(self.mutants) <= count else dice.sample(self.mutants, count)


def mutated(module: str) -> Mutated:
    """The mutants of a module of ours; sentences for people, types and names of failpoints are left as they are."""
    path = path_of(module)
    tree, mutations, *ignored = create_mutations(str(path), path.read_text(encoding="utf-8"))
    told = {id(part) for found in m.findall(tree, m.OneOf(_SENTENCE, _FILLED, _FAILPOINT)) for part in _parts(found)}
    told |= {id(part) for found in m.findall(tree, _CAST) for part in _parts(cst.ensure_type(found, cst.Call).args[0])}
    classes = _classes(tree)
    numbers: defaultdict[int, int] = defaultdict(int)
    mutants = []
    for mutation in mutations:
        function = mutation.contained_by_top_level_function
        if not isinstance(function, cst.FunctionDef):
            continue
        numbers[id(function)] += 1
        if id(mutation.original_node) not in told and not _is_the_same(mutation):
            owner = classes.get(id(function))
            mangled = mangle_function_name(name=function.name.value, class_name=owner)
            name = f"{module}.{mangled}__mutmut_{numbers[id(function)]}"
            readable = f"{owner}.{function.name.value}" if owner else function.name.value
            change = f"{_text(mutation.original_node)}  →  {_text(mutation.mutated_node)}"
            mutants.append(Mutant(name, readable, change))
    return Mutated(module, combine_mutations_to_source(tree, mutations, *ignored).code, tuple(mutants))


def path_of(module: str) -> Path:
    """Where a module of ours lies."""
    return ROOT / (module.replace(".", "/") + ".py")


def _parts(node: cst.CSTNode) -> list[cst.CSTNode]:
    return [node, *(part for child in node.children for part in _parts(child))]


def _classes(tree: cst.Module) -> dict[int, str]:
    return {
        id(part): one.name.value
        for one in tree.body
        if isinstance(one, cst.ClassDef) and isinstance(one.body, cst.IndentedBlock)
        for part in one.body.body
    }


def _is_the_same(mutation: Mutation) -> bool:
    """Words in other capitals where they are none, and casts: nothing that runs changes."""
    before, after = _text(mutation.original_node), _text(mutation.mutated_node)
    if before.startswith("cast("):
        return True
    is_text = isinstance(mutation.original_node, cst.SimpleString)
    return is_text and before.lower() == after.lower() and before.strip("\"' ").startswith(_SQL)


_SQL = (
    *("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "PRAGMA ", "VACUUM ", "ATTACH ", "DETACH "),
    *("BEGIN", "COMMIT", "DROP "),
)


def _text(node: cst.CSTNode) -> str:
    return " ".join(cst.Module([]).code_for_node(node).split())


class Instead(MetaPathFinder):
    """Modules of ours come from the texts with mutants."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: object = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The module's place with another text."""
        if name not in self._texts:
            return None
        place = str(path_of(name))
        return spec_from_file_location(name, place, loader=_Text(name, place, self._texts[name]))


class _Text(SourceFileLoader):
    def __init__(self, name: str, place: str, text: str) -> None:
        super().__init__(name, place)
        self._text = text

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._text, self.path, "exec", dont_inherit=True)
