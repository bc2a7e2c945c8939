#!/bin/sh
# Makes the corpus anew, with new keys: certificates, contents and signatures. cases.tsv stays as it is.
#
#   tests/corpus/make.sh
#
# What GnuPG can make is made by it (2.2.40 made what is committed), at dates that are long past, so
# that no verdict ever changes. What it refuses to make, such as signatures of version 3 and 6, comes
# from tests/interop/make.rs. Keys have no passphrase, and are thrown away at the end.
set -eu
cd "$(dirname "$0")"
GNUPGHOME=$(mktemp -d /tmp/corpus.XXXXXX)
export GNUPGHOME
trap 'gpgconf --kill all; rm -rf "$GNUPGHOME"' EXIT
rm -rf certificates contents signatures
mkdir certificates contents signatures

printf 'what was signed\n' > contents/plain
printf 'what was not signed\n' > contents/other
printf 'one\ntwo \r\nthree' > contents/text
printf 'one\rtwo\n' > contents/lone-cr
: > contents/empty

# All below run GnuPG at a date: at YYYY ARGUMENTS…
at() {
    year=$1
    shift
    gpg -q --batch --yes --pinentry-mode loopback --passphrase '' --faked-system-time "$year" "$@"
}
# The fingerprint of the last key or subkey that was made.
made() { sed -n 's/.* KEY_CREATED . //p' "$GNUPGHOME/status" | tail -n 1; }
# key DATE ALGORITHM USAGE EXPIRY [OPTION…]: makes a primary key.
key() {
    date=$1 algorithm=$2 usage=$3 expiry=$4
    shift 4
    at "$date" --status-file "$GNUPGHOME/status" "$@" \
        --quick-generate-key "$algorithm $usage <corpus@example.org>" "$algorithm" "$usage" "$expiry"
    made
}
# subkey DATE PRIMARY ALGORITHM USAGE EXPIRY: adds a subkey.
subkey() {
    at "$1" --status-file "$GNUPGHOME/status" --quick-add-key "$2" "$3" "$4" "$5"
    made
}
# sign DATE KEY NAME CONTENT [OPTION…]: a signature by exactly this key or subkey.
sign() {
    date=$1 by=$2 name=$3 content=$4
    shift 4
    at "$date" -u "$by!" --digest-algo SHA256 "$@" -o "signatures/$name.sig" --detach-sign "contents/$content"
}
keep() { at 20200101T000000 --export "$2" > "certificates/$1.pgp"; }
# revoke DATE PRIMARY REASON, by GnuPG's numbers: 0 none, 1 compromised, 2 superseded, 3 retired.
revoke() {
    printf 'y\n%s\n\ny\n' "$3" |
        gpg -q --no-tty --command-fd 0 --yes --pinentry-mode loopback --passphrase '' --faked-system-time "$1" \
            --gen-revoke "$2" > "$GNUPGHOME/revocation"
    at "$1" --import "$GNUPGHOME/revocation"
}
# revoke_subkey DATE PRIMARY NUMBER REASON
revoke_subkey() {
    printf 'key %s\nrevkey\ny\n%s\n\ny\nsave\n' "$3" "$4" |
        gpg -q --no-tty --command-fd 0 --pinentry-mode loopback --passphrase '' --faked-system-time "$1" \
            --edit-key "$2"
}

# Algorithms.
for algorithm in ed25519 nistp256 nistp384 nistp521 brainpoolP256r1 secp256k1 rsa1024 rsa2048 rsa3072 rsa4096 dsa1024 dsa2048; do
    case $algorithm in
        nistp384) digest=SHA384 ;;
        nistp521) digest=SHA512 ;;
        *) digest=SHA256 ;;
    esac
    case $algorithm in
        nistp* | brainpool* | secp*) full=$algorithm/ecdsa ;;
        *) full=$algorithm ;;
    esac
    key=$(key 20100101T000000 "$full" sign never)
    keep "$algorithm" "$key"
    sign 20110101T000000 "$key" "$algorithm" plain --digest-algo "$digest"
    if [ $algorithm = rsa2048 ]; then
        sign 20110101T000000 "$key" rsa2048-sha512 plain --digest-algo SHA512
        sign 20110101T000000 "$key" rsa2048-ripemd160 plain --digest-algo RIPEMD160
        sign 20110101T000000 "$key" rsa2048-md5 plain --digest-algo MD5 --allow-weak-digest-algos
    fi
    [ $algorithm = ed25519 ] && plain=$key
done

# Forms of signatures.
sign 20110101T000000 "$plain" empty empty
sign 20110101T000000 "$plain" armored plain --armor
sign 20110101T000000 "$plain" sha224 plain --digest-algo SHA224
sign 20110101T000000 "$plain" sha384 plain --digest-algo SHA384
sign 20110101T000000 "$plain" sha512 plain --digest-algo SHA512
sign 20110101T000000 "$plain" sha1 plain --digest-algo SHA1
sign 20110101T000000 "$plain" textmode text --textmode
sign 20110101T000000 "$plain" textmode-lone-cr lone-cr --textmode
sign 20110101T000000 "$plain" notation plain --sig-notation note@example.org=1
sign 20110101T000000 "$plain" critical-notation plain --sig-notation '!note@example.org=1'
sign 20110101T000000 "$plain" short-lived plain --default-sig-expire 1y
sign 21000101T000000 "$plain" from-2100 plain
cat signatures/ed25519.sig signatures/sha512.sig > signatures/two.sig
printf 'no signature\n' > signatures/text.sig
head -c 60 signatures/ed25519.sig > signatures/cut.sig

# A primary key that only certifies, with two subkeys that sign and one that encrypts.
key=$(key 20100101T000000 ed25519 cert never)
first=$(subkey 20100101T000000 "$key" ed25519 sign never)
second=$(subkey 20110101T000000 "$key" nistp256/ecdsa sign never)
subkey 20100101T000000 "$key" cv25519 encr never > "$GNUPGHOME/unused"
sign 20120101T000000 "$first" subkeys-first plain
sign 20120101T000000 "$second" subkeys-second plain
keep subkeys "$key"

# Expired, and signing after it: the expiry was set back once the signature was there.
key=$(key 20100101T000000 ed25519 sign never)
sign 20110101T000000 "$key" expired-before plain
sign 20130101T000000 "$key" expired-after plain
at 20110601T000000 --quick-set-expire "$key" 20120101T000000
keep expired "$key"

# Expired and then extended. GnuPG replaces the self-signature; another copy has kept the old one.
for copies in extended extended-both; do
    key=$(key 20100101T000000 ed25519 sign 20110101T000000)
    at 20100601T000000 --export "$key" > "$GNUPGHOME/old"
    sign 20100601T000000 "$key" $copies-before plain
    at 20120101T000000 --quick-set-expire "$key" never
    sign 20110601T000000 "$key" $copies-gap plain
    sign 20130101T000000 "$key" $copies-since plain
    keep $copies "$key"
done
cat "$GNUPGHOME/old" >> certificates/extended-both.pgp

# Extended, and expired again since.
key=$(key 20100101T000000 ed25519 sign 20110101T000000)
sign 20100601T000000 "$key" extended-expired-before plain
at 20101201T000000 --quick-set-expire "$key" 20150101T000000
sign 20140101T000000 "$key" extended-expired-since plain
at 20141201T000000 --quick-set-expire "$key" never
sign 20160101T000000 "$key" extended-expired-after plain
at 20141202T000000 --quick-set-expire "$key" 20150101T000000
keep extended-expired "$key"

# The same with a subkey: its expiry is in the binding, which GnuPG replaces too.
key=$(key 20100101T000000 ed25519 cert never)
first=$(subkey 20100101T000000 "$key" ed25519 sign 20110101T000000)
sign 20100601T000000 "$first" subkey-extended-expired-before plain
at 20101201T000000 --quick-set-expire "$key" 20150101T000000 '*'
sign 20140101T000000 "$first" subkey-extended-expired-since plain
keep subkey-extended-expired "$key"

# A subkey that expired and another in its place; then one that was revoked as superseded.
key=$(key 20100101T000000 ed25519 cert never)
first=$(subkey 20100101T000000 "$key" ed25519 sign 20120101T000000)
sign 20110101T000000 "$first" replaced-expired plain
second=$(subkey 20120101T000000 "$key" ed25519 sign never)
sign 20130101T000000 "$second" replaced-revoked-before plain
sign 20150101T000000 "$second" replaced-revoked-after plain
revoke_subkey 20140101T000000 "$key" 2 2
third=$(subkey 20140101T000000 "$key" ed25519 sign never)
sign 20150101T000000 "$third" replaced-new plain
keep replaced "$key"

# Revoked primary keys. Signatures from before and after it.
for reason in 0-none 1-compromised 2-superseded 3-retired; do
    key=$(key 20100101T000000 ed25519 sign never)
    sign 20110101T000000 "$key" "revoked-${reason#*-}-before" plain
    sign 20130101T000000 "$key" "revoked-${reason#*-}-after" plain
    revoke 20120101T000000 "$key" "${reason%-*}"
    keep "revoked-${reason#*-}" "$key"
done

# Revoked subkeys: compromised, and compromised under a primary key that was retired only.
for rest in alone retired; do
    key=$(key 20100101T000000 ed25519 cert never)
    first=$(subkey 20100101T000000 "$key" ed25519 sign never)
    second=$(subkey 20100101T000000 "$key" ed25519 sign never)
    sign 20110101T000000 "$first" "subkey-compromised-$rest" plain
    sign 20110101T000000 "$second" "subkey-compromised-$rest-other" plain
    revoke_subkey 20120101T000000 "$key" 1 1
    [ $rest = retired ] && revoke 20130101T000000 "$key" 3
    keep "subkey-compromised-$rest" "$key"
done

# A key with a revoked user id, and one whose self-signature is by SHA-1.
key=$(key 20100101T000000 ed25519 sign never)
at 20100201T000000 --quick-add-uid "$key" 'second <second@example.org>'
at 20120101T000000 --quick-revoke-uid "$key" 'ed25519 sign <corpus@example.org>'
sign 20130101T000000 "$key" user-id-revoked plain
keep user-id-revoked "$key"
key=$(key 20100101T000000 rsa2048 sign never --cert-digest-algo SHA1)
sign 20110101T000000 "$key" sha1-self-signature plain
keep sha1-self-signature "$key"


cd ../..
cargo test --test interop -- --ignored --exact make::what_gnupg_refuses_to_make

# The seeds of the fuzz targets are copies.
for seed in fuzz/corpus/packet/*; do cp "tests/corpus/signatures/${seed##*/}.sig" "$seed"; done
for seed in fuzz/corpus/certificate/*; do cp "tests/corpus/certificates/${seed##*/}.pgp" "$seed"; done
