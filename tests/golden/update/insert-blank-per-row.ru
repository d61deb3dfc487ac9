# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
INSERT { ?s :box [ :holds ?n ] } WHERE { ?s :unit "t" ; :amount ?n } ;
INSERT { :count :boxes ?c } WHERE { SELECT (COUNT(DISTINCT ?b) AS ?c) { ?s :box ?b } } ;
DELETE { ?s :box ?b . ?b :holds ?n } WHERE { ?s :box ?b . ?b :holds ?n }
