//! Diagnostics: campaigns of questions by which actors see together how they work and what tools they use.
//!
//! - [`questionnaire`]: the questions of a campaign, as they are frozen when it opens;
//! - [`answers`]: what one person answers, and whether it fits; never in an event, only sealed;
//! - [`tables`]: what is published of all answers when a campaign closes.

pub mod answers;
pub mod questionnaire;
pub mod tables;
