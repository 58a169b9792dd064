import { expect } from '@jest/globals'
import { emailTo, linkIn, type Walk } from './walk.ts'
import type { Walker } from './walker.ts'

/** Step 4: two people write an application. It is submitted once, with a receipt on the page and by email. */
export async function writeAndSubmit(walk: Walk): Promise<void> {
  const { lead, contributor } = walk.actor
  await lead.open('/home')
  await lead.follow('Start application')
  await lead.press('Start application')
  walk.places.application = lead.address()
  await lead.open('/home')
  await lead.follow('Continue application')
  expect(lead.address()).toBe(`${walk.places.application}/criteria/P1`)

  await contributor.open(walk.places.application)
  await contributor.follow('Pledge signed')
  await contributor.follow('Enter who signed the pledge')
  await contributor.press('Save', {
    signedBy: 'Ines Calloway',
    role: 'head of libraries',
    signedOn: '2026-05-12',
  })
  // P4 needs no answer, because the branches have already been chosen.
  for (const code of ['P1', 'P2', 'P3', 'P5', 'P6']) await answerItem(contributor, code, [])
  for (const code of criteria) {
    if (code === 'E6') await answerItem(contributor, code, [])
    else await answerItem(contributor, code, shown.includes(code) ? ['met', 'evidence'] : ['not yet'])
  }
  await lead.open(`${walk.places.application}/submission`)
  expect(await lead.text()).toContain('2 things left to do')
  await lead.open(`${walk.places.application}/criteria/F1`)
  await answerItem(lead, 'F1', [])
  await lead.open(`${walk.places.application}/summary`)
  await lead.press('Save', {
    summary: 'We are four libraries by the sea. Everybody may join without papers, and many do.',
    mayBeShared: true,
  })
  await lead.open(walk.places.application)
  expect(await lead.text()).toContain('24 of 25 criteria answered.')

  await contributor.open(`${walk.places.application}/submission`)
  await lead.follow('Check your answers')
  await lead.press('Submit application')
  expect(await lead.text()).toContain('Application submitted')
  const receipt = await emailTo(walk, 'lead', 'We have received your application')
  const [, fingerprint] = /Checksum \(SHA-256\) ([0-9a-f ]{64,})/.exec(await lead.text())!
  expect(receipt.parsed.text!.replace(/\s/g, '')).toContain(fingerprint!.replace(/\s/g, '').slice(0, 64))
  await lead.open(linkIn(walk, receipt))
  await lead.follow('View your submission')
}

const criteria = [...codes('L', 6), ...codes('E', 13), ...codes('S', 6)]
const shown = ['L1', 'E1', 'E2', 'E3', 'S1']
function codes(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`)
}

/**
 * Answers one item with text and, where asked for, a rating and evidence: the first suggestion, or for L1 a search
 * result. Then opens the next item.
 */
async function answerItem(walker: Walker, code: string, [rating, evidence]: string[]): Promise<void> {
  expect(walker.address()).toMatch(new RegExp(`/criteria/${code}$`))
  const said = {
    narrative: `What we do about ${code}: at every branch, every week, and by everybody at the desk.`,
    ...(rating ? { ownRating: rating } : {}),
  }
  const isSought = evidence && code === 'L1'
  if (isSought) {
    await walker.press('Search', said)
    await walker.press('Attach', { use: true })
  }
  const filledIn = evidence ? { ...said, use: true } : said
  await walker.press(code === 'F1' ? 'Save' : 'Save and continue', isSought ? {} : filledIn)
}
