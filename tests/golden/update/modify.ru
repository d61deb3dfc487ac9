# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
DELETE { ?s :amount ?n } INSERT { ?s :amount ?m } WHERE { ?s :amount ?n ; :unit "t" BIND (?n + 1 AS ?m) }
