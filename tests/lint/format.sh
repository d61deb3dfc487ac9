#!/bin/sh
# All C code is laid out as .clang-format says; `make format` does it.
set -u
if ! command -v clang-format >/dev/null; then
    echo "skip format - clang-format is not installed"
    exit 0
fi
wrong=$(find src include tests -name '*.[ch]' | sort | xargs -r clang-format -n 2>&1 | sed -n 's/^\([^: ]*\):.*clang-format-violations.*/\1/p' | uniq -c)
if [ -z "$wrong" ]; then
    echo "ok format"
else
    echo "not ok format - run make format"
    echo "$wrong" | sed 's/^ *\([0-9]*\) \(.*\)/# \2: \1 places/'
fi
