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
