#!/bin/sh
# Everything that can be checked without running a test; all of it is run, then the verdict.
set -u
TIREK_HOME=$(mktemp -d)
export TIREK_HOME
trap 'rm -rf "$TIREK_HOME"' EXIT
bin=$VENV/bin
failed=""

check() {
    title=$1
    shift
    echo "== $title"
    "$@" || failed="$failed
  $title"
}

check "format" "$bin/ruff" format --check --quiet .
check "lint" "$bin/ruff" check --quiet .
check "types" "$bin/mypy"
check "import contracts" "$bin/lint-imports"
check "settings" "$bin/tirek" check
check "settings of a server" "$bin/tirek" check --deploy --fail-level WARNING
check "settings behind HTTPS" env TIREK_HTTPS=1 TIREK_ALLOWED_HOSTS=tirek.example "$bin/tirek" check --deploy --fail-level WARNING
check "migrations are complete" "$bin/tirek" makemigrations --check --dry-run
check "catalogues are complete" "$bin/python" -m tools.words --check
check "catalogues can be compiled" "$bin/python" -m tools.words --compile

if [ -n "$failed" ]; then
    echo "FAILED:$failed"
    exit 1
fi
echo "All checks hold."
