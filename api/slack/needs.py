"""What the Slack app must be allowed and sent, and why. `deploy/slack/manifest.yaml` asks for it, held by a test."""

SCOPES = {
    "app_mentions:read": "to be asked by a mention",
    "assistant:write": "the assistant panel: prompts, status, title",
    "channels:history": "replies in its threads of public channels; looking up what it wrote before a crash",
    "chat:write": "to answer",
    "commands": "`/ask`",
    "groups:history": "the same in private channels",
    "im:history": "direct messages",
    "im:write": "to open a direct message, for answers to `/ask`",
    "mpim:history": "replies in its threads of group messages",
}
EVENTS = {
    "app_mention": "mentions",
    "assistant_thread_context_changed": "the assistant panel",
    "assistant_thread_started": "the assistant panel",
    "message.channels": "replies in threads of public channels",
    "message.groups": "replies in threads of private channels",
    "message.im": "direct messages",
    "message.mpim": "replies in threads of group messages",
}
COMMAND = "/ask"
