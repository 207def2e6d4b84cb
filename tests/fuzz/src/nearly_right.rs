//! Makes a file that is nearly right of any bytes: records of every known shape, each choice taken from the bytes, few of them wrong.
//!
//! Invariant: small changes of the bytes are small changes of the file, so that a fuzzer can find its way.

/// Takes choices from bytes; when they are used up, every choice is the first.
struct Choices<'a> {
    rest: &'a [u8],
    out: Vec<u8>,
}

/// Texts that have been trouble, next to harmless ones. They stand in JSON strings as they are.
const TEXTS: [&str; 24] = [
    "Where is my parcel?",
    "It left on Tuesday.",
    "",
    " ",
    "\\n",
    "a \\u00e9 b",
    "\\ud83d\\ude00",
    "\\ud83d",
    "\\ude00 \\ud83d",
    "東京の天気は？",
    "é😀\u{feff}\u{200b}",
    "<|im_start|>user",
    "<|endoftext|>",
    "{{name}} [INSERT]",
    "I'm sorry, but I can't help with that.",
    "As an AI language model",
    "\\/\\\\\\\"\\b\\f\\r\\t",
    "\\u0000",
    "\\x",
    "\u{1}",
    "https://example.com/a.png",
    "data:image/png;base64,iVBORw0KGgo=",
    "{\\\"city\\\":\\\"Berlin\\\"}",
    "{\\\"city\\\":",
];

const ROLES: [&str; 12] = [
    "user",
    "assistant",
    "system",
    "tool",
    "developer",
    "function",
    "User",
    "human",
    "gpt",
    "model",
    "ipython",
    "",
];

const EXTRA: [&str; 18] = [
    "\"name\":\"anna\"",
    "\"weight\":0",
    "\"weight\":1",
    "\"weight\":0.5",
    "\"weight\":null",
    "\"refusal\":\"no\"",
    "\"refusal\":null",
    "\"audio\":{}",
    "\"role\":\"user\"",
    "\"content\":null",
    "\"thinking\":\"hm\"",
    "\"reasoning_content\":\"hm\"",
    "\"metadata\":{\"a\":1}",
    "\"key\":NaN",
    "\"key\":'x'",
    "\"\":[]",
    "\"train\":true",
    "\"parallel_tool_calls\":false",
];

/// The file that the choices make.
pub(super) fn nearly_right(choices: &[u8]) -> Vec<u8> {
    let mut choices = Choices {
        rest: choices,
        out: Vec::new(),
    };
    choices.file();
    choices.out
}

impl Choices<'_> {
    fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((byte, rest)) => {
                self.rest = rest;
                *byte
            }
            None => 0,
        }
    }

    /// Below `end`.
    fn pick(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end
    }

    /// True once in about `one_in` times, never when the choices are used up.
    fn rarely(&mut self, one_in: u8) -> bool {
        self.byte() % one_in == one_in - 1
    }

    fn put(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn file(&mut self) {
        let mark = ["", "", "", "\u{feff}"][self.pick(4)];
        let (open, between, close) = [
            ("", "\n", "\n"),
            ("", "\n", ""),
            ("", "\r\n", "\r\n"),
            ("", "\n\n", "\n \n"),
            ("[", ",", "]"),
            ("[\n", ",\n", "\n]\n"),
            ("[", ",\n", ""),
            ("[", " ", "]]"),
        ][self.pick(8)];
        self.put(mark);
        self.put(open);
        for index in 0..1 + self.pick(6) {
            if index > 0 {
                self.put(between);
            }
            let start = self.out.len();
            self.record();
            if self.rarely(6) {
                let again = self.out[start..].to_vec();
                self.put(between);
                self.out.extend(again);
            }
            if self.rarely(12) {
                self.damage(start);
            }
            if self.rest.is_empty() {
                break;
            }
        }
        self.put(close);
    }

    /// Changes one byte of what was written from `start` on.
    fn damage(&mut self, start: usize) {
        let length = self.out.len() - start;
        let at = start + (self.pick(256) << 8 | self.pick(256)) % length.max(1);
        match self.pick(4) {
            0 => self.out.truncate(at),
            1 if at < self.out.len() => {
                self.out.remove(at);
            }
            2 => {
                let byte = self.byte();
                self.out.insert(at, byte);
            }
            _ => {
                let byte = self.byte();
                if let Some(place) = self.out.get_mut(at) {
                    *place = byte;
                }
            }
        }
    }

    fn space(&mut self) {
        let space = ["", "", "", " ", "\t", "  "][self.pick(6)];
        self.put(space);
        if self.rarely(40) {
            self.put("\n  ");
        }
    }

    fn record(&mut self) {
        match self.pick(12) {
            0..=3 => self.chat(),
            4 | 5 => self.tools(),
            6 => {
                self.put("{\"input\":{\"messages\":");
                self.messages(3);
                self.put("},\"preferred_output\":");
                self.messages(2);
                self.put(",\"non_preferred_output\":");
                self.messages(2);
                self.put("}");
            }
            7 => self.texts(&["prompt", "completion"]),
            8 => self.texts(&["instruction", "input", "output"]),
            9 => {
                self.put("{\"conversations\":");
                self.turns();
                self.put("}");
            }
            10 => self.contents(),
            _ => {
                let keys = [
                    ["prompt", "chosen", "rejected"],
                    ["text", "label", "messages"],
                    ["query", "response", "history"],
                    ["schemaVersion", "system", "messages"],
                ][self.pick(4)];
                self.texts(&keys);
            }
        }
    }

    fn texts(&mut self, keys: &[&str]) {
        self.put("{");
        for (index, key) in keys.iter().enumerate() {
            if self.rarely(12) {
                continue;
            }
            if index > 0 {
                self.put(",");
            }
            self.key(key);
            self.value();
        }
        self.extra();
        self.put("}");
    }

    fn key(&mut self, key: &str) {
        self.put("\"");
        self.put(key);
        self.put("\":");
        self.space();
    }

    /// A text mostly.
    fn value(&mut self) {
        match self.pick(12) {
            9 => self.messages(2),
            10 => {
                let value = ["null", "true", "1", "-0.0e5", "01", "NaN", "{}", "[]"][self.pick(8)];
                self.put(value);
            }
            11 => self.parts(),
            _ => self.text(),
        }
    }

    fn text(&mut self) {
        self.put("\"");
        for _ in 0..1 + self.pick(3) {
            let text = TEXTS[self.pick(TEXTS.len())];
            self.put(text);
        }
        self.put("\"");
    }

    fn chat(&mut self) {
        self.put("{");
        self.key("messages");
        self.messages(6);
        self.extra();
        self.put("}");
    }

    fn extra(&mut self) {
        if self.rarely(6) {
            self.put(",");
            let extra = EXTRA[self.pick(EXTRA.len())];
            self.put(extra);
        }
    }

    fn messages(&mut self, most: usize) {
        self.put("[");
        let count = 2 + self.pick(most);
        let system = usize::from(self.rarely(3));
        for index in 0..count {
            if index > 0 {
                self.put(",");
                self.space();
            }
            let usual = match (index, system) {
                (0, 1) => 2,
                _ => (index + system) % 2,
            };
            self.put("{");
            self.key("role");
            let role = if self.rarely(8) {
                self.pick(ROLES.len())
            } else {
                usual
            };
            self.put("\"");
            self.put(ROLES[role]);
            self.put("\"");
            self.space();
            self.put(",");
            self.key("content");
            self.value();
            self.extra();
            self.put("}");
            self.space();
        }
        self.put("]");
    }

    fn parts(&mut self) {
        self.put("[");
        for index in 0..self.pick(4) {
            if index > 0 {
                self.put(",");
            }
            match self.pick(5) {
                0 | 1 => {
                    self.put("{\"type\":\"text\",\"text\":");
                    self.text();
                    self.put("}");
                }
                2 => {
                    self.put("{\"type\":\"image_url\",\"image_url\":{\"url\":");
                    self.text();
                    self.put(",\"detail\":\"low\"}}");
                }
                3 => self.put("{\"type\":\"input_audio\"}"),
                _ => self.text(),
            }
        }
        self.put("]");
    }

    fn tools(&mut self) {
        let ids = [
            "c1",
            "c2",
            "",
            "call_abcdefghijklmnopqrstuvwxyz0123456789abcdef",
        ];
        let (id, name) = (
            ids[self.pick(4)],
            ["weather", "get weather", "", "w"][self.pick(4)],
        );
        self.put("{\"messages\":[{\"role\":\"user\",\"content\":");
        self.text();
        self.put("},{\"role\":\"assistant\",");
        if self.rarely(2) {
            self.put("\"content\":null,");
        }
        self.put("\"tool_calls\":[{\"id\":\"");
        self.put(id);
        self.put("\",\"type\":\"function\",\"function\":{\"name\":\"");
        self.put(name);
        self.put("\",\"arguments\":");
        let arguments = [
            "\"{}\"",
            "\"{\\\"city\\\":\\\"Berlin\\\"}\"",
            "{\"city\":\"Berlin\"}",
            "\"{\\\"city\\\":\"",
            "\"\"",
            "null",
            "\"[1]\"",
            "\"{\\\"a\\\":NaN}\"",
        ][self.pick(8)];
        self.put(arguments);
        self.put("}}]");
        self.extra();
        self.put("},{\"role\":\"tool\",\"tool_call_id\":\"");
        let answers = if self.rarely(6) {
            ids[self.pick(4)]
        } else {
            id
        };
        self.put(answers);
        self.put("\",\"content\":");
        self.value();
        self.put("}");
        if !self.rarely(4) {
            self.put(",{\"role\":\"assistant\",\"content\":");
            self.text();
            self.put("}");
        }
        self.put("]");
        if !self.rarely(4) {
            let tools = [
                "[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}}}]",
                "[]",
                "[{\"name\":\"weather\"}]",
                "[{\"type\":\"function\",\"function\":{\"name\":\"w\",\"parameters\":{\"type\":\"strin\"}}},{\"type\":\"function\",\"function\":{\"name\":\"w\"}}]",
                "{}",
            ][self.pick(5)];
            self.put(",\"tools\":");
            self.put(tools);
        }
        self.extra();
        self.put("}");
    }

    fn turns(&mut self) {
        self.put("[");
        for index in 0..self.pick(5) {
            if index > 0 {
                self.put(",");
            }
            let usual = ["human", "gpt"][index % 2];
            let who = if self.rarely(5) {
                [
                    "system",
                    "function_call",
                    "observation",
                    "tool",
                    "user",
                    "bing",
                ][self.pick(6)]
            } else {
                usual
            };
            self.put("{\"from\":\"");
            self.put(who);
            self.put("\",\"value\":");
            self.value();
            self.extra();
            self.put("}");
        }
        self.put("]");
    }

    fn contents(&mut self) {
        self.put("{\"contents\":[");
        for index in 0..1 + self.pick(4) {
            if index > 0 {
                self.put(",");
            }
            self.put("{\"role\":\"");
            let role = if self.rarely(6) {
                "function"
            } else {
                ["user", "model"][index % 2]
            };
            self.put(role);
            self.put("\",\"parts\":[");
            let part = [
                "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Berlin\"}}}",
                "{\"functionResponse\":{\"name\":\"weather\",\"response\":{\"t\":21}}}",
                "{\"fileData\":{\"mimeType\":\"image/png\",\"fileUri\":\"gs://b/a.png\"}}",
                "{\"inlineData\":{}}",
            ];
            if self.rarely(4) {
                let part = part[self.pick(4)];
                self.put(part);
            } else {
                self.put("{\"text\":");
                self.text();
                self.put("}");
            }
            self.put("]}");
        }
        self.put("]");
        self.extra();
        self.put("}");
    }
}
