#!/bin/sh
# What `make bench` compares with: LibreOffice Calc, DB Browser for SQLite and a screen (Xvfb) from the system's
# packages, typst in a folder of its own.  What cannot be installed here is left out; the bench says it is missing.
set -u
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
PEERS=bench-results/peers

packages=""
command -v soffice >/dev/null || packages="$packages libreoffice-calc"
command -v sqlitebrowser >/dev/null || packages="$packages sqlitebrowser"
command -v Xvfb >/dev/null || packages="$packages xvfb"
if [ -n "$packages" ]; then
    as_root=none
    if [ "$(id -u)" = 0 ]; then as_root=""
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root="sudo -n"
    fi
    if ! command -v apt-get >/dev/null || [ "$as_root" = none ]; then
        echo "没有这些，相应的比较会略过：$packages" >&2
    else
        echo "安装用来比较的软件：$packages"
        log=$(mktemp)
        if ! { $as_root apt-get update -q &&
               DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y --no-install-recommends $packages; } \
             >"$log" 2>&1; then
            tail -n 3 "$log" >&2
        fi
        rm -f "$log"
    fi
fi

if ! cmp -s requirements-bench.lock "$PEERS/installed"; then
    mkdir -p bench-results
    if "$PYTHON" -m venv --clear "$PEERS" &&
       "$PEERS/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
    then
        cp requirements-bench.lock "$PEERS/installed"
    else
        rm -rf "$PEERS"
        echo "typst 没有装上，相应的比较会略过" >&2
    fi
fi
exit 0
