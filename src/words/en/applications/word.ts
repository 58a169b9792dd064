/** Writing an application in Word. */
export const word = {
  'word.title': 'Write in Word',
  'word.link': 'Write in Word',
  'word.about.download':
    'Download the draft as a Word document, send it to colleagues and import it when they have finished. They can use comments and tracked changes.',
  'word.about.download.reader':
    'Download the draft as a Word document. You can add comments and tracked changes. A lead or contributor can then import it.',
  'word.about.programs':
    'Use Word or LibreOffice, and save the draft as a Word document (.docx). Google Docs removes the marks that show us which answer is which.',
  'word.download': 'Download the draft (Word)',
  'word.file': 'Draft {number} {day}.docx',
  'word.import.heading': 'Import the edited document',
  'word.import.button': 'Import document',
  'word.about.import': 'You will see every change before we save anything, and can choose which changes to use.',
  'word.about.kept':
    'We do not store the document. When you finish, or after {days} days, we delete what we read from it. Answers that you saved stay in your application.',
  'word.file.label': 'Word document',
  'word.file.hint': 'A .docx file that was downloaded from this page, up to {megabytes} MB',
  'word.file.missing': 'Choose the Word document',
  'word.waiting': 'You have not finished importing a document',
  'word.waiting.link': 'Check the changes',
  'word.same': 'The document has no changes.',
  'word.refused.type':
    'Choose a Word document (.docx). If your document is in another format, open it and save it as .docx',
  'word.refused.unreadable':
    'We cannot read this document. Open it in Word, save it again as .docx and choose the new copy',
  'word.refused.not_ours':
    'This document does not seem to come from this service. Download the draft again and copy your text into it',
  'word.refused.other_application':
    'This document is a draft of another application. Open that application and import it there',

  'word.lead.write': 'Write below each line that starts with “Answer”. Do not change the headings or those lines.',
  'word.lead.comments':
    'You can add comments and use tracked changes. We do not import pictures, footnotes, or text outside the answers.',
  'word.lead.return': 'Save this document in Word format (.docx). A lead or contributor can then import it.',
  'word.answer': 'Answer to {code}',
  'word.footer': '{title}. {label}. Downloaded on {moment}.',

  'word.changes.title': 'Changes in the document',
  'word.changes.lead': 'We save only the changes that you choose. The document was downloaded on {moment}.',
  'word.notice.tracked': 'The document has tracked changes. We read it as if you had accepted them all.',
  'word.notice.tables':
    'The document has a table in an answer. We import its text as lines, without the rows and columns. Check that it still makes sense, or add the table as evidence.',
  'word.notice.pictures':
    'The document has pictures or drawings in an answer. We cannot import them. Add them as evidence instead.',
  'word.notice.notes':
    'The document has footnotes or endnotes. We cannot import them. Copy their text into the answers.',
  'word.notice.criteria':
    'City of Sanctuary published new criteria after the document was downloaded. Check that each answer fits the new criteria.',
  'word.unchanged': {
    one: '{count} answer has no changes to import.',
    other: '{count} answers have no changes to import.',
  },
  'word.not_read': 'Answers that we could not import',
  'word.not_read.missing':
    '{code}: the line “Answer to {code}” is missing. Add it above your answer, then import the document again.',
  'word.not_read.twice':
    '{code}: the line “Answer to {code}” appears more than once. Keep one, then import the document again.',
  'word.not_read.moved':
    '{code}: the answer is under the heading of another question. Move it back, then import the document again.',
  'word.not_read.long': '{code}: the answer is too long. Shorten it, then import the document again.',
  'word.not_read.closed': '{code}: this answer cannot be changed now, so we did not import it.',
  'word.not_read.gone': '{code}: the criteria no longer ask for this answer, so we did not import it.',
  'word.not_read.outside':
    '{code}: text above the line “Answer to {code}” was added or changed. Move your answer below that line, then import the document again.',
  'word.not_read.link': 'Open {code}',
  'word.differences': 'Changes',
  'word.both': 'Someone changed this answer in the service after the document was downloaded.',
  'word.both.text':
    'Someone also changed this answer in the service. Both versions are below, and we have combined them for you.',
  'word.compare': 'Compare and combine',
  'word.accept': 'Use this text',
  'word.edit': 'Change this text before saving',
  'word.edit.text': 'Change the text from the document, then save it.',
  'word.edit.label': 'Your answer',
  'word.edit.button': 'Save answer',
  'word.comments': 'Comments in the document',
  'word.comments.button': { one: 'Add {count} comment', other: 'Add {count} comments' },
  'word.comments.added': { one: '{count} comment added.', other: '{count} comments added.' },
  'word.comments.later': {
    one: 'We could not add {count} comment, because you can add only {most} an hour. Add it later. We will keep it on this page for {days} days.',
    other:
      'We could not add {count} comments, because you can add only {most} an hour. Add them later. We will keep them on this page for {days} days.',
  },
  'word.comments.too_many':
    'You have added {most} comments in the last hour, which is the limit. Add these comments later',
  'word.comments.known': 'These comments have already been added.',
  'word.comments.others': 'Other comments',
  'word.comments.others.text':
    'These comments are not beside a question, or are longer than 2,000 characters. Copy what you need before you finish.',
  'word.end': 'Finish',
  'word.end.rest': { one: 'Finish without this change', other: 'Finish without these {count} changes' },
  'word.ended':
    'Import finished. The answers you saved are in your application. We have deleted everything else that we read from the document.',
} as const
