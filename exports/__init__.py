"""What the meeting sees: sheets, web maps, workbooks. Knows nothing of widgets or dialogs."""
