# FitSync. `make run` and `make test` need Python 3.11 or newer and make, nothing else.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv/bin
STAGE ?= dev
XDIST ?= -n 2
export PORT

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Install everything into the checkout (done by the others when needed)
	@$(PYTHON) tools/bootstrap.py

run: install ## Run the platform on this machine until Ctrl-C; PORT=4566
	@$(VENV)/python -m tools.run

update: install ## Bring the running local stage up to date after a change
	@$(VENV)/python -m tools.swap

reset: ## Forget all data and deployments of the local stage
	@rm -rf .local && echo "The local state is gone."

invoke: install ## Invoke a function of the running local stage: FUNCTION=mailer EVENT=user_registered
	@$(VENV)/python -m tools.invoke "$(FUNCTION)" "$(EVENT)"

rebuild: install ## Make training statistics anew: STAGE=dev, of everybody or USER_ID=...
	@$(VENV)/python -m tools.rebuild --stage $(STAGE) $(if $(USER_ID),--user "$(USER_ID)",--all)

synth: install ## Write the templates of a stage to cdk.out: STAGE=dev
	@$(VENV)/python -m tools.deploy synth $(STAGE)

diff: install ## Show what a deployment to AWS would change: STAGE=dev
	@$(VENV)/python -m tools.deploy diff $(STAGE)

bootstrap: install ## Prepare an AWS account and its regions for deployments, once: STAGE=dev
	@$(VENV)/python -m tools.deploy bootstrap $(STAGE)

deploy: install ## Deploy to the AWS account of the current credentials: STAGE=dev
	@$(VENV)/python -m tools.deploy deploy $(STAGE)

openapi: install ## Write docs/openapi.json, errors.md and cost.md from what is declared
	@$(VENV)/python -m tools.openapi
	@$(VENV)/python -m bench.cost_page

data-map: install ## Write docs/personal-data.md from what the areas declare
	@$(VENV)/python -m tools.data_map

lock: install ## Pin the requirements again; UPGRADE=1 takes the newest versions
	@$(VENV)/python -m tools.lock $(if $(UPGRADE),--upgrade)

format: install ## Format the code
	@$(VENV)/ruff check --fix-only --quiet . && $(VENV)/ruff format --quiet .

check: install ## Lint, formatting, types and import rules
	$(VENV)/ruff check --quiet .
	$(VENV)/ruff format --check --quiet .
	$(VENV)/mypy
	$(VENV)/lint-imports

test: install ## Everything CI runs, the checks beside the tests
	@$(MAKE) --no-print-directory --jobs=2 check suite

suite: install
	$(VENV)/python -m pytest $(XDIST) --dist loadscope --no-loadscope-reorder

bench: install ## Measure: cold starts, requests, capacity, load, price; SAVE=1 writes the tables
	@$(VENV)/python -m bench $(if $(SAVE),--save)

test-fidelity: install ## Test against AWS's own DynamoDB Local what stores anything; needs Java
	@$(VENV)/python -m tools.fidelity $(XDIST) --dist loadscope --no-loadscope-reorder

.PHONY: help install run update reset invoke synth diff bootstrap deploy openapi lock format check test suite test-fidelity bench
