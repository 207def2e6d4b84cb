// The WebAssembly side of this plugin, written anew by every `tunesmith plugin build`. Do not edit.
import { write } from "tunesmith:plugin/log@0.1.0";
import * as tunesmith from "../tunesmith.js";
import Chosen from "../plugin.js";

const KIND = "{{kind}}";
const PROJECT = JSON.parse({{project}});
const { PluginError } = tunesmith;

tunesmith.sink.write = (level, text) => write(level, text);
// What would make the same call answer differently.
Math.random = () => {
  throw new PluginError("plugins have no randomness of their own: use `new Rng(task.rngSeed)`");
};
globalThis.Date = undefined;

const kindClass = tunesmith[KIND[0].toUpperCase() + KIND.slice(1)];
if (typeof Chosen !== "function" || !(Chosen.prototype instanceof kindClass)) {
  throw new Error(`plugin.js must end with \`export default\` and a class that extends ${kindClass.name}: package.json says it is a ${KIND}`);
}

let configured;

/** Turns a sentence of the plugin into the API's error. Of any other error the host gets the words before the trap. */
function guarded(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof PluginError) throw error.message;
    write("error", `${error?.name ?? "thrown"}: ${error?.message ?? error}${place(error)}`);
    // Why: what is no string can not be an error of the API, and ends the call as a panic does.
    throw undefined;
  }
}

function place(error) {
  const found = /\/([^/\s]+):(\d+):\d+\)?$/m;
  const line = String(error?.stack ?? "").split("\n").find((line) => found.test(line) && !/tunesmith(_entry)?\.js/.test(line));
  const [, file, number] = line?.match(found) ?? [];
  return file ? ` (${file}:${number})` : "";
}

function thePlugin() {
  if (!configured) throw new PluginError("it was called before it was configured");
  return configured;
}

function valueIn(what, text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PluginError(`${what} is not JSON: ${error.message}`);
  }
}

function objectIn(what, text) {
  if (text === null || text === undefined) return {};
  const value = valueIn(what, text);
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new PluginError(`${what} is not a JSON object`);
  return value;
}

const isEmpty = (value) => value === undefined || value === null || Object.keys(value).length === 0;
const objectOut = (value) => (isEmpty(value) ? null : JSON.stringify(value));

const messageIn = ({ role, content, extra }) => ({ role, content, extra: objectIn("a message's extra", extra) });
const exampleIn = ({ id, messages, extra }) => ({ id, messages: messages.map(messageIn), extra: objectIn("an example's extra", extra) });
const messageOut = ({ role, content, extra }) => ({ role, content: content ?? "", extra: objectOut(extra) });
const exampleOut = ({ messages, extra }) => ({ id: "", messages: messages.map(messageOut), extra: objectOut(extra) });
const scoreIn = ({ value, marks, note, extra }) => ({ value, marks, note, extra: objectIn("a score's extra", extra) });

function scoreOut({ value, marks, note, extra }) {
  if (typeof value !== "number") throw new TypeError(`the value of a score is a number, not ${value}`);
  return { value, marks: marks ?? [], note: note ?? null, extra: objectOut(extra) };
}

export const about = {
  describe: () =>
    guarded(() => {
      const { settingsSchema, abilities, ...own } = Chosen.describe();
      return { ...PROJECT, ...own, settingsSchema: JSON.stringify(settingsSchema), abilities: abilities ?? [] };
    }),
  configure: (settings) =>
    guarded(() => {
      if (configured) throw new PluginError("it was configured already; configure is called once");
      configured = new Chosen(tunesmith.readSettings(Chosen, settings));
    }),
};

export const scorer = {
  scoreBatch: (examples) => guarded(() => examples.map((example) => scoreOut(thePlugin().score(exampleIn(example))))),
};

function verdictOut(verdict) {
  if (verdict?.tag === "keep") return { tag: "keep" };
  if (verdict?.tag === "drop") return { tag: "drop", val: verdict.reason };
  throw new TypeError("`verdict` answered neither keep() nor drop(reason)");
}

function verdictOf({ example, scores }) {
  const named = scores.map(({ name, score }) => ({ name, score: scoreIn(score) }));
  return verdictOut(thePlugin().verdict(exampleIn(example), named));
}

export const filter = { verdictBatch: (examples) => guarded(() => examples.map(verdictOf)) };

const requestOut = ({ label, messages, answerSchema, temperature, maxTokens, extra }) => ({
  label,
  messages: messages.map(messageOut),
  answerSchema: answerSchema ? JSON.stringify(answerSchema) : null,
  temperature: temperature ?? null,
  maxTokens: maxTokens ?? null,
  extra: objectOut(extra),
});

function replyIn({ tag, val }) {
  if (tag !== "answered") return { tag, words: val };
  const { content, value, finishReason } = val;
  return { tag, content, finishReason, value: value === null || value === undefined ? undefined : valueIn("an answer", value) };
}

function stepOut(step, resultOut) {
  switch (step?.tag) {
    case "ask":
      return { tag: "ask", val: { requests: step.requests.map(requestOut), state: bytes(JSON.stringify(step.state)) } };
    case "done":
      return { tag: "done", val: step.results.map(resultOut) };
    case "give-up":
      return { tag: "give-up", val: step.why };
    default:
      throw new TypeError("a step is ask(…), done(…) or giveUp(…)");
  }
}

// The engine has no TextEncoder.
const bytes = (text) => Uint8Array.from(unescape(encodeURIComponent(text)), (letter) => letter.charCodeAt(0));
const textOf = (state) => decodeURIComponent(escape(Array.from(state, (byte) => String.fromCharCode(byte)).join("")));

function steps(begin, resultOut) {
  const resumed = (state, replies) => thePlugin().resume(valueIn("the state", textOf(state)), replies.map(replyIn));
  return {
    begin: (given) => guarded(() => stepOut(thePlugin().begin(begin(given)), resultOut)),
    resume: (state, replies) => guarded(() => stepOut(resumed(state, replies), resultOut)),
  };
}

function taskIn({ index, rngSeed, seed }) {
  return { index, rngSeed, seed: seed === null || seed === undefined ? undefined : valueIn("the seed record", seed) };
}

export const generator = steps(taskIn, exampleOut);
export const judge = steps((examples) => examples.map(exampleIn), scoreOut);
