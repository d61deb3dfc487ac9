# librdf's hashes in BDB files, loaded by rdfproc. Only loading: its query engine knows too little of SPARQL 1.1.
have() { command -v rdfproc >/dev/null; }
load() {
    rm -rf "$1" && mkdir -p "$1"
    rdfproc -q -n -s hashes -t "hash-type='bdb',dir='$1'" db parse "$2" ntriples >/dev/null
}
