#!/bin/sh
# Every door compiles alone (gcc and clang; ytterby.h as C++ too), is at most 400 lines long, and documents
# each function it declares: a comment before the function, before its group, or at the end of its line.
set -u
flags="-std=c11 -D_GNU_SOURCE -Iinclude -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
       -Wcast-qual -Werror -fsyntax-only"

compiles() { # COMPILER HEADER OPTIONS...
    compiler=$1 header=$2
    shift 2
    command -v "$compiler" >/dev/null || { echo "skip $header alone with $compiler - not installed"; return; }
    if errors=$(printf '#include "%s"\n' "${header#include/}" | "$compiler" "$@" - 2>&1); then
        echo "ok $header alone with $compiler"
    else
        echo "not ok $header alone with $compiler - does not compile"
        echo "$errors" | head -8 | sed 's/^/# /'
    fi
}

for header in include/ytterby/*.h include/ytterby.h; do
    [ -f "$header" ] || continue
    # shellcheck disable=SC2086 # flags are many words
    for compiler in gcc clang; do compiles $compiler "$header" $flags -x c; done
done
if [ -f include/ytterby.h ]; then
    compiles g++ include/ytterby.h -std=c++11 -Iinclude -Wall -Wextra -Wpedantic -Werror -fsyntax-only -x c++
fi

awk '
    function report() {
        if (!file) return
        if (lines > 400) print "not ok " file " length - " lines " lines, at most 400"
        else print "ok " file " length"
        if (bare) print "not ok " file " documented - " bare " functions without a comment" list
        else print "ok " file " documented"
    }
    FNR == 1 { report(); file = FILENAME; bare = 0; list = ""; covered = 0; nested = 0; inside = 0 }
    { lines = FNR }
    /^[ \t]*$/ { covered = 0 }
    /\/\*/ && !/^[ \t]*\/\* ----/ { covered = 1 }
    inside { inside = !/\*\//; next }
    /\/\*/ && !/\*\// { inside = 1; next }
    /^#/ { next }
    {
        opens = gsub(/\{/, "{"); closes = gsub(/\}/, "}")
        if (!nested && !opens && /^[A-Za-z].*[A-Za-z0-9_]\(/ && !/^(typedef|struct|static|return|extern)/ && !covered) {
            bare++; list = list "\n# " FILENAME ":" FNR ": " $0
        }
        nested += opens - closes
    }
    END { report() }' include/ytterby/*.h $(ls include/ytterby.h 2>/dev/null)
