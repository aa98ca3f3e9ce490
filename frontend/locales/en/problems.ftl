# What is wrong with what somebody typed or sent: said beside the field, naming the limit and the value.

# On top of a form, where the field itself is out of sight.
problem-in-field = { $field }: { $problem }
problem-in-photo = Photo { $number }, { $field }: { $problem }
field-photos = Photos
field-photos_per_post = Photos in a post
field-photo_mb = Largest photo
field-member_mb = Originals kept for a member
field-posts_per_day = Posts of a member within 24 hours

problem-missing = Please fill this in.
problem-too-long = This may have { $limit } characters; it has { $length }.
problem-followed-hashtags = You can follow { $limit } hashtags, and you do. Stop following one to follow another.
problem-hashtags = A post may have { $limit } different hashtags, those of its photos included; this one has { $number }.

problem-name-missing = Please choose a user name.
problem-name-too-long = A user name may have { $limit } characters; this one has { $length }.
problem-name-letters = A user name is made of the letters a to z, digits, underscores, dots and hyphens; “{ $letter }” is none of these.
problem-name-space = A user name has no spaces. Dots, hyphens and underscores can part its words.
problem-name-edges = Dots and hyphens stand inside a user name, one at a time, not at its ends.
problem-name-reserved = “{ $name }” is reserved. Please choose another user name.
problem-name-domain = “{ $name }” ends like a web address (.{ $end }), and such names are kept for whoever owns the address; showing that it is yours isn't possible yet. “{ $instead }” would do.
problem-name-taken = “{ $name }” is taken. Please choose another user name.
problem-email-missing = Please give an e-mail address.
problem-email-wrong = “{ $email }” is not an e-mail address. One looks like ana@example.org.
problem-email-too-long = An e-mail address may have { $limit } characters; this one has { $length }.
problem-email-taken = An account of this community already has that e-mail address.
problem-password-short = A password has at least { $limit } characters; this one has { $length }.
problem-password-guessed = That password is easy to guess: it is common, repeats itself, or is made of your name, your address or the community's. A few unrelated words work well.
problem-password-long = A password may have { $limit } characters; this one has { $length }.
problem-password-wrong = That is not your password. Please try again.
problem-password-of-sign-up = That is not the password that was chosen at the sign-up. Try again, or choose a new one below.
problem-sign-out-reason-missing = Please say why: it is mailed to them.
problem-email-same = That is the address you have.
problem-wait =
    { $seconds ->
        [one] That was tried a few times in a row. It works again in { $seconds } second.
       *[other] That was tried a few times in a row. It works again in { $seconds } seconds.
    }
problem-code = That is not the code of now, or it was used already. Please wait for the next one.
problem-recovery-code = That is not one of your recovery codes, or it was used already.
problem-two-factor-on = An app is set up already. Turn it off first to set up another.
problem-passkey = The passkey was not accepted. Please try again.
problem-passkey-of-another = That passkey belongs to another account.
problem-passkey-script = Adding a passkey needs JavaScript, which is off in this browser.
problem-too-many-passkeys = An account may have { $limit } passkeys. Remove one first.
problem-sign-in = The name or the password is not right. Please try again.
problem-sign-in-waiting = Your application waits for the people who look after this community. We'll write to you when they have decided.
problem-sign-in-refused = The people who look after this community have refused your application: { $reason }
problem-sign-in-unconfirmed = Please confirm your e-mail address first: open the link in the message we sent you.

problem-role = Please choose one of the roles.
problem-demotion-reason-missing = Please say why: taking rights away needs a reason.
problem-last-owner = A community needs an owner. Please make somebody else an owner first.
problem-last-owner-leaves = You are the only owner of this community. Please make somebody else an owner before you leave.
problem-own-name = Please type “{ $name }” to go on.
problem-choice = Please choose one of these.

problem-community-missing = Please give the community a name.
problem-host-missing = Please give the host name that people will type.
problem-host-wrong = “{ $host }” is not a host name. One looks like photos.example.org.
problem-host-taken = A community already answers on { $host }.
problem-account-domain-silent = { $domain } doesn't answer when it is asked for a handle (https://{ $domain }/.well-known/webfinger). Please add the line below to its server, and try again.
problem-account-domain-elsewhere = { $domain } answers when it is asked for a handle, but doesn't lead to this community. Please add the line below to its server, and try again.
problem-host-fixed = The host name { $host } stays: other servers remember it. Only scheme and port can change.
problem-limit-size = “{ $typed }” is not a size from 1 MB to { $highest }. One looks like 200 MB or 1.5 GB.
problem-limit = “{ $typed }” is not a number from 1 to { $highest }.
problem-accent = Please choose one of the colours.

problem-website = “{ $website }” is not a web address. One looks like https://ana.example.
problem-field-label = Please give this line a name, or empty it.
problem-field-value = Please say something in this line, or empty its name.
problem-second-factor-own = Please set up a second step for your own account first: without it you could not come back to this page.
problem-no-picture = Please choose a picture first.
problem-pins =
    { $limit ->
        [one] One post is pinned to your profile, which is as many as fit. Unpin it first.
       *[other] { $limit } posts are pinned to your profile, which is as many as fit. Unpin one of them first.
    }
problem-words-missing = Please say a few words about yourself.
problem-rules = Please tick the box if you will keep to the rules.
problem-invite-over = This invite no longer works: it was used up, it has ended, or it was taken back. Please ask for another one.
problem-sign-up-wait =
    { $seconds ->
        [one] Many people sign up from where you are. Nothing is lost: please send the form again in { $seconds } second.
       *[other] Many people sign up from where you are. Nothing is lost: please send the form again in { $seconds } seconds.
    }
problem-reason-missing = Please give a reason: it is sent to whoever is refused.
problem-invites-enough = You have { $limit } invites that still count. Take one back to make another.
problem-rules-enough = A community may have { $limit } rules.

problem-licence = Please choose one of the licences.
problem-no-photos = Please add a photo, up to { $limit } of them, or write a caption to publish it as a note.
problem-too-many-photos = A post may have { $limit } photos. “{ $file }” would be one more.
problem-drafts-enough = You have { $limit } drafts, which is as many as fit. Publish one of them or throw one away first.
problem-draft-elsewhere = This draft was changed in another window meanwhile. Save once more to keep what stands here, or open the page anew to see the other.
problem-draft-gone = This draft isn't open any more: it was published, scheduled or put away in another window.
problem-time-missing = Please choose a day and a time.
problem-time = “{ $time }” is not a day and a time. One looks like 2026-11-22T13:05.
problem-time-soon = That is over or nearly so. Please choose a time at least a minute ahead.
problem-time-late = That is far ahead. A post can wait for a year at the most.
problem-photo-too-large = “{ $file }” is larger than { $limit } MB. Please choose a smaller one.
problem-photo-too-many-pixels = “{ $file }” has { $pixels } megapixels; the limit is { $limit }.
problem-photo-type = “{ $file }” is not a JPEG, PNG, WebP, GIF, AVIF or HEIC picture.
problem-photo-no-program = “{ $file }” is an AVIF or HEIC picture, and this server lacks { $program }, which reads those. Please choose a JPEG, PNG, WebP or GIF.
problem-photo-broken = “{ $file }” can't be read: the file is damaged or incomplete.
problem-photo-animated = “{ $file }” is animated, and moving pictures are not taken yet.
problem-photo-empty = “{ $file }” is empty.
problem-photo-refused = “{ $file }” couldn't be read and was taken out.
problem-nothing-left = A post needs a photo or a caption. Keep a photo, or write something.
problem-photos-together = A post may have { $limit } photos; this one would have { $number }.
problem-photo-processing = “{ $file }” is still being prepared. Please save again in a moment.
problem-nothing-chosen = Please choose at least one post.
problem-many-ticked = You can tick up to { $limit } posts, and { $number } are ticked. Please choose more than that by a licence, an audience or a hashtag.
problem-no-change = Please choose what is to change.
problem-no-hashtag = “{ $typed }” is no hashtag. One is made of letters, digits and underscores, at least one of them a letter.
problem-hashtags-missing = Please type at least one hashtag.
problem-hashtags-at-once = { $limit } hashtags can be changed at once; these are { $number }.
problem-storage-full = “{ $file }” has { $size } MB, more than is left of the { $limit } that you may keep here. Deleted posts count until they are purged, 30 days later.
problem-undescribed = “{ $file }” has no description yet.
problem-posts-per-day =
    { $limit ->
        [one] You may publish { $limit } post within 24 hours here. What you have made waits until tomorrow.
       *[other] You may publish { $limit } posts within 24 hours here. What you have made waits until tomorrow.
    }
problem-upload-cut = The upload ended before it was complete. Please try again.

# Pages that say why there is nothing to see.
error-not-found-title = There is nothing here
error-not-found = The address may be mistyped, or what was here has moved or was never public.
error-gone-title = This was deleted
error-gone = Whoever published it has taken it away.
error-forbidden-title = This isn't yours to change
error-forbidden = Only the person whose it is, or those who look after the community, can do that.
error-cross-origin-title = That came from another site
error-cross-origin = We stopped it, because another website asked for it in your name. If it was you, go back, reload the page and try again.
error-method-title = That doesn't work here
error-method = This address doesn't take that kind of request.
error-too-large-title = That was too much at once
error-too-large = What you sent is larger than we take at once. Please send less.
error-too-many-title = That was a little fast
error-too-many =
    { $seconds ->
        [one] This can be tried only so often. It works again in { $seconds } second.
       *[other] This can be tried only so often. It works again in { $seconds } seconds.
    }
error-too-slow-title = That took too long
error-too-slow = The rest of what you sent didn't reach us. Please check your connection and try again.
error-invalid-title = Something was missing
error-invalid = We couldn't read what was sent. Please go back and try again.
error-internal-title = Something went wrong on our side
error-internal = It isn't your fault, and it has been written down. Please try again in a moment.
error-unavailable-title = We'll be back in a moment
error-unavailable = The hub is busy or being looked after right now. Please try again in a moment.
error-misdirected-title = No community lives here
error-misdirected = “{ $host }” points to this server, but no community here has that name. Please check the address.
error-set-up-title = This hub is waiting to be set up
error-set-up = Whoever started it was given a link that opens the set-up. It stands in the hub's log.
error-link-expired-title = This link no longer works
error-link-expired = It was used already, or it is too old.
error-home = Go to the home page
error-back = Try again

notice-published = Your post is published.
notice-scheduled = Your post is scheduled.
notice-unscheduled = It won't be published by itself now. It is a draft like others.
notice-draft-kept = Your draft is kept. Here is a new one.
notice-draft-discarded = The draft is thrown away.
notice-edited = Your changes are saved.
notice-deleted = Your post is deleted. It waits in your trash for 30 days.
notice-archived = Your post is archived. Only you see it now.
notice-unarchived = Your post is back where it was.
notice-restored = Your post is back at the address it had, with its pictures.
notice-purged = It is deleted for good.
notice-pinned = This post now stands first on your profile.
notice-unpinned = This post is no longer pinned.
notice-profile-saved = Your profile is saved.
notice-avatar-saved = Your avatar is saved.
notice-avatar-removed = Your avatar is removed.
notice-header-saved = Your header is saved.
notice-header-removed = Your header is removed.
notice-confirmed = Your e-mail address is confirmed. You can sign in now.
notice-joined = Welcome. Your address is confirmed, and you can sign in now.
notice-already-member = Your address has an account here already. Sign in with it, or choose a new password if you have forgotten yours.
notice-member-already = You are a member already. The invite is for somebody else.
notice-application-approved = They are in, and a message is on its way to them.
notice-application-refused = They are refused, and a message with your reason is on its way to them.
notice-application-decided = Somebody else has decided about this application meanwhile.
notice-invite-made = Your invite is ready. Copy its link and pass it on.
notice-invite-revoked = The invite is taken back.
notice-rules = The rules are saved.
notice-saved = Your changes are saved.
notice-logo-saved = Your logo is saved.
notice-logo-removed = The logo is gone.
notice-welcome = Your community is ready. Publish the first photograph.
notice-role = The role is changed.
notice-noted = Your note is kept.
notice-confirmation-sent = The link is on its way.
notice-community-made = The community is ready. Its owner is mailed a link to confirm the address.
notice-job-retried = The job is tried again.
notice-job-dropped = The job is dropped.
notice-test-sent = A letter is on its way to you. If it is refused, this page says why.
notice-left = Your account is deleted. A receipt is on its way to you.

# In a letter, put together by the server.
email-receipt-what = Your account { $account } was deleted on { $when }.

problem-audience = Please choose who may see it.
problem-named-missing = Please name at least one person who may see it, for example @ana.
problem-named-many = You may name { $limit } people; these are { $named }.
problem-named-yourself = “{ $name }” is you. You see what you publish anyway: please name somebody else.
problem-named-unknown =
    { $count ->
        [one] Nobody here is called { $names }.
       *[other] Nobody here has one of these names: { $names }.
    }
problem-audience-private = Your account is private, so it can be for your followers or for people you name. You can make it public in the settings.
problem-old-posts = Please say what becomes of the posts you have now.
problem-connections = Please choose one of the three.
notice-follower-removed = They no longer follow you. They are not told.
notice-request-approved = They follow you now.
notice-request-rejected = The request is declined. They are not told.
notice-private = Your account is private now.
notice-public = Your account is public now.
notice-saved-found = How you may be found is saved.
notice-saved-connections = Who sees your followers is saved.
notice-member-signed-out = They are signed out everywhere, and a letter tells them why.
notice-password-reset = Your new password is kept. You can sign in with it now.
notice-password-changed = Your new password is kept. You are signed out everywhere else.
notice-email-asked = We have mailed a link to the new address. Open it, and that one counts.
notice-email-changed = Your account has the new e-mail address.
notice-email-undone = Your account has its old e-mail address back. Look into your mail: a link there lets you choose a new password.
notice-session-ended = That session has ended.
notice-sessions-ended = All other sessions have ended.
notice-signed-out-of-one = You are signed out of that account. You go on as another.
notice-two-factor-off = The second step is off. Your password alone signs you in.
notice-passkey-added = Your passkey is ready to sign you in.
notice-passkey-removed = That passkey no longer signs you in.
problem-no-server = “{ $typed }” is neither a handle such as @you@photos.example nor the name of a server.
problem-no-door = { $host } does not say how to go on from there. Search there for the handle below.
problem-domain-missing = Please name a server, such as bad.example.
problem-domain-wrong = “{ $domain }” is not the name of a server.
problem-domain-public = “{ $domain }” is no server: anybody may have one below that name. Please name one of these.
problem-domain-own = { $domain } is this community itself, or above it.
problem-severity = Please choose one of the three.
problem-server-blocks-enough = You may block { $limit } servers. Take one from the list first.
problem-list-empty = There is no line in it that names a server.
problem-list-long = A list may have { $limit } lines; this one has { $lines }. Please split it.
problem-list-large = A list may have 1 MiB; this one is larger. Please split it.
problem-list-no-text = This is no text. Please choose a CSV file.
problem-list-twice = { $domain } stands in the list twice.
problem-list-severity = “{ $typed }” is none of suspend, silence and noop.
problem-policies-enough = A community may have policies for { $limit } servers.
notice-policy-saved = The policy is saved.
notice-policy-lifted = The policy is lifted.
notice-list-imported = The list is taken over.
notice-server-blocked = The server is blocked.
notice-server-unblocked = The server is no longer blocked.
