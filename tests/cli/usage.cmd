# Wrong usage is 64, and says what is wrong; help goes to standard output.
$ ytterby --help | head -1
ytterby ...

$ ytterby --version
ytterby ...

$ ytterby nosuch
! ytterby: error: no command "nosuch"...
? 64

$ ytterby query --nosuch 'ASK {}'
! ytterby: error: ...--nosuch...
? 64

$ ytterby query
! ytterby: error: ...
? 64

$ ytterby query --format nosuch 'ASK {}'
! ytterby: error: no format "nosuch" for answers
? 64

$ ytterby query --timeout never 'ASK {}'
! ytterby: error: ...
? 64

$ ytterby query --data absent.ttl 'ASK {}'
! absent.ttl: error: cannot open: No such file or directory
? 1

$ ytterby query --db absent.yt 'ASK {}'
! ...absent.yt...
? 1

$ ytterby convert
! ytterby: error: ...
? 64

$ for command in shell query update check convert export report info; do ytterby $command --help >help || echo "no help for $command"; test -s help || echo "empty help for $command"; done
