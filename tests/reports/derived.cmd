# The derived graph is what its rules make of the rest.
$ for rule in "$TOP"/queries/derive/*.rq; do ytterby query --format ntriples -f "$rule"; done | LC_ALL=C sort -u >made
$ ytterby export --graph urn:ytterby:id:derived --to ntriples | LC_ALL=C sort -u >kept
$ diff made kept && wc -l <kept
177
