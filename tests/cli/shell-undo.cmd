# A script of the shell on a database: .undo, .output, .bind.
$ echo '<urn:z> <urn:p> "0" .' > z.nt && ytterby load --db x.yt z.nt 2>&1 && printf '%s\n' 'INSERT DATA { <urn:a> <urn:p> 1 }' 'ASK { <urn:a> ?p 1 }' .undo 'ASK { <urn:a> ?p 1 }' '.output o.tsv' 'ASK {}' .output '.bind x 5' 'SELECT (?x + 1 AS ?y) {}' '.bind x' .bind | ytterby shell --db x.yt
true
false
?y
6
nothing is bound
! the last transaction is undone

$ cat o.tsv
true
