#!/usr/bin/env bash
# Runs the tests that need Nix with the Nix of another Debian suite, in a root of its own:
#
#   tests/newer-nix.sh [SUITE [DIRECTORY]]
#
# SUITE is `testing` without; DIRECTORY keeps the root for the next time. To be run by hand, as root: it installs
# `debootstrap` and half a gigabyte of Debian. The programs are those that cargo builds here.
set -euo pipefail
suite=${1:-testing}
root=${2:-/var/tmp/signcache-$suite}
repository=$(realpath "$(dirname "$0")/..")
cd "$repository"

command -v debootstrap >/dev/null || apt-get install -qy --no-install-recommends debootstrap
if [ ! -e "$root/etc/debian_version" ]; then
    debootstrap --variant=minbase "$suite" "$root"
fi

mapfile -t tests < <(
    cargo test --locked --no-run --test nix_leaf --test provided --test agent --test accounts 2>&1 |
        tee /dev/stderr | sed -n 's/.*Executable.*(\(.*\))/\1/p'
)
[ ${#tests[@]} = 4 ]
cargo rustc --locked --bin signcache-builder -- -C target-feature=+crt-static

# In a namespace of its own nothing stays mounted, and a root that is no mere `chroot` lets Nix make sandboxes.
unshare --mount --pid --fork --propagation private bash -euo pipefail -s "$root" "$repository" "${tests[@]}" <<'INSIDE'
root=$1 repository=$2
shift 2
mount --bind "$root" "$root"
mkdir -p "$root$repository" "$root/old"
mount --bind "$repository" "$root$repository"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t sysfs sys "$root/sys"
mount -t tmpfs -o mode=1777 tmp "$root/tmp"
mount -t tmpfs run "$root/run"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cd "$root"
pivot_root . old
cd /
umount --lazy /old
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
export DEBIAN_FRONTEND=noninteractive
# A mirror that lags behind will do for a test.
apt-get update -q -o Acquire::Check-Valid-Until=false
apt-get install -qy --no-install-recommends busybox-static faketime gnupg gpg-agent gpgv libfaketime nix-bin \
    openssh-client openssh-server procps sqv systemd </dev/null
cd "$repository"
nix --version
failed=0
for test in "$@"; do
    "./$test" --test-threads 2 </dev/null || failed=1
done
exit $failed
INSIDE
