// What is remembered from one visit to the next, where the browser allows it.
//
// On `file://` some browsers refuse `localStorage` and throw; the page then begins anew each time, and says nothing about it.

export type Theme = "auto" | "light" | "dark";

export interface Settings {
    profiles: string[];
    model: string | null;
    encoding: string | null;
    theme: Theme;
    /** Shares of the left and of the middle pane, in percent of the window. */
    panes: [number, number];
    /** Whether single letters act; who speaks to the computer may want them off. */
    letters: boolean;
}

const PLACE = "tunesmith-settings";

export const DEFAULTS: Settings = { profiles: ["openai"], model: null, encoding: null, theme: "auto", panes: [30, 32], letters: true };

/** What was remembered; parts that make no sense are left at their defaults. */
export function remembered(): Settings {
    let found: Partial<Record<keyof Settings, unknown>> = {};
    try {
        const parsed: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "{}");
        found = typeof parsed === "object" && parsed !== null ? parsed : {};
    } catch {
        return { ...DEFAULTS };
    }
    const settings = { ...DEFAULTS };
    if (Array.isArray(found.profiles) && found.profiles.length > 0 && found.profiles.every((name) => typeof name === "string")) {
        settings.profiles = found.profiles.slice(0, 32);
    }
    if (typeof found.model === "string") {
        settings.model = found.model;
    } else if (typeof found.encoding === "string") {
        settings.encoding = found.encoding;
    }
    if (found.theme === "light" || found.theme === "dark") {
        settings.theme = found.theme;
    }
    if (Array.isArray(found.panes) && found.panes.length === 2 && found.panes.every((share) => Number.isFinite(share) && share > 5 && share < 90)) {
        settings.panes = [found.panes[0], found.panes[1]];
    }
    if (found.letters === false) {
        settings.letters = false;
    }
    return settings;
}

export function remember(change: Partial<Settings>): void {
    try {
        localStorage.setItem(PLACE, JSON.stringify({ ...remembered(), ...change }));
    } catch {
        // Not allowed here: the setting holds until the page is closed.
    }
}
