# info: what a graph is; diff: what another has more and less; check: syntax alone.
$ ytterby info --data $TESTDIR/terms.ttl --named http://example.org/g=$TESTDIR/terms.ttl | head -7
title	...terms.ttl
storage	memory
statements	14
default graph	7
graph	http://example.org/g	7
named graphs	1
prefix	ex:	http://example.org/

$ printf '<x:a> <x:b> 1 , 2 .' > a.ttl; printf '<x:a> <x:b> 2 , 3 .' > b.ttl; ytterby diff --data a.ttl --against b.ttl
- <x:a> <x:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
+ <x:a> <x:b> "3"^^<http://www.w3.org/2001/XMLSchema#integer> .

$ ytterby check a.ttl

$ printf '@prefix ex: <x:> .\nex:a ex:b "c .\n' > bad.ttl; ytterby check bad.ttl
! bad.ttl:2:15: error: a line break inside a string: close the quotes, or use three of them
! ex:a ex:b "c .
!               ^
? 2

$ ytterby check missing.rq
! ytterby: error: cannot read missing.rq: ...
? 1
