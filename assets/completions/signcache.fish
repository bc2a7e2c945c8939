# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_signcache_global_optspecs
    string join \n cache= config= json offline no-upstream q/quiet color= h/help V/version
end

function __fish_signcache_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_signcache_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_signcache_using_subcommand
    set -l cmd (__fish_signcache_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c signcache -n "__fish_signcache_needs_command" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_needs_command" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_needs_command" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_needs_command" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_needs_command" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_needs_command" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_needs_command" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_needs_command" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "sign" -d 'Get or make signatures of files'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "verify" -d 'Check one signature, without any cache'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "get" -d 'Look signatures up; never sign'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "exec" -d 'Print a Nix expression: the helper of extraBuiltins and of builtins.exec'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "list" -d 'List entries'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "show" -d 'Show everything that is known of entries'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "export" -d 'Write entries into a bundle, for others to import'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "import" -d 'Take in entries that others exported, and signatures that exist'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "wanted" -d 'Get signatures from who has the key, without sending the contents'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "audit" -d 'Verify entries, and note what was found'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "bind" -d 'Put copies of signatures into the Nix store and keep them there'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "provide" -d 'Register signatures in the Nix store as what provided derivations put out'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "agent" -d 'Hand signatures out to builds, over a socket'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "rotate" -d 'Have another key sign what one key signed'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "stats" -d 'Show the cache in numbers'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "pin" -d 'Keep entries whatever any policy says'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "unpin" -d 'Leave pinned entries to the policy again'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "label" -d 'Say what people call the contents of entries'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "gc" -d 'Delete entries by a policy, into the trash'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "delete" -d 'Move entries to the trash'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "restore" -d 'Bring entries back out of the trash, or out of quarantine'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "trash" -d 'See what was deleted, and delete it for good'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "unbind" -d 'Let Nix collect copies of signatures'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "rebind" -d 'Put copies of signatures back that were collected'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "tui" -d 'Browse, audit, share and tidy the cache on the whole terminal'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "init" -d 'Make a cache, for yourself or for a group'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "doctor" -d 'Find out what is wrong, and what to do about it'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "demo" -d 'Show the main job with a throw-away key and cache'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "completions" -d 'Print a script that completes commands in a shell'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "man" -d 'Print the manual page, or write all of them'
complete -c signcache -n "__fish_signcache_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c signcache -n "__fish_signcache_using_subcommand sign" -s k -l key -d 'The key to sign with' -r
complete -c signcache -n "__fish_signcache_using_subcommand sign" -s o -l output -d 'Where to write the signature of a single file; `-` is stdout [default: FILE.sig]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand sign" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand sign" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand sign" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand sign" -s a -l armor -d 'Write ASCII armor, to FILE.asc'
complete -c signcache -n "__fish_signcache_using_subcommand sign" -s f -l force -d 'Replace files that are there already with other bytes; a signature of the same content and key that is replaced goes to the cache\'s trash'
complete -c signcache -n "__fish_signcache_using_subcommand sign" -l signatures-too -d 'Sign files that are signatures of files beside them, too'
complete -c signcache -n "__fish_signcache_using_subcommand sign" -l resign -d 'Make a new signature where the one that was there is in quarantine'
complete -c signcache -n "__fish_signcache_using_subcommand sign" -l allow-compromised -d 'Use signatures of a key that was revoked as compromised'
complete -c signcache -n "__fish_signcache_using_subcommand sign" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand sign" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand sign" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand sign" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand sign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand sign" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand verify" -s k -l key -d 'The key that should have made it' -r
complete -c signcache -n "__fish_signcache_using_subcommand verify" -l certificates -d 'A file with certificates, beside those in your key ring' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand verify" -s o -l output -d 'Write the signature there if it is good, as one binary packet: a build\'s output, for one' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand verify" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand verify" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand verify" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand verify" -l allow-compromised -d 'Accept a key that was revoked as compromised'
complete -c signcache -n "__fish_signcache_using_subcommand verify" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand verify" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand verify" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand verify" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand verify" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand get" -s k -l key -d 'The key whose signature is wanted' -r
complete -c signcache -n "__fish_signcache_using_subcommand get" -s o -l output -d 'Where to write the signature of a single content; `-` is stdout' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand get" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand get" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand get" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand get" -s a -l armor -d 'Write ASCII armor with -o, too'
complete -c signcache -n "__fish_signcache_using_subcommand get" -s f -l force -d 'Replace a file that is there already with other bytes; a signature of the same content and key that is replaced goes to the cache\'s trash'
complete -c signcache -n "__fish_signcache_using_subcommand get" -l allow-compromised -d 'Use signatures of a key that was revoked as compromised'
complete -c signcache -n "__fish_signcache_using_subcommand get" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand get" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand get" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand get" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand get" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand exec" -s k -l key -d 'The key to sign with' -r
complete -c signcache -n "__fish_signcache_using_subcommand exec" -l emit -d 'What outPath is' -r -f -a "store\t'A copy of the binary signature in the Nix store, kept by a GC root'
inline\t'The armored signature as builtins.toFile; needs no Nix store'"
complete -c signcache -n "__fish_signcache_using_subcommand exec" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand exec" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand exec" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand exec" -l resign -d 'Make a new signature where the one that was there is in quarantine'
complete -c signcache -n "__fish_signcache_using_subcommand exec" -l allow-compromised -d 'Use signatures of a key that was revoked as compromised'
complete -c signcache -n "__fish_signcache_using_subcommand exec" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand exec" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand exec" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand exec" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand exec" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand exec" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand list" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand list" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand list" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand list" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand list" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand list" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand list" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand show" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand show" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand show" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand show" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand show" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand show" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand show" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand show" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand export" -s o -l output -d 'Where to: a file, a directory (one that exists, or a name that ends with `/`), or `-` for stdout' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand export" -l format -d 'What to write: a bundle, or a static binary cache of Nix\'s with the outputs of provided derivations' -r -f -a "bundle\t'What `signcache import` reads'
nix-cache\t'What Nix substitutes from, and `signcache import` reads as well'"
complete -c signcache -n "__fish_signcache_using_subcommand export" -l nix-key -d 'The key with which Nix\'s binary cache is signed, as `nix-store --generate-binary-cache-key` makes it' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand export" -s r -l recipient -d 'Encrypt it to the holder of this key instead; can be given several times' -r
complete -c signcache -n "__fish_signcache_using_subcommand export" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand export" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand export" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand export" -l labels -d 'Tell what people here call the contents, too'
complete -c signcache -n "__fish_signcache_using_subcommand export" -l no-proofs -d 'Leave proofs out; whoever imports the entries then needs the contents'
complete -c signcache -n "__fish_signcache_using_subcommand export" -l encrypt -d 'Encrypt it, so that only the holders of the keys in it can read it'
complete -c signcache -n "__fish_signcache_using_subcommand export" -l allow-empty -d 'Write a bundle without entries where the query selects none'
complete -c signcache -n "__fish_signcache_using_subcommand export" -s f -l force -d 'Replace a file that is there already'
complete -c signcache -n "__fish_signcache_using_subcommand export" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand export" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand export" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand export" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand export" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand import" -l content -d 'A directory with contents, to verify what can\'t be proven without' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand import" -l certificates -d 'A file with certificates of those who made what is there, beside those in your key ring' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand import" -l prefer -d 'Which signature stays where a pair has another one already' -r -f -a "here\t'The one that is here'
earliest\t'The one that was made first; the other one goes to the trash'"
complete -c signcache -n "__fish_signcache_using_subcommand import" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand import" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand import" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand import" -l allow-unproven -d 'Take what can\'t be proven, too; it is marked as such, and never handed out before it is proven'
complete -c signcache -n "__fish_signcache_using_subcommand import" -s n -l dry-run -d 'Only tell what would be done'
complete -c signcache -n "__fish_signcache_using_subcommand import" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand import" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand import" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand import" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand import" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -f -a "list" -d 'List what was asked for and could not be signed'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -f -a "from-drv" -d 'Find the signatures that a build depends on and that nobody has provided yet'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -f -a "export" -d 'Write what is wanted into a bundle, for who has the key'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -f -a "sign" -d 'Sign what others want, or what is wanted here, without the contents'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -f -a "check" -d 'Check that contents have good signatures, for example before a release'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and not __fish_seen_subcommand_from list from-drv export sign check drop" -f -a "drop" -d 'Forget what was wanted'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from list" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from list" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from list" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from list" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from list" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from from-drv" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from from-drv" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from from-drv" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from from-drv" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from from-drv" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from from-drv" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from from-drv" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from from-drv" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from from-drv" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from export" -s o -l output -d 'Where to: a file, a directory (one that exists, or a name that ends with `/`), or `-` for stdout' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from export" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from export" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from export" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from export" -l no-labels -d 'Don\'t tell what people here call the contents'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from export" -s f -l force -d 'Replace a file that is there already'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from export" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from export" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from export" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -s k -l key -d 'Sign for this key only [default: every key that you can sign with]' -r
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -l content -d 'Sign what is wanted and found below this directory, and nothing else' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -s o -l output -d 'Write a bundle with the signatures, for who wants them: a file, a directory, or `-` for stdout' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -s y -l yes -d 'Sign all of it without asking, though the contents were not seen'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -s f -l force -d 'Replace a file that is there already'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from sign" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -s k -l key -d 'The key whose signatures are needed' -r
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -l content -d 'A directory with contents, for signatures that can\'t be proven without' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -l stdin -d 'Read the manifest from stdin'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -l allow-empty -d 'A manifest that names nothing is fine'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from drop" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from drop" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from drop" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from drop" -l all -d 'Forget everything'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from drop" -s n -l dry-run -d 'Only tell what would be forgotten'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from drop" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from drop" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from drop" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from drop" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from drop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand wanted; and __fish_seen_subcommand_from drop" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand audit" -l content -d 'A directory with contents, to verify what can\'t be proven without' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand audit" -l max-age -d 'Pass over what has a verdict that is not older than this (such as 12h, 30d or 2y)' -r
complete -c signcache -n "__fish_signcache_using_subcommand audit" -l sample -d 'Audit no more than so many entries, chosen by chance' -r
complete -c signcache -n "__fish_signcache_using_subcommand audit" -l expires-within -d 'List the keys that will have expired after so long' -r
complete -c signcache -n "__fish_signcache_using_subcommand audit" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand audit" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand audit" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand audit" -l database -d 'Check the cache itself though there is a query'
complete -c signcache -n "__fish_signcache_using_subcommand audit" -s n -l dry-run -d 'Note no verdicts'
complete -c signcache -n "__fish_signcache_using_subcommand audit" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand audit" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand audit" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand audit" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand audit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand audit" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand bind" -l store -d 'Bind in this store as well: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store' -r
complete -c signcache -n "__fish_signcache_using_subcommand bind" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand bind" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand bind" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand bind" -l all -d 'Bind all entries'
complete -c signcache -n "__fish_signcache_using_subcommand bind" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand bind" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand bind" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand bind" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand bind" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand bind" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand provide" -l store -d 'Register them in this store as well: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store' -r
complete -c signcache -n "__fish_signcache_using_subcommand provide" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand provide" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand provide" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand provide" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand provide" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand provide" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand provide" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand provide" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand provide" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand agent" -l socket -d 'Where to listen, instead of where the configuration says [default: /run/signcache/socket]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand agent" -l log -d 'Where to write the log, instead of where the configuration says [default: $XDG_STATE_HOME/signcache/agent.log]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand agent" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand agent" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand agent" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand agent" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand agent" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand agent" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand agent" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand agent" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand agent" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -l from -d 'The key that is replaced' -r
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -l to -d 'The key that takes its place' -r
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -l content -d 'A directory with contents' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -l unseen -d 'Sign what is not found from its proof, unseen'
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -s y -l yes -d 'Don\'t ask'
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -s n -l dry-run -d 'Only tell what would be done'
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand rotate" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand stats" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand stats" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand stats" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand stats" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand stats" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand stats" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand stats" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand stats" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand pin" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand pin" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand pin" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand pin" -s y -l yes -d 'Don\'t ask'
complete -c signcache -n "__fish_signcache_using_subcommand pin" -s n -l dry-run -d 'Only tell what would be done'
complete -c signcache -n "__fish_signcache_using_subcommand pin" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand pin" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand pin" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand pin" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand pin" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand pin" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand unpin" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand unpin" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand unpin" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand unpin" -s y -l yes -d 'Don\'t ask'
complete -c signcache -n "__fish_signcache_using_subcommand unpin" -s n -l dry-run -d 'Only tell what would be done'
complete -c signcache -n "__fish_signcache_using_subcommand unpin" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand unpin" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand unpin" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand unpin" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand unpin" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand unpin" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand label" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand label" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand label" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand label" -s y -l yes -d 'Don\'t ask'
complete -c signcache -n "__fish_signcache_using_subcommand label" -s n -l dry-run -d 'Only tell what would be done'
complete -c signcache -n "__fish_signcache_using_subcommand label" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand label" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand label" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand label" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand label" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand label" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l unused-for -d 'Entries go that were not handed out for so long (known to within some hours)' -r
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l older-than -d 'Entries go that came into the cache so long ago' -r
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l max-entries -d 'So many entries stay at most' -r
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l max-bytes -d 'So many bytes stay at most: 800, 64K, 500M, 2G' -r
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l bad -d 'Entries go that an audit noted as bad, and that still are' -r -f -a "true\t''
false\t''"
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l key-revoked -d 'Entries go whose key is revoked' -r -f -a "true\t''
false\t''"
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l key-expired -d 'Entries go whose key has expired' -r -f -a "true\t''
false\t''"
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l superseded -d 'Entries go whose content a key has signed that took the place of theirs' -r -f -a "true\t''
false\t''"
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l content-gone -d 'Entries go whose content you had in the Nix store, and that is there no more' -r -f -a "true\t''
false\t''"
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l min-age -d 'Entries stay that came into the cache more recently [default: 7d]' -r
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l archive -d 'Export what goes to a file or directory first, and read it back' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l keep-trash -d 'Delete for good what has been in the trash for so long [default: 30d]' -r
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l unroot-unused -d 'Drop the roots of copies in Nix stores that were not handed out for so long; their entries stay' -r
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l time-limit -d 'Stop after so long; what is done is done, and the next run goes on' -r
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l allow-pinned -d 'Let pinned entries go, too'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l allow-live -d 'Let entries go, too, whose copies a Nix store keeps for somebody else'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l allow-last-copy -d 'Let signatures go, too, that no other place is known to have'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l allow-shared -d 'Go by use even where others read the cache, whose hits may leave no stamp'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l empty-trash -d 'Only do that: leave the entries alone'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -s v -l verbose -d 'List what goes, and what is kept, even where nobody is asked'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -s n -l dry-run -d 'Only tell what would be done'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -s y -l yes -d 'Ask nobody'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand gc" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand delete" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand delete" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand delete" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand delete" -l allow-pinned -d 'Delete pinned entries, too'
complete -c signcache -n "__fish_signcache_using_subcommand delete" -l allow-live -d 'Delete entries, too, whose copies a Nix store keeps for somebody else'
complete -c signcache -n "__fish_signcache_using_subcommand delete" -s n -l dry-run -d 'Only tell what would be done'
complete -c signcache -n "__fish_signcache_using_subcommand delete" -s y -l yes -d 'Ask nobody'
complete -c signcache -n "__fish_signcache_using_subcommand delete" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand delete" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand delete" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand delete" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand delete" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand restore" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand restore" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand restore" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand restore" -s n -l dry-run -d 'Only tell what would be done'
complete -c signcache -n "__fish_signcache_using_subcommand restore" -s y -l yes -d 'Ask nobody'
complete -c signcache -n "__fish_signcache_using_subcommand restore" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand restore" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand restore" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand restore" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand restore" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and not __fish_seen_subcommand_from list empty" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand trash; and not __fish_seen_subcommand_from list empty" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand trash; and not __fish_seen_subcommand_from list empty" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand trash; and not __fish_seen_subcommand_from list empty" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and not __fish_seen_subcommand_from list empty" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and not __fish_seen_subcommand_from list empty" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and not __fish_seen_subcommand_from list empty" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and not __fish_seen_subcommand_from list empty" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and not __fish_seen_subcommand_from list empty" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and not __fish_seen_subcommand_from list empty" -f -a "list" -d 'List what was deleted'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and not __fish_seen_subcommand_from list empty" -f -a "empty" -d 'Delete for good what is in the trash'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from list" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from list" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from list" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from list" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from list" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from empty" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from empty" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from empty" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from empty" -l all -d 'Everything'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from empty" -s n -l dry-run -d 'Only tell what would be done'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from empty" -s y -l yes -d 'Ask nobody'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from empty" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from empty" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from empty" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from empty" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from empty" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand trash; and __fish_seen_subcommand_from empty" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -l store -d 'Only in this store: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store [default: all known ones]' -r
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -l all -d 'Unbind all entries'
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -s n -l dry-run -d 'Only tell what would be removed'
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -s y -l yes -d 'Remove it without asking'
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand unbind" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand rebind" -l store -d 'Look into this store as well: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store' -r
complete -c signcache -n "__fish_signcache_using_subcommand rebind" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand rebind" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand rebind" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand rebind" -s n -l dry-run -d 'Only tell what would be put back'
complete -c signcache -n "__fish_signcache_using_subcommand rebind" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand rebind" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand rebind" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand rebind" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand rebind" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand rebind" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand tui" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand tui" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand tui" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand tui" -l print -d 'Print the digests of what is selected when one leaves, or with --json the entries'
complete -c signcache -n "__fish_signcache_using_subcommand tui" -l no-mouse -d 'Leave the mouse to the terminal'
complete -c signcache -n "__fish_signcache_using_subcommand tui" -l ascii -d 'Draw with nothing but ASCII'
complete -c signcache -n "__fish_signcache_using_subcommand tui" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand tui" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand tui" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand tui" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand tui" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand tui" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand init" -s g -l group -d 'Make it for this group: a name, or a number' -r
complete -c signcache -n "__fish_signcache_using_subcommand init" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand init" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand init" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand init" -l world-readable -d 'Let everybody else on the machine read it'
complete -c signcache -n "__fish_signcache_using_subcommand init" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand init" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand init" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand init" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand init" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand doctor" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand doctor" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand doctor" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand doctor" -l fix -d 'Put right what is safe to put right, after a question'
complete -c signcache -n "__fish_signcache_using_subcommand doctor" -s y -l yes -d 'Don\'t ask'
complete -c signcache -n "__fish_signcache_using_subcommand doctor" -s n -l dry-run -d 'Only tell what would be put right'
complete -c signcache -n "__fish_signcache_using_subcommand doctor" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand doctor" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand doctor" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand doctor" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand demo" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand demo" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand demo" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand demo" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand demo" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand demo" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand demo" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand demo" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand completions" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand completions" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand completions" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand completions" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand completions" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand completions" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand completions" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand completions" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand man" -l dir -d 'Write one page for each command into this directory' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand man" -l cache -d 'The cache\'s directory [default: $SIGNCACHE_DIR, the configuration\'s, or $XDG_DATA_HOME/signcache]' -r -f -a "(__fish_complete_directories)"
complete -c signcache -n "__fish_signcache_using_subcommand man" -l config -d 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]' -r -F
complete -c signcache -n "__fish_signcache_using_subcommand man" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c signcache -n "__fish_signcache_using_subcommand man" -l json -d 'Print results as JSON, one value a line'
complete -c signcache -n "__fish_signcache_using_subcommand man" -l offline -d 'Never sign; only look up'
complete -c signcache -n "__fish_signcache_using_subcommand man" -l no-upstream -d 'Read no upstream, whatever the configuration says'
complete -c signcache -n "__fish_signcache_using_subcommand man" -s q -l quiet -d 'Say nothing but warnings and errors'
complete -c signcache -n "__fish_signcache_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c signcache -n "__fish_signcache_using_subcommand man" -s V -l version -d 'Print version'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "sign" -d 'Get or make signatures of files'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "verify" -d 'Check one signature, without any cache'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "get" -d 'Look signatures up; never sign'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "exec" -d 'Print a Nix expression: the helper of extraBuiltins and of builtins.exec'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "list" -d 'List entries'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "show" -d 'Show everything that is known of entries'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "export" -d 'Write entries into a bundle, for others to import'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "import" -d 'Take in entries that others exported, and signatures that exist'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "wanted" -d 'Get signatures from who has the key, without sending the contents'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "audit" -d 'Verify entries, and note what was found'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "bind" -d 'Put copies of signatures into the Nix store and keep them there'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "provide" -d 'Register signatures in the Nix store as what provided derivations put out'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "agent" -d 'Hand signatures out to builds, over a socket'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "rotate" -d 'Have another key sign what one key signed'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "stats" -d 'Show the cache in numbers'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "pin" -d 'Keep entries whatever any policy says'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "unpin" -d 'Leave pinned entries to the policy again'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "label" -d 'Say what people call the contents of entries'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "gc" -d 'Delete entries by a policy, into the trash'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "delete" -d 'Move entries to the trash'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "restore" -d 'Bring entries back out of the trash, or out of quarantine'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "trash" -d 'See what was deleted, and delete it for good'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "unbind" -d 'Let Nix collect copies of signatures'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "rebind" -d 'Put copies of signatures back that were collected'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "tui" -d 'Browse, audit, share and tidy the cache on the whole terminal'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "init" -d 'Make a cache, for yourself or for a group'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "doctor" -d 'Find out what is wrong, and what to do about it'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "demo" -d 'Show the main job with a throw-away key and cache'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "completions" -d 'Print a script that completes commands in a shell'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "man" -d 'Print the manual page, or write all of them'
complete -c signcache -n "__fish_signcache_using_subcommand help; and not __fish_seen_subcommand_from sign verify get exec list show export import wanted audit bind provide agent rotate stats pin unpin label gc delete restore trash unbind rebind tui init doctor demo completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c signcache -n "__fish_signcache_using_subcommand help; and __fish_seen_subcommand_from wanted" -f -a "list" -d 'List what was asked for and could not be signed'
complete -c signcache -n "__fish_signcache_using_subcommand help; and __fish_seen_subcommand_from wanted" -f -a "from-drv" -d 'Find the signatures that a build depends on and that nobody has provided yet'
complete -c signcache -n "__fish_signcache_using_subcommand help; and __fish_seen_subcommand_from wanted" -f -a "export" -d 'Write what is wanted into a bundle, for who has the key'
complete -c signcache -n "__fish_signcache_using_subcommand help; and __fish_seen_subcommand_from wanted" -f -a "sign" -d 'Sign what others want, or what is wanted here, without the contents'
complete -c signcache -n "__fish_signcache_using_subcommand help; and __fish_seen_subcommand_from wanted" -f -a "check" -d 'Check that contents have good signatures, for example before a release'
complete -c signcache -n "__fish_signcache_using_subcommand help; and __fish_seen_subcommand_from wanted" -f -a "drop" -d 'Forget what was wanted'
complete -c signcache -n "__fish_signcache_using_subcommand help; and __fish_seen_subcommand_from trash" -f -a "list" -d 'List what was deleted'
complete -c signcache -n "__fish_signcache_using_subcommand help; and __fish_seen_subcommand_from trash" -f -a "empty" -d 'Delete for good what is in the trash'
