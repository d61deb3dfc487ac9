# data: people.ttl
# named: urn:x:g=work.ttl
PREFIX : <urn:x:>
DELETE { ?p :name ?n ; :age ?a } INSERT { GRAPH :names { ?p :called ?n } } WHERE { ?p :name ?n OPTIONAL { ?p :age ?a } } ;
DELETE WHERE { ?p :knows ?q } ;
MOVE :g TO :h
