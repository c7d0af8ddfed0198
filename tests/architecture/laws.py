"""The laws of the house that no linter knows: each takes a tree and gives what breaks it."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Callable, Iterator

from tests.architecture.tree import CHINESE, Module, Tree

Law = Callable[[Tree], Iterator[str]]

LINE, FUNCTION, FILE, CLASS, MAIN_WINDOW, GENERIC = 120, 60, 400, 250, 300, 1500
MEDIAN, TENTH = 8, 25


def sizes(tree: Tree) -> Iterator[str]:
    """A function has at most 60 lines, a class 250, a file 400, the main window 300, ui/entity 1,500 in all."""
    for module, function, lines in tree.functions():
        if lines > FUNCTION:
            yield module.at(function, f"function {function.name} has {lines} lines")
    for module in tree.modules:
        limit = MAIN_WINDOW if module.name == "ui/main_window.py" else FILE
        if module.lines > limit:
            yield f"{module.name} has {module.lines} lines"
        for node in module.nodes():
            if isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno >= CLASS:
                yield module.at(node, f"class {node.name} is too long")
    generic = sum(module.lines for module in tree.modules if module.below("ui/entity"))
    if generic > GENERIC:
        yield f"ui/entity has {generic} lines"


def budgets(tree: Tree) -> Iterator[str]:
    """Half of all functions have at most 8 lines, nine in ten at most 25."""
    lengths = sorted(lines for _module, _function, lines in tree.functions())
    if not lengths:
        return
    median, tenth = statistics.median(lengths), lengths[int(len(lengths) * 0.9)]
    if median > MEDIAN:
        yield f"the median function has {median} lines"
    if tenth > TENTH:
        yield f"one function in ten has {tenth} lines or more"


def short_lines(tree: Tree) -> Iterator[str]:
    """A line has at most 120 characters, Chinese ones counted once."""
    for module in tree.modules:
        for number, line in enumerate(module.text.splitlines(), 1):
            if len(line) > LINE:
                yield f"{module.name}:{number} has {len(line)} characters"


def one_door_for_boxes(tree: Tree) -> Iterator[str]:
    """Message boxes are opened by ui/problems.py and ui/ask.py alone."""
    yield from _only_in(tree, "QMessageBox", ("ui/problems.py", "ui/ask.py"))


def one_door_for_preferences(tree: Tree) -> Iterator[str]:
    """QSettings is used by ui/preferences.py alone."""
    yield from _only_in(tree, "QSettings", ("ui/preferences.py",))


def no_nested_loops(tree: Tree) -> Iterator[str]:
    """Nobody spins the event loop by hand or subclasses QThread."""
    for name in ("processEvents", "QEventLoop", "QThread"):
        yield from _only_in(tree, name, ())


def _only_in(tree: Tree, name: str, allowed: tuple[str, ...]) -> Iterator[str]:
    for module in tree.modules:
        if module.name not in allowed:
            yield from (module.at(node, f"uses {name}") for node in module.mentions(name))


HEX = re.compile(r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b|\brgba?\(|\bhsla?\(")
QT_COLOUR = re.compile(r"(\w+\.)*GlobalColor\.(?!transparent)\w+")
PALETTES = ("ui/tokens.py", "printing/palette.py", "exchange/sheet.py")
COLOUR_MAKERS = {"QColor", "HexColor", "Color", "CMYKColor", "toColor", "fromRgb", "fromString"}


def colours_in_the_theme(tree: Tree) -> Iterator[str]:
    """Colours are named in ui/tokens.py, of papers in printing/palette.py, of workbooks in exchange/sheet.py."""
    for module in tree.modules:
        if module.name in PALETTES:
            continue
        for node in module.strings():
            if HEX.search(str(node.value)):
                yield module.at(node, f"colour {node.value!r}")
        for call, name in module.calls():
            if name.rsplit(".", 1)[-1] in COLOUR_MAKERS and any(isinstance(part, ast.Constant) for part in call.args):
                yield module.at(call, f"colour {ast.unparse(call)}")
        for named in module.nodes():
            if isinstance(named, ast.Attribute) and QT_COLOUR.fullmatch(ast.unparse(named)):
                yield module.at(named, f"colour {named.attr}")


SQL = re.compile(r"^\s*(INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|REPLACE\s+INTO)\b", re.IGNORECASE)
WRITES = {"insert", "update", "delete"}
SESSION_WRITES = {"add", "add_all", "delete", "merge", "bulk_insert_mappings", "bulk_update_mappings"}


def writes_in_storage(tree: Tree) -> Iterator[str]:
    """Rows are written by storage alone: no insert, update or delete elsewhere, as statement, SQL or session."""
    for module in tree.modules:
        if module.below("storage"):
            continue
        for node, source, name in module.imports():
            if source.startswith("sqlalchemy") and name in WRITES:
                yield module.at(node, f"imports {name} of sqlalchemy")
        for call, name in module.calls():
            owner, _, verb = name.rpartition(".")
            by_session = owner.endswith("session") and verb in SESSION_WRITES
            if by_session or (owner in {"sa", "sqlalchemy"} and verb in WRITES):
                yield module.at(call, f"writes with {name}")
        yield from (module.at(node, "SQL that writes") for node in module.strings() if SQL.match(str(node.value)))


DATABASE = re.compile(r"station\.db|DATABASE_FILE|DATABASE_NAME|STATION_FILE", re.IGNORECASE)
OPENERS = {"open", "read_bytes", "write_bytes", "read_text", "write_text", "connect", "create_engine"}


def database_opened_by_the_engine(tree: Tree) -> Iterator[str]:
    """storage/engine.py alone opens the database file or imports a driver."""
    for module in tree.modules:
        if module.name == "storage/engine.py":
            continue
        for node, source, _name in module.imports():
            if source.split(".")[0] in {"sqlcipher3", "sqlite3"}:
                yield module.at(node, f"imports {source}")
        for call, name in module.calls():
            if name.rsplit(".", 1)[-1] in OPENERS and DATABASE.search(ast.unparse(call)):
                yield module.at(call, "opens the database file")
            if name.rsplit(".", 1)[-1] == "create_engine":
                yield module.at(call, "makes an engine")


ASCII_BESIDE = re.compile(f"[{CHINESE}][,;:()!?]|[,;:()!?][{CHINESE}]")


PATTERN = re.compile(r"\\[dswb]|\(\?[:P<=!]")  # what only regular expressions hold
TABLES = {"rules/surnames.py"}  # "单:shan4" is a table, not a sentence


def full_width_punctuation(tree: Tree) -> Iterator[str]:
    """Beside Chinese stand ，；：（）！？; patterns of `re` are not text."""
    for module in tree.modules:
        if module.name in TABLES:
            continue
        patterns = {
            part for call, name in module.calls() if name.startswith("re.") for argument in call.args
            for part in ast.walk(argument)
        }  # fmt: skip
        for node in module.strings():
            text = str(node.value)
            if node not in patterns and not PATTERN.search(text) and (found := ASCII_BESIDE.search(text)):
                yield module.at(node, f"ASCII punctuation beside Chinese: {found[0]}")


HAS_CHINESE = re.compile(f"[{CHINESE}]")
NUMERALS = set("零〇一二三四五六七八九十百千两日天")  # tables of characters
DATA = {("services/stations.py", "ZONES")}  # what a new station begins with
VOCABULARY = ("services/ledger_words.py", "services/ledger_templates.py", "services/demonstration")
"""Headings and words of others, invented people."""
SHOWN = ("ui", "services", "printing")
VALUES = {"aliases", "choices", "synonyms", "default", "value"}
GETTEXT = {"_", "N_", "text._", "text.N_"}


def sentences_are_translated(choices: frozenset[str]) -> Law:
    """Chinese that people see stands in `_()` or `N_()`; values of fields (`choices`) are data.

    Looked at: ui, services and printing, and every sentence that is raised.  Compared values,
    keys of dictionaries, members of sets, single characters, patterns of `re` and invented data are not sentences.
    """

    def law(tree: Tree) -> Iterator[str]:
        for module in tree.modules:
            if module.name.startswith(VOCABULARY):
                continue
            excused = _excused(module)
            raised = {part for node in module.nodes() if isinstance(node, ast.Raise) for part in ast.walk(node)}
            for node in module.strings():
                text = str(node.value)
                looked_at = module.below(*SHOWN) or node in raised
                data = len(text) == 1 or text in choices or set(text) <= NUMERALS or PATTERN.search(text)
                if looked_at and not data and node not in excused and HAS_CHINESE.search(text):
                    yield module.at(node, f"not marked for translation: {text[:20]}")

    return law


def _excused(module: Module) -> frozenset[ast.AST]:
    roots: list[ast.AST] = []
    for node in module.nodes():
        match node:
            case ast.Call(func=func, args=args, keywords=keywords):
                if ast.unparse(func) in {*GETTEXT, "frozenset", "set"} or ast.unparse(func).startswith("re."):
                    roots += args
                roots += [keyword.value for keyword in keywords if keyword.arg in VALUES]
            case ast.Compare(left=left, comparators=comparators):
                roots += [left, *comparators]
            case ast.Dict(keys=keys):
                roots += [key for key in keys if key]
            case ast.Subscript(slice=part):
                roots.append(part)
            case ast.MatchValue(value=value):
                roots.append(value)
            case ast.Set(elts=elements):
                roots += elements
            case ast.Assign(targets=[ast.Name(id=name)]) if (module.name, name) in DATA:
                roots.append(node.value)
    return frozenset(part for root in roots for part in ast.walk(root))


def gettext_sees_whole_sentences(tree: Tree) -> Iterator[str]:
    """`_()` takes one constant or a variable: what is put together at run time stands in no catalogue."""
    for module in tree.modules:
        for call, name in module.calls():
            whole = ast.Constant | ast.Name | ast.Attribute | ast.Subscript
            if name in GETTEXT and not isinstance(call.args[0], whole):
                yield module.at(call, f"sentence put together inside {name}()")


LIVE = {"Session", "Row", "RowMapping", "Result", "ScalarResult"}


def services_give_copies(tree: Tree) -> Iterator[str]:
    """No public function or method of services is annotated to return a record, a row or a session."""
    for module in tree.modules:
        if not module.below("services"):
            continue
        known = {
            name for _node, source, name in module.imports()
            if source.startswith("louyu_desktop.models") or (source.startswith("sqlalchemy") and name in LIVE)
        } | {"models"}  # fmt: skip
        for node in module.nodes():
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.returns:
                classes = [part for part in ast.walk(node.returns) if ast.unparse(part).startswith("type[")]
                inside = {part for found in classes for part in ast.walk(found)}
                used = {part.id for part in ast.walk(node.returns) if isinstance(part, ast.Name) and part not in inside}
                if used & known:
                    yield module.at(node, f"{node.name} returns {ast.unparse(node.returns)}")


def tests_wait_for_events(tree: Tree) -> Iterator[str]:
    """Tests neither sleep nor wait for a time, and use the real parts instead of mocks.

    `installer/patience.py` looks again at programs of others, which tell nobody when they are ready.
    """
    for module in tree.modules:
        for call, name in module.calls():
            if name in {"time.sleep", "sleep", "qtbot.wait"} and module.name != "installer/patience.py":
                yield module.at(call, f"calls {name}")
        for node, source, _name in module.imports():
            if source.startswith("unittest"):
                yield module.at(node, f"imports {source}")


LAWS: tuple[Law, ...] = (
    sizes, budgets, short_lines, one_door_for_boxes, one_door_for_preferences, no_nested_loops, colours_in_the_theme,
    writes_in_storage, database_opened_by_the_engine, full_width_punctuation, gettext_sees_whole_sentences,
    services_give_copies,
)  # fmt: skip
