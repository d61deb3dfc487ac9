# The test side of the build: test programs, suites, lint. tests/README.md tells how the suites work.

unit_bin    := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(unit_src))
bench_bin   := $(patsubst tests/bench/%.c,$(BUILD)/tests/bench/%,$(wildcard tests/bench/*.c))
harness_bin := $(BUILD)/tests/harness/transcript $(BUILD)/tests/harness/terminal
shim_so     := $(patsubst tests/fault/shim/%.c,$(BUILD)/tests/fault/shim/%.so,$(shim_src))
suite_bin   := $(foreach suite,$(sort $(notdir $(patsubst %/,%,$(dir $(suite_src))))),$(BUILD)/tests/$(suite)/$(suite))
test_bin    := $(unit_bin) $(harness_bin) $(shim_so) $(suite_bin)

suites      := $(shell sed -n 's/^\([a-z0-9]*\) .*/\1/p' tests/suites)
lint_suites := rooms headers format tidy
static_checks := $(lint_suites:%=check-%) check-asan check-fuzz check-build

export BUILD CC CFLAGS PREFIX

.PHONY: test lint format test-programs print-targets bench fuzz coverage check-valgrind $(suites:%=check-%)

test: ## install what is missing, build, run every suite; the last line is the sum
	@.ci/install build test || echo 'ytterby: going on with what is installed' >&2
	@tests/run

lint: ## the checks of style and structure alone
	@tests/run $(lint_suites) symbols

$(static_checks): check-%:
	@tests/run $*

# What does not build is told by make here and by the suite as a failure.
$(filter-out $(static_checks),$(suites:%=check-%)): check-%:
	-@$(MAKE) $(quietly) -k all test-programs
	@tests/run $*

test-programs: $(test_bin)

print-targets:
	@echo $(products) $(test_bin)

$(BUILD)/tests/unit/%: $(BUILD)/obj/tests/unit/%.o $(app_lib) $(core_lib)
	@mkdir -p $(@D)
	@$(LINK) -o $@ $^ $(CMOCKA_LIBS) $(APP_LIBS) $(CORE_LIBS)

$(BUILD)/tests/harness/%: $(BUILD)/obj/tests/harness/%.o $(BUILD)/obj/tests/harness/lines.o $(BUILD)/obj/tests/harness/screen.o
	@mkdir -p $(@D)
	@$(LINK) -o $@ $^

$(BUILD)/tests/fault/shim/%.so: $(BUILD)/obj/tests/fault/shim/%.o
	@mkdir -p $(@D)
	@$(LINK) -shared -o $@ $^ -ldl

# A suite that is a program of its own: all of tests/NAME/*.c, linked with the library.
.SECONDEXPANSION:
$(suite_bin): $(BUILD)/tests/%: $$(call objects,$$(wildcard tests/$$(*D)/*.c)) $(core_lib)
	@mkdir -p $(@D)
	@$(LINK) -o $@ $^ $(CORE_LIBS)

format: ## lay out all C code by .clang-format
	@find src include tests -name '*.[ch]' | xargs -r clang-format -i

bench: all $(bench_bin) ## the benchmarks, when tests/bench is there
	@if test -x tests/bench/run; then tests/bench/run; else echo 'no benchmarks yet' >&2; fi

coverage: ## which lines and branches of each room the suites reach (needs gcovr)
	@tests/coverage.sh

fuzz: ## fuzz every target for TIME seconds in all (600); prints what each did
	@SUITE_LIMIT=$$(($(or $(TIME),600) + 900)) FUZZ_TIME=$(or $(TIME),600) tests/run fuzz; \
	    sed -n 's/^\(not \)*ok fuzz //p' $(BUILD)/tests/logs/fuzz.tap

check-valgrind: all $(unit_bin) ## unit tests under valgrind
	@tests/valgrind.sh

# clang-tidy, one stamp a source, so that what did not change is not looked at again. The analyzer follows fewer
# paths through a function than it would (225,000 nodes), which takes a fifth of the time: TIDY_NODES=225000 for all.
TIDY_NODES ?= 40000
tidy_ok := $(patsubst %.c,$(BUILD)/tidy/%.ok,$(core_src) $(app_src) $(cli_src) $(helper_src) $(bench_src) $(module_src) \
           $(harness_src) $(shim_src) $(suite_src))
-include $(tidy_ok:.ok=.d)
.PHONY: tidy-stamps

tidy-stamps: $(tidy_ok)

tidy_flags = -std=c11 -D_GNU_SOURCE -Iinclude $(PACKAGE_DIRS) -DYT_DATADIR='"/share"' -DYT_VERSION='"$(VERSION)"'
$(BUILD)/tidy/%.ok: %.c .clang-tidy
	@mkdir -p $(@D) && rm -f $@
	@clang-tidy --quiet $< -- $(tidy_flags) -Xclang -analyzer-config -Xclang max-nodes=$(TIDY_NODES) >$(@:.ok=.txt) 2>/dev/null
	@clang $(tidy_flags) -MM -MP -MT $@ -MF $(@:.ok=.d) $< && touch $@

# Benchmarks are programs linked with everything.
$(BUILD)/tests/bench/%: $(BUILD)/obj/tests/bench/%.o $(app_lib) $(core_lib)
	@mkdir -p $(@D)
	@$(LINK) -o $@ $^ $(APP_LIBS) $(CORE_LIBS)

# The sanitizers' builds, in folders of their own: `make sanitized` is called by tests/asan.sh, `make fuzzed` by
# tests/fuzz.sh. They are two, since what libFuzzer wants to know of every edge and comparison makes the code two to
# three times as slow.
comma := ,
fuzz_src := $(wildcard tests/fuzz/*.c)
fuzz_bin := $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz/%,$(fuzz_src))
fuzz_lib := $(call objects,$(wildcard tests/fuzz/lib/*.c) tests/random/wrong_counts.c)
-include $(patsubst %.o,%.d,$(call objects,$(fuzz_src)) $(fuzz_lib))
.PHONY: sanitized sanitized-programs fuzzed fuzz-programs

sanitizing = CC=clang DATADIR=$(CURDIR) \
    CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined$(1) -fno-sanitize-recover=undefined'
sanitized: $(helper) $(graph) ## build the program and the unit tests with sanitizers into build/asan
	@$(MAKE) $(quietly) -k BUILD=$(BUILD)/asan $(sanitizing) sanitized-programs
	@cp $(helper) $(graph) $(BUILD)/asan # as they are: the helper's sandbox has no room for a sanitizer

fuzzed: ## build the fuzz targets into build/fuzzed
	@$(MAKE) $(quietly) -k BUILD=$(BUILD)/fuzzed $(call sanitizing,$(comma)fuzzer-no-link) fuzz-programs

sanitized-programs: $(core_lib) $(program) $(bencher) $(unit_bin) $(harness_bin) $(suite_bin)
fuzz-programs: $(fuzz_bin)

# The same with the thread sanitizer, for what runs in several threads: tests/tsan.sh.
.PHONY: thread-sanitized thread-sanitized-programs
threaded := test_load test_rdfio_parallel test_threads test_gather
thread-sanitized: $(helper)
	@$(MAKE) $(quietly) -k BUILD=$(BUILD)/tsan CC=clang DATADIR=$(CURDIR) \
	    CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=thread' thread-sanitized-programs
	@cp $(helper) $(BUILD)/tsan

thread-sanitized-programs: $(program) $(threaded:%=$(BUILD)/tests/unit/%) $(BUILD)/tests/random/random

# Fuzz targets read through tiny windows, so that every token meets a window's end.
fuzz_input := $(BUILD)/obj/tests/fuzz/input.o
$(fuzz_input): src/rdfio/input.c $(BUILD)/obj/options
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -DFIRST_WINDOW=16 -MMD -MP -c -o $@ $<
-include $(fuzz_input:.o=.d)

$(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(fuzz_lib) $(fuzz_input) $(app_lib) $(core_lib)
	@mkdir -p $(@D)
	@$(LINK) -fsanitize=fuzzer -o $@ $^ $(APP_LIBS) $(CORE_LIBS)
