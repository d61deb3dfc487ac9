# Redland's own storages: reading creates nothing, and a wrong word is told.
$ ytterby info --storage sqlite --storage-name missing
! ytterby: error: there is no "missing": no database to read
? 1

$ ytterby info --storage hashes --storage-name missing --storage-options "hash-type='bdb',dir='.'"
! ytterby: error: there is no "./missing-sp2o.db": no database to read
? 1

$ ls

$ ytterby info --storage hashes --storage-name missing
! ytterby: error: the storage "hashes" needs hash-type='bdb' or 'memory' among its options
? 64

$ ytterby info --storage hashes --storage-name x --storage-options "hash-type=bdb"
! ytterby: error: storage options are written name='value',name='value'
? 64

$ ytterby info --storage nosuch
! ytterby: error: Redland has no storage "nosuch" here; it has ...
? 1

$ ytterby info --storage uri --storage-name http://localhost:1/
! ytterby: error: the storage "uri" is not opened here: ...
? 1

$ ytterby info --storage-name x
! ytterby: error: --storage-name and --storage-options belong to --storage NAME
? 64

$ echo garbage > notadb; ytterby info --storage sqlite --storage-name notadb
! ytterby: error: the storage "sqlite" could not ...
? 1
