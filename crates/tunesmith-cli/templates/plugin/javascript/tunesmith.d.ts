// The types of tunesmith.js, for editors and for TypeScript's checker (`npx tsc --noEmit --allowJs --checkJs plugin.js`).

/** Anything JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A sentence for people: why settings are refused, or why this example is excluded. Any other error is a fault of the plugin. */
export class PluginError extends Error {
  constructor(sentence: string);
}

/** What a plugin is. Members left out come from `package.json` and `documentation.md`. */
export interface Description {
  /** JSON Schema of the settings, as an object with `additionalProperties: false`. */
  settingsSchema: { [name: string]: Json };
  /** `brevity-scorer`: the domain, then the kind. */
  name?: string;
  /** `1.0.0`. */
  version?: string;
  /** One sentence. */
  summary?: string;
  /** SPDX expression. */
  licence?: string;
  /** Who made it: `Name <address>`, or a name. */
  authors?: string[];
  /** What its users should know, in Markdown. */
  documentation?: string;
  /** What it wants beyond being called, which the recipe must grant: `log`, or nothing. */
  abilities?: string[];
}

/** One message of a conversation. */
export interface Message {
  /** system, user, assistant, tool … */
  role: string;
  /** The text; empty where there is none. Of a list of parts the host puts the texts here. */
  content: string;
  /** The other members: name, weight, tool_calls, tool_call_id; content, where it is no plain text. */
  extra?: { [name: string]: Json };
}

/** One training unit. */
export interface Example {
  /** Set by the host; a generator leaves it out. */
  id?: string;
  /** The conversation. */
  messages: Message[];
  /** tools, preferred_output, non_preferred_output, metadata … as `wit/plugin.wit` says. */
  extra?: { [name: string]: Json };
}

/** What a scorer or judge says about one example. It changes nothing; the recipe's filters decide. */
export interface Score {
  /** Usually 0 to 1, higher is better. Never NaN or infinite. */
  value: number;
  /** Short marks a filter can ask for: `refusal`, `truncated`. */
  marks?: string[];
  /** One sentence for people. */
  note?: string;
  /** Further figures. */
  extra?: { [name: string]: Json };
}

/** What one scorer of the recipe said. */
export interface NamedScore {
  /** The scorer's name in the recipe. */
  name: string;
  /** What it said. */
  score: Required<Score>;
}

/** What becomes of an example. */
export type Verdict = { tag: "keep" } | { tag: "drop"; reason: string };

/** One piece of generation. Index and rng seed decide everything random. */
export interface Task {
  /** Position in the run, from 0. */
  index: number;
  /** For `Rng`. The tool that makes the component rounds it to the 53 bits that a number of JavaScript holds. */
  rngSeed: number;
  /** The seed record, if the recipe has seeds. */
  seed?: Json;
}

/** One thing to ask the model. */
export interface Request {
  /** What it is for, in reports: `question`, `answer`, `critique`. */
  label: string;
  /** The conversation so far. */
  messages: Message[];
  /** JSON Schema the answer must satisfy. Flat objects of strings work best with small models. */
  answerSchema?: { [name: string]: Json };
  temperature?: number;
  maxTokens?: number;
  /** Further sampling settings. */
  extra?: { [name: string]: Json };
}

/** What came of a request. */
export type Reply =
  /** `value` is the parsed answer, valid under the request's schema, when one was given. */
  | { tag: "answered"; content: string; value?: any; finishReason: string }
  /** The model declined; its words. */
  | { tag: "refused"; words: string }
  /** No usable answer; why. */
  | { tag: "failed"; words: string };

/** What a generator or judge returns each time it is called. */
export type Step<T> =
  | { tag: "ask"; requests: Request[]; state: Json }
  | { tag: "done"; results: T[] }
  | { tag: "give-up"; why: string };

declare abstract class Plugin {
  /** The settings and their defaults, by name; what stands here is what the recipe may leave out. */
  static settings: { [name: string]: Json };
  /** What this plugin is. Every plugin has it. */
  static describe?(): Description;
}

/** Scores examples one by one, which makes batches pure by construction. */
export abstract class Scorer extends Plugin {
  /** Scores one example. Same example, same score. A `PluginError` excludes it with these words as the reason. */
  abstract score(example: Required<Example>): Score;
}

/** Decides what is kept, one by one. Never asks a model. */
export abstract class Filter extends Plugin {
  /** Decides about one example. `scores` are in the order of their names. */
  abstract verdict(example: Required<Example>, scores: NamedScore[]): Verdict;
}

/** Makes examples, by steps. */
export abstract class Generator extends Plugin {
  /** Starts a task. */
  abstract begin(task: Task): Step<Example>;
  /** Goes on with the replies to what was asked, in the same order. */
  abstract resume(state: any, replies: Reply[]): Step<Example>;
}

/** Judges examples with a model's help, by steps. */
export abstract class Judge extends Plugin {
  /** Starts judging; in the end one score per example, in the same order. */
  abstract begin(examples: Required<Example>[]): Step<Score>;
  /** Goes on with the replies to what was asked, in the same order. */
  abstract resume(state: any, replies: Reply[]): Step<Score>;
}

/** Messages of one role, in order. */
export function ofRole(example: Example, role: string): Message[];
/** One message. */
export function message(role: string, content: string): Message;
/** The example stays. */
export function keep(): Verdict;
/** The example goes; why, as a short reason that reports can count: `too-long`. */
export function drop(reason: string): Verdict;
/** Ask these, then `resume` with the state and as many replies in the same order. */
export function ask(requests: Request[], state?: Json): Step<never>;
/** Finished: the examples of a generator, or one score for each example of a judge. */
export function done<T>(results: T[]): Step<T>;
/** No result from this task; why. */
export function giveUp(why: string): Step<never>;

/** The plugin's settings from the text of a JSON object; what it leaves out takes the defaults of `static settings`. */
export function readSettings(plugin: { settings: { [name: string]: Json } }, text: string): any;

/** SplitMix64: the same numbers as every tunesmith SDK. Never for secrets. */
export class Rng {
  /** Starts from a task's rng seed. */
  constructor(rngSeed: number | bigint);
  /** The next 64 bits, as a BigInt. */
  nextU64(): bigint;
  /** A number from 0 up to, not including, `bound`; 0 for a bound of 0. */
  below(bound: number): number;
  /** A number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** One of the items; `undefined` if there is none. */
  choose<T>(items: readonly T[]): T | undefined;
}

/** Where words go; the WebAssembly side puts the host here. */
export const sink: { write(level: string, text: string): void };

/** Words for people. They change nothing, and are seen only if the plugin declares the ability `log` and the recipe grants it. */
export const log: Record<"debug" | "info" | "warn", (text: string) => void>;
