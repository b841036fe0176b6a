//! How long the tables of a diagnostic take: forty questions to two thousand people in seventeen columns.
//! `cargo run -p domain --release --example tables`
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::time::Instant;

use domain::diagnostic::tables::tables;

#[path = "../tests/attacker/campaigns.rs"]
#[allow(dead_code, clippy::indexing_slicing, reason = "what its tests draw and check is not needed here")]
mod campaigns;

fn main() {
    let campaign = campaigns::large();
    let began = Instant::now();
    let tables = tables(&campaign.questions, &campaign.people, campaign.k, &campaign.actors);
    let took = began.elapsed();
    println!("{} questions in {} columns: {took:?}", tables.questions.len(), tables.columns.as_slice().len());
}
