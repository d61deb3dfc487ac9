# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
WITH :old DELETE { ?s :amount ?n } USING :old WHERE { ?s :amount ?n }
