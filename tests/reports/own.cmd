# A file in the folder ytterby/queries of the configuration is a report at once: here $HOME/.config, ...
$ mkdir -p .config/ytterby/queries && cd .config/ytterby/queries
> printf '%s\n' '#+ summary: Sites in a country, and what is made there.' '#+ param: land country "the country"' \
>     '#+ param: most integer "so many rows" 1' 'PREFIX schema: <http://schema.org/>' \
>     'SELECT (STR(?label) AS ?site) (STR(?goods) AS ?made) WHERE {' '  ?s a yo:Site ; rdfs:label ?label ; yo:commodity/rdfs:label ?goods ;' \
>     '    schema:location/schema:containedInPlace* ?land .' '  FILTER(?most > 0)' '}' 'ORDER BY ?site' >sites.rq
> ytterby report --list | grep '^sites'; ytterby report sites MY; ytterby report sites; ytterby report sites Malaysia zero
sites land [most]	Sites in a country, and what is made there.
?site	?made
"Lynas plant in Pahang"	"light rare earths"
"pilot mine in Perak"	"rare earths"
! ytterby: error: report sites needs land: the country
! ytterby: error: most must be of type integer, not "zero"
? 64

# ... or $XDG_CONFIG_HOME. One of a shipped report's name takes its place.
$ mkdir -p own/ytterby/queries && echo 'SELECT * { VALUES ?mine { 1 } }' >own/ytterby/queries/country.rq
> export XDG_CONFIG_HOME=$PWD/own; ytterby report country; ytterby report --list | grep -c '^country	$'
?mine
1
1

# One that is broken tells where, and does no harm to the others: neither in its query, nor in its head, nor as a file.
$ cd own/ytterby/queries; export XDG_CONFIG_HOME=$HOME/own
> printf '#+ summary: Broken.\nSELECT * WHERE {\n  ?s ?p }\n' >query.rq
> printf '#+ param: a entity "one"\n#+ param: b\nSELECT * {}\n' >head.rq
> ln -s nowhere gone.rq; mkdir folder.rq; printf '\377\n' >bytes.rq; printf 'SELECT' >.hidden.rq
> for report in query head gone folder bytes; do ytterby report $report; echo $?; done 2>&1 | sed "s,$HOME,~,g"
~/own/ytterby/queries/query.rq:3:9: error: expected a term or a variable, found '}'
  ?s ?p }
        ^
2
~/own/ytterby/queries/head.rq:2:1: error: expected #+ param: NAME TYPE "help" default, at most 16 of them
#+ param: b
^
2
ytterby: error: cannot read ~/own/ytterby/queries/gone.rq: No such file or directory
1
ytterby: error: cannot read ~/own/ytterby/queries/folder.rq: Is a directory
1
~/own/ytterby/queries/bytes.rq:1:1: error: this is not UTF-8
?
^
2

$ cd own/ytterby/queries; export XDG_CONFIG_HOME=$HOME/own
> ytterby report --list | grep -E '^(bytes|folder|gone|head|query|claims)' | sed "s,$HOME,~,g"; ytterby report claims 'Nik Nazmi' | wc -l
bytes	
claims [speaker] [topic]	Who claims what and when: speaker, stance, topic, how often; a claim without a date is dated by the document that tells of it.
folder	cannot be run: cannot read ~/own/ytterby/queries/folder.rq: Is a directory
gone	cannot be run: cannot read ~/own/ytterby/queries/gone.rq: No such file or directory
head	cannot be run: expected #+ param: NAME TYPE "help" default, at most 16 of them
query	Broken.
2

# In the shell, too.
$ export XDG_CONFIG_HOME=$HOME/own; printf '.bail off\n.report query\n.report claims "Nik Nazmi"\n.reports head\n' | ytterby 2>&1 | sed "s,$HOME,~,g" | cut -c 1-90
~/own/ytterby/queries/query.rq:3:9: error: expected a term or a variable, found '}'
  ?s ?p }
        ^
?who	?stance	?on	?claim	?remark	?when	?source
"Nik Nazmi"	"concedes"	"technology dependence"	"Malaysia's rare-earth industry has no way 
~/own/ytterby/queries/head.rq:2:1: error: expected #+ param: NAME TYPE "help" default, at 
#+ param: b
^

# A parameter's name may not be a result's, as it has no column any more; a query that is none is said to be so.
$ export XDG_CONFIG_HOME=$HOME/own; cd own/ytterby/queries
> printf '#+ param: x entity "a thing"\nSELECT ?p WHERE { ?x ?p ?o . BIND(1 AS ?x) }\n' >bound.rq; ytterby report bound Malaysia 2>&1 | sed "s,$HOME,~,g"
> echo 'DROP ALL' >update.rq; ytterby report update 2>&1 | sed "s,$HOME,~,g"
~/own/ytterby/queries/bound.rq:2:40: error: ?x is bound already in this group, so BIND cannot bind it
SELECT ?p WHERE { ?x ?p ?o . BIND(1 AS ?x) }
                                       ^
~/own/ytterby/queries/update.rq:1:1: error: this is an update, and a query is wanted
DROP ALL
^

