# Signing up, invites, and the queue of those who wait for staff.
sign-up-title = Join
sign-up-heading = Join { $community }
sign-up-invited = { $name } has invited you.
sign-up-about = About this community
sign-up-submit = Create the account
sign-up-apply = Send the application
sign-up-have-account = You have an account already?
sign-up-look = Look around

field-words = About you
field-words-hint = The people who look after this community read it before they let somebody in. Say who you are and what you photograph.
field-rules = I have read the rules and will keep to them
field-topic = Please leave this field empty
proof-working = One moment, your browser is showing that it isn't a machine's.

sign-up-closed = Nobody can join at the moment
sign-up-closed-lead = This community takes no new members for now. Its public photographs are for everyone.
sign-up-needs-invite = This community grows by invitation
sign-up-needs-invite-lead = To join you need the link of an invite. Ask somebody you know here.
sign-up-over = This invite no longer works
sign-up-over-lead = It was used up, it has ended, or it was taken back. Ask whoever gave it to you for another one.

sign-up-sent-title = Look into your mailbox
sign-up-sent-heading = Look into your mailbox
sign-up-sent-lead = We have sent you a message. The link in it takes you on.
sign-up-sent-held = Your user name is held for you for a week.
sign-up-sent-nothing = Nothing after a few minutes? Look among the unwanted messages.
sign-up-again-ask = Ask for the letter again
sign-up-again-title = The letter again
sign-up-again-lead = Tell us the user name or the address you signed up with. If it waits to be confirmed, a new letter is on its way; the link of the earlier one ends.
sign-up-again-submit = Mail me the link
sign-up-confirm-lead = Confirm that { $address } is yours to go on.
sign-up-confirm-name = It will be the address of the account @{ $name }. If you don't want that account, close this page.
sign-up-confirm-password-hint = The one that was chosen at the sign-up.
sign-up-confirm-forgot = Forgotten? Choose a new one here
sign-up-confirm-new = Keep this password and confirm

sign-up-waiting-title = Thank you
sign-up-waiting-heading = Thank you, your application is in
sign-up-waiting-lead = The people who look after this community will read it. We'll write to you when they have decided.

applications-title = Applications
applications-lead = People who would like to join, with what they say about themselves. Each decision is mailed to them and kept in the log.
applications-empty = Nobody waits
applications-empty-lead = Whoever asks to join will be listed here once their e-mail address is confirmed.
applications-later = Later applications
applications-waiting = waiting
application-reason = Reason for { $name }
application-reason-hint = Needed to refuse, and sent to them.
application-approve = Let { $name } in
application-refuse = Refuse { $name }

invites-title = Invites
invites-lead = Whoever has the link of an invite joins without waiting. Pass it to people you would like to meet here.
invites-not-here = In this community, invites are made by the people who look after it.
invites-yours = Your invites
invites-older = Older invites
invite-submit = Make an invite
invite-unnamed = For nobody in particular
invite-made-by = Made by
invite-came = Came by it:
invite-link = Link of the invite
invite-revoke = Take back
invite-forever = Until it is taken back
invite-uses =
    { $count ->
        [one] One person
       *[other] { $count } people
    }
invite-days =
    { $count ->
        [one] A day
       *[other] { $count } days
    }
field-invite-note = For whom
field-invite-note-hint = A note to yourself. Whoever looks after the community sees it too.
field-invite-uses = How many may use it
field-invite-days = How long it lasts
state-invite-used = { $used } of { $limit } used.
state-invite-until = Lasts until { $date }.
state-invite-not-here = It no longer counts: whoever made it may not invite any more.
state-invite-forever = Lasts until it is taken back.
state-invite-expired = Ended on { $date }.
state-invite-revoked = Taken back on { $date }.

all-invites-title = Invites
all-invites-lead = All invites of this community, and who came by them.
all-invites-make = Make an invite
all-invites-empty = Nobody has made an invite yet

copy = Copy
copied = Copied
