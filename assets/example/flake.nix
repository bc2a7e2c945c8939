# Three machines, each with signatures in its builds in another way; the README's table says which way fits whom.
#
#   nixos-rebuild switch --flake .#workstation
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  # A clone of signcache, wherever it is.
  inputs.signcache.url = "git+file:///srv/git/signcache";

  outputs =
    { nixpkgs, signcache, ... }:
    let
      fingerprint = "8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B";
      key = "openpgp:${fingerprint}";

      machine =
        module:
        nixpkgs.lib.nixosSystem {
          system = "x86_64-linux";
          modules = [
            signcache.nixosModules.default
            module
          ];
        };
    in
    {
      # The helper: evaluations on this machine call `builtins.extraBuiltins.signcache`, which signs with the key of
      # whoever evaluates, into a cache that its members share.
      nixosConfigurations.workstation = machine {
        services.signcache = {
          enable = true;
          members = [
            "ada"
            "grace"
          ];
          forEverybody = true;
          keys.release = {
            inherit fingerprint;
          };
          settings.gc.unroot-unused = "1y";
          extraBuiltins.enable = true;
        };
      };

      # Provided: builds on this machine find what somebody exported with
      #   signcache export --format nix-cache --nix-key nix.secret -o /srv/www/signatures
      nixosConfigurations.laptop = machine {
        services.signcache.provided = {
          substituters = [ "https://signatures.example.org" ];
          publicKeys = [ "signatures.example.org-1:8c0n8J3hTmK5wGSCy0YlBcVHd4MIjsFyBx9Zkc6vD2Y=" ];
        };
      };

      # The agent: this machine signs what is built on it, for others too that name it in `nix.buildMachines`
      # with `supportedFeatures = [ "signcache" ]`.
      nixosConfigurations.signer = machine {
        services.signcache = {
          enable = true;
          keys.release = {
            inherit fingerprint;
            signer.key-file = "/var/lib/signcache-agent/release.pgp";
          };
          agent = {
            enable = true;
            keys.release = {
              policy = "sign";
              max-size = "1G";
              max-per-minute = 60;
            };
          };
        };
      };

      # What the laptop builds from a file of this flake, with a signature that was provided.
      packages.x86_64-linux.release = derivation {
        name = "release";
        system = "x86_64-linux";
        builder = "/bin/sh";
        args = [
          "-c"
          "echo ${./flake.nix} ${signcache.lib.provided { src = ./flake.nix; inherit key; }} >$out"
        ];
      };

      # What the signer builds, and signs with its key.
      packages.x86_64-linux.firmware =
        let
          firmware = derivation {
            name = "firmware";
            system = "x86_64-linux";
            builder = "/bin/sh";
            args = [
              "-c"
              "echo 17 >$out"
            ];
          };
        in
        (signcache.lib.forSystem "x86_64-linux").built {
          src = firmware;
          inherit key;
        };
    };
}
