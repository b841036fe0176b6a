//! The selections that a decision is about.

use maud::{Markup, html};

use super::Page;
use crate::decisions::dossier::selections::LinkedSelection;

impl Page<'_> {
    /// A selection, its candidates by rank, and what they cost.
    pub(super) fn selection(&self, linked: &LinkedSelection) -> Markup {
        let words = &self.words;
        let (results, costs) = (&linked.results, &linked.costs);
        let years = ("years", u64::from(costs.years.get()).into());
        html! {
            article {
                p.kind { (words.word("selection-kind")) " " (self.position(linked.position)) }
                h3 { (linked.selection.title().unwrap_or_default()) }
                p.small { (words.say("selection-assessors", &[("count", u64::from(results.assessors).into())])) }
                ul {
                    @for of in &results.candidates {
                        li {
                            (of.name.as_deref().unwrap_or_default()) " : "
                            @match (&of.score, of.rank) {
                                (Some(score), Some(rank)) => (words.say("selection-score", &[
                                    ("rank", rank.to_string().into()), ("score", score.per_mille.to_string().into()),
                                ])),
                                _ => (words.word("selection-unranked")),
                            }
                            @for cost in costs.costs.iter().filter(|cost| cost.candidate == of.candidate) {
                                @if let Some(total) = cost.total {
                                    " · "
                                    @if let Some(title) = &cost.method_title { (title) " : " }
                                    (words.say("selection-cost", &[
                                        ("amount", words.amount(total.get(), &costs.currency).into()), years.clone(),
                                    ]))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
