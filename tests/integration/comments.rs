use crate::support::{Hub, Page, Person, photos};

async fn publishes(person: &Person, title: &str, fields: &[(&str, &str)]) -> String {
    let mut page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(48, 36, 1));
    page = page.fills("title", title);
    for (field, value) in fields {
        page = page.fills(field, value);
    }
    page.presses("Publish").await.path
}

/// Somebody comments on a post; the comment's id.
async fn comments(person: &Person, post: &str, text: &str) -> String {
    says(person, &format!("{post}/comments"), text).await
}

async fn answers(person: &Person, comment: &str, text: &str) -> String {
    says(person, &format!("/comments/{comment}/answer"), text).await
}

async fn says(person: &Person, path: &str, text: &str) -> String {
    let answer = person.posts(path, &[("comment", text)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").rsplit_once("#comment-").expect("a place").1.to_owned()
}

/// The comments of a page as they are read: each with the depth at which it stands.
fn thread(page: &Page) -> Vec<String> {
    let texts = page.texts(".comment .e-content, .comment .gone");
    let classes = page.attributes("li.comment", "class");
    let line = |(text, class): (String, String)| if class.contains("answer") { format!("- {text}") } else { text };
    texts.into_iter().zip(classes).map(line).collect()
}

#[tokio::test]
async fn people_talk_below_a_post() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    let post = publishes(&ana, "Low tide", &[]).await;

    let page = tom.visits(&post).await;
    assert!(page.main_text().contains("Nobody has said anything yet."));
    let page = page.fills("comment", "Where is *this*?\n\n<b>Tell</b> me").presses("Comment").await;
    assert_eq!(thread(&page), ["Where is *this*? <b>Tell</b> me"], "as it was written, and safe");
    let first = page.path.rsplit_once("#comment-").expect("a place").1.to_owned();
    let second = comments(&eva, &post, "What light!").await;

    let page = ana.visits(&post).await.clicks("Answer tom").await;
    assert!(page.main_text().contains("Where is *this*?"), "one sees what one answers: {}", page.main_text());
    let page = page.fills("comment", "At #Praia, says @eva: https://example.org/map").presses("Answer").await;
    assert_eq!(
        thread(&page),
        ["Where is *this*? <b>Tell</b> me", "- At # Praia , says @eva : example.org/map", "What light!"]
    );
    assert_eq!(
        page.attributes(".comment.answer .e-content a", "href"),
        ["/tags/praia", "/@eva", "https://example.org/map"]
    );
    assert_eq!(page.texts(".comment .to"), ["To @tom"]);
    let third = page.path.rsplit_once("#comment-").expect("a place").1.to_owned();
    answers(&eva, &third, "Not me!").await;
    answers(&tom, &second, "Indeed").await;
    let page = eva.visits(&post).await;
    assert_eq!(
        thread(&page)[1..],
        ["- At # Praia , says @eva : example.org/map", "- Not me!", "What light!", "- Indeed"],
        "each answer stands below what it answers"
    );
    assert_eq!(page.texts(".comment .to"), ["To @tom", "To @ana", "To @eva"]);
    assert_eq!(page.text("#comments-title"), "5 comments");

    // A comment has an address of its own, and stands nowhere else.
    let own = tom.visits(&format!("/@tom/{first}")).await;
    assert_eq!(own.path, format!("{post}#comment-{first}"));
    assert_eq!(tom.asks(&format!("/@ana/{first}")).await.status, 404, "it is Tom's");
    for path in ["/local", "/@tom", "/@ana/feed/atom", "/tags/praia"] {
        let answer = tom.asks(path).await.text();
        assert!(!answer.contains("Where is") && !answer.contains("says @"), "{path}: {answer}");
    }
    assert!(ana.visits("/local").await.texts(".post .acts").concat().contains("5 Comments"));
    assert!(tom.visits("/@tom").await.main_text().contains("0 posts"));
}

#[tokio::test]
async fn what_is_typed_is_looked_at_and_never_lost() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, "Low tide", &[]).await;
    let long = "é".repeat(2201);
    for (typed, sentence) in
        [(" \n ", "Please fill this in."), (long.as_str(), "This may have 2,200 characters; it has 2,201.")]
    {
        let answer = tom.posts(&format!("{post}/comments"), &[("comment", typed)]).await;
        assert_eq!(answer.status, 422);
        let text = answer.text();
        assert!(text.contains(sentence) || text.contains(&sentence.replace(',', "")), "{sentence}: {text}");
        assert!(text.contains(typed.trim()));
    }
    assert_eq!(thread(&tom.visits(&post).await).len(), 0);
    comments(&tom, &post, &"é".repeat(2200)).await;
    let guest = hub.visitor("praia.localhost").await;
    assert!(
        guest.posts(&format!("{post}/comments"), &[("comment", "x")]).await.header("location").contains("/sign-in")
    );
    assert!(guest.visits(&post).await.clicks("Sign in to comment").await.path.starts_with("/sign-in?next=/@ana/"));

    // One was said already.
    for number in 1..30 {
        comments(&tom, &post, &format!("Number {number}")).await;
    }
    // Where that took long, a few more may be said.
    let mut answer = tom.posts(&format!("{post}/comments"), &[("comment", "And another")]).await;
    for _ in 0..30 {
        if answer.status == 303 {
            answer = tom.posts(&format!("{post}/comments"), &[("comment", "And another")]).await;
        }
    }
    assert_eq!(answer.status, 429);
    assert!((1..=10).contains(&answer.header("retry-after").parse().unwrap_or(0)), "seconds are told");
    assert!(answer.text().contains("And another") && answer.text().contains("It works again in"), "{}", answer.text());
    hub.after(std::time::Duration::from_secs(10)).await;
    comments(&tom, &post, "And another").await;
}

#[tokio::test]
async fn the_author_of_a_post_decides_who_may_comment() {
    let hub = Hub::start().await;
    let [ana, fay, ted, tom] = hub.people(["ana", "fay", "ted", "tom"]).await;
    fay.posts("/@ana/follow", &[]).await;
    ana.posts("/@ted/follow", &[]).await;
    for (commenters, may, sentence) in [
        ("everyone", [true, true, true, true], ""),
        ("followers", [true, true, false, false], "Only people who follow ana may comment here."),
        ("followed", [true, false, true, false], "Only people whom ana follows may comment here."),
        ("nobody", [false; 4], "Nobody may comment here any more."),
    ] {
        let post = publishes(&ana, commenters, &[]).await;
        let before = comments(&ana, &post, "I begin").await;
        let page = ana.visits(&format!("{post}/edit")).await;
        page.fills("commenters", commenters).presses("Save changes").await;
        for ((name, person), may) in [("ana", &ana), ("fay", &fay), ("ted", &ted), ("tom", &tom)].into_iter().zip(may) {
            let status = if may { 303 } else { 403 };
            let said = person.posts(&format!("{post}/comments"), &[("comment", "I say")]).await;
            assert_eq!(said.status, status, "{name} at {commenters}");
            let said = person.posts(&format!("/comments/{before}/answer"), &[("comment", "I answer")]).await;
            assert_eq!(said.status, status, "{name} at {commenters}");
            let page = person.visits(&post).await;
            assert_eq!(page.has("form.say"), may);
            assert!(may || page.main_text().contains(sentence), "{}", page.main_text());
            assert!(thread(&page)[0].contains("I begin"), "what was said before stays");
        }
    }
}

#[tokio::test]
async fn what_is_said_of_a_post_is_for_whom_the_post_is_for() {
    let hub = Hub::start().await;
    let [ana, fay, tom] = hub.people(["ana", "fay", "tom"]).await;
    fay.posts("/@ana/follow", &[]).await;
    let post = publishes(&ana, "For some", &[("audience", "followers")]).await;
    let comment = comments(&fay, &post, "Only us").await;
    for path in ["answer", "edit", "remove"] {
        let path = format!("/comments/{comment}/{path}");
        assert_eq!((tom.asks(&path).await.status, tom.posts(&path, &[]).await.status).0, 404, "{path}");
        assert_eq!(tom.posts(&path, &[("comment", "x")]).await.status, 404, "{path}");
    }
    for path in [format!("{post}/comments"), format!("/@fay/{comment}/like")] {
        assert_eq!(tom.posts(&path, &[("comment", "x")]).await.status, 404, "{path}");
    }
    assert_eq!(tom.asks(&format!("/@fay/{comment}")).await.status, 404);
    let accept = [("accept", "application/activity+json")];
    assert_eq!(fay.asks_with(&format!("/@fay/{comment}"), &accept).await.status, 404, "nor for other servers");

    let page = ana.visits(&format!("{post}/edit")).await;
    page.fills("audience", "public").presses("Save changes").await;
    assert_eq!(thread(&tom.visits(&post).await), ["Only us"]);
    assert_eq!(fay.asks_with(&format!("/@fay/{comment}"), &accept).await.status, 200);
    ana.posts(&format!("{post}/archive"), &[("action", "archive")]).await;
    assert_eq!(tom.posts(&format!("/comments/{comment}/answer"), &[("comment", "x")]).await.status, 404);
    assert_eq!(fay.asks_with(&format!("/@fay/{comment}"), &accept).await.status, 404);
    assert!(ana.visits(&post).await.main_text().contains("Nobody may comment here any more."));
}

#[tokio::test]
async fn a_comment_is_changed_by_whoever_wrote_it() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, "Low tide", &[]).await;
    let comment = comments(&tom, &post, "Lovley").await;
    assert!(!tom.visits(&post).await.main_text().contains("edited"));

    let page = tom.visits(&post).await.clicks("Edit").await;
    assert_eq!(page.value("comment"), "Lovley");
    let page = page.fills("comment", "Lovely").presses("Save changes").await;
    assert_eq!(page.path, format!("{post}#comment-{comment}"));
    assert_eq!(thread(&page), ["Lovely"]);
    assert!(page.main_text().contains("edited"));
    assert_eq!(tom.posts(&format!("/comments/{comment}/edit"), &[("comment", "")]).await.status, 422);
    for (status, person) in [(403, &ana)] {
        let path = format!("/comments/{comment}/edit");
        assert_eq!(person.asks(&path).await.status, status);
        assert_eq!(person.posts(&path, &[("comment", "Ugly")]).await.status, status);
    }
    assert_eq!(thread(&ana.visits(&post).await), ["Lovely"]);
}

#[tokio::test]
async fn a_removed_comment_leaves_its_place_as_long_as_something_answers_it() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    let post = publishes(&ana, "Low tide", &[]).await;
    let first = comments(&tom, &post, "First").await;
    let answer = answers(&eva, &first, "Answer").await;
    let other = comments(&eva, &post, "Other").await;

    assert_eq!(
        tom.posts(&format!("/comments/{other}/remove"), &[]).await.status,
        403,
        "it is neither his nor on his post"
    );
    let page = tom.visits(&format!("/comments/{first}/remove")).await.presses("Remove").await;
    assert!(page.main_text().contains("The comment is removed."), "{}", page.main_text());
    assert_eq!(thread(&page), ["A comment that was removed", "- Answer", "Other"]);
    assert_eq!(page.text("#comments-title"), "2 comments");
    assert!(!page.main_text().contains("First") && !page.has(".comment .to"));
    assert_eq!(tom.posts(&format!("/comments/{first}/remove"), &[]).await.status, 404);
    assert_eq!(tom.asks(&format!("/@tom/{first}")).await.status, 410);
    assert_eq!(eva.posts(&format!("/comments/{first}/answer"), &[("comment", "x")]).await.status, 404);

    // The author of the post removes what others say there.
    let page = ana.visits(&format!("/comments/{other}/remove")).await;
    assert!(page.main_text().contains("What eva has written is gone at once"), "{}", page.main_text());
    assert_eq!(thread(&page.presses("Remove").await), ["A comment that was removed", "- Answer"]);
    assert_eq!(eva.asks(&format!("/@eva/{other}")).await.status, 410);

    eva.posts(&format!("/comments/{answer}/remove"), &[]).await;
    let page = ana.visits(&post).await;
    assert_eq!(
        (thread(&page).len(), page.text("#comments-title").as_str()),
        (0, "Comments"),
        "with the last answer all is gone"
    );
}

#[tokio::test]
async fn a_long_thread_is_read_page_by_page() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, "Low tide", &[]).await;
    let mut expected = Vec::new();
    let mut last = String::new();
    for number in 0..30 {
        let id = comments(&tom, &post, &format!("Number {number}")).await;
        expected.push(format!("Number {number}"));
        if number % 2 == 0 {
            last = answers(&ana, &id, &format!("To {number}")).await;
            expected.push(format!("- To {number}"));
        }
    }
    let first = tom.visits(&post).await;
    let mut read = thread(&first);
    assert_eq!(read.len(), 40);
    assert!(!first.main_text().contains("From the first comment"));
    let second = first.clicks("Later comments").await;
    read.extend(thread(&second));
    assert_eq!(read, expected);
    assert!(!second.main_text().contains("Later comments"));
    assert_eq!(thread(&second.clicks("From the first comment").await), expected[..40]);

    let page = tom.visits(&format!("/@ana/{last}")).await;
    assert!(page.path.contains("?comments=") && page.path.ends_with(&format!("#comment-{last}")), "{}", page.path);
    assert!(thread(&page).contains(&"- To 28".to_owned()), "{:?}", thread(&page));
    assert_eq!(tom.asks(&format!("{post}?comments=nonsense")).await.status, 200);
}

#[tokio::test]
async fn with_a_post_or_a_person_go_their_comments() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    let post = publishes(&ana, "Low tide", &[]).await;
    let first = comments(&tom, &post, "First").await;
    let answer = answers(&eva, &first, "Answer").await;
    comments(&tom, &post, "Second").await;
    hub.leaves("tom").await;
    let page = ana.visits(&post).await;
    assert_eq!(thread(&page), ["A comment that was removed", "- Answer"]);
    assert_eq!(page.text("#comments-title"), "1 comment");

    ana.posts(&format!("{post}/delete"), &[]).await;
    assert_eq!(eva.asks(&format!("/@eva/{answer}")).await.status, 404);
    ana.posts(&format!("{post}/restore"), &[]).await;
    assert_eq!(thread(&ana.visits(&post).await), ["A comment that was removed", "- Answer"]);
    ana.posts(&format!("{post}/delete"), &[]).await;
    ana.posts(&format!("{post}/purge"), &[]).await;
    hub.settles().await;
    assert_eq!(eva.asks(&format!("/@eva/{answer}")).await.status, 410);
    hub.leaves("eva").await;
}

#[tokio::test]
async fn comments_are_liked_as_posts_are() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, "Low tide", &[]).await;
    let comment = comments(&tom, &post, "Well seen").await;
    let page = ana.follows_post(&format!("/@tom/{comment}/like"), &[("back", &format!("/@tom/{comment}"))]).await;
    assert_eq!(page.path, format!("{post}#comment-{comment}"));
    assert_eq!(page.text(".comment .number"), "1 like");
    assert!(!page.has(".talk > .acts .number"), "the post is not the comment");
    assert_eq!(tom.visits(&format!("/@tom/{comment}/likes")).await.texts(".rows strong"), ["ana"]);
}

#[tokio::test]
async fn comments_count_as_no_posts() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let adam = hub.staff(&hub.praia().await, "adam", heliograph_entity::user::Role::Admin).await;
    let page = adam.visits("/console/limits").await;
    page.fills("posts_per_day", "1").presses("Save changes").await;
    let post = publishes(&ana, "Low tide", &[]).await;
    for text in ["One", "Two", "Three"] {
        comments(&tom, &post, text).await;
    }
    let own = publishes(&tom, "His own", &[]).await;
    assert!(own.starts_with("/@tom/"), "{own}");
    let recount = heliograph::accounts::recount;
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    assert_eq!(recount(&tx).await.expect("counted").map(|(_, wrong)| wrong), [0, 0]);
}
