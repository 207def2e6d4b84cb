//! recipe to run: plan, journal, generate, score, filter, deduplicate, split, validate, export.
