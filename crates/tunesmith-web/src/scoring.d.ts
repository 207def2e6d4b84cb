// What `scoring.rs` writes as JSON.

/** What a scorer is given: the record `example` of the plugin API. */
export interface ScorerInput {
    /** Digest of the content, 64 hex digits. */
    id: string;
    messages: { role: string; content: string; extra?: string }[];
    /** The text of a JSON object. */
    extra?: string;
}
