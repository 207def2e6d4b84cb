//! The scorer through its trait: golden vectors, settings, and that nothing makes it fall over.

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, testing};

use crate::CodeAnswers;

#[test]
fn scores_never_change() {
    testing::golden::scorer::<CodeAnswers>(concat!(env!("CARGO_MANIFEST_DIR"), "/golden.jsonl"));
}

#[test]
fn settings_that_make_no_sense_are_named() {
    let error = |settings| testing::scorer::<CodeAnswers>(settings).err().unwrap();
    assert_eq!(
        error(json!({"languages": ["pyhton"]})),
        "`languages` names `pyhton`, which is no language's name in lower case"
    );
    assert!(
        error(json!({"unfenced": "bash"})).starts_with("`unfenced` is `bash`; it must be rust")
    );
    assert!(
        error(json!({"skip": ["typo"]})).starts_with("`skip` names `typo`; the marks are no-code")
    );
    assert!(error(json!({"language": []})).contains("unknown field"));
}

fn example(answer: &str) -> Example {
    let value = json!({"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": answer}]});
    Example::from_value(&value).unwrap()
}

const LANGUAGES: [&str; 8] = ["rust", "python", "js", "ts", "tsx", "json", "jsonl", "toml"];

#[test]
fn work_is_bounded() {
    let scorer: CodeAnswers = testing::scorer(json!({})).unwrap();
    let pieces = [
        "(",
        "[",
        "{",
        "((",
        "{[",
        "!",
        "- ",
        "not ",
        "x=>",
        "a?b:",
        "if(a)",
        "if(a){}else ",
        "Vec<",
        "a.b()",
        "<a>",
        "&",
        "a+",
        "a;\n",
        "x = 1\n",
        "\"",
        "`${",
        "f\"{",
        "a = [",
        "[a.",
        "/*",
        "#",
        "fn a() {",
        "if x:\n ",
        "await ",
        "new ",
        "a<b",
        "lambda: ",
        "|a|",
        "a=b=",
        "**",
        "::a",
        "a as b ",
        "- - ",
        "typeof ",
        "{\"a\":",
        "label: ",
        "@a ",
        "'",
        "a&&",
    ];
    for piece in pieces {
        for language in LANGUAGES {
            for count in [190, 100_000 / piece.len()] {
                let answer = format!("```{language}\n{}\n```", piece.repeat(count));
                testing::score(&scorer, &example(&answer));
            }
        }
    }
    for answer in [
        "```\n".repeat(200_000),
        "```py\nx\n```\n".repeat(80_000),
        "x".repeat(1_000_000),
    ] {
        testing::score(&scorer, &example(&answer));
    }
}

fn words() -> impl Strategy<Value = String> {
    let words = [
        "fn", "def", "f", "(", ")", "{", "}", "[", "]", ":", ";", "\n", "    ", "=", "=>", "<",
        ">", "/", "'", "\"", "`", "#", "//", "...", "let", "const", "if", "else", "return", "1",
        "x", "é", ">>>", "async", "await", "class", "import", "\\", "$", "@", "!", "é", "\t",
    ];
    let word = prop::sample::select(words.to_vec());
    prop::collection::vec(word, 0..30).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn no_code_makes_it_panic(language in prop::sample::select(LANGUAGES.to_vec()), code in words(), any in ".{0,60}", info in ".{0,8}") {
        let scorer: CodeAnswers = testing::scorer(json!({"unfenced": "python"})).unwrap();
        for answer in [format!("```{language}\n{code}\n```"), format!("```{language}\n{any}"), format!("~~~{info}\n{code}"), code, any] {
            let value = testing::try_score(&scorer, &example(&answer)).unwrap().value;
            prop_assert!((0.0..=1.0).contains(&value));
        }
    }

    #[test]
    fn no_example_makes_it_panic(content in prop_oneof![Just(Value::Null), ".{0,20}".prop_map(Value::from), Just(json!([{"type": "text", "text": "```py\nx"}]))]) {
        let scorer: CodeAnswers = testing::scorer(json!({"require_code": true})).unwrap();
        let value = json!({"messages": [{"role": "assistant", "content": content, "weight": 1}], "metadata": {"kind": 3}, "preferred_output": [3]});
        testing::try_score(&scorer, &Example::from_value(&value).unwrap()).unwrap();
    }
}
