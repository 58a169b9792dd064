import { expect, test } from '@jest/globals'
import type { Item } from '../../src/domain/framework.ts'
import {
  evidenceChanges,
  renewalPart,
  sinceLastYear,
  withoutRatings,
  type AnswerContent,
  type EvidenceContent,
  type RenewalPart,
  type SinceLastYear,
} from '../../src/domain/since-last-year.ts'
import type { AnswerFacts } from '../../src/domain/completeness.ts'
import type { PledgeTargetsEndorsements } from '../../src/domain/submission.ts'
import type { Day } from '../../src/domain/time.ts'

const day = (text: string) => text as Day
const item = (changes: Partial<Item> = {}): Item => ({
  id: 'visible-welcome',
  code: 'E3',
  part: 'criterion',
  area: 'embed',
  title: 'Visible welcome',
  description: 'A welcome that people see.',
  requirement: 'required',
  evidence: ['Photographs of signs'],
  basis: 'documented',
  askedIn: ['first', 'renewal'],
  renewal: 'confirm',
  perBranch: false,
  freshMonths: 12,
  ...changes,
})
const answer = (changes: Partial<AnswerContent> = {}): AnswerContent => ({
  item: 'visible-welcome',
  narrative: 'Signs in six languages.',
  ownRating: 'met',
  evidence: ['signs'],
  ...changes,
})
const emptyAnswer: AnswerFacts = { itemId: 'visible-welcome', narrative: '', ownRating: null, evidence: 0 }
const unchangedAnswer = {
  answer: { ...emptyAnswer, narrative: 'Signs in six languages.' },
  hasExtras: false,
  isComplete: true,
  since: 'unchanged',
} as const
const dayOrNone = (text: string | null) => (text === null ? null : day(text))
const evidence = (id: string, periodTo: string | null, periodFrom: string | null = null): EvidenceContent => ({
  id,
  periodFrom: dayOrNone(periodFrom),
  periodTo: dayOrNone(periodTo),
})

interface Year {
  items?: Item[]
  answers?: AnswerContent[]
  evidence?: EvidenceContent[]
  extras?: PledgeTargetsEndorsements
}
const extras = (changes: Partial<PledgeTargetsEndorsements>): PledgeTargetsEndorsements => ({
  targets: [],
  endorsements: [],
  pledge: null,
  ...changes,
})
const byItem = (year: Year) => new Map(year.extras ? [['visible-welcome', year.extras]] : [])
const target = (body: string, items: string[]): PledgeTargetsEndorsements['targets'][number] => ({
  id: 'one',
  body,
  owner: 'A lead',
  dueOn: day('2028-01-31'),
  status: 'not started',
  progress: '',
  items,
})
const compared = (before: Year, now: Year & { item?: Item }) =>
  sinceLastYear(
    [now.item ?? item()],
    {
      before: {
        items: before.items ?? [item()],
        answers: before.answers ?? [answer()],
        evidence: before.evidence ?? [evidence('signs', '2027-01-31')],
        extras: byItem(before),
      },
      now: {
        answers: now.answers ?? [answer()],
        evidence: now.evidence ?? [evidence('signs', '2027-01-31')],
        extras: byItem(now),
      },
    },
    day('2027-12-01'),
  )[0]!

test.each<[string, Year, Year & { item?: Item }, SinceLastYear]>([
  ['nothing changed, and the evidence is recent enough', {}, {}, 'unchanged'],
  [
    'the evidence ends on the first day that still counts',
    {},
    { evidence: [evidence('signs', '2026-12-01')] },
    'unchanged',
  ],
  [
    'the evidence ends on the last day that no longer counts',
    {},
    { evidence: [evidence('signs', '2026-11-30')] },
    'carried without refresh',
  ],
  [
    'old evidence with only a start date',
    {},
    { evidence: [evidence('signs', null, '2025-01-01')] },
    'carried without refresh',
  ],
  [
    'old evidence for an item that does not age',
    { items: [item({ freshMonths: null })] },
    { item: item({ freshMonths: null }), evidence: [evidence('signs', '2020-01-31')] },
    'unchanged',
  ],
  [
    'evidence without a period does not age',
    { evidence: [evidence('signs', null)] },
    { evidence: [evidence('signs', null)] },
    'unchanged',
  ],
  [
    'no evidence last year or this year',
    { answers: [answer({ evidence: [] })] },
    { answers: [answer({ evidence: [] })] },
    'unchanged',
  ],
  [
    'one old item of evidence, and one without a period',
    { answers: [answer({ evidence: ['signs', 'policy'] })] },
    {
      answers: [answer({ evidence: ['signs', 'policy'] })],
      evidence: [evidence('signs', '2020-01-31'), evidence('policy', null)],
    },
    'unchanged',
  ],
  [
    'a different item of evidence',
    {},
    {
      answers: [answer({ evidence: ['signs', 'photographs'] })],
      evidence: [evidence('signs', '2020-01-31'), evidence('photographs', '2027-06-30')],
    },
    'evidence changed',
  ],
  ['the same evidence with a later end', {}, { evidence: [evidence('signs', '2027-06-30')] }, 'evidence changed'],
  ['evidence that was left out', { answers: [answer({ evidence: ['signs', 'minutes'] })] }, {}, 'evidence changed'],
  [
    'evidence that was left out, so that only old evidence is left',
    { answers: [answer({ evidence: ['signs', 'minutes'] })] },
    { evidence: [evidence('signs', '2020-01-31')] },
    'evidence changed',
  ],
  ['another text', {}, { answers: [answer({ narrative: 'Signs in seven languages.' })] }, 'reworded'],
  [
    'different text and evidence',
    {},
    { answers: [answer({ narrative: 'Signs in seven languages.', evidence: ['photographs'] })] },
    'reworded',
  ],
  [
    'the same text with a different line break',
    {},
    { answers: [answer({ narrative: 'Signs in\r\nsix languages. ' })] },
    'unchanged',
  ],
  ['the same text with another rating', {}, { answers: [answer({ ownRating: 'partly met' })] }, 'reworded'],
  ['an answer that was removed', {}, { answers: [] }, 'reworded'],
  ['a criterion with another description', { items: [item({ description: 'Signs.' })] }, {}, 'criterion changed'],
  ['a criterion that became required', { items: [item({ requirement: 'recommended' })] }, {}, 'criterion changed'],
  [
    'a criterion that counts other evidence, and different text',
    { items: [item({ evidence: [] })] },
    { answers: [answer({ narrative: 'New.' })] },
    'criterion changed',
  ],
  [
    'the same criterion under a different code and in a different area',
    { items: [item({ code: 'L9', area: 'learn' })] },
    {},
    'unchanged',
  ],
  ['a criterion that the earlier framework version did not have', { items: [item({ id: 'another' })] }, {}, 'new'],
  ['a new criterion without an answer', { items: [] }, { answers: [] }, 'new'],
  ['the first answer to an item', { answers: [] }, {}, 'new'],
  [
    'the same text, but a different target',
    { extras: extras({ targets: [target('Two story hours', ['targets'])] }) },
    { extras: extras({ targets: [target('Three story hours', ['targets'])] }) },
    'reworded',
  ],
  [
    'the same target, which another item shows in this kind of application',
    { extras: extras({ targets: [target('Two story hours', ['targets'])] }) },
    { extras: extras({ targets: [target('Two story hours', ['progress-on-targets'])] }) },
    'unchanged',
  ],
  [
    'a pledge that a different person signed',
    { extras: extras({ pledge: { signedBy: 'One', role: 'chair', signedOn: day('2024-03-01'), wording: '' } }) },
    { extras: extras({ pledge: { signedBy: 'Two', role: 'chair', signedOn: day('2027-03-01'), wording: '' } }) },
    'reworded',
  ],
  [
    'targets where there was no answer',
    { answers: [] },
    { answers: [], extras: extras({ targets: [target('Two story hours', ['targets'])] }) },
    'new',
  ],
  ['no answer last year or this year', { answers: [] }, { answers: [] }, 'unchanged'],
])('an item is compared with last year: %s', (_, before, now, expected) => {
  expect(compared(before, now).since).toBe(expected)
})

test('an item shows one main change, and lists its other changes', () => {
  const it = compared(
    { answers: [answer({ evidence: ['signs', 'minutes'] })] },
    {
      answers: [answer({ narrative: 'Other.', evidence: ['signs', 'photographs'] })],
      evidence: [evidence('signs', '2020-01-31'), evidence('photographs', '2027-06-30')],
    },
  )
  expect(it).toMatchObject({
    since: 'reworded',
    isReworded: true,
    refreshed: ['photographs'],
    leftOut: ['minutes'],
    coveredTo: '2027-06-30',
    isStale: false,
  })
})

test('compared items are in the order of this year’s application', () => {
  const asked = [item({ id: 'b' }), item({ id: 'a' })]
  expect(
    sinceLastYear(
      asked,
      {
        before: { items: asked.toReversed(), answers: [], evidence: [], extras: new Map() },
        now: { answers: [], evidence: [], extras: new Map() },
      },
      day('2027-12-01'),
    ).map(each => each.item.id),
  ).toEqual(['b', 'a'])
})

test('evidence whose period now ends later is listed as added and as removed', () => {
  const it = compared(
    { answers: [answer({ evidence: ['signs', 'minutes', 'policy'] })] },
    {
      answers: [answer({ evidence: ['signs', 'photographs', 'policy'] })],
      evidence: [evidence('signs', '2027-06-30'), evidence('photographs', null), evidence('policy', null)],
    },
  )
  expect(evidenceChanges(it)).toEqual([
    { id: 'signs', kind: 'added' },
    { id: 'photographs', kind: 'added' },
    { id: 'signs', kind: 'removed' },
    { id: 'minutes', kind: 'removed' },
    { id: 'policy', kind: 'same' },
  ])
})

test('a comparison without ratings shows only changes to text and evidence', () => {
  const [before, now] = [
    { items: [item()], answers: [answer()], evidence: [evidence('signs', '2027-01-31')], extras: new Map() },
    { answers: [answer({ ownRating: 'not yet' })], evidence: [evidence('signs', '2027-01-31')], extras: new Map() },
  ]
  const on = day('2027-12-01')
  expect(sinceLastYear([item()], { before, now }, on)[0]!.since).toBe('reworded')
  expect(sinceLastYear([item()], { before: withoutRatings(before), now: withoutRatings(now) }, on)[0]!.since).toBe(
    'unchanged',
  )
})

test.each([
  ['an answer with the same text and evidence', 'unchanged', {}],
  ['an answer with older evidence', 'unchanged', { since: 'carried without refresh' }],
  ['a changed answer', 'changed', { since: 'reworded' }],
  ['an answer to a changed criterion', 'changed', { since: 'criterion changed' }],
  ['an incomplete answer', 'changed', { isComplete: false }],
  ['an incomplete item without an answer', 'changed', { answer: undefined, isComplete: false }],
  ['a deleted answer', 'changed', { answer: emptyAnswer, since: 'reworded' }],
  ['an item that was never answered', 'not answered', { answer: undefined }],
  ['an answer that is empty this time and last time', 'not answered', { answer: emptyAnswer }],
  ['a new criterion without an answer', 'not answered', { answer: undefined, since: 'new' }],
  ['a changed criterion that was never answered', 'not answered', { answer: undefined, since: 'criterion changed' }],
  ['an unanswered item without an earlier application', 'not answered', { answer: undefined, since: undefined }],
  ['an answer without an earlier application', 'changed', { since: undefined }],
  ['an item answered only by targets', 'unchanged', { answer: undefined, hasExtras: true }],
  ['an item answered only by changed targets', 'changed', { answer: undefined, hasExtras: true, since: 'reworded' }],
] as [string, RenewalPart, Partial<Parameters<typeof renewalPart>[1]>][])(
  'a light renewal lists %s as “%s”',
  (...row) => {
    const [, part, changes] = row
    expect(renewalPart(item(), { ...unchangedAnswer, ...changes })).toBe(part)
  },
)

test.each([
  ['when nothing has changed since last time', 'unchanged'],
  ['without an earlier application', undefined],
] as const)('the item about scope, whose answer is its branches, is listed as unchanged %s', (_, since) => {
  const scope = item({ id: 'scope-declared', part: 'prerequisite' })
  expect(renewalPart(scope, { ...unchangedAnswer, answer: undefined, since })).toBe('unchanged')
})
