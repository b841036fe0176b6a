//! Citizens' proposals and their comments, from [Decide Madrid](https://decide.madrid.es).
//!
//! | of the source | becomes | found again by |
//! | --- | --- | --- |
//! | a user, also of what is left out | an actor without name or contact, joined by import | person `madrid:<set>:<userId>` |
//! | a proposal | a proposal: title, and as its body the summary and the text | source `madrid:<set>:p<id>` |
//! | a comment | a comment under the one it replies to, or under the proposal | source `madrid:<set>:c<id>` |
//!
//! People come first, by their number; then proposals and comments in order of time, a proposal at the beginning of its
//! day. A reply whose parent is not there stands under what the parent stood under, or under the proposal, and is told.
//! Numbers of supports and votes are told, and become nothing: who gave them is not known.
//!
//! Proposals, and of comments where each stands (some 50 bytes), are held in memory; the order of time is made on the disk.

mod files;
mod threads;

use std::collections::HashMap;
use std::path::Path;

use csv::Position;
use domain::contribution::SubmittedKind;
use domain::ids::Stamp;
use domain::names::Importer;

pub use files::Folder;

use super::people::People;
use super::report::{About, Telling, What};
use super::rows::{Becomes, Row, SetName, Target};
use super::sort::{Packer, Sorter, Unpacker, sortable};
use super::table::Flaw;
use super::{FilesError, ImportError, Set};
use files::{Comment, Comments, Proposal, Proposals, Standing};
use threads::{Order, Threads, Under, Why};

/// `time u64 ‖ 0 for a proposal, 1 for a comment ‖ row u64 ‖ id u32 ‖ byte u64 ‖ line u64`, big-endian.
const IN_ORDER: usize = 8 + 1 + 8 + 4 + 8 + 8;

impl Set for Folder {
    fn hand_over<T: Target>(
        &self,
        scratch: &Path,
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>> {
        let [proposals, comments] = self.paths();
        let becomes = [What::People, What::Proposals, What::Comments];
        telling.begin(self.name.as_str(), &becomes, [(What::Proposals, proposals), (What::Comments, comments)]);
        let io = |source| FilesError::Io { path: scratch.to_owned(), source };
        let set = SetName { importer: Importer::Madrid, set: self.name.clone() };
        let mut survey = Survey::new(scratch);
        let known = survey.proposals(self, telling)?;
        survey.comments(self, &known, telling)?;
        let Survey { people, order, threads, .. } = survey;
        people.hand_over(&set, scratch, target, telling)?;
        let (proposals, comments) = (self.proposals()?, self.comments()?);
        let mut rows = Rows { set, threads, proposals, comments };
        for record in order.sorted().map_err(io)? {
            rows.hand_over(&record.map_err(io)?, target, telling)?;
        }
        Ok(())
    }
}

/// What a first pass over the files finds.
struct Survey<'s> {
    scratch: &'s Path,
    people: People,
    order: Sorter<IN_ORDER>,
    threads: Threads,
    rows: u64,
}

impl<'s> Survey<'s> {
    fn new(scratch: &'s Path) -> Self {
        let (people, order, threads) = (People::new(scratch), Sorter::new(scratch), Threads::default());
        Self { scratch, people, order, threads, rows: 0 }
    }

    /// The proposals, with the time of each.
    fn proposals(&mut self, folder: &Folder, telling: &mut Telling<'_>) -> Result<HashMap<u32, Stamp>, FilesError> {
        let (mut known, mut lines) = (HashMap::new(), HashMap::new());
        let mut proposals = folder.proposals()?;
        while let Some((line, proposal)) = proposals.next()? {
            telling.read(What::Proposals);
            proposals.counted().into_iter().for_each(|(figure, number)| telling.figure(figure, number));
            let proposal = proposal.and_then(|proposal| match *lines.entry(proposal.id).or_insert(line) {
                first if first == line => Ok(proposal),
                first => Err(Flaw::Repeated("proposal", proposal.id.to_string(), first)),
            });
            match proposal {
                Ok(Proposal { id, author, at }) => {
                    known.insert(id, at);
                    self.person(author)?;
                    self.keep(at, false, id, &proposals.table.place())?;
                }
                Err(flaw) => telling.broken(About { what: What::Proposals, line: Some(line) }, &flaw),
            }
        }
        Ok(known)
    }

    fn comments(
        &mut self,
        folder: &Folder,
        known: &HashMap<u32, Stamp>,
        telling: &mut Telling<'_>,
    ) -> Result<(), FilesError> {
        let mut comments = folder.comments()?;
        while let Some((line, comment)) = comments.next()? {
            telling.read(What::Comments);
            comments.counted().into_iter().for_each(|(figure, number)| telling.figure(figure, number));
            let standing = comments.standing();
            let comment = comment.and_then(|comment| match known.get(&comment.proposal) {
                // None comes before what it stands under.
                Some(proposed) => Ok(Comment { at: comment.at.max(*proposed), ..comment }),
                None => Err(Flaw::Unknown("proposal", comment.proposal)),
            });
            let order = comment.as_ref().ok().map(|comment| (sortable(comment.at), self.rows));
            // Also one that is left out has its place, so that replies to it find theirs.
            let first = standing.and_then(|standing| self.threads.add(standing, line, order));
            if let Ok(author) = comments.author() {
                self.person(author)?;
            }
            match first.and(comment) {
                Ok(Comment { id, at, .. }) => self.keep(at, true, id, &comments.table.place())?,
                Err(flaw) => telling.broken(About { what: What::Comments, line: Some(line) }, &flaw),
            }
        }
        Ok(())
    }

    fn person(&mut self, person: u32) -> Result<(), FilesError> {
        self.people.push(person).map_err(|source| FilesError::Io { path: self.scratch.to_owned(), source })
    }

    fn keep(&mut self, at: Stamp, is_comment: bool, id: u32, place: &Position) -> Result<(), FilesError> {
        let mut record = Packer::<IN_ORDER>::new();
        record.put(&sortable(at).to_be_bytes()).put(&[u8::from(is_comment)]).put(&self.rows.to_be_bytes());
        record.put(&id.to_be_bytes()).put(&place.byte().to_be_bytes()).put(&place.line().to_be_bytes());
        self.rows += 1;
        self.order.push(record.done()).map_err(|source| FilesError::Io { path: self.scratch.to_owned(), source })
    }
}

/// The rows of both files, read again where they begin.
struct Rows {
    set: SetName,
    threads: Threads,
    proposals: Proposals,
    comments: Comments,
}

impl Rows {
    fn hand_over<T: Target>(
        &mut self,
        record: &[u8; IN_ORDER],
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>> {
        let mut from = Unpacker::of(record);
        let (time, is_comment, row) = (from.u64(), from.byte() == 1, from.u64());
        let (id, mut place) = (from.u32(), Position::new());
        place.set_byte(from.u64()).set_line(from.u64());
        if is_comment {
            self.comment(id, place, (time, row), target, telling)
        } else {
            self.proposal(id, place, target, telling)
        }
    }

    fn proposal<T: Target>(
        &mut self,
        id: u32,
        place: Position,
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>> {
        let about = About { what: What::Proposals, line: Some(place.line()) };
        let (Proposal { author, at, .. }, title, body) = match self.proposals.at(place, id)? {
            Ok(row) => row,
            Err(flaw) => {
                telling.broken(about, &flaw);
                return Ok(());
            }
        };
        let (source, author) = (self.set.row(&format!("p{id}"))?, self.set.row(&author.to_string())?);
        let (kind, title) = (SubmittedKind::Proposal, Some(title));
        let becomes = Becomes::Contribution { kind, under: None, title, body: &body };
        let row = Row { source: &source, person: Some(&author), occurred_at: Some(at), becomes };
        target.take(about, &row, telling).map_err(ImportError::Target)
    }

    fn comment<T: Target>(
        &mut self,
        id: u32,
        place: Position,
        order: Order,
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>> {
        let about = About { what: What::Comments, line: Some(place.line()) };
        let (Comment { parent, proposal, author, at, .. }, body) = match self.comments.at(place, id)? {
            Ok(row) => row,
            Err(flaw) => {
                telling.broken(about, &flaw);
                return Ok(());
            }
        };
        let Under { comment, why } = self.threads.under(Standing { id, parent, proposal }, order);
        if let Some((why, parent)) = why.zip(parent) {
            tell_moved(about, why, parent, comment, telling);
        }
        let under = comment.map_or_else(|| format!("p{proposal}"), |comment| format!("c{comment}"));
        let (source, author) = (self.set.row(&format!("c{id}"))?, self.set.row(&author.to_string())?);
        let (kind, under) = (SubmittedKind::Comment, Some(self.set.row(&under)?));
        let becomes = Becomes::Contribution { kind, under: under.as_ref(), title: None, body };
        let row = Row { source: &source, person: Some(&author), occurred_at: Some(at), becomes };
        target.take(about, &row, telling).map_err(ImportError::Target)
    }
}

fn tell_moved(about: About, why: Why, parent: u32, under: Option<u32>, telling: &mut Telling<'_>) {
    let (figure, is) = match why {
        Why::Missing => ("replies_to_missing_comments", "is not in the file"),
        Why::LeftOut => ("replies_to_left_out_comments", "was left out"),
        Why::Later => ("replies_to_later_comments", "comes later"),
        Why::OnAnother => ("replies_to_another_proposal", "is on another proposal"),
    };
    telling.figure(figure, 1);
    let under = under.map_or_else(|| "the proposal".to_owned(), |comment| format!("comment {comment}"));
    telling.moved(about, &format!("comment {parent} {is}: kept under {under}"));
}
