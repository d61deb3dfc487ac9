# export: sorted, with prefixes, the same bytes every time; what it wrote reads back as the same graph.
$ ytterby export > one; ytterby export > two; cmp one two && echo same
same

$ ytterby export --to trig -o all.trig && ytterby diff --against all.trig && echo "no difference"
no difference

$ ytterby export -o all.ttl && ytterby diff --against all.ttl && echo "no difference"
no difference

$ ytterby export --data $TESTDIR/terms.ttl > a.ttl; ytterby export --data a.ttl | cmp - a.ttl && echo same
same

# A dataset with named graphs is not silently cut down to its default graph.
$ ytterby export --named http://example.org/g=$TESTDIR/terms.ttl
! ytterby: error: ...
? 1

$ ytterby export --named http://example.org/g=$TESTDIR/terms.ttl --to nquads | head -1
<http://example.org/a> <http://example.org/p> "0.1"^^<http://www.w3.org/2001/XMLSchema#double> <http://example.org/g> .

$ ytterby export --named http://example.org/g=$TESTDIR/terms.ttl --graph http://example.org/g --to nt | wc -l
7

$ ytterby export --named http://example.org/g=$TESTDIR/terms.ttl --default-graph union --to nt | wc -l
7

$ ytterby export --graph http://example.org/none
! ytterby: error: there is no graph <http://example.org/none>
? 1

# A full disk, a closed output, a reader that leaves.
$ ytterby export > /dev/full
! ytterby: error: cannot write: No space left on device
? 1

$ ytterby export >&-
! ytterby: error: cannot write: Bad file descriptor
? 1

$ ytterby --help > /dev/full
! ytterby: error: cannot write to standard output
? 1

$ { ytterby export; echo "status $?" >&2; } | head -1
@prefix y: <urn:ytterby:id:> .
! status 0

# The file that was there is kept when the export fails.
$ echo kept > old.ttl; ytterby export --data missing.ttl -o old.ttl; cat old.ttl; ls | grep -c old
! missing.ttl: error: cannot open: No such file or directory
kept
1

# Blank nodes of two files stay two nodes.
$ printf '_:b <x:p> 1 .' > b1.ttl; printf '_:b <x:p> 2 .' > b2.ttl; ytterby export --data b1.ttl --data b2.ttl --to nt | cut -d' ' -f1 | sort -u | wc -l
2
