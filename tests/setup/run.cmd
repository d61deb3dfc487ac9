# `make run` hands its standard input to the shell, and prints nothing of its own on standard output.
$ printf '.prefixes\n' | make -s -C $TOP run | grep 'urn:ytterby:ont:'
yo:...<urn:ytterby:ont:>
