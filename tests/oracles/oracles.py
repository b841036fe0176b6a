"""What other people's programs say comes of an election.

Each function takes an input of a tally and returns an `Expected`. Where their rule differs from ours, it says how the
question is put so that both answer the same one.
"""

import hashlib
import uuid
from dataclasses import dataclass, field

from abcvoting import abcrules
from abcvoting.preferences import Profile as ApprovalSets
from pabutools.election import (
    ApprovalBallot,
    ApprovalProfile,
    CardinalBallot,
    CardinalProfile,
    Instance,
    OrdinalBallot,
    OrdinalProfile,
    Project,
)
from pabutools.election.satisfaction import (
    Additive_Borda_Sat,
    Additive_Cardinal_Sat,
    AdditiveSatisfaction,
    Cardinality_Sat,
    Cost_Sat,
)
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule
from pref_voting.grade_methods import majority_judgement, score_voting
from pref_voting.grade_profiles import GradeProfile
from pref_voting.iterative_methods import instant_runoff_put, instant_runoff_tb
from pref_voting.profiles_with_ties import ProfileWithTies


@dataclass
class Expected:
    """The winners, whether equals were told apart on the way, and whether the order of winners is part of the rule."""

    winners: list
    tied: bool
    ordered: bool = True
    # What an oracle says that leaves ties open: our winners must be among these.
    among: list = field(default_factory=list)
    result: str = "elected"


def ballots_of(election):
    """Each ballot as often as it was cast."""
    for counted in election["ballots"]:
        (entries,) = counted["ballot"].values()
        for _ in range(counted["count"]):
            yield entries


def numbers_of(election):
    return [option["option"] for option in election["options"]]


def place(election):
    """By what equals are sorted: the first comes first."""
    costs = {option["option"]: option.get("cost", 0) for option in election["options"]}
    seed = bytes.fromhex(election.get("seed", ""))
    return {
        "listed_first": lambda option: option,
        "listed_last": lambda option: -option,
        "cheaper": lambda option: (costs[option], option),
        "lot": lambda option: hashlib.sha256(seed + option.to_bytes(2, "big")).digest(),
    }[election["rules"]["ties"]]


def approval(election):
    """abcvoting's `av`, candidates in the order in which equals come first. Ours elects nobody whom nobody approves: only
    those who are approved stand, and at most as many win as there are of them."""
    approved = {option for ballot in ballots_of(election) for option in ballot}
    if not approved:
        return Expected([], False)
    candidates = sorted(approved, key=place(election))
    at = {option: place for place, option in enumerate(candidates)}
    profile = ApprovalSets(len(candidates))
    profile.add_voters([{at[option] for option in ballot} for ballot in ballots_of(election)])
    seats = min(election["rules"]["method"]["winners"], len(candidates))
    (committee,) = abcrules.compute_av(profile, seats, resolute=True)
    tied = len(abcrules.compute_av(profile, seats, resolute=False, max_num_of_committees=2)) > 1
    return Expected([candidates[member] for member in committee], tied, ordered=False)


def grades_of(election, worst, best, everybody):
    """A profile of grades; with `everybody`, what a ballot does not grade has the worst, as with us."""
    none = dict.fromkeys(numbers_of(election), worst) if everybody else {}
    return GradeProfile(
        [none | {option: grade for option, grade in ballot} for ballot in ballots_of(election)],
        list(range(worst, best + 1)),
        candidates=numbers_of(election),
    )


def score(election):
    """pref_voting's score voting by sum, seat by seat. Ours elects nobody who has no points."""
    method = election["rules"]["method"]
    profile = grades_of(election, 0, method["highest"], everybody=False)
    given = {option for ballot in ballots_of(election) for option, score in ballot if score}
    standing, winners, tied = numbers_of(election), [], False
    while len(winners) < method["winners"] and given.intersection(standing):
        best = score_voting(profile, curr_cands=standing, ungraded_score=0)
        tied |= len(best) > 1
        winners.append(min(best, key=place(election)))
        standing = [option for option in standing if option != winners[-1]]
    return Expected(winners, tied)


def judgement(election):
    """pref_voting's majority judgement compares the grades above and below the median once and leaves the rest tied: our
    winner is among its. Of these, the rule as it is written decides: one median of each is taken away, again and again.
    Ours elects nobody where there is no grade but the worst."""
    best_grade = election["rules"]["method"]["grades"] - 1
    if not any(grade for ballot in ballots_of(election) for _, grade in ballot):
        return Expected([], False)
    among = majority_judgement(grades_of(election, 0, best_grade, everybody=True))
    ballots = [dict(ballot) for ballot in ballots_of(election)]
    grades = {option: sorted(ballot.get(option, 0) for ballot in ballots) for option in numbers_of(election)}

    def medians(option):
        left = list(grades[option])
        return [left.pop((len(left) - 1) // 2) for _ in grades[option]]

    best = max(medians(option) for option in grades)
    equals = [option for option in grades if medians(option) == best]
    return Expected([min(equals, key=place(election))], len(equals) > 1, among=among)


def runoff(election):
    """pref_voting's instant run-off on truncated ballots, which takes out one option after the other; of equals the one that
    comes last. The same without that rule says which may win. Ours elects nobody where all ballots are blank."""
    ballots = list(ballots_of(election))
    if not any(ballots):
        return Expected([], False)
    numbers = numbers_of(election)
    rankings = [{option: place for place, option in enumerate(ballot, 1)} for ballot in ballots]
    profile = ProfileWithTies(rankings, candidates=numbers)
    last_first = sorted(numbers, key=place(election), reverse=True)
    winners = instant_runoff_tb(profile, tie_breaker=last_first)
    # It tries every order of equals, options without any vote among them: too many where there are many.
    among = instant_runoff_put(profile) if len(numbers) <= 5 else []
    return Expected(winners, len(among) > 1, among=among)


def sortition(election):
    """The formula, in Python: those whose SHA-256 of seed and id, 32 and 16 bytes, is the smallest."""
    seed = bytes.fromhex(election["seed"])
    drawn = sorted(election["pool"], key=lambda actor: hashlib.sha256(seed + uuid.UUID(actor).bytes).digest())
    return Expected(drawn[: election["rules"]["method"]["seats"]], False, result="drawn")


class Told(TieBreakingRule):
    """The declared rule for equals, and whether it was asked."""

    def __init__(self, election):
        key = place(election)
        super().__init__(lambda instance, profile, project: key(int(project.name)))
        self.asked = False

    def order(self, instance, profile, projects, key=None):
        self.asked = self.asked or len(projects) > 1
        return super().order(instance, profile, projects, key)


def own(weight):
    """A satisfaction that pabutools does not have: the weight of a project on a ballot."""

    class Own(AdditiveSatisfaction):
        def __init__(self, instance, profile, ballot):
            super().__init__(instance, profile, ballot, lambda i, p, ballot, project, v: weight(ballot, project))

    return Own


def rank(ballot, project):
    """How many are ranked behind it, and 1; 0 where it is not ranked."""
    return len(ballot) - ballot.position(project) if project in ballot else 0


SATISFACTIONS = {
    "votes": Cardinality_Sat,
    "cost": Cost_Sat,
    "points": Additive_Cardinal_Sat,
    "points_times_cost": own(lambda ballot, project: ballot.get(project, 0) * project.cost),
    "borda_0": Additive_Borda_Sat,
    "borda_1": own(rank),
    "borda_1_times_cost": own(lambda ballot, project: rank(ballot, project) * project.cost),
}

# What a project counts on a ballot, whatever it costs.
WEIGHTS = {
    "votes": lambda ballot, project: int(project in ballot),
    "cost": lambda ballot, project: int(project in ballot),
    "points": lambda ballot, project: ballot.get(project, 0),
    "points_times_cost": lambda ballot, project: ballot.get(project, 0),
    "borda_0": lambda ballot, project: max(rank(ballot, project) - 1, 0),
    "borda_1": rank,
    "borda_1_times_cost": rank,
}


class Budget:
    """A participatory budget in pabutools, amounts in minor units."""

    def __init__(self, election):
        method = election["rules"]["method"]
        self.weight = WEIGHTS[method["satisfaction"]]
        self.satisfaction = SATISFACTIONS[method["satisfaction"]]
        projects = {option["option"]: Project(str(option["option"]), option["cost"]) for option in election["options"]}
        self.instance = Instance(projects.values(), budget_limit=method["budget"]["minor"])
        self.profile = self.profile_of(method["ballot"], projects, election)
        self.ties = Told(election)
        # What costs nothing comes in no order of the rule.
        self.ordered = all(project.cost for project in self.instance)

    def profile_of(self, kind, projects, election):
        ballots = ballots_of(election)
        if kind in ("approval", "choose_1"):
            ballots = [ApprovalBallot([projects[option] for option in ballot]) for ballot in ballots]
            return ApprovalProfile(ballots, instance=self.instance)
        if kind == "ordinal":
            ballots = [OrdinalBallot([projects[option] for option in ballot]) for ballot in ballots]
            return OrdinalProfile(ballots, instance=self.instance)
        ballots = [CardinalBallot({projects[option]: points for option, points in ballot}) for ballot in ballots]
        return CardinalProfile(ballots, instance=self.instance)

    def expected(self, winners, ordered=True):
        return Expected([int(project.name) for project in winners], self.ties.asked, self.ordered and ordered)

    def greedy(self, bought=()):
        """By votes, points or ranks, as far as the budget goes. pabutools ranks by satisfaction per cost, so each is
        multiplied by the cost; and it funds what nobody wants, which ours does not: that is left out."""
        scores = {p: sum(self.weight(ballot, p) for ballot in self.profile) for p in self.instance}
        wanted = [project for project in self.instance if scores[project] or project in bought]
        instance = Instance(wanted, budget_limit=self.instance.budget_limit)
        times_cost = own(lambda ballot, project: self.weight(ballot, project) * project.cost)
        ties = TieBreakingRule(self.ties.func)
        open_ties = [scores[project] for project in wanted if project not in bought]
        self.ties.asked = self.ties.asked or len(set(open_ties)) < len(open_ties)
        return greedy_utilitarian_welfare(
            instance,
            self.profile,
            sat_class=times_cost,
            is_sat_additive=True,
            tie_breaking=ties,
            initial_budget_allocation=list(bought),
        )

    def equal_shares(self, increment=None):
        """With `increment`, so many minor units are added for each ballot until nothing more fits."""
        return method_of_equal_shares(
            self.instance,
            self.profile,
            sat_class=self.satisfaction,
            tie_breaking=self.ties,
            voter_budget_increment=increment,
        )


def greedy(election):
    budget = Budget(election)
    return budget.expected(budget.greedy())


def equal_shares(election):
    completion = election["rules"]["method"]["rule"]["completion"]
    budget = Budget(election)
    if completion == "none":
        return budget.expected(budget.equal_shares())
    bought = budget.equal_shares(increment=100)
    if completion == "add_one_then_utilitarian":
        return budget.expected(budget.greedy(bought))
    return budget.expected(bought)
