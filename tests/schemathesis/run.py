"""Asks every operation of the description with whatever fits it and whatever does not, of the told example network.

Usage: run.py BINARY [EXAMPLES], in an environment that has requirements.txt. Fails on an answer with an error of the server,
and on one that the description does not tell. `cargo xtask schemathesis` makes the environment and builds the binary.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import requests

HERE = Path(__file__).parent
NETWORK = "ambrelle"
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]
# After these nothing else could be asked of the network.
LAST = ["archiveNetwork", "changeSlug"]
# Streams that do not end.
ENDLESS = ["streamEvents"]


def serve(binary, data):
    """Starts the example; its address and the keys of its steward and of the operator."""
    limits = {f"TRESSE_{of}_PER_MINUTE": "0" for of in ("READS", "WRITES", "GUESSES")}
    command = [binary, "serve", "--demo", "--listen", "127.0.0.1:0", "--data", data]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **limits})
    told = {}
    for line in server.stdout:
        for label, pattern in [
            ("address", r"tresse listens on (http\S+)"),
            ("steward", r"steward key\s+(\S+)"),
            ("operator", r"operator key\s+(\S+)"),
        ]:
            if found := re.search(pattern, line):
                told[label] = found.group(1)
        if len(told) == 3:
            return server, told
    raise SystemExit("the server did not start")


def ids(description, base, key):
    """For every segment of a path that names an object, the id of one: of the first list that has some."""
    found = {"path.network": NETWORK, "query.at_least": 1}
    for path in description["paths"]:
        match = re.fullmatch(r"/v1/networks/\{network\}/([a-z-]+)/\{([a-z_]+)\}", path)
        if not match or f"path.{match.group(2)}" in found:
            continue
        reply = requests.get(
            f"{base}/v1/networks/{NETWORK}/{match.group(1)}", headers={"Authorization": f"Bearer {key}"}, timeout=10
        )
        items = reply.json().get("items", []) if reply.ok else []
        if items and "id" in items[0]:
            found[f"path.{match.group(2)}"] = items[0]["id"]
    return found


def ask(base, key, parameters, examples, folder):
    """Runs schemathesis with one key; whether all answers were as they should be."""
    lines = ["seed = 1", "[parameters]"]
    lines += [f'"{name}" = {value!r}'.replace("'", '"') for name, value in parameters.items()]
    for operation in LAST + ENDLESS:
        lines += ["[[operations]]", f'include-operation-id = "{operation}"', "enabled = false"]
    (folder / "schemathesis.toml").write_text("\n".join(lines) + "\n")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{base}/openapi.json"),
        *("--header", f"Authorization: Bearer {key}"),
        *("--phases", "examples,coverage,fuzzing", "--max-examples", str(examples), "--continue-on-failure"),
        *("--checks", ",".join(CHECKS), "--warnings", "off"),
    ]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)}
    return subprocess.run(command, cwd=folder, env=environment).returncode == 0


def main():
    binary, examples = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        server, told = serve(binary, str(folder / "data"))
        try:
            base = told["address"]
            description = requests.get(f"{base}/openapi.json", timeout=10).json()
            parameters = ids(description, base, told["steward"])
            # The operator's requests come first: a steward might leave.
            fine = [ask(base, told[who], parameters, examples, folder) for who in ("operator", "steward")]
            if requests.get(f"{base}/health/live", timeout=10).status_code != 200:
                raise SystemExit("the server lives no more")
        finally:
            server.terminate()
            server.wait(timeout=30)
    sys.exit(0 if all(fine) else 1)


main()
