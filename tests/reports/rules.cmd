# The shipped graph breaks no rule.
$ for rule in "$TOP"/queries/validate/*.rq; do ytterby query -f "$rule" | tail -n +2; done
# Each rule finds its breach in a document that breaks them all.
$ files=$(ls "$TOP"/graph/*.ttl "$TOP"/graph/reference/*.ttl "$TOP"/graph/documents/*.trig "$TOP"/graph/derived.trig)
> for file in $files "$TOP"/tests/validate/broken.trig; do set -- "$@" --data "$file"; done
> for rule in "$TOP"/queries/validate/*.rq; do
>     ytterby query --default-graph union "$@" -f "$rule" | tail -n +2 | grep -q . || echo "$rule finds nothing"
> done
