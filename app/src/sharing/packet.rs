//! What a downloaded photo says of itself: an XMP packet (ISO 16684-1) with its author, credit and licence.

use super::{escape::one_line, json_ld::notice};
use crate::{
    posts::{Photo, PostView},
    web::Page,
    xml,
};

pub(super) fn packet(post: &PostView, photo: &Photo, page: &Page) -> String {
    let free = photo.licence.shows("zero") || photo.licence.shows("pd");
    let title = if photo.title.is_empty() { &post.title } else { &photo.title };
    let mut properties = String::new();
    let mut say = |before: &str, text: &str, after: &str| {
        if !text.is_empty() {
            properties.push_str(before);
            xml::escape(&mut properties, &one_line(text));
            properties.push_str(after);
        }
    };
    say("<dc:creator><rdf:Seq><rdf:li>", &post.author.display_name, "</rdf:li></rdf:Seq></dc:creator>");
    say("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", title, "</rdf:li></rdf:Alt></dc:title>");
    say(
        "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">",
        &notice(post, photo, page),
        "</rdf:li></rdf:Alt></dc:rights>",
    );
    say("<dc:source>", &post.absolute_url, "</dc:source>");
    say("<photoshop:Credit>", &post.author.display_name, "</photoshop:Credit>");
    say("<xmpRights:Marked>", if free { "False" } else { "True" }, "</xmpRights:Marked>");
    say("<xmpRights:WebStatement>", &post.absolute_url, "</xmpRights:WebStatement>");
    say("<cc:attributionName>", &post.author.display_name, "</cc:attributionName>");
    let resources = [("cc:attributionURL", post.absolute_url.as_str()), ("cc:license", &photo.licence.url)];
    for (name, url) in resources.into_iter().filter(|(_, url)| !url.is_empty()) {
        say(&format!("<{name} rdf:resource=\""), url, "\"/>");
    }
    // The id is the same in every packet there is (ISO 16684-1, 7.3.2).
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\" xmlns:cc=\"http://creativecommons.org/ns#\" \
         xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\">{properties}</rdf:Description></rdf:RDF></x:xmpmeta>\
         <?xpacket end=\"r\"?>"
    )
}
