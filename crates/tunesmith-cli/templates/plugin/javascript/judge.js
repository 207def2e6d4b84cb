// {{summary}}
import { Judge, PluginError, ask, done, giveUp, message } from "./tunesmith.js";

const RUBRIC = "The answer is correct and easy to follow.";

const ANSWER = {
  type: "object",
  properties: { reason: { type: "string" }, rating: { type: "integer", minimum: 1, maximum: 5 } },
  required: ["reason", "rating"],
  additionalProperties: false,
};

/** One request for each example. */
export default class {{type}} extends Judge {
  static settings = { rubric: RUBRIC };

  static describe() {
    return {
      settingsSchema: {
        type: "object",
        properties: { rubric: { type: "string", default: RUBRIC, description: "what the model is asked to rate" } },
        additionalProperties: false,
      },
    };
  }

  /** @param {{ rubric: string }} settings */
  constructor(settings) {
    super();
    if (settings.rubric.trim() === "") throw new PluginError("rubric must say what to rate");
    this.rubric = settings.rubric;
  }

  /** @type {Judge["begin"]} */
  begin(examples) {
    return ask(examples.map((example) => this.request(example)));
  }

  /** @type {Judge["resume"]} */
  resume(_state, replies) {
    const scores = [];
    for (const reply of replies) {
      if (reply.tag !== "answered") return giveUp(`the model gave no rating: ${reply.words}`);
      scores.push({ value: (reply.value.rating - 1) / 4, note: reply.value.reason });
    }
    return done(scores);
  }

  /** @param {import("./tunesmith.js").Example} example */
  request(example) {
    const conversation = example.messages.map(({ role, content }) => `${role}: ${content}`).join("\n\n");
    const instruction = `Rate this conversation from 1 (bad) to 5 (good): ${this.rubric}\nGive the reason first.`;
    return {
      label: "rating",
      messages: [message("system", instruction), message("user", conversation)],
      answerSchema: ANSWER,
      temperature: 0,
    };
  }
}
