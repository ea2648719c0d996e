#!/bin/sh
# Makes the environment in $VENV from the hashed lock; a second call with the same lock does nothing.
set -eu
python=""
for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Tirek needs Python 3.11 or newer: install it (Debian: apt install python3) and try again." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing python3-venv ..."
        apt-get update -q >/dev/null
        DEBIAN_FRONTEND=noninteractive apt-get install -yq python3-venv >/dev/null
    else
        echo "Python's venv is missing: install it (Debian: sudo apt install python3-venv) and try again." >&2
        exit 1
    fi
fi
echo "Preparing the environment in $VENV ..."
[ -x "$VENV/bin/python" ] || "$python" -m venv "$VENV"
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check \
    --require-hashes -r requirements-dev.txt
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check \
    --no-deps --no-build-isolation --editable .
touch "$VENV/.ready"
