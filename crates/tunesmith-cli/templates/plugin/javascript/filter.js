// {{summary}}
import { Filter, PluginError, drop, keep } from "./tunesmith.js";

/** Looks at all scores of an example. */
export default class {{type}} extends Filter {
  static settings = { least: 0.5 };

  static describe() {
    const description = "what every scorer must have given at least";
    return {
      settingsSchema: {
        type: "object",
        properties: { least: { type: "number", minimum: 0, maximum: 1, default: 0.5, description } },
        additionalProperties: false,
      },
    };
  }

  /** @param {{ least: number }} settings */
  constructor(settings) {
    super();
    if (!(settings.least >= 0 && settings.least <= 1)) throw new PluginError("least must lie between 0 and 1");
    this.least = settings.least;
  }

  /** @type {Filter["verdict"]} */
  verdict(_example, scores) {
    const low = scores.find(({ score }) => score.value < this.least);
    return low ? drop(`low-${low.name}`) : keep();
  }
}
