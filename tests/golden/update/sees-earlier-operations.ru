# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
INSERT DATA { :lead :amount 2 } ; DELETE { ?s :amount ?n } WHERE { ?s :amount ?n FILTER (?n < 3) } ; INSERT { :sum :is ?t } WHERE { SELECT (SUM(?n) AS ?t) { ?s :amount ?n } }
