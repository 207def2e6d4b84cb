// Drives the machine's Firefox by WebDriver BiDi; Playwright drives only a Firefox of its own.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type Browser, type ElementHandle, type Page } from "puppeteer-core";
import { firefoxPath } from "./browsers.ts";

export interface Firefox {
    page: Page;
    browser: Browser;
    /** Where downloads go. */
    downloads: string;
}

export async function openFirefox(address: string): Promise<Firefox> {
    const downloads = mkdtempSync(join(tmpdir(), "tunesmith-firefox-"));
    const browser = await puppeteer.launch({
        browser: "firefox",
        executablePath: firefoxPath(),
        headless: true,
        extraPrefsFirefox: {
            "browser.download.folderList": 2,
            "browser.download.dir": downloads,
            "browser.download.useDownloadDir": true,
            "browser.download.alwaysOpenPanel": false,
            "browser.helperApps.neverAsk.saveToDisk": "application/json,application/x-ndjson,text/markdown,text/plain",
        },
    });
    const page = await browser.newPage();
    await page.goto(address);
    return { page, browser, downloads };
}

/** Gives files to the page's file input. */
export async function drop(page: Page, paths: string[]): Promise<void> {
    const input = (await page.waitForSelector('[data-testid="file-input"]')) as ElementHandle<HTMLInputElement> | null;
    await input?.uploadFile(...paths);
}
