# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
WITH :old DELETE { ?s :amount ?n } INSERT { ?s :was ?n } WHERE { ?s :amount ?n }
