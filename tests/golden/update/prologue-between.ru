# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
INSERT DATA { :a :b 1 } ;
PREFIX y: <urn:y:>
INSERT DATA { y:a y:b 1 } ;
