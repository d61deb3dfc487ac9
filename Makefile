# Ytterby: the build. Sources are found by their room (src/ROOM/*.c, doors in include/ytterby/ROOM.h);
# src/ROOMS lists the rooms and what each may include. `make help` lists the targets.

AR     ?= ar
CFLAGS ?= -O2 -g
BUILD  ?= build
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
DATADIR ?= $(PREFIX)/share/ytterby
REDLAND_MODULES ?= $(LIBDIR)/redland
JOBS   ?= $(shell nproc)

VERSION := 0.1.0
SOVERSION := 0

SPARQL_ROOMS := parse algebra plan exec engine
CORE_ROOMS   := base term rdfio source store load redland results report ingest lib
APP_ROOMS    := shell server

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wcast-qual -Wvla
ifneq ($(filter true,$(CI))$(filter 1,$(WERROR)),)
WARNINGS += -Werror
endif

# pkg-config is asked once, and only when something is compiled: `make run` may have to install it.
once = $(eval $(1) := $$(shell $(2)))$($(1))
CORE_PACKAGES := redland raptor2 lmdb libpcre2-8 libutf8proc gmp nettle libxxhash libzstd zlib jansson
APP_PACKAGES  := readline
PACKAGE_DIRS = $(call once,PACKAGE_DIRS,pkg-config --cflags-only-I $(CORE_PACKAGES) | sed 's/-I/-isystem /g')
CORE_LIBS    = $(call once,CORE_LIBS,pkg-config --libs $(CORE_PACKAGES); echo -lm -lpthread)
APP_LIBS     = $(call once,APP_LIBS,pkg-config --libs $(APP_PACKAGES))
CMOCKA_LIBS  = $(call once,CMOCKA_LIBS,pkg-config --libs cmocka)

ALL_CFLAGS  = -std=c11 -D_GNU_SOURCE -Iinclude $(PACKAGE_DIRS) $(CFLAGS) -fvisibility=hidden -fPIC $(WARNINGS)
ALL_LDFLAGS = $(LDFLAGS) -Wl,--as-needed
LINK        = $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)

# Sources, objects, programs
core_src    := $(wildcard $(CORE_ROOMS:%=src/%/*.c) $(SPARQL_ROOMS:%=src/sparql/%/*.c))
app_src     := $(wildcard $(APP_ROOMS:%=src/%/*.c))
cli_src     := $(wildcard src/cli/*.c)
helper_src  := $(wildcard src/rdfio/helper/*.c)
bench_src   := $(wildcard src/cli/bench/*.c)
module_src  := $(wildcard src/redland/module/*.c)
unit_src    := $(wildcard tests/unit/test_*.c)
harness_src := $(wildcard tests/harness/*.c)
shim_src    := $(wildcard tests/fault/shim/*.c)
suite_src   := $(foreach suite,ledger random redland w3c fault,$(wildcard tests/$(suite)/*.c))

objects     = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
core_obj   := $(call objects,$(core_src))
app_obj    := $(call objects,$(app_src))
cli_obj    := $(call objects,$(cli_src))
helper_obj := $(call objects,$(helper_src))
bench_obj  := $(call objects,$(bench_src))
module_obj := $(call objects,$(module_src))
every_obj  := $(call objects,$(core_src) $(app_src) $(cli_src) $(helper_src) $(bench_src) $(module_src) \
              $(unit_src) $(harness_src) $(shim_src) $(suite_src))

core_lib := $(BUILD)/libytterby.a
core_so  := $(BUILD)/libytterby.so
app_lib  := $(BUILD)/app.a
program  := $(if $(cli_src),$(BUILD)/ytterby)
helper   := $(if $(helper_src),$(BUILD)/ytterby-raptor)
bencher  := $(if $(bench_src),$(BUILD)/ytterby-bench)
module   := $(if $(module_src),$(BUILD)/librdf_storage_ytterby.so)
graph    := $(if $(program),$(BUILD)/graph.yt)
products := $(core_lib) $(core_so) $(program) $(helper) $(bencher) $(module) $(graph)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all run install uninstall clean help

all: $(products) ## build the program and the libraries (the default)

$(core_lib): $(core_obj)
	@mkdir -p $(@D) && rm -f $@ && $(AR) rcs $@ $^

$(app_lib): $(app_obj)
	@mkdir -p $(@D) && rm -f $@ && $(AR) rcs $@ $^

$(core_so): $(core_obj)
	@$(LINK) -shared -Wl,-soname,libytterby.so.$(SOVERSION) -Wl,--no-undefined -o $@ $^ $(CORE_LIBS)
	@ln -sf $(@F) $@.$(SOVERSION)

$(BUILD)/ytterby: $(cli_obj) $(app_lib) $(core_lib)
	@$(LINK) -o $@ $^ $(APP_LIBS) $(CORE_LIBS)

$(BUILD)/ytterby-raptor: $(helper_obj) $(core_lib)
	@$(LINK) -o $@ $^ $(CORE_LIBS)

$(BUILD)/ytterby-bench: $(bench_obj) $(core_lib)
	@$(LINK) -o $@ $^ $(CORE_LIBS)

# The storage module and a program that uses libytterby.so share one copy of the library.
$(BUILD)/librdf_storage_ytterby.so: $(module_obj) $(core_so)
	@$(LINK) -shared -Wl,-rpath,'$$ORIGIN:$$ORIGIN/..' -o $@ $(module_obj) -L$(BUILD) -lytterby $(CORE_LIBS)

# The shipped graph as a database, read as the union of its graphs.
graph_src := $(sort $(shell find graph -name '*.ttl' -o -name '*.trig' 2>/dev/null))
$(BUILD)/graph.yt: $(graph_src) $(BUILD)/ytterby $(helper)
	@rm -f $@.new
	@$(BUILD)/ytterby load --db $@.new --default-graph union $(graph_src)
	@mv $@.new $@

# Objects are made anew when the compiler or its options change (-Werror aside).
options := $(CC) $(CFLAGS) $(filter-out -Werror,$(WARNINGS)) $(DATADIR)
ifneq ($(file <$(BUILD)/obj/options),$(options))
$(shell mkdir -p $(BUILD)/obj)
$(file >$(BUILD)/obj/options,$(options))
endif

$(BUILD)/obj/%.o: %.c $(BUILD)/obj/options
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) $(ROOM_CFLAGS) -MMD -MP -c -o $@ $<

# Only cli knows where the installed graph, queries and helper lie.
$(call objects,$(wildcard src/lib/*.c)): ROOM_CFLAGS = -DYT_VERSION='"$(VERSION)"'
$(cli_obj): ROOM_CFLAGS = -DYT_DATADIR='"$(DATADIR)"' -DYT_VERSION='"$(VERSION)"'

-include $(every_obj:.o=.d)

quietly = -s --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

run: ## install what is missing, build, and open the shell on the shipped graph (ARGS='...' for more)
	@.ci/install build
	@test -x $(BUILD)/ytterby || echo 'ytterby: building; the first time takes a minute' >&2
	@$(MAKE) $(quietly) all </dev/null >&2
	@$(BUILD)/ytterby $(ARGS)

include tests/tests.mk

bin     := $(DESTDIR)$(PREFIX)/bin
lib     := $(DESTDIR)$(LIBDIR)
modules := $(DESTDIR)$(REDLAND_MODULES)
share   := $(DESTDIR)$(DATADIR)
doors   := $(DESTDIR)$(PREFIX)/include
man     := $(DESTDIR)$(PREFIX)/share/man

install: all ## install under PREFIX (/usr/local), below DESTDIR when that is set
	@install -d $(bin) $(lib)/pkgconfig $(share) $(doors)
	@install $(program) $(helper) $(bin)
	@install -m 644 $(core_lib) $(lib)
	@install -m 644 $(core_so) $(lib)/libytterby.so.$(VERSION)
	@ln -sf libytterby.so.$(VERSION) $(lib)/libytterby.so.$(SOVERSION)
	@ln -sf libytterby.so.$(SOVERSION) $(lib)/libytterby.so
	@printf '%s\n' 'Name: ytterby' 'Description: Knowledge-graph engine on Redland' 'Version: $(VERSION)' \
	    'Requires.private: $(CORE_PACKAGES)' 'Libs: -L$(LIBDIR) -lytterby' 'Cflags: -I$(PREFIX)/include' \
	    >$(lib)/pkgconfig/ytterby.pc
	@if test -n '$(module)'; then install -d $(modules) && install -m 644 $(module) $(modules); fi
	@if test -f include/ytterby.h; then install -m 644 include/ytterby.h $(doors); fi
	@if test -d graph; then cp -R graph $(share); fi
	@if test -n '$(graph)'; then install -m 644 $(graph) $(share); fi
	@if test -d queries; then cp -R queries $(share); fi
	@for page in $(wildcard src/cli/man/*.[1-8]); do \
	    install -D -m 644 $$page $(man)/man$${page##*.}/$${page##*/}; done

uninstall: ## remove what install put there
	@rm -f $(bin)/ytterby $(bin)/ytterby-raptor $(lib)/libytterby.* $(lib)/pkgconfig/ytterby.pc \
	    $(modules)/librdf_storage_ytterby.so $(doors)/ytterby.h $(man)/man?/ytterby*
	@rm -rf $(share)

clean: ## remove everything that was built
	@rm -rf $(BUILD)

help: ## this table
	@sed -n 's/^\([a-z-]*\):.* ## /\1\t/p' Makefile tests/tests.mk | awk -F '\t' '{ printf "  make %-16s %s\n", $$1, $$2 }'
	@sed -n 's/^\([a-z0-9]*\) .* # /\1\t/p' tests/suites | awk -F '\t' '{ printf "  make %-16s %s\n", "check-" $$1, $$2 }'
