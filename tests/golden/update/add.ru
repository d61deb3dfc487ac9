# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
ADD :old TO DEFAULT ; ADD DEFAULT TO :old
