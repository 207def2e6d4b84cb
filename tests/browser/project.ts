// Where the project's things lie, and the command line to compare with.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

export const ROOT = resolve(import.meta.dirname, "../..");
/** The page as it is opened by a double click. */
export const PAGE = pathToFileURL(join(ROOT, "web/dist/tunesmith.html")).href;
/** Real datasets beside the project; tests pass without them. */
export const SHARED = join(ROOT, "../shared/data");

/** Plugins that misbehave; `TUNESMITH_GUESTS` names the folder, which `cargo xtask test` sets. */
export const GUESTS = process.env.TUNESMITH_GUESTS ?? join(ROOT, "target/guests/wasm32-unknown-unknown/plugin/examples");

/** Runs `tunesmith`; `TUNESMITH` names the program, which `cargo xtask test` sets. */
export function tunesmith(args: string[], folder: string): SpawnSyncReturns<Buffer> {
    const program = process.env.TUNESMITH ?? join(ROOT, "target/debug/tunesmith");
    const ended = spawnSync(program, args, { cwd: folder, maxBuffer: 1 << 30 });
    if (ended.error) {
        throw new Error(`cannot start ${program}: ${ended.error.message}; run the tests with \`cargo xtask test\``);
    }
    return ended;
}

/** All files below a folder, sorted; none if it is not there. */
export function filesBelow(folder: string): string[] {
    if (!existsSync(folder)) {
        return [];
    }
    const found = readdirSync(folder, { recursive: true, withFileTypes: true });
    return found
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort((a, b) => (relative(folder, a) < relative(folder, b) ? -1 : 1));
}
