//! Whole runs with scripted plugins and a scripted model, in process: no network, no WebAssembly. What is under test is everything between.

mod crash;
mod money;
mod rows;
mod scripted;
mod stops;
