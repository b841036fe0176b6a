"""Elections drawn at random, as inputs of a tally: small ones, where equals are frequent, and middle ones."""

import json
import uuid

MINOR_PER_UNIT = 100


def input_of(rng, method, options, ballots, ties):
    """An input in the order of its fields and of its ballots, which is hashed; equal ballots together in half of them."""
    ballots = sorted(ballots, key=lambda ballot: [*ballot.values()])
    counted = [{"ballot": ballot, "count": 1} for ballot in ballots]
    if rng.random() < 0.5:
        merged = {}
        for ballot in ballots:
            entry = merged.setdefault(json.dumps(ballot), {"ballot": ballot, "count": 0})
            entry["count"] += 1
        counted = list(merged.values())
    drawn = {
        "decision": f"01900000-0000-7000-8000-{rng.getrandbits(48):012x}",
        "rules": {"method": method, "mode": "secret", "ties": ties},
        "options": options,
        "electorate": len(ballots) + rng.randrange(3),
    }
    if ties == "lot":
        drawn["seed"] = f"{rng.getrandbits(256):064x}"
    return drawn | {"ballots": counted}


def size(rng, options, voters):
    """How many options and ballots: in most elections few."""
    if rng.random() < 0.5:
        options, voters = min(options, 6), min(voters, 9)
    return rng.randint(1, options), rng.randint(1, voters)


def cast(rng, voters, ballot):
    """Ballots: each its own, or those of a few camps, so that equals are frequent."""
    if rng.random() < 0.6:
        return [ballot() for _ in range(voters)]
    camps = [ballot() for _ in range(rng.randint(1, 4))]
    return [rng.choice(camps) for _ in range(voters)]


def subset(rng, options):
    """Some options, in ascending order; none on a blank ballot."""
    if rng.random() < 0.08:
        return []
    liking = rng.choice([0.2, 0.5, 0.8])
    return [option for option in range(options) if rng.random() < liking]


def ranking(rng, options):
    """Some options, best first."""
    ranked = subset(rng, options)
    rng.shuffle(ranked)
    return ranked


def points(rng, options, highest):
    """Points for some options; none at all counts as 0."""
    return [[option, rng.randint(0, highest)] for option in subset(rng, options)]


def plain_ties(rng):
    """A rule for equals that needs no costs."""
    return rng.choice(["listed_first", "listed_first", "listed_last", "lot"])


def standing(rng, options):
    """Options that stand; some that were listed may be gone."""
    numbers = sorted(rng.sample(range(options + rng.randrange(3)), options))
    return [{"option": number} for number in numbers]


def renumbered(ballots, options):
    """Ballots on the 1st, 2nd … option, as ballots on the options of these numbers."""
    numbers = [option["option"] for option in options]

    def renumber(entry):
        return [numbers[entry[0]], entry[1]] if isinstance(entry, list) else numbers[entry]

    return [{kind: [renumber(entry) for entry in entries] for kind, entries in ballot.items()} for ballot in ballots]


def election(rng, method, options, voters, ballot):
    """An election of a method whose options cost nothing."""
    options, voters = size(rng, options, voters)
    stand = standing(rng, options)
    ballots = renumbered(cast(rng, voters, lambda: ballot(options)), stand)
    return input_of(rng, method, stand, ballots, plain_ties(rng))


def approval(rng):
    method = {"kind": "approval", "winners": rng.randint(1, 5)}
    return election(rng, method, 30, 150, lambda options: {"approve": subset(rng, options)})


def score(rng):
    highest = rng.choice([1, 3, 5, 20, 1000])
    method = {"kind": "score", "winners": rng.randint(1, 4), "highest": highest}
    return election(rng, method, 30, 150, lambda options: {"points": points(rng, options, highest)})


def judgement(rng):
    grades = rng.randint(2, 7)
    method = {"kind": "judgement", "grades": grades}
    return election(rng, method, 12, 80, lambda options: {"points": points(rng, options, grades - 1)})


def runoff(rng):
    return election(rng, {"kind": "runoff"}, 8, 60, lambda options: {"rank": ranking(rng, options)})


def sortition(rng):
    """An electorate of which some are drawn."""
    pool = sorted(str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(rng.randint(1, 200)))
    method = {"kind": "sortition", "seats": rng.randint(1, 20)}
    drawn = input_of(rng, method, [], [], "lot") | {"electorate": len(pool)}
    drawn["rules"]["mode"] = "roll_call"
    order = ("decision", "rules", "options", "electorate", "pool", "seed", "ballots")
    return {field: (drawn | {"pool": pool})[field] for field in order}


def costs(rng, budget, options):
    """Costs in minor units: some round, so that equals are frequent; some nothing, or more than there is."""
    largest = budget // rng.choice([1, 1, 2, 4, 8]) + budget // 20
    round_ones = [max(1, budget // rng.randint(1, 20)) for _ in range(rng.randint(1, 3))]
    is_round = rng.choice([0, 0.5, 1])

    def cost():
        if rng.random() < 0.02:
            return 0
        return rng.choice(round_ones) if rng.random() < is_round else rng.randint(1, largest)

    return [cost() for _ in range(options)]


def budget(rng, ballot, satisfaction, rule, options, voters):
    """A participatory budget."""
    options, voters = size(rng, options, voters)
    # So much for each that adding a unit of the currency takes some turns, and not thousands.
    amount = voters * rng.randint(2, 40) * MINOR_PER_UNIT + rng.choice([0, 0, rng.randrange(MINOR_PER_UNIT)])
    stand = [option | {"cost": cost} for option, cost in zip(standing(rng, options), costs(rng, amount, options))]

    def draw():
        if ballot == "choose_1":
            return {"approve": [rng.randrange(options)] if rng.random() > 0.08 else []}
        if ballot == "approval":
            return {"approve": subset(rng, options)}
        if ballot == "ordinal":
            return {"rank": ranking(rng, options)}
        return {"points": points(rng, options, 5)}

    method = {
        "kind": "budget",
        "budget": {"minor": amount, "currency": "EUR"},
        "ballot": ballot,
        "satisfaction": satisfaction,
        "rule": rule,
    }
    ties = rng.choice(["listed_first", "listed_last", "cheaper", "lot"])
    return input_of(rng, method, stand, renumbered(cast(rng, voters, draw), stand), ties)
