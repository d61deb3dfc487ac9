#!/bin/sh
# Let one call after another fail (tests/fault/failing.c) in each scenario of tests/fault/scenarios: the first,
# second, third … memory allocation, write, read, sync, open, with growing steps, until the program runs
# through without meeting the fault. A fault is survived when the program ends with status 0 and the right
# answer, or with status 1 and a message; what it was to write is then as before. Never by a signal.
set -u
BUILD=$(cd "${BUILD:-build}" && pwd)
TOP=$PWD
shim=$BUILD/tests/fault/failing.so

if [ $# -eq 0 ]; then
    if [ ! -x "$BUILD/ytterby" ]; then
        echo "skip fault - the program is not there"
    else
        grep -v '^#' tests/fault/scenarios | xargs -P "$(nproc)" -d '\n' -n 1 tests/fault.sh
    fi
    exit 0
fi

# One scenario: NAME KIND OUTPUT COMMAND; OUTPUT is the file that the command writes, or - for standard output.
read -r name kind output command <<LINE
$1
LINE
scratch=$BUILD/tests/scratch/fault-$name-$kind
rm -rf "$scratch" && mkdir -p "$scratch"
export TOP HOME="$scratch" PATH="$BUILD:$PATH"
cd "$scratch" || exit 1
[ "$output" = - ] && output=stdout
before="what was there before"
echo "$before" >expected.before

if ! sh -c "$command" >stdout 2>stderr; then
    echo "not ok fault $name $kind - fails without a fault: $(head -1 stderr)"
    exit 0
fi
cp "$output" expected.after

survived=0 n=1
while :; do
    rm -f mark
    [ "$output" = stdout ] || cp expected.before "$output"
    LD_PRELOAD=$shim YT_FAULT=$kind:$n YT_FAULT_MARK=$scratch/mark timeout 30 sh -c "$command" >stdout 2>stderr
    status=$?
    [ -e mark ] || break
    why=
    case $status in
        0) cmp -s "$output" expected.after || why="status 0 with another answer" ;;
        1)
            [ -s stderr ] || why="fails without a message"
            [ "$output" = stdout ] || cmp -s "$output" expected.before || why="leaves a damaged $output"
            ;;
        *) why="ends with status $status" ;;
    esac
    if [ -n "$why" ]; then
        echo "not ok fault $name $kind - at call $n: $why"
        head -5 stderr | sed 's/^/# /'
        exit 0
    fi
    survived=$((survived + 1))
    n=$((n + 1 + n / 64))
done
if [ $survived -eq 0 ] && [ "$kind" != sync ]; then
    echo "not ok fault $name $kind - no call could be made to fail"
else
    echo "ok fault $name $kind ($survived faults)"
fi
