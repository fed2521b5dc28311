# Plain `make` lists the verbs. The JDK that compiles and runs is found by Maven's toolchains.
MVN ?= $(if $(shell command -v mvn),mvn,./mvnw) --batch-mode --no-transfer-progress

# Spotless' formatter runs inside Maven's own JVM and must parse the newest Java: start that Maven on it.
JDK = $(shell $(MVN) toolchains:display-discovered-jdk-toolchains | awk '$$2 == "-" {home = $$3} $$2 == "version:" && $$3 + 0 >= 25 {print home; exit}')

# make torture
KILLS ?= 1000

# make image, make jib
ENGINE ?= docker
IMAGE ?= ghcr.io/athanor/athanor:$(VERSION)
VERSION = $(shell sed -n -e 's:-SNAPSHOT::' -e 's:^  <version>\(.*\)</version>:\1:p' pom.xml)
BUILD_ARGS = $(if $(BUILD),--build-arg BUILD=$(BUILD)) $(if $(BASE),--build-arg BASE=$(BASE))
# make tree: what the image holds; its args name this place
TREE ?= $(CURDIR)/target/tree

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

generate: ## the CRD, the reference pages, the chart's values and operator/install.yaml, from their sources
	$(MVN) --quiet test-compile exec:exec@command-page exec:exec@reference-page
	{ echo '# Generated from src/main/java/dev/athanor/api by `make generate`.'; \
	  sed 1d target/classes/META-INF/fabric8/databasemigrations.athanor.dev-v1.yml; } \
	  > crds/databasemigrations.athanor.dev.yaml
	$(MVN) --quiet validate exec:exec@packaging

tree: build ## what the image holds, in TREE: a small Java, the jars, an AOT cache trained on real databases
	rm -rf $(TREE)/*
	mkdir -p $(TREE)/lib $(TREE)/drivers
	$(JDK)/bin/jlink --output $(TREE)/java --strip-debug --no-header-files --no-man-pages \
	  --compress zip-6 --exclude-files '$(shell grep -v '^\#' operator/left-out | paste -sd, -)' \
	  --add-modules $$(grep -v '^#' operator/modules | paste -sd, -)
	# 5 MB of symbols, which only stacks from inside Java itself would show
	strip --strip-unneeded $(TREE)/java/lib/server/libjvm.so
	cp target/lib/*.jar target/athanor-*.jar $(TREE)/lib
	touch -d 2026-01-01T00:00:00Z $(TREE)/lib/*
	# compressed oops: a heap of 32 GB, half of a large machine, would go without them, and then without
	# the cache; standard output is for results, not for what Java itself has to say
	{ echo '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError'; \
	  echo '--enable-native-access=ALL-UNNAMED'; \
	  echo '-XX:+UseCompressedOops -Xlog:all=off:stdout -Xlog:all=warning:stderr'; \
	  echo "-cp $$(ls $(TREE)/lib/*.jar | paste -sd: -):$(TREE)/drivers/*"; \
	  echo dev.athanor.cli.Athanor; } > $(TREE)/args
	$(MVN) --quiet validate exec:exec@train -Dtree=$(TREE)

image: ## the image, by ENGINE=docker, podman or buildah; BUILD and BASE pin what it stands on
	$(ENGINE) build --file operator/Dockerfile --tag $(IMAGE) $(BUILD_ARGS) .

jib: ## the image without Docker, pushed to IMAGE; larger, and without the cache
	$(MVN) --quiet package jib:build -DskipTests -Dimage=$(IMAGE)

sbom: ## target/bom.json: what is shipped, as CycloneDX
	$(MVN) --quiet cyclonedx:makeBom

reproducible: ## build twice and compare every jar
	$(eval SUMS := $(shell mktemp))
	$(MVN) --quiet clean package -DskipTests
	cd target && sha256sum athanor-*.jar lib/*.jar > $(SUMS)
	$(MVN) --quiet clean package -DskipTests
	cd target && sha256sum --check --quiet $(SUMS)
	@rm $(SUMS); echo 'two builds are the same'

release-check: ## whether this checkout may become RELEASE=0.1.0
	.ci/release-check $(RELEASE)

site: ## docs/ as a site with search, in target/site; needs node and npm
	cd docs && npm ci --silent && npm run --silent build

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

.PHONY: help demo test test-apiserver e2e torture build generate tree image jib sbom reproducible release-check site \
        bench bench-scale format format-check clean
