// How numbers, sizes and names are written for people.
const whole = new Intl.NumberFormat("en-US");

/** `12,345`. */
export function count(value: number): string {
    return whole.format(Math.round(value));
}

const rough = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });

/** `12,350`, for what is only estimated. */
export function about(value: number): string {
    return rough.format(value);
}

/** `1 record`, `12,345 records`. */
export function counted(value: number, one: string, many = `${one}s`): string {
    return `${count(value)} ${Math.round(value) === 1 ? one : many}`;
}

/** `999 bytes`, `12.3 MB`. */
export function bytes(value: number): string {
    if (value < 1000) {
        return counted(value, "byte");
    }
    const units = ["kB", "MB", "GB", "TB"];
    let unit = -1;
    do {
        value /= 1000;
        unit += 1;
    } while (value >= 999.5 && unit < units.length - 1);
    return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** `8 ms`, `2.4 s`, `3 min`. */
export function duration(milliseconds: number): string {
    if (milliseconds < 1000) {
        return `${Math.max(1, Math.round(milliseconds))} ms`;
    }
    const seconds = milliseconds / 1000;
    if (seconds < 90) {
        return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
    }
    const minutes = seconds / 60;
    return minutes < 90 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** Micro-dollars as `$1.23`; small sums keep two digits that count. */
export function dollars(micro: number): string {
    const value = micro / 1e6;
    const digits = value === 0 || value >= 0.1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(value)));
    return `$${value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: Math.max(2, digits) })}`;
}

/** `34 %`; never 0 or 100 for what is neither none nor all. */
export function share(part: number, all: number): string {
    if (all === 0) {
        return "0 %";
    }
    const percent = (part / all) * 100;
    if (percent > 0 && percent < 1) {
        return "under 1 %";
    }
    return percent > 99 && percent < 100 ? "over 99 %" : `${Math.round(percent)} %`;
}

const SHORT: Record<string, string> = {
    axolotl: "Axolotl",
    azure: "Azure OpenAI",
    "bedrock-claude": "Bedrock Claude",
    "bedrock-llama": "Bedrock Llama",
    "bedrock-nova": "Bedrock Nova",
    fireworks: "Fireworks",
    gemini: "Gemini",
    "llama-factory": "LLaMA-Factory",
    mistral: "Mistral",
    "ms-swift": "ms-swift",
    openai: "OpenAI",
    together: "Together",
    torchtune: "torchtune",
    trl: "TRL",
};

/** The short name of a profile, as in “Ready for OpenAI”. */
export function profileName(name: string): string {
    return SHORT[name] ?? name;
}
