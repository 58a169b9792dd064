import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { autosaves } from '../../support/autosaving.ts'
import { eachDatabase } from '../../support/database.ts'
import { anApplication, anItemOfEvidence, aRound, aTeam, signedIn } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

// Buttons on the page of a criterion save its answer and mark the answer as ready to check, not ready or checked.

const ready = 'Save and mark as ready to check'
const changed = 'Someone has changed this assignment. Check it, then save again'

eachDatabase('the mark of an assigned answer', engine => {
  let service: Service
  let round: string
  let team: Awaited<ReturnType<typeof aTeam>>
  let list: string
  let l1: string
  let byLead: Visitor
  let byContributor: Visitor
  const db = () => service.database.writer
  const ofApplication = () => ({ application_id: list.split('/').at(-1)! })
  const mark = async () => (await db()('assignments').where(ofApplication()).first('status'))?.status
  const narrative = async () => (await db()('answers').where(ofApplication()).first('narrative'))?.narrative
  const rowInList = async (visitor: Visitor) => {
    await visitor.open(list)
    return visitor.$('a[href$="/criteria/L1"]').closest('li').text().replace(/\s+/g, ' ')
  }

  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    team = await aTeam(service)
    const { id } = await anApplication(service, team.organisation, { startedBy: team.lead, round })
    list = `/applications/${id}`
    l1 = `${list}/criteria/L1`
    byLead = await signedIn(service, team.lead, `${l1}/assignment`)
    await byLead.press('Save', { person: team.contributor.id })
    byContributor = await signedIn(service, team.contributor, l1)
  })

  test('marking an answer as ready also saves its text, rating and evidence', async () => {
    const evidence = await anItemOfEvidence(service, team.organisation, team.lead, { title: 'Training log' })
    await byContributor.open(l1)
    await byContributor.press(ready, { narrative: 'We train everyone.', ownRating: 'met', use: evidence })
    expect(byContributor.notices).toEqual(['Answer saved and marked as ready. Your leads can check it now.'])
    expect([await narrative(), await mark()]).toEqual(['We train everyone.', 'ready'])
    expect(await rowInList(byLead)).toContain('Ready to check')
    expect(await rowInList(byLead)).not.toContain('Still needed')
    await byContributor.open(l1)
    await byContributor.press('Save and mark as not ready', { narrative: 'We train all staff.' })
    expect([await narrative(), await mark()]).toEqual(['We train all staff.', 'to write'])
  })

  test('marking an answer as ready deletes its autosaved text', async () => {
    await autosaves(service, byContributor, { narrative: 'We train ev' }, { as: team.contributor, at: l1 })
    await byContributor.press(ready, { narrative: 'We train everyone.' })
    expect([await db()('working_copies').select(), await mark()]).toEqual([[], 'ready'])
  })

  test('an answer without text cannot be marked as ready or checked', async () => {
    await byContributor.press(ready, { narrative: ' ', ownRating: 'met' })
    expect([byContributor.status, byContributor.errors]).toEqual([
      422,
      ['Enter your answer before you mark it as ready to check'],
    ])
    expect([byContributor.valueOf('ownRating'), await narrative(), await mark()]).toEqual([
      'met',
      undefined,
      'to write',
    ])
    await byLead.open(`${l1}/assignment`)
    await byLead.press('Save', { person: team.lead.id })
    await byLead.press('Save and mark as checked')
    expect([byLead.errors, await mark()]).toEqual([['Enter an answer before you mark it as checked'], 'to write'])
  })

  test('an answer can be ready without evidence or a rating, and the list says that they are needed', async () => {
    await byContributor.press(ready, { narrative: 'We train everyone.' })
    expect(await mark()).toBe('ready')
    const row = await rowInList(byLead)
    expect(row).toContain('Ready to check')
    expect(row).toContain('Still needed: your own rating and evidence.')
  })

  test('an answer is not marked when its form is refused, and its text stays on the page', async () => {
    await byContributor.press(ready, { narrative: 'word '.repeat(4_001) })
    expect([byContributor.status, await mark()]).toEqual([422, 'to write'])
    expect(byContributor.valueOf('narrative')).toContain('word word')
  })

  test('an answer is not marked when someone else saved it first', async () => {
    await byContributor.press(ready, { narrative: 'We train everyone.' })
    await byLead.open(l1)
    await byContributor.open(l1)
    await byContributor.press('Save', { narrative: 'We train some people.' })
    await byLead.press('Save and mark as checked')
    expect([byLead.status, await mark()]).toEqual([409, 'ready'])
    expect(byLead.text).toContain('We train some people.')
  })

  test('an answer is not marked when its assignment has changed, and its text stays on the page', async () => {
    await byLead.open(`${l1}/assignment`)
    await byLead.press('Save', { person: team.lead.id })
    await byContributor.press(ready, { narrative: 'We train everyone.' })
    expect([byContributor.status, byContributor.errors]).toEqual([422, [changed]])
    expect(byContributor.valueOf('narrative')).toBe('We train everyone.')
    expect([await narrative(), await mark()]).toEqual([undefined, 'to write'])
    await byLead.open(`${l1}/assignment`)
    await byLead.press('Save', { person: '' })
    const page = await signedIn(service, team.contributor, l1)
    await page.send(l1, { narrative: 'We train everyone.', version: '0', mark: 'ready', assignment: '2' })
    expect([page.status, page.errors, await narrative()]).toEqual([422, [changed], undefined])
  })

  test('a mark that the page does not offer is refused, and an unknown mark is ignored', async () => {
    const { version } = (await db()('assignments').where(ofApplication()).first('version'))!
    await byContributor.send(l1, { narrative: 'Ours', version: '0', mark: 'checked', assignment: String(version) })
    expect([byContributor.status, await narrative(), await mark()]).toEqual([422, undefined, 'to write'])
    await byContributor.send(l1, { narrative: 'Ours', version: '0', mark: 'unknown', assignment: String(version) })
    expect([byContributor.notices, await narrative(), await mark()]).toEqual([['Answer saved.'], 'Ours', 'to write'])
  })
})
