//! Writes HTML wherever it may write, with the address that the first message names: the page must show it as text.

use tunesmith_guests::{SomeSettings, description};
use tunesmith_plugin_sdk::{Description, Example, Map, Score, Scorer, json};

struct Guest;

fn html(address: &str, place: &str) -> String {
    format!(
        "<img src=\"{address}?by={place}-img\"><script>location.href=\"{address}?by={place}-script\"</script>\
         <meta http-equiv=\"refresh\" content=\"0;url={address}?by={place}-refresh\">\
         <iframe src=\"javascript:top.location='{address}?by={place}-frame'\"></iframe>\
         <a href=\"{address}?by={place}-link\">a link</a> [a link]({address}?by={place}-markdown)"
    )
}

impl Scorer for Guest {
    type Settings = SomeSettings;

    fn describe() -> Description {
        description(
            "html-scorer",
            "writes <b>HTML</b> <img src=\"x\" onerror=\"location.href='http://127.0.0.1:9/'\">",
        )
    }

    fn new(settings: SomeSettings) -> Result<Self, String> {
        settings.check().map(|_| Self)
    }

    fn score(&self, example: &Example) -> Result<Score, String> {
        let address = example
            .messages
            .first()
            .map_or("", |message| &message.content);
        if address.contains("refuse") {
            return Err(html(address, "error"));
        }
        Ok(Score {
            value: 1.0,
            marks: vec![html(address, "mark")],
            note: Some(html(address, "note")),
            extra: Map::from_iter([(html(address, "key"), json!(html(address, "value")))]),
        })
    }
}

tunesmith_plugin_sdk::export!(scorer: Guest);
