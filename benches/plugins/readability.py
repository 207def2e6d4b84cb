"""The readability scorer in Python, rule for rule, for English in ASCII: sentences by a regular expression, syllables by the same rules."""

import math
import re

from measured import measure

ABBREVIATIONS = set("mr. mrs. ms. dr. prof. st. vs. e.g. i.e. etc. no. fig. vol. approx. dept. est. inc. ltd. jr. sr. z.b. d.h. bzw. ca. nr. p.".split())
FUNCTION_WORDS = set(
    "the of and to a in is it you that for on are with as be this have from or by not but what all were when your can there an which"
    " their will if at has how was do".split()
)
EXCEPTIONS = dict(
    pair.split(":")
    for pair in "area:3 areas:3 being:2 business:2 businesses:3 cafe:2 coordinate:4 create:2 created:3 creates:2 creation:3 creative:3"
    " different:3 doesn't:2 didn't:2 isn't:2 wasn't:2 couldn't:2 wouldn't:2 shouldn't:2 every:2 everyone:3 everything:3 everywhere:3"
    " evening:2 guideline:2 guidelines:2 hour:1 hours:1 idea:3 ideas:3 interesting:3 lifetime:2 people:2 recipe:3 recipes:3 science:2"
    " sometimes:2 somewhere:2 someone:2 something:2 therefore:2 homework:2 online:2 website:2 websites:2 whole:1 carbohydrates:4".split()
)
AFTER_SILENT_E = ("ly", "ful", "fully", "less", "ment", "ments", "ness", "some")
# Unicode's rule SB8 for ASCII: no new sentence where the next letter is small.
SENTENCE = re.compile(r"(?:[!?][)\"'\]]*|\.[)\"'\]]*(?=\s+(?![^A-Za-z.!?]*[a-z])))\s+")
ITEM = re.compile(r"(?:[-*+]|\d+[.)]) +(.*)")
OUTER = re.compile(r"^[^0-9A-Za-z]+|[^0-9A-Za-z]+$")
KEPT = str.maketrans("", "", "*_>")


def blocks(text):
    found, fenced = [""], False
    for line in text.splitlines():
        line = line.strip()
        if line.startswith(("```", "~~~")):
            fenced = not fenced
            found.append("")
            continue
        if fenced or not line or line.startswith(("|", "#", "<!--")):
            found.append("")
            continue
        item = ITEM.match(line)
        if item or not line[0].islower():
            found.append("")
        found[-1] += prose(item.group(1) if item else line) + " "
    return [block for block in found if block.strip()]


def prose(line):
    parts = line.split("`")
    if len(parts) % 2 == 1:
        parts = parts[::2]
    words = re.findall(r"\S+\s*|\s+", "".join(parts))
    return "".join(word for word in words if "://" not in word and not set(word) & set("@=<")).translate(KEPT)


def sentences(text):
    found = []
    for block in blocks(text):
        opened = []
        for sentence in SENTENCE.split(block):
            opened += [word for word in (OUTER.sub("", word) for word in sentence.split()) if word]
            last = sentence.split()[-1:] or [""]
            if last[0].lstrip("(").lower() + "." not in ABBREVIATIONS and opened:
                found.append(opened)
                opened = []
        if opened:
            found.append(opened)
    return found


def syllables(word):
    word = word.lower()
    if word in EXCEPTIONS:
        return int(EXCEPTIONS[word])
    parts = [part for part in word.split("-") if any(map(str.isalnum, part))]
    return max(1, sum(of_part(part.removesuffix("'s")) for part in parts))


def of_part(part):
    letters = "".join(letter for letter in part if letter.isalpha())
    if not letters:
        return 1
    groups, before = 0, False
    for at, letter in enumerate(letters):
        consonant = (letter == "y" and at == 0) or (letter == "u" and at > 0 and letters[at - 1] == "q")
        vowel = letter in "aeiouy" and not consonant
        groups += vowel and not before
        before = vowel
    return max(1, groups + apart(letters) - silent(letters))


def is_consonant(letter):
    return letter.isalpha() and letter not in "aeiouy"


def silent(letters):
    padded = " " * 4 + letters

    def syllabic(back):
        return padded[-back] == "l" and is_consonant(padded[-back - 1]) and padded[-back - 1] not in "lr"

    count = 0
    if letters.endswith("e") and is_consonant(padded[-2]) and not syllabic(2):
        count += 1
    elif letters.endswith("es") and is_consonant(padded[-3]) and not syllabic(3):
        count += not (padded[-3] in "sxzcg" or letters.endswith(("ches", "shes")))
    elif letters.endswith("ed") and is_consonant(padded[-3]) and padded[-3] not in "td" and not syllabic(3):
        count += 1
    for ending in AFTER_SILENT_E:
        stem = letters[: -len(ending)]
        if letters.endswith(ending) and len(stem) > 2 and stem.endswith("e") and is_consonant(stem[-2]):
            return count + 1
    return count


def apart(letters):
    count = 0
    for at in range(len(letters) - 1):
        pair, before, third = letters[at : at + 2], letters[at - 1] if at else " ", letters[at + 2 : at + 3] or " "
        if pair in ("ia", "io"):
            count += at > 0 and before not in "tscgx"
        elif pair == "ua":
            count += before not in "gq" and at > 0
        elif pair == "eo":
            count += before != "g" and third not in "np"
        elif pair == "iu":
            count += 1
        elif pair == "ie":
            count += at > 0 and third in "tn" and before not in "cstdlrfv"
        count += letters.startswith(("ying", "oing", "eing", "uing"), at)
    count += letters.endswith(("ism", "isms", "thm", "thms"))
    return count + ((letters.startswith("creat") and not letters.startswith("creatu")) or letters.startswith("react"))


def rounded(value, by):
    return math.copysign(math.floor(abs(value) * by + 0.5) / by, value)


def score(example):
    text = "\n\n".join(message.get("content", "") for message in example["messages"] if message["role"] == "assistant")
    found = sentences(text)
    words = letters = spoken = poly = complex_words = long = longest = function = 0
    for sentence in found:
        longest = max(longest, len(sentence))
        for at, word in enumerate(sentence):
            size, count = sum(map(str.isalnum, word)), syllables(word)
            words += 1
            letters += size
            spoken += count
            long += size > 6
            poly += count >= 3
            function += word.lower() in FUNCTION_WORDS
            if count >= 3 and not (at and word[0].isupper()) and "-" not in word:
                stem = next((word.removesuffix(it) for it in ("es", "ed", "ing") if word.endswith(it)), None)
                complex_words += stem is None or syllables(stem) >= 3
    number, per = len(found), max(words, 1)
    extra = {"sentences": number, "words": words, "long_words": long, "longest_sentence": longest}
    if not words:
        return {"value": 1.0, "marks": ["too-short-to-tell"], "note": None, "extra": extra}
    length = words / number
    lix = length + 100 * (long / per)
    extra |= {"lix": rounded(lix, 100), "rix": rounded(long / number, 100)}
    english = function >= words * 0.18
    if english:
        kincaid = 0.39 * length + 11.8 * (spoken / per) - 15.59
        fog = 0.4 * (length + 100 * (complex_words / per))
        smog = 1.043 * math.sqrt(poly * 30.0 / number) + 3.1291 if number >= 3 else None
        coleman = 5.88 * (letters / per) - 29.6 * (number / per) - 15.8
        automated = 4.71 * (letters / per) + 0.5 * length - 21.43
        grades = sorted([kincaid, fog, coleman, automated] + ([] if smog is None else [smog]))
        grade = grades[len(grades) // 2] if len(grades) % 2 else (grades[1] + grades[2]) / 2
        extra |= {"syllables": spoken, "polysyllables": poly, "flesch_kincaid_grade": rounded(kincaid, 100)}
        extra |= {"flesch_reading_ease": rounded(206.835 - 1.015 * length - 84.6 * (spoken / per), 100), "gunning_fog": rounded(fog, 100)}
        extra |= {"smog": None if smog is None else rounded(smog, 100), "coleman_liau": rounded(coleman, 100)}
        extra |= {"automated_readability": rounded(automated, 100), "grade": rounded(grade, 100)}
    if words < 20:
        return {"value": 1.0, "marks": ["too-short-to-tell"], "note": None, "extra": extra}
    figure, most, tolerance = (max(grade, 0.0), 14.0, 8.0) if english else (lix, 60.0, 25.0)
    value = max(1.0 - max(figure - most, 0.0) / tolerance, 0.0)
    if longest > 60:
        value *= 0.9
    return {"value": rounded(value, 10000), "marks": [], "note": None, "extra": extra}


measure(score)
