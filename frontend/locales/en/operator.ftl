# The hub's console.
operator-title = Hub console

communities-title = Communities
community-new = New community
community-people =
    { $count ->
        [one] { $count } member
       *[other] { $count } members
    }
community-owner = Its owner
community-owner-lead = They are mailed a link by which they choose a password. If you give them one here, they confirm their address instead.
usage-hourly = Posts and storage are counted once an hour.
ceilings-title = Ceilings
ceilings-lead = How far the community's admins can set the limits of their members.
account-domain-title = Handles
account-domain-lead = Handles of this community's members end with { $host }, unless they end with another domain of yours, on which something else may be served.
field-account_domain = Account domain
field-account-domain-hint = Such as example.com, so that people are @ana@example.com. Leave it empty for the community's own host.
account-domain-rule = First have that domain lead whoever asks it for a handle to this community. Its server wants one of these lines, and is asked before the domain is taken:
account-domain-stays = Handles with the community's host go on being found. Other servers remember what they have seen, so choose once.
account-domain-save = Check and save
operator-members-title = People
operator-search = Beginning of a name, or a whole e-mail address
jobs-title = Jobs
jobs-waiting = Waiting
jobs-running = Running
jobs-failed = Failed for good
jobs-due-since = Oldest waiting
jobs-nothing-due = Nothing waits
jobs-none-failed = No job has failed for good within a week.
jobs-retrying = Failed, to be tried again
job-attempts =
    { $count ->
        [one] { $count } attempt
       *[other] { $count } attempts
    }
job-retry = Try again
job-drop = Drop
mail-title = Mail
mail-server = Letters go to { $server }.
mail-folder = No mail server is configured, so nobody gets a letter: newcomers can't confirm their address, and nobody can choose a new password by mail.
mail-folder-where = Letters become files in { $folder }. Name a mail server with HELIOGRAPH_SMTP_URL and start the hub again.
overview-title = At a glance
overview-jobs-fine = All work is done as it comes
overview-jobs-failed =
    { $count ->
        [one] { $count } job has failed for good
       *[other] { $count } jobs have failed for good
    }
overview-mail-fine = Letters go out
overview-mail-none = No mail server: letters become files
overview-mail-refused =
    { $count ->
        [one] One address refuses its letters
       *[other] { $count } addresses refuse their letters
    }
mail-test = Send a test letter to { $email }
mail-refused = Addresses that were refused
mail-none-refused = No address was refused.
mail-failed = Letters that failed
mail-none-failed = No letter has failed within a week.
storage-title = Storage
storage-doomed =
    { $count ->
        [0] No file waits to be deleted.
        [one] { $count } file waits to be deleted.
       *[other] { $count } files wait to be deleted.
    }
storage-nothing = Nothing counted yet: counting begins within the hour.
storage-kind = Kind
storage-files = Files
storage-size = Size
storage-counted = Counted { $when }, and again every hour.
subject-files-original = Originals
subject-files-rendition = Sizes to be shown
operator-audit-lead = What was done for the hub as a whole. What was done in a community stands in its own log. Entries are never changed or removed.
hub-title = About this hub
hub-version = Version
hub-database = Database
hub-staff-lead = For operators, and for the staff of every community, whatever a community has chosen itself.
hub-nodes = Processes
hub-nodes-lead = The programs that run this hub at the moment, or did until a while ago. One is enough; several share the work.
hub-node = Process { $number }
hub-until = last heard of: it answers for itself until { $when }
hub-here = this process
hub-lapsed = gone

# Other servers, and what waits for them.
servers-title = Servers
servers-lead = Those that anything was sent to. What one of them does not take is tried again for four days.
servers-failing = Not reached
servers-waiting = Deliveries waiting
servers-none = Nothing was sent to another server yet.
servers-more = More servers
server-fine = Reached
server-failing =
    { $count ->
        [one] Not reached, once
       *[other] Not reached, { $count } times in a row
    }
server-dead = Not reached for a week; tried once a day since { $since }
server-waiting =
    { $count ->
        [one] { $count } delivery waits
       *[other] { $count } deliveries wait
    }
server-error = Last answer: { $error }
server-last = Last reached { $at }
server-never = Never reached
server-next = next try { $at }
server-try = Try now
notice-server-tried = What waits for that server is being sent.
overview-servers-fine = All servers can be reached
overview-servers-failing =
    { $count ->
        [one] { $count } server can't be reached
       *[other] { $count } servers can't be reached
    }
