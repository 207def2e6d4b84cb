// Tokens of each message of a record. A counter keeps what it learnt, so there is one for each encoding.
import { MessageCounter, type MessageTokens } from "../generated/tunesmith_web.js";

const counters = new Map<string, MessageCounter>();

export function tokensByMessage(record: Uint8Array, encoding: string): MessageTokens {
    let counter = counters.get(encoding);
    if (!counter) {
        counter = new MessageCounter(encoding);
        counters.set(encoding, counter);
    }
    return counter.count(record);
}
