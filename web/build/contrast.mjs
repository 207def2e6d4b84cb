// Computes that the colours of `look.css` can be told apart (WCAG AA) in light and in dark; `npm run contrast`.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const GROUNDS = ["ground", "surface", "sunken", "hover", "chosen"];
const STATES = ["error", "warning", "info", "good"];
const ROLES = ["system", "user", "assistant", "tool"];
const TEXT = 4.5;
const CONTROL = 3;

/** What stands on what, and how far apart they must be: [front, back, least]. */
const PAIRS = [
    ...["ink", "ink-soft", "ink-faint", "accent"].flatMap((ink) => GROUNDS.map((ground) => [ink, ground, TEXT])),
    ...["line-strong", "focus"].flatMap((line) => GROUNDS.map((ground) => [line, ground, CONTROL])),
    ...STATES.flatMap((state) => [
        [state, `${state}-ground`, TEXT],
        [state, "surface", TEXT],
        [state, "ground", TEXT],
        [state, "sunken", TEXT],
        [state, "hover", TEXT],
        [state, "chosen", TEXT],
        ["ink", `${state}-ground`, TEXT],
        ["ink-soft", `${state}-ground`, TEXT],
        ["ink-faint", `${state}-ground`, TEXT],
        ["accent", `${state}-ground`, TEXT],
    ]),
    ...ROLES.flatMap((role) => [
        [`role-${role}`, `role-${role}-ground`, TEXT],
        [`role-${role}`, "surface", TEXT],
        ["ink", `role-${role}-ground`, TEXT],
        ["ink-soft", `role-${role}-ground`, TEXT],
        ["ink-faint", `role-${role}-ground`, TEXT],
    ]),
    ...["key", "text", "number", "word", "sign"].flatMap((code) => [
        [`code-${code}`, "surface", TEXT],
        [`code-${code}`, "sunken", TEXT],
        [`code-${code}`, "ground", TEXT],
    ]),
    ["on-accent", "accent", TEXT],
    ["on-accent", "accent-hover", TEXT],
    ["accent", "accent-ground", TEXT],
    ["ink", "found", TEXT],
    ["bar", "surface", CONTROL],
    ["bar-shown", "surface", CONTROL],
];

function luminance(colour) {
    const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
    const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
}

const css = readFileSync(join(import.meta.dirname, "../src/look.css"), "utf8");
const colours = new Map([...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g)].map((match) => [match[1], [match[2], match[3]]]));

let wrong = 0;
for (const [front, back, least] of PAIRS) {
    for (const [index, theme] of ["light", "dark"].entries()) {
        const [a, b] = [colours.get(front)?.[index], colours.get(back)?.[index]];
        const found = a && b ? contrast(a, b) : 0;
        if (found < least) {
            wrong += 1;
            console.error(`${theme}: --${front} on --${back} is ${found.toFixed(2)}, not ${least}`);
        }
    }
}
console.log(`${PAIRS.length * 2} pairs of colours, ${wrong} too close`);
process.exitCode = wrong ? 1 : 0;
