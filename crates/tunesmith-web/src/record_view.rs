//! A record as a viewer shows it: who says what, what is trained, which bytes say so.
