# What is said of a post.
comments-heading = Comments
comments-count =
    { $count ->
        [one] { $count } comment
       *[other] { $count } comments
    }
comments-none = Nobody has said anything yet.
comments-beginning = From the first comment
thread-loading = Loading what was said on other servers …
thread-loading-again = Look again
comments-later = Later comments
comments-signed-out = Sign in to comment
comments-followers-only = Only people who follow { $name } may comment here.
comments-followed-only = Only people whom { $name } follows may comment here.
comments-off = Nobody may comment here any more.
field-comment = Your comment
comment-heading = Your comment
comment-submit = Comment
comment-answer = Answer
comment-answers = To { $name }
comment-answer-heading = Answer { $name }
comment-edit = Edit
comment-edit-heading = Edit your comment
comment-edit-submit = Save changes
comment-edited = edited
comment-remove = Remove
comment-remove-heading = Remove this comment?
comment-remove-own = Its words are gone at once, and nobody can bring them back.
comment-remove-other = It stands below your post, so you may. What { $name } has written is gone at once, and nobody can bring it back.
comment-removed = A comment that was removed
comment-back = Back
comment-cancel = Cancel
notice-comment-removed = The comment is removed.
