//! Read models folded from recorded events, and their history.
