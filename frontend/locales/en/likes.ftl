# Likes of a post.
like = Like
unlike = Unlike
likes-word =
    { $count ->
        [one] like
       *[other] likes
    }
status-liked = You like it.
status-unliked = You no longer like it.
likes-title = Who likes this
likes-heading = Likes
likes-back = Back
likes-empty = Nobody likes it yet
