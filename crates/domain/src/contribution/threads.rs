//! Where contributions stand: under which parent and how deep, and what was merged into what.

use std::collections::BTreeSet;

use super::{Contributions, Kind, Merged, Moved, Phase, Refusal, Row, Submitted};
use crate::aggregate::Context;
use crate::ids::ContributionId;

/// How deep a thread may grow: the deepest reply has this many ancestors.
pub const MAX_DEPTH: usize = 32;

impl Contributions {
    pub(super) fn admits_submission(&self, cx: &Context<'_>, e: &Submitted) -> Result<(), Refusal> {
        if self.get(e.contribution).is_some() {
            return Err(Refusal::IdTaken);
        }
        let kind = Kind::from(e.kind);
        match (kind.shape().titled, e.title) {
            (true, None) => return Err(Refusal::TitleMissing),
            (false, Some(_)) => return Err(Refusal::TitleNotExpected),
            (true, Some(_)) | (false, None) => (),
        }
        self.admits_place(cx, kind, e.parent, 0)
    }

    pub(super) fn admits_move(&self, cx: &Context<'_>, e: &Moved) -> Result<(), Refusal> {
        let row = self.taking_part(cx, e.contribution)?;
        if (e.was_parent, e.was_theme) != (row.parent, row.theme) {
            return Err(Refusal::PlaceDiffers);
        }
        if (e.parent, e.theme) == (row.parent, row.theme) {
            return Err(Refusal::AlreadyThere);
        }
        if e.parent == row.parent {
            return Ok(());
        }
        if e.parent.is_some_and(|parent| parent == e.contribution || self.stands_under(parent, e.contribution)) {
            return Err(Refusal::UnderItself);
        }
        self.admits_place(cx, row.kind, e.parent, self.levels_below(e.contribution))
    }

    pub(super) fn admits_merge(&self, cx: &Context<'_>, e: &Merged) -> Result<(), Refusal> {
        let target = self.taking_part(cx, e.contribution)?;
        if e.sources.as_slice().is_empty() {
            return Err(Refusal::NothingToMerge);
        }
        for source in e.sources.as_slice() {
            if *source == e.contribution {
                return Err(Refusal::MergedIntoItself);
            }
            self.get(*source).ok_or(Refusal::UnknownSource)?;
            let row = self.taking_part(cx, *source).map_err(|_| Refusal::SourceTakesNoPart)?;
            if row.kind != target.kind {
                return Err(Refusal::SourceOfOtherKind);
            }
            if self.stands_under(e.contribution, *source) {
                return Err(Refusal::MergedIntoItsReply);
            }
        }
        Ok(())
    }

    /// Whether something of a kind may stand there, with so many levels of replies under it.
    fn admits_place(
        &self,
        cx: &Context<'_>,
        kind: Kind,
        parent: Option<ContributionId>,
        levels_below: usize,
    ) -> Result<(), Refusal> {
        let shape = kind.shape();
        let Some(id) = parent else {
            return if shape.alone { Ok(()) } else { Err(Refusal::ParentMissing) };
        };
        let parent = self.get(id).ok_or(Refusal::UnknownParent)?;
        match self.taking_part(cx, id) {
            Err(Refusal::Withdrawn) => return Err(Refusal::ParentWithdrawn),
            Err(Refusal::MergedAway) => return Err(Refusal::ParentMerged),
            Err(_) => return Err(Refusal::ParentHidden),
            Ok(_) if !(shape.under)(parent.kind) => return Err(Refusal::ParentOfWrongKind),
            Ok(_) => (),
        }
        if self.depth(parent) + 1 + levels_below > MAX_DEPTH { Err(Refusal::ThreadTooDeep) } else { Ok(()) }
    }

    /// Number of ancestors.
    fn depth(&self, row: &Row) -> usize {
        std::iter::successors(row.parent, |parent| self.get(*parent)?.parent).take(MAX_DEPTH + 1).count()
    }

    /// How many levels of replies there are under it.
    fn levels_below(&self, id: ContributionId) -> usize {
        let (mut level, mut levels) = (vec![id], 0);
        loop {
            level = level.into_iter().flat_map(|id| self.replies(id)).collect();
            if level.is_empty() || levels > MAX_DEPTH {
                return levels;
            }
            levels += 1;
        }
    }

    /// What stands right under it.
    fn replies(&self, parent: ContributionId) -> impl Iterator<Item = ContributionId> {
        let least = ContributionId(uuid::Uuid::nil());
        self.replies.range((parent, least)..).take_while(move |(of, _)| *of == parent).map(|(_, reply)| *reply)
    }

    /// Whether it stands somewhere under the other, be it through what was merged: replies to a source are readable under
    /// what it was merged into.
    fn stands_under(&self, id: ContributionId, above: ContributionId) -> bool {
        let (mut seen, mut next) = (BTreeSet::new(), vec![id]);
        while let Some(row) = next.pop().map(|id| self.get(id)) {
            let Some(row) = row else { continue };
            let merged = match row.phase {
                Phase::Merged { into } => Some(into),
                Phase::Standing | Phase::Withdrawn => None,
            };
            for up in row.parent.into_iter().chain(merged) {
                if up == above {
                    return true;
                }
                if seen.insert(up) {
                    next.push(up);
                }
            }
        }
        false
    }
}
