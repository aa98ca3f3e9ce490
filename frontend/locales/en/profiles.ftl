# A person's own page.
profile-description = Photographs by { $name }.
profile-photos = Photographs by { $name }
profile-posts =
    { $count ->
        [one] { $count } post
       *[other] { $count } posts
    }
profile-joined = Here since { $date }
profile-empty = { $name } hasn't published anything yet
profile-empty-home = See what others share
profile-empty-mine = Your photographs will hang here
profile-empty-mine-lead = Everything you publish, newest first, on a page that is yours.

grid-view = How to show the photographs
grid-squares = As squares
grid-whole = In their own shape
