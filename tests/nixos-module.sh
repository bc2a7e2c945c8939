#!/usr/bin/env bash
# Evaluates the NixOS module with the module system and the types of nixpkgs:
#
#   tests/nixos-module.sh PATH/TO/NIXPKGS
#
# It needs nixpkgs' `lib` alone, so github:nix-community/nixpkgs.lib does as well. To be run by hand:
# neither the package nor CI brings nixpkgs along.
set -euo pipefail
nixpkgs=$(realpath "${1:?give the directory of nixpkgs}")
cd "$(dirname "$0")"
nix-instantiate --parse ../flake.nix >/dev/null
nix-instantiate --eval --read-write-mode nixos-module.nix --arg nixpkgs "$nixpkgs"
