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
