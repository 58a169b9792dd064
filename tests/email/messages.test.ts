import { expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { applicationMoves } from '../../src/domain/application.ts'
import { awardMoves } from '../../src/domain/award.ts'
import { messages } from '../../src/domain/email-kinds.ts'
import { instant, parseDay } from '../../src/domain/time.ts'
import type { EmailText, PlainEmail } from '../../src/email/email.ts'
import { renderDigest, type DigestLine } from '../../src/email/templates/reminders.ts'
import { emailNames, emails } from '../../src/email/templates.ts'
import { bodiesOf } from '../../src/email/render.ts'
import { en } from '../../src/words/en/index.ts'
import { makeTranslator, translator } from '../../src/words/words.ts'

const facts = {
  applicationId: 'a'.repeat(20),
  awardId: 'b'.repeat(20),
  organisation: '0123',
  receipt: '2026-0042',
  at: instant('2026-05-04T09:00:00.000Z'),
  sha256: '9'.repeat(64),
  until: parseDay('2026-06-01'),
  replyBy: parseDay('2026-05-20'),
  readBy: parseDay('2026-05-27'),
  validTo: parseDay('2027-05-03'),
  code: '7777',
  decisionLetter: '1111\n\n2222\n3333',
  organisationId: 'c'.repeat(20),
  evidenceId: 'd'.repeat(20),
  isToLeads: true,
  status: 'renewal open',
  lapsesOn: parseDay('2027-06-02'),
  reason: 'gap',
  round: '1357',
  day: parseDay('2027-05-08'),
  people: 201,
  count: 2,
  change: 'waits',
  person: '4444',
  note: '9999',
  role: 'lead',
  by: '5555',
  place: '6666',
  requestId: 'e'.repeat(20),
  mergeId: 'f'.repeat(20),
  from: '0123',
  into: '4567',
  to: 'off',
  name: '4444',
  isDownload: true,
  application: '2026-0042',
  codes: ['L4', 'S2'],
  path: null,
  enquiryId: 'g'.repeat(20),
  service: '8888',
  why: 'ahead',
  run: 'h'.repeat(20),
  validUntil: parseDay('2027-05-03'),
  hasClosedRenewal: true,
  now: instant('2027-06-08T07:00:00.000Z'),
  comparedWith: instant('2026-05-04T09:00:00.000Z'),
  hasAccount: true,
  wasOffer: true,
  problems: [{ name: 'disk', count: 1 }],
  meetingId: 'i'.repeat(20),
  startsAt: instant('2027-05-27T17:30:00.000Z'),
  hasLink: true,
  libraries: ['0123'],
  address: '2468',
  tasks: [{ title: '1234', text: '5678' }],
}
const plain = Object.entries(emails)
  .filter(([, { token }]) => token === null)
  .map(([name, kind]) => [name, kind as unknown as PlainEmail<typeof facts>] as const)
/** Puts brackets around every sentence of the catalogue. Text outside the brackets is not from the catalogue. */
const marks = (words: string): string => `⟦${words}⟧`
const marked = makeTranslator(
  'en',
  Object.fromEntries(
    Object.entries(en).map(([key, words]) => [
      key,
      typeof words === 'string' ? marks(words) : { ...words, one: marks(words.one), other: marks(words.other) },
    ]),
  ),
)

test.each(plain)('the email “%s” has one link, and all its text comes from the catalogue', (_name, kind) => {
  const drawn: EmailText = kind.render(translator('en'), facts)
  const { text, html } = bodiesOf(translator('en'), { ...drawn, name: 'Marian' }, 'https://sanctuary.example')
  expect(drawn.subject.length).toBeLessThan(90)
  expect(text.match(/https:\/\/\S+/g)).toEqual([`https://sanctuary.example${drawn.action?.path}`])
  expect(`${text}${html}`).not.toMatch(/undefined|\{\w+\}|\[object|null/)
  expect(text).not.toMatch(/reply to this/i) // no one reads replies to our emails
  const second = kind.render(marked, facts)
  const outside = [second.subject, ...second.paragraphs, second.action?.label ?? '']
    .join(' ')
    .replace(/⟦[^⟦⟧]*(⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧/g, '')
  expect(outside).not.toMatch(/\p{L}/u)
})

test('the email with a decision letter contains the whole letter with its paragraphs', () => {
  const drawn = (emails['decision letter'] as PlainEmail<typeof facts>).render(translator('en'), facts)
  const { text, html } = bodiesOf(translator('en'), { ...drawn, name: 'Marian' }, 'https://sanctuary.example')
  expect(text).toContain('\n\n1111\n\n2222\n3333\n\n')
  expect(html).toContain('<p dir="ltr">2222<br>3333</p>')
})

test.each([
  [{ validTo: null, lapsesOn: null }, 'The award is suspended, so it is not valid at the moment.'],
  [
    { lapsesOn: null },
    'The award is suspended, so it is not valid at the moment. Its award period ends on 3 May 2027.',
  ],
  [
    {},
    'The award is suspended, and its award period ended on 3 May 2027. You can still renew it until it lapses ' +
      'on 2 June 2027.',
  ],
])('a reminder does not call a suspended award valid: %j', (more, sentence) => {
  const drawn = (emails['manual reminder'] as unknown as PlainEmail<object>).render(translator('en'), {
    ...facts,
    status: 'suspended',
    ...more,
  })
  expect(drawn.paragraphs[1]).toBe(sentence)
})

test('a reminder says that an award is not valid while we decide on its renewal, and not that it lapses', () => {
  const drawn = (emails['manual reminder'] as unknown as PlainEmail<object>).render(translator('en'), {
    ...facts,
    status: 'renewal with us',
    lapsesOn: null,
    isWithUs: true,
  })
  expect(drawn.paragraphs[1]).toBe(
    'The award was valid until 3 May 2027. It is not valid while we decide on the renewal.',
  )
})

const awardLine = {
  kind: 'award',
  entityId: 'a',
  as: 'lead',
  about: parseDay('2027-05-08')!,
  organisationId: 'o',
  organisation: 'Ashcombe',
  applicationId: null,
  lapsesAfter: parseDay('2027-06-07'),
  isSuspended: false,
  hasNoReachableLead: false,
} as const

test.each([
  ['2027-04-08', {}, 'Its award is valid until 8 May 2027. Please contact someone else there.'],
  [
    '2027-04-08',
    { isSuspended: true },
    'Its award is suspended, and the renewal is due by 8 May 2027. Please contact someone else there.',
  ],
  [
    '2027-06-06',
    {},
    'Its award was valid until 8 May 2027, and will lapse if it is not renewed by 7 June 2027. ' +
      'Please contact someone else there.',
  ],
  [
    '2027-06-06',
    { isSuspended: true },
    'Its award is suspended, and its award period ended on 8 May 2027. ' +
      'The award will lapse if it is not renewed by 7 June 2027. Please contact someone else there.',
  ],
  ['2027-05-01', { kind: 'return' }, 'The library has a deadline on 8 May 2027. Please contact someone else there.'],
  ['2027-05-09', { kind: 'return' }, 'The library had a deadline on 8 May 2027. Please contact someone else there.'],
  [
    '2027-05-09',
    { kind: 'consent' },
    'Consent for some of its evidence ended on 8 May 2027. Please contact someone else there.',
  ],
])('a reminder tells the coordinator on %s (%j) that no lead can be reached', (today, more, sentence) => {
  const line = { ...awardLine, as: 'coordinator', hasNoReachableLead: true, ...more } as DigestLine
  expect(renderDigest(translator('en'), [line], parseDay(today)!).paragraphs[0]).toMatch(
    new RegExp(`^We may not be reaching Ashcombe’s leads\\. ${sentence}$`),
  )
})

test('a reminder about a library that never had a lead asks the coordinator to invite one', () => {
  const line = { ...awardLine, as: 'coordinator', hasNoReachableLead: true, hasNoLead: true } as const
  expect(renderDigest(translator('en'), [line], parseDay('2027-04-08')!)).toMatchObject({
    subject: 'Ashcombe has no lead',
    paragraphs: ['Ashcombe has no lead. Its award is valid until 8 May 2027. Please invite a lead.'],
    action: { label: 'Open the library’s page', path: '/organisations/o' },
  })
})

test.each(['lead', 'mailbox', 'observer', 'coordinator'] as const)(
  'a late reminder does not tell the %s that a suspended award was valid until its last day',
  as => {
    const { subject, paragraphs } = renderDigest(
      translator('en'),
      [{ ...awardLine, as, isSuspended: true }],
      parseDay('2027-05-15')!,
    )
    expect([subject, ...paragraphs].join(' ')).not.toContain('valid')
    expect(paragraphs[0]).toMatch(/^Ashcombe’s award is suspended.* award period ended on 8 May 2027.* by 7 June 2027/)
  },
)

test('an email about several tasks gives their number, as its subject does', () => {
  const line = { ...awardLine, kind: 'assignment', as: 'named', applicationId: 'b' } as const
  const lines = ['c', 'd', 'e'].map(entityId => ({ ...line, entityId }))
  const { subject, paragraphs } = renderDigest(translator('en'), lines, parseDay('2027-05-01')!)
  expect([subject, ...paragraphs.slice(1)]).toEqual([
    '3 tasks are due, the first on 8 May 2027',
    'You have a criterion to answer in Ashcombe’s application. Please answer it, and mark it as ready to check, by ' +
      '8 May 2027.\nThis reminder is about 3 tasks.',
  ])
})

test('a reminder about an evidence inbox says when its oldest item is deleted, and links to it', () => {
  const line = { ...awardLine, kind: 'inbox', as: 'lead', entityId: 'o', organisationId: 'o' } as const
  const { subject, paragraphs, action } = renderDigest(translator('en'), [line], parseDay('2027-04-24')!)
  expect({ subject, paragraphs, action }).toEqual({
    subject: 'Please check your evidence inbox before 8 May 2027',
    paragraphs: [
      'The oldest item in Ashcombe’s evidence inbox will be deleted on or after 8 May 2027, and others may follow. ' +
        'We delete items after 180 days. Please add each item to your evidence, or delete it.',
    ],
    action: { label: 'Open the evidence inbox', path: '/organisations/o/inbox' },
  })
})

test('each paragraph of an email has the direction of its own text', () => {
  const t = translator('en')
  const sentence = t('emails.role.invited', { person: 'أمينة خليل', place: 'Ashcombe' })
  expect(sentence).toMatch(/^\u2068أمينة خليل\u2069 /u)
  const paragraphs = ['Welcome', 'أهلا وسهلا', 'أهلا Welcome', '2027: \u2068אב\u2069 שלום', sentence]
  const text = { name: 'أمينة', subject: 'Words', paragraphs, action: null }
  const { html } = bodiesOf(t, text, 'https://sanctuary.example')
  const page = load(html)
  const directionOf = (words: string) =>
    page('p')
      .filter((_, p) => page(p).text() === words)
      .attr('dir')
  expect(paragraphs.map(directionOf)).toEqual(['ltr', 'rtl', 'rtl', 'rtl', 'ltr'])
  expect(page('[dir="auto"]').length).toBe(0)
})

test('moves of applications and awards send only emails that exist, and every email has recipients', () => {
  const moves = [...Object.values(applicationMoves), ...Object.values(awardMoves)]
  const sent: string[] = moves.flatMap(move => ('sends' in move ? move.sends : []))
  expect(sent).toEqual(expect.arrayContaining(['application returned', 'award overdue']))
  expect(sent.filter(name => !(emailNames as string[]).includes(name))).toEqual([])
  expect(emailNames.filter(name => !(name in messages))).toEqual([])
})
