#!/bin/sh
# Writes requirements.lock anew: everything pinned, with the hashes of every platform's files, without host names.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m venv .venv/lock
.venv/bin/python -m pip --python .venv/lock/bin/python install --quiet uv
.venv/lock/bin/uv pip compile --quiet --universal --generate-hashes --group dev --python-version 3.11 \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@" -o requirements.lock pyproject.toml
if grep -n '://' requirements.lock; then echo "requirements.lock names a host" >&2; exit 1; fi
