{
  description = "Keeps the first detached signature for every content and key, so that signing is a function";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;

      eachSystem =
        make:
        lib.genAttrs [
          "x86_64-linux"
          "aarch64-linux"
          "x86_64-darwin"
          "aarch64-darwin"
        ] (system: make nixpkgs.legacyPackages.${system});

      manifest = (lib.importTOML ./Cargo.toml).package;

      package =
        {
          rustPlatform,
          installShellFiles,
          gnupg,
          libfaketime,
          nettle,
          nix,
          pkg-config,
          sequoia-sqv,
          stdenv,
          util-linux,
          withNettle ? false,
        }:
        rustPlatform.buildRustPackage {
          pname = manifest.name;
          inherit (manifest) version;

          src = lib.cleanSource ./.;
          cargoLock.lockFile = ./Cargo.lock;

          nativeBuildInputs = [
            installShellFiles
          ]
          ++ lib.optionals withNettle [
            pkg-config
            rustPlatform.bindgenHook
          ];
          buildInputs = lib.optional withNettle nettle;
          buildNoDefaultFeatures = withNettle;
          buildFeatures = lib.optional withNettle "crypto-nettle";

          # The tests preload another clock, which a static program doesn't load.
          doCheck = !stdenv.hostPlatform.isStatic;
          nativeCheckInputs = [
            gnupg
            libfaketime
            nix
            sequoia-sqv
            # `script`, which makes a terminal for the tests.
            util-linux
          ];
          # What they build wants more in /bin than the sandbox has.
          checkFlags = map (test: "--skip=${test}") [
            "a_build_consumes_the_signature_and_the_signature_of_a_build"
            "a_whole_collection_between_helper_and_evaluator_breaks_nothing"
            "one_file_can_be_anything_that_is_a_file"
            "the_nix_expressions_build_what_gpg_verifies"
            # Holds other programs against what their versions in Debian 12 say.
            "the_other_programs_say_what_the_table_says"
            # Wants systemd, and the units of a machine around these.
            "systemd_takes_every_unit"
            "systemd_may_open_the_socket_and_keeps_it"
          ];

          postInstall = ''
            installManPage man/*.1
            installShellCompletion assets/completions/{_signcache,signcache.bash,signcache.fish}
            install -Dm644 -t $out/share/signcache assets/{extra-builtins,signcache}.nix assets/config.toml
            install -Dm755 -t $out/share/signcache assets/pre-build-hook.sh
          ''
          + lib.optionalString stdenv.hostPlatform.isLinux ''
            for kind in system user; do
              install -Dm644 -t $out/lib/systemd/$kind assets/systemd/$kind/*
            done
            substituteInPlace $out/lib/systemd/*/*.service --replace-fail /usr/bin/signcache $out/bin/signcache
            install -Dm644 assets/systemd/sysusers.conf $out/lib/sysusers.d/signcache.conf
            install -Dm644 assets/systemd/tmpfiles.conf $out/lib/tmpfiles.d/signcache.conf
            substituteInPlace $out/lib/tmpfiles.d/signcache.conf --replace-fail /usr/lib/signcache/builder $out/bin/signcache-builder
          '';

          meta = {
            inherit (manifest) description;
            license = lib.licenses.lgpl21Plus;
            mainProgram = "signcache";
            platforms = lib.platforms.unix;
          };
        };
    in
    {
      packages = eachSystem (
        pkgs:
        {
          default = pkgs.callPackage package { };
          nettle = pkgs.callPackage package { withNettle = true; };
        }
        // lib.optionalAttrs pkgs.stdenv.hostPlatform.isLinux {
          # Needs nothing of the system that it runs on.
          static = pkgs.pkgsStatic.callPackage package { };
        }
      );

      checks = self.packages;

      apps = eachSystem (pkgs: {
        default = {
          type = "app";
          program = lib.getExe self.packages.${pkgs.system}.default;
        };
      });

      devShells = eachSystem (pkgs: {
        default = pkgs.mkShell {
          inputsFrom = [ self.packages.${pkgs.system}.nettle ];
          packages = [
            pkgs.cargo-deny
            pkgs.clippy
            pkgs.rustfmt
            pkgs.sqlite
          ];
        };
      });

      nixosModules.default =
        { pkgs, ... }:
        {
          imports = [ ./assets/nixos-module.nix ];
          services.signcache.package = lib.mkDefault self.packages.${pkgs.stdenv.hostPlatform.system}.default;
          services.signcache.agent.builder = lib.mkDefault self.packages.${pkgs.stdenv.hostPlatform.system}.static;
        };

      overlays.default = final: prev: { signcache = final.callPackage package { }; };

      # `provided` is the same for every system; what is built for one comes from `forSystem`.
      lib = {
        inherit (import ./assets/signcache.nix { system = throw "signcache: take it from `lib.forSystem`"; }) provided;
        forSystem =
          system:
          import ./assets/signcache.nix {
            inherit system;
            signcache = self.packages.${system}.default;
          };
      };
    };
}
