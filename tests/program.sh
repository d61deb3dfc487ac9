#!/bin/sh
# Run a suite that is one program, made of tests/NAME/*.c, which prints the case lines itself.
set -u
program=${BUILD:-build}/tests/$1/$1
if [ -x "$program" ]; then
    exec "$program"
elif [ -n "$(find "tests/$1" -name '*.c' 2>/dev/null | head -1)" ]; then
    echo "not ok $1 - was not built"
else
    echo "skip $1 - has no tests yet"
fi
