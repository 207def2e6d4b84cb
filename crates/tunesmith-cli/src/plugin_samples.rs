//! The examples that `plugin check` and `plugin bench` hand to a plugin where the user names no dataset: the shapes that real
//! datasets have, 64 of them, the same every time.

use tunesmith_core::{Example, read_for_scoring};

/// How many there are: a batch as runs cut it.
pub(crate) const SAMPLES: usize = 64;

/// Each shape with `#` in the place of a number. One record of a file each.
const SHAPES: [&str; 8] = [
    r##"{"messages":[{"role":"user","content":"How do I descale the Halden K# kettle?"},{"role":"assistant","content":"Fill it halfway with water, add # g of citric acid, let it boil once and wait for twenty minutes. Rinse it three times. If a white film stays, repeat it with fresh acid."}]}"##,
    r##"{"messages":[{"role":"system","content":"You are a patient teacher of arithmetic."},{"role":"user","content":"A box holds 12 eggs. How many eggs are in # boxes and 5 loose eggs, if # boxes hold 12 each?"},{"role":"assistant","content":"Each box has 12 eggs. 12 * 7 = 84. 84 + 5 = 89.\n\nAnswer: 89"}],"metadata":{"expected":"89"}}"##,
    r##"{"messages":[{"role":"user","content":"Write a function that clamps a number to 0..=#."},{"role":"assistant","content":"```rust\n/// Keeps `value` within the range.\npub fn clamp(value: i64) -> i64 {\n    value.clamp(0, #)\n}\n```\n\nIt uses `Ord::clamp`, which panics only if the bounds are the wrong way round."}]}"##,
    r##"{"messages":[{"role":"user","content":"Extract name, city and age: Mara Lind, #, lives in Göteborg."},{"role":"assistant","content":"{\"name\":\"Mara Lind\",\"city\":\"Göteborg\",\"age\":#}"}]}"##,
    r##"{"messages":[{"role":"user","content":"Wie wird das Wetter morgen in Bremen?"},{"role":"assistant","tool_calls":[{"id":"call_#","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Bremen\",\"day\":\"tomorrow\"}"}}]},{"role":"tool","tool_call_id":"call_#","content":"{\"celsius\":#,\"sky\":\"cloudy\"}"},{"role":"assistant","content":"Morgen wird es in Bremen bewölkt bei etwa # Grad. Nimm eine Jacke mit."}],"tools":[{"type":"function","function":{"name":"weather","description":"The weather of a day.","parameters":{"type":"object","properties":{"city":{"type":"string"},"day":{"type":"string"}},"required":["city"]}}}]}"##,
    r##"{"messages":[{"role":"user","content":"#号机器为什么停了?"},{"role":"assistant","content":"传感器报告温度过高,控制器按规定停机。请先检查冷却水的流量,再看风扇是否转动;温度降到 # 度以下之后可以重新启动。"}]}"##,
    r##"{"messages":[{"role":"user","content":"My order #44# has not come."},{"role":"assistant","content":"I am sorry to hear that. Was it sent to the address on your account?"},{"role":"user","content":"Yes, and the tracking page has said the same for # days."},{"role":"assistant","content":"Then it is lost as far as we are concerned: I have ordered a replacement, which leaves us today. You will get a message with the new number, and you need not send anything back if both arrive."},{"role":"user","content":"Thank you!"},{"role":"assistant","content":"You are welcome. Is there anything else?"}]}"##,
    r##"{"messages":[{"role":"user","content":"Summarise the report of week #."},{"role":"assistant","content":"LONG"}]}"##,
];

const LONG: &str = "In week # the line ran for five days. Output rose by a little over two per cent against the week before, mostly because the \
                    second shift was fully staffed again. Two faults cost time: a worn belt on Tuesday and a full buffer on Thursday. ";

/// All of them.
pub(crate) fn samples() -> Vec<Example> {
    (0..SAMPLES)
        .map(|index| {
            let text = SHAPES[index % SHAPES.len()].replace("LONG", &LONG.repeat(1 + index / 4));
            let text = text.replace('#', &(index + 7).to_string());
            read_for_scoring(text.as_bytes()).expect("the shapes above are records")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{SAMPLES, samples};

    #[test]
    fn samples_are_read_and_differ() {
        let samples = samples();
        assert_eq!(samples.len(), SAMPLES);
        for pair in samples.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
    }
}
