// Builds the page: everything in one HTML file.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { oneFile } from "./build/one_file.ts";
import { transpilerInThePage } from "./build/transpiler.ts";

export default defineConfig({
    plugins: [svelte(), oneFile()],
    base: "./",
    // Chromium starts no module workers from blobs on file://, so workers are classic scripts.
    worker: { format: "iife", plugins: () => [transpilerInThePage()] },
    build: {
        target: "es2022",
        assetsInlineLimit: 0,
        cssCodeSplit: false,
        modulePreload: false,
        reportCompressedSize: false,
        rolldownOptions: { output: { codeSplitting: false, format: "iife" } },
    },
});
