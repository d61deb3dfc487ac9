# The shell without a terminal: commands from standard input, no prompt, no banner, plain TSV; the first error ends it.
$ printf 'SELECT ?name { ?c a ex:Country ;\n  rdfs:label ?name }\nORDER BY ?name\nLIMIT 2\n' | ytterby --data $TOP/tests/shell/minerals.ttl
?name
"Australia"@en
"Malawi"@en

# Statements follow each other without a terminator; a dot-command may stand within one.
$ printf 'ASK { ex:my a ex:Country }\nASK { ex:my\n.find burma\na ex:Company }\n' | ytterby --data $TOP/tests/shell/minerals.ttl
true
Myanmar (Burma)                                   ex:mm
false

$ printf 'ASK {}\n.find nothing-of-this-name\nASK {}\n' | ytterby --data $TOP/tests/shell/minerals.ttl
true
! stdin:2:1: error: nothing is called "nothing-of-this-name"
? 1

$ printf '.bail off\n.find nothing-of-this-name\nASK {}\n' | ytterby --data $TOP/tests/shell/minerals.ttl
true
! stdin:2:1: error: nothing is called "nothing-of-this-name"
? 1

# A syntax error is told with its place in the input; what is cut off at the end, too.
$ printf '# a remark\n\nASK {}\nSELECT ?a WHERE { ?a ex:b }\n' | ytterby --data $TOP/tests/shell/minerals.ttl
true
! stdin:4:27: error: ...
! SELECT ?a WHERE { ?a ex:b }
! ...^
? 2

$ printf 'SELECT * {\n ?a ?b ?c\n' | ytterby --data $TOP/tests/shell/minerals.ttl
! stdin:2:10: error: ... but the text ends here
!  ?a ?b ?c
!          ^
? 2

# A script file; commands on the command line; reading one script from another.
$ printf 'ASK {}\n' > inner; printf '.read inner\n.mode tsv\nSELECT ?x { VALUES ?x { 1 } }\n' > outer; ytterby --data $TOP/tests/shell/minerals.ttl -f outer
true
?x
1

$ ytterby --data $TOP/tests/shell/minerals.ttl '.find burma' 'ASK {}'
Myanmar (Burma)                                   ex:mm
true

$ printf '.read outer\n' > outer; ytterby --data $TOP/tests/shell/minerals.ttl -f outer
! ...scripts are nested too deep
! ...
? 1

# Nothing that a reading session does makes files.
$ printf 'ASK {}\n' | ytterby >/dev/null; ls -A | grep -v -e inner -e outer
? 1
