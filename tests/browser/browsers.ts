// Finds the browsers of this machine. Playwright's own would have to be downloaded.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

function onPath(names: string[]): string | undefined {
    for (const name of names) {
        for (const folder of (process.env.PATH ?? "").split(delimiter)) {
            const path = join(folder, name);
            try {
                accessSync(path, constants.X_OK);
                return path;
            } catch {
                // Not here; the next folder.
            }
        }
    }
    return undefined;
}

export function chromiumPath(): string {
    const found = onPath(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]);
    if (!found) {
        throw new Error("no Chromium is on the path; install one (Debian: apt-get install chromium)");
    }
    return found;
}

export function firefoxPath(): string {
    const found = onPath(["firefox", "firefox-esr"]);
    if (!found) {
        throw new Error("no Firefox is on the path; install one (Debian: apt-get install firefox-esr)");
    }
    return found;
}
