use crate::support::{Hub, photos};

#[tokio::test]
async fn a_chosen_theme_stands_on_every_page_of_its_owner_alone() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    assert_eq!(ana.visits("/").await.attribute("html", "data-theme"), "");

    let page = ana.visits("/settings/appearance").await;
    let page = page.fills("theme", "dark").fills("motion", "reduced").fills("grid", "whole").presses("Save changes");
    let page = page.await;
    assert!(page.text(".notice").contains("saved"), "{}", page.main_text());
    assert!(page.has("#theme-dark[checked]"));
    for path in ["/", "/@tom", "/settings", "/nothing-here", "/sign-in/again"] {
        let page = ana.visits(path).await;
        let chosen = (page.attribute("html", "data-theme"), page.attribute("html", "data-motion"));
        assert_eq!(chosen, ("dark".to_owned(), "reduced".to_owned()), "{path}");
        assert_eq!(page.attribute("meta[name='color-scheme']", "content"), "dark", "{path}");
    }
    assert_eq!(tom.visits("/").await.attribute("html", "data-theme"), "");
    let wrong = ana.posts("/settings/appearance", &[("theme", "blue"), ("motion", "system"), ("grid", "whole")]).await;
    assert_eq!(wrong.status, 422);

    let post = ana.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(300, 200, 1));
    assert_eq!(post.presses("Publish").await.status, 200);
    assert!(ana.visits("/@ana").await.has(".view [aria-current][href$='view=whole']"));
    assert!(tom.visits("/@ana").await.has(".view [aria-current][href$='view=squares']"));
}

#[tokio::test]
async fn a_new_post_begins_as_its_author_has_chosen() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/settings/posting").await.fills("licence", "cc-by-4.0");
    let page = page.fills("audience", "unlisted").fills("commenters", "followers").presses("Save changes").await;
    assert!(page.text(".notice").contains("saved"), "{}", page.main_text());
    let page = ana.visits("/publish").await;
    assert!(page.has("#audience-unlisted[checked]") && page.has("option[value='followers'][selected]"));
    let wrong = [("licence", "cc-by-4.0"), ("audience", "named"), ("commenters", "everyone")];
    assert_eq!(ana.posts("/settings/posting", &wrong).await.status, 422, "nobody is named beforehand");
    assert!(ana.visits("/publish").await.has("#licence-cc-by-4\\.0[checked]"));
    ana.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(300, 200, 1)).presses("Add photos").await;
    assert!(ana.visits("/publish").await.has("#licence-cc-by-4\\.0[checked]"));
}

#[tokio::test]
async fn who_wants_to_describe_photos_first_is_asked_and_may_still_say_no() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    ana.visits("/settings/posting").await.fills("describe_first", "yes").presses("Save changes").await;
    assert!(ana.visits("/settings/posting").await.has("#describe_first[checked]"));

    let page = ana.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(300, 200, 1));
    let page = page.fills("caption", "The sea").presses("Publish").await;
    assert_eq!(page.status, 422);
    assert!(page.main_text().contains("“sea.jpg” has no description yet"), "{}", page.main_text());
    assert_eq!(page.value("caption"), "The sea");
    let published = page.presses("Publish without descriptions").await;
    assert!(published.text(".notice").contains("published"), "{}", published.main_text());

    let page = ana.visits("/publish").await.attaches("photos", "sky.jpg", photos::jpeg(300, 200, 2));
    let page = page.presses("Publish").await;
    let field = page.attribute("textarea[name^='alt-']", "name");
    let published = page.fills(&field, "A sky").presses("Publish").await;
    assert!(published.text(".notice").contains("published"), "{}", published.main_text());
}
