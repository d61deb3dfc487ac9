# Jena TDB2, whose command runs a query again and again in one process and tells the times of the runs after those
# that warm it up. Printing the answer as TSV to nowhere is part of them.
how=process
have() { command -v tdb2.tdbquery >/dev/null && command -v tdb2.tdbloader >/dev/null; }
load() { rm -rf "$1" && tdb2.tdbloader --loc "$1" "$2" >/dev/null 2>&1; }
ask() {
    timeout "$LIMIT" tdb2.tdbquery --loc "$1" --results tsv --query "$2" >"$ANSWER.tsv" 2>/dev/null || return
    if grep -q '^ASK' "$2"; then
        grep -q true "$ANSWER.tsv" && truth=true || truth=false
        printf '{"head":{},"boolean":%s}\n' "$truth" >"$ANSWER.json"
        rm "$ANSWER.tsv"
    fi
    timeout "$LIMIT" tdb2.tdbquery --loc "$1" --results tsv --time --repeat "1,$REPEAT" --query "$2" 2>&1 |
        sed -n 's/^Time: \([0-9.]*\) sec.*/\1/p' | first_and_median
}
