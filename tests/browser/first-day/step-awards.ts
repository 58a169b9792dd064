import { expect } from '@jest/globals'
import { comeBack, people, type Walk } from '../walk.ts'
import { awardsFile } from './files.ts'
import type { Upload, Walker } from '../walker.ts'

/**
 * Imports awards made before this service. Expects no email to an imported organisation by the next morning, only a
 * reminder to the library that was registered from its enquiry.
 */
export async function importAwards(walk: Walk): Promise<void> {
  const { coordinator } = walk.actor
  const before = walk.service.post.emails.length
  await checkFile(coordinator, 'Current awards', awardsFile)
  expect(await coordinator.text()).toContain(
    'The file lists 3 awards. We will record them in the Library of Sanctuary stream.',
  )
  expect(await coordinator.text()).toContain('1 organisation may get reminders after the import.')
  await coordinator.press('Import 2 rows')
  expect(await coordinator.text()).toContain('2 rows have been imported.')
  await walk.service.moveTo('2027-03-02T09:30')
  const toLibraries = walk.service.post.emails
    .slice(before)
    .filter(({ parsed }) => !parsed.subject?.startsWith('This week'))
  expect(toLibraries.flatMap(({ to }) => to)).toEqual([people['kestrel lead'].email])
}

export async function checkFile(coordinator: Walker, kind: string, file: Upload): Promise<void> {
  await coordinator.open('/imports')
  await coordinator.follow(kind)
  await coordinator.press('Check the file', { file: [file] })
}

/** A mistyped year made an award lapse on the day of the import. The correction restores it, without an email. */
export async function correctYear(walk: Walk): Promise<void> {
  const coordinator = await comeBack(walk, 'coordinator', '/awards')
  await coordinator.follow('Comhairle Loch Corran')
  expect(await coordinator.text()).toContain('lapsed')
  await coordinator.follow('Correct')
  const corrected = { from: '2026-05-03', to: '2027-05-02', reason: 'The year was mistyped.' }
  await coordinator.press('Show what will change', corrected, 422)
  expect(await coordinator.text()).toContain('We will not email anyone')
  await coordinator.press('Correct this award')
  expect(await coordinator.text()).toContain('Valid until 2 May 2027')
}
