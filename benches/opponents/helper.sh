#!/bin/sh
# The helper that people write today: helper.sh CACHE KEY FILE.
#
# A signature is a file named after digest and key; it is copied into the store on each call, since only then is it
# sure to be there. It verifies nothing, roots nothing, and what it prints is refused by pure evaluation.
set -eu
digest=$(sha256sum "$3")
digest=${digest%% *}
signature=$1/$digest-$2.sig
[ -e "$signature" ] || gpg --batch --local-user "$2" --output "$signature" --detach-sign "$3"
path=$(nix-store --add "$signature")
printf 'builtins.storePath "%s"\n' "$path"
