# convert: each literal keeps its form; the format comes from --from and --to, or from the endings.
$ ytterby convert $TESTDIR/terms.ttl
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:a ex:p "0.1"^^xsd:double,
        01,
        "5"^^xsd:decimal,
        "INF"^^xsd:double,
        "x"@en-GB ;
    ex:q _:b .

_:b ex:r ex:a .

$ ytterby convert --to ntriples $TESTDIR/terms.ttl | tail -2
<http://example.org/a> <http://example.org/q> _:b .
_:b <http://example.org/r> <http://example.org/a> .

$ ytterby convert --from turtle --to nquads - < $TESTDIR/terms.ttl | head -1
<http://example.org/a> <http://example.org/p> "5"^^<http://www.w3.org/2001/XMLSchema#decimal> .

$ ytterby convert -o out.nt $TESTDIR/terms.ttl && wc -l < out.nt
7

$ printf '<a> <b> <c> .' | ytterby convert --from turtle --base http://example.org/x/ --to ntriples -
<http://example.org/x/a> <http://example.org/x/b> <http://example.org/x/c> .

# A failing conversion leaves no output behind.
$ printf '<x:a> <x:b> <x:c> . <x:d>' > bad.ttl; ytterby convert -o new.nt bad.ttl; ls
! bad.ttl:1:...: error: ...
! ...
bad.ttl
out.nt

$ ytterby convert --to turtel $TESTDIR/terms.ttl
! ytterby: error: no RDF format "turtel"; did you mean "turtle"?
? 64

$ ytterby convert missing.ttl
! missing.ttl: error: cannot open: No such file or directory
? 1

$ printf 'GRAPHLESS' > bad.nq; ytterby convert bad.nq
! bad.nq:1:1: error: ...
! ...
? 2

# The first line is good, the second is told and skipped.
$ printf '<x:a> <x:b> <x:c> .\nwrong\n<x:d> <x:e> <x:f> .\n' > two.nt; ytterby convert --keep-going --to nt two.nt 2>err; cat err | head -1
<x:a> <x:b> <x:c> .
<x:d> <x:e> <x:f> .
two.nt:2:1: warning: ...
