# What becomes of a post after it was published: its history, the archive, the trash.
own-posts = Your posts

history-title = History
history-back = Back to the post
history-edits =
    { $count ->
        [0] Never changed.
        [one] Edited once.
       *[other] Edited { $count } times.
    }
history-edits-many = Edited { $count } times or more; the first version and the newest are kept.
history-of = This is what “{ $title }” was, and what was changed.
history-by = This is what the post by { $name } was, and what was changed.
history-now = As it is now
history-first = Published. Audience: { $audience }.
history-hidden = It was for fewer people then, so only its author sees what it said.
history-audience-only = From here on it is for those who see it now.
history-gone = Removed:
history-new = Added:
history-older = Earlier versions

change-title = Title
change-caption = Caption
change-warning = Content warning
change-item-alt = Description of photo { $number }
change-item-title = Title of photo { $number }
change-item-caption = Caption of photo { $number }
change-photos = Photos
change-added =
    { $count ->
        [one] One photo was added.
       *[other] { $count } photos were added.
    }
change-removed =
    { $count ->
        [one] One photo was removed.
       *[other] { $count } photos were removed.
    }
change-order = The photos stand in another order.
change-audience = Who may see it
change-from-to = From “{ $old }” to “{ $new }”.
change-licence = It was { $old } until { $day }, and is { $new } since then.
change-licence-granted = It was { $old } until { $day }, and is { $new } since then. Copies taken until then may still be used under { $old }.
change-licence-of = Photo { $number } was { $old } until { $day }, and is { $new } since then.
change-licence-granted-of = Photo { $number } was { $old } until { $day }, and is { $new } since then. Copies taken until then may still be used under { $old }.

post-history = See what was changed
post-archive = Archive
post-unarchive = Bring back
post-archived = Archived: only you see it, at this address or in your archive.

archive-title = Archive
archive-lead = Only you see what is here, and you can bring it back at any time, at the address it had.
archive-empty = Nothing is archived
archive-empty-lead = What you archive leaves everybody else's sight and waits here.

trash-title = Trash
trash-lead = What you delete is kept for 30 days, for you alone. After that it is deleted for good.
trash-empty = The trash is empty
trash-empty-lead = What you delete waits here for 30 days, in case you want it back.
trash-since = Deleted
trash-left =
    { $count ->
        [0] Less than a day left
        [one] { $count } day left
       *[other] { $count } days left
    }
trash-restore = Bring back
trash-purge = Delete for good
trash-older = Deleted earlier

purge-title = Delete for good
purge-heading = Delete this for good now?
purge-lead =
    { $count ->
        [0] Its words are deleted, and nobody can bring them back.
        [one] The photo and its words are deleted, and nobody can bring them back.
       *[other] All { $count } photos and their words are deleted, and nobody can bring them back.
    }
purge-submit = Delete for good
purge-cancel = Keep it in the trash

# Many at once.
select-title = Select
select-heading = Change many posts at once
select-lead = Choose posts, then what is to become of them. You see what will change before anything does.
select-latest = The last change of many, and the way to undo it
select-filter = Show posts by licence or audience
select-filter-all = All posts
select-filter-tag = Or with a hashtag
select-show = Show
select-empty = There are no such posts
select-which = Which posts
select-these = Those that I tick below
select-all =
    { $count ->
        [one] My only post
       *[other] All my { $count } posts, on every page
    }
select-all-filtered =
    { $count ->
        [one] The one post with this filter
       *[other] All { $count } posts with this filter, on every page
    }
select-page = Tick all on this page
select-newest = Back to the newest
select-elsewhere =
    { $count ->
        [one] One more is ticked on another page of the list.
       *[other] { $count } more are ticked on other pages of the list.
    }
select-forget = Untick all
select-named = for “People you name”
select-changes = What is to change
select-licence = Change licence …
select-add-tags = Add …
select-remove-tags = Remove …
select-audience = Change audience …
select-archive = Archive …
select-archive-about = Out of everybody else's sight; you can bring them back at any time.
field-tags = Hashtags
field-tags-hint = Such as “sea, light”. New ones stand after the caption; in a sentence, a removed one stays as a word.

preview-title = What will change
preview-lead = Nothing has changed yet.
preview-changing =
    { $count ->
        [0] Nothing would change.
        [one] One post will change.
       *[other] { $count } posts will change.
    }
preview-same =
    { $count ->
        [one] One has nothing to change.
       *[other] { $count } have nothing to change.
    }
preview-caution = What can't be taken back
preview-cancel = Change nothing
preview-submit =
    { $count ->
        [one] Change one post
       *[other] Change { $count } posts
    }
change-line-licence =
    { $count ->
        [one] One photo is { $licence } now.
       *[other] { $count } photos are { $licence } now.
    }
change-line-audience =
    { $count ->
        [one] One post is for “{ $audience }” now.
       *[other] { $count } posts are for “{ $audience }” now.
    }
change-line-tagged =
    { $count ->
        [0] None of them has #{ $tag } now.
        [one] One of them has #{ $tag } now.
       *[other] { $count } of them have #{ $tag } now.
    }
change-warning-granted =
    { $count ->
        [one] One photo is under a Creative Commons licence now. Whoever has a copy may go on using it under that licence; only copies taken from now on are under the new one.
       *[other] { $count } photos are under a Creative Commons licence now. Whoever has a copy may go on using it under that licence; only copies taken from now on are under the new one.
    }
change-warning-grants = A Creative Commons licence can't be recalled: you may change it later, but whoever took a copy until then may go on using it.
change-warning-narrowed =
    { $count ->
        [one] One post is taken out of many people's sight. Its pictures are no longer found at their addresses, but nobody can take back copies that others have made.
       *[other] { $count } posts are taken out of many people's sight. Their pictures are no longer found at their addresses, but nobody can take back copies that others have made.
    }
change-licence-to = Licence: { $new }
change-licence-from = Licence: { $new } instead of { $old }
change-add-tags = Add { $tags }
change-remove-tags = Remove { $tags }
change-audience-to = Audience: { $new }
change-audience-named = Audience: { $names }
change-archive = Archive
change-done =
    { $count ->
        [0] Nothing has changed.
        [one] One post has changed.
       *[other] { $count } posts have changed.
    }
change-same =
    { $count ->
        [one] One had nothing to change.
       *[other] { $count } had nothing to change.
    }
change-undone =
    { $count ->
        [0] No post is as it was before.
        [one] One post is as it was before.
       *[other] { $count } posts are as they were before.
    }
change-kept =
    { $count ->
        [one] One was changed again or deleted since, and stays as it is.
       *[other] { $count } were changed again or deleted since, and stay as they are.
    }

batch-title = Many at once
batch-left =
    { $count ->
        [one] One more post to go.
       *[other] { $count } more posts to go.
    }
batch-hint = It goes on by itself, also when you leave this page.
batch-undo = Undo
batch-undo-about = Posts that you change again before you undo this stay as they are then.
batch-more = Change other posts

licences-title = Licences of all your photos
licences-lead = Under which licences your photos are, and how to change them all at once.
licences-none = You have published no photos yet.
licences-photos =
    { $count ->
        [one] One photo
       *[other] { $count } photos
    }
licences-of = Which photos
licences-all = All { $count }
licences-caution = A Creative Commons licence can't be recalled. You may choose another one for the copies that are taken from now on; whoever has a copy may go on using it under the licence it came with.
licences-look = See what will change
posting-licences = Change the licence of what you have published

edit-goes = It is removed when you save.
edit-keep = Keep it
edit-new = New
edit-waiting = New photos join the post when you save.
edit-narrowing = When fewer people may see it, its pictures are taken from their addresses at once. Copies that others have made stay with them.
edit-granted = Whoever took a copy under a Creative Commons licence may go on using it under that one.
