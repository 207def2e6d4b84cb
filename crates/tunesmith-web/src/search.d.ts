// What `search.rs` reads as JSON.

/** What is looked for, and where. */
export interface SearchQuery {
    /** An empty text is in no record. */
    text: string;
    /** Only in messages of these roles; absent or empty for all of them, the tools, and every other text of a record. */
    roles?: SpokenRole[];
    /** Else letters are compared by their lowercase. */
    matchCase?: boolean;
}
