# A pattern that is looked up for many rows is read into a table; for few rows it is not.
$ awk 'BEGIN { for (i = 0; i < 3000; i++) printf "<urn:s%d> <urn:p> %d ; <urn:q> %d ; <urn:r%d> 0 .\n", i, i, i % 7, (i >= 2990) }' > data.ttl

$ ytterby query --data data.ttl --explain run 'SELECT ?s { ?s <urn:r1> 0 ; <urn:p> ?n }' | grep -o 'Scan ?s <urn:p> ?n\|[0-9]* look-ups.*]'
Scan ?s <urn:p> ?n
10 look-ups]

$ ytterby query --data data.ttl --explain run 'SELECT ?s { ?s <urn:r0> 0 ; <urn:p> ?n }' | grep -o 'Scan ?s <urn:p> ?n\|[0-9]* look-ups.*]'
Scan ?s <urn:p> ?n
3 look-ups, a table of 3000]

$ ytterby query --data data.ttl --explain run 'SELECT ?s { ?s <urn:r0> 0 OPTIONAL { ?s <urn:q> ?n } FILTER EXISTS { ?s <urn:p> ?m } }' | grep -o 'Scan[A-Z].* <urn:[a-z]*>\|[0-9]* look-ups.*]'
ScanOptional ?s <urn:q>
3 look-ups, a table of 3000]
ScanSemi ?s <urn:p>
3 look-ups, a table of 3000]

# Few are asked for: few are looked up.
$ ytterby query --data data.ttl --explain run 'ASK { ?s <urn:p> ?n ; <urn:q> ?m }' | grep -o '[0-9]* look-ups.*]'
8 look-ups]

