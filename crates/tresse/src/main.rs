//! The command line of tresse.
fn main() {}
