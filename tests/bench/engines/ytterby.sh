# Ours, in its own process, terms read as the others do.
how=process
have() { [ -x "$BUILD/ytterby-bench" ]; }
load() { rm -f "$1" "$1-lock" && "$BUILD/ytterby" load --db "$1" "$2"; }
ask() {
    "$BUILD/ytterby-bench" --db "$1" --repeat "$REPEAT" --terms $([ "$CLOCK" = wall ] || echo --processor) --timeout "$LIMIT" "$2" |
        awk -F '\t' '$1 == "Q" && $3 != "-" { print $4, $5, $3, $7 } $3 == "-" { print $7 }'
}
