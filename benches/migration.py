#!/usr/bin/env python3
"""Brings a cache of version 3 with many entries up to date, and prints time, disk and memory:

    benches/migration.py PROGRAM ENTRIES
"""

import os
import pathlib
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

COLUMNS = "key, signature, proof, size, signed, stored, used, origin, verdict, judged, pinned"
FIXTURE = pathlib.Path(__file__).parent.parent / "tests/fixtures/upgrade/cache-v3"


def fill(database, entries):
    """Adds entries of other contents with the signature of the third one, which is by RSA."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(
        f"""WITH RECURSIVE number (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < {entries})
        INSERT INTO entry (content, label, {COLUMNS})
        SELECT randomblob(32), 'artifact-' || i || '.tar.zst', {COLUMNS}
        FROM number, (SELECT * FROM entry WHERE id = 3)"""
    )
    connection.commit()
    connection.isolation_level = None
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def main():
    program, entries = os.path.realpath(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as stage:
        cache = pathlib.Path(stage) / "cache"
        shutil.copytree(FIXTURE, cache, copy_function=shutil.copyfile)
        fill(cache / "cache.sqlite", entries)
        size = lambda: (cache / "cache.sqlite").stat().st_size
        before = size()
        environment = {**os.environ, "HOME": stage}
        for name in ["DATA", "STATE", "CONFIG"]:
            environment[f"XDG_{name}_HOME"] = os.path.join(stage, name.lower())
        for what, verb in [("the first write, which migrates", "pin"), ("the same without a migration", "unpin")]:
            begun = time.monotonic()
            command = [program, "--cache", cache, verb, "--quiet", "--yes", "name:one"]
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            print(f"{what}: {time.monotonic() - begun:.1f} s, at most {peak // 1024} MiB of memory")
        print(f"the database had {before >> 20} MiB, and has {size() >> 20} MiB")


main()
