export const personalData = {
  'personal_data.kind.name': 'Name',
  'personal_data.kind.phone': 'Phone number',
  'personal_data.kind.birth': 'Date of birth',
  'personal_data.kind.insurance': 'National Insurance number',
  'personal_data.kind.reference': 'Case or reference number',
  'personal_data.kind.e-mail': 'Email address',
  'personal_data.kind.address': 'Address or postcode',
  'personal_data.kind.hotel': 'Hotel or other accommodation',

  'personal_data.kind_in_list.name': 'name',
  'personal_data.kind_in_list.phone': 'phone number',
  'personal_data.kind_in_list.birth': 'date of birth',
  'personal_data.kind_in_list.insurance': 'National Insurance number',
  'personal_data.kind_in_list.reference': 'case or reference number',
  'personal_data.kind_in_list.e-mail': 'email address',
  'personal_data.kind_in_list.address': 'address or postcode',
  'personal_data.kind_in_list.hotel': 'hotel or other accommodation',

  'personal_data.heading': 'Could this identify someone?',
  'personal_data.lead': {
    one: 'We found {count} detail that could identify someone.',
    other: 'We found {count} details that could identify someone.',
  },
  'personal_data.lead.kept': 'Nothing has been added to your evidence yet.',
  'personal_data.lead.not_saved': 'We have not saved anything yet.',
  'personal_data.lead.many': 'We found more than {count} details that could identify someone.',
  'personal_data.lead.unread': {
    one: 'We could not check {count} document.',
    other: 'We could not check {count} documents.',
  },
  'personal_data.show_more': { one: 'Show {count} more', other: 'Show {count} more' },
  'personal_data.rest': { one: 'And {count} more.', other: 'And {count} more.' },
  'personal_data.rest.cut': 'And more than {count} other details.',
  'personal_data.new_file': 'A new file',
  'personal_data.where.property': 'properties: {property}',
  'personal_data.property.author': 'author',
  'personal_data.property.changed': 'last changed by',
  'personal_data.property.manager': 'manager',
  'personal_data.property.company': 'company',
  'personal_data.property.title': 'title',
  'personal_data.property.subject': 'subject',
  'personal_data.property.keywords': 'keywords',
  'personal_data.property.comments': 'comments',
  'personal_data.property.other': 'other',
  'personal_data.properties.how':
    'Anyone who gets the document can read its properties. To remove them in Word, choose File, Info, Check for Issues. In LibreOffice, choose File, Properties. Then untick the document below and choose the new copy.',
  'personal_data.documents.how':
    'To remove personal details from a document, untick it below and add a copy without them.',
  'personal_data.where.file': 'file name',
  'personal_data.where.answer': 'answer',
  'personal_data.where.panel_reason': 'the panel’s reason',
  'personal_data.choice': 'What do you want to do?',
  'personal_data.choice.redact': 'Make a redacted copy',
  'personal_data.choice.redact.hint':
    'The panel cannot see the document until it has a redacted copy. We can make one for PDFs and pictures. For other documents, add your own.',
  'personal_data.redact.text':
    'A redacted copy does not change your text. Remove the personal details from it, or choose another option',
  'personal_data.choice.removed': 'I have removed the details from the form below',
  'personal_data.choice.removed.document': 'I have removed the details',
  'personal_data.choice.removed.hint.document':
    'Change the text, or rename or untick the file. We will check it again.',
  'personal_data.choice.removed.hint': 'Change the text or rename the file. We will check it again.',
  'personal_data.choice.removed.hint.text': 'Change the text. We will check it again.',
  'personal_data.choice.left_out': {
    one: 'I have left the document out, or chosen another file',
    other: 'I have left the documents out, or chosen other files',
  },
  'personal_data.choice.keep': 'Keep the details',
  'personal_data.choice.checked': {
    one: 'I have checked the document, and no one can be identified from it',
    other: 'I have checked the documents, and no one can be identified from them',
  },
  'personal_data.choice.restrict.unread': 'Restrict who can see this evidence',
  'personal_data.choice.restrict': 'Keep the details, and restrict who can see this evidence',
  'personal_data.choice.restrict.hint':
    'Only leads, the owner, the panel and trustees without a conflict of interest can see it.',
  'personal_data.reason': 'Why is it safe to share the details?',
  'personal_data.reason.hint':
    'Answer only if you keep the details. For example, “This is the author’s name, on the cover of the book”.',
  'personal_data.reason.hint.document':
    'Answer only if you keep the details. For example, “The person agreed”, or “This is the name of a character in a book”.',
  'personal_data.reason.missing': 'Enter why it is safe to share the details',
  'personal_data.reason.long': 'Use {most} characters or fewer to say why it is safe to share the details',
  'personal_data.more': 'There is more to check. Choose what to do with everything listed below',
  'personal_data.choose': 'Choose what to do with the personal details',
  'personal_data.choose.unread': {
    one: 'Choose what to do with the document that we could not check',
    other: 'Choose what to do with the documents that we could not check',
  },
  'personal_data.still_there': 'The personal details are still there. Remove them or choose another option',
  'personal_data.still_unread': {
    one: 'We still cannot check the document. Check it yourself, leave it out, or choose another option',
    other: 'We still cannot check the documents. Check them yourself, leave them out, or choose another option',
  },
  'personal_data.kept.heading': 'Your files',
  'personal_data.kept.lead':
    'We have your files, so you do not need to choose them again. Untick any that you want to leave out.',
  'personal_data.kept.keep': 'Keep “{name}”',
  'personal_data.kept.rename': 'File name',
  'personal_data.kept.gone': 'Choose your files again. We no longer have them',
  'personal_data.remark':
    'Could this identify someone? {found}. The panel will read this text, so remove any personal details that are not needed.',
  'personal_data.remark.one': '“{text}” ({kind})',
  'personal_data.remark.more': { one: '{count} more', other: '{count} more' },
  'personal_data.remarks.heading': 'Could this identify someone?',
  'personal_data.remarks.text':
    'The panel will read this text. Before you submit, remove any personal details that are not needed.',
  'personal_data.answered': {
    one: 'Possible personal details that were checked ({count})',
    other: 'Possible personal details that were checked ({count})',
  },
  'personal_data.answer.unread': 'A document that we could not check',
  'personal_data.answer.checked': 'No one can be identified from the document.',
  'personal_data.answer.restrict':
    'Restricted to leads, the owner, the panel and trustees without a conflict of interest.',
  'personal_data.answer.by': '{name}, {day}',

  'event.evidence.redacted_copy_needed': 'File added, redacted copy needed',
  'event.evidence.personal_data_answered': 'Possible personal details checked',
} as const
