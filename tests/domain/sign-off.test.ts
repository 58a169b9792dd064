import { expect, test } from '@jest/globals'
import { parseDay } from '../../src/domain/time.ts'
import { changesSince, isCovered, textToSign } from '../../src/domain/sign-off.ts'

const summary = { summary: 'Two branches.', mayBeShared: false }
const answer = { itemId: 'welcome', narrative: 'Signs in eight languages.', ownRating: 'met' as const }
const used = [
  { itemId: 'welcome', title: 'Photo of the desk', sensitivity: 'ordinary' },
  { itemId: 'welcome', title: 'A letter of thanks', sensitivity: 'restricted' },
]
const signed = textToSign(summary, { answers: [answer], used })

test('the text that is signed off names ordinary evidence, and gives only the number of restricted items', () => {
  expect(signed.answers).toEqual([
    { item: 'welcome', narrative: answer.narrative, ownRating: 'met', evidence: ['Photo of the desk'], restricted: 1 },
  ])
  expect(JSON.stringify(signed)).not.toContain('letter of thanks')
})

test('a sign-off still covers the same text in another order, or with an added empty answer', () => {
  const again = textToSign(summary, {
    answers: [{ itemId: 'training', narrative: '', ownRating: null }, answer],
    used: used.toReversed(),
  })
  expect(isCovered(signed, again)).toBe(true)
  expect(isCovered(null, again)).toBe(false)
})

test.each([
  ['the text', { ...answer, narrative: 'Signs in nine languages.' }, used],
  ['the rating', { ...answer, ownRating: 'partly met' as const }, used],
  ['the evidence', answer, used.slice(0, 1)],
])('a sign-off no longer covers an answer when %s changes', (_, changed, evidence) => {
  const now = textToSign(summary, { answers: [changed], used: evidence })
  expect(isCovered(signed, now)).toBe(false)
  expect(changesSince(signed, now)).toEqual({ summary: false, items: ['welcome'] })
})

test('changes since a sign-off include the summary, a new answer and a removed answer', () => {
  const other = { itemId: 'training', narrative: 'Twice a year.', ownRating: null }
  const now = textToSign({ ...summary, summary: 'Three branches.' }, { answers: [other], used: [] })
  expect(changesSince(signed, now)).toEqual({ summary: true, items: ['welcome', 'training'] })
})

test('a sign-off no longer covers the text when a target changes', () => {
  const target = {
    id: 'a',
    body: 'Train everyone',
    owner: 'Hana',
    dueOn: parseDay('2028-03-31')!,
    status: 'not started' as const,
    progress: '',
    items: ['targets'],
  }
  const before = textToSign(summary, { answers: [answer], used, targets: [target] })
  const now = textToSign(summary, { answers: [answer], used, targets: [{ ...target, status: 'reached' }] })
  expect(isCovered(before, textToSign(summary, { answers: [answer], used, targets: [{ ...target }] }))).toBe(true)
  expect(isCovered(before, now)).toBe(false)
  expect(changesSince(before, now)).toEqual({ summary: false, items: ['targets'] })
})
