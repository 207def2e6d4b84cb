// What a file is, by its first bytes: so that somebody who drops a PDF named data.jsonl is told so.

export type Kind =
    | "text"
    | "empty"
    | "gzip"
    | "zstd"
    | "zip"
    | "office"
    | "pdf"
    | "parquet"
    | "arrow"
    | "sqlite"
    | "image"
    | "media"
    | "archive"
    | "html"
    | "model"
    | "numpy"
    | "pickle"
    | "hdf5"
    | "binary";

/** How many bytes are looked at. */
export const LOOKED_AT = 4096;

/** Beginnings of files, as text in Latin-1. */
const BEGINNINGS: [Kind, string][] = [
    ["gzip", "\x1f\x8b"],
    ["zstd", "\x28\xb5\x2f\xfd"],
    ["pdf", "%PDF-"],
    ["zip", "PK\x03\x04"],
    ["zip", "PK\x05\x06"],
    ["office", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
    ["parquet", "PAR1"],
    ["arrow", "ARROW1"],
    ["arrow", "FEA1"],
    ["arrow", "\xff\xff\xff\xff"],
    ["sqlite", "SQLite format 3\0"],
    ["image", "\x89PNG\r\n"],
    ["image", "\xff\xd8\xff"],
    ["image", "GIF8"],
    ["image", "II*\0"],
    ["image", "MM\0*"],
    ["media", "ID3"],
    ["media", "OggS"],
    ["media", "fLaC"],
    ["media", "\x1aE\xdf\xa3"],
    ["archive", "7z\xbc\xaf\x27\x1c"],
    ["archive", "Rar!\x1a\x07"],
    ["archive", "\xfd7zXZ\0"],
    ["archive", "BZh"],
    ["model", "GGUF"],
    ["numpy", "\x93NUMPY"],
    ["hdf5", "\x89HDF\r\n"],
    ["pickle", "\x80\x02"],
    ["pickle", "\x80\x03"],
    ["pickle", "\x80\x04"],
    ["pickle", "\x80\x05"],
];

/** Names inside a ZIP that Word, Excel and their like begin with. */
const OFFICE = /\[Content_Types\]\.xml|_rels\/|xl\/|word\/|ppt\/|mimetypeapplication\/vnd\.oasis/;

/** What begins like this. */
export function kindOf(head: Uint8Array): Kind {
    if (head.length === 0) {
        return "empty";
    }
    const text = String.fromCharCode(...head.subarray(0, LOOKED_AT));
    const found = BEGINNINGS.find(([, beginning]) => text.startsWith(beginning));
    if (found) {
        return found[0] === "zip" && OFFICE.test(text.slice(0, 600)) ? "office" : found[0];
    }
    if (text.startsWith("RIFF")) {
        return text.slice(8, 12) === "WEBP" ? "image" : "media";
    }
    if (text.slice(4, 8) === "ftyp") {
        return /^(avif|heic|mif1)/.test(text.slice(8, 12)) ? "image" : "media";
    }
    if (text.slice(257, 262) === "ustar") {
        return "archive";
    }
    if (/^(\xef\xbb\xbf)?\s*<(!doctype html|html)/i.test(text)) {
        return "html";
    }
    // UTF-16 is full of zeros too, and the validator has a rule for it.
    const utf16 = text.startsWith("\xff\xfe") || text.startsWith("\xfe\xff");
    return text.includes("\0\0\0") && !utf16 ? "binary" : "text";
}
