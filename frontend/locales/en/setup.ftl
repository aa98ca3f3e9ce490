# The wizard that makes the first community and the person who runs it.
setup-title = Set up
setup-heading = Welcome to your hub
setup-lead = A place for photographs and the people who make them. Name it, choose its colour, and it is yours.
setup-community = Your community
setup-you = You
setup-you-hint = You will run this hub and be its first member.
setup-submit = Make the community
setup-done = { $community } is ready
setup-done-lead = It answers at the address you chose, and you can sign in there now.
setup-done-hint = If the page does not open, that name does not point to this server yet.

field-community = Name of the community
field-community-hint = It stands at the top of every page.
field-host = Host name
field-host-hint = The address people type to come here. It stays for good, because other servers remember it.
field-summary = In a sentence
field-summary-hint = What visitors read before they know anyone here.
field-accent = Colour
field-accent-hint = For buttons and links. The photographs bring the rest.
field-name = User name
field-name-hint = Up to 30 letters from a to z, digits, dots, hyphens and underscores. People find you by it, as in @ana.
state-name-free = @{ $name } is free. You will be { $handle }.
field-email = E-mail address
field-email-hint = Only for messages about your account.

accent-gold = Gold
accent-amber = Amber
accent-coral = Coral
accent-rose = Rose
accent-violet = Violet
accent-blue = Blue
accent-teal = Teal
accent-green = Green
