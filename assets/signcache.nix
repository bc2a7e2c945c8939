# Signatures in Nix expressions, without a plug-in: in pure evaluation, in flakes, on every machine.
#
#   let signcache = import ./signcache.nix { }; in
#   signcache.provided { src = ./release.tar; key = "openpgp:8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B"; }
#
# is a derivation whose output is the detached signature of that file by that key. Nothing can build it: it is
# registered by `signcache provide`, or substituted from a binary cache that `signcache export --format nix-cache`
# wrote. Where it is not there, Nix says that no machine has the feature `signcache-provided`; then
# `signcache wanted from-drv` finds out what is missing, and `signcache wanted sign` signs and provides it.
{
  # The package; only `verify` needs it.
  signcache ? null,
  # For whom things are built; only `verify` and `built` need it. Pure evaluation has no default.
  system ? builtins.currentSystem,
}:
let
  checked =
    what: pattern: text:
    if builtins.isString text && builtins.match pattern text != null then
      # Digest and key alone are inputs, wherever they come from.
      builtins.unsafeDiscardStringContext text
    else
      throw "signcache: ${what}";

  checkedKey = checked "`key` is `openpgp:` and the full fingerprint in upper case; aliases and short ids mean something else to everybody" "openpgp:([0-9A-F]{40}|[0-9A-F]{64})";
  checkedHash = checked "`contentHash` is the SHA-256 of the content, as 64 digits in lower case" "[0-9a-f]{64}";

  # Version 1 of the contract. The store path is a function of these attributes, so that not one of them ever
  # changes; another contract is another function, beside this one.
  registered =
    contentHash: keyId:
    derivation {
      name = "signature";
      system = "builtin";
      builder = "/signcache/not-provided";
      requiredSystemFeatures = [ "signcache-provided" ];
      inherit contentHash keyId;
    };
in
{
  # The signature of a file that is known when the expression is evaluated.
  #
  # `src` is read for its digest: a source is read as it is, and what another derivation makes is built first, during
  # evaluation (import from derivation), unless `contentHash` is given beside it.
  #
  # With `verify` the result is another derivation, which checks the signature over `src` with the keys in the file
  # `certificates`. Nix itself only checks from whom a path is.
  provided =
    {
      key,
      src ? throw "signcache: one of `src` and `contentHash` is needed",
      contentHash ? builtins.hashFile "sha256" src,
      verify ? false,
      certificates ? throw "signcache: `verify` needs `certificates`, a file with the key's certificate",
    }:
    let
      signature = registered (checkedHash contentHash) (checkedKey key);
      verified = derivation {
        name = "signature-verified";
        inherit system;
        builder =
          if signcache == null then
            throw "signcache: `verify` needs the package: import signcache.nix { signcache = …; }"
          else
            "${signcache}/bin/signcache";
        args = [
          "verify"
          "--key"
          signature.keyId
          "--certificates"
          "${certificates}"
          "--output"
          (placeholder "out")
          "${src}"
          "${signature}"
        ];
      };
    in
    if verify then verified // { inherit (signature) contentHash keyId; } else signature;

  # The signature of a file that is known only when it is built: asked for in the sandbox, on a machine that has the
  # feature `signcache`, of the agent that runs there.
  built =
    { key, src }:
    derivation {
      name = "signature";
      inherit system;
      builder = "/run/signcache/builder";
      requiredSystemFeatures = [ "signcache" ];
      src = "${src}";
      keyId = checkedKey key;
    };
}
