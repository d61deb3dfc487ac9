# Virtuoso 7 over HTTP: a server of our own on ports of its own, with memory for the sets whole and no cap on rows below
# its own of 2^20.
how=HTTP
graph=urn:bench
have() { command -v virtuoso-t >/dev/null && command -v isql-vt >/dev/null && command -v curl >/dev/null; }
configure() {
    cat >"$1/virtuoso.ini" <<END
[Database]
DatabaseFile = $1/virtuoso.db
ErrorLogFile = $1/virtuoso.log
LockFile = $1/virtuoso.lck
TransactionFile = $1/virtuoso.trx
xa_persistent_file = $1/virtuoso.pxa
[TempDatabase]
DatabaseFile = $1/virtuoso-temp.db
TransactionFile = $1/virtuoso-temp.trx
[Parameters]
ServerPort = 12111
DirsAllowed = /
NumberOfBuffers = 250000
MaxDirtyBuffers = 180000
ThreadsPerQuery = 2
MaxQueryMem = 4G
[HTTPServer]
ServerPort = 12890
[SPARQL]
ResultSetMaxRows = 100000000
MaxQueryExecutionTime = $LIMIT
MaxQueryCostEstimationTime = 0
END
}
start() {
    configure "$1"
    virtuoso-t +configfile "$1/virtuoso.ini" +foreground >/dev/null 2>&1 &
    server=$!
    until isql 'SELECT 1;' >/dev/null 2>&1; do
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.5
    done
}
isql() { isql-vt 12111 dba dba EXEC="$1"; }
stop() {
    isql 'shutdown;' >/dev/null 2>&1 || kill "$server"
    wait "$server" || :
}
load() {
    rm -rf "$1" && mkdir -p "$1" && start "$1" || return
    isql "log_enable(2); DB.DBA.TTLP_MT(file_to_string_output('$(realpath "$2")'), '', '$graph', 512, 2); checkpoint;" >/dev/null
    stop
}
place() { echo "$1/virtuoso.db"; }
ask() {
    http_ask http://127.0.0.1:12890/sparql application/sparql-results+json json \
        --data-urlencode "query@$2" --data-urlencode "default-graph-uri=$graph" || return
    if grep -q '^ASK' "$2" && [ -f "$ANSWER.json" ]; then # a row with a one, or none, and called a boolean by nobody
        grep -q '"value"\|true' "$ANSWER.json" && truth=true || truth=false
        printf '{"head":{},"boolean":%s}\n' "$truth" >"$ANSWER.json"
    fi
}
