# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
CLEAR DEFAULT
