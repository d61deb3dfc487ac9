# Help and version go to standard output; wrong usage is told on standard error, with status 64.
$ ytterby --version
ytterby 0.1.0

$ ytterby --help | head -3
ytterby 0.1.0: a knowledge-graph engine on Redland

usage: ytterby [COMMAND] [OPTION]... [ARGUMENT]...

$ ytterby query --help | head -2
usage: ytterby query [GRAPH] [RESULTS] (-f FILE.rq | 'QUERY' | -)
run a SPARQL query

$ ytterby qurey
! ytterby: error: no command "qurey"; did you mean "query"?
? 64

$ ytterby query --fromat json 'ASK {}'
! ytterby: error: no option --fromat here; did you mean --format?
? 64

$ ytterby export --timeout 5
! ytterby: error: no option --timeout here; see --help
? 64

$ ytterby query -x
! ytterby: error: no option -x here; see --help
? 64

$ ytterby query --timeout soon 'ASK {}'
! ytterby: error: --timeout wants a number, not "soon"
? 64

$ ytterby query --format
! ytterby: error: --format needs a value: FORMAT
? 64

$ ytterby info --list
! ytterby: error: no option --list here; ...
? 64

$ ytterby query --no-optimize=yes 'ASK {}'
! ytterby: error: --no-optimize takes no value
? 64

$ ytterby query
! ytterby: error: give the text, -f FILE, or - for standard input
? 64

$ ytterby query -f a.rq 'ASK {}'
! ytterby: error: give -f FILE or the text, not both
? 64

$ ytterby convert
! ytterby: error: usage: ytterby convert [--from FORMAT] [--to FORMAT] [--base IRI] [-o OUT] FILE
? 64

$ ytterby diff
! ytterby: error: diff needs --against FILE
? 64

$ ytterby info --data a.ttl --storage memory
! ytterby: error: --db, --storage, --endpoint and --data/--named exclude each other
? 64

$ ytterby info --named nofile
! ytterby: error: --named wants IRI=FILE, not "nofile"
? 64

$ ytterby info --data $TESTDIR/terms.ttl --default-graph both
! ytterby: error: --default-graph is spec or union, not "both"
? 64

$ ytterby load --db x.yt a.ttl
! ytterby: error: "load" is not in this build yet
? 1

$ ytterby info --db x.yt
! ytterby: error: the database "x.yt": our own store is not in this build yet; use --storage
? 1

$ ytterby serve
! ytterby: error: "serve" is not in this build yet
? 1
