# Wrong usage is 64, and says what is wrong; help goes to standard output.
$ ytterby --help | head -1
ytterby ...

$ ytterby --version
ytterby ...

$ ytterby nosuch
! ytterby: error: no command "nosuch"...
? 64

$ ytterby query --nosuch 'ASK {}'
! ytterby: error: ...--nosuch...
? 64

$ ytterby query
! ytterby: error: ...
? 64

$ ytterby query --format nosuch 'ASK {}'
! ytterby: error: no format "nosuch" for answers
? 64

$ ytterby query --timeout never 'ASK {}'
! ytterby: error: ...
? 64

$ ytterby query --data absent.ttl 'ASK {}'
! absent.ttl: error: cannot open: No such file or directory
? 1

$ ytterby query --db absent.yt 'ASK {}'
! ...absent.yt...
? 1

$ ytterby convert
! ytterby: error: ...
? 64

$ for command in shell query update check convert export report info; do ytterby $command --help >help || echo "no help for $command"; test -s help || echo "empty help for $command"; done

# What cannot be an IRI is wrong usage, not a graph or a base that nobody can write down.
$ echo '<urn:a> <urn:b> 1 .' > a.ttl; ytterby query --named 'not an iri=a.ttl' 'ASK {}'
! ytterby: error: <not an iri> is not an IRI
? 64

$ ytterby convert --base 'a>b' a.ttl
! ytterby: error: <a>b> is not an IRI
? 64

$ ytterby query --data a.ttl --base '{' 'ASK {}'
! ytterby: error: <{> is not an IRI
? 64

# --named splits at the last =, and a graph may come from standard input.
$ ytterby query --named 'urn:g?a=1&b=2=a.ttl' 'SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } }'
?g	?o
<urn:g?a=1&b=2>	1

$ ytterby query --data - 'SELECT ?o { ?s ?p ?o }' < a.ttl
?o
1

# Nothing to read: an empty query is a syntax error, an empty update is one of no operations, empty data is no error.
$ : > empty.rq; ytterby query -f empty.rq
! empty.rq:1:1: error: ...
? 2

$ ytterby check --update empty.rq && cp empty.rq empty.ttl && ytterby update --data empty.ttl -f empty.rq && ytterby convert --to nquads empty.ttl && ytterby export --data empty.ttl && ytterby query --data empty.ttl --format json 'SELECT * { ?s ?p ?o }'
{"head":{"vars":["s","p","o"]},"results":{"bindings":[
]}}

$ ytterby query -f a.rq 'ASK {}'
! ytterby: error: give -f FILE or the text, not both
? 64

$ ytterby query --data . 'ASK {}'
! .: error: cannot read: Is a directory
? 1

# A full disk and a closed output are errors of every command that writes.
$ for c in 'query --data a.ttl ASK{}' 'convert --to nquads a.ttl' 'export --data a.ttl' 'info --data a.ttl' 'query --help' 'report --list'; do ytterby $c > /dev/full 2> err; echo "$? $(grep -c error: err)"; ytterby $c >&- 2> err; echo "$? $(grep -c error: err)"; done | sort -u
1 1

# A reader that has seen enough is no error.
$ { ytterby export; echo $? >&2; } 2> status | head -c 1 > first; cat status
0

# --bind: a name and one term.
$ for bind in 'two words=1' '=1' 'x=' 'x=_:b' 'x=1 2' 'x-y=1' '<x>=1'; do ytterby query --bind "$bind" 'ASK {}'; echo $?; done
! ytterby: error: --bind two words=1: that is no name of a variable
! ytterby: error: --bind wants NAME=TERM, not "=1"
! ytterby: error: --bind x=: expected a literal or an IRI, but the text ends here
! ytterby: error: --bind x=_:b: expected a literal or an IRI, found '_:b'
! ytterby: error: --bind x=1 2: expected the end of the text, found '2'
! ytterby: error: --bind x-y=1: that is no name of a variable
! ytterby: error: --bind <x>=1: that is no name of a variable
64
64
64
64
64
64
64

$ ytterby query --data a.ttl --bind '?été="a=b"@en' --bind 'o=1' 'SELECT ?été ?s { ?s ?p ?o }'
?été	?s
"a=b"@en	<urn:a>

# --explain of an update would have to run it.
$ ytterby update --data a.ttl --explain plan 'CLEAR ALL'
! ytterby: error: --explain tells about queries, not about updates
? 64

# A query is no update, an update is no query.
$ ytterby query --data a.ttl 'CLEAR ALL'
! query:1:1: error: this is an update, and a query is wanted
! ...
? 2

$ ytterby update --data a.ttl 'ASK {}'
! query:1:1: error: expected ...
! ...
? 2
