// {{summary}}
import { Generator, PluginError, Rng, ask, done, giveUp, message } from "./tunesmith.js";

const TOPICS = ["rivers", "bread", "the moon"];

const ANSWER = {
  type: "object",
  properties: { question: { type: "string" }, answer: { type: "string" } },
  required: ["question", "answer"],
  additionalProperties: false,
};

/** Draws a topic and a level, and asks the model once. */
export default class {{type}} extends Generator {
  static settings = { topics: TOPICS };

  static describe() {
    const description = "what questions are about";
    return {
      settingsSchema: {
        type: "object",
        properties: { topics: { type: "array", items: { type: "string" }, minItems: 1, default: TOPICS, description } },
        additionalProperties: false,
      },
    };
  }

  /** @param {{ topics: string[] }} settings */
  constructor(settings) {
    super();
    if (settings.topics.length === 0) throw new PluginError("topics must name at least one topic");
    this.topics = settings.topics;
  }

  /** @type {Generator["begin"]} */
  begin(task) {
    const rng = new Rng(task.rngSeed);
    const topic = rng.choose(this.topics);
    const level = rng.between(1, 3);
    const instruction = `Write one question about ${topic}, difficulty ${level} of 3, and its answer.`;
    const request = { label: "question", messages: [message("user", instruction)], answerSchema: ANSWER };
    return ask([request], { topic, level });
  }

  /** @type {Generator["resume"]} */
  resume({ topic, level }, [reply]) {
    if (reply.tag !== "answered") return giveUp(`the model gave no question: ${reply.words}`);
    const messages = [message("user", reply.value.question), message("assistant", reply.value.answer)];
    return done([{ messages, extra: { metadata: { topic, level } } }]);
  }
}
