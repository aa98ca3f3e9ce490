//! What there is to see, sixty times, and what could be said about each.

use crate::{
    land::Ground::{Alps, Coast, Dunes, Hills, Mesas, Winter},
    scenes::{
        Before::{Birds, Boat, Firs, Lighthouse, Nothing},
        Scene::{self, Drops, Flower, Fog, Folds, Lake, Land, Lights, Moon, Sea, Stars, Still, Town},
    },
    sky::Hour::{Blue, Dawn, Dusk, Golden, Grey, Morning, Night, Noon, Storm},
    solid::Still::{Arches, Columns, Cubes, Eggs, Facade, Lemons, Pebbles, Stairs, Vessels},
};

pub struct Motif {
    pub name: &'static str,
    pub(crate) scene: Scene,
    /// Width to height.
    pub shape: (u32, u32),
    /// What is seen, for whoever does not see it.
    pub alt: &'static str,
    pub titles: &'static [&'static str],
    /// Without their `#`.
    pub tags: &'static [&'static str],
}

macro_rules! motifs {
    ($($name:literal $scene:expr, $across:literal x $down:literal, $alt:literal, [$($title:literal),*], [$($tag:literal),*];)*) => {
        [$(Motif {
            name: $name,
            scene: $scene,
            shape: ($across, $down),
            alt: $alt,
            titles: &[$($title),*],
            tags: &[$($tag),*],
        }),*]
    };
}

pub const MOTIFS: [Motif; 60] = motifs![
    "ridge-at-dawn" Land(Alps, Dawn, 0.42, 0.55, Firs), 3 x 2, "Mountain ridges one behind the other at dawn, mist in the valleys, dark firs in front.", ["Above the mist", "First light", "Five o'clock, four degrees"], ["mountains", "dawn", "mist"];
    "ridge-golden" Land(Alps, Golden, 0.5, 0.15, Nothing), 3 x 2, "A rocky ridge in low golden light under torn clouds.", ["Last light on the ridge", "Gold for ten minutes"], ["mountains", "goldenhour"];
    "alps-noon" Land(Alps, Noon, 0.5, 0.0, Nothing), 16 x 9, "Snowy peaks above green slopes under a blue sky with white clouds.", ["A clear day", "What the postcards promise"], ["mountains", "hiking", "summer"];
    "alps-storm" Land(Alps, Storm, 0.85, 0.3, Nothing), 3 x 2, "Dark clouds over mountains, a pale strip of light along the horizon.", ["It came over the pass", "Turn back now"], ["mountains", "weather", "storm"];
    "alps-morning-tall" Land(Alps, Morning, 0.35, 0.35, Firs), 4 x 5, "A tall view of a mountain in morning light, firs below it.", ["From the hut", "Before breakfast"], ["mountains", "morning", "hiking"];
    "alps-dusk" Land(Alps, Dusk, 0.5, 0.3, Firs), 16 x 9, "Mountains in violet dusk, the horizon still red, firs as silhouettes.", ["After the sun", "Alpenglow, nearly gone"], ["mountains", "dusk"];
    "alps-panorama" Land(Alps, Golden, 0.35, 0.15, Nothing), 21 x 9, "A wide panorama of mountain ridges fading into golden haze.", ["The whole chain", "Seven ridges"], ["panorama", "mountains"];
    "winter-noon" Land(Winter, Morning, 0.35, 0.0, Nothing), 3 x 2, "Snow-covered mountains and dark woods in clear morning light.", ["Fresh snow", "Minus eleven"], ["winter", "snow", "mountains"];
    "winter-dusk" Land(Winter, Dusk, 0.45, 0.2, Firs), 3 x 2, "Snow fields in pink and violet after sunset, firs in front.", ["The snow keeps the light", "Walking home"], ["winter", "snow", "dusk"];
    "winter-blue" Land(Winter, Blue, 0.0, 0.2, Firs), 4 x 5, "Snowy slopes in deep blue light before night, a few stars out.", ["The blue hour is longer up here", "So quiet"], ["winter", "bluehour"];
    "winter-grey" Land(Winter, Grey, 0.8, 1.1, Firs), 1 x 1, "Snow, fog and firs under a white sky.", ["White on white", "Nothing moves"], ["winter", "fog", "minimal"];
    "hills-morning" Land(Hills, Morning, 0.45, 1.1, Nothing), 3 x 2, "Rolling green hills with woods and patches of morning mist.", ["Where the mist stays longest", "Sunday, early"], ["hills", "morning", "mist"];
    "hills-golden" Land(Hills, Golden, 0.4, 0.6, Nothing), 16 x 9, "Hills and woods in evening light, long shadows across the fields.", ["Long shadows", "The road back"], ["hills", "goldenhour", "countryside"];
    "hills-noon" Land(Hills, Noon, 0.6, 0.0, Birds), 3 x 2, "Fields and woods under white summer clouds, birds passing.", ["July", "Cloud shadows"], ["hills", "summer", "countryside"];
    "hills-dawn-square" Land(Hills, Dawn, 0.35, 2.2, Nothing), 1 x 1, "Hilltops rising out of a sea of pink fog.", ["Islands", "The fog was below me for once"], ["fog", "dawn", "hills"];
    "dunes-golden" Land(Dunes, Golden, 0.15, 0.0, Nothing), 3 x 2, "Sand dunes in low sun, each crest dividing light from shadow.", ["Before the heat", "Crests"], ["desert", "dunes", "goldenhour"];
    "dunes-morning" Land(Dunes, Morning, 0.1, 0.0, Nothing), 4 x 5, "A tall view over rippled dunes under a clear sky.", ["Ripples", "No one has walked here yet"], ["desert", "dunes", "minimal"];
    "ink" Folds(0), 16 x 9, "Folds of teal, sand and rust, like ink in water.", ["Ink", "Or the coast, from ten kilometres up"], ["abstract", "colour"];
    "dunes-night" Land(Dunes, Night, 0.0, 0.0, Nothing), 3 x 2, "Dunes by moonlight under a sky with stars.", ["By moonlight", "You can hear the sand"], ["desert", "night", "stars"];
    "mesas-golden" Land(Mesas, Golden, 0.4, 0.1, Nothing), 16 x 9, "Red table mountains glowing in evening sun.", ["Red rock", "The evening burns"], ["desert", "canyon", "goldenhour"];
    "mesas-noon" Land(Mesas, Noon, 0.5, 0.0, Nothing), 3 x 2, "Layered red cliffs and dry ground under a wide blue sky.", ["Layers", "Forty degrees, no shade"], ["desert", "canyon", "geology"];
    "columns" Still(Columns, false), 3 x 2, "A hall between two rows of fluted columns, light falling in from the side.", ["Between them", "Nobody but me and the pigeons"], ["architecture", "light", "geometry"];
    "lake-dawn" Lake(Alps, Dawn, 0.4, 0.5, Firs), 3 x 2, "A still lake at dawn that mirrors mountains and pink clouds.", ["Mirror", "Not a breath of wind"], ["lake", "dawn", "reflection"];
    "lake-morning" Lake(Alps, Morning, 0.45, 0.15, Nothing), 3 x 2, "Mountains and their reflection in a calm lake on a bright morning.", ["Twice the mountain", "Cold water"], ["lake", "mountains", "reflection"];
    "lake-golden-wide" Lake(Alps, Golden, 0.5, 0.3, Nothing), 21 x 9, "A wide lake in golden light below a chain of mountains.", ["The far shore", "Evening on the lake"], ["lake", "panorama", "goldenhour"];
    "lake-winter" Lake(Winter, Morning, 0.3, 0.15, Nothing), 3 x 2, "Snowy mountains mirrored in a lake that has not frozen yet.", ["Not frozen yet", "Ink and paper"], ["lake", "winter", "reflection"];
    "lake-hills-grey" Lake(Hills, Grey, 0.7, 0.35, Nothing), 4 x 5, "A grey lake among wooded hills, fog hanging over the water.", ["Rain is coming", "Grey has forty names here"], ["lake", "fog", "moody"];
    "lake-blue" Lake(Alps, Blue, 0.25, 0.4, Firs), 3 x 2, "A mountain lake in deep blue dusk.", ["The lamps on the other shore are out", "Blue"], ["lake", "bluehour"];
    "coast-golden" Lake(Coast, Golden, 0.45, 0.1, Nothing), 3 x 2, "Cliffs above the sea in golden evening light.", ["The cliffs at six", "Out to the point"], ["coast", "sea", "goldenhour"];
    "coast-noon" Lake(Coast, Noon, 0.45, 0.0, Birds), 16 x 9, "A rocky coast with grass on top, blue sea and gulls.", ["Salt", "Gulls, wind, sandwiches"], ["coast", "sea", "summer"];
    "coast-storm" Lake(Coast, Storm, 0.85, 0.2, Nothing), 3 x 2, "Rocks in a dark sea under storm clouds.", ["Nine Beaufort", "We did not go out"], ["coast", "storm", "sea"];
    "coast-lighthouse" Sea(Dusk, 0.45, 0.35, Lighthouse), 3 x 2, "A red and white lighthouse with its lamp lit, above the sea at dusk.", ["The old light", "Every nine seconds"], ["lighthouse", "coast", "dusk"];
    "coast-lighthouse-day" Sea(Morning, 0.55, 0.4, Lighthouse), 4 x 5, "A red and white lighthouse on a grassy headland, clouds over the sea.", ["The keeper's house", "1871"], ["lighthouse", "coast", "architecture"];
    "sea-sunset" Sea(Golden, 0.5, 0.4, Nothing), 3 x 2, "The sun low over the sea, its light a path across the waves.", ["A path", "Everybody stood still"], ["sea", "sunset"];
    "sea-dusk" Sea(Dusk, 0.6, 0.3, Nothing), 16 x 9, "Red clouds over a darkening sea.", ["Red sky at night", "The day's last ferry has left"], ["sea", "dusk", "clouds"];
    "sea-boat" Sea(Morning, 0.5, 0.35, Boat), 3 x 2, "A small boat under white sails on a calm blue sea.", ["Out with the tide", "Ines at the helm"], ["sailing", "sea", "summer"];
    "sea-boat-golden" Sea(Golden, 0.35, 0.3, Boat), 4 x 5, "A sailing boat against the evening sun.", ["Home by dark", "Against the light"], ["sailing", "sea", "goldenhour"];
    "sea-grey" Sea(Grey, 0.75, 0.9, Birds), 3 x 2, "A grey sea with white foam under heavy clouds, birds in the distance.", ["November", "Nobody swims"], ["sea", "moody", "minimal"];
    "sea-storm" Sea(Storm, 0.9, 1.2, Nothing), 16 x 9, "Waves and foam under black clouds, light on the horizon.", ["The ferry was cancelled", "Swell"], ["sea", "storm", "weather"];
    "milky-way" Stars { milky_way: true, aurora: false }, 4 x 5, "The milky way over a dark mountain, firs as silhouettes.", ["Twenty seconds", "Our street, seen from inside"], ["stars", "milkyway", "astrophotography"];
    "milky-way-wide" Stars { milky_way: true, aurora: false }, 3 x 2, "The milky way across the sky above mountains and firs.", ["No moon", "The dog slept through it"], ["stars", "milkyway", "night"];
    "northern-lights" Stars { milky_way: false, aurora: true }, 3 x 2, "Green northern lights over a snowy lake.", ["Green", "Worth every frozen finger"], ["aurora", "night", "winter"];
    "northern-lights-tall" Stars { milky_way: false, aurora: true }, 4 x 5, "Curtains of green and violet light in the night sky, mirrored in water.", ["The curtain moved", "Kp 6"], ["aurora", "night", "astrophotography"];
    "moon-over-ridge" Moon, 3 x 2, "A full moon just above a dark mountain ridge.", ["Moonrise, four minutes late", "It is always larger than one thinks"], ["moon", "night", "mountains"];
    "town-blue" Town(Blue), 16 x 9, "A town's lit windows at the blue hour, mirrored in a river.", ["The last ferry", "Somebody is always up"], ["city", "bluehour", "reflection"];
    "town-dusk" Town(Dusk), 3 x 2, "High houses with lit windows against a red evening sky, and their reflection.", ["From the bridge", "Office hours"], ["city", "dusk", "skyline"];
    "town-night" Town(Night), 4 x 5, "A town by the water at night, every window another lamp.", ["Ten past eleven", "Night shift"], ["city", "night"];
    "lemons" Still(Lemons, false), 3 x 2, "Lemons on a wooden table in light from a window.", ["Five lemons", "Window light, nothing else"], ["stilllife", "yellow", "kitchen"];
    "eggs" Still(Eggs, true), 1 x 1, "Eggs in several browns on a linen cloth, seen from above.", ["From Marta's hens", "Breakfast"], ["stilllife", "minimal"];
    "vessels" Still(Vessels, true), 4 x 5, "A jug, a bottle and a bowl of clay in evening light before a wall.", ["After Morandi", "Three of them"], ["stilllife", "ceramics"];
    "pebbles" Still(Pebbles, false), 1 x 1, "Round pebbles of many colours, close up.", ["Pockets full", "What the tide sorts"], ["texture", "beach", "macro"];
    "stairs" Still(Stairs, true), 4 x 5, "A winding staircase seen from the top, turning down into shadow.", ["Down", "Hundred and eight steps"], ["architecture", "stairs", "geometry"];
    "arches" Still(Arches, true), 4 x 5, "A row of arches with bands of evening sun on the floor.", ["Rhythm", "The cloister at five"], ["architecture", "light", "geometry"];
    "facade" Still(Facade, false), 3 x 2, "A pale house front with deep windows, balconies and a few awnings.", ["Third floor, left", "Some awnings"], ["architecture", "facade", "geometry"];
    "cubes" Still(Cubes, true), 1 x 1, "Blocks of several heights and colours in hard light, like a town from above.", ["Model of a town", "Shadows do the drawing"], ["abstract", "geometry", "minimal"];
    "street-lights" Lights(false), 3 x 2, "Street lights out of focus: discs of amber, red and rose.", ["I took my glasses off", "Wet street"], ["bokeh", "night", "city"];
    "dahlia" Flower(0), 4 x 5, "A red dahlia from close up, its petals turning in a spiral.", ["Dahlia", "Two hundred petals"], ["flower", "macro", "garden"];
    "dahlia-white" Flower(2), 1 x 1, "A white flower from close up, petal upon petal.", ["Paper", "From the market"], ["flower", "macro", "white"];
    "dew" Drops(0), 3 x 2, "Drops of dew on a green leaf, each with the leaf's veins in it.", ["After rain", "Every drop a lens"], ["macro", "green", "rain"];
    "fir-wood" Fog(0), 4 x 5, "Firs in fog, row behind row, ever paler.", ["Row after row", "The wood holds its breath"], ["forest", "fog", "moody"];
];
