# Who follows whom.
follow = Follow
follow-label = Follow { $name }
following = Following
following-label = Following { $name }. Press to stop
requested = Requested
requested-label = Requested: { $name } hasn't answered yet. Press to take it back
status-following = You follow { $name } now.
status-requested = You have asked to follow { $name }.
status-not-following = You don't follow { $name }.
remove = Remove
remove-label = Remove { $name } from your followers
approve = Let in
approve-label = Let in { $name }
reject = Decline
reject-label = Decline { $name }

profile-followers =
    { $count ->
        [one] { $count } follower
       *[other] { $count } followers
    }
profile-following =
    { $count ->
       *[other] { $count } following
    }
profile-private = { $name } shares photographs with followers
profile-private-lead = This account is private. Ask to follow to see what is shared here.

followers-title = Who follows { $name }
followers-heading = Followers
followers-empty = Nobody follows { $name } yet
following-title = Whom { $name } follows
following-heading = Following
following-empty = { $name } follows nobody yet
connections-tabs = Followers and following
people-empty-next = See what the community publishes
older-people = More people

nav-requests = Requests
requests-title = Requests to follow you
requests-heading = Requests
requests-lead = Whoever you let in sees what you share with your followers. Nobody is told when you decline.
requests-lead-public = Your account is public. These people asked while it was private, or are of servers that the staff of this community have limited.
requests-settings = Privacy settings
requests-empty = Nobody is waiting
requests-empty-lead = When somebody asks to follow you, you answer here.

suggestions = People you might like
reason-followed-by-one = Followed by { $first }, whom you follow
reason-followed-by-two = Followed by { $first } and { $second }, whom you follow
reason-busy = Posts often here
reason-new = New in your community

# For whoever has an account on another server.
follow-from-title = Follow { $name }
follow-from-lead = You can follow from whatever server your account is on: Mastodon, Pixelfed, GoToSocial, Vernissage and others.
field-server = Your handle, or your server
field-server-hint = Such as @you@photos.example or photos.example. You are led there to confirm.
follow-from-submit = Go on there
follow-from-by-hand = Or search there for
follow-from-here = I have an account here
going-on-title = On to { $server }
going-on-lead = There you are asked whether you want to follow { $name }.
