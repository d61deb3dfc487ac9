# Every literal keeps its lexical form, datatype and language tag on the way through Turtle.
$ ytterby convert --to ntriples $TESTDIR/forms.ttl | grep 'urn:x:a' | LC_ALL=C sort >before; wc -l <before
20

$ ytterby convert --to turtle $TESTDIR/forms.ttl >forms.ttl && ytterby convert --to ntriples forms.ttl | grep 'urn:x:a' | LC_ALL=C sort | cmp - before

$ grep -c -e '"5"^^<http://www.w3.org/2001/XMLSchema#decimal>' -e '"0.1"^^<http://www.w3.org/2001/XMLSchema#double>' -e '"INF"^^' -e '"01"^^<http://www.w3.org/2001/XMLSchema#integer>' -e '"x"@en-GB' before
5

$ ytterby convert --to trig $TESTDIR/forms.ttl | ytterby convert --from trig --to nquads - | grep 'urn:x:a' | LC_ALL=C sort | cmp - before

# Other programs read what we write.
$ ytterby convert --to turtle $TESTDIR/forms.ttl | rapper -q -i turtle -o ntriples - urn:base: | wc -l
26

$ ytterby convert --to turtle $TESTDIR/forms.ttl >out.ttl && serdi -q out.ttl | wc -l
26

$ ytterby convert --to rdfxml $TESTDIR/forms.ttl | rapper -q -i rdfxml -o ntriples - urn:base: | wc -l
26

# RDF/XML comes in through the helper; compressed files are unpacked; the format is found by ending or content.
$ ytterby convert --to rdfxml -o forms.rdf $TESTDIR/forms.ttl && ytterby convert --to ntriples forms.rdf | grep -c urn:x:a
20

$ gzip -c $TESTDIR/forms.ttl >forms.ttl.gz && ytterby convert --to ntriples forms.ttl.gz | grep -c urn:x:a
20

$ cat $TESTDIR/forms.ttl | ytterby convert --from turtle --to ntriples - | grep -c urn:x:a
20

$ printf '<s> <p> <o> .' | ytterby convert --from turtle --base http://example/dir/ --to ntriples -
<http://example/dir/s> <http://example/dir/p> <http://example/dir/o> .

# An error names its place; what was there stays.
$ echo old >kept.nt; printf '<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> "x .\n' >bad.ttl; ytterby convert --to ntriples -o kept.nt bad.ttl
! bad.ttl:2:21: error: a line break inside a string...
! <urn:a> <urn:b> "x .
!                     ^
? 2

$ cat kept.nt; ls
old
bad.ttl
before
forms.rdf
forms.ttl
forms.ttl.gz
kept.nt
out.ttl

$ ytterby convert --to ntriples absent.ttl
! absent.ttl: error: cannot open: No such file or directory
? 1

$ ytterby convert --to nosuch $TESTDIR/forms.ttl
! ytterby: error: no RDF format "nosuch"
? 64

$ printf '<urn:s> <urn:p> <urn:o> <urn:g> .' | ytterby convert --from nquads --to turtle -
! ...error: ...graph...
? 1

# A file whose end is missing, and one that is no text.
$ printf '<urn:s> <urn:p> ' | ytterby convert --from turtle --to ntriples -
! ...:1:...: error: ...
! ...
? 2

$ printf '<urn:s> <urn:p> "\377" .' | ytterby convert --from turtle --to ntriples -
! ...:1:18: error: ...
! ...
? 2
