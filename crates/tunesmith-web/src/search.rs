//! Finds records by what is said in them, and by whom.
