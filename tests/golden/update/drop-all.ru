# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
DROP ALL ; INSERT DATA { :only :left 1 }
