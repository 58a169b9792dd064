export const uploads = {
  'uploads.title': 'Send evidence to your library',
  'uploads.caption': '{branch}, {organisation}',
  'uploads.lead':
    'Send a photo of a display, a poster, numbers from a session or a note of something you noticed. You do not need an account.',
  'uploads.no_names': 'Do not put names, phone numbers or addresses in the text or in file names.',
  'uploads.ask_first':
    'Ask people before you photograph them. A photo of a room, a shelf or a sign works just as well.',
  'uploads.words': 'What is it?',
  'uploads.words.hint': 'A few words that a colleague would understand',
  'uploads.words.missing': 'Enter a few words about what you are sending',
  'uploads.people': 'Can anyone be identified?',
  'uploads.people.hint': 'By their face, voice or name, or because colleagues would recognise them',
  'uploads.people.missing': 'Choose whether anyone can be identified',
  'uploads.people.no': 'No',
  'uploads.people.yes': 'Yes, and they gave permission',
  'uploads.people.not asked': 'Yes, but I did not ask their permission',
  'uploads.people.unsure': 'I am not sure',
  'uploads.sender': 'Your name (optional)',
  'uploads.sender.hint':
    'If you give your name, your library’s lead can ask you about what you sent. Use up to {max} characters.',
  'uploads.files': 'Photos or files (optional)',
  'uploads.files.hint': 'Up to {max} files of {size} each',
  'uploads.types': 'You can send {types}.',
  'uploads.button': 'Send',
  'uploads.arrived': 'Sent',
  'uploads.another': 'Send something else',
  'uploads.full':
    'Your library’s evidence inbox is full. Keep your files and notes, and ask your library’s lead to make room',
  'uploads.thanks.title': 'Your evidence has been sent',
  'uploads.thanks.text': 'Thank you. {organisation} has received your evidence.',
  'uploads.thanks.next': 'You do not need to do anything else. Your library’s lead may ask you about what you sent.',
  'uploads.thanks.not_shown': 'No one can use this link to see what you sent, not even you.',
  'uploads.thanks.copy':
    'If your own copy could put someone at risk, delete it now. If not, keep it until your library’s lead has saved your evidence. We delete files that have a virus.',
  'uploads.over.title': 'This link does not work',
  'uploads.over.text':
    'Check that you typed the whole address correctly. The link may have expired or been switched off. If so, ask your library’s lead for a new one.',
  'uploads.over.link': 'Go to the home page',

  'event.organisation.upload_received': 'Evidence was sent through an upload link',
} as const
