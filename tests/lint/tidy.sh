#!/bin/sh
# clang-tidy over all sources (.clang-tidy), one case a folder. A source that passed once is not looked at
# again until it, a header it includes or .clang-tidy changes.
set -u
BUILD=${BUILD:-build}
if ! command -v clang-tidy >/dev/null; then
    echo "skip tidy - clang-tidy is not installed"
    exit 0
fi
make -s -k -j"$(nproc)" tidy-stamps >/dev/null 2>&1
find "$BUILD/tidy" -name '*.txt' 2>/dev/null | sort | awk -v build="$BUILD/tidy/" -v top="$PWD/" '
    {
        source = substr($0, length(build) + 1); sub(/\.txt$/, ".c", source)
        if ((getline line < source) < 0) next # the source is gone
        stamp = $0; sub(/\.txt$/, ".ok", stamp)
        folder = source; sub(/\/[^\/]*$/, "", folder)
        if (!(folder in bad)) { order[++folders] = folder; bad[folder] = 0 }
        if ((getline line < stamp) >= 0) next # passed
        bad[folder]++
        while ((getline line < $0) > 0)
            if (line ~ /(error|warning):/) { sub(top, "", line); text[folder] = text[folder] "\n# " line }
    }
    END {
        for (i = 1; i <= folders; i++)
            if (bad[order[i]]) print "not ok " order[i] " - " bad[order[i]] " files with findings" text[order[i]]
            else print "ok " order[i]
    }'
