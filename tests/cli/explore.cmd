# The exploring commands without a terminal: everything, no colour, the same on each run.
$ ytterby --data $TOP/tests/shell/minerals.ttl '.about Malaysia' '.path "Lynas Rare Earths" Malaysia'
Malaysia  ex:my
  is a: country
  also: MY

Facts
  tonnes                  130

thing (1)
    Gebeng plant (lies in)

4 facts out, 1 in
1. 2 steps
   Lynas Rare Earths —operates→ Gebeng plant  [page 7]
   Gebeng plant —lies in→ Malaysia

$ ytterby --data $TOP/tests/shell/minerals.ttl '.schema country' .stats
ex:Country                                     4
    ex:tonnes                                  4
    rdfs:label                                 4
    skos:altLabel                              2
triples                  32
named graphs              0
subjects                 13
predicates               10
objects                  28
labels                   15
storage              memory

# What nobody is called so is told with what is near; what may mean several things, with what it may mean.
$ ytterby --data $TOP/tests/shell/minerals.ttl '.about Mlaysia'
! query:1:1: error: no thing is called "Mlaysia"; nearest: Malaysia (ex:my)
? 1

$ ytterby --data $TOP/tests/shell/minerals.ttl '.about ma'
! query:1:1: error: "ma" may mean several things: Malawi (ex:mw), Malaysia (ex:my)
? 1

# A name's beginning may be misspelt, too; quotes around a name are no part of it.
$ ytterby '.find neodim' | head -2; ytterby '.source "Lynas"' | head -1
nothing is called so; nearest:
neodymium                                         y:Neodymium
Lynas is told of in

# Control characters of the data reach no terminal.
$ printf '<urn:x:a> <http://www.w3.org/2000/01/rdf-schema#label> "red \\u001B[31m\\u0007 \\u009B alarm" .\n' > hostile.nt; ytterby --data hostile.nt '.about <urn:x:a>' '.find red' | LC_ALL=C grep -c "$(printf '[\033\007]')"
0
? 1

# A report's parameters; arguments by name; wrong ones.
$ ytterby '.reports timeline'
timeline [about] [from] [to]      What happened when: policies, meetings, announcements, yearly figures, in order of date.
    about         entity          a country, company, policy or site that it concerns; everything when left out
    from          when            not before this year, month or day
    to            when            not after this year, month or day

$ ytterby '.report country Lynas'
! query:1:1: error: no country is called "Lynas"; nearest: Lynas (y:Lynas), ...
? 1

# Loading is all or nothing; an error tells its place in the file.
$ printf '<urn:x:a> <urn:x:b> <urn:x:c> .\n<urn:x:a> <urn:x:b> nonsense .\n' > bad.nt; printf '.bail off\n.load bad.nt\nASK { <urn:x:a> ?p ?o }\n.load %s\nASK { <http://example.org/my> ?p ?o }\n' $TOP/tests/shell/minerals.ttl | ytterby --data $TOP/tests/shell/minerals.ttl
false
true
! bad.nt:2:21: error: ...
! ...
! 32 statements read
? 2

$ ytterby '.load bad.nt' 
! query:1:1: error: the shipped graph is only read...
? 1

# An export is the same on each run, and reads back as the same graph.
$ ytterby --data $TOP/tests/shell/minerals.ttl '.export one.ttl' '.export one.nq' '.open one.ttl' '.export two.nq'; cmp one.nq two.nq && grep -c . one.nq
32

$ ytterby --data $TOP/tests/shell/minerals.ttl '.export one.unknown'
! query:1:1: error: which format? the ending of one.unknown does not tell; say e.g. turtle
? 64
