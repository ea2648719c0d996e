# Tirek: `make run` starts the program with an invented school, `make test` runs every test.
.POSIX:
.PHONY: help env run demo test check bench words pictures

# The folder of the environment, and where `make run` keeps its data.
VENV = .venv
TIREK_HOME = var
ADDRESS = 127.0.0.1
PORT = 8000

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

env: $(VENV)/.ready ## the environment alone: .venv/bin/tirek

$(VENV)/.ready: requirements-dev.txt pyproject.toml tools/env.sh
	@VENV="$(VENV)" sh tools/env.sh

run: $(VENV)/.ready ## everything, with an invented school, on 127.0.0.1:8000
	@VENV="$(VENV)" TIREK_HOME="$(TIREK_HOME)" sh tools/run.sh "$(ADDRESS)" "$(PORT)"

demo: $(VENV)/.ready ## fill the empty database in ./var with an invented school
	@$(VENV)/bin/python -m tools.words --compile
	@TIREK_HOME="$(TIREK_HOME)" $(VENV)/bin/tirek migrate --verbosity 0
	@TIREK_HOME="$(TIREK_HOME)" $(VENV)/bin/tirek demo

test: $(VENV)/.ready ## every test: SQLite, PostgreSQL, a real browser
	@VENV="$(VENV)" sh tools/test.sh

check: $(VENV)/.ready ## format, lint, types, import contracts, migrations, catalogues
	@VENV="$(VENV)" sh tools/check.sh

bench: $(VENV)/.ready ## speed, on SQLite and PostgreSQL, into bench/results.md
	@$(VENV)/bin/python -m tools.words --compile
	@$(VENV)/bin/python -m bench

words: $(VENV)/.ready ## gather the words to translate into every room's catalogues
	@$(VENV)/bin/python -m tools.words

pictures: $(VENV)/.ready ## take the pictures of the documentation from a demo
	@$(VENV)/bin/python -m tools.words --compile
	@$(VENV)/bin/python -m tools.pictures
