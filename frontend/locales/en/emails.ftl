# Messages we send.
email-hello = Hello { $name }
email-confirm-subject = Confirm your e-mail address for { $community }
email-confirm-lead = Somebody, probably you, gave this address for an account at { $community }. Confirm that it is yours:
email-confirm-button = Confirm the address
email-link-hint = If the button doesn't work, open this address:
email-link-hours =
    { $count ->
        [one] The link works for one hour.
        [168] The link works for a week.
       *[other] The link works for { $count } hours.
    }
email-not-you = If it wasn't you, do nothing, and no account will use this address.

email-receipt-subject = Your account at { $community } is deleted
email-receipt-posts =
    { $count ->
        [0] You had published no posts.
        [one] Your post went with it.
       *[other] Your { $count } posts went with it.
    }
email-receipt-rest = Photographs, words, settings, this e-mail address and every session are being removed from our database and storage. This letter is the last use of the address, and there is no way back.
email-receipt-remains = What remains: your user name, which nobody else will ever get, and a mark for each post that says it was deleted.
email-test-subject = A test from { $community }
email-test = Letters from { $community } arrive.
email-sign-up-lead = Somebody, probably you, signed up at { $community } with this address. Confirm that it is yours:
email-sign-up-name = The user name { $name } is held until then.
email-sign-up-week = The link works for a week.

email-already-subject = You already have an account at { $community }
email-already-lead = Somebody, probably you, signed up at { $community } with this address. It has an account already.
email-already-name = Its user name is { $name }.
email-already-sign-in = You can sign in here:
email-already-sign-in-button = Sign in
email-already-reset = If you have forgotten your password, choose a new one here:
email-already-not-you = If it wasn't you, do nothing: whoever it was has not learned that you are here.

email-waiting-subject = Somebody would like to join { $community }
email-waiting-lead =
    { $count ->
        [one] Somebody waits to be let in. Read what they say and decide:
       *[other] { $count } people wait to be let in. Read what they say and decide:
    }
email-waiting-button = Read the applications
email-waiting-hourly = We write about this once an hour at most.

email-approved-subject = Welcome to { $community }
email-approved-lead = The people who look after { $community } have read your words and let you in. You can sign in now:

email-refused-subject = Your application to { $community }
email-refused-lead = The people who look after { $community } have decided not to let you in. They say:
email-refused-again = If things change, you may apply again.
email-reset-subject = Choose a new password for { $community }
email-reset-lead = Somebody, probably you, asked for a new password at { $community }. Choose one here:
email-reset-button = Choose a new password
email-reset-not-you = If it wasn't you, do nothing, and your password stays as it is.

email-new-device-subject = A new device signed in at { $community }
email-new-device-lead = Somebody, probably you, signed in to your account at { $community } with a device we don't know:
email-new-device-time = When: { $time } (UTC)
email-new-device-device = Device: { $device }
email-new-device-network = Network: { $network }
email-new-device-not-you = If it wasn't you, end that session and choose another password:
email-new-device-button = See where you are signed in

email-change-address-subject = Confirm your new e-mail address for { $community }
email-change-address-lead = Somebody, probably you, wants to use this address for their account at { $community }. Confirm that it is yours:
email-change-address-not-you = If it wasn't you, do nothing, and no account will use this address.
email-taken-subject = Your e-mail address at { $community }
email-taken-lead = Somebody wanted to use this address for another account at { $community }. It stays with your account, and nothing has changed.
email-taken-hint = If it was you: one address can belong to one account only. If it wasn't, you need not do anything.
email-changed-subject = The e-mail address of your account at { $community } was changed
email-changed-lead = Your account now has the address { $new }, and we write to you there from now on.
email-changed-undo = If it wasn't you, take the change back within a week. That also ends every session of your account, takes away passkeys, authenticator apps and recovery codes that were added since, and lets you choose a new password:
email-changed-button = Take it back

email-change-subject = A change to your account at { $community }
email-change-not-you = If it wasn't you, choose a new password. That ends every session of your account:
email-change-button = Choose a new password
change-password = The password of your account at { $community } was changed.
change-email = Your account at { $community } now has this e-mail address.
change-two-factor-on = Signing in to your account at { $community } now takes a second step: a code from your authenticator app.
change-two-factor-off = The second step for signing in to your account at { $community } was turned off.
change-recovery-codes = New recovery codes were made for your account at { $community }. The earlier ones no longer work.
change-recovery-code-used = A recovery code was used to sign in to your account at { $community }.
change-passkey-added = A passkey was added to your account at { $community }.
change-guessing = Somebody who is signed in to your account at { $community } has given a wrong password or code ten times. If it wasn't you, end every session, and choose another password.
change-signed-out = The people who look after { $community } have ended every session of your account. They say: { $reason }
email-factors = These sign in to your account too. Remove whatever isn't yours:
email-factors-look = See what signs in
state-factor-passkey = Passkey “{ $name }”, added on { $since }
state-factor-app = An authenticator app, added on { $since }
change-passkey-removed = A passkey was removed from your account at { $community }.

email-hand-over-subject = { $community } is yours
email-hand-over-lead = The community { $community } was made for you, and you are its owner. Choose a password, and you can sign in and make it yours:
email-hand-over-later = Afterwards, “Forgot your password?” at the sign-in mails you another.
