import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { theService } from '../../../src/domain/actor.ts'
import { Busy, DatabaseDown, DiskFails, NoRoom } from '../../../src/domain/refusals.ts'
import type { Day } from '../../../src/domain/time.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import {
  deleteOldBulkChanges,
  indexAllEvidence,
  runBulkChanges,
} from '../../../src/modules/evidence/evidence.public.ts'
import { frameworkVersion } from '../../../src/modules/frameworks/frameworks.public.ts'
import { eachDatabase } from '../../support/database.ts'
import { someEvidence } from '../../support/evidence.ts'
import { aPersonWho, aSubmission } from '../../support/factories.ts'
import { interruptedWrite } from '../../support/interrupted-write.ts'
import { aLibrary, anApplicationIn, publishedFramework, type Known, type Library } from '../../support/library.ts'
import { signIn } from '../../support/signing-in.ts'
import { aService, type Service } from '../../support/service.ts'
import { unpacked } from '../../support/unpacked.ts'

eachDatabase('changes to several items of evidence', engine => {
  let service: Service
  let library: Library
  let other: Library
  let framework: Awaited<ReturnType<typeof frameworkVersion>>
  let refusesRun: Error | null = null
  beforeAll(async () => {
    service = await aService(engine, {}, parts => ({
      ...parts,
      write: async (actor, act) => {
        if (refusesRun && actor === theService) throw refusesRun
        return parts.write(actor, act)
      },
    }))
    framework = await frameworkVersion(service.parts.db, await publishedFramework(service))
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aLibrary(service, 'Thornwick Library')
  })
  afterAll(() => service.end())

  const list = (of = library) => `/organisations/${of.id}/evidence`
  const criterion = (place: number) => framework.criteria[place]!
  const db = () => service.parts.db
  const row = async (id: string) => (await db()('evidence').where({ id }).first())!
  const branchesOf = async (id: string) =>
    (
      await db()('evidence_branches')
        .join('branches', 'branches.id', 'evidence_branches.branch_id')
        .where({ evidence_id: id })
        .orderBy('branches.name')
        .pluck<string[]>('branches.name')
    ).join(', ')
  const itemsOf = async (id: string) =>
    (await db()('evidence_items').where({ evidence_id: id }).pluck<string[]>('item_id')).toSorted()
  const eventsOf = (id: string) => db()('events').where({ entity_id: id }).orderBy('sequence').pluck<string[]>('name')
  const some = (titles: readonly string[], more: Parameters<typeof someEvidence>[2] = {}) =>
    Promise.all(titles.map(title => someEvidence(service, library, { ...more, title })))
  const asking = (change: string, ids: readonly string[]) =>
    `${list()}/changes?change=${change}${ids.map(id => `&evidence=${id}`).join('')}`
  /** The rows of the tables in `<main>`, with a vertical bar between cells. */
  const rows = (person: Known) =>
    person
      .$('main tbody tr')
      .toArray()
      .map(each =>
        person
          .$(each)
          .children()
          .toArray()
          .map(cell => person.$(cell).find('a, span:not([aria-hidden])').first().text().trim())
          .join(' | '),
      )
  const formOn = (person: Known) => ({
    idempotencyKey: person.valueOf('idempotencyKey') as string,
    change: person.valueOf('change') as string,
    evidence: person
      .$('input[name=evidence]')
      .toArray()
      .map(each => person.$(each).attr('value')!),
  })

  test('the page lists the chosen evidence before it is removed, and Undo restores all of it', async () => {
    const { lead } = library
    const [poster, policy, kept] = await some(['Welcome poster', 'Joining policy', 'Kept rota'])
    await indexAllEvidence(service.parts)
    await lead.open(list())
    await lead.press('Remove', { evidence: [poster!, policy!] })
    expect([lead.headings[0], rows(lead).toSorted()]).toEqual([
      'Remove 2 items of evidence?',
      ['Joining policy | Policy or plan', 'Welcome poster | Policy or plan'],
    ])
    const form = formOn(lead)
    await lead.press('Remove 2 items')
    expect([lead.status, lead.headings[0], lead.buttons]).toEqual([200, '2 items removed', ['Undo']])
    const result = lead.address
    for (const person of [lead, library.contributor, library.observer]) {
      await person.open(list())
      expect([person.text.includes('Kept rota'), person.text.includes('Welcome poster')]).toEqual([true, false])
      await person.open(`/evidence/${poster}`)
      expect(person.status).toBe(404)
    }
    // The same form sent again has no effect, even after the evidence was restored.
    await lead.send(`${list()}/changes`, form)
    expect(lead.address).toBe(result)
    await lead.open(`${list()}/removed`)
    await lead.follow('2 items removed on 1 March 2027, 9am')
    expect(lead.address).toBe(result)
    await lead.press('Undo')
    expect([lead.headings[0], rows(lead).toSorted(), lead.buttons]).toEqual([
      '2 items restored',
      ['Joining policy', 'Welcome poster'],
      [],
    ])
    await lead.send(`${list()}/changes`, form)
    expect([lead.address, (await row(poster!)).removed_at]).toEqual([result, null])
    await lead.open(`${list()}?search=poster`)
    expect(lead.text).toContain('Welcome poster')
    expect(await eventsOf(poster!)).toEqual(['evidence.removed', 'evidence.restored'])
    expect(await eventsOf(kept!)).toEqual([])
    await lead.open(`${list()}/removed`)
    expect(lead.text).not.toContain('Evidence removed together')
  })

  test.each([
    ['the database is busy', new Busy()],
    ['the database is down', new DatabaseDown()],
    ['the disk is full', new NoRoom()],
    ['the disk failed', new DiskFails()],
  ])('a saved change that cannot be made yet because %s shows its progress', async (_reason, error) => {
    const { lead } = library
    const [poster] = await some(['Another poster'])
    await lead.open(asking('removal', [poster!]))
    refusesRun = error
    await lead.press('Remove 1 item')
    refusesRun = null
    expect([lead.status, lead.address]).toEqual([200, expect.stringMatching(/\/evidence\/changes\/[a-z2-7]{20}$/)])
    expect((await row(poster!)).removed_at).toBe(null)
    await runBulkChanges(service.parts)
    await lead.open(lead.address)
    expect([lead.headings[0], lead.buttons]).toEqual(['1 item removed', ['Undo']])
  })

  test('evidence that cannot be removed is listed with the reason, and the other items are removed', async () => {
    const { lead, contributor } = library
    const [used, removed, changed, mine] = await some(['Used', 'Removed', 'Changed', 'Mine'])
    await service.database
      .writer('evidence')
      .whereIn('id', [removed!, changed!, mine!])
      .update({ owner_id: contributor.id })
    const application = await anApplicationIn(service, library, 'submitted')
    await aSubmission(
      service,
      { id: application, organisation: { id: library.id, name: 'Fellside', branches: [] } } as never,
      lead,
      { answers: [], evidence: [{ id: used!, title: 'Used' }] },
    )
    const ids = [used!, removed!, changed!, mine!]
    await contributor.open(asking('removal', ids))
    expect(rows(contributor).toSorted()).toEqual([
      'Changed | Policy or plan',
      'Mine | Policy or plan',
      'Removed | Policy or plan',
      'Used | Only the owner or a lead can make this change.',
    ])
    await lead.open(asking('removal', ids))
    expect(rows(lead)).toContain('Used | You have already submitted this evidence, so you cannot remove it.')
    expect(formOn(lead).evidence.map(line => line.split('.')[0])).not.toContain(used)
    const before = formOn(contributor)
    await lead.open(`/evidence/${removed}/removal`)
    await lead.press('Remove evidence')
    await service.database.writer('evidence').where({ id: changed! }).increment('version', 1)
    // A forged form also selects the evidence that was submitted.
    await contributor.send(`${list()}/changes`, { ...before, evidence: [...before.evidence, `${used}.1`] })
    expect([contributor.headings[0], rows(contributor).toSorted()]).toEqual([
      '1 item removed',
      [
        'Changed | Someone changed this evidence in the meantime, so we left it as it is.',
        'Mine',
        'Removed | This evidence is no longer available.',
        'Used | Only the owner or a lead can make this change.',
      ],
    ])
    expect([contributor.buttons, contributor.text.includes('A lead can undo this change until 31 March 2027')]).toEqual(
      [[], true],
    )
    const { address } = contributor
    await contributor.send(`${address}/undoing`, { idempotencyKey: newId() })
    expect([contributor.status, (await row(mine!)).removed_at === null]).toEqual([403, false])
    await lead.open(address)
    await lead.press('Undo')
    expect([lead.headings[0], rows(lead)]).toEqual(['1 item restored', ['Mine']])
  })

  test('undo does not restore an item that someone has since restored and removed again', async () => {
    const { lead } = library
    const [sensitive, poster] = await some(['Names on the wall', 'Plain poster'])
    await lead.open(asking('removal', [sensitive!, poster!]))
    await lead.press('Remove 2 items')
    const { address } = lead
    await lead.open(`${list()}/removed`)
    await lead.send(`${list()}/removed/${sensitive}/restoration`, { idempotencyKey: newId() })
    await lead.open(`/evidence/${sensitive}/removal`)
    await lead.press('Remove evidence')
    await lead.open(address)
    await lead.press('Undo')
    expect([lead.headings[0], rows(lead).toSorted()]).toEqual([
      '1 item restored',
      ['Names on the wall | Someone changed this evidence in the meantime, so we left it as it is.', 'Plain poster'],
    ])
    expect([(await row(sensitive!)).removed_at === null, (await row(poster!)).removed_at]).toEqual([false, null])
  })

  test('a bulk change adds criteria, and undo skips an item that someone has changed since', async () => {
    const { lead, contributor } = library
    const [first, second, same] = await some(['First', 'Second', 'Same'])
    const [one, two] = [criterion(0), criterion(1)]
    await service.database.writer('evidence_items').insert([
      { evidence_id: first!, item_id: two.id },
      { evidence_id: same!, item_id: one.id },
    ])
    await service.database
      .writer('evidence')
      .where({ id: second! })
      .update({ to_complete: 1, period_from: '2027-01-01' as Day })
    await contributor.open(asking('criteria', [first!, second!, same!]))
    await contributor.press('Add criteria to 3 items', {})
    expect([contributor.status, contributor.errors]).toEqual([422, ['Choose at least one criterion']])
    await contributor.press('Add criteria to 3 items', { items: [one.id] })
    expect([contributor.headings[0], rows(contributor).toSorted()]).toEqual([
      'Criteria added to 2 items',
      ['First', 'Same | There was nothing to change.', 'Second'],
    ])
    expect([await itemsOf(first!), (await row(second!)).to_complete]).toEqual([[one.id, two.id].toSorted(), 0])
    await indexAllEvidence(service.parts)
    await lead.open(`${list()}?item=${one.id}`)
    expect(['First', 'Second', 'Same'].map(title => lead.text.includes(title))).toEqual([true, true, true])
    await service.database.writer('evidence').where({ id: first! }).increment('version', 1)
    await contributor.press('Undo')
    expect([contributor.headings[0], rows(contributor).toSorted()]).toEqual([
      'Change undone for 1 item',
      ['First | Someone changed this evidence in the meantime, so we left it as it is.', 'Second'],
    ])
    expect([await itemsOf(first!), await itemsOf(second!), (await row(second!)).to_complete]).toEqual([
      [one.id, two.id].toSorted(),
      [],
      1,
    ])
    expect(await eventsOf(second!)).toEqual(['evidence.criteria_set', 'evidence.criteria_set'])
  })

  test('a person with two roles in the library is listed once among the possible owners', async () => {
    const twice = await aPersonWho(service, {
      member: [
        [library, 'contributor'],
        [library, 'lead'],
      ],
    })
    await library.lead.open(asking('owner', await some(['Reading group'])))
    expect(library.lead.$(`select[name=owner] option[value=${twice.id}]`)).toHaveLength(1)
  })

  test('a bulk change sets branches and the owner, and refuses those of another library', async () => {
    const { lead, contributor } = library
    const [first, second] = await some(['Story time', 'Drop-in'], { branches: ['Central'] })
    const ids = [first!, second!]
    await lead.open(asking('branches', ids))
    await lead.press('Change branches for 2 items', { scope: 'some' })
    expect(lead.errors).toEqual(['Tick at least one branch, or choose the whole service'])
    const branch = library.branches.find(({ name }) => name === 'Millbrook')!
    await lead.press('Change branches for 2 items', { scope: 'some', branches: [branch.id] })
    expect([lead.headings[0], await branchesOf(first!)]).toEqual(['Branches changed for 2 items', 'Millbrook'])
    await lead.press('Undo')
    expect([await branchesOf(first!), await branchesOf(second!)]).toEqual(['Central', 'Central'])
    await lead.open(asking('branches', ids))
    await lead.press('Change branches for 2 items', { scope: 'whole' })
    expect(await branchesOf(second!)).toBe('')

    await lead.open(asking('owner', ids))
    const form = formOn(lead)
    await lead.press('Change owner for 2 items', { owner: contributor.id })
    expect([lead.headings[0], (await row(first!)).owner_id]).toEqual(['Owner changed for 2 items', contributor.id])
    await lead.press('Undo')
    expect([lead.headings[0], (await row(second!)).owner_id]).toEqual(['Change undone for 2 items', lead.id])
    expect((await eventsOf(first!)).slice(-2)).toEqual(['evidence.owner_changed', 'evidence.owner_changed'])
    for (const [fields, error] of [
      [{ change: 'owner', owner: other.lead.id }, 'Choose a lead or contributor at your library'],
      [{ change: 'owner', owner: library.observer.id }, 'Choose a lead or contributor at your library'],
      [{ change: 'branches', scope: 'some', branches: other.branches[0]!.id }, 'Choose branches from the list'],
      [{ change: 'criteria', items: 'no-such-criterion' }, 'Choose criteria from the list'],
      [{ change: 'gold' }, 'Choose what to do with the evidence'],
    ] as const) {
      await lead.send(`${list()}/changes`, { ...form, idempotencyKey: newId(), ...fields })
      expect([lead.status, lead.errors]).toEqual([422, [error]])
    }
    await lead.send(`${list()}/changes`, { ...form, idempotencyKey: newId(), evidence: 'x', owner: contributor.id })
    expect([lead.status, lead.errors]).toEqual([422, ['Select at least one item of evidence']])
  })

  test('evidence of another library, and evidence hidden from the person, is neither named nor changed', async () => {
    const theirs = await someEvidence(service, other, { title: 'What Thornwick wrote' })
    const [restricted, open] = await some(['What she told us', 'Open to all'])
    await service.database.writer('evidence').where({ id: restricted! }).update({ sensitivity: 'restricted' })
    await other.lead.open(`/evidence/${theirs}`)
    await library.lead.open(`/evidence/${restricted}`)
    expect([other.lead.status, library.lead.status]).toEqual([200, 200])
    const { contributor, observer } = library
    await contributor.open(asking('criteria', [theirs, restricted!, open!]))
    expect([contributor.headings[0], rows(contributor)]).toEqual([
      'Add criteria to 1 item',
      ['Open to all | Policy or plan'],
    ])
    expect(contributor.text).toContain('2 of the items you selected are no longer available.')
    const form = { ...formOn(contributor), items: criterion(0).id }
    await contributor.send(`${list()}/changes`, { ...form, evidence: [`${theirs}.1`, `${restricted}.1`] })
    expect([contributor.status, contributor.errors]).toEqual([
      422,
      ['The evidence you selected is no longer available. Go back to the list and select other evidence'],
    ])
    await contributor.send(`${list()}/changes`, {
      ...form,
      idempotencyKey: newId(),
      evidence: [`${theirs}.1`, `${restricted}.1`, `${open}.1`],
    })
    expect([contributor.headings[0], rows(contributor)]).toEqual(['Criteria added to 1 item', ['Open to all']])
    expect([await itemsOf(theirs), await itemsOf(restricted!)]).toEqual([[], []])
    const { address } = contributor
    for (const [person, status] of [
      [observer, 403],
      [other.lead, 404],
      [library.lead, 200],
    ] as const) {
      await person.open(address)
      expect(person.status).toBe(status)
    }
    // When evidence becomes restricted, its title is no longer shown.
    await service.database.writer('evidence').where({ id: open! }).update({ sensitivity: 'restricted' })
    await contributor.open(address)
    expect(rows(contributor)).toEqual(['Evidence that you cannot see'])
    await observer.open(list())
    expect(observer.buttons.filter(text => ['Remove', 'Choose owner', 'Download'].includes(text))).toEqual(['Download'])
    await observer.open(asking('criteria', [open!]))
    expect(observer.status).toBe(403)
  })

  test('a person can select a page or everything that the filters match, and is told to select something', async () => {
    const { lead } = library
    const wide = await aLibrary(service, 'Wide Libraries')
    await signIn(service, wide.lead, wide.lead.id)
    for (const number of Array.from({ length: 56 }, (_, index) => index))
      await someEvidence(service, wide, { title: `Note ${number}`, kind: number < 54 ? 'policy' : 'event' })
    await indexAllEvidence(service.parts)
    const owner = wide.lead
    await owner.open(list(wide))
    expect(owner.$('input[name=evidence][checked]').length).toBe(0)
    await owner.press('Add criteria')
    expect([owner.address, owner.notices]).toEqual([list(wide), ['Select at least one item of evidence']])
    expect(owner.$('.los-said--warning')).toHaveLength(1)
    await owner.follow('Select all on this page')
    expect(owner.$('input[name=evidence][checked]').length).toBe(50)
    await owner.press('Remove')
    expect(owner.headings[0]).toBe('Remove 50 items of evidence?')
    await owner.open(`${list(wide)}?kind=policy`)
    await owner.follow('Select all matching evidence')
    expect(owner.$('input[name=evidence]').length).toBe(0)
    expect(owner.text).toContain('You can change or download up to 400 items at a time.')
    await owner.press('Remove')
    expect(owner.headings[0]).toBe('Remove 54 items of evidence?')
    await signIn(service, wide.observer, wide.observer.id)
    await wide.observer.open(`${list(wide)}?kind=policy`)
    await wide.observer.follow('Select all matching evidence')
    expect(wide.observer.text).toContain('You can download up to 400 items at a time.')
    await lead.open(list(wide))
    expect(lead.status).toBe(404)
  })

  test('a change to over 50 items runs as a job, which shows progress and continues where it stopped', async () => {
    const wide = await aLibrary(service, 'Long Libraries')
    const ids = await Promise.all(
      Array.from({ length: 55 }, (_, index) => someEvidence(service, wide, { title: `Long ${index}` })),
    )
    const { lead } = wide
    await lead.open(`${list(wide)}/changes?change=removal${ids.map(id => `&evidence=${id}`).join('')}`)
    await lead.press('Remove 55 items')
    const { address } = lead
    expect([lead.headings[0], lead.headings[1]]).toEqual(['Changing your evidence', '0 of 55 items done'])
    const stopping = new AbortController()
    const { write } = service.parts
    let writes = 0
    await runBulkChanges(
      {
        ...service.parts,
        write: async (actor, act) => {
          const result = await write(actor, act)
          if ((writes += 1) === 21) stopping.abort()
          return result
        },
      },
      stopping.signal,
    )
    await lead.open(address)
    expect(lead.headings[1]).toBe('20 of 55 items done')
    await Promise.all([runBulkChanges(service.parts), runBulkChanges(service.parts)])
    await runBulkChanges(service.parts)
    await lead.open(address)
    expect(lead.headings[0]).toBe('55 items removed')
    expect(await db()('events').whereIn('entity_id', ids).where({ name: 'evidence.removed' })).toHaveLength(55)
    await lead.press('Undo')
    expect([lead.headings[0], lead.headings[1]]).toEqual(['Undoing your change', '0 of 55 items done'])
    await runBulkChanges(service.parts)
    await lead.open(address)
    expect(lead.headings[0]).toBe('55 items restored')
    expect(await db()('evidence').whereIn('id', ids).whereNotNull('removed_at')).toEqual([])
  })

  test('the job changes nothing when the person who started the change can no longer sign in', async () => {
    const wide = await aLibrary(service, 'Left Libraries')
    const ids = await Promise.all(
      Array.from({ length: 51 }, (_, index) => someEvidence(service, wide, { title: `Left ${index}` })),
    )
    const { lead } = wide
    await lead.open(`${list(wide)}/changes?change=removal${ids.map(id => `&evidence=${id}`).join('')}`)
    await lead.press('Remove 51 items')
    const { address } = lead
    await service.database.writer('people').where({ id: lead.id }).update({ status: 'deactivated' })
    await runBulkChanges(service.parts)
    await service.database.writer('people').where({ id: lead.id }).update({ status: 'active' })
    await signIn(service, lead, lead.id)
    await lead.open(address)
    expect([lead.headings[0], rows(lead).length]).toEqual(['Nothing was changed', 51])
  })

  test('only the selected evidence is downloaded, with its file names, and recorded in the access log', async () => {
    const { lead, observer } = library
    const content = Buffer.from('Everyone can join.\n')
    await lead.open(`${list()}/new`)
    await lead.press('Add evidence', {
      title: 'With a file',
      kind: 'policy',
      files: [{ name: 'Ŵyn policy.txt', content }],
    })
    const id = lead.address.split('/').at(-1)!
    const [without] = await some(['Not downloaded'])
    await observer.open(list())
    await observer.press('Download', { evidence: [id] })
    expect([
      observer.headings[0],
      observer.text.includes('With a file'),
      observer.text.includes('Not downloaded'),
    ]).toEqual(['Download evidence', true, false])
    await observer.press('Download evidence', { password: 'not the password' })
    expect([observer.status, observer.errors, observer.$('input[name=evidence]').length]).toEqual([
      422,
      ['That is not your password. Try again'],
      1,
    ])
    await observer.press('Download evidence', { password: 'open the library door' })
    const names = unpacked(observer.content).map(({ name }) => name)
    expect(names.filter(name => name.startsWith('evidence-'))).toEqual(['evidence-0001/01-Ŵyn policy.txt'])
    const viewed = await db()('access_log').where({ person_id: observer.id, what: 'export' }).pluck('entity_id')
    expect([viewed, viewed.includes(without!)]).toEqual([[id], false])
    await observer.send(`/organisations/${library.id}/export`, { evidence: 'x', password: 'open the library door' })
    expect([observer.status, observer.errors]).toEqual([422, ['Select at least one item of evidence']])
  })

  test('a bulk change can be undone for 30 days, and its record is then deleted', async () => {
    const [id] = await some(['For a month'])
    const { lead } = library
    await lead.open(asking('branches', [id!]))
    await lead.press('Change branches for 1 item', { scope: 'some', branches: [library.branches[0]!.id] })
    const { address } = lead
    const run = () =>
      timetable
        .find(({ name }) => name === 'delete-old-evidence-changes')!
        .run(service.parts, service.clock.today(), new AbortController().signal)
    service.clock.set('2027-03-30T09:00:00Z')
    await run()
    await signIn(service, lead, lead.id)
    await lead.open(address)
    expect([lead.status, lead.buttons]).toEqual([200, ['Undo']])
    service.clock.set('2027-04-01T09:00:00Z')
    await run()
    await signIn(service, lead, lead.id)
    await lead.open(address)
    expect([lead.status, await branchesOf(id!)]).toEqual([404, 'Central'])
  })

  test('the daily clean-up keeps the record of a bulk change that someone undoes at that moment', async () => {
    const wide = await aLibrary(service, 'Late Libraries')
    const ids = await Promise.all(
      Array.from({ length: 51 }, (_, index) => someEvidence(service, wide, { title: `Late ${index}` })),
    )
    const { lead } = wide
    await lead.open(`${list(wide)}/changes?change=removal${ids.map(id => `&evidence=${id}`).join('')}`)
    await lead.press('Remove 51 items')
    const { address } = lead
    await runBulkChanges(service.parts)
    service.clock.daysPass(31)
    await signIn(service, lead, lead.id)
    await lead.open(address)
    const write = interruptedWrite(service.parts.write, 1, () => lead.press('Undo'))
    await deleteOldBulkChanges({ ...service.parts, write })
    await runBulkChanges(service.parts)
    await lead.open(address)
    expect([lead.status, lead.headings[0]]).toEqual([200, '51 items restored'])
  })
})
