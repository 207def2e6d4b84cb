// Lets the transpiler of components run in a worker of the page: its wasm comes from the page's own file, not over a connection.
import type { Plugin } from "vite";

const MODULE = "js-component-bindgen-component.js";

export function transpilerInThePage(): Plugin {
    return {
        name: "transpiler-in-the-page",
        enforce: "pre",
        transform(code, id) {
            if (!id.split("?")[0]?.endsWith(MODULE)) {
                return null;
            }
            const loading = /fetchCompile\(new URL\('\.\/js-component-bindgen-component\.core(2?)\.wasm', import\.meta\.url\)\)/g;
            const patched = code
                .replace(loading, (_, second) => `globalThis.transpilerPart("transpiler${second ? "-2" : ""}")`)
                // Nothing calls it any more, and it would name a module of Node.
                .replace(/async function fetchCompile \(url\) \{[\s\S]*?\n\}\n/, "");
            if (patched.includes("fetchCompile") || patched.includes("import.meta")) {
                this.error("the transpiler loads its parts in another way than this build knows");
            }
            return { code: patched, map: null };
        },
    };
}
