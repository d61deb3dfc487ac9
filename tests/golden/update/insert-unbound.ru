# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
INSERT { ?s :has ?o . ?s :seen true } WHERE { ?s :unit "kg" OPTIONAL { ?s :nothing ?o } }
