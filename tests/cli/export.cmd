# The same bytes every time, accepted by other programs, with all statements.
$ ytterby export >one.ttl && ytterby export >two.ttl && cmp one.ttl two.ttl

$ ytterby export | rapper -q -c -i turtle - urn:base:

$ serdi -q one.ttl | LC_ALL=C sort -u >theirs; ytterby convert --to ntriples one.ttl | LC_ALL=C sort -u >ours; wc -l <ours >n1; wc -l <theirs | cmp - n1

$ ytterby export --to ntriples | LC_ALL=C sort -u | cmp - ours

# Read back and written again: no difference.
$ ytterby export --data one.ttl --to ntriples | LC_ALL=C sort -u | cmp - ours

$ ytterby export --to trig -o all.trig && ytterby convert --to nquads all.trig | LC_ALL=C sort >quads; ytterby export --to nquads | LC_ALL=C sort | cmp - quads

# One graph, as triples.
$ ytterby export --graph urn:ytterby:id:SMM-2025-10-26 --to ntriples | sed 's/ \.$/ <urn:ytterby:id:SMM-2025-10-26> ./' | LC_ALL=C sort >graph; grep 'SMM-2025-10-26> \.$' quads | cmp - graph


# What is given with --data, and nowhere else.
$ printf '@prefix : <urn:x:> . :b :p 2, 1 . :a :p "z"@en, "a" .' >d.ttl; ytterby export --data d.ttl
@prefix : <urn:x:> .

:a :p "a",
        "z"@en .

:b :p 1,
        2 .

$ ytterby export --data d.ttl --to ntriples
<urn:x:a> <urn:x:p> "a" .
<urn:x:a> <urn:x:p> "z"@en .
<urn:x:b> <urn:x:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
<urn:x:b> <urn:x:p> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .

$ ytterby export -o absent/out.ttl
! ...error: cannot write absent/out.ttl: No such file or directory
? 1

$ ytterby export >/dev/full
! ...error: ...No space left on device
? 1
