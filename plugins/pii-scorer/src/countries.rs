//! National forms of phone numbers, country by country.

/// A country's national form.
pub(crate) struct Country {
    pub(crate) name: &'static str,
    pub(crate) code: &'static str,
    /// What is dialled first within the country.
    pub(crate) trunk: &'static str,
    /// Fewest and most digits without the trunk.
    pub(crate) lengths: [usize; 2],
    /// Beginnings (without trunk) of numbers that belong to services.
    pub(crate) services: &'static [&'static str],
    /// Beginnings (without trunk) that are kept for fiction.
    pub(crate) fiction: &'static [&'static str],
}

/// Countries whose national forms are known. Of several that a number fits, the first counts.
pub(crate) const COUNTRIES: [Country; 14] = [
    country(
        "US",
        "1",
        "",
        [10, 10],
        &["800", "833", "844", "855", "866", "877", "888", "900"],
        &[],
    ),
    country(
        "GB",
        "44",
        "0",
        [9, 10],
        &["800", "808", "845", "870", "871", "300"],
        &[
            "7700900", "2079460", "1632960", "1134960", "1144960", "1154960", "1164960", "1174960",
            "1184960", "1214960", "1314960", "1414960", "1514960", "1614960", "1914980", "2896496",
            "2920180", "8081570", "3069990",
        ],
    ),
    country(
        "DE",
        "49",
        "0",
        [6, 12],
        &["800", "900", "137", "180"],
        &[
            "3023125",
            "6990009",
            "4066969",
            "22147148",
            "8999998",
            "17139200",
            "172992",
            "173929",
            "1522881",
            "176040690",
            "157099",
        ],
    ),
    country(
        "FR",
        "33",
        "0",
        [9, 9],
        &["80", "81", "82", "89"],
        &["19900", "26191", "35301", "46571", "53649", "63998"],
    ),
    country("ES", "34", "", [9, 9], &["800", "900", "901", "902"], &[]),
    country("IT", "39", "", [8, 11], &["800", "199", "892"], &[]),
    country("NL", "31", "0", [9, 9], &["800", "900"], &[]),
    country("BR", "55", "", [10, 11], &["800"], &[]),
    country("IN", "91", "0", [10, 10], &["1800"], &[]),
    country(
        "AU",
        "61",
        "0",
        [9, 9],
        &["1300", "1800"],
        &[
            "491570006",
            "491570156",
            "491570157",
            "491570158",
            "491570159",
            "491570110",
            "25550",
            "35550",
            "75550",
            "85550",
        ],
    ),
    country("AT", "43", "0", [7, 12], &["800", "900"], &[]),
    country("BE", "32", "0", [8, 9], &["800", "900"], &[]),
    country("CH", "41", "0", [9, 9], &["800", "900"], &[]),
    country("PL", "48", "", [9, 9], &["800", "801"], &[]),
];

const fn country(
    name: &'static str,
    code: &'static str,
    trunk: &'static str,
    lengths: [usize; 2],
    services: &'static [&'static str],
    fiction: &'static [&'static str],
) -> Country {
    Country {
        name,
        code,
        trunk,
        lengths,
        services,
        fiction,
    }
}
