export const documentDetails = {
  'document_details.page': 'page {page}, line {line}',
  'document_details.page.hidden': 'hidden text on page {page}',
  'document_details.paragraph': 'paragraph {paragraph}',
  'document_details.paragraph.hidden': 'hidden text in paragraph {paragraph}',
  'document_details.heading': 'paragraph {paragraph}, under “{heading}”',
  'document_details.heading.hidden': 'hidden text in paragraph {paragraph}, under “{heading}”',
  'document_details.cell': 'sheet “{sheet}”, cell {cell}',
  'document_details.cell.hidden': 'sheet “{sheet}”, hidden cell {cell}',
  'document_details.slide': 'slide {slide}',
  'document_details.slide.hidden': 'hidden slide {slide}',
  'document_details.notes': 'speaker notes for slide {slide}',
  'document_details.line': 'line {line}',
  'document_details.row': 'row {row}',
  'document_details.comment': 'comment',
  'document_details.comment.page': 'comment on page {page}',
  'document_details.comment.slide': 'comment on slide {slide}',
  'document_details.comment.cell': 'comment on sheet “{sheet}”, cell {cell}',
  'document_details.comment.by': 'comment by {by}',
  'document_details.comment.by.page': 'comment by {by} on page {page}',
  'document_details.comment.by.slide': 'comment by {by} on slide {slide}',
  'document_details.comment.by.cell': 'comment by {by} on sheet “{sheet}”, cell {cell}',
  'document_details.deleted': 'deleted text',
  'document_details.deleted.by': 'text deleted by {by}',
  'document_details.changes': 'tracked changes',
  'document_details.changes.by': 'tracked changes by {by}',
  'document_details.field': 'form field',
  'document_details.field.page': 'form field on page {page}',
  'document_details.link': 'link',
  'document_details.link.page': 'link on page {page}',
  'document_details.attachment': 'name of an attached file',
  'document_details.bookmark': 'bookmark',
  'document_details.drawing': 'chart or drawing',
  'document_details.embedded': 'document inside this document',
  'document_details.endnote': 'endnote',
  'document_details.footer': 'footer',
  'document_details.footnote': 'footnote',
  'document_details.header': 'header',
  'document_details.hidden': 'hidden details in the document',
  'document_details.master': 'slide master',
  'document_details.name': 'name of a sheet, table or range',
  'document_details.picture': 'description of a picture',
  'document_details.pivot': 'pivot table data',
  'document_details.times': {
    one: '{where}, and {count} more place',
    other: '{where}, and {count} more places',
  },

  'document_details.limits':
    'We read the text of documents, their comments and hidden details. We cannot read handwriting or text in pictures. In a PDF, the words you see may differ from the text that we read.',

  'document_details.unread.too large':
    'We could not read all of this document because it is too long. Check the rest yourself.',
  'document_details.unread.too slow':
    'We could not read all of this document because it took too long. Check the rest yourself.',
  'document_details.unread.only pictures':
    'We could not read this document because it contains only pictures. Check it yourself.',
  'document_details.unread.some pictures':
    'We could not read some pages of this document because they contain only pictures. Check them yourself.',
  'document_details.unread.fonts':
    'We could not read some of this document because of the fonts it uses. Check it yourself.',
  'document_details.unread.embedded':
    'We could not read a file inside this document, such as a table from an old version of Excel. Open it from the document and check it yourself.',
  'document_details.unread.cropped':
    'Some pictures in this document were cropped or edited, and the parts you cannot see are still in it. To delete them in Word, select a picture and choose “Compress Pictures”.',
  'document_details.unread.unreadable': 'We could not read this document. Check it yourself.',
  'document_details.unread.system error':
    'We could not read this document because of a problem with this service. Try again in a few minutes, or check it yourself.',
} as const
