# MillenniumDB over HTTP: a server on a port of its own.
how=HTTP
have() { command -v mdb >/dev/null && command -v curl >/dev/null && mdb help 2>/dev/null | grep -q MillenniumDB; }
load() { rm -rf "$1" && mdb import "$2" "$1" >/dev/null; }
start() {
    mdb server "$1" --port 12321 --browser false --timeout "$LIMIT" --threads 2 >"$1.log" 2>&1 &
    server=$!
    until curl -s -o /dev/null http://127.0.0.1:12321/; do
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.5
    done
}
stop() {
    kill "$server"
    while kill -0 "$server" 2>/dev/null; do sleep 0.2; done # or it holds the port of the next one
}
ask() {
    http_ask http://127.0.0.1:12321/sparql application/sparql-results+json json \
        -H 'Content-Type: application/sparql-query' --data-binary "@$2"
}
