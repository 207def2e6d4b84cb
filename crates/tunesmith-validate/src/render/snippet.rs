//! One line of source with its places marked, cut to a width. Shared by the views that draw.
//!
//! Invariant: marks lie inside the text, between characters.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Snippet, normalize_untrusted_str};
use tunesmith_core::{Label, Location};
use unicode_width::UnicodeWidthChar;

use crate::file_report::Reported;

/// What is to be drawn.
pub(super) struct Cut {
    text: String,
    place: Range<usize>,
    /// The related places that fit in, with what is there.
    related: Vec<(Range<usize>, String)>,
    /// Which of the related places these are.
    shown: Vec<usize>,
}

impl Cut {
    /// Cuts the excerpt to `width` columns around its place; related places of the same record come along where there is room. `None` if there is
    /// no excerpt or nothing to see in it.
    pub(super) fn of(reported: &Reported, width: usize) -> Option<Self> {
        let excerpt = reported.excerpt.as_ref()?;
        let all = excerpt.text.as_str();
        // Why: a line that is all white space shows nothing to point at.
        if all.trim().is_empty() {
            return None;
        }
        let Range { start, end } = excerpt.highlight;
        let found = &reported.diagnostic;
        // Room for an ellipsis on either side.
        let room = width.saturating_sub(2);
        let mut focus = start..start;
        let mut related = Vec::new();
        for (index, label) in found.related.iter().enumerate() {
            let Some(place) = place_in(all, start, &found.location, label) else {
                continue;
            };
            let wider = focus.start.min(place.start)..focus.end.max(place.end);
            if width_of(&all[wider.clone()]) <= room {
                focus = wider;
                related.push((index, place));
            }
        }
        let window = widen(all, focus, room);
        let mut text = String::new();
        if window.start > 0 || excerpt.cut_left {
            text.push('…');
        }
        let shift = text.len();
        text.push_str(&all[window.clone()]);
        if window.end < all.len() || excerpt.cut_right {
            text.push('…');
        }
        let moved = |place: Range<usize>| {
            place.start - window.start + shift..place.end.min(window.end) - window.start + shift
        };
        Some(Self {
            text,
            place: moved(start..end),
            shown: related.iter().map(|(index, _)| *index).collect(),
            related: related
                .into_iter()
                .map(|(index, place)| {
                    let message = normalize_untrusted_str(&found.related[index].message);
                    (moved(place), message)
                })
                .collect(),
        })
    }

    /// Whether the related place of this index is marked.
    pub(super) fn shows(&self, index: usize) -> bool {
        self.shown.contains(&index)
    }

    /// For `annotate_snippets`.
    pub(super) fn snippet(&self, line: usize) -> Snippet<'_, Annotation<'_>> {
        let related = self.related.iter().map(|(place, message)| {
            AnnotationKind::Context
                .span(place.clone())
                .label(message.as_str())
        });
        Snippet::source(self.text.as_str())
            .line_start(line)
            .annotation(AnnotationKind::Primary.span(self.place.clone()))
            .annotations(related)
    }
}

/// Where a related place is in the excerpt. `None` if it is in another record or outside, or if broken characters, which are longer in the
/// excerpt than in the file, make that uncertain.
fn place_in(text: &str, start: usize, location: &Location, label: &Label) -> Option<Range<usize>> {
    let Location { line, bytes, .. } = &label.location;
    let certain = |range: Range<usize>| text.get(range).filter(|text| !text.contains('\u{fffd}'));
    if *line == 0 || *line != location.line {
        return None;
    }
    let from = if bytes.start >= location.bytes.start {
        let ahead = usize::try_from(bytes.start - location.bytes.start).ok()?;
        let from = start.checked_add(ahead)?;
        certain(start..from)?;
        from
    } else {
        let behind = usize::try_from(location.bytes.start - bytes.start).ok()?;
        let from = start.checked_sub(behind)?;
        certain(from..start)?;
        from
    };
    let length = usize::try_from(bytes.end.checked_sub(bytes.start)?).ok()?;
    let place = from..from.checked_add(length)?;
    certain(place.clone())?;
    Some(place)
}

/// The widest piece around `focus` that takes no more than `room` columns: a third of the free room goes to what stands before, more where there is
/// little behind.
fn widen(all: &str, focus: Range<usize>, room: usize) -> Range<usize> {
    let (before, after) = (&all[..focus.start], &all[focus.end..]);
    let (all_before, all_after) = (width_of(before), width_of(after));
    let room = room.saturating_sub(width_of(&all[focus.clone()]));
    let room_before = (room / 3)
        .max(room.saturating_sub(all_after))
        .min(all_before);
    let room_after = room - room_before;
    let fitting = |room: usize, letters: &mut dyn Iterator<Item = char>| {
        let mut used = 0;
        letters
            .take_while(|letter| {
                used += columns(*letter);
                used <= room
            })
            .map(char::len_utf8)
            .sum::<usize>()
    };
    let left = focus.start - fitting(room_before, &mut before.chars().rev());
    let right = focus.end + fitting(room_after, &mut after.chars());
    left..right
}

fn width_of(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// How many columns a character takes, as `annotate_snippets` counts: a tab is four spaces, a control character one picture.
fn columns(letter: char) -> usize {
    match letter {
        '\t' => 4,
        _ => letter.width().unwrap_or(1),
    }
}
