"""The Slack bot, on slack-bolt's async classes. Install it with `pip install 'ontherecord[slack]'`."""
