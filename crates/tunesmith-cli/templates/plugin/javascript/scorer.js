// {{summary}}
import { PluginError, Scorer, ofRole } from "./tunesmith.js";

/** Counts the words of the last answer. */
export default class {{type}} extends Scorer {
  static settings = { most_words: 120 };

  static describe() {
    return {
      settingsSchema: {
        type: "object",
        properties: {
          most_words: { type: "integer", minimum: 1, default: 120, description: "answers of so many words still score 1" },
        },
        additionalProperties: false,
      },
    };
  }

  /** @param {{ most_words: number }} settings */
  constructor(settings) {
    super();
    if (settings.most_words < 1) throw new PluginError("most_words must be at least 1");
    this.mostWords = settings.most_words;
  }

  /** @type {Scorer["score"]} */
  score(example) {
    const answer = ofRole(example, "assistant").at(-1);
    if (!answer) throw new PluginError("there is no answer");
    const words = answer.content.split(/\s+/).filter(Boolean).length;
    if (words > this.mostWords) {
      const note = `${words} words, ${this.mostWords} would do`;
      return { value: this.mostWords / words, marks: ["too-long"], note, extra: { words } };
    }
    return { value: 1, extra: { words } };
  }
}
