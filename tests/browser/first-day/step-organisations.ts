import { expect } from '@jest/globals'
import { until } from '../../support/until.ts'
import { acceptInvitation, people, password, type Walk } from '../walk.ts'
import { valueOf, type Walker } from '../walker.ts'
import { organisationsFile } from './files.ts'
import { asksForPassword } from './step-criteria.ts'

export const invitation = (organisation: string): string =>
  `You are invited to work on ${organisation}’${organisation.endsWith('s') ? '' : 's'} Library of Sanctuary award`

/**
 * The coordinator sets up a round. A library service applies on the public page, and with two clicks it becomes an
 * organisation with an invited lead.
 */
export async function registerEnquiry(walk: Walk): Promise<void> {
  const { coordinator } = walk.actor
  await coordinator.open('/home')
  await coordinator.follow('Rounds')
  await coordinator.follow('Set up a round')
  await coordinator.press('Save round', {
    name: 'Spring round 2027',
    opensOn: '2027-03-01',
    closesOn: '2027-04-30',
    graceMinutes: '60',
  })
  const visitor = await walk.enters('visitor')
  await visitor.open('/apply')
  await visitor.press('Send', {
    name: 'Kestrel Vale Libraries',
    kind: 'library service',
    place: 'Kestrel Vale',
    contactName: people['kestrel lead'].name,
    contactRole: 'Library manager',
    email: people['kestrel lead'].email,
  })
  await coordinator.open('/home')
  await coordinator.follow('Read the enquiry')
  await coordinator.press('Register and invite', (await asksForPassword(coordinator)) ? { password } : {})
  await acceptInvitation(walk, 'kestrel lead', invitation('Kestrel Vale Libraries'))
}

/**
 * Imports the first spreadsheet. Checks the number of rows, the message about a date, the possible duplicate and a
 * saved branch.
 */
export async function importOrganisations({ actor: { coordinator } }: Walk): Promise<void> {
  await coordinator.open('/home')
  await coordinator.follow('Imports')
  await coordinator.follow('Organisations and branches')
  await coordinator.download('Download the template')
  await coordinator.press('Check the file', {}, 422)
  await coordinator.press('Check the file', { file: [organisationsFile] })
  const text = await coordinator.text()
  expect(text).toContain('The file has 60 rows for 4 organisations. Nothing has been saved yet.')
  expect(text).toContain('We cannot use “20222” as the closing date. Enter a date, or a year such as 2022.')
  expect(text).toContain('1 row may be a duplicate')
  await coordinator.press('Import', {}, 422)
  await answerDuplicates(coordinator)
  await coordinator.press('Import')
  await waitForImport(coordinator)
  expect(await coordinator.text()).toContain('have been imported.')
  await coordinator.download('Download the rows with problems as CSV')
  await coordinator.follow('See the organisations')
  await coordinator.follow('Kestrel Vale Libraries')
  await coordinator.follow('Branches')
  expect(await coordinator.text()).toContain('Upper Kestrel')
}

async function answerDuplicates(coordinator: Walker): Promise<void> {
  const $ = await coordinator.html()
  const names = new Set(
    $('input[name^=choice-]')
      .get()
      .map(radio => $(radio).attr('name')!),
  )
  expect(names.size).toBe(1)
  const [name] = [...names]
  await coordinator.press('Save your answers', {
    [name!]: await valueOf(coordinator, name!, 'Yes, use the existing organisation'),
  })
}

/** Opens the page again until the job has saved every row. */
const waitForImport = (coordinator: Walker): Promise<void> =>
  until(async () => {
    const text = await coordinator.text()
    if (text.includes('The import is finished')) return true
    expect(text).toMatch(/\d+ of \d+ organisations and branches done/)
    await coordinator.open(coordinator.address())
    return false
  })
