//! What a scorer is given for a record, and how its scores are written.
