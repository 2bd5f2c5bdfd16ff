"""People of a Kore.ai account, with what they may do."""

import pulumi
import pulumi_kore as kore

from account import SALES_BOT, SALES_TEAM, SUPPORT_BOT

# The account is asked for the ids of these roles.
developer = kore.get_role(name="Bot Developer", kind=kore.RoleKind.BOT)
tester = kore.get_role(name="Bot Tester", kind=kore.RoleKind.BOT)

milly = kore.User(
    "milly",
    email_id="milly@example.com",
    first_name="Milly",
    last_name="Koss",
    is_developer=True,
    can_create_bot=True,
    roles=[{"role_id": developer.id, "bot_id": SALES_BOT}],
    send_email=False,
    reason="Maintains the Sales bot",
)

thelma = kore.User(
    "thelma",
    email_id="thelma@example.com",
    first_name="Thelma",
    last_name="Estrin",
    roles=[{"role_id": developer.id, "bot_id": SALES_BOT}],
    send_email=False,
    reason="Builds on the Sales bot",
)

# Access that a team has as a team: one line to add or remove when somebody joins or leaves it.
kore.UserAccess(
    "builders",
    email_ids=[thelma.email_id],
    is_developer=True,
    can_create_bot=False,
    reason="Work on bots that others have created",
)

# Many people in one resource, made of whatever there is: a list, a file, a directory.
NAMES = [("Beatrice", "Worsley"), ("Gertrude", "Blanch"), ("Rozsa", "Peter")]

kore.Users(
    "testers",
    people={
        f"{first.lower()}@example.com": {
            "first_name": first,
            "last_name": last,
            "groups": [SALES_TEAM],
            "roles": [{"role_id": tester.id, "bot_id": SUPPORT_BOT}],
        }
        for first, last in NAMES
    },
    send_email=False,
    reason="Test both bots before a release",
    max_removals=1,
)

pulumi.export("userId", milly.user_id)
