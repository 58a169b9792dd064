export const redactedCopy = {
  'redacted_copy.link': 'Make a redacted copy',
  'redacted_copy.title': 'Make a redacted copy',
  'redacted_copy.title.found': 'Check for personal details',
  'redacted_copy.caption': { one: '{name}, {count} page', other: '{name}, {count} pages' },
  'redacted_copy.found': {
    one: 'We found {count} detail that could identify someone.',
    other: 'We found {count} details that could identify someone.',
  },
  'redacted_copy.found.none': 'We found no personal details in the text of this document.',
  'redacted_copy.found.cut': 'There may be more personal details. Check every page.',
  'redacted_copy.hidden':
    'Until you decide what to do, only leads, the owner and the person who added this document can open it.',
  'redacted_copy.details': 'Personal details to black out',
  'redacted_copy.details.pick': 'Black out',
  'redacted_copy.details.detail': 'Detail',
  'redacted_copy.details.where': 'Where',
  'redacted_copy.details.more': 'We found more personal details. Choose which ones to black out',
  'redacted_copy.detail.pick': 'Black out: {kind}, {where}',
  'redacted_copy.where': 'Page {page}, line {line}',
  'redacted_copy.where.more': { one: 'and {count} more place', other: 'and {count} more places' },

  'redacted_copy.unplaced':
    'We could not work out exactly where to black out {details}. Find each detail in the document, then black out its area below.',
  'redacted_copy.unplaced.one': '“{text}” on page {page}',
  'redacted_copy.quoted': '“{text}”',

  'redacted_copy.before.keep': 'Also black out the same areas as in the last redacted copy',
  'redacted_copy.before.keep.hint': {
    one: 'Your team blacked out {count} area last time.',
    other: 'Your team blacked out {count} areas last time.',
  },
  'redacted_copy.before.newer':
    'Someone has added a redacted copy since you opened this page. Check what it blacks out, then make yours',
  'redacted_copy.before.uploaded':
    'The new copy will replace the one that your team added. Black out everything that is blacked out in the old copy.',

  'redacted_copy.else': 'Choose words or areas to black out',
  'redacted_copy.phrases': 'Words or phrases',
  'redacted_copy.phrases.hint':
    'Enter each word or phrase on a new line. We will black out every match. Capital letters and spaces do not matter.',
  'redacted_copy.phrases.many': 'Enter up to {most} words or phrases',
  'redacted_copy.phrases.long': 'Use {most} characters or fewer for each word or phrase',
  'redacted_copy.phrases.missing':
    'We did not find “{phrase}” in the text of this document. Check the spelling, or black out an area',
  'redacted_copy.phrases.places':
    'You can black out up to {most} places. Enter longer phrases, or untick details that do not need to be blacked out',
  'redacted_copy.nothing': 'Tick at least one detail, or choose words or areas to black out',
  'redacted_copy.nothing.found': 'Enter words or phrases, or add an area to black out',
  'redacted_copy.areas': 'Areas on a page',
  'redacted_copy.areas.hint':
    'For handwriting, signatures and pictures. Enter each area as percentages of the page’s width and height, measured from the top left corner.',
  'redacted_copy.area.page': 'Page',
  'redacted_copy.area.page.wrong': 'For area {number}, enter a page number from 1 to {pages}',

  'redacted_copy.removed': 'We always remove comments, links and hidden details, such as the author’s name.',
  'redacted_copy.removed.here':
    'We always remove comments, links and hidden details. In this document, that includes {details}.',
  'redacted_copy.removed.one': '“{text}” ({where})',
  'redacted_copy.button': 'Make a redacted copy',
  'redacted_copy.after':
    'City of Sanctuary, the panel and your observers will see the redacted copy. They can open the original only if they give a reason. Your leads can read the reason.',
  'redacted_copy.elsewhere': 'Add a redacted copy that you made yourself',
  'redacted_copy.name': 'Redacted document {number}',

  'redacted_copy.panel': 'What the panel will see',
  'redacted_copy.page': 'Page {page} of {pages}',
  'redacted_copy.page.alternative': 'Page {page}, with black areas over what the panel will not see',
  'redacted_copy.page.previous': 'Previous page',
  'redacted_copy.page.next': 'Next page',
  'redacted_copy.page.to_draw': 'to draw on',
  'redacted_copy.page.later':
    'If you have just added this document, reload the page in a few seconds to see its pages here.',
  'redacted_copy.page.none': 'We cannot show the pages of this document here. Open the document to see them.',
  'redacted_copy.page.beyond': 'Only the first {drawn} pages are shown here. Open the document to see the rest.',
  'redacted_copy.checked': 'What we checked',
  'redacted_copy.checked.all': {
    one: 'We checked the page, the comments and the hidden details.',
    other: 'We checked all {count} pages, the comments and the hidden details.',
  },
  'redacted_copy.checked.textless': {
    one: 'Page {pages} has no text that we can read. Check it yourself, and black out any personal details.',
    other: 'Pages {pages} have no text that we can read. Check them yourself, and black out any personal details.',
  },
  'redacted_copy.checked.textless.many': {
    one: '{count} page has no text that we can read. Check every page yourself, and black out any personal details.',
    other:
      '{count} pages have no text that we can read. Check every page yourself, and black out any personal details.',
  },
  'redacted_copy.checked.textless.all':
    'The pages have no text that we can read. Check each one yourself, and black out any personal details.',
  'redacted_copy.checked.some': 'We could not read all of the text. Check every page.',
  'redacted_copy.checked.limits': 'We cannot read handwriting or text in pictures.',

  'redacted_copy.cannot.pages':
    'This document has more than {most} pages, so we cannot make a redacted copy. Split it, or add a copy that you made yourself.',
  'redacted_copy.cannot.places':
    'This document has more than {most} places with personal details, so we cannot make a redacted copy. Add a copy that you made yourself.',
  'redacted_copy.cannot.size':
    'The redacted copy would be larger than {size}. Split the document, or add a copy that you made yourself.',
  'redacted_copy.cannot.unreadable':
    'We cannot show the pages of this document. Save it again as a PDF, or add a copy that you made yourself.',
  'redacted_copy.cannot.room':
    'There is no room for another file. Remove older redacted copies and erase the removed files, or ask a lead to erase them. Then try again.',
  'redacted_copy.cannot.missing': 'We no longer have this file. Add it again.',
  'redacted_copy.scanning':
    'We are checking this file for viruses. Come back in a minute or two to make a redacted copy.',

  'redacted_copy.being_made':
    'We are already making a redacted copy of this file. Wait until it is ready, then check it',
  'redacted_copy.making': 'We are making the redacted copy',
  'redacted_copy.making.progress': 'Pages done: {made} of {pages}.',
  'redacted_copy.making.soon': 'A 50-page document takes about 30 seconds.',
  'redacted_copy.making.hidden':
    'Until the copy is ready, City of Sanctuary, the panel and your observers cannot see this document.',
  'redacted_copy.making.earlier':
    'Until the new copy is ready, City of Sanctuary, the panel and your observers still see the earlier copy. To hide the earlier copy now, remove it.',
  'redacted_copy.making.again': 'Check again',
  'redacted_copy.making.status': 'Redacted copy being made',
  'redacted_copy.failed': 'We could not make the redacted copy',
  'redacted_copy.failed.status': 'Redacted copy not made',
  'redacted_copy.made': 'Redacted copy made',
  'redacted_copy.made.text':
    'City of Sanctuary, the panel and your observers now see the redacted copy. They can open the original only if they give a reason. Your leads can read the reason.',
  'redacted_copy.made.check': 'Check every page. If you can still see personal details, make another redacted copy.',
  'redacted_copy.made.open': 'Open the redacted copy',
  'redacted_copy.made.again': 'Make another redacted copy',
  'redacted_copy.made.evidence': 'Go to the evidence',

  'redacted_copy.needed': 'Needs a redacted copy',
  'redacted_copy.needed.note':
    'Until this file has a redacted copy, only leads, the owner and the person who added it can open it.',
  'redacted_copy.check': {
    one: '{count} item of evidence needs a redacted copy',
    other: '{count} items of evidence need a redacted copy',
  },
  'redacted_copy.check.text':
    'If you submit now, the panel will not see the documents that still need a redacted copy.',
  'redacted_copy.withheld': {
    one: '{count} document needs a redacted copy before you can open it.',
    other: '{count} documents need a redacted copy before you can open them.',
  },
  'redacted_copy.home': {
    one: '{count} document needs a redacted copy',
    other: '{count} documents need a redacted copy',
  },
  'redacted_copy.home.text':
    'City of Sanctuary and the panel cannot see the document in “{title}” until you decide what to do with it.',
  'redacted_copy.home.button': 'Check for personal details',

  'redacted_copy.keep': 'Share the original instead',
  'redacted_copy.keep.reason': 'Why is the original safe to share?',
  'redacted_copy.keep.reason.hint':
    'For example, “The person agreed”, or “This is the name of a character in a book”. We will record your reason.',
  'redacted_copy.keep.button': 'Share original',
  'redacted_copy.keep.done': 'Everyone who can see this evidence can now open the original.',
  'redacted_copy.delete': 'Remove this document',
  'redacted_copy.delete.text': 'A lead can restore the document within {days} days.',
  'redacted_copy.delete.text.shown':
    'You will not be able to restore the document, because you have already submitted it.',
  'redacted_copy.delete.button': 'Remove document',

  'event.evidence.redacted_copy_asked': 'Redacted copy of a file requested',
  'event.evidence.original_kept': 'Original shared without a redacted copy',
} as const
