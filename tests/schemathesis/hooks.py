"""What schemathesis does not know by itself: a line of JSON each."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def write_lines(_, value):
    items = value if isinstance(value, list) else [value]
    return "".join(json.dumps(item) + "\n" for item in items).encode()


@schemathesis.deserializer("application/x-ndjson")
def read_lines(_, response):
    lines = response.content.decode(response.encoding or "utf-8").splitlines()
    return json.loads(lines[0]) if lines else None
