// What `catalogue.rs` writes as JSON.

/** Everything there is to choose from. */
export interface Catalogue {
    /** Of tunesmith. */
    version: string;
    profiles: { name: string; title: string; formats: string[] }[];
    rules: { name: string; group: string; summary: string }[];
    models: ModelEntry[];
    encodings: string[];
}

/** A tunable model; prices in micro-dollars. */
export interface ModelEntry {
    name: string;
    aliases: string[];
    encoding: string;
    /** Most tokens of a training example. */
    limit: number | null;
    limitAtAzure: number | null;
    microUsdPerMillionTokens: number | null;
    microUsdPerHour: number | null;
    /** Day from which it no longer answers, `YYYY-MM-DD`. */
    shutdown: string;
    /** Where the row comes from. */
    source: string;
    /** The month the sources were read, `YYYY-MM`. */
    asOf: string;
}
