import { findsIn } from '../support/reading-documents.ts'
import * as made from '../support/document-texts.ts'

const reply = (text: string) =>
  '<p188:cmLst><p188:cm authorId="{2}"><p188:replyLst><p188:reply authorId="{1}">' +
  `<p188:txBody>${made.drawn(text)}</p188:txBody></p188:reply></p188:replyLst></p188:cm></p188:cmLst>`

findsIn('pptx', [
  ['on a slide', text => made.slides([{ texts: ['x'] }, { texts: [text] }]), { in: 'slide', slide: 2 }],
  [
    'on a hidden slide',
    text => made.slides([{ texts: [text], attributes: 'show="0"' }]),
    { in: 'slide', slide: 1, isHidden: true },
  ],
  [
    'in speaker notes',
    text => made.slides([{ texts: ['x'] }, { texts: ['x'], notes: text }]),
    { in: 'notes', slide: 2 },
  ],
  [
    'in a comment',
    text =>
      made.slides([{ texts: ['x'], relations: made.commentsOfSlide }], {
        'ppt/commentAuthors.xml': '<p:cmAuthorLst><p:cmAuthor id="0" name="HS" initials="HS"/></p:cmAuthorLst>',
        'ppt/comments/comment1.xml': `<p:cmLst><p:cm authorId="0"><p:text>${text}</p:text></p:cm></p:cmLst>`,
      }),
    { in: 'comment', by: 'HS', slide: 1 },
  ],
  [
    'in a reply to a comment',
    text =>
      made.slides([{ texts: ['x'], relations: made.commentsOfSlide }], {
        'ppt/authors.xml': '<p188:authorLst><p188:author id="{1}" name="HS"/></p188:authorLst>',
        'ppt/comments/comment1.xml': reply(text),
      }),
    { in: 'comment', by: 'HS', slide: 1 },
  ],
  [
    'on a master',
    text =>
      made.slides([{ texts: ['x'] }], {
        'ppt/slideMasters/slideMaster1.xml': `<p:sldMaster>${made.drawn(text)}</p:sldMaster>`,
      }),
    { in: 'master' },
  ],
])
