// What is what in JSON text, for its colours. Text that is not valid JSON is coloured as far as it looks like it.
import type { Span } from "./pieces.ts";

const TOKEN = /("(?:[^"\\\n]|\\.)*"?)([ \t]*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/g;

export function jsonColours(text: string): (Span & { sort: string })[] {
    const spans: (Span & { sort: string })[] = [];
    for (const match of text.matchAll(TOKEN)) {
        const [all, string, colon] = match;
        const start = match.index;
        if (string !== undefined) {
            spans.push({ start, end: start + string.length, sort: colon === undefined ? "text" : "key" });
        } else {
            spans.push({ start, end: start + all.length, sort: /^[tfn]/.test(all) ? "word" : "number" });
        }
    }
    return spans;
}
