//! Which cells of a table don't show.
//!
//! A table with its margins is a circulation: a cell flows from its row to its column, a row's total from everybody to the
//! row, a column's total, which is known, back to everybody. What whoever reads the table can tell of a hidden cell is the
//! interval of the values that it has in all tables of whole numbers that agree with what shows; its ends are greatest flows
//! through the other hidden cells (Cox 1995, "Network models for complementary cell suppression"; the extended table with
//! negative and positive residuals is theirs too).
//!
//! Small cells are hidden first. Then, for one after the other, the cheapest cells beside it are hidden that let it be anything
//! from 0 to `k`. What it costs to hide a cell depends on where it stands and not on what it holds: else whoever knows
//! how cells are chosen would read something from which were. Each cell that is hidden so lies on a cycle of hidden cells
//! along which one can be moved, so that it has more than one value as well.

use super::counting::Counted;
use super::{Cell, Row};

/// A cell or the total of a row: so many go `from` one node `to` another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub from: usize,
    pub to: usize,
    pub value: u32,
    /// What is known that it is not below, from beside the table.
    pub floor: u32,
    /// What it costs to hide it; nothing where it must not be hidden for another's sake.
    pub cost: Option<u32>,
    /// Whether it tells what people answer, and is hidden where it is small.
    pub tells: bool,
}

impl Edge {
    fn is_small(&self, k: u32) -> bool {
        self.tells && self.value < k
    }

    /// From which node to which one can move people by raising it, or else by lowering it.
    fn ends(&self, raising: bool) -> (usize, usize) {
        if raising { (self.from, self.to) } else { (self.to, self.from) }
    }
}

/// A table as a circulation; edges that don't stand in it are known.
#[derive(Debug, Clone)]
pub(super) struct Circulation {
    nodes: usize,
    edges: Vec<Edge>,
    /// By node: the edges that lead from it or to it.
    at: Vec<Vec<usize>>,
}

/// Within what the tables stay that one thinks of.
#[derive(Debug, Clone, Copy)]
enum Within {
    /// Any numbers of people.
    Numbers,
    /// What is small is small, and nothing else is.
    Alike { k: u32 },
}

/// A step of a path: which edge, and whether it is raised.
type Step = (usize, bool);

impl Circulation {
    pub fn new(nodes: usize, edges: Vec<Edge>) -> Self {
        let mut at = vec![Vec::new(); nodes];
        for (number, edge) in edges.iter().enumerate() {
            for node in [edge.from, edge.to] {
                if let Some(there) = at.get_mut(node) {
                    there.push(number);
                }
            }
        }
        Self { nodes, edges, at }
    }

    /// By edge, whether it is hidden so that each one below `k` could be anything from 0 to `k` for all that shows, and something else
    /// than it is for all that whoever knows what was small; nothing where this can't be had.
    pub fn hide(&self, k: u32) -> Option<Vec<bool>> {
        let mut hidden: Vec<_> = self.edges.iter().map(|edge| edge.is_small(k)).collect();
        let small = || self.edges.iter().enumerate().filter(|(_, edge)| edge.is_small(k));
        for (number, edge) in small() {
            self.free(number, true, k.saturating_sub(edge.value), &mut hidden)?;
            self.free(number, false, edge.value, &mut hidden)?;
        }
        for (number, edge) in small() {
            let unmoved = vec![0; self.edges.len()];
            let rooms = |step| self.room(step, &unmoved, Within::Alike { k });
            let other = [false, true].into_iter().filter(|raising| rooms((number, *raising)) > 0);
            let paths = other.filter_map(|raising| {
                let (start, end) = edge.ends(!raising);
                self.path(start, end, number, rooms, &hidden)
            });
            let (_, path) = paths.min_by_key(|(cost, _)| *cost)?;
            for (edge, _) in path {
                *hidden.get_mut(edge)? = true;
            }
        }
        Some(hidden)
    }

    /// Hides what is needed so that an edge can be raised, or lowered, by so many.
    fn free(&self, number: usize, raising: bool, people: u32, hidden: &mut [bool]) -> Option<()> {
        let (start, end) = self.edges.get(number)?.ends(!raising);
        let mut moved = vec![0_i64; self.edges.len()];
        let mut ahead = people;
        while ahead > 0 {
            let rooms = |step| self.room(step, &moved, Within::Numbers);
            let (_, path) = self.path(start, end, number, rooms, hidden)?;
            let room = path.iter().map(|step| rooms(*step)).min().unwrap_or(0).min(ahead);
            for (edge, raises) in path {
                *moved.get_mut(edge)? += if raises { i64::from(room) } else { -i64::from(room) };
                *hidden.get_mut(edge)? = true;
            }
            ahead = ahead.checked_sub(room.max(1))?;
        }
        Some(())
    }

    /// By how many an edge can be raised, or lowered, after what was moved.
    fn room(&self, (number, raises): Step, moved: &[i64], within: Within) -> u32 {
        let (Some(edge), Some(moved)) = (self.edges.get(number), moved.get(number)) else { return 0 };
        let (least, most) = match within {
            Within::Numbers => (edge.floor, u32::MAX),
            Within::Alike { .. } if !edge.tells => (edge.floor, u32::MAX),
            Within::Alike { k } if edge.value < k => (edge.floor, k - 1),
            Within::Alike { k } => (edge.floor.max(k), u32::MAX),
        };
        let now = i64::from(edge.value) + moved;
        let room = if raises { i64::from(most) - now } else { now - i64::from(least) };
        u32::try_from(room.max(0)).unwrap_or(u32::MAX)
    }

    /// The cheapest path from `start` to `end` that doesn't use `without`, and what it costs (Dijkstra's; the first of equals).
    fn path(
        &self,
        start: usize,
        end: usize,
        without: usize,
        rooms: impl Fn(Step) -> u32,
        hidden: &[bool],
    ) -> Option<(u32, Vec<Step>)> {
        let mut reached: Vec<Option<(u32, Option<Step>)>> = vec![None; self.nodes];
        let mut done = vec![false; self.nodes];
        *reached.get_mut(start)? = Some((0, None));
        loop {
            let open = reached.iter().zip(&done).enumerate().filter(|(_, (_, done))| !**done);
            let nearest = open.filter_map(|(node, (reached, _))| reached.map(|(cost, _)| (cost, node))).min();
            let (so_far, node) = nearest?;
            if node == end {
                return self.back(end, &reached).map(|path| (so_far, path));
            }
            *done.get_mut(node)? = true;
            for number in self.at.get(node)?.iter().copied().filter(|number| *number != without) {
                let edge = self.edges.get(number)?;
                let raises = edge.from == node;
                let next = edge.ends(raises).1;
                let is_hidden = *hidden.get(number)?;
                let Some(cost) = (if is_hidden { Some(0) } else { edge.cost }) else { continue };
                let cost = so_far + cost;
                let nearer = reached.get(next)?.is_none_or(|(before, _)| cost < before);
                if nearer && !*done.get(next)? && rooms((number, raises)) > 0 {
                    *reached.get_mut(next)? = Some((cost, Some((number, raises))));
                }
            }
        }
    }

    fn back(&self, end: usize, reached: &[Option<(u32, Option<Step>)>]) -> Option<Vec<Step>> {
        let mut path = Vec::new();
        let mut node = end;
        while let (_, Some((number, raises))) = (*reached.get(node)?)? {
            path.push((number, raises));
            node = self.edges.get(number)?.ends(raises).0;
        }
        Some(path)
    }
}

/// What it costs to hide a cell of a column; half of that for those who did not answer.
const COLUMN_COST: u32 = 2;
/// The total of a row tells more than a few of its cells: at least three of those are hidden before two totals are.
const TOTAL_COST: u32 = 8 * COLUMN_COST;

/// The rows of a table in which everybody stands in one row, the last of which are those who did not answer. Not to answer is
/// no answer: that row is hidden for the others' sake only, and before them. Were it hidden where it is small, little would show
/// of a question that everybody answered.
pub(super) fn partition(rows: &[Counted], k: u32) -> Vec<Row> {
    let unanswered = rows.len().saturating_sub(1);
    let cost = |row, cost| if row == unanswered { cost / 2 } else { cost };
    let totals = |row| Total { floor: 0, cost: Some(cost(row, TOTAL_COST)) };
    let hidden = circulation(rows, |row| (cost(row, COLUMN_COST), row != unanswered), totals).hide(k);
    shown(rows, &hidden.unwrap_or_default())
}

/// What is known and may be done of the total of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Total {
    /// What is known that it is not below, from beside the table.
    pub floor: u32,
    /// What it costs to hide it; nothing where it must not be hidden for another's sake.
    pub cost: Option<u32>,
}

impl Total {
    /// One of which nothing is told but in its table.
    pub const FREE: Self = Self { floor: 0, cost: Some(TOTAL_COST) };

    /// One of which it is told elsewhere that it is not below `floor`, and that stays when others must be hidden.
    pub fn told(floor: u32) -> Self {
        Self { floor, cost: None }
    }
}

/// A row that stands against the rest of everybody; nothing where its small cells can't be kept with a total like this.
pub(super) fn binary(row: &Counted, total: Total, k: u32) -> Option<Row> {
    let rest = Counted {
        all: row.people.saturating_sub(row.all),
        people: row.people,
        columns: row.columns.iter().map(|(n, of)| (of.saturating_sub(*n), *of)).collect(),
    };
    let rows = [row.clone(), rest];
    // A small total is hidden for its own sake.
    let total = if row.is_small(k) { Total { cost: Some(0), ..total } } else { total };
    let totals = |row| if row == 0 { total } else { Total { floor: 0, ..total } };
    let hidden = circulation(&rows, |_| (COLUMN_COST, true), totals).hide(k)?;
    let [mut row, rest] = <[Row; 2]>::try_from(shown(&rows, &hidden)).ok()?;
    // Whoever knows how many are left knows how many they are.
    let both = |cell: &mut Cell, rest: &Cell| *cell = rest.get().and(cell.get()).map_or(Cell::SUPPRESSED, Cell::shown);
    both(&mut row.all, &rest.all);
    row.columns.iter_mut().zip(&rest.columns).for_each(|(cell, rest)| both(cell, rest));
    Some(row)
}

/// The circulation of some rows: first the totals in their order, then row by row the columns. Nodes: everybody, the rows, the
/// columns. Without columns the totals lead from everybody to everybody, over one node that stands for them. Of each row is
/// told what it costs to hide one of its cells, and whether they tell what people answer.
fn circulation(rows: &[Counted], row: impl Fn(usize) -> (u32, bool), totals: impl Fn(usize) -> Total) -> Circulation {
    let columns = rows.first().map_or(0, |row| row.columns.len());
    let (everybody, first_row, first_column) = (0, 1, 1 + rows.len());
    let mut edges = Vec::with_capacity(rows.len() * (1 + columns));
    for (number, counted) in rows.iter().enumerate() {
        let to = if columns == 0 { first_row } else { first_row + number };
        let (Total { floor, cost }, (_, tells)) = (totals(number), row(number));
        edges.push(Edge { from: everybody, to, value: counted.all, floor, cost, tells });
    }
    for (number, counted) in rows.iter().enumerate() {
        let (cost, tells) = row(number);
        for (column, (value, _)) in counted.columns.iter().enumerate() {
            let (from, to) = (first_row + number, first_column + column);
            edges.push(Edge { from, to, value: *value, floor: 0, cost: Some(cost), tells });
        }
    }
    Circulation::new(first_column + columns, edges)
}

/// The rows of which these edges don't show; what isn't told is hidden.
fn shown(rows: &[Counted], hidden: &[bool]) -> Vec<Row> {
    let cell = |edge: usize, value: u32| match hidden.get(edge) {
        Some(false) => Cell::shown(value),
        Some(true) | None => Cell::SUPPRESSED,
    };
    let mut edge = rows.len();
    let mut row = |(number, row): (usize, &Counted)| {
        let columns = row.columns.iter().map(|(value, _)| {
            edge += 1;
            cell(edge - 1, *value)
        });
        Row { columns: columns.collect(), all: cell(number, row.all) }
    };
    rows.iter().enumerate().map(&mut row).collect()
}
