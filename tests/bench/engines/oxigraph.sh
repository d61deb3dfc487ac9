# Oxigraph on disk, in a process of Python.
how=process
have() { python3 -c 'import pyoxigraph' 2>/dev/null; }
load() { rm -rf "$1" && python3 "$here/oxigraph.py" load "$1" "$2"; }
ask() { timeout "$LIMIT" python3 "$here/oxigraph.py" query "$1" "$REPEAT" "$ANSWER" "$2"; }
