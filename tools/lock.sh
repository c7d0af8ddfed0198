#!/bin/sh
# Writes requirements.lock anew: everything pinned, with the hashes of every platform's files, without host names.
# And requirements-build.lock beside it: what makes a program of it (PyInstaller), and requirements-mutants.lock:
# what changes it for `make mutants` (mutmut); nothing against the first.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m venv .venv/lock
.venv/bin/python -m pip --python .venv/lock/bin/python install --quiet uv
pin() {
    .venv/lock/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}
pin "$@" --group dev -o requirements.lock pyproject.toml
echo 'pyinstaller>=6.16,<7' | pin "$@" -c requirements.lock -o requirements-build.lock -
echo 'mutmut>=3.8,<4' | pin "$@" -c requirements.lock -o requirements-mutants.lock -
if grep -n '://' requirements.lock requirements-build.lock requirements-mutants.lock; then echo "a lock names a host" >&2; exit 1; fi
