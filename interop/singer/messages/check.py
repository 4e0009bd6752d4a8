"""Reads a tap's messages from stdin by Singer's own library: each must be one, and each record must fit the schema before it. Prints what there was, as JSON."""

import json
import sys

import ciso8601
import singer
from jsonschema import Draft4Validator, FormatChecker

formats = FormatChecker(formats=[])


@formats.checks("date-time", raises=ValueError)
def is_date_time(value):
    return not isinstance(value, str) or bool(ciso8601.parse_rfc3339(value))


validators = {}
schemas = {}
counts = {}
activated = []
states = 0

for number, line in enumerate(sys.stdin, 1):
    message = singer.parse_message(line)
    if isinstance(message, singer.SchemaMessage):
        Draft4Validator.check_schema(message.schema)
        validators[message.stream] = Draft4Validator(message.schema, format_checker=formats)
        schemas[message.stream] = message
        counts.setdefault(message.stream, 0)
    elif isinstance(message, singer.RecordMessage):
        problems = [
            f"{list(error.path)}: {error.message}"[:300] for error in validators[message.stream].iter_errors(message.record)
        ]
        schema = schemas[message.stream]
        problems += [f"no {key}" for key in schema.key_properties if message.record.get(key) is None]
        if message.time_extracted is None:
            problems.append("no time_extracted")
        if problems:
            sys.exit(f"line {number}, {message.stream}: {'; '.join(problems)}")
        counts[message.stream] += 1
    elif isinstance(message, singer.StateMessage):
        states += 1
        if not isinstance(message.value["bookmarks"], dict):
            sys.exit(f"line {number}: no bookmarks")
    elif isinstance(message, singer.ActivateVersionMessage):
        if message.stream not in validators:
            sys.exit(f"line {number}: {message.stream} has no schema")
        activated.append(message.stream)
    else:
        sys.exit(f"line {number} is no message: {line[:200]}")

json.dump({"records": counts, "states": states, "activated": activated}, sys.stdout)
