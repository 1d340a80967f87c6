# One word a task; `make help` lists them. PORTAL_PORT, PORTAL_HOST, PORTAL_VAR and PORTAL_URL move an instance.
PORTAL_VAR ?= var
PORTAL_PORT ?= 5000
export PORTAL_VAR PORTAL_PORT
.DEFAULT_GOAL := help
.PHONY: up down status logs dev test test-all test-down faults bench clients check fix lock help

up: ## Everything from nothing to a running portal; prints its address and the admin's first password
	@bin/portal up

down: ## Stop the portal; nothing is lost
	@bin/portal down

status: ## What runs, and what each dependency says
	@bin/portal status

logs: ## Follow the logs of every process
	@bin/portal logs

dev: ## The portal with CKAN's development server in place of web: code and templates are reloaded on change; Ctrl-C ends it
	@bin/portal dev

test: ## Every test, browser included, on an instance of its own (var/test, ports 100 higher); a part: ARGS="tests/search -k typo"
	@ARGS='$(subst ','\'',$(ARGS))' COVERAGE="$(COVERAGE)" bin/run-tests

test-all: ## The same, and the slow tests whole instead of a sample of each
	@COVERAGE="$(COVERAGE)" bin/run-tests --all

test-down: ## Stop the services that `make test ARGS=…` left running for the next time
	@PORTAL_VAR="$(PORTAL_VAR)/test" PORTAL_PORT=$$(($(PORTAL_PORT) + 100)) bin/portal down

faults: ## N random kills in publishes (N=200 SEED=1), a table of what was found; fails on the first violation
	@N="$(N)" SEED="$(SEED)" bin/run-faults

bench: ## Every benchmark of benchmarks/, ours and the peers', as tables and JSON (some only: NAMES="ingest releases")
	@NAMES="$(NAMES)" bin/run-bench

clients: ## Every client and validator on the running portal, as a table (more are installed into .tools/clients)
	@bin/run-clients

check: ## Less than a minute: ruff, pyright, architecture and documentation tests
	@bin/check

fix: ## Put right what tools can: format, imports, simple findings of ruff
	@bin/fix

lock: ## Write config/lock/requirements.txt anew from setup.py (needs uv)
	@uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 --extra test setup.py -o config/lock/requirements.txt

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 10
