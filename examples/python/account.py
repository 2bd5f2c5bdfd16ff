"""What there is to give in this account. These are Kore.ai's own ids, here those of the emulated account."""

SUPPORT_BOT = "st-00000000-0000-5000-8000-000000000001"
SALES_BOT = "st-00000000-0000-5000-8000-000000000002"
SALES_TEAM = "e-00000000-0000-5000-8000-000000000002"
