"""Compares our tallies with those of other people's programs, on elections drawn at random.

Usage: run.py BINARY [ELECTIONS], in an environment that has requirements.txt. Draws so many elections for each rule, always
the same, has `tresse tally` count them, and asks pabutools, abcvoting and pref_voting what comes of them. Prints a table,
and the smallest election of each rule on which they differ. Fails if there is one. `cargo xtask oracles` makes the
environment and builds the binary.
"""

import hashlib
import json
import multiprocessing
import random
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import elections
import oracles

SEED = 20261124
# How many files a call is given.
BATCH = 500
ELECTIONS = 1000
SATISFACTIONS = {
    "votes": ["approval", "choose_1"],
    "cost": ["approval", "choose_1"],
    "points": ["cumulative", "scoring"],
    "points_times_cost": ["cumulative", "scoring"],
    "borda_0": ["ordinal"],
    "borda_1": ["ordinal"],
    "borda_1_times_cost": ["ordinal"],
}


def budget(satisfaction, rule, options, voters):
    """A function that draws a budget."""
    ballots = SATISFACTIONS[satisfaction]
    return lambda rng: elections.budget(rng, rng.choice(ballots), satisfaction, rule, options, voters)


def rules():
    """Each rule by name: who else counts it, how an election of it is drawn, and what they say."""
    yield "approval", ("abcvoting", elections.approval, oracles.approval)
    yield "score", ("pref_voting", elections.score, oracles.score)
    yield "majority judgement", ("pref_voting", elections.judgement, oracles.judgement)
    yield "instant run-off", ("pref_voting", elections.runoff, oracles.runoff)
    yield "sortition", ("hashlib", elections.sortition, oracles.sortition)
    for satisfaction in ("votes", "points", "borda_0", "borda_1"):
        drawn = budget(satisfaction, {"kind": "greedy"}, 30, 100)
        yield f"greedy, {satisfaction}", ("pabutools", drawn, oracles.greedy)
    for satisfaction in SATISFACTIONS:
        for completion in ("none", "add_one", "add_one_then_utilitarian"):
            # Each turn of a completion is a run in exact fractions.
            options, voters = (16, 40) if completion == "none" else (12, 30)
            rule = {"kind": "equal_shares", "completion": completion}
            drawn = budget(satisfaction, rule, options, voters)
            yield f"equal shares, {satisfaction}, {completion}", ("pabutools", drawn, oracles.equal_shares)


RULES = dict(rules())


def text(election):
    """The election as it is hashed: compact, fields in their order."""
    return json.dumps(election, separators=(",", ":"))


def count(binary, drawn, folder):
    """What `tresse tally` says of each election."""
    told = []
    for start in range(0, len(drawn), BATCH):
        files = []
        for number, election in enumerate(drawn[start : start + BATCH]):
            files.append(folder / f"{number}.json")
            files[-1].write_text(text(election))
        done = subprocess.run([binary, "tally", "--json", *files], stdout=subprocess.PIPE, text=True)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode not in (0, 1) or len(lines) != len(files):
            raise SystemExit(f"tresse tally ended with {done.returncode} after {len(lines)} of {len(files)} files")
        told += lines
    return told


def differs(election, told, expected):
    """What differs, in words; nothing where nothing does."""
    if told["findings"]:
        return f"findings: {told['findings']}"
    ours = hashlib.sha256(text(election).encode()).hexdigest()
    if told["input"] != ours:
        return f"the hash of the input: {told['input']}, and {ours}"
    winners = told["outcome"].get("options", told["outcome"].get("actors", []))
    if told["outcome"]["result"] != (expected.result if expected.winners else "nothing_elected"):
        return f"{told['outcome']}, and {expected}"
    is_same = winners == expected.winners if expected.ordered else sorted(winners) == sorted(expected.winners)
    is_among = not expected.among or set(winners) <= set(expected.among)
    return None if is_same and is_among else f"{winners}, and {expected}"


def compare(arguments):
    """Draws, counts and compares the elections of one rule."""
    name, binary, wanted = arguments
    warnings.simplefilter("ignore")
    start = time.monotonic()
    _, draw, ask = RULES[name]
    rng = random.Random(f"{SEED} {name}")
    drawn = [draw(rng) for _ in range(wanted)]
    with tempfile.TemporaryDirectory() as folder:
        told = count(binary, drawn, Path(folder))
    tied, blank, different = 0, 0, []
    for election, line in zip(drawn, told):
        expected = ask(election)
        tied += expected.tied
        blank += any(not ballot for ballot in oracles.ballots_of(election))
        if said := differs(election, line, expected):
            different.append((election, line, said))
    return name, (len(drawn), tied, blank, different, time.monotonic() - start)


def main():
    binary = sys.argv[1]
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else ELECTIONS
    print(f"{'rule':<60}{'held against':<14}{'elections':>9}{'ties':>6}{'blank':>7}{'different':>11}{'s':>7}")
    failed = {}
    with multiprocessing.Pool(2) as pool:
        work = [(name, binary, wanted) for name in RULES]
        for name, (drawn, tied, blank, different, took) in pool.imap(compare, work, chunksize=1):
            print(f"{name:<60}{RULES[name][0]:<14}{drawn:>9}{tied:>6}{blank:>7}{len(different):>11}{took:>7.1f}", flush=True)
            if different:
                failed[name] = min(different, key=lambda found: len(text(found[0])))
    for name, (election, line, said) in failed.items():
        print(f"\n{name}: ours, and theirs\n  {said}\n  {text(election)}\n  {json.dumps(line)}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
