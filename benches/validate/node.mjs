// Runs the wasm module under node: `node node.mjs MODULE INPUT BYTES` prints CPU seconds of a pass and of counting its texts, as JSON.

import { readFileSync } from "node:fs";

const [module, input, size] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(module), {});
const { make, pass, keep_contents, count } = instance.exports;

function median(what) {
  const seconds = [];
  // The first rounds run before the engine has compiled everything.
  for (let round = 0; round < 9; round += 1) {
    const before = process.cpuUsage();
    what();
    const { user, system } = process.cpuUsage(before);
    seconds.push((user + system) / 1e6);
  }
  return seconds.slice(2).sort((a, b) => a - b)[3];
}

const bytes = make(Number(input), Number(size)) >>> 0;
const checking = median(() => {
  if (pass() !== 0) throw new Error("the input has errors");
});
const texts = keep_contents() >>> 0;
const counting = median(count);
console.log(JSON.stringify({ bytes, checking, texts, counting }));
