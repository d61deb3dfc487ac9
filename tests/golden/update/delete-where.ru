# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
DELETE WHERE { ?s :unit "t" ; :amount ?n }
