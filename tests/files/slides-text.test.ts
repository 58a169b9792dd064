import { expect, test } from '@jest/globals'
import { aReader, findsIn } from '../support/reading-documents.ts'
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

const { detailsIn } = aReader()

test('the people who edited a presentation are found by name and address', async () => {
  const by = 'name="Amina Haddad" userId="S::amina.haddad@charity.example::1f2e" providerId="AD"'
  const edit = `<pc:chgData ${by}/>`
  const edits = `<pc:docChgLst><pc:docChg>${edit}<pc:sldChg>${edit}</pc:sldChg></pc:docChg></pc:docChgLst>`
  const { details, unread } = await detailsIn(
    made.slides([{ texts: ['x'] }], { 'ppt/changesInfos/changesInfo1.xml': `<pc:chgInfo>${edits}</pc:chgInfo>` }),
    'pptx',
  )
  expect([unread, details.map(({ text, place, times }) => [text, place, times])]).toEqual([
    null,
    [
      ['Amina Haddad', { in: 'changes', by: 'Amina Haddad' }, 1],
      ['amina.haddad@charity.example', { in: 'changes', by: 'amina.haddad@charity.example' }, 1],
    ],
  ])
})

test('a presentation edited with an account without an address names only the person', async () => {
  const edits = '<pc:chgData name="Amina Haddad" userId="7c1f5d0a" providerId="Windows Live"/>'
  const document = made.slides([{ texts: ['x'] }], { 'ppt/changesInfos/changesInfo1.xml': `<a>${edits}</a>` })
  expect((await detailsIn(document, 'pptx')).details.map(({ text }) => text)).toEqual(['Amina Haddad'])
})
