// The page as a user has it before them, for tests: open it, give it files, wait for the verdict, take a download.
import { readFileSync } from "node:fs";
import { type Page, expect } from "@playwright/test";
import { PAGE } from "./project.ts";

/** What can be remembered between visits. */
export interface Settings {
    profiles?: string[];
    model?: string | null;
    theme?: "light" | "dark";
}

/** Opens the page from `file://`, as it was left with these settings. What the page prints as an error fails the test. */
export async function openPage(page: Page, settings: Settings = {}): Promise<void> {
    page.on("pageerror", (error) => {
        throw error;
    });
    await page.addInitScript((kept) => localStorage.setItem("tunesmith-settings", JSON.stringify(kept)), settings);
    await page.goto(PAGE);
    await expect(page.getByTestId("file-input").first()).toBeAttached();
}

export type Given = string | { name: string; mimeType: string; buffer: Buffer };

/** Gives files to the page and waits until the one in view has its verdict. */
export async function give(page: Page, files: Given | Given[], phase = "ready"): Promise<void> {
    await page.getByTestId("file-input").first().setInputFiles(files as string[]);
    await verdict(page, phase);
}

export async function verdict(page: Page, phase = "ready"): Promise<void> {
    await expect(page.getByTestId("verdict")).toHaveAttribute("data-phase", phase, { timeout: 90_000 });
}

/** A file made of these lines. */
export function lines(name: string, ...records: unknown[]): Given {
    const text = records.map((record) => (typeof record === "string" ? record : JSON.stringify(record))).join("\n");
    return { name, mimeType: "application/x-ndjson", buffer: Buffer.from(`${text}\n`) };
}

/** What a button lets the user download. */
export async function download(page: Page, testId: string): Promise<{ name: string; bytes: Buffer }> {
    await page.locator("#tab-fixes").click();
    const waiting = page.waitForEvent("download");
    await page.getByTestId(testId).click();
    const taken = await waiting;
    return { name: taken.suggestedFilename(), bytes: readFileSync(await taken.path()) };
}

/** Piece workers can not be started, or never hear where their jobs come from. Before the page is opened. */
export async function withoutPieceWorkers(page: Page, how: "failing" | "silent"): Promise<void> {
    await page.addInitScript((how) => {
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (this: Worker, message: { port?: MessagePort }, transfer: Transferable[] = []) {
            if (!message.port) {
                postMessage.call(this, message, { transfer });
            } else if (how === "failing") {
                throw new Error("no more workers");
            }
        } as typeof postMessage;
    }, how);
}
