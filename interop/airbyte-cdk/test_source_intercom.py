"""Airbyte's standard tests of a source, and its comparison of a specification with the one before."""

import os

import orjson
from airbyte_cdk.test.standard_tests import SourceTestSuiteBase
from airbyte_cdk.test.standard_tests._job_runner import run_test_job
from airbyte_cdk.test.standard_tests._spec_compatibility import compare_specs


class Command:
    """What their tests take for a connector: `conftest.py` runs the command in its place."""

    def spec(self, logger):
        raise NotImplementedError


class TestSourceIntercom(SourceTestSuiteBase):
    connector = Command

    def test_spec_takes_the_configurations_of_airbytes_own_source(self) -> None:
        result = run_test_job(Command(), "spec", connector_root=self.get_connector_root_dir())
        spec = next(orjson.loads(line)["spec"] for line in open(result._message_file, "rb"))
        with open(os.environ["PEER_SPEC"], "rb") as file:
            comparison = compare_specs(orjson.loads(file.read()), spec)
        assert comparison.breaking == []
