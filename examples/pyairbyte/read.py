"""
Reads Intercom into a DuckDB file of PyAirbyte's; run again, it reads what has changed.

    pip install airbyte
    npm install --global source-intercom
    INTERCOM_ACCESS_TOKEN=… python read.py --streams contacts,conversations,conversation_parts,tags
    INTERCOM_ACCESS_TOKEN=… python read.py --full-refresh

With --full-refresh everything is read again, and rows that are no longer there are gone.
"""

import argparse
import os
from pathlib import Path
from shutil import which

import airbyte as ab

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("--streams", default="*", help="names, separated by commas; by default all")
arguments.add_argument("--cache", default="intercom.duckdb", help="the DuckDB file")
arguments.add_argument("--command", default=which("source-intercom"), help="where source-intercom is")
arguments.add_argument("--full-refresh", action="store_true")
given = arguments.parse_args()

source = ab.get_source(
    "source-intercom",
    config={"access_token": os.environ["INTERCOM_ACCESS_TOKEN"]},
    local_executable=Path(given.command),
    streams=given.streams if given.streams == "*" else given.streams.split(","),
)
source.check()

result = source.read(
    cache=ab.caches.DuckDBCache(db_path=given.cache),
    write_strategy="replace" if given.full_refresh else "auto",
    force_full_refresh=given.full_refresh,
)

for name in source.get_selected_streams():
    rows = result[name]
    # PyAirbyte deletes no rows: one that is gone says so in this column, where its stream has it.
    if "_ab_cdc_deleted_at" in rows.to_sql_table().columns:
        rows = rows.with_filter("_ab_cdc_deleted_at IS NULL")
    print(f"{name}: {len(rows)} rows")
