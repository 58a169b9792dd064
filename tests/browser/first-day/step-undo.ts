import { expect } from '@jest/globals'
import { comeBack, password, type Walk } from '../walk.ts'
import { wrongFile } from './files.ts'
import { checkFile } from './step-awards.ts'
import { asksForPassword } from './step-criteria.ts'
import { openCertificate } from './step-emails.ts'

/** Undoes an import made by mistake. An award that its library has seen stays until a trustee confirms its removal. */
export async function undoImport(walk: Walk): Promise<void> {
  const coordinator = await comeBack(walk, 'coordinator', '/imports')
  await checkFile(coordinator, 'Current awards', wrongFile)
  await coordinator.press('Import 2 rows')
  const result = coordinator.address()
  await openCertificate(walk, 'wennol lead', 'Cyngor Dyffryn Wennol')
  await coordinator.open(result)
  await coordinator.press('Undo the whole import', { sure: true })
  expect(await coordinator.text()).toContain('We could not undo 1 row')
  await coordinator.follow('Cyngor Dyffryn Wennol')
  await coordinator.follow('Remove')
  const reason = 'It was in an old list.'
  await coordinator.press('Ask a trustee to confirm the removal', { reason, sure: true })
  const trustee = await comeBack(walk, 'trustee', '/home')
  await trustee.follow('Read the correction')
  await trustee.press('Save your answer', { answer: 'confirm' })
  await coordinator.open('/awards')
}

/** Downloads the awards as a file, and checks that no invariant is broken. */
export async function downloadAwards(walk: Walk): Promise<void> {
  const { coordinator } = walk.actor
  await coordinator.open('/awards')
  await coordinator.follow('Download this list')
  const typed = { type: 'csv' }
  const csv = await coordinator.download(
    'Download',
    (await asksForPassword(coordinator)) ? { ...typed, password } : typed,
  )
  expect(csv.toString('utf8')).toContain('Comhairle Loch Corran')
  expect(await walk.service.broken()).toEqual([])
}
