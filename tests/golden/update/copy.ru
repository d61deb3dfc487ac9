# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
COPY :old TO :copy ; DELETE DATA { GRAPH :copy { :tin :amount 4 } } ; COPY DEFAULT TO :all
