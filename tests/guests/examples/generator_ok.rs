//! Asks once and makes one example of the reply.

tunesmith_guests::generator!("ok-generator", "asks once and tells", || ());
