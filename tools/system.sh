#!/bin/sh
# What the system must bring: Python with venv, the libraries that Qt loads, and the programs and files named as
# arguments (each in a package of its own name, else program:package).  Installs what is missing where it may (root,
# or sudo without a password); otherwise prints the one line to type, and stops.
set -eu
PYTHON=${PYTHON:-python3}

missing=""
need() { missing="$missing $1"; }
for program in "$@"; do
    [ -e "${program%:*}" ] || command -v "${program%:*}" >/dev/null || need "${program#*:}"
done

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "需要 Python 3.11 或更新的版本。请先安装，再执行：make PYTHON=python3.11 run" >&2
    exit 1
fi
"$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv

if [ "$(uname -s)" = Linux ]; then
    cache=$(/sbin/ldconfig -p 2>/dev/null || ldconfig -p)
    while read -r library package; do
        case $cache in *"$library "*) ;; *) need "$package" ;; esac
    done <<'LIBRARIES'
libEGL.so.1 libegl1
libGL.so.1 libgl1
libglib-2.0.so.0 libglib2.0-0
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libcups.so.2 libcups2
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
libX11.so.6 libx11-6
libX11-xcb.so.1 libx11-xcb1
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb.so.1 libxcb1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render.so.0 libxcb-render0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
LIBRARIES
fi

[ -n "$missing" ] || exit 0
line="apt-get install -y --no-install-recommends$missing"
if ! command -v apt-get >/dev/null; then
    echo "缺少这些系统组件，请用系统的软件管理安装后再试：$missing" >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "缺少系统组件。请执行下面这一行，然后再试：" >&2
    if command -v sudo >/dev/null; then
        echo "    sudo apt-get update && sudo $line" >&2
    else
        echo "    su -c 'apt-get update && $line'" >&2
    fi
    exit 1
fi
echo "安装系统组件：$missing"
log=$(mktemp)
if ! { $as_root apt-get update -q && DEBIAN_FRONTEND=noninteractive $as_root $line; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "系统组件没有装上。请联网后执行：apt-get update && $line" >&2
    exit 1
fi
rm -f "$log"
