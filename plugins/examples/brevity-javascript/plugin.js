// How varied and how long an answer is. The same scores, bit for bit, as `brevity-rust` and `brevity-python`.
import { PluginError, Scorer, ofRole } from "./tunesmith.js";

export default class Brevity extends Scorer {
  static settings = { most_chars: 800 };

  static describe() {
    const description = "answers of so many characters are not too long";
    return {
      settingsSchema: {
        type: "object",
        properties: { most_chars: { type: "integer", minimum: 1, default: 800, description } },
        additionalProperties: false,
      },
    };
  }

  /** @param {{ most_chars: number }} settings */
  constructor(settings) {
    super();
    if (settings.most_chars < 1) throw new PluginError("most_chars must be at least 1");
    this.mostChars = settings.most_chars;
  }

  /** @type {Scorer["score"]} */
  score(example) {
    const answer = ofRole(example, "assistant").at(-1);
    if (!answer) throw new PluginError("there is no answer");
    const { words, different, chars } = count(answer.content);
    const marks = [];
    let value = 0;
    if (words === 0) marks.push("empty");
    else value = different / words;
    if (chars > this.mostChars) {
      marks.push("too-long");
      value *= this.mostChars / chars;
    }
    if (different * 3 < words) marks.push("repetitive");
    return { value, marks, extra: { words, different, chars } };
  }
}

/** @param {string} text */
function count(text) {
  let words = 0;
  let chars = 0;
  const seen = new Set();
  // Where the word begins that is being read; -1 between words. Slices, because adding letter by letter is slow.
  let start = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // The second half of a pair belongs to the character that the first has counted.
    if (code < 0xdc00 || code > 0xdfff) chars += 1;
    if (isOfWord(code)) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      words += 1;
      seen.add(lower(text.slice(start, at)));
      start = -1;
    }
  }
  if (start >= 0) {
    words += 1;
    seen.add(lower(text.slice(start)));
  }
  return { words, different: seen.size, chars };
}

/** @param {number} code */
const isOfWord = (code) =>
  (code >= 0x61 && code <= 0x7a) || code > 0x7f || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);

/** Only ASCII: what `toLowerCase` does to other letters differs from language to language. @param {string} word */
const lower = (word) => (/[A-Z]/.test(word) ? word.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : word);
