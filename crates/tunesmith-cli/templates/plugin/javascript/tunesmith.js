// What a tunesmith plugin in JavaScript needs: one class per kind, randomness with a fixed algorithm. Types: tunesmith.d.ts.
//
// A plugin is pure: the same call gives the same answer, in any order and in batches cut anywhere. It has no network, files,
// clock or randomness of its own; what looks random comes from `new Rng(task.rngSeed)`. `tunesmith plugin build` puts the
// WebAssembly side around `plugin.js`; nothing here depends on it, so a plugin can be imported by any JavaScript engine.

/** A sentence for people: why settings are refused, or why this example is excluded. Any other error is a fault of the plugin. */
export class PluginError extends Error {
  constructor(sentence) {
    super(sentence);
    this.name = "PluginError";
  }
}

/** What all kinds share. */
class Plugin {
  /** The settings and their defaults, by name; what stands here is what the recipe may leave out. */
  static settings = {};
}

/** Scores examples one by one, which makes batches pure by construction. */
export class Scorer extends Plugin {}

/** Decides what is kept, one by one. Never asks a model. */
export class Filter extends Plugin {}

/** Makes examples, by steps. One that needs no model returns `done(…)` from `begin`. */
export class Generator extends Plugin {}

/** Judges examples with a model's help, by steps; in the end one score per example, in the same order. */
export class Judge extends Plugin {}

/** Messages of one role, in order. */
export const ofRole = (example, role) => example.messages.filter((message) => message.role === role);

/** One message. */
export const message = (role, content) => ({ role, content });

/** The example stays. */
export const keep = () => ({ tag: "keep" });

/** The example goes; why, as a short reason that reports can count: `too-long`. */
export const drop = (reason) => ({ tag: "drop", reason });

/** Ask these, then `resume` with the state and as many replies in the same order. The state is anything JSON can hold. */
export const ask = (requests, state = null) => ({ tag: "ask", requests, state });

/** Finished: the examples of a generator, or one score for each example of a judge. */
export const done = (results) => ({ tag: "done", results });

/** No result from this task; why. */
export const giveUp = (why) => ({ tag: "give-up", why });

/** The plugin's settings from the text of a JSON object; what it leaves out takes the defaults of `static settings`. */
export function readSettings(plugin, text) {
  const wrong = (why) => new PluginError(`the settings do not fit: ${why}`);
  let given;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw wrong(error.message);
  }
  if (kindOf(given) !== "map") throw wrong(`invalid type: ${told(given)}, expected a map`);
  const defaults = plugin.settings;
  const names = Object.keys(defaults);
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, name)) throw wrong(`unknown field \`${name}\`, ${expected(names)}`);
    const wanted = typeName(defaults[name]);
    if (!fits(value, defaults[name])) throw wrong(`\`${name}\`: invalid type: ${told(value)}, expected ${wanted}`);
  }
  return { ...structuredCopy(defaults), ...given };
}

const structuredCopy = (value) => JSON.parse(JSON.stringify(value));

function expected(names) {
  if (names.length === 0) return "there are no fields";
  const list = names.map((name) => `\`${name}\``).join(", ");
  return names.length < 3 ? `expected ${list}` : `expected one of ${list}`;
}

/** A value has the type of its default; a default of `null` takes anything, and a whole number wants one. */
function fits(value, standard) {
  if (standard === null) return true;
  if (kindOf(standard) === "integer") return kindOf(value) === "integer";
  if (kindOf(standard) === "floating point") return typeof value === "number";
  if (kindOf(value) !== kindOf(standard)) return false;
  return !Array.isArray(standard) || standard.length === 0 || value.every((item) => fits(item, standard[0]));
}

function kindOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "sequence";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "floating point";
  return typeof value === "object" ? "map" : typeof value;
}

function told(value) {
  const kind = kindOf(value);
  if (["null", "sequence", "map"].includes(kind)) return kind;
  return kind === "string" ? `string ${JSON.stringify(value)}` : `${kind} \`${value}\``;
}

function typeName(standard) {
  const names = { integer: "an integer", string: "a string", sequence: "a list", map: "a map", boolean: "a boolean" };
  return names[kindOf(standard)] ?? "a number";
}

const BITS = 64;
const to64 = (value) => BigInt.asUintN(BITS, value);

/** SplitMix64 (Steele, Lea, Flood, 2014): the same numbers as every tunesmith SDK. Never for secrets. */
export class Rng {
  #state;

  /** Starts from a task's rng seed. */
  constructor(rngSeed) {
    this.#state = to64(BigInt(rngSeed));
  }

  /** The next 64 bits, as a BigInt. */
  nextU64() {
    this.#state = to64(this.#state + 0x9e3779b97f4a7c15n);
    let mixed = this.#state;
    mixed = to64((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = to64((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  }

  /** A number from 0 up to, not including, `bound`; 0 for a bound of 0. */
  below(bound) {
    return Number((this.nextU64() * BigInt(bound)) >> 64n);
  }

  /** A number from `low` to `high`, both included. */
  between(low, high) {
    return Math.min(low, high) + this.below(Math.abs(high - low) + 1);
  }

  /** One of the items; `undefined` if there is none. */
  choose(items) {
    return items[this.below(items.length)];
  }
}

/** Where words go; the WebAssembly side puts the host here. */
export const sink = { write: (level, text) => globalThis.console?.error(`${level}: ${text}`) };

/** Words for people. They change nothing, and are seen only if the plugin declares the ability `log` and the recipe grants it. */
export const log = {
  /** For the plugin's author. */
  debug: (text) => sink.write("debug", text),
  /** Worth knowing. */
  info: (text) => sink.write("info", text),
  /** Probably not what was meant. */
  warn: (text) => sink.write("warn", text),
};
