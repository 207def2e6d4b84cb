//! `tunesmith plugin list` and `plugin show`.

use insta::assert_snapshot;
use tunesmith_tests::artifacts;

use super::harness::{Place, Said};

/// The transcript without hashes, which change with every compiler.
fn without_hashes(said: &Said) -> String {
    let words = said.to_string();
    let hash = |word: &&str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hashes: Vec<&str> = words.split_whitespace().filter(hash).collect();
    hashes
        .iter()
        .fold(words.clone(), |text, hash| text.replace(hash, "[sha256]"))
}

#[test]
fn the_standard_plugins_are_listed() {
    assert_snapshot!(Place::with_recipe("").tunesmith(&["plugin", "list"]), @r"
    math-generator       [version]  generator  Makes maths problems with worked, exact solutions: arithmetic, equations, fractions, shopping and time in five difficulties; no model needed, no question twice.
    math-scorer          [version]  scorer     Recomputes every equation and the final answer of a worked maths example: 1 all verified, 0 something is wrong, 0.5 not everything could be checked; marks wrong-step, wrong-answer, missing-answer, unchecked.
    support-generator    [version]  generator  Makes customer-support conversations with a model from seeds {product, facts, intents?}: personas, intents, tones and difficulties come evenly; one turn or several.
    text-quality-scorer  [version]  scorer     Scores how answers are written, 0 to 1: marks empty, too-short, too-long, repetitive, refusal, boilerplate, language-mix, mojibake and truncated text; no model needed.
    -- exit 0
    ");
}

#[test]
fn plugins_beside_a_recipe_are_listed_by_the_name_recipes_use() {
    let place = Place::with_recipe("");
    place.write(
        "plugins/mine.wasm",
        std::fs::read(artifacts::guest("scorer_ok")).unwrap(),
    );
    place.write("plugins/broken.wasm", "not wasm");
    let said = place.tunesmith(&["plugin", "list", "--recipe", "recipe.toml"]);
    assert_snapshot!(said, @r"
    broken               ?      broken     plugins/broken.wasm
    math-generator       [version]  generator  Makes maths problems with worked, exact solutions: arithmetic, equations, fractions, shopping and time in five difficulties; no model needed, no question twice.
    math-scorer          [version]  scorer     Recomputes every equation and the final answer of a worked maths example: 1 all verified, 0 something is wrong, 0.5 not everything could be checked; marks wrong-step, wrong-answer, missing-answer, unchecked.
    mine                 [version]  scorer     scores by length
    support-generator    [version]  generator  Makes customer-support conversations with a model from seeds {product, facts, intents?}: personas, intents, tones and difficulties come evenly; one turn or several.
    text-quality-scorer  [version]  scorer     Scores how answers are written, 0 to 1: marks empty, too-short, too-long, repetitive, refusal, boilerplate, language-mix, mojibake and truncated text; no model needed.
    -- stderr
    warning: `plugins/broken.wasm` is not a WebAssembly file; name the `.wasm` file that `cargo build --target wasm32-unknown-unknown` makes
    -- exit 1
    ");
}

#[test]
fn a_plugin_is_shown() {
    let said = Place::with_recipe("").tunesmith(&["plugin", "show", "math-scorer"]);
    assert_snapshot!(without_hashes(&said), @r#"
    math-scorer [version] (scorer)
    Recomputes every equation and the final answer of a worked maths example: 1 all verified, 0 something is wrong, 0.5 not everything could be checked; marks wrong-step, wrong-answer, missing-answer, unchecked.

    file      [installed]/plugins/math-scorer.wasm
    sha256    [sha256]
    licence   Apache-2.0
    authors   The tunesmith authors
    imports   tunesmith:plugin/log@[version]
    asks for  nothing

    Recomputes every equation in what the assistant says, and compares the answer it states with the one that is expected. All arithmetic is exact.

    It reads arithmetic and not prose: an equation with variables, or one that converts units, is left alone rather than guessed at. The expected answer comes from the
    example's metadata (`expected_key`) or from the question itself where that is plain arithmetic.

    | score | means |
    |---|---|
    | 1 | everything was checked and is right |
    | 0.5 | nothing wrong was found, but not everything could be checked |
    | 0 | a step or the answer is wrong |

    Marks: `wrong-step`, `wrong-answer`, `missing-answer`, `unchecked`. Figures: `equations`, `wrong`, `unclear`, `answer`, `expected`, `expected_from`.

    settings
      name            type     default     what it does
      expected_key    string   "expected"  Which member of an example's metadata h…
      require_answer  boolean  true        Whether a solution must state its answe…
    -- exit 0
    "#);
}

#[test]
fn a_file_is_shown() {
    let place = Place::with_recipe("");
    place.add_guest("scorer_ok");
    let said = place.tunesmith(&["plugin", "show", "./scorer_ok.wasm"]);
    assert_snapshot!(without_hashes(&said), @r"
    ok-scorer [version] (scorer)
    scores by length

    file      ./scorer_ok.wasm
    sha256    [sha256]
    licence   Apache-2.0
    authors   unnamed
    imports   tunesmith:plugin/log@[version]
    asks for  nothing

    settings
      name         type     default   what it does
      full_length  integer  required
    -- exit 0
    ");
}

#[test]
fn a_plugin_that_is_not_there_is_told_with_all_places() {
    let said = Place::with_recipe("").tunesmith(&["plugin", "show", "math-scorr"]);
    assert_snapshot!(said, @r"
    -- stderr
    error: plugin `math-scorr` is not there; looked for:
      plugins/math-scorr.wasm
      [installed]/plugins/math-scorr.wasm
      [above]/plugins/math-scorr.wasm
      [above]/lib/tunesmith/plugins/math-scorr.wasm
    help: `tunesmith plugin list` shows what is there; `cargo xtask plugins` builds the standard plugins
    -- exit 2
    ");
}
