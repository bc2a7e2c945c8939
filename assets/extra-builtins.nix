# signcache for Nix evaluations: signatures as attribute sets that work wherever a path does.
#
#   signcache { key = "release"; src = ./firmware.bin; }
#   signcache { key = "release"; src = [ ./a.img "${kernel}/bzImage" ]; }
#   signcache { key = "release"; src = { boot = ./boot.img; root = image; }; }
#
# Each result has `outPath` (so `"${signature}"` is the store path of the signature, with
# context), `contentHash`, `keyId` and `signedAt`. A list gives a list, a set gives a set with
# the same names; either is one call of the helper, so hand over many files at once.
#
# With nix-plugins, in nix.conf:
#
#   plugin-files = /path/to/nix-plugins/lib/nix/plugins
#   extra-builtins-file = /path/to/extra-builtins.nix
#
# and then `builtins.extraBuiltins.signcache { … }`. Without the plugin, with
# `--option allow-unsafe-native-code-during-evaluation true`:
#
#   (import ./extra-builtins.nix { exec = builtins.exec; }).signcache { … }
#
# That option lets every expression in the evaluation run programs; the plugin lets only this
# file do so. Either way the one who evaluates needs the helper and its cache: the evaluator
# runs it, no build does.
{ exec, ... }:
{
  signcache =
    {
      # What `signcache exec -k` takes: an alias, a full fingerprint, `openpgp:…`.
      key,
      # One file, a list of files, or an attribute set of files. A file is one of
      #
      # - a path: it is copied to the store first, so what gets signed are the very bytes that a
      #   build sees, and pure evaluation refuses what lies outside, as it does everywhere;
      # - a string: handed over as it is, after whatever is in its context was built or fetched.
      #   So `"${derivation}/file"` is import from derivation: the evaluation waits for that
      #   build. `toString ./file` is the file where it lies, without a copy;
      # - a derivation, or whatever else has an `outPath` that is a file and not a directory.
      #
      # An evaluation in read-only mode (`nix-instantiate --eval` without `--read-write-mode`)
      # neither copies nor builds, so there only strings without context work.
      src,
      # The helper: a name to be found along PATH, or a path.
      signcache ? "signcache",
      # "store": the binary signature, kept in the store by a root of signcache's.
      # "inline": the armored one, made by the evaluator.
      emit ? "store",
      # Never sign: what is not in the cache is an error.
      offline ? false,
    }:
    let
      command = [
        signcache
        "exec"
        "-k"
        key
        "--emit"
        emit
      ]
      ++ (if offline then [ "--offline" ] else [ ])
      ++ [ "--" ];

      # The helper prints a set for one file and a list for more, and wants at least one.
      sign =
        files:
        if files == [ ] then
          [ ]
        else if builtins.length files == 1 then
          [ (call files) ]
        else
          call files;

      call = files: exec (command ++ map (file: "${file}") files);

      isFile = builtins.isAttrs src && (src ? outPath || src ? __toString);
      names = builtins.attrNames src;
      results = sign (map (name: src.${name}) names);
    in
    if builtins.isList src then
      sign src
    else if builtins.isAttrs src && !isFile then
      builtins.listToAttrs (
        builtins.genList (index: {
          name = builtins.elemAt names index;
          value = builtins.elemAt results index;
        }) (builtins.length names)
      )
    else
      call [ src ];
}
