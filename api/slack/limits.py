"""What Slack takes. From docs.slack.dev (Block Kit reference, chat.* methods), as of November 2026."""

MESSAGE_BLOCKS = 50
"""Blocks of a message. A streamed message may have as many again in `chat.stopStream`; that is not used."""
MESSAGE_BYTES = 10_000
"""Of a message's blocks as JSON, in UTF-8. Slack refuses longer ones with `msg_blocks_too_long` at 12,000 characters of
text "with a buffer for block containers" (slackapi/bolt-js issue 2509; an 11,341 was refused in issue 2867). How it
counts is not documented; JSON counts every container, and UTF-8 no character less than once."""
NOTIFICATION_CHARACTERS = 300
"""Of the text that a notification shows. Slack takes 40,000 and phones show a line or two."""
URL_CHARACTERS = 3_000
BLOCK_ID_CHARACTERS = 255
BUTTON_VALUE_CHARACTERS = 2_000
BUTTON_TEXT_CHARACTERS = 75
PROMPTS = 4
"""Suggested prompts of the assistant panel."""
TITLE_CHARACTERS = 150
"""Of a thread's title in the assistant panel; Slack states no limit, the panel shows a line."""
QUESTION_CHARACTERS = 2_000
"""Of a question, as over HTTP."""
EDIT_SECONDS = 1.5
"""Between two edits of a message. `chat.update` is a tier 3 method (50 a minute), `chat.appendStream` tier 4."""
RATE_LIMIT_RETRIES = 5
"""How often a call that Slack put off (429) is made again after its Retry-After."""
