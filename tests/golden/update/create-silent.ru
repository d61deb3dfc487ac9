# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
CREATE SILENT GRAPH :old ; CREATE GRAPH :fresh ; INSERT DATA { GRAPH :fresh { :a :b :c } }
