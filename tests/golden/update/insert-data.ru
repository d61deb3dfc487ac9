# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
INSERT DATA { :tin :note "new"@en . GRAPH :new { :x :y 1.50 } }
