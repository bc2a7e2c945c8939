
use builtin;
use str;

set edit:completion:arg-completer[signcache] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'signcache'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'signcache'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand sign 'Get or make signatures of files'
            cand verify 'Check one signature, without any cache'
            cand get 'Look signatures up; never sign'
            cand exec 'Print a Nix expression: the helper of extraBuiltins and of builtins.exec'
            cand list 'List entries'
            cand show 'Show everything that is known of entries'
            cand bind 'Put copies of signatures into the Nix store and keep them there'
            cand init 'Make a cache, for yourself or for a group'
            cand demo 'Show the main job with a throw-away key and cache'
            cand completions 'Print a script that completes commands in a shell'
            cand man 'Print the manual page, or write all of them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'signcache;sign'= {
            cand -k 'The key to sign with'
            cand --key 'The key to sign with'
            cand -o 'Where to write the signature of a single file; `-` is stdout [default: FILE.sig]'
            cand --output 'Where to write the signature of a single file; `-` is stdout [default: FILE.sig]'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand -a 'Write ASCII armor, to FILE.asc'
            cand --armor 'Write ASCII armor, to FILE.asc'
            cand -f 'Replace files that are there already with other bytes'
            cand --force 'Replace files that are there already with other bytes'
            cand --resign 'Make a new signature where the one that was there is in quarantine'
            cand --allow-compromised 'Use signatures of a key that was revoked as compromised'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;verify'= {
            cand -k 'The key that should have made it'
            cand --key 'The key that should have made it'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --allow-compromised 'Accept a key that was revoked as compromised'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;get'= {
            cand -k 'The key whose signature is wanted'
            cand --key 'The key whose signature is wanted'
            cand -o 'Where to write the signature of a single content; `-` is stdout'
            cand --output 'Where to write the signature of a single content; `-` is stdout'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand -a 'Write ASCII armor with -o, too'
            cand --armor 'Write ASCII armor with -o, too'
            cand -f 'Replace a file that is there already with other bytes'
            cand --force 'Replace a file that is there already with other bytes'
            cand --allow-compromised 'Use signatures of a key that was revoked as compromised'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;exec'= {
            cand -k 'The key to sign with'
            cand --key 'The key to sign with'
            cand --emit 'What outPath is'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --resign 'Make a new signature where the one that was there is in quarantine'
            cand --allow-compromised 'Use signatures of a key that was revoked as compromised'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;list'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;show'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;bind'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --all 'Bind all entries'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;init'= {
            cand -g 'Make it for this group: a name, or a number'
            cand --group 'Make it for this group: a name, or a number'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --world-readable 'Let everybody else on the machine read it'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;demo'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;completions'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;man'= {
            cand --dir 'Write one page for each command into this directory'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;help'= {
            cand sign 'Get or make signatures of files'
            cand verify 'Check one signature, without any cache'
            cand get 'Look signatures up; never sign'
            cand exec 'Print a Nix expression: the helper of extraBuiltins and of builtins.exec'
            cand list 'List entries'
            cand show 'Show everything that is known of entries'
            cand bind 'Put copies of signatures into the Nix store and keep them there'
            cand init 'Make a cache, for yourself or for a group'
            cand demo 'Show the main job with a throw-away key and cache'
            cand completions 'Print a script that completes commands in a shell'
            cand man 'Print the manual page, or write all of them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'signcache;help;sign'= {
        }
        &'signcache;help;verify'= {
        }
        &'signcache;help;get'= {
        }
        &'signcache;help;exec'= {
        }
        &'signcache;help;list'= {
        }
        &'signcache;help;show'= {
        }
        &'signcache;help;bind'= {
        }
        &'signcache;help;init'= {
        }
        &'signcache;help;demo'= {
        }
        &'signcache;help;completions'= {
        }
        &'signcache;help;man'= {
        }
        &'signcache;help;help'= {
        }
    ]
    $completions[$command]
}
