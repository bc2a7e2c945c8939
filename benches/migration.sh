#!/usr/bin/env bash
# Brings a cache of version 3 with many entries up to date, and prints time, disk and memory:
#
#   benches/migration.sh PROGRAM ENTRIES
set -euo pipefail
program=$(realpath "$1")
entries=$2
fixture=$(realpath "$(dirname "$0")/../tests/fixtures/upgrade/cache-v3")
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
export HOME=$stage XDG_DATA_HOME=$stage/data XDG_STATE_HOME=$stage/state XDG_CONFIG_HOME=$stage/config
mkdir "$stage/cache"
cp "$fixture"/{layout,cache.sqlite} "$stage/cache"
chmod u+w "$stage/cache"/*
python3 - "$stage/cache/cache.sqlite" "$entries" <<'PYTHON'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
columns = "key, signature, proof, size, signed, stored, used, origin, verdict, judged, pinned"
database.execute("PRAGMA synchronous = OFF")
database.execute(
    f"""WITH RECURSIVE number (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < {int(sys.argv[2])})
    INSERT INTO entry (content, label, {columns})
    SELECT randomblob(32), 'artifact-' || i || '.tar.zst', {columns} FROM number, (SELECT * FROM entry WHERE id = 3)"""
)
database.commit()
database.isolation_level = None
database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
PYTHON
bytes() { stat -c %s "$stage/cache/cache.sqlite"; }
before=$(bytes)
run() { /usr/bin/time -f "$1: %e s, %M KiB of memory" "$program" --cache "$stage/cache" "${@:2}" >/dev/null; }
run "the first write, which migrates" pin -q --yes name:one
run "the same without a migration" unpin -q --yes name:one
echo "the database had $before bytes, and has $(bytes)"
