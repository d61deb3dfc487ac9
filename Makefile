# Ytterby: the build, from sources found by their room (src/ROOM/*.c).
# The rooms and what each may include are listed in src/ROOMS; `make help` lists the targets.

CC     ?= cc
AR     ?= ar
CFLAGS ?= -O2 -g
BUILD  ?= build
PREFIX ?= /usr/local

SPARQL_ROOMS := parse algebra plan exec engine
CORE_ROOMS   := base term rdfio source store load redland results report
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
CORE_LIBS    = $(call once,CORE_LIBS,pkg-config --libs $(CORE_PACKAGES)) -lm -lpthread
APP_LIBS     = $(call once,APP_LIBS,pkg-config --libs $(APP_PACKAGES))
CMOCKA_LIBS  = $(call once,CMOCKA_LIBS,pkg-config --libs cmocka)

ALL_CFLAGS  = -std=c11 -D_GNU_SOURCE -Iinclude $(PACKAGE_DIRS) $(CFLAGS) -fvisibility=hidden -fPIC $(WARNINGS)
ALL_LDFLAGS = $(LDFLAGS) -Wl,--as-needed

# Sources, objects, programs
core_src   := $(wildcard $(CORE_ROOMS:%=src/%/*.c) $(SPARQL_ROOMS:%=src/sparql/%/*.c))
app_src    := $(wildcard $(APP_ROOMS:%=src/%/*.c))
cli_src    := $(wildcard src/cli/*.c)
helper_src := $(wildcard src/rdfio/helper/*.c)
module_src := $(wildcard src/redland/module/*.c)
unit_src   := $(wildcard tests/unit/test_*.c)

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
core_obj   := $(call objects,$(core_src))
app_obj    := $(call objects,$(app_src))
cli_obj    := $(call objects,$(cli_src))
helper_obj := $(call objects,$(helper_src))
module_obj := $(call objects,$(module_src))
unit_bin   := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(unit_src))

core_lib := $(BUILD)/libytterby.a
core_so  := $(BUILD)/libytterby.so
app_lib  := $(BUILD)/app.a
program  := $(if $(cli_src),$(BUILD)/ytterby)
helper   := $(if $(helper_src),$(BUILD)/ytterby-raptor)
module   := $(if $(module_src),$(BUILD)/librdf_storage_ytterby.so)

.PHONY: all check-unit clean
.DELETE_ON_ERROR:
.SECONDARY:

all: $(core_lib) $(core_so) $(program) $(helper) $(module)

$(core_lib): $(core_obj)
	@mkdir -p $(@D) && rm -f $@ && $(AR) rcs $@ $^

$(app_lib): $(app_obj)
	@mkdir -p $(@D) && rm -f $@ && $(AR) rcs $@ $^

$(core_so): $(core_obj)
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -shared -Wl,-soname,libytterby.so.0 -Wl,--no-undefined -o $@ $^ $(CORE_LIBS)

$(BUILD)/ytterby: $(cli_obj) $(app_lib) $(core_lib)
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(APP_LIBS) $(CORE_LIBS)

$(BUILD)/ytterby-raptor: $(helper_obj) $(core_lib)
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS)

$(BUILD)/librdf_storage_ytterby.so: $(module_obj) $(core_so)
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -shared -Wl,-rpath,'$$ORIGIN' -o $@ $^ $(CORE_LIBS)

$(BUILD)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) $(ROOM_CFLAGS) -MMD -MP -c -o $@ $<

# Only cli knows where the installed graph and queries lie.
$(cli_obj): ROOM_CFLAGS = -DYT_DATADIR='"$(PREFIX)/share/ytterby"'

# Tests
$(BUILD)/tests/unit/%: $(BUILD)/obj/tests/unit/%.o $(app_lib) $(core_lib)
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(CMOCKA_LIBS) $(APP_LIBS) $(CORE_LIBS)

check-unit: $(unit_bin) $(helper) $(program)
	@failed=0; for t in $(unit_bin); do ./$$t || failed=1; done; exit $$failed

clean:
	@rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
