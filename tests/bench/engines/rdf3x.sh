# RDF-3X. Only loading: its query language is a part of SPARQL 1.0, and its shell tells no times.
have() { command -v rdf3xload >/dev/null; }
load() { rm -f "$1" && rdf3xload "$1" "$2" >/dev/null; }
