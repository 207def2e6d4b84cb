// Checks a file in the page and prints one JSON object: milliseconds of the check, records shown, and the most memory all processes of the
// browser had together. `node measure.mjs chromium|firefox PROGRAM PAGE FILE [MODEL]`; the model is one whose tokens are counted; `cargo xtask bench page` calls it.
//
// It uses the page as a person does: the file input, then the verdict. Memory is the proportional set size of the process tree, as Linux tells
// it; elsewhere it is null.
import { readFileSync, readdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import puppeteer from "puppeteer-core";

const CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const INPUT = '[data-testid="file-input"]';
const READY = '[data-testid="verdict"][data-phase="ready"]';
/** Milliseconds between two looks at the memory, and for the whole check. */
const OFTEN = 200;
const LONGEST = 300_000;

const [which, program, address, file, model = null] = process.argv.slice(2);

/** What the page remembers from an earlier visit. */
const kept = JSON.stringify({ model });
const remember = (settings) => localStorage.setItem("tunesmith-settings", settings);

async function openChromium() {
    const browser = await chromium.launch({ executablePath: program, args: CHROMIUM });
    const page = await browser.newPage();
    await page.addInitScript(remember, kept);
    await page.goto(address);
    return { browser, give: () => page.setInputFiles(INPUT, file), ready: () => page.waitForSelector(READY, { timeout: LONGEST }), read: (verdict) => verdict.getAttribute("data-milliseconds") };
}

async function openFirefox() {
    const browser = await puppeteer.launch({ browser: "firefox", executablePath: program, headless: true, protocolTimeout: LONGEST });
    const before = await browser.newPage();
    await before.goto(address);
    await before.evaluate(remember, kept);
    // Not a reload: a file that is given too early would go to the page that is about to leave.
    const page = await browser.newPage();
    await page.goto(address);
    await before.close();
    return {
        browser,
        give: async () => (await page.waitForSelector(INPUT)).uploadFile(file),
        ready: () => page.waitForSelector(READY, { timeout: LONGEST }),
        read: (verdict) => verdict.evaluate((element) => element.getAttribute("data-milliseconds")),
    };
}

/** Memory of all processes that this one has started, in kB; null where the system does not tell. */
function memory() {
    const parents = new Map();
    let processes;
    try {
        processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    } catch {
        return null;
    }
    for (const id of processes) {
        try {
            // The name stands in brackets and may hold anything; the parent is the second word behind it.
            const line = readFileSync(`/proc/${id}/stat`, "latin1");
            parents.set(id, line.slice(line.lastIndexOf(")") + 2).split(" ")[1]);
        } catch {
            // It has ended.
        }
    }
    const ours = (id) => id !== undefined && id !== "0" && (parents.get(id) === String(process.pid) || ours(parents.get(id)));
    let sum = 0;
    for (const id of parents.keys()) {
        if (ours(id)) {
            try {
                sum += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "latin1"))?.[1] ?? 0);
            } catch {
                // It has ended.
            }
        }
    }
    return sum || null;
}

const page = await (which === "firefox" ? openFirefox() : openChromium());
try {
    const before = memory();
    let peak = before;
    const looking = setInterval(() => {
        peak = Math.max(peak ?? 0, memory() ?? 0) || null;
    }, OFTEN);
    await page.give();
    const verdict = await page.ready();
    clearInterval(looking);
    const milliseconds = Number(await page.read(verdict));
    console.log(JSON.stringify({ milliseconds, before_kb: before, peak_kb: peak }));
} finally {
    await page.browser.close();
}
