# What other servers show of a post, beneath its words.
note-view-all = View all { $count } photos
note-credit =
    { $count ->
        [one] Photo: { $author } · { $licence }
       *[other] Photos: { $author } · { $licence }
    }

# Stands for a warning where another server says only that there is one.
warning-sensitive = Sensitive
