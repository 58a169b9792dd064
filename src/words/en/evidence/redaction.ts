export const redaction = {
  'redaction.link': 'Add a redacted copy',
  'redaction.title': 'Add a redacted copy',
  'redaction.lead':
    'City of Sanctuary, the panel and your observers will see the redacted copy instead of “{name}”. This includes applications you have already submitted.',
  'redaction.lead.after':
    'They can open the original only if they give a reason. Your leads can read the reason. Your team will keep the original.',
  'redaction.lead.as_pdf':
    'We can make redacted copies of PDFs and pictures. Save this document as a PDF and add the PDF as a new version. Then make a redacted copy of the new version.',
  'redaction.as_pdf.link': 'Add a PDF as a new version',
  'redaction.file': 'Redacted copy',
  'redaction.file.hint':
    'Delete personal details instead of covering them. Text under a black box can still be copied and read.',
  'redaction.file.missing': 'Choose a file',
  'redaction.copies_full': 'A file can have up to {most} redacted copies. Remove one, then add the new copy again',
  'redaction.file.newer':
    'Someone has added a redacted copy since you opened this page. Check what it blacks out, then choose your file again',
  'redaction.file.same': '{name} is the same as the original. Choose the copy without personal details',
  'redaction.button': 'Add redacted copy',
  'redaction.done':
    'The redacted copy has been added. City of Sanctuary, the panel and your observers see it instead of the original.',
  'redaction.is_copy': 'Redacted copy of “{name}”. City of Sanctuary, the panel and your observers see this copy.',
  'redaction.is_copy.erased':
    'Redacted copy of an erased file. City of Sanctuary, the panel and your observers see this copy.',
  'redaction.is_copy.older':
    'Earlier redacted copy. City of Sanctuary, the panel and your observers see the newest copy.',
  'redaction.is_copy.reader': 'Redacted copy made on {day}. The library has removed parts to protect people.',
  'redaction.has_copy': 'This is the original. City of Sanctuary, the panel and your observers see the redacted copy.',
  'redaction.copy_removed':
    'Removed on {day}. City of Sanctuary, the panel and your observers cannot see this file, because its redacted copy was removed.',
  'redaction.remove': 'City of Sanctuary, the panel and your observers see this redacted copy instead of “{name}”.',
  'redaction.remove.hides':
    'If you remove this copy, they will not see the document until you make another redacted copy. This includes applications you have already submitted.',
  'redaction.remove.later':
    'If you remove this copy, they will not see the document in later submissions until you make another redacted copy.',
  'redaction.remove.erased':
    'The original has been erased, so you cannot make another redacted copy. If you remove this copy, City of Sanctuary, the panel and your observers will not see the document. This includes applications you have already submitted.',
  'redaction.remove.erased.later':
    'The original has been erased, so you cannot make another redacted copy. If you remove this copy, City of Sanctuary, the panel and your observers will not see the document in later submissions.',
  'redaction.remove.older': 'If you remove this copy, the redacted copy made on {day} will be shown instead.',
  'redaction.unredacted.link': 'Open the original',
  'redaction.unredacted.title': 'Open the original?',
  'redaction.unredacted.lead':
    'The library removed parts to protect people. You can usually appraise the evidence without them.',
  'redaction.unredacted.shown':
    'After you give a reason, you can open the file for 15 minutes. The library’s leads will see your reason. They will see your name only if you are or were on the library’s team.',
  'redaction.unredacted.lead.observer':
    'Your library removed parts to protect people. Open the original only if you need it.',
  'redaction.unredacted.shown.observer':
    'After you give a reason, you can open the file for 15 minutes. Your leads will see your name and your reason.',
  'redaction.unredacted.button': 'Open original',
  'redaction.reason': 'Why do you need the original?',
  'redaction.reason.hint': 'Say what you cannot appraise without the original. Leave out names.',
  'redaction.reason.hint.observer': 'Say what you need to see. Leave out names.',
  'redaction.reason.missing': 'Enter why you need the original',
  'redaction.reason.long': 'Use {most} characters or fewer to say why you need the original',
  'redaction.opened': { one: 'Original opened once', other: 'Original opened {count} times' },
  'redaction.opened.panel': 'A panel member, “{file}”, {moment}',
  'redaction.opened.observer': '{name}, observer, “{file}”, {moment}',
  'redaction.opened.charity': 'City of Sanctuary, “{file}”, {moment}',

  'event.evidence.file_redacted': 'Redacted copy of a file added',
} as const
