# mfsha: everything a person runs in this checkout. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

MVN       := mvn -B
HOME_DIR  := build/mfsha
GUARD     := build/guard/mfsha-guard
MODULES   := core moosefs linux agent lab
SOURCES   := $(shell find $(MODULES) -path '*/src/main/*' -type f 2>/dev/null) \
             pom.xml $(MODULES:%=%/pom.xml)
# Expanded when a recipe runs: setup may just have installed the JDK.
JAVA_ENV   = export JAVA_HOME="$$(bin/find-jdk)";

.PHONY: help build demo test bench bench-publish demo-runs losses search chaos simulate clean setup guard FORCE

help: ## Say what can be made here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: setup guard $(HOME_DIR)/mfsha.aot ## Build everything into build/ (only what changed)
	@ln -sfn ../guard/mfsha-guard $(HOME_DIR)/mfsha-guard

demo: build ## Show a failover on a MooseFS cluster inside this machine (root)
	@$(JAVA_ENV) "$$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Dmfsha.root="$(CURDIR)" \
	    -cp '$(HOME_DIR)/lib/*' org.mfsha.lab.demo.Demo $(DEMO_ARGS)

test: build ## Check everything: compiler warnings, Error Prone, format, all tests
	@mkdir -p build
	@$(JAVA_ENV) $(MVN) -T 2 verify >build/test.log 2>&1 || true
	@bin/test-summary build/test.log || { \
	    echo "make test: failed; everything the runner said is in build/test.log" >&2; exit 1; }

bench: build ## Measure mfsha beside ucarp and keepalived, 60 to 75 minutes (RUNS=5, BENCH_ARGS=--quick, root)
	@$(JAVA_ENV) "$$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Dmfsha.root="$(CURDIR)" \
	    -cp '$(HOME_DIR)/lib/*' org.mfsha.lab.bench.Bench --runs $(or $(RUNS),5) --output build/bench $(BENCH_ARGS)

bench-publish: build ## Write what was measured last into docs/benchmarks.md, with charts and raw numbers
	@$(JAVA_ENV) "$$JAVA_HOME/bin/java" -Dmfsha.root="$(CURDIR)" -cp '$(HOME_DIR)/lib/*' \
	    org.mfsha.lab.bench.Bench --publish docs --output build/bench

demo-runs: build ## Repeat the demo and print medians and worst figures (RUNS=10, root)
	@$(JAVA_ENV) "$$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Dmfsha.root="$(CURDIR)" \
	    -cp '$(HOME_DIR)/lib/*' org.mfsha.lab.demo.Demo --runs $(or $(RUNS),10) --output build/demo-runs

losses: build ## Count what is lost in many faults under full load (KILLS=200 HOSTS=200, an hour, root)
	@$(JAVA_ENV) "$$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Dmfsha.root="$(CURDIR)" \
	    -cp '$(HOME_DIR)/lib/*' org.mfsha.lab.losses.Losses --kills $(or $(KILLS),200) --agents $(or $(AGENTS),0) \
	    --hosts $(or $(HOSTS),200) --output build/losses $(LOSSES_ARGS)

search: build ## Visit every way three nodes can go, much farther than the tests do (some minutes)
	@mkdir -p build
	@$(JAVA_ENV) $(MVN) -pl core test -Dtest=ExhaustiveSearchTest -Dmfsha.search=deep \
	    -Dmfsha.test.argLine="-Xmx$(or $(HEAP),5g) -XX:+UseSerialGC" -Dspotless.check.skip=true >build/search.log 2>&1 \
	    && r=0 || r=$$?; grep -A 1 'states,' build/search.log || true; \
	    grep -E 'FAIL|ERROR|Tests run:.*[0-9]$$' build/search.log | head -20 || true; exit $$r

chaos: build ## Let faults happen at random and check what must hold (MINUTES=5, SEED=, root)
	@$(JAVA_ENV) "$$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Dmfsha.root="$(CURDIR)" \
	    -cp '$(HOME_DIR)/lib/*' org.mfsha.lab.chaos.Chaos --minutes $(or $(MINUTES),5) \
	    $(if $(SEED),--seed $(SEED)) $(CHAOS_ARGS)

simulate: setup ## Simulate clusters under faults with fresh seeds (SECONDS=600), or one again (SEED=n)
	@mkdir -p build
	@$(JAVA_ENV) $(MVN) -pl core test-compile -Dspotless.check.skip=true -Dspotless.apply.skip=true \
	    >build/simulate.log 2>&1 || { grep -E 'ERROR' build/simulate.log | head -40 >&2; exit 1; }
	@$(JAVA_ENV) exec "$$JAVA_HOME/bin/java" -Xmx1g -Dmfsha.trace=$(or $(TRACE),100) \
	    -cp core/target/classes:core/target/test-classes org.mfsha.core.simulation.Simulate \
	    $(if $(SEED),seed $(SEED),seconds $(or $(SECONDS),600))

clean: ## Delete everything that was built
	@rm -rf build target $(MODULES:%=%/target)

setup:
	@bin/setup

guard:
	@$(MAKE) --no-print-directory -s -C guard

# The list of sources is itself an input, so that a deleted file leads to a build as well.
build/sources: FORCE
	@mkdir -p build
	@printf '%s\n' $(sort $(SOURCES)) | cmp -s - $@ || printf '%s\n' $(sort $(SOURCES)) >$@

$(HOME_DIR)/classpath: $(SOURCES) build/sources
	@echo "make: compiling"
	@rm -rf $(HOME_DIR)/lib $(HOME_DIR)/mfsha.aot && mkdir -p $(HOME_DIR)/lib
	@$(JAVA_ENV) if ! $(MVN) package dependency:copy-dependencies -Dmaven.test.skip=true \
	    -Dspotless.check.skip=true -Dspotless.apply.skip=true \
	    -DincludeScope=runtime -DoutputDirectory="$(CURDIR)/$(HOME_DIR)/lib" >build/build.log 2>&1; then \
	    grep -E 'WARNING.*\.java|ERROR' build/build.log | head -40 >&2; \
	    echo "make build: failed; everything Maven said is in build/build.log" >&2; exit 1; \
	fi
	@cp --preserve=timestamps $(MODULES:%=%/target/mfsha-*.jar) $(HOME_DIR)/lib/
	@bin/find-jdk >$(HOME_DIR)/java-home
	@cd $(HOME_DIR)/lib && LC_ALL=C ls | grep -v '^mfsha-lab-' >../classpath

# Classes loaded, linked and profiled ahead of time (JEP 483, 514): the daemon and each command start faster.
$(HOME_DIR)/mfsha.aot: $(HOME_DIR)/classpath bin/mfsha
	@rm -f $@
	@MFSHA_JAVA_OPTIONS="-XX:AOTCacheOutput=$(CURDIR)/$@" bin/mfsha warm-up >build/aot.log 2>&1 \
	    || { cat build/aot.log >&2; echo "make: no start-up cache (mfsha starts slower without it)" >&2; }
