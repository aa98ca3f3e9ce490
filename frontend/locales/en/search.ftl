# Finding people and posts, here and on other servers.
search-title = Search
search-label = A name, a handle or an address
search-placeholder = @name@server
search-button = Search
search-hint = A name or a hashtag of this community, a handle such as @lena@photos.example of any server, or the address of a profile or a post.
search-people = People
search-nothing = Nobody here has a name that begins so.
search-sign-in = Only members have other servers asked. Sign in to look there.
server-is-suspended = The staff of this community have suspended { $host }.
server-is-suspended-for = The staff of this community have suspended { $host }: { $reason }
search-not-there = { $host } has nothing of that kind to show, or does not answer at the moment.

# Somebody of another server, as their profile is shown here.
profile-of-server = Profile on { $server }
profile-loading = Loading from its server …
profile-loading-again = Look again
profile-told-posts =
    { $count ->
        [one] { $count } post there
       *[other] { $count } posts there
    }
profile-told-followers =
    { $count ->
        [one] { $count } follower there
       *[other] { $count } followers there
    }
profile-told-following = { $count } following there
post-open-original = Open on { $server }
