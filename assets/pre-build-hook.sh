#!/bin/sh
# Nix's `pre-build-hook`: shows the agent's socket to the builds that require the feature `signcache`, and to no others.
#
#   system-features = … signcache
#   pre-build-hook = /etc/nix/signcache-pre-build-hook
#
# Nix calls it with the derivation's path, and reads what the sandbox is to have beside the usual (nix.conf(5)).
# A derivation is one line; its attributes are pairs of quoted strings, in which quotes are escaped.
IFS= read -r derivation <"$1" || :
features=${derivation#*'("requiredSystemFeatures","'}
[ "$features" != "$derivation" ] || exit 0
case " ${features%%'"'*} " in
*' signcache '*) printf 'extra-sandbox-paths\n/run/signcache\n\n' ;;
esac
