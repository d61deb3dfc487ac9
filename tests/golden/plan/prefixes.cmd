# STRSTARTS goes by ids where they are in the order of the texts; texts that came later, and what is no plain string, are read.
$ awk 'BEGIN { for (i = 0; i < 600; i++) printf "<urn:s%d> <urn:p> \"%c%c%d\" .\n", i, 97 + i % 3, 97 + i % 7, i; print "<urn:x> <urn:p> \"ab\", \"ab~\", \"aa~\", \"ac\", \"b\", \"ab\"@en, <urn:ab>, 5, \"\" ." }' > data.ttl
$ ytterby load --db d.yt data.ttl && ytterby update --db d.yt 'INSERT DATA { <urn:x> <urn:p> "ab new", "abc"@fr, "Z", "zz" }'
$ count() { ytterby query --db d.yt --format csv "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?t FILTER($1) }" | tail -1; }
> for text in ab a b "" z zzz "ab~" "ab new" B A; do echo "$text $(count "STRSTARTS(?t, \"$text\")") $(count "SUBSTR(?t, 1, ${#text}) IN (\"$text\", \"$text\"@en, \"$text\"@fr)")"; done
ab 33 33
a 207 207
b 201 201
 611 611
z 1 1
zzz 0 0
ab~ 1 1
ab new 1 1
B 0 0
A 0 0

