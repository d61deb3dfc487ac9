#!/bin/sh
# Run the scripts of tests/shell/*.pty on a pseudo-terminal, each in a home folder of its own.
set -u
BUILD=${BUILD:-build}
build=$(cd "$BUILD" && pwd)
if [ $# -eq 0 ]; then
    scripts=$(ls tests/shell/*.pty 2>/dev/null)
    if [ -z "$scripts" ]; then
        echo "skip shell - has no tests yet"
    else
        echo "$scripts" | xargs -P "$(nproc)" -n 1 tests/shell.sh
    fi
    exit 0
fi

export TOP="$PWD" PATH="$build:$PATH" LC_ALL=C.UTF-8 TZ=UTC TERM=xterm
export SCRATCH="$build/tests/scratch/$(basename "$1")"
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME NO_COLOR COLUMNS LINES PAGER LESS INPUTRC CI
rm -rf "$SCRATCH" && mkdir -p "$SCRATCH"
"$build/tests/harness/terminal" "$1"
