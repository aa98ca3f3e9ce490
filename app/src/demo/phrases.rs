//! What people here are called and what they say. It is theirs, in the language they happen to write in, and so it
//! stands here and not among the hub's own words.

use heliograph_paint::{Chance, Motif};

pub(super) const GIVEN: [&str; 60] = [
    "Mara", "Tomás", "Inês", "Rui", "Lena", "Nico", "Olga", "Aiko", "Priya", "Samir", "Freya", "Jonas", "Chiara",
    "Mateo", "Zofia", "Elif", "Noor", "Kwame", "Amara", "Sven", "Ida", "Luca", "Hana", "Yusuf", "Clara", "Anton",
    "Marie", "Paulo", "Sofia", "Milan", "Ingrid", "Teo", "Leila", "Oskar", "Greta", "Diego", "Astrid", "Emre", "Nadia",
    "Felix", "Rosa", "Hugo", "Mei", "Arjun", "Tove", "Bruno", "Alma", "Ravi", "Carla", "Jakub", "Maren", "Pavel",
    "Dora", "Idris", "Vera", "Matti", "Lucía", "Henrik", "Salma", "Wen",
];

pub(super) const FAMILY: [&str; 60] = [
    "Lima",
    "Faria",
    "Alves",
    "Berg",
    "Novak",
    "Tanaka",
    "Sharma",
    "Haddad",
    "Lindqvist",
    "Weber",
    "Rossi",
    "García",
    "Kowalska",
    "Demir",
    "Osei",
    "Okafor",
    "Larsen",
    "Petersen",
    "Bianchi",
    "Sato",
    "Yılmaz",
    "Hoffmann",
    "Moreau",
    "Santos",
    "Costa",
    "Horvat",
    "Dahl",
    "Virtanen",
    "Rahimi",
    "Nyström",
    "Keller",
    "Romero",
    "Holm",
    "Kaya",
    "Petrova",
    "Brandt",
    "Marín",
    "Lefèvre",
    "Chen",
    "Patel",
    "Nilsson",
    "Silva",
    "Meyer",
    "Iyer",
    "Ferreira",
    "Dvořák",
    "Voss",
    "Sokolov",
    "Király",
    "Bello",
    "Ivanova",
    "Korhonen",
    "Vega",
    "Strand",
    "Nasser",
    "Zhang",
    "Moser",
    "Duarte",
    "Roth",
    "Eriksen",
];

const PRONOUNS: [&str; 6] = ["she/her", "he/him", "they/them", "", "", ""];

const BEGINNINGS: [&str; 16] = [
    "I wait for light, and sometimes it comes.",
    "Mountains on weekends, spreadsheets in between.",
    "Film when I can afford it, a phone when I can't.",
    "Photographs of places where nothing happens.",
    "Walks slowly. Looks twice.",
    "Nurse, night shifts, and therefore: sunrises.",
    "Mostly water.",
    "Learning to see in black and white. Failing in colour.",
    "I carry one lens. It is enough.",
    "Geologist by day. The stones come home with me.",
    "Everything within an hour of my front door.",
    "Retired, at last with time for the tripod.",
    "Third year of one picture a day.",
    "Amateur, in the first sense of the word.",
    "I photograph what my grandmother would have painted.",
    "Fog chaser.",
];

const ENDINGS: [&str; 12] = [
    "Prints on request.",
    "Ask before you use one; I nearly always say yes.",
    "The dog is called Pixel.",
    "Comments on light and shadow very welcome.",
    "Lisbon, sometimes Bergen.",
    "Between Kraków and the Tatras.",
    "Writes about it elsewhere.",
    "Coffee, then the mountain.",
    "",
    "",
    "",
    "",
];

const FIELDS: [(&str, &[&str]); 6] = [
    (
        "Camera",
        &["A rangefinder older than me", "X100V", "OM-1", "Whatever is in the pocket", "Hasselblad 500C, borrowed"],
    ),
    ("Home", &["Setúbal", "Tromsø", "Oaxaca", "Graubünden", "Kerala", "Gdańsk", "Otago", "Marrakesh"]),
    ("Film", &["HP5, pushed to 1600", "Portra, while it lasts", "None since 2009"]),
    ("Lens", &["35 mm, always", "A 50 with a scratch", "21 mm and sore feet"]),
    ("Asks", &["Use them, say my name", "Write to me first"]),
    ("Darkroom", &["The bathroom, on Sundays", "Shared, in the old brewery"]),
];

const REMARKS: [&str; 24] = [
    "Got up at four for this. Would do it again.",
    "The third attempt; on the first two there was nothing but rain.",
    "I had put the tripod away already.",
    "Twenty minutes later it was all gone.",
    "No filter, only patience.",
    "One of those that the camera saw better than I did.",
    "The wind nearly took the hat, and the tripod with it.",
    "Somebody asked me what I was waiting for. This.",
    "My favourite of the year so far.",
    "Found on the way to something else.",
    "I go there every autumn, and every autumn it is another place.",
    "Cold fingers, full thermos.",
    "Cropped a little on the left, where a car park would have been.",
    "Handheld, breath held.",
    "From the archive; I had overlooked it for two years.",
    "It smelled of resin and rain.",
    "The light was there for one picture. This is it.",
    "I still don't know whether I like it. You tell me.",
    "Nobody else on the whole way up.",
    "This is what silence looks like, I suppose.",
    "First roll from the repaired camera.",
    "Underexposed by two stops, on purpose.",
    "Same place as last week, other weather.",
    "For everybody who was at work at that moment.",
];

const LONGER: [&str; 5] = [
    "We had planned to turn back at noon, and at noon the clouds opened. Nobody said a word about turning back after that.\n\nThe way down in the dark was another story, and not one for a caption.",
    "I have tried to photograph this for years and it never worked: too much in it, or too little. Today I moved three steps to the left.\n\nThat was all.",
    "My grandfather used to stop here with the tractor. He never said why. I think I know now.",
    "Technical part for those who ask: f/8, a sixtieth, the lens I always use, and a wall to lean against.\n\nThe other part: I was lucky.",
    "An old man came by and told me how it had looked before the road. I wish I had photographed him, but it would have been rude to interrupt.",
];

const NOTES: [&str; 10] = [
    "No picture today. It rained sideways, and I looked.",
    "Who is coming along on Saturday? Meeting at the old light, half past six, bring something warm.",
    "The lab has called: all four rolls are fine. I had loaded one of them twice, so expect surprises.",
    "Question for those who print: matte or pearl for fog?",
    "Thank you for all the kind words about the last one. I read each of them.",
    "My camera is at the repair shop for two weeks. I feel like somebody who has lost their keys.",
    "Reading about how the old ones carried glass plates up there. And I complain about a tripod.",
    "I am selling the 85. It deserves somebody who photographs people.",
    "A week without photographing. I recommend it. The next week begins now.",
    "The exhibition opens on Friday at seven. There will be bad wine and good company.",
];

const WARNINGS: [&str; 4] =
    ["Heights", "Flashing lights in the second picture", "Dead bird", "Spiders (a small one, at the edge)"];

pub(super) struct OfAPerson {
    pub(super) pronouns: &'static str,
    pub(super) bio: String,
    pub(super) fields: Vec<(&'static str, &'static str)>,
}

pub(super) fn of_a_person(chance: &mut Chance, fully: bool) -> OfAPerson {
    let (beginning, ending) = (*chance.one(&BEGINNINGS), *chance.one(&ENDINGS));
    let bio = match (ending.is_empty(), chance.happens(0.5)) {
        (true, _) => beginning.to_owned(),
        (false, true) => format!("{beginning}\n\n{ending}"),
        (false, false) => format!("{beginning} {ending}"),
    };
    let bio = if fully || chance.happens(0.85) { bio } else { String::new() };
    let from = chance.below(FIELDS.len());
    let count = if fully { 3 } else { chance.below(4) };
    let fields = (0..count).map(|step| FIELDS[(from + step) % FIELDS.len()]);
    let fields = fields.map(|(label, values)| (label, *chance.one(values))).collect();
    OfAPerson { pronouns: if fully { "she/her" } else { chance.one::<&str>(&PRONOUNS) }, bio, fields }
}

/// In plain letters, as user names are.
pub(super) fn user_name(given: &str, family: &str, chance: &mut Chance) -> String {
    let (given, family) = (plain(given), plain(family));
    match chance.below(4) {
        0 => given,
        1 => format!("{given}_{family}"),
        2 => format!("{}{family}", &given[..1]),
        _ => format!("{given}{family}"),
    }
}

fn plain(name: &str) -> String {
    let letter = |letter: char| match letter {
        'á' | 'ä' => 'a',
        'é' | 'è' | 'ê' => 'e',
        'í' | 'ı' => 'i',
        'ó' | 'ö' => 'o',
        'ř' => 'r',
        other => other,
    };
    name.to_lowercase().chars().map(letter).filter(char::is_ascii_alphanumeric).collect()
}

pub(super) struct OfAPost {
    pub(super) title: String,
    pub(super) caption: String,
    pub(super) warning: &'static str,
}

pub(super) fn of_a_post(motif: Option<&'static Motif>, mention: Option<&str>, chance: &mut Chance) -> OfAPost {
    let Some(motif) = motif else {
        let caption = chance.one(&NOTES).to_string();
        return OfAPost { title: String::new(), caption, warning: "" };
    };
    let title = if chance.happens(0.75) { chance.one(motif.titles).to_string() } else { String::new() };
    let mut caption = match chance.below(10) {
        0 => String::new(),
        1 | 2 => chance.one(&LONGER).to_string(),
        _ => chance.one(&REMARKS).to_string(),
    };
    if let Some(name) = mention {
        let with = *chance.one(&["Out with", "Thanks for the lift,", "Seen first by"]);
        caption = format!("{caption} {with} @{name}.").trim_start().to_owned();
    }
    let count = if chance.happens(0.8) { 1 + chance.below(motif.tags.len()) } else { 0 };
    if count > 0 {
        let line = motif.tags.iter().take(count).map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
        caption = if caption.is_empty() { line } else { format!("{caption}\n\n{line}") };
    }
    let warning = if chance.happens(0.02) { *chance.one(&WARNINGS) } else { "" };
    OfAPost { title, caption, warning }
}

#[cfg(test)]
mod tests {
    use heliograph_entity::values::Name;
    use heliograph_paint::Chance;

    use super::{FAMILY, GIVEN, user_name};

    #[test]
    fn everybody_has_a_name_that_could_be_typed_at_the_sign_up() {
        let mut chance = Chance::new(1);
        for given in GIVEN {
            for family in FAMILY {
                let name = user_name(given, family, &mut chance);
                assert!(Name::parse(&name).is_ok(), "{name}");
            }
        }
    }
}
