"""The translation catalogues: `catalogue.py check` compares them with the sources, `update` takes new sentences in."""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("en",)
KEYWORDS = {"_": None, "N_": None}
PLACE = re.compile(r"\{\w*\}")
COUNTING = "{counter}"  # 家, 人, 场: a language without counting words may leave it out
NOISE = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Language-Team",
         "Report-Msgid-Bugs-To", "Project-Id-Version")  # fmt: skip


def sentences(package: Path) -> Catalog:
    """Every sentence marked `_()` or `N_()` below `package`, in the order of files and lines."""
    found = Catalog(project="louyu_desktop", charset="utf-8", fuzzy=False)
    for filename, line, message, _comments, context in extract_from_dir(
        package, [("**.py", "python")], keywords=KEYWORDS
    ):
        if message:
            found.add(message, None, [(f"{package.name}/{filename}", line)], context=context)
    return found


def source(language: str) -> Path:
    """Where the catalogue of `language` lies."""
    return FOLDER / language / "LC_MESSAGES" / "louyu.po"


def load(language: str) -> Catalog:
    """The catalogue of `language`, empty when there is none yet."""
    path = source(language)
    text = path.read_bytes() if path.exists() else b""
    return read_po(BytesIO(text), locale=language)


def places(sentence: str) -> list[str]:
    """What is filled in, but for counting words."""
    return sorted(place for place in PLACE.findall(sentence) if place != COUNTING)


def problems(wanted: Catalog, have: Catalog) -> list[str]:
    """What is missing, no longer said, or has other places to fill in than the Chinese."""
    said = {str(message.id) for message in wanted if message.id}
    kept = {str(message.id): str(message.string or "") for message in have if message.id}
    found = [f"missing: {text}" for text in sorted(said - kept.keys())]
    found += [f"no longer said: {text}" for text in sorted(kept.keys() - said)]
    for text, translated in kept.items():
        if translated and places(text) != places(translated):
            found.append(f"other places to fill in: {text}")
    return found


def update(language: str) -> None:
    """Write the catalogue anew: new sentences in, old ones out, translations kept; no dates and no line numbers."""
    wanted, have = sentences(ROOT / "louyu_desktop"), load(language)
    fresh = Catalog(locale=language, project="louyu_desktop", charset="utf-8", fuzzy=False)
    fresh.header_comment = "# The sentences of louyu_desktop; the Chinese is the source (`make translations`)."
    for message in wanted:
        if message.id:
            known = have.get(message.id)
            files = sorted({(name, 0) for name, _line in message.locations})
            fresh.add(message.id, known.string if known else "", files)
    path = source(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=120, sort_output=True, omit_header=False, include_lineno=False)
    header = re.compile(rf'^"({"|".join(NOISE)}):.*\n', re.MULTILINE)
    path.write_text(header.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Exit code 1 when a catalogue and the sources differ."""
    bad = 0
    for language in LANGUAGES:
        if arguments == ["update"]:
            update(language)
        wanted, have = sentences(ROOT / "louyu_desktop"), load(language)
        found = problems(wanted, have)
        done = sum(1 for message in have if message.id and message.string)
        print(f"{language}: {done} of {len(wanted)} sentences translated, {len(found)} problems")
        for line in found[:20]:
            print(f"  {line}")
        bad += len(found)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
