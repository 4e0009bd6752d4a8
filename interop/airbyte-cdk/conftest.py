"""Airbyte's tests run a connector inside of their own process. This one is a command: it is run instead, with the arguments that they give."""

import os
import subprocess
import tempfile

import orjson
from airbyte_cdk.models import AirbyteMessageSerializer
from airbyte_cdk.test import entrypoint_wrapper
from airbyte_cdk.test.entrypoint_wrapper import EntrypointOutput

pytest_plugins = ["airbyte_cdk.test.standard_tests.pytest_hooks"]

COMMAND = orjson.loads(os.environ["SOURCE_COMMAND"])


def run_command(source, args, expecting_exception=None, *, expected_outcome=None) -> EntrypointOutput:
    with tempfile.NamedTemporaryFile(suffix=".jsonl", delete=False) as stdout:
        ended = subprocess.run([*COMMAND, *args], stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)
    with open(stdout.name, "rb") as lines:
        # Theirs take what is no message for a log line, and so does the platform: here it is wrong.
        messages = [AirbyteMessageSerializer.load(orjson.loads(line)) for line in lines]
    output = EntrypointOutput(message_file=stdout.name, command=[*COMMAND, *args], stderr=ended.stderr)
    assert messages, f"Nothing on stdout. stderr: {ended.stderr}"
    assert (ended.returncode == 0) == (not output.errors), f"It ended with {ended.returncode}: {output.errors}"
    return output


entrypoint_wrapper._run_command = run_command
