# Needs make and any Node from 18 on with npm. Node 24, on which everything runs, comes with the packages.
# A shell other than the default makes every line see the PATH below, in old versions of make too.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
MACHINE_PATH := $(PATH)
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
COMPOSE := docker compose -f docker/compose.yaml

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: packages ## Install what is missing and build the dashboard
	@nx run dashboard:build

.PHONY: dev
dev: packages ## Run everything on http://127.0.0.1:3000, restarted on change (PORT, FLOW_TRAIL_DATA, DEMO=0)
	@# Not over Nx: it would print its own account of a Ctrl-C, and hide the exit code.
	@exec node tools/dev.mjs

.PHONY: demo
demo: packages ## Send 20 runs of the demo to a running server (ARGS="--seed 7")
	@nx run demo:demo --output-style=stream-without-prefixes -- $(ARGS)

.PHONY: test
test: packages ## Run every test this machine allows (REQUIRE_ALL=1: what cannot run is a failure)
	@exec node tools/test.mjs

.PHONY: check
check: packages ## Check format, lint, types and boundaries
	@prettier --check --log-level=warn . && nx run-many -t lint typecheck

.PHONY: reprocess
reprocess: packages ## Have a running server read the decisions of its flows again (ARGS="--all --name movie-night")
	@node tools/reprocess.mjs $(ARGS)

.PHONY: build
build: packages ## Build every project
	@nx run-many -t build

.PHONY: bench
bench: packages ## Measure the server beside bare programs (ARGS="--only accept", ARGS=--help)
	@node tools/bench.mjs $(ARGS)

.PHONY: chaos
chaos: packages ## Break it and see what holds (SEED=7, SEEDS=3, ROWS=FM-A1,FM-P1, MODES=embedded, MUTANTS=1)
	@exec node -C @flow-trail/source --enable-source-maps --import ./tools/typescript-hook.mjs apps/chaos/src/main.ts \
	  $(if $(SEED),--seed $(SEED)) $(if $(SEEDS),--seeds $(SEEDS)) $(if $(ROWS),--rows $(ROWS)) $(if $(MODES),--modes $(MODES)) $(if $(MUTANTS),--mutants)

.PHONY: services
services: packages ## Install Redis, an S3 server and Chromium for the tests, from Debian's packages
	@node tools/services.mjs

.PHONY: up
up: docker ## Run api, worker, PostgreSQL, Redis and an S3 server in containers
	@$(COMPOSE) up --build --detach --wait

.PHONY: down
down: docker ## Stop the containers; their volumes stay (docker compose … down --volumes deletes them)
	@$(COMPOSE) down

.PHONY: clean
clean: ## Delete what was built and cached; with DATA=1 the flows in .flow-trail too
	@rm -rf {apps,libs}/*/{dist,coverage,test-results,.angular} .angular .nx dist coverage
	@if [ "$(DATA)" = 1 ]; then rm -rf .flow-trail; echo 'Deleted: builds, caches and the flows in .flow-trail.'; \
	else echo 'Deleted: builds and caches. The flows in .flow-trail stay (make clean DATA=1 deletes them).'; fi

# With the machine's own Node: npm must not replace the one that it runs on.
.PHONY: packages
packages: export PATH := $(MACHINE_PATH)
packages:
	@command -v node >/dev/null || { echo 'Node was not found. Install Node 18 or newer, with npm, then try again.' >&2; exit 1; }
	@node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' || { echo "Node $$(node -v) is too old. Install Node 18 or newer, with npm, then try again." >&2; exit 1; }
	@exec node tools/install.mjs

.PHONY: docker
docker:
	@docker compose version >/dev/null 2>&1 || { echo 'Docker with its compose plugin was not found. make dev runs without it.' >&2; exit 1; }
