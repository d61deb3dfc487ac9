#!/bin/sh
# The shared library exports only names that start with yt_, and no part of it links readline (GPL); the
# storage module exports its registration alone.
set -u
BUILD=${BUILD:-build}

exported() { nm -D --defined-only "$1" | awk '{ print $3 }'; }

verdict() { # CASE WRONG
    if [ -z "$2" ]; then echo "ok $1"; else
        echo "not ok $1 - found what should not be there"
        echo "$2" | head -20 | sed 's/^/# /'
    fi
}

library=$BUILD/libytterby.so
if [ -f "$library" ]; then
    verdict "libytterby.so exports only yt_ names" "$(exported "$library" | grep -v '^yt_')"
    verdict "libytterby.so does not link readline" "$(ldd "$library" | grep -E 'readline|ncurses|tinfo')"
else
    echo "not ok libytterby.so - was not built"
fi
module=$BUILD/librdf_storage_ytterby.so
if [ -f "$module" ]; then
    verdict "librdf_storage_ytterby.so exports its registration alone" \
        "$(exported "$module" | grep -vx 'librdf_storage_module_register_factory')"
fi
if [ -f "$BUILD/ytterby" ]; then
    verdict "libytterby.a does not need readline" \
        "$(nm -u "$BUILD/libytterby.a" | grep -E '\b(rl_|readline$|add_history)')"
fi
