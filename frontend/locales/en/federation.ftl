# What other servers show of a post, beneath its words.
note-view-all = View all { $count } photos
note-credit =
    { $count ->
        [one] Photo: { $author } · { $licence }
       *[other] Photos: { $author } · { $licence }
    }

# Stands for a warning where another server says only that there is one.
warning-sensitive = Sensitive

# What other servers have made of a post, for its author.
deliveries-title = Other servers
deliveries-none = Nobody on another server follows you, or this was for some people alone: no other server was told of it.
deliveries-lead = The servers of those who follow you, and what each was told last of this post.
deliveries-taken = have taken it
delivery-delivered = Taken { $at }
delivery-waiting = On its way
delivery-again = Not taken yet; next try { $at }
delivery-failed = Not taken, given up { $at }
delivery-dropped = Overtaken by what came after it
delivery-of-published = that it was published
delivery-of-changed = that it has changed
delivery-of-deleted = that it is gone
delivery-answered = it answered { $status }
delivery-cause = Why: { $cause }
delivery-attempts =
    { $count ->
        [one] tried once
       *[other] tried { $count } times
    }
delivery-resend = Send again
notice-resent = It is being sent once more.
post-deliveries = Other servers
