import { expect } from '@jest/globals'
import { password, type Walk } from '../walk.ts'
import type { Walker } from '../walker.ts'

/** The coordinator drafts the charity's criteria from a YAML file, changes one by hand, and publishes them. */
export async function publishCriteria({ actor: { coordinator } }: Walk): Promise<void> {
  await coordinator.open('/home')
  await coordinator.follow('Criteria')
  await coordinator.follow('Draft the next version')
  await coordinator.press('Start draft', { name: '1', label: 'Library of Sanctuary, version 1', from: 'last' })
  await importYaml(coordinator)
  await changeByHand(coordinator)

  const draft = coordinator.address()
  await coordinator.follow('Preview what libraries will see')
  expect(await coordinator.text()).toContain('This is a preview. Nothing here can be saved.')
  await coordinator.follow('Welcome training')
  await coordinator.open(draft)
  await coordinator.follow('Compare with version 0.1')
  expect(await coordinator.text()).toContain('Welcome training')

  await coordinator.open(draft)
  await coordinator.follow('Check and publish')
  await coordinator.follow('Map the old criteria')
  const $ = await coordinator.html()
  const rows = $('input[name=rows]')
    .get()
    .map(box => $(box).attr('value')!)
  await coordinator.press('Confirm ticked rows', { rows })
  await coordinator.follow('Check and publish')
  const agreed = { read: true as const, agreedOn: '2027-02-15' }
  await coordinator.press('Publish version 1', (await asksForPassword(coordinator)) ? { ...agreed, password } : agreed)
  expect(await coordinator.text()).toContain('Published')
}

/** Downloads the draft, edits the file, and replaces the draft with it. */
async function importYaml(coordinator: Walker): Promise<void> {
  const yaml = (await coordinator.download('Download this version as YAML')).toString('utf8')
  const edited = yaml.replace(/(id: staff-training\n +code: L1\n +title: ).*/, '$1Welcome training')
  expect(edited).not.toBe(yaml)
  await coordinator.follow('Import a YAML file')
  await coordinator.press('Check file', yamlFile(edited.replace('months: 12', 'months: twelve')), 422)
  expect(await coordinator.text()).toMatch(/Line \d+: Correct terms.months/)
  await coordinator.press('Check file', yamlFile(edited))
  expect(await coordinator.text()).toContain('Welcome training')
  await coordinator.press('Replace the draft')
}

const yamlFile = (text: string) => ({
  file: [{ name: 'criteria.yaml', mimeType: 'application/yaml', buffer: Buffer.from(text) }],
})

async function changeByHand(coordinator: Walker): Promise<void> {
  await coordinator.follow('Part of induction')
  await coordinator.press('Save', { title: '' }, 422)
  await coordinator.press('Save', { title: 'Part of every induction' })
}

/** Whether the page asks for the password. It does so when the last entry is more than 15 minutes old. */
export const asksForPassword = async (walker: Walker): Promise<boolean> =>
  (await walker.html())('[name=password]').length > 0
