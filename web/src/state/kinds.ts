// Tells from the first bytes that a file is no dataset, and what to do instead.

export interface Trouble {
    title: string;
    /** What the file is, and why it can not be checked. */
    why: string;
    /** What to do, step by step or as choices. */
    todo: string[];
    /** Whether checking it anyway makes sense. */
    anyway: boolean;
}

interface Kind {
    /** Whether a file that begins so is one. */
    is: (head: Uint8Array, text: string, name: string) => boolean;
    trouble: (name: string) => Trouble;
}

/** Beginnings are in Latin-1: a sign for each byte. */
function begins(...beginnings: string[]): Kind["is"] {
    return (_, text) => beginnings.some((beginning) => text.startsWith(beginning));
}

const asLines = "save it as JSON Lines: one JSON object for each example, each on a line of its own";

const KINDS: Kind[] = [
    {
        is: (head) => head.length === 0,
        trouble: (name) => ({
            title: `${name} is empty`,
            why: "The file has 0 bytes, so there is nothing to check.",
            todo: ["Was the export or the download cut off? Make the file again and drop it here.", "If a program still writes it, wait until it is done."],
            anyway: true,
        }),
    },
    {
        is: begins("%PDF"),
        trouble: (name) => ({
            title: `${name} is a PDF`,
            why: "A PDF holds pages for reading. Training needs conversations: what a user asks and what the model should answer.",
            todo: ["Copy the text into questions and answers, one conversation for each line of a .jsonl file.", "`tunesmith run` can make such conversations from your texts with a model."],
            anyway: false,
        }),
    },
    {
        is: begins("PK\x03\x04"),
        trouble: (name) => {
            if (/\.(xlsx|ods)$/i.test(name)) {
                return { title: `${name} is a spreadsheet`, why: "Spreadsheets are not read here.", todo: [`Write a small script that reads the rows, or ${asLines}.`], anyway: false };
            }
            if (/\.(docx|odt|pptx)$/i.test(name)) {
                return { title: `${name} is a text document`, why: "Documents are not read here.", todo: ["Put each question and its answer on one line of a .jsonl file."], anyway: false };
            }
            return { title: `${name} is a ZIP archive`, why: "An archive may hold many files; the page does not look into it.", todo: ["Unpack it (on most computers: a double click).", "Drop the .jsonl file that was in it, or the whole folder, here."], anyway: false };
        },
    },
    {
        is: begins("PAR1"),
        trouble: (name) => ({
            title: `${name} is a Parquet file`,
            why: "Parquet holds tables in columns; fine-tuning takes JSON Lines.",
            todo: [`With Python: \`import pandas; pandas.read_parquet("${name}").to_json("data.jsonl", orient="records", lines=True)\``, 'From Hugging Face: `dataset.to_json("data.jsonl")`', "Then drop data.jsonl here."],
            anyway: false,
        }),
    },
    {
        is: begins("ARROW1", "FEA1"),
        trouble: (name) => ({
            title: `${name} is an Arrow file`,
            why: "Arrow holds tables in columns; fine-tuning takes JSON Lines.",
            todo: ['With Python: `datasets.Dataset.from_file("FILE").to_json("data.jsonl")`', "Then drop data.jsonl here."],
            anyway: false,
        }),
    },
    {
        is: begins("SQLite format 3"),
        trouble: (name) => ({ title: `${name} is a database`, why: "This is an SQLite database, not a dataset.", todo: ["If it is `run.db` of a tunesmith run: drop `train.jsonl` from the same folder."], anyway: false }),
    },
    {
        is: (head, text, name) => begins("\xfd7zXZ", "BZh", "7z\xbc\xaf", "Rar!")(head, text, name) || text.slice(257, 262) === "ustar",
        trouble: (name) => ({ title: `${name} is packed`, why: "The page unpacks .gz and .zst, but not this kind.", todo: ["Unpack it and drop the .jsonl file here.", "Or pack it as .gz."], anyway: false }),
    },
    {
        is: (head, text, name) => begins("\x89PNG", "\xff\xd8\xff", "GIF8", "RIFF", "ID3", "OggS", "fLaC", "\x1aE\xdf\xa3", "II*\0", "MM\0*")(head, text, name) || text.slice(4, 8) === "ftyp",
        trouble: (name) => ({ title: `${name} is a picture or a recording`, why: "A dataset is text: one conversation on each line. Pictures are named or embedded in its messages.", todo: ["Drop the .jsonl file that speaks of it."], anyway: false }),
    },
    {
        is: begins("GGUF", "\x93NUMPY", "\x89HDF", "\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05"),
        trouble: (name) => ({
            title: `${name} holds a model or numbers, not texts`,
            why: "It looks like weights of a model, or like data that Python has written for itself. Fine-tuning takes JSON Lines.",
            todo: [`If it was data in Python: write it with \`json.dumps\`, or ${asLines}.`, "Is there a .jsonl file beside it? Drop that here."],
            anyway: false,
        }),
    },
    {
        is: begins("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        trouble: (name) => ({ title: `${name} is an old Office document`, why: "Documents and spreadsheets are not read here.", todo: [`Export the rows, or ${asLines}.`], anyway: false }),
    },
    {
        is: (_, text) => /^\s*<(!doctype html|html|\?xml)/i.test(text),
        trouble: (name) => ({ title: `${name} is a web page, not a dataset`, why: "A download that asks for a login often saves the login page under the name of the file.", todo: ["Open the file in the browser to see what it is.", "Download the dataset again while you are logged in."], anyway: true }),
    },
    {
        is: (_, text, name) => /\.(csv|tsv)$/i.test(name) && !/^\s*[[{]/.test(text),
        trouble: (name) => ({
            title: `${name} is a table (CSV)`,
            why: "Fine-tuning takes JSON Lines: each line is one conversation as a JSON object.",
            todo: [
                `With Python, for columns \`question\` and \`answer\`: \`import csv, json; [print(json.dumps({"messages": [{"role": "user", "content": row["question"]}, {"role": "assistant", "content": row["answer"]}]})) for row in csv.DictReader(open("${name}"))]\``,
                "Save what it prints as data.jsonl and drop that here.",
            ],
            anyway: true,
        }),
    },
    {
        is: (head, text) => isBinary(head) && !text.startsWith("\ufeff"),
        trouble: (name) => ({ title: `${name} is not a text file`, why: "It has bytes that no text has, so it is no JSON Lines file.", todo: [`If a program made it, look for an export and ${asLines}.`], anyway: true }),
    },
];

/** Many zero bytes that are not UTF-16, where every other byte of plain text is zero. */
function isBinary(head: Uint8Array): boolean {
    if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
        return false;
    }
    const zeros = [0, 0];
    head.forEach((byte, at) => {
        if (byte === 0) {
            zeros[at % 2]! += 1;
        }
    });
    const [even, odd] = [zeros[0]!, zeros[1]!];
    const utf16 = Math.max(even, odd) > head.length / 4 && Math.min(even, odd) < head.length / 50;
    return even + odd > head.length / 50 && !utf16;
}

/** What is wrong with a file that begins with these (unpacked) bytes; null for what may be a dataset. */
export function troubleOf(head: Uint8Array, name: string): Trouble | null {
    // A sign for each byte; the decoder that is called Latin-1 is another.
    const text = String.fromCharCode(...head.subarray(0, 4096));
    return KINDS.find((kind) => kind.is(head, text, name))?.trouble(name) ?? null;
}
