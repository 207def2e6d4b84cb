//! Words that say nothing by themselves, abbreviations, and phrases that decline.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::text::stem;

/// Function words of English, German, French and Spanish, and words by which an answer talks about its source.
const STOP_WORDS: &str = " a about above according after again all also although am an and another any anything are aren't as at based be because \
been before being below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each \
either else even every everything few for from further given had has hasn't have haven't having he he'll he's her here here's hers \
herself him himself his how however i i'd i'll i'm i've if in into is isn't it it'll it's its itself just let let's like many may maybe \
me might more most much must my myself neither no nor not nothing of off on once one only or other otherwise our ours out over own \
per please rather same shall she she's should shouldn't since so some something such than that that's the their theirs them \
themselves then there there's therefore these they they're they've this those though through thus to too under until up upon us very \
via was wasn't we we'll we're we've well were weren't what what's when where whether which while who whom whose why will with within \
without won't would wouldn't yes yet you you'd you'll you're you've your yours yourself \
answer answers article chunk context document documents following information mention mentioned mentions passage provided question \
says section source sources stated states statement text certainly sure okay ok hope helps happy glad \
aber als am auch auf aus bei bin bis bist da damit dann das dass dein dem den der des dich die dies diese dieser dieses doch dort du \
durch ein eine einem einen einer eines er es für haben hat hier ich ihr im in ist ja jede jeder kann kein keine können mit muss nach \
nicht noch nur oder ob ohne sehr sein seine sich sie sind so über um und uns unter vom von vor war was weil wenn wer werden wie wir \
wird wo zu zum zur zwischen \
alors au aussi aux avec ce ces cette comme dans de des du elle en est et eux il ils je la le les leur lui mais même mes mon ne nos \
notre nous on ont ou où par pas pour qu que qui sa sans se ses si son sont sur ta te tes ton tu un une vos votre vous \
al algo como con cual cuando de del desde donde el ella ellos en entre era es esa ese eso esta este esto están está fue ha hay la las \
le les lo los más me mi muy no nos nosotros o para pero por porque que quien se ser si sin sobre son su sus también te tiene todo tu un \
una uno unos y ya yo ";

/// Stems of words that are often written with a capital and name nothing the source must have.
const PLAIN_WORDS: &str = " january february march april may june july august september october november december monday tuesday wednesday \
thursday friday saturday sunday step note tip answer chapter figure table page part faq internet english ";

const ABBREVIATIONS: &str = " dr mr mrs ms prof st sr jr vs etc no inc ltd co fig e.g i.e eg ie approx dept est min max vol pp ca bzw usw z.b d.h bspw \
nr ff gen sen rep gov lt sgt col u.s u.k a.m p.m ";

/// Ways of saying that the source does not have the answer, in lower case.
const DECLINES: [&str; 70] = [
    "does not say",
    "doesn't say",
    "do not say",
    "don't say",
    "does not mention",
    "doesn't mention",
    "do not mention",
    "don't mention",
    "does not state",
    "doesn't state",
    "do not state",
    "don't state",
    "does not specify",
    "doesn't specify",
    "do not specify",
    "don't specify",
    "does not provide",
    "doesn't provide",
    "do not provide",
    "don't provide",
    "does not contain",
    "doesn't contain",
    "do not contain",
    "don't contain",
    "does not include",
    "doesn't include",
    "do not include",
    "don't include",
    "does not give",
    "doesn't give",
    "do not give",
    "don't give",
    "does not cover",
    "doesn't cover",
    "does not answer",
    "doesn't answer",
    "does not tell",
    "doesn't tell",
    "does not explain",
    "doesn't explain",
    "is not mentioned",
    "isn't mentioned",
    "are not mentioned",
    "not mentioned in",
    "is not stated",
    "isn't stated",
    "not stated in",
    "is not specified",
    "isn't specified",
    "not specified in",
    "is not given",
    "isn't given",
    "not given in",
    "not covered in",
    "is not covered",
    "not provided in",
    "is not provided",
    "not included in",
    "not found in",
    "no information",
    "no mention of",
    "not enough information",
    "insufficient information",
    "cannot be answered",
    "can't be answered",
    "can not be answered",
    "cannot be determined",
    "i don't know",
    "i do not know",
    "nothing about",
];

/// The same, as the beginning of what the assistant could not do; `to find` … must follow.
const UNABLE: [&str; 12] = [
    "i can't answer",
    "i cannot answer",
    "i can not answer",
    "i am unable to",
    "i'm unable to",
    "i couldn't find",
    "i could not find",
    "i can't find",
    "i cannot find",
    "unable to find",
    "unable to answer",
    "i can't tell",
];

/// Every phrase has one of these; looking for them first is quick.
const HINTS: [&str; 6] = ["n't", "not ", "no ", "nothing", "unable", "insufficient"];

static STOP_SET: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| STOP_WORDS.split_whitespace().collect());
static PLAIN_SET: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| PLAIN_WORDS.split_whitespace().map(stem).collect());

/// Takes a word in lower case.
pub(crate) fn is_stop_word(word: &str) -> bool {
    if word.contains('\u{2019}') {
        return STOP_SET.contains(word.replace('\u{2019}', "'").as_str());
    }
    STOP_SET.contains(word)
}

/// Takes a stem.
pub(crate) fn is_plain_word(word: &str) -> bool {
    PLAIN_SET.contains(word)
}

pub(crate) fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.split_whitespace().any(|it| it == word)
}

/// Whether a sentence says that the source does not have it. `further` are phrases of the settings, in lower case.
pub(crate) fn declines(sentence: &str, further: &[String]) -> bool {
    let line = sentence.to_lowercase().replace('\u{2019}', "'");
    if further.is_empty() && !HINTS.iter().any(|it| line.contains(it)) {
        return false;
    }
    let known = DECLINES.iter().chain(&UNABLE).any(|it| line.contains(it));
    known || further.iter().any(|it| line.contains(it.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{declines, is_stop_word};

    #[test]
    fn declining_is_recognised() {
        assert!(declines("The document doesn’t say who painted it.", &[]));
        assert!(declines("I could not find the price in the text.", &[]));
        assert!(declines("Keine Angabe dazu.", &["keine angabe".to_owned()]));
        assert!(!declines("It was painted in Oslo.", &[]));
        assert!(is_stop_word("don’t") && !is_stop_word("a b") && !is_stop_word(""));
    }
}
