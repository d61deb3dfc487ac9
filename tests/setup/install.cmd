# .ci/install with stand-ins for dpkg-query, apt-get, sudo and id: what it asks of them.
# All is installed: silence, and no call of apt-get.
$ PATH=$TESTDIR/fake:$PATH $TOP/.ci/install build test

# Two packages are missing: one call, without questions, with nothing to read, and nothing on standard output.
$ echo typed | MISSING='gcc nettle-dev' PATH=$TESTDIR/fake:$PATH $TOP/.ci/install build
! ytterby: installing gcc nettle-dev
! apt-get frontend=noninteractive root=no stdin=0 -qq -o DPkg::Lock::Timeout=120 update
! apt-get frontend=noninteractive root=no stdin=0 -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends gcc nettle-dev

# What only the tests need is not installed for `make run`.
$ MISSING=clang PATH=$TESTDIR/fake:$PATH $TOP/.ci/install build

# Not root: by sudo.
$ FAKE_UID=1000 MISSING=clang PATH=$TESTDIR/fake:$PATH $TOP/.ci/install build test
! ytterby: installing clang
! apt-get ... root=sudo ... update
! apt-get ... root=sudo ... install -y --no-install-recommends clang

# Not root, and sudo wants a password: says what to do.
$ LOCKED=yes FAKE_UID=1000 MISSING=clang PATH=$TESTDIR/fake:$PATH $TOP/.ci/install test
! ytterby: these packages are missing, and only root may install them: clang
! ytterby: run  sudo apt-get install clang
? 1
