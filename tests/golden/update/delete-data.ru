# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
DELETE DATA { :tin :unit "t" . :tin :unit "absent" . GRAPH :old { :tin :amount 4 } }
