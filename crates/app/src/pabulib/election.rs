//! A decision on a budget as a file: what follows from its ballots and its outcome is counted here.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use domain::amount::Minor;
use domain::tally::ballot::{Ballot, OptionNo};
use domain::tally::rules::Budget;

use super::meta::Meta;
use super::table::Table;
use super::write::Writer;
use super::{amount, ballots, words};

/// The columns of `PROJECTS` that are written from what is counted.
pub const COUNTED: [&str; 4] = ["cost", "votes", "score", "selected"];

/// A project with what there is to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The option that it is.
    pub option: OptionNo,
    /// Its id.
    pub id: String,
    /// What it costs.
    pub cost: Minor,
    /// Whether it is funded.
    pub selected: bool,
    /// Other columns, with their names.
    pub columns: Vec<(String, String)>,
}

/// A ballot, with what stands for its voter.
pub type Cast<'b> = (String, &'b Ballot);

/// What a file says.
#[derive(Debug)]
pub struct Election<'b> {
    /// `META`.
    pub meta: Meta,
    /// How votes are cast.
    pub budget: &'b Budget,
    /// The projects.
    pub items: Vec<Item>,
    /// The ballots, in the order of the file.
    pub ballots: Vec<Cast<'b>>,
}

/// A project as a foreign source had it: its id, and its other columns but those that are counted. Nothing if that text is
/// something else.
#[must_use]
pub fn read_project(details: &str) -> Option<(String, Vec<(String, String)>)> {
    let table = Table::read(details).filter(|table| table.rows.len() == 1)?;
    let (mut id, mut columns) = (None, Vec::new());
    for (column, field) in table.row(0).filter(|(column, _)| !COUNTED.contains(column)) {
        if column == "project_id" {
            id = Some(field.to_owned());
        } else {
            columns.push((column.to_owned(), field.to_owned()));
        }
    }
    Some((id.filter(|id| !id.is_empty() && !id.contains(','))?, columns))
}

impl Election<'_> {
    /// Says in `META` how much there is, and by what it is decided: where it says so already, as it is said there.
    pub fn agree(&mut self) {
        let numbers = [("num_projects", self.items.len()), ("num_votes", self.ballots.len())];
        for (key, number) in numbers {
            if self.meta.get(key).and_then(|said| said.parse().ok()) != Some(number) {
                self.meta.set(key, &number.to_string());
            }
        }
        let budget = self.budget.budget.minor;
        if self.meta.get("budget").and_then(amount::read) != Some(budget) {
            self.meta.set("budget", &amount::write(budget));
        }
        if self.meta.get("vote_type").and_then(words::read_vote_type) != Some(self.budget.ballot) {
            self.meta.set("vote_type", words::vote_type(self.budget.ballot));
        }
        if self.meta.get("rule").and_then(words::read_rule) != Some(self.budget.rule) {
            self.meta.set("rule", words::rule(self.budget.rule));
        }
    }

    /// Writes the file: projects by decreasing score, then by id.
    ///
    /// # Errors
    /// Those of what is written to.
    pub fn write(&self, to: impl io::Write) -> io::Result<()> {
        let mut writer = Writer::new(to);
        writer.meta(&self.meta)?;
        self.projects(&mut writer)?;
        let has_points = words::has_points(self.budget.ballot);
        let header: &[&str] = if has_points { &["voter_id", "vote", "points"] } else { &["voter_id", "vote"] };
        writer.section("VOTES", header.iter().copied())?;
        let ids: BTreeMap<_, _> = self.items.iter().map(|item| (item.option, item.id.as_str())).collect();
        for (voter, ballot) in &self.ballots {
            let (vote, points) = ballots::write(ballot, |option| ids.get(&option).copied().unwrap_or_default());
            let points = has_points.then(|| points.unwrap_or_default());
            writer.row([voter.as_str(), &vote].into_iter().chain(points.as_deref()))?;
        }
        writer.finish()
    }

    fn projects<W: io::Write>(&self, writer: &mut Writer<W>) -> io::Result<()> {
        let (votes, scores) = self.counted();
        let of = |counts: &BTreeMap<OptionNo, u64>, item: &Item| counts.get(&item.option).copied().unwrap_or(0);
        let has_score = words::has_score(self.budget.ballot);
        let standing = |item: &Item| of(if has_score { &scores } else { &votes }, item);
        let mut items: Vec<_> = self.items.iter().collect();
        items.sort_by(|one, other| (Reverse(standing(one)), &one.id).cmp(&(Reverse(standing(other)), &other.id)));
        let mut others: Vec<&str> = Vec::new();
        for (column, _) in self.items.iter().flat_map(|item| &item.columns) {
            if !others.contains(&column.as_str()) {
                others.push(column);
            }
        }
        let score = has_score.then_some("score");
        let header = ["project_id", "cost", "votes"].into_iter().chain(score).chain(others.iter().copied());
        writer.section("PROJECTS", header.chain(["selected"]))?;
        for item in items {
            let (cost, votes) = (amount::write(item.cost), of(&votes, item).to_string());
            let score = has_score.then(|| of(&scores, item).to_string());
            let field = |wanted: &&str| {
                let found = item.columns.iter().find(|(column, _)| column == wanted);
                found.map_or("", |(_, field)| field.as_str())
            };
            let selected = if item.selected { "1" } else { "0" };
            let counted = [item.id.as_str(), &cost, &votes].into_iter().chain(score.as_deref());
            writer.row(counted.chain(others.iter().map(field)).chain([selected]))?;
        }
        Ok(())
    }

    /// How many ballots name each project, and what they give it.
    fn counted(&self) -> (BTreeMap<OptionNo, u64>, BTreeMap<OptionNo, u64>) {
        let (mut votes, mut scores) = (BTreeMap::new(), BTreeMap::new());
        for (_, ballot) in &self.ballots {
            for option in ballot.options() {
                *votes.entry(option).or_default() += 1;
            }
            for (option, score) in ballots::scores(ballot) {
                *scores.entry(option).or_default() += score;
            }
        }
        (votes, scores)
    }
}
