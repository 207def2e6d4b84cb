//! Media as placeholders in texts: `<image>`, `<video>` and `<audio>` stand where the lists `images`, `videos` and `audios` follow in order.
//!
//! Thus LLaMA-Factory and ms-swift have it (LLaMA-Factory data/README.md; ms-swift Custom-dataset.md, 2025). An entry without a placeholder, or
//! a placeholder without an entry, is an error where the list is there; where it is not, the texts are plain.

use std::collections::VecDeque;

use crate::format::losses::Losses;
use crate::format::media::{Kind, Media, named};
use crate::format::openai_chat::{Parsed, array, text_of, wrong};
use crate::json_text::{ObjectWriter, array_text};
use crate::{Content, Example, Extra, JsonText, Part, Role};

/// The kinds that have a placeholder: its text and the name of its list.
const PLACEHOLDERS: [(Kind, &str, &str); 3] = [
    (Kind::Image, "<image>", "images"),
    (Kind::Video, "<video>", "videos"),
    (Kind::Audio, "<audio>", "audios"),
];

/// Names of the lists; a shape with placeholders gives them a meaning.
pub(super) const LISTS: [&str; 3] = ["images", "videos", "audios"];

/// The lists of a record that is read, taken from in order.
pub(super) struct Placeholders {
    lists: [Option<VecDeque<String>>; 3],
    totals: [usize; 3],
    used: [usize; 3],
}

impl Placeholders {
    /// Takes the lists out of the members of a record.
    pub(super) fn take(members: &mut Extra) -> Parsed<Self> {
        let mut lists = [None, None, None];
        for (list, (_, _, name)) in lists.iter_mut().zip(PLACEHOLDERS) {
            let Some(value) = members.take(name) else {
                continue;
            };
            let at = format!("/{name}");
            if value.as_str() == "null" {
                continue;
            }
            *list = Some(if let Some(one) = value.as_text() {
                VecDeque::from([one])
            } else {
                let entries = array(&at, &value)?.into_iter().enumerate();
                entries
                    .map(|(index, entry)| text_of(&format!("{at}/{index}"), &entry))
                    .collect::<Parsed<_>>()?
            });
        }
        let totals = std::array::from_fn(|kind| lists[kind].as_ref().map_or(0, VecDeque::len));
        Ok(Self {
            lists,
            totals,
            used: [0; 3],
        })
    }

    /// The content a text stands for.
    pub(super) fn content(&mut self, text: String) -> Content {
        let mut parts = Vec::new();
        let mut rest = 0;
        for (start, _) in text.match_indices('<') {
            let Some((kind, tag)) = self.placeholder(&text[start..]) else {
                continue;
            };
            push_text(&mut parts, &text[rest..start]);
            rest = start + tag.len();
            self.used[kind] += 1;
            if let Some(url) = self.lists[kind].as_mut().and_then(VecDeque::pop_front) {
                let media = Media {
                    kind: PLACEHOLDERS[kind].0,
                    url,
                    inner: Extra::default(),
                    extra: Extra::default(),
                };
                parts.push(media.into_part());
            }
        }
        if rest == 0 {
            return Content::Text(text);
        }
        push_text(&mut parts, &text[rest..]);
        Content::Parts(parts)
    }

    /// Which placeholder a text begins with, if its list is there.
    fn placeholder(&self, text: &str) -> Option<(usize, &'static str)> {
        PLACEHOLDERS
            .iter()
            .enumerate()
            .find(|(kind, (_, tag, _))| self.lists[*kind].is_some() && text.starts_with(tag))
            .map(|(kind, (_, tag, _))| (kind, *tag))
    }

    /// Checks that every entry had its placeholder and every placeholder its entry.
    pub(super) fn finish(&self) -> Parsed<()> {
        for (kind, (_, tag, name)) in PLACEHOLDERS.into_iter().enumerate() {
            let (total, used) = (self.totals[kind], self.used[kind]);
            if total != used {
                return Err(wrong(
                    &format!("/{name}"),
                    format!(
                        "the list has {total} entries and the texts hold `{tag}` {used} times; put one `{tag}` where each entry belongs"
                    ),
                ));
            }
        }
        Ok(())
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    if !text.is_empty() {
        parts.push(Part::Text {
            text: text.to_owned(),
            extra: Extra::default(),
        });
    }
}

/// The lists of a record that is written.
pub(super) struct Gallery {
    wanted: [bool; 3],
    lists: [Vec<String>; 3],
}

impl Gallery {
    /// For an example; a list is only written if something of its kind is shown in it.
    pub(super) fn new(example: &Example) -> Self {
        let mut wanted = [false; 3];
        let messages = example.messages.iter();
        let system = |role: &Role| matches!(role, Role::System | Role::Developer);
        for message in messages.filter(|message| !system(&message.role)) {
            let Content::Parts(parts) = &message.content else {
                continue;
            };
            for media in parts.iter().filter_map(Media::of_part) {
                if let Some(kind) = slot(media.kind) {
                    wanted[kind] = true;
                }
            }
        }
        Self {
            wanted,
            lists: Default::default(),
        }
    }

    pub(super) fn write(&self, writer: &mut ObjectWriter) {
        for (list, (_, _, name)) in self.lists.iter().zip(PLACEHOLDERS) {
            if !list.is_empty() {
                let urls = list.iter().map(|url| JsonText::string(url));
                let urls = urls.map(|url| url.as_str().to_owned());
                writer.member(name, &array_text(urls));
            }
        }
    }

    /// The text, with placeholders that would be taken for those of media written in square brackets.
    fn plain(&self, at: &str, text: &str, losses: &mut Losses) -> String {
        let mut text = text.to_owned();
        for (wanted, (kind, tag, _)) in self.wanted.iter().zip(PLACEHOLDERS) {
            if *wanted && text.contains(tag) {
                let harmless = format!("[{}]", kind.word());
                losses.add(
                    at,
                    format!(
                        "the text `{tag}` stands for media in this shape; it becomes `{harmless}`"
                    ),
                );
                text = text.replace(tag, &harmless);
            }
        }
        text
    }
}

fn slot(kind: Kind) -> Option<usize> {
    PLACEHOLDERS.iter().position(|(other, ..)| *other == kind)
}

/// The text of a content, for a shape whose contents are plain text. Without a gallery, or with what it has no list for, media are lost.
pub(super) fn text_of_content(
    at: &str,
    content: &Content,
    mut gallery: Option<&mut Gallery>,
    losses: &mut Losses,
) -> String {
    let parts = match content {
        Content::Absent | Content::Null => &[],
        Content::Text(text) => {
            return match gallery {
                Some(gallery) => gallery.plain(at, text, losses),
                None => text.clone(),
            };
        }
        Content::Parts(parts) => parts.as_slice(),
    };
    if parts.is_empty() {
        losses.add(
            at,
            "the content is missing, and the shape can only hold an empty text instead",
        );
    }
    let mut whole = String::new();
    let (mut after_text, mut joined) = (false, false);
    for (index, part) in parts.iter().enumerate() {
        let at = format!("{at}/{index}");
        let (text, extra) = match part {
            Part::Text { text, extra } => (text, extra),
            Part::Refusal { refusal, extra } => {
                losses.add(&at, "a refusal becomes plain text");
                (refusal, extra)
            }
            Part::Image { .. } | Part::Other(_) => {
                let placed = Media::of_part(part)
                    .and_then(|media| Some((slot(media.kind)?, media)))
                    .zip(gallery.as_deref_mut());
                let Some(((kind, media), gallery)) = placed else {
                    losses.add(&at, format!("there is no place for {}", named(part)));
                    continue;
                };
                losses.members(&format!("{at}/{}", media.kind.part_type()), &media.inner);
                losses.members(&at, &media.extra);
                whole.push_str(PLACEHOLDERS[kind].1);
                gallery.lists[kind].push(media.url);
                after_text = false;
                continue;
            }
        };
        losses.members(&at, extra);
        if after_text {
            whole.push('\n');
            joined = true;
        }
        after_text = true;
        match gallery.as_deref() {
            Some(gallery) => whole.push_str(&gallery.plain(&at, text, losses)),
            None => whole.push_str(text),
        }
    }
    if joined {
        losses.add(at, "text parts are joined by line breaks");
    }
    whole
}
