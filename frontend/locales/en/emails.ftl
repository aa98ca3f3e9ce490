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
