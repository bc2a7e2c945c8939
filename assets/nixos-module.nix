# Three ways for a machine to have signatures in its builds (the README has a table of which fits whom):
#
# - the helper: a cache that a group of the machine shares, what looks after it, and the function for evaluations;
# - what others provide: substituted from binary caches that `signcache export --format nix-cache` wrote;
# - the agent: this machine signs what is built on it, and what other machines have built here.
#
# example/flake.nix has a machine of each kind.
#
# The configuration becomes /etc/signcache/config.toml, which the units read. People's own is in
# their homes: `signcache --config /etc/signcache/config.toml` uses this one, and so does a link to it
# in ~/.config/signcache.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.signcache;
  toml = pkgs.formats.toml { };
  exe = lib.getExe cfg.package;

  default = ''signcache ? "signcache"'';
  text = builtins.readFile ./extra-builtins.nix;
  extraBuiltins =
    assert lib.assertMsg (lib.hasInfix default text) "extra-builtins.nix has no place for the program";
    pkgs.writeText "signcache-extra-builtins.nix" (
      builtins.replaceStrings [ default ] [ "signcache ? ${builtins.toJSON exe}" ] text
    );

  timer = what: {
    enable = lib.mkEnableOption what // {
      default = true;
    };
    dates = lib.mkOption {
      type = lib.types.str;
      default = "daily";
      example = "Sun 03:00";
      description = "When, as `systemd.time(7)` describes it.";
    };
  };

  # What units may not see: ProtectHome hides these.
  homes = [
    "/home"
    "/root"
    "/run/user"
  ];

  requiredUpstreams =
    let
      path = upstream: if lib.isAttrs upstream then upstream.path else upstream;
      required = upstream: !(lib.isAttrs upstream && upstream.optional or false);
    in
    map path (lib.filter required (cfg.settings.upstream or [ ]));

  # The package has the units; these are drop-ins, in which an empty word takes back what was said before.
  service = {
    path = [ config.nix.package ];
    environment.SIGNCACHE_DIR = cfg.cache;
    after = [ "signcache-init.service" ];
    requires = [ "signcache-init.service" ];
    unitConfig = {
      RequiresMountsFor = [ cfg.cache ];
    };
    serviceConfig = {
      Group = cfg.group;
      ReadWritePaths = [
        ""
        cfg.cache
      ];
    };
  };
  wanted = dates: {
    wantedBy = [ "timers.target" ];
    timerConfig.OnCalendar = [
      ""
      dates
    ];
  };

  preBuildHook = pkgs.writeScript "signcache-pre-build-hook" (
    lib.replaceStrings [ "#!/bin/sh" ] [ "#!${pkgs.runtimeShell}" ] (builtins.readFile ./pre-build-hook.sh)
  );

  agent = {
    services.signcache.settings.agent = {
      socket = lib.mkDefault "/run/signcache/socket";
      keys = cfg.agent.keys;
    };

    users.groups.signcache-agent = { };
    users.groups.${cfg.group}.members = [ "signcache-agent" ];
    # The one who signs for builds: nobody logs in.
    users.users.signcache-agent = {
      isSystemUser = true;
      group = "signcache-agent";
      home = "/var/lib/signcache-agent";
      description = "Signs for builds";
    };

    systemd.sockets.signcache-agent = {
      wantedBy = [ "sockets.target" ];
      socketConfig.SocketGroup = cfg.agent.group;
    };
    systemd.services.signcache-agent = service // {
      # For keys that are not in files.
      path = service.path ++ [ pkgs.gnupg ];
      serviceConfig = {
        SupplementaryGroups = [
          ""
          cfg.group
        ];
        ReadWritePaths = [
          ""
          cfg.cache
        ];
      };
      unitConfig.RequiresMountsFor = [ cfg.cache ];
    };
    # A sandbox has nothing of the store but what it builds from, so that this is a copy.
    systemd.tmpfiles.rules = [
      "d /run/signcache 0755 root root -"
      # Removed first, because systemd copies nothing over a file that is there.
      "r /run/signcache/builder"
      "C /run/signcache/builder 0555 root root - ${cfg.agent.builder}/bin/signcache-builder"
    ];

    nix.settings = {
      system-features = [ "signcache" ];
    }
    // (
      if cfg.agent.onlyRequired then
        { pre-build-hook = "${preBuildHook}"; }
      else
        { extra-sandbox-paths = [ "/run/signcache?" ]; }
    );
  };

  shared = {
    assertions = [
      {
        assertion = !lib.any (home: lib.hasPrefix "${home}/" "${cfg.cache}/") homes;
        message = "services.signcache.cache is ${cfg.cache}: a cache of the machine can't be in anybody's home, which its units don't see";
      }
    ]
    ++ map (upstream: {
      assertion =
        lib.hasPrefix "/" upstream && !lib.any (home: lib.hasPrefix "${home}/" "${upstream}/") homes;
      message = "services.signcache.settings.upstream has ${upstream}: nothing is signed while a required upstream can't be read, and the units see absolute paths outside of homes only; name another path, or write { path = \"${upstream}\"; optional = true; }";
    }) requiredUpstreams;

    services.signcache.settings = {
      cache = lib.mkDefault cfg.cache;
      keys = cfg.keys;
    };

    environment.systemPackages = [ cfg.package ];
    environment.etc."signcache/config.toml".source = toml.generate "signcache.toml" cfg.settings;
    environment.variables = lib.mkIf cfg.forEverybody { SIGNCACHE_DIR = cfg.cache; };

    users.groups.${cfg.group}.members = cfg.members;
    # The one who collects and audits: nobody who could sign.
    users.users.signcache = {
      isSystemUser = true;
      inherit (cfg) group;
      description = "Keeper of ${cfg.cache}";
    };

    systemd.packages = [ cfg.package ];
    systemd.services = {
      signcache-init = {
        description = "Make the shared signcache, or put its permissions right";
        wantedBy = [ "multi-user.target" ];
        environment.HOME = "/var/empty";
        # It asks getent for the group.
        path = [ pkgs.getent ];
        unitConfig.RequiresMountsFor = [ cfg.cache ];
        serviceConfig = {
          Type = "oneshot";
          RemainAfterExit = true;
          ExecStart = lib.escapeShellArgs (
            [
              exe
              "--quiet"
              "init"
              "--group"
              cfg.group
            ]
            ++ lib.optional cfg.othersMayRead "--world-readable"
            ++ [ cfg.cache ]
          );
        };
      };
      signcache-gc = lib.mkIf cfg.gc.enable service;
      signcache-audit = lib.mkIf cfg.audit.enable service;
    };
    systemd.timers = {
      signcache-gc = lib.mkIf cfg.gc.enable (wanted cfg.gc.dates);
      signcache-audit = lib.mkIf cfg.audit.enable (wanted cfg.audit.dates);
    };

    nix.settings = lib.mkIf cfg.extraBuiltins.enable {
      plugin-files = [ "${cfg.extraBuiltins.plugins}/lib/nix/plugins" ];
      extra-builtins-file = [ "${extraBuiltins}" ];
    };
  };
in
{
  options.services.signcache = {
    enable = lib.mkEnableOption "a cache of signatures that a group of this machine shares";
    package = lib.mkOption {
      type = lib.types.package;
      default = pkgs.signcache;
      defaultText = lib.literalExpression "pkgs.signcache";
      description = "The package with the program and its units.";
    };
    cache = lib.mkOption {
      # Units take blanks and % for something else.
      type = lib.types.strMatching "/[[:alnum:]_./+@:-]+";
      default = "/var/lib/signcache";
      description = "The cache's directory, on a local disk. It is never removed: what is in it can't be made again.";
    };
    group = lib.mkOption {
      type = lib.types.str;
      default = "signcache";
      description = "The group whose members share the cache. Each of them can destroy it, and none can forge what others are served.";
    };
    members = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
      example = [ "ada" ];
      description = "The users in that group.";
    };
    othersMayRead = lib.mkOption {
      type = lib.types.bool;
      default = false;
      description = "Whether everybody else on the machine may read the cache.";
    };
    forEverybody = lib.mkOption {
      type = lib.types.bool;
      default = false;
      description = "Whether SIGNCACHE_DIR makes this the cache of everybody who names no other one.";
    };
    settings = lib.mkOption {
      type = lib.types.submodule { freeformType = toml.type; };
      default = { };
      example = {
        upstream = [ "/srv/signatures" ];
        gc.older-than = "5y";
      };
      description = "The configuration, as `signcache(1)` describes it; the policy of `signcache gc` is in `gc`. It can be read by everybody.";
    };
    keys = lib.mkOption {
      type = lib.types.attrsOf toml.type;
      default = { };
      example.release.fingerprint = "8F5B1F6A3C2D4E5F60718293A4B5C6D7E8F90A1B";
      description = "Names for keys: `keys` of the configuration.";
    };
    gc = timer "collecting what the policy in `settings.gc` no longer keeps; with no policy nothing is deleted";
    audit = timer "verifying every entry";
    provided = {
      substituters = lib.mkOption {
        type = lib.types.listOf lib.types.str;
        default = [ ];
        example = [ "https://signatures.example.org" ];
        description = "Binary caches with signatures, which Nix substitutes provided derivations from.";
      };
      publicKeys = lib.mkOption {
        type = lib.types.listOf lib.types.str;
        default = [ ];
        description = "The Nix keys of those who may say what is provided. They vouch for paths, and can so vouch for any path: this is Nix's trust, not OpenPGP's.";
      };
    };
    agent = {
      enable = lib.mkEnableOption "signing as the system feature `signcache`, for builds on this machine";
      keys = lib.mkOption {
        type = lib.types.attrsOf toml.type;
        default = { };
        example.release = {
          policy = "ask";
          max-size = "1G";
          max-per-minute = 60;
        };
        description = "What may be done with which key, as `signcache-agent(1)` describes it; every other key is denied. With `sign`, whoever may build here can have anything signed.";
      };
      group = lib.mkOption {
        type = lib.types.str;
        default = "nixbld";
        description = "The group whose members may connect: Nix's build users.";
      };
      builder = lib.mkOption {
        type = lib.types.package;
        default = pkgs.pkgsStatic.signcache;
        defaultText = lib.literalExpression "pkgs.pkgsStatic.signcache";
        description = "The package with the static program that sandboxes get.";
      };
      onlyRequired = lib.mkOption {
        type = lib.types.bool;
        default = true;
        description = "Whether only builds that require the feature see the socket, by a `pre-build-hook`. Without, every sandbox on this machine has it.";
      };
    };
    extraBuiltins = {
      enable = lib.mkEnableOption "`builtins.extraBuiltins.signcache` for every evaluation, through nix-plugins";
      plugins = lib.mkOption {
        type = lib.types.package;
        default = pkgs.nix-plugins;
        defaultText = lib.literalExpression "pkgs.nix-plugins";
        description = "nix-plugins, built for the Nix of this machine.";
      };
    };
  };

  config = lib.mkMerge [
    {
      nix.settings = lib.mkIf (cfg.provided.substituters != [ ] || cfg.provided.publicKeys != [ ]) {
        substituters = cfg.provided.substituters;
        trusted-public-keys = cfg.provided.publicKeys;
      };
      assertions = [
        {
          assertion = cfg.agent.enable -> cfg.enable;
          message = "services.signcache.agent needs the machine's cache: services.signcache.enable";
        }
      ];
    }
    (lib.mkIf (cfg.enable && cfg.agent.enable) agent)
    (lib.mkIf cfg.enable shared)
  ];
}
