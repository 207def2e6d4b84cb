// Puts the built page into one HTML file: script, style, wasm, scorers; and a content security policy by hash.
//
// Binary parts are data blocks (base64 of zstd) behind the script, so the page can begin before they are read. The policy forbids every
// connection: whatever the page loads is in the file.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const PARTS = join(import.meta.dirname, "../src/generated/parts");

/** The binary parts of the page: the id of the element, and the file. The validator comes first, because everything waits for it. */
function binaries(): [string, string][] {
    const files = readdirSync(PARTS).filter((file) => file.endsWith(".zst"));
    const rank = (file: string) => (file.startsWith("validator") ? 0 : 1);
    files.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    return files.map((file) => [`binary-${file.replace(/\.zst$/, "")}`, join(PARTS, file)]);
}

function hash(text: string): string {
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** Forbids everything that is not in the file. `blob:` scripts are the page's own workers. */
export function policy(scripts: string[], style: string): string {
    return [
        "default-src 'none'",
        `script-src ${scripts.map(hash).join(" ")} blob: 'wasm-unsafe-eval'`,
        `style-src ${hash(style)}`,
        "worker-src blob:",
        "img-src data: blob:",
        "media-src data: blob:",
        "connect-src 'none'",
        "font-src 'none'",
        "frame-src 'none'",
        "object-src 'none'",
        "manifest-src 'none'",
        "form-action 'none'",
        "base-uri 'none'",
    ].join("; ");
}

export function oneFile(): Plugin {
    return {
        name: "one-file",
        apply: "build",
        enforce: "post",
        generateBundle(_, bundle) {
            let script = "";
            let style = "";
            let html = "";
            for (const [name, part] of Object.entries(bundle)) {
                if (part.type === "chunk" && part.isEntry) {
                    script = part.code;
                } else if (part.type === "asset" && name.endsWith(".css")) {
                    style = String(part.source);
                } else if (part.type === "asset" && name.endsWith(".html")) {
                    html = String(part.source);
                } else {
                    this.error(`${name} would be a second file`);
                }
                delete bundle[name];
            }
            // What ends a script element may not stand in it.
            script = script.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
            style = style.trim();
            const charset = '<meta charset="utf-8" />';
            // The small script that says what an old browser lacks stands in the HTML already.
            const early = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, code]) => code!);
            const meta = `<meta http-equiv="Content-Security-Policy" content="${policy([...early, script], style)}" />`;
            const blocks = binaries().map(([id, path]) => {
                return `<script type="text/plain" id="${id}">${readFileSync(path, "base64")}</script>`;
            });
            html = html
                .replace(/\s*<script type="module"[^>]*><\/script>/, "")
                .replace(/\s*<link rel="stylesheet"[^>]*>/, "")
                .replace(charset, () => `${charset}\n${meta}`)
                .replace("</head>", () => `<style>${style}</style>\n</head>`)
                .replace("</body>", () => `<script>${script}</script>\n${blocks.join("\n")}\n</body>`);
            this.emitFile({ type: "asset", fileName: "tunesmith.html", source: html });
        },
    };
}
