# What the NixOS module makes of its options; ./nixos-module.sh evaluates this.
#
# The module system and all types are those of nixpkgs. Of NixOS itself there is only what the module
# sets, with the types that NixOS gives it or wider ones; of the packages, their names.
{ nixpkgs }:
let
  lib = import (nixpkgs + "/lib");
  inherit (lib) types mkOption;

  store = name: derivation { inherit name; system = "none"; builder = "none"; };
  # What the derivations are that a file names is nothing here, where none is ever built.
  toFile = name: text: builtins.toFile name (builtins.unsafeDiscardStringContext text);
  plain = builtins.unsafeDiscardStringContext;
  pkgs = {
    signcache = store "signcache" // { meta.mainProgram = "signcache"; };
    nix-plugins = store "nix-plugins";
    getent = store "getent";
    gnupg = store "gnupg";
    writeText = toFile;
    writeScript = toFile;
    runtimeShell = "/bin/bash";
    stdenv.hostPlatform.system = "x86_64-linux";
    formats.toml = _: {
      type = types.attrsOf types.anything;
      generate = name: value: toFile name (builtins.toJSON value);
    };
  };

  attrs = type: mkOption { type = types.attrsOf type; default = { }; };
  list = type: mkOption { type = types.listOf type; default = [ ]; };
  unit = types.submodule {
    options = {
      description = mkOption { type = types.str; default = ""; };
      wantedBy = list types.str;
      after = list types.str;
      requires = list types.str;
      path = list types.package;
      environment = attrs types.str;
      unitConfig = attrs types.anything;
      serviceConfig = attrs types.anything;
      timerConfig = attrs types.anything;
      socketConfig = attrs types.anything;
    };
  };
  nixos.options = {
    assertions = list (types.submodule {
      options = {
        assertion = mkOption { type = types.bool; };
        message = mkOption { type = types.str; };
      };
    });
    environment = {
      systemPackages = list types.package;
      etc = attrs (types.submodule { options.source = mkOption { type = types.path; }; });
      variables = attrs types.str;
    };
    users = {
      groups = attrs (types.submodule { options.members = list types.str; });
      users = attrs (types.submodule {
        options = {
          isSystemUser = mkOption { type = types.bool; default = false; };
          group = mkOption { type = types.str; };
          home = mkOption { type = types.str; default = "/var/empty"; };
          description = mkOption { type = types.str; };
        };
      });
    };
    systemd = {
      packages = list types.package;
      services = attrs unit;
      timers = attrs unit;
      sockets = attrs unit;
      tmpfiles.rules = list types.str;
    };
    nix = {
      package = mkOption { type = types.package; default = store "nix"; };
      settings = attrs (types.either types.str (types.listOf types.str));
    };
  };

  system = modules: (lib.evalModules {
    modules = modules ++ [ nixos ../assets/nixos-module.nix { _module.args = { inherit pkgs; }; } ];
  }).config;
  evaluate = options: system [ { services.signcache = options; } ];

  static = store "signcache-static";
  legacyPackages.x86_64-linux = {
    callPackage = _: _: pkgs.signcache;
    pkgsStatic.callPackage = _: _: static;
    stdenv.hostPlatform.isLinux = true;
  };
  # The flake, and the flake of the example with it, as Nix calls them.
  self = (import ../flake.nix).outputs { inherit self; nixpkgs = { inherit lib legacyPackages; }; };
  example = (import ../assets/example/flake.nix).outputs {
    signcache = self;
    nixpkgs.lib.nixosSystem = { modules, ... }: system modules;
  };
  inherit (example.nixosConfigurations) workstation laptop signer;
  inherit (example.packages.x86_64-linux) release firmware;
  agent = options: evaluate { enable = true; agent = { enable = true; } // options; };

  off = evaluate { };
  usual = evaluate { enable = true; };
  own = evaluate {
    enable = true;
    cache = "/srv/signatures";
    group = "release";
    members = [ "ada" "grace" ];
    othersMayRead = true;
    forEverybody = true;
    keys.release.fingerprint = "8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B";
    settings.gc.older-than = "5y";
    gc.dates = "Sun 03:00";
    audit.enable = false;
    extraBuiltins.enable = true;
  };
  read = config: builtins.fromJSON (builtins.readFile config.environment.etc."signcache/config.toml".source);
  fails = value: !(builtins.tryEval (builtins.deepSeq value value)).success;
  program = "${pkgs.signcache}/bin/signcache";

  holds = cache: lib.all (one: one.assertion) (evaluate { enable = true; inherit cache; }).assertions;

  reads = upstream: lib.all (one: one.assertion) (evaluate { enable = true; settings.upstream = [ upstream ]; }).assertions;

  is = what: found: expected: { inherit what found expected; };
  checks = [
    (is "off: units" [ off.systemd.services off.systemd.timers off.systemd.packages ] [ { } { } [ ] ])
    (is "off: the rest" [ off.environment.etc off.users.groups off.nix.settings ] [ { } { } { } ])

    (is "group" usual.users.groups { signcache.members = [ ]; })
    (is "keeper" [ usual.users.users.signcache.isSystemUser usual.users.users.signcache.group ] [ true "signcache" ])
    (is "configuration" (read usual) { cache = "/var/lib/signcache"; keys = { }; })
    (is "variables" usual.environment.variables { })
    (is "init" usual.systemd.services.signcache-init.serviceConfig.ExecStart
      "${program} --quiet init --group signcache /var/lib/signcache")
    (is "init finds getent" usual.systemd.services.signcache-init.path [ pkgs.getent ])
    (is "mounts" (map (name: usual.systemd.services.${name}.unitConfig.RequiresMountsFor) [ "signcache-init" "signcache-gc" "signcache-audit" ])
      (lib.replicate 3 [ "/var/lib/signcache" ]))
    (is "places" (map holds [ "/var/lib/signcache" "/srv/home" "/homes/c" "/home" "/home/ada/c" "/root/c" "/run/user/7/c" ])
      [ true true true false false false false ])
    (is "upstreams" (map reads [ "/srv/signatures" { path = "/srv/s"; } "relative" "~/mine" "/home/ada/c" { path = "/home/ada/c"; optional = true; } ])
      [ true true false false false true ])
    (is "services" (builtins.attrNames usual.systemd.services) [ "signcache-audit" "signcache-gc" "signcache-init" ])
    (is "drop-in" usual.systemd.services.signcache-gc.serviceConfig {
      Group = "signcache";
      ReadWritePaths = [ "" "/var/lib/signcache" ];
    })
    (is "order" usual.systemd.services.signcache-audit.requires [ "signcache-init.service" ])
    (is "units of the package" usual.systemd.packages [ pkgs.signcache ])
    (is "timer" usual.systemd.timers.signcache-audit.timerConfig.OnCalendar [ "" "daily" ])
    (is "timers are started" usual.systemd.timers.signcache-gc.wantedBy [ "timers.target" ])
    (is "nix" usual.nix.settings { })

    (is "own group" own.users.groups { release.members = [ "ada" "grace" ]; })
    (is "own init" own.systemd.services.signcache-init.serviceConfig.ExecStart
      "${program} --quiet init --group release --world-readable /srv/signatures")
    (is "own configuration" (read own) {
      cache = "/srv/signatures";
      gc.older-than = "5y";
      keys.release.fingerprint = "8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B";
    })
    (is "own variables" own.environment.variables { SIGNCACHE_DIR = "/srv/signatures"; })
    (is "own place" own.systemd.services.signcache-gc.environment.SIGNCACHE_DIR "/srv/signatures")
    (is "own timers" (builtins.attrNames own.systemd.timers) [ "signcache-gc" ])
    (is "own dates" own.systemd.timers.signcache-gc.timerConfig.OnCalendar [ "" "Sun 03:00" ])
    (is "plugin" own.nix.settings.plugin-files [ "${pkgs.nix-plugins}/lib/nix/plugins" ])
    (is "function"
      (lib.hasInfix (plain ''signcache ? "${program}"'') (builtins.readFile (lib.head own.nix.settings.extra-builtins-file)))
      true)
    (is "function: evaluates" (builtins.attrNames (import (lib.head own.nix.settings.extra-builtins-file) { exec = null; }))
      [ "signcache" ])

    (is "laptop: no cache of its own" [ laptop.systemd.services laptop.users.groups ] [ { } { } ])
    (is "laptop: substitutes" laptop.nix.settings {
      substituters = [ "https://signatures.example.org" ];
      trusted-public-keys = [ "signatures.example.org-1:8c0n8J3hTmK5wGSCy0YlBcVHd4MIjsFyBx9Zkc6vD2Y=" ];
    })
    (is "workstation: function" (builtins.length workstation.nix.settings.extra-builtins-file) 1)
    (is "signer: feature" signer.nix.settings.system-features [ "signcache" ])
    (is "signer: only builds that require it see the socket" (signer.nix.settings ? extra-sandbox-paths) false)
    (is "signer: hook" (lib.hasPrefix "#!/bin/bash\n" (builtins.readFile signer.nix.settings.pre-build-hook)) true)
    (is "signer: finds gpg" (builtins.elem pkgs.gnupg signer.systemd.services.signcache-agent.path) true)
    (is "signer: policy" (read signer).agent {
      keys.release = { policy = "sign"; max-size = "1G"; max-per-minute = 60; };
      socket = "/run/signcache/socket";
    })
    (is "signer: socket" signer.systemd.sockets.signcache-agent {
      wantedBy = [ "sockets.target" ];
      socketConfig.SocketGroup = "nixbld";
      description = "";
      after = [ ];
      requires = [ ];
      path = [ ];
      environment = { };
      unitConfig = { };
      serviceConfig = { };
      timerConfig = { };
    })
    (is "signer: account" [
      signer.users.users.signcache-agent.isSystemUser
      signer.users.users.signcache-agent.home
      signer.users.groups.signcache.members
    ] [ true "/var/lib/signcache-agent" [ "signcache-agent" ] ])
    (is "signer: the builder is copied" (lib.last signer.systemd.tmpfiles.rules)
      "C /run/signcache/builder 0555 root root - ${static}/bin/signcache-builder")
    (is "agent in another group" (agent { group = "builders"; }).systemd.sockets.signcache-agent.socketConfig.SocketGroup "builders")
    (is "agent for every sandbox" (agent { onlyRequired = false; }).nix.settings {
      system-features = [ "signcache" ];
      extra-sandbox-paths = [ "/run/signcache?" ];
    })
    (is "agent without a cache is no machine" (lib.all (one: one.assertion) (evaluate { agent.enable = true; }).assertions) false)
    (is "every machine of the example holds" (map (machine: lib.all (one: one.assertion) machine.assertions) [ workstation laptop signer ])
      [ true true true ])
    (is "the example's packages evaluate" (map (package: lib.hasSuffix ".drv" package.drvPath) [ release firmware ]) [ true true ])

    (is "a directory of two words fails" (fails (evaluate { enable = true; forEverybody = true; cache = "/two words"; }).environment.variables) true)
    (is "a relative directory fails" (fails (evaluate { enable = true; forEverybody = true; cache = "here"; }).environment.variables) true)
    (is "an option that is none fails" (fails (evaluate { enable = true; cahce = "/c"; }).environment.etc) true)
  ];
  wrong = builtins.filter (check: check.found != check.expected) checks;
in
if wrong == [ ] then
  "${toString (builtins.length checks)} checks passed with nixpkgs ${lib.version}"
else
  throw (lib.concatMapStringsSep "\n" (check: "${check.what}: found ${lib.generators.toPretty { } check.found}") wrong)
