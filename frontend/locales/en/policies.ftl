# What a community wants of other servers.
policies-title = Other servers
policies-lead = What this community takes from other servers, and which it keeps away. A policy for a server holds for the ones below its name, too.
policies-search = Part of a name
policies-none = There is no policy here.
policies-more = More servers
policy-new = Add a server
policy-any = Any
policy-suspend = Suspended
policy-suspend-about = Nothing of it is taken, shown or told. Follows between members and its people end, and do not come back by themselves.
policy-limit = Limited
policy-limit-about = Its people are found, and their comments seen, only by those who follow them. They are let in by hand when they ask to follow members.
policy-allow = Allowed
policy-allow-about = It is like any other. Where this community federates with listed servers alone, it is one of them.
policy-without-pictures = Without pictures
policy-without-reports = Without reports
policy-save = Save
policy-lift = Lift it
policy-lift-heading = Lift the policy
policy-lift-lead = The server is like any other from then on. Follows that have ended do not come back by themselves.
field-domain = Name of the server
field-domain-hint = Such as bad.example. It means sub.bad.example and all others below it, too.
field-severity = What holds for it
field-reject-media = Leave its pictures out
field-reject-reports = Take no reports from it
field-reject-reports-hint = What its moderators report to you does not reach you.
field-reject-media-hint = They are neither fetched nor shown. Links to where they lie stand in their place.
field-public-comment = Why, for everybody
field-public-comment-hint = It stands on the page about this community, and is told to members who look for the server.
field-private-comment = Why, for staff
field-private-comment-hint = Nobody else reads it.
field-obfuscate = Show the name only in part
field-obfuscate-hint = On the page about this community, such as b**.example.
suspend-heading = Suspend { $domain }?
suspend-cuts =
    { $count ->
        [0] No follow ends by this.
        [one] One follow between a member and somebody there ends.
       *[other] { $count } follows between members and people there end.
    }
suspend-for-good = They do not come back when this is lifted. The members concerned can read whom they lost.
suspend-submit = Suspend it
suspend-cancel = Cancel
listed-alone-heading = Listed servers alone
field-listed-alone = Federate only with the servers that are listed
field-listed-alone-hint = All others count as suspended. Those that are listed as allowed or limited are not.
listed-alone-confirm = Federate with listed servers alone?
listed-alone-submit = Do so

list-import = Take over a list
list-export = Save as a file
list-import-lead = A list in the form that Mastodon saves. You see what it would do before anything happens; servers that it does not name stay as they are.
field-list = File
field-list-hint = CSV of up to 1 MiB, with the columns domain, severity, reject_media, reject_reports, public_comment and obfuscate. Without a severity, a server is suspended.
list-pasted = Or paste it here
list-look = Look at it
list-plan = What the list would do
list-count-new = New
list-count-changed = Changed
list-count-same = As it is
list-count-wrong = Not understood
list-apply = Take it over
list-nothing = There is nothing in it to take over.
list-wrong-heading = What is left out
list-changes-heading = What is taken over
list-new = New: { $severity }
list-changed = Changed: { $severity }
list-wrong = Line { $line }: { $problem }
list-more =
    { $count ->
        [one] And one more line that is not shown here.
       *[other] And { $count } more lines that are not shown here.
    }

policies-public-title = Servers kept away
policies-public-lead = What this community has decided about other servers. Whatever is below such a name is meant, too.
policies-public-listed = This community federates only with servers that it has listed.
policies-public-none = There are none.
policies-public-about = Which servers this community keeps away, and why

profile-limited = The staff of this community have limited { $name }’s server
profile-limited-lead = What is published there is shown to those who follow it, and to you if you ask for it.
profile-limited-reason = They say: { $reason }
profile-limited-show = Show it anyway
picture-elsewhere = Picture on { $server }

# The servers that somebody blocks for themselves.
server-blocks-title = Blocked servers
server-blocks-lead = Neither you nor the people of these servers see what the other publishes, and nobody there can follow you. They aren't told.
server-block-hint = Such as bad.example. It means sub.bad.example and all others below it, too. Follows between you and people there end.
server-block = Block the server
server-blocks-empty = You block no server.
server-blocked-by-you = You block { $server }. Neither you nor its people see what the other publishes.
server-block-all = Block all of { $server }
cut-follows-title = Ended by this community
cut-follows-lead = The staff have suspended the servers of these people. If that is lifted, you can follow them again.
cut-follow-mine = You followed them.
cut-follow-theirs = They followed you.
