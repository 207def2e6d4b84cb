// What `record_view.rs` writes as JSON.

export type SpokenRole = "system" | "developer" | "user" | "assistant" | "tool" | "function";

/** A place in a record. Two things may have the same pointer: keys that are there twice, calls and tools inside one text. */
export interface RecordPlace {
    /** RFC 6901. */
    pointer: string;
    /** Counted from the record's first byte; `end` is behind the last. */
    bytes: { start: number; end: number };
}

/** A record as a conversation. */
export interface RecordView {
    /** Empty where it is not known. */
    format: string;
    /** Whether the record is valid JSON. */
    syntaxOk: boolean;
    /** Whether it was read to its end; else it is shown up to where it breaks. */
    complete: boolean;
    /** Instructions that stand beside the messages. */
    system: SystemView | null;
    /** For a preference pair what comes before the endings. */
    messages: MessageView[];
    endings: EndingView[];
    tools: ToolView[];
    /** All other members of the record. */
    members: MemberView[];
}

export interface SystemView extends RecordPlace {
    parts: PartView[];
}

export interface MessageView extends RecordPlace {
    /** As it is written, or the key of a text that stands under a key of its own; empty where nothing says it. */
    writtenRole: string;
    /** As it is understood. */
    role: SpokenRole | null;
    name: string | null;
    parts: PartView[];
    calls: CallView[];
    /** The id of the call that is answered. */
    answers: string | null;
    /** As JSON. */
    weight: string | null;
    trained: "trained" | "not-trained" | "unknown";
    /** Why, in a few words. */
    why: string;
    /** All other members of the message. */
    members: MemberView[];
}

/** A piece of what is said; its place is the string of a text, else the whole part. */
export type PartView = RecordPlace &
    (
        | { kind: "text" | "refusal" | "thinking"; text: string }
        | ({ kind: "image" | "audio" | "video" | "file" } & MediaView)
        /** What a function gave back, as indented JSON. */
        | { kind: "result"; name: string; json: string }
        /** Anything else, as indented JSON. */
        | { kind: "other"; json: string }
    );

export interface MediaView {
    /** An address, a path, or a data URL as a whole; empty where only a name is known. */
    url: string;
    mediaType: string | null;
    /** Bytes behind base64, for what stands in the record itself. */
    size: number | null;
    /** In pixels. */
    width: number | null;
    height: number | null;
    /** `detail` of an image. */
    detail: string | null;
    /** A file's name or id. */
    name: string | null;
}

export interface CallView extends RecordPlace {
    id: string | null;
    /** Empty where it is not named. */
    name: string;
    /** Indented if they are JSON, else as they are written. */
    arguments: string;
    argumentsOk: boolean;
}

export interface EndingView extends RecordPlace {
    key: string;
    preferred: boolean;
    messages: MessageView[];
}

/** A tool; where tools are one text, its place is that text. */
export interface ToolView extends RecordPlace {
    name: string;
    description: string;
    /** The schema as indented JSON; of what is no definition all of it. */
    parameters: string;
}

export interface MemberView extends RecordPlace {
    key: string;
    /** Indented. */
    json: string;
}

/** A text and where places of the record are in it: pairs of start and end, for `text.slice(start, end)`. */
export interface TextView {
    text: string;
    highlights: [number, number][];
}

/** Tokens of what is shown of each message, without what a chat format puts around it; media are not counted. */
export interface MessageTokens {
    /** Of the instructions beside the messages; 0 where there are none. */
    system: number;
    messages: number[];
    /** By ending and message. */
    endings: number[][];
}
