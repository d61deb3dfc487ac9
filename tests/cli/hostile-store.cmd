# Files that are no database, or not the whole of one: an error at once from all that read or write, and nothing changed.
$ echo '<urn:a> <urn:b> 1 .' > d.ttl; ytterby load --db g.yt d.ttl
> : > empty.yt; mkdir dir.yt; head -c 100000 /dev/zero | tr '\0' x > text.yt; head -c 100 g.yt > short.yt; head -c 4096 g.yt > page.yt; cp g.yt cut.yt; truncate -s -4096 cut.yt; cp $(command -v ls) program.yt; ln -s loop.yt loop.yt
> for f in empty dir text short page cut program loop; do for c in query verify info compact load update; do
>   case $f-$c in empty-load|empty-update) continue;; esac
>   case $c in query) set -- "ASK { ?s ?p ?o }";; compact) set -- new.yt;; load) set -- d.ttl;; update) set -- "INSERT DATA { <urn:x> <urn:y> 1 }";; *) set --;; esac
>   before=$(cksum $f.yt 2>&1); timeout 20 ytterby $c --db $f.yt "$@" > out 2> err; echo "$? $(grep -c '^ytterby: error: ' err) $(wc -l < err) $(wc -c < out)"; test "$before" = "$(cksum $f.yt 2>&1)" || echo changed
> done; done | sort | uniq -c | sed 's/^ *//'; ls new.yt 2> /dev/null
46 1 1 1 0
? 2

# What never ends, and what is no file.
$ mkfifo fifo.yt; for f in fifo.yt /dev/null /dev/zero /dev/full; do for c in 'query --db %s ASK{}' 'verify --db %s' 'info --db %s' 'load --db %s d.ttl'; do timeout 20 ytterby $(printf "$c" $f) > out 2> err; echo "$? $(grep -c 'not a regular file' err)"; done; done | sort | uniq -c | sed 's/^ *//'
16 1 1

# A file that is put in another's place: who has it open sees what it opened; the next one the new file.
$ echo '<urn:n> <urn:b> 1, 2 .' > n.ttl; ytterby load --db n.yt n.ttl; mkfifo say; ytterby shell --db g.yt < say > seen 2> err & exec 9> say
> echo 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' >&9; i=0; until test -s seen || test $i = 100; do sleep 0.1; i=$((i + 1)); done; mv n.yt g.yt
> echo 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' >&9; exec 9>&-; wait; grep -c '^1$' seen; ytterby query --db g.yt 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
2
?n
2

# Another writer that does not end is waited for no longer than --timeout lets; Ctrl-C ends the waiting. Readers need not wait.
$ seq 1 200000 | sed 's|.*|<urn:s&> <urn:p> "&" .|' > rows.nt; ytterby load --db held.yt rows.nt; mkfifo late
> ytterby load --db held.yt --from nquads late & holder=$!; for i in $(seq 1 400); do ls -l /proc/$holder/fd 2>/dev/null | grep -q 'late$' && break; sleep 0.05; done
> timeout 8 ytterby update --db held.yt --timeout 0.3 'INSERT DATA { <urn:a> <urn:b> 1 }'; echo $?
> ytterby update --db held.yt 'INSERT DATA { <urn:a> <urn:b> 1 }' 2>err & sleep 0.5; kill -INT $!; wait $!; echo $?; cat err
> ytterby query --db held.yt 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'; kill -INT $holder; wait $holder; ytterby update --db held.yt 'INSERT DATA { <urn:a> <urn:b> 1 }'; ytterby query --db held.yt 'ASK { <urn:a> ?p ?o }'
1
130
ytterby: error: interrupted while another process was writing held.yt
?n
200000
true
! ytterby: error: the time limit was reached while another process was writing held.yt
! late: error: interrupted
