#!/bin/sh
# Starts the program on the data in $TIREK_HOME; an empty database gets the invented school first.
set -eu
address=$1 port=$2
[ -d "$TIREK_HOME" ] || mkdir -p -m 700 "$TIREK_HOME"
TIREK_HOME=$(cd "$TIREK_HOME" && pwd)
export TIREK_HOME
logins=$TIREK_HOME/demo-logins.txt
"$VENV/bin/python" -m tools.words --compile
if [ ! -e "$TIREK_HOME/tirek.sqlite3" ] && [ -z "${TIREK_DATABASE_URL:-}" ]; then
    echo "Filling the database with an invented school ..."
    "$VENV/bin/tirek" migrate --verbosity 0
    if "$VENV/bin/tirek" demo >"$logins.part"; then
        mv "$logins.part" "$logins"
    else
        rm -f "$TIREK_HOME"/tirek.sqlite3*
        exit 1
    fi
fi
[ ! -e "$logins" ] || cat "$logins"
exec "$VENV/bin/tirek" serve --host "$address" --port "$port"
