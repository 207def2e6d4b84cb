// How the page is tested: in the browsers of this machine, from file://, without a network.
import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./browsers.ts";

export default defineConfig({
    testMatch: process.env.PICTURES ? "pictures.ts" : "*.spec.ts",
    // Two cores: tests of speed stand elsewhere, so side by side is fine.
    workers: 2,
    fullyParallel: true,
    forbidOnly: true,
    retries: 0,
    timeout: 120_000,
    reporter: "list",
    use: {
        browserName: "chromium",
        acceptDownloads: true,
        viewport: { width: 1440, height: 900 },
        launchOptions: {
            executablePath: chromiumPath(),
            args: [
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        },
    },
});
