"""Takes a few records and goes away, as PyAirbyte does with a limit. Prints {"records", "seconds", "exit_code"}: how long its source then took to go."""

import gc
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import airbyte as ab

command, stream, limit = sys.argv[1:]
stopped = {}
terminate = subprocess.Popen.terminate


def watched(process):
    asked_at = time.monotonic()
    terminate(process)
    process.wait(10)
    stopped.update(seconds=time.monotonic() - asked_at, exit_code=process.returncode)


subprocess.Popen.terminate = watched

source = ab.get_source(
    "source-intercom", config={"access_token": os.environ["INTERCOM_ACCESS_TOKEN"]}, local_executable=Path(command)
)
dataset = source.get_records(stream, limit=int(limit))
records = [next(dataset) for _ in range(int(limit))]
# No one reads on: the pipe fills, and the source waits.
time.sleep(1.5)
del dataset
gc.collect()
print(json.dumps({"records": len(records), **stopped}))
