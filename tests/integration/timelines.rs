use crate::support::{Hub, photos};

#[tokio::test]
async fn pages_of_a_list_follow_each_other_without_loss_or_repetition() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    for number in 0..43 {
        let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(32, 24, number));
        page.fills("title", &format!("Number {number}")).presses("Publish").await;
    }

    let mut titles = Vec::new();
    let mut next = "/".to_owned();
    for pages in 1.. {
        let page = ana.visits(&next).await;
        titles.extend(page.texts(".h-entry h2"));
        if pages == 1 {
            // What comes in meanwhile does not shift the pages.
            let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(32, 24, 99));
            page.fills("title", "Meanwhile").presses("Publish").await;
        }
        next = page.attribute("a[rel='next']", "href");
        if next.is_empty() {
            assert_eq!(pages, 3);
            break;
        }
    }
    let expected: Vec<String> = (0..43).rev().map(|number| format!("Number {number}")).collect();
    assert_eq!(titles, expected);
}
