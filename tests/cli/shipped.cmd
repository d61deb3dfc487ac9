# The shipped graph is a database, opened to be read, as the union of its graphs; with the derived edges.
$ ytterby info | grep -v '^[gp]'
title	the shipped graph
storage	ytterby
statements	...
default graph	...
named graphs	2

$ ytterby query 'ASK { GRAPH <urn:ytterby:id:derived> { ?a ?b ?c } ?a ?b ?c }'
true

$ ytterby update 'INSERT DATA { <urn:a> <urn:b> 1 }'
! ytterby: error: the shipped graph is only read: name a graph to change with --db, --storage or --data
? 1

# It holds what its files hold.
$ ytterby convert --to nquads $TOP/graph/derived.trig | LC_ALL=C sort >derived.nq; ytterby export --to nquads | grep ' <urn:ytterby:id:derived> \.$' | LC_ALL=C sort | cmp - derived.nq && test -s derived.nq && echo same
same

# A program alone, without its database, reads the files.
$ mkdir -p alone/bin && cp "$(command -v ytterby)" alone/bin && ln -s $TOP/graph alone/graph && ytterby export --to nquads >one.nq; alone/bin/ytterby export --to nquads >two.nq; alone/bin/ytterby info | sed -n 2p; cmp one.nq two.nq && test -s one.nq && echo same
storage	memory
same
