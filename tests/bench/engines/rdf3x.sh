# RDF-3X: its loader, and its shell for other programs. Its language is a part of SPARQL 1.0: what it cannot parse fails.
how=process
have() { command -v rdf3xload >/dev/null && command -v rdf3xembedded >/dev/null; }
load() { rm -f "$1" && rdf3xload "$1" "$2" >/dev/null; }
ask() { timeout "$LIMIT" python3 "$here/rdf3x.py" "$1" "$REPEAT" "$ANSWER" "$2"; }
