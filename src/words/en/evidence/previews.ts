export const previews = {
  'preview.title': 'Look at “{name}”',
  'preview.alt.undescribed': 'A picture that nobody has described yet: {name}',
  'preview.alt.page': 'Page {page} of {name}',
  'preview.page': 'Page {page} of {pages}',
  'preview.some': 'The first {drawn} of {pages} pages are shown here. The download has all of them.',
  'preview.before': 'Page before',
  'preview.next': 'Next page',
  'preview.download': 'Download {name}',
  'preview.look': 'Look at its pages',
  'preview.text.document':
    'A picture of the page cannot be read out. The download can, as far as the document allows it.',
  'preview.words.link': 'Describe the picture',
  'preview.words.change': 'Change its description',
  'preview.words.title': 'Describe “{name}”',
  'preview.words.lead': 'Somebody on the panel may not see pictures, or not on the day. Your words stand in for it.',
  'preview.words.alternative': 'What can be seen in it?',
  'preview.words.alternative.hint':
    'One or two sentences, such as “A shelf by the entrance with books in Arabic, Tigrinya and Ukrainian”. No names, and nothing that could lead to somebody.',
  'preview.words.alternative.missing': 'Say what can be seen in it',
  'preview.words.caption': 'Caption',
  'preview.words.caption.hint': 'Stands under the picture for everybody. You may leave it empty.',
  'preview.words.button': 'Save',
  'preview.words.done': 'The description of “{name}” is saved.',
  'preview.words.stale':
    'Somebody else changed this piece while you were writing. Your words are still here: save again to keep them.',
  'event.evidence.described': 'A picture was described',
} as const
