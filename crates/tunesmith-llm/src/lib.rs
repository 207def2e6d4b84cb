//! client for OpenAI-compatible servers: chat, structured output, retries; the only crate that speaks HTTP.
