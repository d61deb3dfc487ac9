# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
INSERT { ?s :before ?n } USING :old WHERE { ?s :amount ?n }
