// What `check.rs` and `options.rs` write and read as JSON.

/** How a file is checked. */
export interface CheckOptions {
    /** What the file is called in reports. */
    path: string;
    /** Names of profiles, 1 to 32. */
    profiles: string[];
    /** Levels of rules that differ from the profile. */
    rules?: Record<string, "off" | "warning" | "error">;
    /** Counts tokens as this model does. */
    model?: string;
    /** Counts tokens by this encoding. */
    encoding?: string;
}

/** What a profile says of a file, in numbers. */
export interface ProfileSummary {
    profile: string;
    format: string;
    container: "lines" | "array" | "pretty-printed" | "utf-16";
    records: number;
    /** Records without an error. */
    examples: number;
    errors: number;
    warnings: number;
    infos: number;
    /** Findings that were counted but not kept. */
    leftOut: number;
    /** By rule, sorted by name. */
    rules: RuleCount[];
    /** Null if they were not counted. */
    tokens: TokenSums | null;
}

export interface RuleCount {
    rule: string;
    errors: number;
    warnings: number;
    infos: number;
}

/** Sums over all examples; the names are those of JSON v1. */
export interface TokenSums {
    encoding: string;
    total: number;
    /** Those of trained assistant messages. */
    assistant: number;
    min: number;
    max: number;
    p10: number;
    p50: number;
    p90: number;
    /** How many tokens of an example are trained, where that is known. */
    limit?: number;
    /** Examples longer than that. */
    truncated: number;
    countedExamples: number;
    /** Tokens that are left when each example is cut off at the limit. */
    withinLimit: number;
    /** Examples whose last answer is cut off as a whole. */
    answersCut: number;
}

export type Severity = "error" | "warning" | "info";

/** One finding; but for `excerpt` the keys are those of JSON v1. */
export interface Finding {
    rule: string;
    severity: Severity;
    /** From 1; 0 for the whole file. */
    line: number;
    /** Unicode scalar values from 1. */
    column: number;
    /** Absolute in the (decompressed) file. */
    byte_start: number;
    byte_end: number;
    /** RFC 6901, into the record. */
    pointer: string;
    message: string;
    because: string | null;
    help: string | null;
    profiles: string[];
    related?: { message: string; line: number; column: number; byte_start: number; byte_end: number; pointer: string }[];
    fix?: FixOffer;
    /** Null for the whole file. */
    excerpt: ExcerptView | null;
}

export interface FixOffer {
    safety: "safe" | "unsafe";
    title: string;
    edits: { byte_start: number; byte_end: number; replacement: string }[];
}

/** A piece of a line in three parts. */
export interface ExcerptView {
    before: string;
    marked: string;
    after: string;
    cutLeft: boolean;
    cutRight: boolean;
}

/** Where a number of tokens lies, in 95 of 100 cases. */
export interface TokenInterval {
    low: number;
    middle: number;
    high: number;
    /** Everything is counted: the three are one. */
    exact: boolean;
}

/** What a file will have. */
export interface TokenEstimate {
    total: TokenInterval;
    /** What is left of it when each example is cut off at the model's limit. */
    withinLimit: TokenInterval;
}
