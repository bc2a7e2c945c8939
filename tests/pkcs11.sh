#!/usr/bin/env bash
# Signs with a key on a PKCS#11 token, the way the README says, and checks the result with gpg.
#
# The token is SoftHSM's; any other takes its place with the path of its module. It needs (names of Debian's packages):
# gnupg, gnupg-pkcs11-scd, softhsm2, opensc and openssl. The program is the first argument, or target/debug/signcache.
# Nothing outside of a temporary directory is touched.
set -euo pipefail

signcache=$(realpath "${1:-$(dirname "$0")/../target/debug/signcache}")
for program in gpg gpg-connect-agent gnupg-pkcs11-scd softhsm2-util pkcs11-tool openssl; do
    command -v "$program" >/dev/null || { echo "not installed: $program" >&2; exit 1; }
done
module=
for directory in /usr/lib/softhsm /usr/lib64/pkcs11 /usr/lib /usr/local/lib/softhsm; do
    [ -z "$module" ] && [ -e "$directory/libsofthsm2.so" ] && module=$directory/libsofthsm2.so
done
[ -n "$module" ] || { echo "SoftHSM's module was not found" >&2; exit 1; }

# Short, for the agent's sockets lie in it.
work=$(mktemp -d /tmp/p11.XXXXXX)
export GNUPGHOME=$work/gnupg SOFTHSM2_CONF=$work/softhsm2.conf
export HOME=$work XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_STATE_HOME=$work/state
unset SIGNCACHE_DIR
trap 'gpgconf --kill all; rm -rf "$work"' EXIT
mkdir -m 700 "$GNUPGHOME" "$work/tokens"
cd "$work"

step() { printf '==> %s\n' "$*"; }
quietly() { "$@" >log 2>&1 || { cat log >&2; exit 1; }; }

step "A token with an RSA key that can't leave it, and the certificate that gnupg-pkcs11-scd finds the key by"
echo "directories.tokendir = $work/tokens" >"$SOFTHSM2_CONF"
quietly softhsm2-util --init-token --free --label release --so-pin 12345678 --pin 123456
token=(pkcs11-tool --module "$module" --token-label release --login --pin 123456)
quietly openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out x509.pem -subj /CN=release -days 3650
quietly openssl x509 -in x509.pem -outform der -out x509.der
quietly softhsm2-util --import key.pem --token release --label release --id 01 --pin 123456
quietly "${token[@]}" --write-object x509.der --type cert --id 01 --label release
rm key.pem

step "GnuPG with gnupg-pkcs11-scd in the place of scdaemon, and a pinentry that knows the PIN"
cat >"$GNUPGHOME/gnupg-pkcs11-scd.conf" <<END
providers token
provider-token-library $module
END
cat >pinentry <<'END'
#!/bin/sh
echo "OK"
while read -r command _; do
    [ "$command" = GETPIN ] && echo "D 123456"
    echo "OK"
done
END
chmod 700 pinentry
cat >"$GNUPGHOME/gpg-agent.conf" <<END
scdaemon-program $(command -v gnupg-pkcs11-scd)
pinentry-program $work/pinentry
END

step "An OpenPGP certificate for the key on the token"
quietly gpg --card-status
grip=$(gpg-connect-agent 'SCD LEARN' /bye | sed -n 's/^S KEYPAIRINFO \([0-9A-F]*\) .*/\1/p')
[ ${#grip} = 40 ] || { echo "the token's key has no keygrip: $grip" >&2; exit 1; }
cat >parameters <<END
Key-Type: RSA
Key-Grip: $grip
Key-Usage: sign
Name-Real: Release
Name-Email: release@example.org
Expire-Date: 0
%commit
END
quietly gpg --batch --generate-key parameters
key=$(gpg --list-keys --with-colons | sed -n 's/^fpr:*\([0-9A-F]*\):$/\1/p' | head -n 1)
grep -q shadowed-private-key "$GNUPGHOME/private-keys-v1.d/$grip.key" || {
    echo "the secret key is not on the token" >&2
    exit 1
}

step "signcache with no configuration but a name"
mkdir -p config/signcache
printf '[keys.release]\nfingerprint = "%s"\n' "$key" >config/signcache/config.toml
echo "content" >content
"$signcache" sign -k release content
quietly gpg --verify content.sig content
"$signcache" verify -k release content content.sig
cp content.sig first.sig

step "The token is locked, and nothing prompts without a terminal: exit 5"
gpgconf --kill all
echo "other" >other
code=0
"$signcache" sign -k release other </dev/null 2>log || code=$?
cat log
[ "$code" = 5 ] || { echo "it ended with $code" >&2; exit 1; }

step "The token is gone: exit 5, and what was signed is still there"
gpgconf --kill all
mv tokens pulled
code=0
"$signcache" sign -k release other 2>log || code=$?
cat log
[ "$code" = 5 ] || { echo "it ended with $code" >&2; exit 1; }
"$signcache" sign -k release -o again.sig content
cmp first.sig again.sig
echo "All is well."
