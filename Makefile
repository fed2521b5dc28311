# Plain `make` lists the verbs. The JDK that compiles and runs is found by Maven's toolchains.
MVN ?= $(if $(shell command -v mvn),mvn,./mvnw) --batch-mode --no-transfer-progress

# Spotless' formatter runs inside Maven's own JVM and must parse the newest Java: start that Maven on it.
JDK = $(shell $(MVN) toolchains:display-discovered-jdk-toolchains | awk '$$2 == "-" {home = $$3} $$2 == "version:" && $$3 + 0 >= 25 {print home; exit}')

# make torture
KILLS ?= 1000

# make bench-scale: how many resources, how many ConfigMaps beside them, for how many seconds idle
RESOURCES ?= 1000
CONFIGMAPS ?= 20000
IDLE ?= 300

.DEFAULT_GOAL := help

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## the main job on a real PostgreSQL and an in-process Kubernetes API
	$(MVN) --quiet test-compile exec:exec@demo

test: ## all tests that need no cluster
	$(MVN) verify

test-apiserver: ## the tests that need a real kube-apiserver, see CONTRIBUTING.md
	$(MVN) verify -Dgroups=apiserver -Dexcluded.tags=e2e

e2e: ## the operator's story in the cluster of KUBECONFIG with IMAGE=..., see CONTRIBUTING.md
	$(MVN) test -Dgroups=e2e -Dexcluded.tags=apiserver -Dtest=EndToEndTest -Djacoco.skip=true \
	  -Dathanor.image=$(IMAGE) -Dathanor.postgres=$(POSTGRES)

torture: ## kill -9 on each database, KILLS=1000 times each, and a table of what came of it
	rm -f target/torture.txt
	$(MVN) test -Dtest=KilledRunnerTest,TortureTest -Dathanor.kills=$(KILLS) -Dsurefire.failIfNoSpecifiedTests=false; \
	  status=$$?; cat target/torture.txt; exit $$status

build: ## the program: bin/athanor runs it
	$(MVN) --quiet package -DskipTests
	@echo $(JDK) > target/jdk

generate: ## the CRD and docs/cli.md, from the types and the commands
	$(MVN) --quiet test-compile exec:exec@command-page
	{ echo '# Generated from src/main/java/dev/athanor/api by `make generate`.'; \
	  sed 1d target/classes/META-INF/fabric8/databasemigrations.athanor.dev-v1.yml; } \
	  > crds/databasemigrations.athanor.dev.yaml

bench: ## wall time beside psql, as ratios in one run
	$(MVN) --quiet test-compile exec:exec@bench

bench-scale: ## what RESOURCES=1000 resources cost on a real kube-apiserver, see CONTRIBUTING.md
	RESOURCES=$(RESOURCES) CONFIGMAPS=$(CONFIGMAPS) IDLE=$(IDLE) ETCD_QUOTA_BACKEND_BYTES=8589934592 \
	  $(MVN) --quiet test-compile exec:exec@bench-scale

format: ## format the sources
	JAVA_HOME=$(JDK) $(MVN) --quiet spotless:apply

format-check: ## fail on a source that is not formatted
	JAVA_HOME=$(JDK) $(MVN) --quiet spotless:check

clean: ## remove what was built
	$(MVN) --quiet clean

.PHONY: help demo test test-apiserver e2e torture build generate bench bench-scale format format-check clean
