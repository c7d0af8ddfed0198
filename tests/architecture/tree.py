"""A source tree as the rules see it: every module parsed once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

CHINESE = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"


@dataclass(frozen=True)
class Module:
    """One file; `name` is its path below the package, with slashes."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    def at(self, node: ast.AST, sentence: str) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 0)} {sentence}"

    def below(self, *folders: str) -> bool:
        return any(self.name.startswith(f"{folder}/") for folder in folders)

    @cached_property
    def docstrings(self) -> frozenset[ast.AST]:
        """The constants that are docstrings, or strings that stand alone after an assignment."""
        found = [node.value for node in self.nodes() if isinstance(node, ast.Expr)]
        return frozenset(value for value in found if isinstance(value, ast.Constant))

    def strings(self) -> Iterator[ast.Constant]:
        """Every text constant but docstrings; the fixed parts of f-strings too."""
        for node in self.nodes():
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in self.docstrings:
                yield node

    def imports(self) -> Iterator[tuple[ast.AST, str, str]]:
        """(node, module, name) of each import; the name is empty for `import module`."""
        for node in self.nodes():
            if isinstance(node, ast.Import):
                yield from ((node, alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node, node.module or "", alias.name) for alias in node.names)

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """(node, dotted name) of each call."""
        for node in self.nodes():
            if isinstance(node, ast.Call):
                yield node, ast.unparse(node.func)

    def mentions(self, name: str) -> Iterator[ast.AST]:
        """Where `name` is used or imported."""
        for node in self.nodes():
            match node:
                case ast.Name(id=found) | ast.Attribute(attr=found) if found == name:
                    yield node
                case ast.ImportFrom(names=names) if any(alias.name == name for alias in names):
                    yield node


@dataclass(frozen=True)
class Tree:
    """The modules of a package."""

    modules: tuple[Module, ...]

    @classmethod
    def read(cls, package: Path) -> Tree:
        files = sorted(path for path in package.rglob("*.py") if "__pycache__" not in path.parts)
        return cls(tuple(Module(path.relative_to(package).as_posix(), path.read_text("utf-8")) for path in files))

    def functions(self) -> Iterator[tuple[Module, ast.FunctionDef | ast.AsyncFunctionDef, int]]:
        """(module, function, lines from def to end)."""
        for module in self.modules:
            for node in module.nodes():
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield module, node, (node.end_lineno or node.lineno) - node.lineno + 1
