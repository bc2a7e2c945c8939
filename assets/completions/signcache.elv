
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
            cand --no-upstream 'Read no upstream, whatever the configuration says'
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
            cand export 'Write entries into a bundle, for others to import'
            cand import 'Take in entries that others exported, and signatures that exist'
            cand wanted 'Get signatures from who has the key, without sending the contents'
            cand audit 'Verify entries, and note what was found'
            cand bind 'Put copies of signatures into the Nix store and keep them there'
            cand provide 'Register signatures in the Nix store as what provided derivations put out'
            cand agent 'Hand signatures out to builds, over a socket'
            cand rotate 'Have another key sign what one key signed'
            cand stats 'Show the cache in numbers'
            cand pin 'Keep entries whatever any policy says'
            cand unpin 'Leave pinned entries to the policy again'
            cand label 'Say what people call the contents of entries'
            cand gc 'Delete entries by a policy, into the trash'
            cand delete 'Move entries to the trash'
            cand restore 'Bring entries back out of the trash, or out of quarantine'
            cand trash 'See what was deleted, and delete it for good'
            cand unbind 'Let Nix collect copies of signatures'
            cand rebind 'Put copies of signatures back that were collected'
            cand tui 'Browse, audit, share and tidy the cache on the whole terminal'
            cand init 'Make a cache, for yourself or for a group'
            cand doctor 'Find out what is wrong, and what to do about it'
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
            cand -f 'Replace files that are there already with other bytes; a signature of the same content and key that is replaced goes to the cache''s trash'
            cand --force 'Replace files that are there already with other bytes; a signature of the same content and key that is replaced goes to the cache''s trash'
            cand --signatures-too 'Sign files that are signatures of files beside them, too'
            cand --resign 'Make a new signature where the one that was there is in quarantine'
            cand --allow-compromised 'Use signatures of a key that was revoked as compromised'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
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
            cand --certificates 'A file with certificates, beside those in your key ring'
            cand -o 'Write the signature there if it is good, as one binary packet: a build''s output, for one'
            cand --output 'Write the signature there if it is good, as one binary packet: a build''s output, for one'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --allow-compromised 'Accept a key that was revoked as compromised'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
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
            cand -f 'Replace a file that is there already with other bytes; a signature of the same content and key that is replaced goes to the cache''s trash'
            cand --force 'Replace a file that is there already with other bytes; a signature of the same content and key that is replaced goes to the cache''s trash'
            cand --allow-compromised 'Use signatures of a key that was revoked as compromised'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
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
            cand --no-upstream 'Read no upstream, whatever the configuration says'
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
            cand --no-upstream 'Read no upstream, whatever the configuration says'
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
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;export'= {
            cand -o 'Where to: a file, a directory (one that exists, or a name that ends with `/`), or `-` for stdout'
            cand --output 'Where to: a file, a directory (one that exists, or a name that ends with `/`), or `-` for stdout'
            cand --format 'What to write: a bundle, or a static binary cache of Nix''s with the outputs of provided derivations'
            cand --nix-key 'The key with which Nix''s binary cache is signed, as `nix-store --generate-binary-cache-key` makes it'
            cand -r 'Encrypt it to the holder of this key instead; can be given several times'
            cand --recipient 'Encrypt it to the holder of this key instead; can be given several times'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --labels 'Tell what people here call the contents, too'
            cand --no-proofs 'Leave proofs out; whoever imports the entries then needs the contents'
            cand --encrypt 'Encrypt it, so that only the holders of the keys in it can read it'
            cand --allow-empty 'Write a bundle without entries where the query selects none'
            cand -f 'Replace a file that is there already'
            cand --force 'Replace a file that is there already'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;import'= {
            cand --content 'A directory with contents, to verify what can''t be proven without'
            cand --certificates 'A file with certificates of those who made what is there, beside those in your key ring'
            cand --prefer 'Which signature stays where a pair has another one already'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --allow-unproven 'Take what can''t be proven, too; it is marked as such, and never handed out before it is proven'
            cand -n 'Only tell what would be done'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;wanted'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand list 'List what was asked for and could not be signed'
            cand from-drv 'Find the signatures that a build depends on and that nobody has provided yet'
            cand export 'Write what is wanted into a bundle, for who has the key'
            cand sign 'Sign what others want, or what is wanted here, without the contents'
            cand check 'Check that contents have good signatures, for example before a release'
            cand drop 'Forget what was wanted'
        }
        &'signcache;wanted;list'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;wanted;from-drv'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;wanted;export'= {
            cand -o 'Where to: a file, a directory (one that exists, or a name that ends with `/`), or `-` for stdout'
            cand --output 'Where to: a file, a directory (one that exists, or a name that ends with `/`), or `-` for stdout'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --no-labels 'Don''t tell what people here call the contents'
            cand -f 'Replace a file that is there already'
            cand --force 'Replace a file that is there already'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;wanted;sign'= {
            cand -k 'Sign for this key only [default: every key that you can sign with]'
            cand --key 'Sign for this key only [default: every key that you can sign with]'
            cand --content 'Sign what is wanted and found below this directory, and nothing else'
            cand -o 'Write a bundle with the signatures, for who wants them: a file, a directory, or `-` for stdout'
            cand --output 'Write a bundle with the signatures, for who wants them: a file, a directory, or `-` for stdout'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand -y 'Sign all of it without asking, though the contents were not seen'
            cand --yes 'Sign all of it without asking, though the contents were not seen'
            cand -f 'Replace a file that is there already'
            cand --force 'Replace a file that is there already'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;wanted;check'= {
            cand -k 'The key whose signatures are needed'
            cand --key 'The key whose signatures are needed'
            cand --content 'A directory with contents, for signatures that can''t be proven without'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --stdin 'Read the manifest from stdin'
            cand --allow-empty 'A manifest that names nothing is fine'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;wanted;drop'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --all 'Forget everything'
            cand -n 'Only tell what would be forgotten'
            cand --dry-run 'Only tell what would be forgotten'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;audit'= {
            cand --content 'A directory with contents, to verify what can''t be proven without'
            cand --max-age 'Pass over what has a verdict that is not older than this (such as 12h, 30d or 2y)'
            cand --sample 'Audit no more than so many entries, chosen by chance'
            cand --expires-within 'List the keys that will have expired after so long'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --database 'Check the cache itself though there is a query'
            cand -n 'Note no verdicts'
            cand --dry-run 'Note no verdicts'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;bind'= {
            cand --store 'Bind in this store as well: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --all 'Bind all entries'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;provide'= {
            cand --store 'Register them in this store as well: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;agent'= {
            cand --socket 'Where to listen, instead of where the configuration says [default: /run/signcache/socket]'
            cand --log 'Where to write the log, instead of where the configuration says [default: $XDG_STATE_HOME/signcache/agent.log]'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;rotate'= {
            cand --from 'The key that is replaced'
            cand --to 'The key that takes its place'
            cand --content 'A directory with contents'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --unseen 'Sign what is not found from its proof, unseen'
            cand -y 'Don''t ask'
            cand --yes 'Don''t ask'
            cand -n 'Only tell what would be done'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;stats'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;pin'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand -y 'Don''t ask'
            cand --yes 'Don''t ask'
            cand -n 'Only tell what would be done'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;unpin'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand -y 'Don''t ask'
            cand --yes 'Don''t ask'
            cand -n 'Only tell what would be done'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;label'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand -y 'Don''t ask'
            cand --yes 'Don''t ask'
            cand -n 'Only tell what would be done'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;gc'= {
            cand --unused-for 'Entries go that were not handed out for so long (known to within some hours)'
            cand --older-than 'Entries go that came into the cache so long ago'
            cand --max-entries 'So many entries stay at most'
            cand --max-bytes 'So many bytes stay at most: 800, 64K, 500M, 2G'
            cand --bad 'Entries go that an audit noted as bad, and that still are'
            cand --key-revoked 'Entries go whose key is revoked'
            cand --key-expired 'Entries go whose key has expired'
            cand --superseded 'Entries go whose content a key has signed that took the place of theirs'
            cand --content-gone 'Entries go whose content you had in the Nix store, and that is there no more'
            cand --min-age 'Entries stay that came into the cache more recently [default: 7d]'
            cand --archive 'Export what goes to a file or directory first, and read it back'
            cand --keep-trash 'Delete for good what has been in the trash for so long [default: 30d]'
            cand --unroot-unused 'Drop the roots of copies in Nix stores that were not handed out for so long; their entries stay'
            cand --time-limit 'Stop after so long; what is done is done, and the next run goes on'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --allow-pinned 'Let pinned entries go, too'
            cand --allow-live 'Let entries go, too, whose copies a Nix store keeps for somebody else'
            cand --allow-last-copy 'Let signatures go, too, that no other place is known to have'
            cand --allow-shared 'Go by use even where others read the cache, whose hits may leave no stamp'
            cand --empty-trash 'Only do that: leave the entries alone'
            cand -v 'List what goes, and what is kept, even where nobody is asked'
            cand --verbose 'List what goes, and what is kept, even where nobody is asked'
            cand -n 'Only tell what would be done'
            cand --dry-run 'Only tell what would be done'
            cand -y 'Ask nobody'
            cand --yes 'Ask nobody'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;delete'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --allow-pinned 'Delete pinned entries, too'
            cand --allow-live 'Delete entries, too, whose copies a Nix store keeps for somebody else'
            cand -n 'Only tell what would be done'
            cand --dry-run 'Only tell what would be done'
            cand -y 'Ask nobody'
            cand --yes 'Ask nobody'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;restore'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand -n 'Only tell what would be done'
            cand --dry-run 'Only tell what would be done'
            cand -y 'Ask nobody'
            cand --yes 'Ask nobody'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;trash'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand list 'List what was deleted'
            cand empty 'Delete for good what is in the trash'
        }
        &'signcache;trash;list'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;trash;empty'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --all 'Everything'
            cand -n 'Only tell what would be done'
            cand --dry-run 'Only tell what would be done'
            cand -y 'Ask nobody'
            cand --yes 'Ask nobody'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;unbind'= {
            cand --store 'Only in this store: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store [default: all known ones]'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --all 'Unbind all entries'
            cand -n 'Only tell what would be removed'
            cand --dry-run 'Only tell what would be removed'
            cand -y 'Remove it without asking'
            cand --yes 'Remove it without asking'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;rebind'= {
            cand --store 'Look into this store as well: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store'
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand -n 'Only tell what would be put back'
            cand --dry-run 'Only tell what would be put back'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;tui'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --print 'Print the digests of what is selected when one leaves, or with --json the entries'
            cand --no-mouse 'Leave the mouse to the terminal'
            cand --ascii 'Draw with nothing but ASCII'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
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
            cand --no-upstream 'Read no upstream, whatever the configuration says'
            cand -q 'Say nothing but warnings and errors'
            cand --quiet 'Say nothing but warnings and errors'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'signcache;doctor'= {
            cand --cache 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]'
            cand --config 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]'
            cand --color 'When to use colours'
            cand --fix 'Put right what is safe to put right, after a question'
            cand -y 'Don''t ask'
            cand --yes 'Don''t ask'
            cand -n 'Only tell what would be put right'
            cand --dry-run 'Only tell what would be put right'
            cand --json 'Print results as JSON, one value a line'
            cand --offline 'Never sign; only look up'
            cand --no-upstream 'Read no upstream, whatever the configuration says'
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
            cand --no-upstream 'Read no upstream, whatever the configuration says'
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
            cand --no-upstream 'Read no upstream, whatever the configuration says'
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
            cand --no-upstream 'Read no upstream, whatever the configuration says'
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
            cand export 'Write entries into a bundle, for others to import'
            cand import 'Take in entries that others exported, and signatures that exist'
            cand wanted 'Get signatures from who has the key, without sending the contents'
            cand audit 'Verify entries, and note what was found'
            cand bind 'Put copies of signatures into the Nix store and keep them there'
            cand provide 'Register signatures in the Nix store as what provided derivations put out'
            cand agent 'Hand signatures out to builds, over a socket'
            cand rotate 'Have another key sign what one key signed'
            cand stats 'Show the cache in numbers'
            cand pin 'Keep entries whatever any policy says'
            cand unpin 'Leave pinned entries to the policy again'
            cand label 'Say what people call the contents of entries'
            cand gc 'Delete entries by a policy, into the trash'
            cand delete 'Move entries to the trash'
            cand restore 'Bring entries back out of the trash, or out of quarantine'
            cand trash 'See what was deleted, and delete it for good'
            cand unbind 'Let Nix collect copies of signatures'
            cand rebind 'Put copies of signatures back that were collected'
            cand tui 'Browse, audit, share and tidy the cache on the whole terminal'
            cand init 'Make a cache, for yourself or for a group'
            cand doctor 'Find out what is wrong, and what to do about it'
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
        &'signcache;help;export'= {
        }
        &'signcache;help;import'= {
        }
        &'signcache;help;wanted'= {
            cand list 'List what was asked for and could not be signed'
            cand from-drv 'Find the signatures that a build depends on and that nobody has provided yet'
            cand export 'Write what is wanted into a bundle, for who has the key'
            cand sign 'Sign what others want, or what is wanted here, without the contents'
            cand check 'Check that contents have good signatures, for example before a release'
            cand drop 'Forget what was wanted'
        }
        &'signcache;help;wanted;list'= {
        }
        &'signcache;help;wanted;from-drv'= {
        }
        &'signcache;help;wanted;export'= {
        }
        &'signcache;help;wanted;sign'= {
        }
        &'signcache;help;wanted;check'= {
        }
        &'signcache;help;wanted;drop'= {
        }
        &'signcache;help;audit'= {
        }
        &'signcache;help;bind'= {
        }
        &'signcache;help;provide'= {
        }
        &'signcache;help;agent'= {
        }
        &'signcache;help;rotate'= {
        }
        &'signcache;help;stats'= {
        }
        &'signcache;help;pin'= {
        }
        &'signcache;help;unpin'= {
        }
        &'signcache;help;label'= {
        }
        &'signcache;help;gc'= {
        }
        &'signcache;help;delete'= {
        }
        &'signcache;help;restore'= {
        }
        &'signcache;help;trash'= {
            cand list 'List what was deleted'
            cand empty 'Delete for good what is in the trash'
        }
        &'signcache;help;trash;list'= {
        }
        &'signcache;help;trash;empty'= {
        }
        &'signcache;help;unbind'= {
        }
        &'signcache;help;rebind'= {
        }
        &'signcache;help;tui'= {
        }
        &'signcache;help;init'= {
        }
        &'signcache;help;doctor'= {
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
