// The transpiler's wasm, handed in by the page. It asks for it while it is loaded, so this comes first.

type Part = "transpiler" | "transpiler-2";

const given = new Map<Part, PromiseWithResolvers<WebAssembly.Module>>();

function part(name: Part): PromiseWithResolvers<WebAssembly.Module> {
    let found = given.get(name);
    if (!found) {
        found = Promise.withResolvers();
        given.set(name, found);
    }
    return found;
}

Object.assign(globalThis, { transpilerPart: (name: Part) => part(name).promise });

export async function giveParts(parts: Record<Part, Uint8Array>): Promise<void> {
    for (const name of ["transpiler", "transpiler-2"] as const) {
        part(name).resolve(await WebAssembly.compile(parts[name] as BufferSource));
    }
}
