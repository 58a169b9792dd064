import { expect, test } from '@jest/globals'
import type { PledgeTargetsEndorsements } from '../../src/domain/submission.ts'
import { parseDay, type Instant } from '../../src/domain/time.ts'
import {
  changesSince,
  countRestricted,
  isSignedTextCurrent,
  textToSign,
  withoutTitle,
} from '../../src/domain/sign-off.ts'

const summary = { summary: 'Two branches.', mayBeShared: false }
const answer = { itemId: 'welcome', narrative: 'Signs in eight languages.', ownRating: 'met' as const }
const used = [
  { id: 'photo', itemId: 'welcome', title: 'Photo of the desk', sensitivity: 'ordinary', isConsentWithdrawn: false },
  {
    id: 'letter',
    itemId: 'welcome',
    title: 'A letter of thanks',
    sensitivity: 'restricted',
    isConsentWithdrawn: false,
  },
]
const nothing = { targets: [], endorsements: [], pledge: null }
const signed = textToSign(summary, { answers: [answer], used, extras: nothing })

test('the text that is signed off leaves out evidence whose consent was withdrawn', () => {
  const [photo, letter] = used.map(each => ({ ...each, isConsentWithdrawn: true }))
  const now = textToSign(summary, { answers: [answer], used: [photo!, letter!], extras: nothing })
  expect(now.answers[0]).toMatchObject({ evidence: [], restricted: 0 })
  expect(countRestricted([photo!, letter!])).toBe(0)
})

test('the text that is signed off names ordinary evidence, and gives only the number of restricted items', () => {
  expect(signed.answers).toEqual([
    {
      item: 'welcome',
      narrative: answer.narrative,
      ownRating: 'met',
      evidence: [{ id: 'photo', title: 'Photo of the desk' }],
      restricted: 1,
    },
  ])
  expect(JSON.stringify(signed)).not.toContain('letter of thanks')
})

test('a sign-off still covers the same text in another order, or with an added empty answer', () => {
  const again = textToSign(summary, {
    answers: [{ itemId: 'training', narrative: '', ownRating: null }, answer],
    used: used.toReversed(),
    extras: nothing,
  })
  expect(isSignedTextCurrent(signed, again)).toBe(true)
  expect(isSignedTextCurrent(null, again)).toBe(false)
})

test('a sign-off still covers the same text when its keys are in another order', () => {
  const { answers, ...text } = signed
  expect(isSignedTextCurrent({ ...text, answers }, signed)).toBe(true)
  expect(changesSince({ ...text, answers }, signed)).toEqual({ summary: false, items: [] })
})

test('erasing evidence erases its title but keeps its id, and does not change a text without the evidence', () => {
  const erased = withoutTitle(signed, 'photo')!
  expect(erased.answers[0]!.evidence).toEqual([{ id: 'photo', title: '' }])
  expect(isSignedTextCurrent(erased, signed)).toBe(false)
  for (const [text, id] of [
    [signed, 'letter'],
    [erased, 'photo'],
  ] as const)
    expect(withoutTitle(text, id)).toBeNull()
})

test.each([
  ['the text', { ...answer, narrative: 'Signs in nine languages.' }, used],
  ['the rating', { ...answer, ownRating: 'partly met' as const }, used],
  ['the evidence', answer, used.slice(0, 1)],
])('a sign-off no longer covers an answer when %s changes', (_, changed, evidence) => {
  const now = textToSign(summary, { answers: [changed], used: evidence, extras: nothing })
  expect(isSignedTextCurrent(signed, now)).toBe(false)
  expect(changesSince(signed, now)).toEqual({ summary: false, items: ['welcome'] })
})

test('changes since a sign-off include the summary, a new answer and a removed answer', () => {
  const other = { itemId: 'training', narrative: 'Twice a year.', ownRating: null }
  const now = textToSign({ ...summary, summary: 'Three branches.' }, { answers: [other], used: [], extras: nothing })
  expect(changesSince(signed, now)).toEqual({ summary: true, items: ['welcome', 'training'] })
})

const target = {
  id: 'a',
  body: 'Train everyone',
  owner: 'Hana',
  dueOn: parseDay('2028-03-31')!,
  status: 'not started' as const,
  progress: '',
  items: ['targets'],
}
const endorsement = {
  id: 'b',
  answer: 'endorsed' as const,
  group: 'Ashcombe City of Sanctuary',
  name: 'Rosalind',
  role: 'chair',
  words: 'We are glad to.',
  at: '2027-03-01T12:00:00.000Z' as Instant,
}
const pledge = { signedBy: 'Ines', role: 'head of libraries', signedOn: parseDay('2026-05-12')!, wording: '' }

test.each([
  ['a target changes', { ...nothing, targets: [{ ...target, status: 'reached' as const }] }, 'targets'],
  ['a local group answers', { targets: [target], endorsements: [endorsement], pledge: null }, 'local-endorsement'],
  ['someone enters who signed the pledge', { ...nothing, targets: [target], pledge }, 'pledge-signed'],
])('a sign-off no longer covers the text when %s', (_, changed, item) => {
  const sign = (extras: PledgeTargetsEndorsements) => textToSign(summary, { answers: [answer], used, extras })
  const before = sign({ ...nothing, targets: [target] })
  expect(isSignedTextCurrent(before, sign({ ...nothing, targets: [{ ...target }] }))).toBe(true)
  const now = sign(changed)
  expect(isSignedTextCurrent(before, now)).toBe(false)
  expect(changesSince(before, now)).toEqual({ summary: false, items: [item] })
})
