import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { deleteOldImportRows, runImports } from '../../../src/modules/imports/runs/run.actions.ts'
import { expireInvitations } from '../../../src/modules/access/access.public.ts'
import { eachDatabase, onStatement } from '../../support/database.ts'
import { anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { asCsv, asWorkbook, manyBranches, openDataHeadings, openDataRow } from '../../support/import-files.ts'
import { interruptedWrite } from '../../support/interrupted-write.ts'
import { insertMerge } from '../../../src/modules/site/merges/merge.store.ts'
import { office, oldWord } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

const coordinatorOf = async (service: Service): Promise<Visitor> =>
  signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/imports')

async function check(casework: Visitor, what: string, file: { name: string; content: Buffer }): Promise<void> {
  await casework.open('/imports')
  await casework.follow(what)
  await casework.press('Check the file', { file: [file] })
}

const many = asCsv([openDataHeadings, ...manyBranches(120, 6)])
const checkMany = (casework: Visitor) =>
  check(casework, 'Organisations and branches', { name: 'many.csv', content: many })

const counts = async (service: Service) => {
  const count = async (table: 'organisations' | 'branches') =>
    Number((await service.database.writer(table).count<{ n: number }[]>({ n: '*' }))[0]!.n)
  return [await count('organisations'), await count('branches')]
}

eachDatabase('a large import', engine => {
  test('a large import is saved by a job, shows its progress, and can be stopped, continued and undone', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await checkMany(casework)
    await casework.press('Import 6 organisations and 120 branches')
    const address = casework.address
    expect([casework.headings[0], casework.headings[1]]).toEqual([
      'Importing',
      '0 of 126 organisations and branches done',
    ])
    await casework.press('Stop the import')
    await runImports(service.parts)
    expect(await counts(service)).toEqual([0, 0])
    await casework.press('Continue the import')
    const stopping = new AbortController()
    const write = service.parts.write
    let batches = 0
    await runImports(
      {
        ...service.parts,
        write: async (actor, act) => {
          const result = await write(actor, act)
          if ((batches += 1) === 3) stopping.abort()
          return result
        },
      },
      stopping.signal,
    )
    await casework.open(address)
    expect(casework.headings[1]).toBe('80 of 126 organisations and branches done')
    await runImports(service.parts)
    await casework.open(address)
    expect([casework.headings[0], await counts(service)]).toEqual(['The import is finished', [6, 120]])
    await casework.press('Undo the whole import', { sure: 'yes' })
    await runImports(service.parts)
    await casework.open(address)
    expect([casework.headings[0], casework.text.includes('All the import’s changes have been undone.')]).toEqual([
      'The import has been undone',
      true,
    ])
    expect(await counts(service)).toEqual([0, 0])
    await service.end()
  })

  test('undoing an import keeps and lists a branch that someone has changed, and its organisation', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await checkMany(casework)
    await casework.press('Import 6 organisations and 120 branches')
    await runImports(service.parts)
    const address = casework.address
    const [changed] = await service.database.writer('branches').orderBy('name').limit(1)
    await casework.open(`/organisations/${changed!.organisation_id}/branches/${changed!.id}`)
    await casework.press('Save', { name: 'A better name' })
    await casework.open(address)
    await casework.press('Undo the whole import', { sure: 'yes' })
    await runImports(service.parts)
    await casework.open(address)
    expect(casework.text).toContain(
      'We could not undo the whole import. We have kept 1 organisation and 1 branch. The reasons are below.',
    )
    expect(casework.text).toContain('Someone has changed this organisation, branch or award since the import.')
    expect([casework.headings[0], await counts(service)]).toEqual(['Part of the import has been undone', [1, 1]])
    await casework.open('/imports')
    expect(casework.text).toContain('Partly undone')
    await service.end()
  })

  test('the rest of an import can be undone once later imports that depend on it have been undone', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const imported = async (what: string, rows: readonly (readonly string[])[]) => {
      await check(casework, what, { name: 'rows.csv', content: asCsv(rows) })
      await casework.press(casework.buttons.find(text => /^Import \d/.test(text))!)
      return casework.address
    }
    const undo = async (address: string) => {
      await casework.open(address)
      await casework.press('Undo the whole import', { sure: 'yes' })
    }
    const branch = (...more: string[]) =>
      ['Organisations and branches', ['Ashcombe Libraries', 'Central', ...more]] as const
    const branches = [branch(), branch('ZZ1 1AA'), branch('ZZ1 1AA', 'central@library.example')]
    const addresses: string[] = []
    for (const [what, row] of branches)
      addresses.push(
        await imported(what, [['Organisation', 'Branch', 'Postcode', 'Branch email'].slice(0, row.length), row]),
      )
    const people = await imported('People to invite', [
      ['Name', 'Email', 'Role', 'Organisation'],
      ['Siân Example', 'sian@library.example', 'Lead', 'Ashcombe Libraries'],
    ])
    const [first, second, third] = addresses
    await undo(first!)
    expect([casework.text.includes('We have kept 1 organisation and 1 branch.'), await counts(service)]).toEqual([
      true,
      [1, 1],
    ])
    for (const address of [third, second, people]) await undo(address!)
    expect([casework.text.includes('All the import’s changes have been undone.'), casework.buttons]).toEqual([
      true,
      expect.not.arrayContaining(['Try again to undo the rest']),
    ])
    await casework.open(first!)
    await casework.press('Try again to undo the rest', { sure: 'yes' })
    expect([casework.text.includes('All the import’s changes have been undone.'), await counts(service)]).toEqual([
      true,
      [0, 0],
    ])
    const events = () => service.database.writer('events').count()
    const before = await events()
    await casework.send(`${first}/undo`)
    expect([casework.status, await events()]).toEqual([409, before])
    await service.end()
  })

  test('undoing an import keeps everything in organisations that have since been merged, and says why', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const db = service.database.writer
    const rows = [
      ['Organisation', 'Branch'],
      ['Ashcombe Libraries', 'Central'],
      ['Ashcombe Libraries', 'Harbour'],
      ['Weir Libraries', 'Quay'],
      ['Dunmere Libraries', 'North'],
    ]
    await check(casework, 'Organisations and branches', { name: 'rows.csv', content: asCsv(rows) })
    await casework.press('Import 3 organisations and 4 branches')
    const { address } = casework
    const [from, into] = [
      (await db('organisations').where({ name: 'Ashcombe Libraries' }).first('id'))!,
      (await db('organisations').where({ name: 'Weir Libraries' }).first('id'))!,
    ]
    service.clock.set('2027-03-02T09:00:00Z')
    const merging = await coordinatorOf(service)
    await merging.open(`/organisations/${from.id}/merge/${into.id}`)
    await merging.press('Merge the organisations now', { reason: 'The county runs it now.', sure: 'yes' })
    await merging.open(address)
    await merging.press('Undo the whole import', { sure: 'yes' })
    expect(merging.text).toContain('We have kept 2 organisations and 3 branches. The reasons are below.')
    expect(merging.text.split('Ashcombe Libraries was merged into Weir Libraries after the import.')).toHaveLength(6)
    expect(merging.text).not.toContain('We could not undo the import of this row')
    expect(merging.buttons).not.toContain('Try again to undo the rest')
    expect([await db('branches').orderBy('name').pluck('name'), await db('organisations').pluck('name')]).toEqual([
      ['Central', 'Harbour', 'Quay'],
      expect.arrayContaining(['Ashcombe Libraries', 'Weir Libraries']),
    ])
    const events = () => db('events').count()
    const before = await events()
    await merging.send(`${address}/undo`)
    expect([merging.status, await events()]).toEqual([409, before])
    await service.end()
  })

  test('an import into an organisation that had already been merged can be undone', async () => {
    const service = await aService(engine)
    const from = await anOrganisation(service, { name: 'Ashcombe Libraries', place: 'Ashcombe', branches: [] })
    const into = await anOrganisation(service, { name: 'Weir Libraries', place: 'Weir', branches: ['Quay'] })
    const merging = await coordinatorOf(service)
    await merging.open(`/organisations/${from.id}/merge/${into.id}`)
    await merging.press('Merge the organisations now', { reason: 'The county runs it now.', sure: 'yes' })
    service.clock.set('2027-03-02T09:00:00Z')
    const casework = await coordinatorOf(service)
    const content = asCsv([
      ['Organisation', 'Branch'],
      ['Ashcombe Libraries', 'Central'],
    ])
    await check(casework, 'Organisations and branches', { name: 'rows.csv', content })
    await casework.press('Import 1 branch')
    await casework.press('Undo the whole import', { sure: 'yes' })
    expect(casework.text).toContain('All the import’s changes have been undone.')
    expect(await service.database.writer('branches').pluck('name')).toEqual(['Quay'])
    await service.end()
  })

  test('undoing an import keeps an organisation that someone has proposed to merge', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const into = await anOrganisation(service, { name: 'Weir Libraries', place: 'Weir', branches: [] })
    const content = asCsv([
      ['Organisation', 'Branch'],
      ['Ashcombe Libraries', 'Central'],
    ])
    await check(casework, 'Organisations and branches', { name: 'rows.csv', content })
    await casework.press('Import 1 organisation and 1 branch')
    const db = service.database.writer
    const from = (await db('organisations').where({ name: 'Ashcombe Libraries' }).first('id'))!
    const person = (await db('people').first('id'))!
    await insertMerge(db as never, {
      fromId: from.id,
      intoId: into.id,
      reason: 'The county runs it now.',
      status: 'proposed',
      by: person.id,
      at: service.clock.now(),
    })
    await casework.press('Undo the whole import', { sure: 'yes' })
    expect(casework.text).toContain('We have kept 1 organisation. The reasons are below.')
    expect(casework.text).toContain('This organisation, branch or award is in use')
    await service.end()
  })

  test('undoing an import keeps an organisation that has a note from the charity team', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await checkMany(casework)
    await casework.press('Import 6 organisations and 120 branches')
    await runImports(service.parts)
    const address = casework.address
    const noted = (await service.database.writer('organisations').orderBy('name').first('id', 'name'))!
    await casework.send(`/organisations/${noted.id}/notes`, { idempotencyKey: newId(), body: 'They asked for a call.' })
    expect(await service.database.writer('organisation_notes').pluck('organisation_id')).toEqual([noted.id])
    await casework.open(address)
    await casework.press('Undo the whole import', { sure: 'yes' })
    service.logged.length = 0
    await runImports(service.parts)
    expect(await service.database.writer('organisations').pluck('name')).toEqual([noted.name])
    expect(service.logged.join('')).not.toContain('a row was not saved')
    await service.end()
  })

  test('a row that cannot be undone because of an error is listed, and the other rows are undone', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await checkMany(casework)
    await casework.press('Import 6 organisations and 120 branches')
    await runImports(service.parts)
    const { writer } = service.database
    const branch = (await writer('branches').orderBy('id').first('id', 'organisation_id'))!
    // the service does not know this table, so it tries to delete the branch, and the database refuses
    await writer.raw('create table unknown_uses (branch_id char(36) references branches (id))')
    try {
      await writer.raw('insert into unknown_uses values (?)', [branch.id])
      await casework.open(casework.address)
      await casework.press('Undo the whole import', { sure: 'yes' })
      await runImports(service.parts)
      expect([await writer('branches').pluck('id'), await writer('organisations').pluck('id')]).toEqual([
        [branch.id],
        [branch.organisation_id],
      ])
      await casework.open(casework.address)
      expect(casework.text).toContain('We could not undo the import of this row. It may be in use. Try again later.')
    } finally {
      await writer.raw('drop table unknown_uses')
    }
    await service.end()
  })

  test('an undo that stops because the person lost their role leaves the deadline to undo unchanged', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await checkMany(casework)
    await casework.press('Import 6 organisations and 120 branches')
    await runImports(service.parts)
    const ended = async () => service.database.writer('imports').first('status', 'ended_at')
    const before = (await ended())!
    await casework.open(casework.address)
    await casework.press('Undo the whole import', { sure: 'yes' })
    await service.database.writer('charity_roles').update({ ended_at: service.clock.now() })
    service.clock.set('2027-03-05T09:00:00Z')
    await runImports(service.parts)
    expect([before.status, await ended()]).toEqual(['finished', { status: 'stopped', ended_at: before.ended_at }])
    await service.end()
  })

  test('each row is saved once when two people import the same file and several jobs run', async () => {
    const service = await aService(engine)
    const [one, other] = [await coordinatorOf(service), await coordinatorOf(service)]
    await checkMany(one)
    await checkMany(other)
    await one.press('Import 6 organisations and 120 branches')
    await other.press('Import 6 organisations and 120 branches')
    await Promise.allSettled([runImports(service.parts), runImports(service.parts), runImports(service.parts)])
    service.clock.set('2027-03-01T09:10:00Z')
    await runImports(service.parts)
    expect(await counts(service)).toEqual([6, 120])
    await other.open(other.address)
    expect(other.headings[0]).toBe('The import is finished')
    await service.end()
  })

  test('checking 2,000 rows at 4 postcodes takes under 15 seconds of processor time and 200 statements', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const here = await anOrganisation(service, { name: 'Kestrel Vale Council', branches: [] })
    const address = (at: number) => `${at} Weir Street, ${'Upper Kestrel '.repeat(8)}`
    await service.database.writer.batchInsert(
      'branches',
      Array.from({ length: 2_000 }, (_, at) => ({
        id: newId(),
        organisation_id: here.id,
        name: `North ${at}`,
        kind: 'branch',
        address: address(at),
        postcode: `ZZ1 ${at % 4}AA`,
        version: 1,
      })),
      100,
    )
    const rows = Array.from({ length: 2_000 }, (_, at) =>
      openDataRow({
        'Local authority': 'Kestrel Vale Council',
        'Library name': `South ${at}`,
        'Address 1': address(at + 5_000),
        Postcode: `ZZ1 ${at % 4}AA`,
      }),
    )
    let statements = 0
    onStatement(service.database, () => void (statements += 1))
    const began = process.cpuUsage()
    await check(casework, 'Organisations and branches', {
      name: 'many.csv',
      content: asCsv([openDataHeadings, ...rows]),
    })
    expect(casework.text).toContain('New 2,000')
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(15_000)
    expect(statements).toBeLessThan(200)
    await service.end()
  })

  test('an import stops when the person who started it is no longer a coordinator', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await checkMany(casework)
    await casework.press('Import 6 organisations and 120 branches')
    await service.database.writer('charity_roles').update({ ended_at: service.clock.now() })
    await runImports(service.parts)
    expect([await counts(service), await service.database.writer('imports').pluck('status')]).toEqual([
      [0, 0],
      ['stopped'],
    ])
    await service.end()
  })
})

eachDatabase('an import of people', engine => {
  const headings = ['Name', 'Email', 'Role', 'Organisation']
  test('an imported person who once joined the organisation and left is invited again', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const former = await aPersonWho(service)
    const db = service.database.writer
    const at = service.clock.now()
    await db('invitations').insert({
      id: newId(),
      name: 'Siân Example',
      email: former.email,
      language: 'en',
      role: 'lead',
      organisation_id: organisation.id,
      invited_by: former.id,
      created_at: at,
      accepted_at: at,
      accepted_by: former.id,
      revoked_at: null,
    })
    const casework = await coordinatorOf(service)
    const content = asWorkbook([headings, ['Siân Example', former.email, 'Lead', 'Ashcombe libraries']])
    await check(casework, 'People to invite', { name: 'people.xlsx', content })
    await casework.press('Import 1 row')
    await casework.follow('Invite people')
    const [prepared] = await db('prepared_people').select('id')
    await casework.press('Send invitations', { person: [prepared!.id] })
    expect((await service.post()).map(({ to }) => to)).toEqual([former.email])
    await db('invitations').update({ accepted_at: at, accepted_by: former.id })
    const membership = { id: newId(), person_id: former.id, organisation_id: organisation.id, role: 'lead' }
    await db('memberships').insert({ ...membership, started_at: at })
    await db('people')
      .where({ id: former.id })
      .update({ email_key: 'new@library.example', email: 'new@library.example' })
    await check(casework, 'People to invite', { name: 'people.xlsx', content })
    expect(casework.buttons).not.toContain('Import 1 row')
    await db('memberships').update({ ended_at: at })
    await check(casework, 'People to invite', { name: 'people.xlsx', content })
    await casework.press('Import 1 row')
    await casework.follow('Invite people')
    await casework.press('Send invitations', { person: [prepared!.id] })
    expect((await service.post()).map(({ to }) => to)).toEqual([former.email])
    await service.end()
  })

  test('imported people are invited only when someone chooses to invite them', async () => {
    const service = await aService(engine)
    await aRound(service)
    await anOrganisation(service)
    const casework = await coordinatorOf(service)
    const content = asWorkbook([
      headings,
      ['Siân Example', 'mailto:sian@library.example', 'Lead', 'Ashcombe libraries'],
      ['Ola Example', 'OLA@library.example', 'contributor', 'Ashcombe Libraries'],
      ['Ola Example', 'ola@library.example', 'contributor', 'Ashcombe Libraries'],
      ['Nobody', 'nobody', 'chief', 'Unknown Libraries'],
      ['Someone', 'someone@library.example', 'lead', 'Unknown Libraries'],
      ['Sian Example', 'SIAN@library.example', 'Contributor', 'Ashcombe Libraries'],
    ])
    await check(casework, 'People to invite', { name: 'people.xlsx', content })
    expect(casework.text).toContain('This row repeats row 3.')
    expect(casework.text).toContain(
      'This person is already in row 2, with the role Lead. Keep only one of the two rows.',
    )
    expect(casework.text).toContain('“chief” is not a role. Use lead, contributor or observer.')
    expect(casework.text).toContain('We do not recognise this organisation. Import or register it first.')
    await casework.press('Import 2 rows')
    expect([await service.post(), await service.database.writer('invitations')]).toEqual([[], []])
    service.clock.set('2027-03-01T09:20:00Z') // so long after signing in that the page asks for the password
    await casework.follow('Invite people')
    expect(casework.text).toContain('City of Sanctuary has invited you to work on Ashcombe Libraries’')
    const [sian] = await service.database.writer('prepared_people').where({ name: 'Siân Example' })
    await casework.press('Send invitations', { person: [sian!.id], password: 'wrong' })
    expect([casework.status, await service.database.writer('invitations')]).toEqual([422, []])
    await casework.press('Send invitations', { person: [sian!.id], password: 'open the library door' })
    expect(casework.notices).toEqual(['We will email 1 invitation'])
    const [email] = await service.post()
    expect([email!.to, email!.text.includes('City of Sanctuary has invited you to work on')]).toEqual([
      'sian@library.example',
      true,
    ])
    const id = (await service.database.writer('imports').first('id'))!.id
    await casework.open(`/imports/${id}`)
    await casework.press('Undo the whole import', { sure: 'yes' })
    expect(casework.text).toContain('Someone has already invited this person.')
    expect(await service.database.writer('prepared_people').pluck('name')).toEqual(['Siân Example'])
    await service.end()
  })

  test('an imported person whose invitation has expired can be invited again from the home page', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, coordinator)
    const content = asWorkbook([headings, ['Siân Example', 'sian@library.example', 'Lead', 'Ashcombe libraries']])
    await check(casework, 'People to invite', { name: 'people.xlsx', content })
    await casework.press('Import 1 row')
    await casework.follow('Invite people')
    const person = await service.database.writer('prepared_people').pluck('id')
    await casework.press('Send invitations', { person })
    await service.post()
    const expires = async (at: string) => {
      service.clock.set(at)
      return [await expireInvitations(service.parts), (await signedIn(service, coordinator, '/imports/people')).text]
    }
    expect(await expires('2027-03-15T00:20:00Z')).toEqual([
      0,
      expect.stringContaining('There is no one left to invite.'),
    ])
    expect(await expires('2027-03-16T00:20:00Z')).toEqual([
      1,
      expect.stringContaining('sian@library.example Invitation expired on 15 March 2027'),
    ])
    const later = await signedIn(service, coordinator, '/home')
    expect(later.text).toContain('1 invitation to imported people has expired It expired on 15 March 2027.')
    await later.follow('Invite again')
    await later.press('Send invitations', { person })
    expect([later.notices, (await service.post()).map(({ to }) => to)]).toEqual([
      ['We will email 1 invitation'],
      ['sian@library.example'],
    ])
    expect(later.text).toContain('There is no one left to invite.')
    expect((await later.open('/home')).text).not.toContain('imported people')
    expect(await service.database.writer('invitations').pluck('organisation_id')).toEqual([organisation.id])
    await service.end()
  })

  test('removing an imported person also cancels their expired invitation', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const casework = await coordinatorOf(service)
    const content = asCsv([headings, ['Siân Example', 'sian@library.example', 'Lead', 'Ashcombe libraries']])
    await check(casework, 'People to invite', { name: 'people.csv', content })
    await casework.press('Import 1 row')
    await casework.follow('Invite people')
    const person = await service.database.writer('prepared_people').pluck('id')
    await casework.press('Send invitations', { person })
    await service.post()
    service.clock.set('2027-03-16T00:20:00Z')
    await expireInvitations(service.parts)
    const team = async () => (await signedIn(service, lead, `/organisations/${organisation.id}/team`)).text
    expect(await team()).toContain('sian@library.example')
    const later = await coordinatorOf(service)
    await later.open('/imports/people')
    await later.press('Remove', { person })
    expect([later.notices, (await team()).includes('sian@library.example')]).toEqual([['1 person removed'], false])
    await service.end()
  })

  test('a person imported in three roles gets one invitation, to the role with the most rights', async () => {
    const service = await aService(engine)
    await aRound(service)
    await anOrganisation(service)
    const casework = await coordinatorOf(service)
    const db = service.database.writer
    const prepare = async (role: string, email: string) => {
      const content = asCsv([headings, ['Siân Example', email, role, 'Ashcombe libraries']])
      await check(casework, 'People to invite', { name: 'people.csv', content })
      await casework.press('Import 1 row')
    }
    const invite = async (...roles: string[]) => {
      await casework.open('/imports/people')
      const person = await db('prepared_people').whereIn('role', roles).pluck('id')
      await casework.press('Send invitations', { person })
    }
    await prepare('Contributor', 'sian@library.example')
    await prepare('Lead', 'SIAN@library.example')
    await prepare('Observer', 'sian@library.example')
    await invite('contributor', 'lead')
    expect(casework.notices).toEqual(['We will email 1 invitation'])
    expect((await service.post()).map(({ to }) => to)).toEqual(['SIAN@library.example'])
    expect(await db('invitations').pluck('role')).toEqual(['lead'])
    await invite('observer')
    expect([await service.post(), await db('invitations').pluck('role')]).toEqual([[], ['lead']])
    await casework.open('/imports/people')
    expect(casework.text).toContain('There is no one left to invite.')
    await service.end()
  })

  test('a person with an open invitation cannot be invited to a role with more rights', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const casework = await coordinatorOf(service)
    await casework.open(`/organisations/${organisation.id}/team`)
    const invited = { name: 'Siân Example', email: 'sian@library.example', role: 'contributor' }
    await casework.press('Send invitation', invited)
    const content = asCsv([headings, ['Siân Example', 'SIAN@library.example', 'Lead', 'Ashcombe libraries']])
    await check(casework, 'People to invite', { name: 'people.csv', content })
    await casework.press('Import 1 row')
    await casework.open('/imports/people')
    const person = await service.database.writer('prepared_people').pluck('id')
    await casework.press('Send invitations', { person })
    expect([casework.status, casework.errors]).toEqual([
      422,
      [
        'SIAN@library.example has already been invited to join Ashcombe Libraries as a contributor. ' +
          'Cancel that invitation first',
      ],
    ])
    expect(await service.database.writer('invitations').pluck('role')).toEqual(['contributor'])
    await service.end()
  })

  test('people who were never invited can be removed, except from the coordinator’s own organisation', async () => {
    const service = await aService(engine)
    await aRound(service)
    const ashcombe = await anOrganisation(service)
    const own = await anOrganisation(service, { name: 'Weir Libraries', place: 'Weir' })
    const colleague = await coordinatorOf(service)
    const db = service.database.writer
    const content = asCsv([
      headings,
      ['Siân Example', 'sian@library.example', 'Lead', 'Ashcombe libraries'],
      ['Ola Example', 'ola@library.example', 'Observer', 'Ashcombe libraries'],
      ['Wen Example', 'wen@library.example', 'Lead', 'Weir libraries'],
    ])
    await check(colleague, 'People to invite', { name: 'people.csv', content })
    await colleague.press('Import 3 rows')
    const { address } = colleague
    const observer = await aPersonWho(service, { roles: ['coordinator'], member: [[own, 'observer']] })
    const member = await signedIn(service, observer, '/imports/people')
    const idOf = async (name: string) => (await db('prepared_people').where({ name }).first('id'))!.id
    await member.press('Remove', {})
    expect([member.status, member.errors]).toEqual([422, ['Choose at least one person']])
    await member.press('Remove', { person: [await idOf('Siân Example'), await idOf('Wen Example')] })
    expect([member.notices, await db('prepared_people').orderBy('name').pluck('name')]).toEqual([
      ['1 person removed'],
      ['Ola Example', 'Wen Example'],
    ])
    const removed = await db('events').where({ name: 'organisation.prepared_person_removed' })
    expect(removed.map(({ entity_id, organisation_id, facts }) => [entity_id, organisation_id, facts])).toEqual([
      [ashcombe.id, ashcombe.id, '{"role":"lead"}'],
    ])
    await member.press('Remove', {})
    await member.press('Send invitations', { person: [await idOf('Ola Example')] })
    expect([member.notices, (await service.post()).map(({ to }) => to)]).toEqual([
      ['We will email 1 invitation'],
      ['ola@library.example'],
    ])
    await colleague.open(address)
    await colleague.press('Undo the whole import', { sure: 'yes' })
    expect(await db('prepared_people').pluck('name')).toEqual(['Ola Example'])
    await service.end()
  })

  test('an import corrects the name of a person who was not invited, and undoing it restores the name', async () => {
    const service = await aService(engine)
    await aRound(service)
    await anOrganisation(service)
    const casework = await coordinatorOf(service)
    const db = service.database.writer
    const name = () => db('prepared_people').pluck('name')
    const checkNamed = (text: string) =>
      check(casework, 'People to invite', {
        name: 'people.csv',
        content: asCsv([headings, [text, 'sian@library.example', 'Lead', 'Ashcombe libraries']]),
      })
    const undo = async (address: string) => {
      await casework.open(address)
      await casework.press(
        casework.buttons.find(text => /undo/i.test(text))!,
        { sure: 'yes' },
      )
      return name()
    }
    const addresses: string[] = []
    for (const text of ['Sian Exmaple', 'Sian Example', 'Siân Example']) {
      await checkNamed(text)
      await casework.press('Import 1 row')
      addresses.push(casework.address)
      expect([casework.text.includes('1 row has been imported.'), await name()]).toEqual([true, [text]])
    }
    await checkNamed('Siân Example')
    expect(casework.buttons.filter(text => text.startsWith('Import'))).toEqual([])
    await checkNamed('S. Example')
    expect(casework.text).toContain('We will change the name from “Siân Example” to “S. Example”.')
    expect(casework.text).toContain('Changed 1 will be updated')
    expect(await undo(addresses[1]!)).toEqual(['Siân Example'])
    expect(casework.text).toContain('A later import has changed this person’s name.')
    expect(await undo(addresses[2]!)).toEqual(['Sian Example'])
    expect(await undo(addresses[1]!)).toEqual(['Sian Exmaple'])
    await casework.open('/imports/people')
    await casework.press('Send invitations', { person: await db('prepared_people').pluck('id') })
    await checkNamed('Siân Example')
    expect(casework.buttons.filter(text => text.startsWith('Import'))).toEqual([])
    await service.end()
  })

  test('a coordinator cannot import or undo people of their own organisation from a colleague’s file', async () => {
    const service = await aService(engine)
    const own = await anOrganisation(service)
    const colleague = await coordinatorOf(service)
    const observer = await aPersonWho(service, { roles: ['coordinator'], member: [[own, 'observer']] })
    const content = asCsv([headings, ['Siân Example', 'sian@library.example', 'Lead', 'Ashcombe libraries']])
    await check(colleague, 'People to invite', { name: 'people.csv', content })
    const member = await signedIn(service, observer, colleague.address)
    await member.press('Import 1 row')
    expect(member.text).toContain('You are on this organisation’s team, so someone else must import this row.')
    const names = () => service.database.writer('prepared_people').pluck('name')
    expect(await names()).toEqual([])
    await check(colleague, 'People to invite', { name: 'people.csv', content })
    await colleague.press('Import 1 row')
    await member.open(colleague.address)
    await member.press('Undo the whole import', { sure: 'yes' })
    expect(member.text).toContain('You are on this organisation’s team, so someone else must undo this row.')
    expect(await names()).toEqual(['Siân Example'])
    await service.end()
  })

  test('undoing an import keeps a person who was imported again later', async () => {
    const service = await aService(engine)
    await aRound(service)
    await anOrganisation(service)
    const casework = await coordinatorOf(service)
    const db = service.database.writer
    const content = asWorkbook([headings, ['Siân Example', 'sian@library.example', 'Lead', 'Ashcombe libraries']])
    const prepare = async () => {
      await check(casework, 'People to invite', { name: 'people.xlsx', content })
      await casework.press('Import 1 row')
      return casework.address
    }
    const first = await prepare()
    const [prepared] = await db('prepared_people').select('id')
    await casework.follow('Invite people')
    await casework.press('Send invitations', { person: [prepared!.id] })
    await db('invitations').update({ revoked_at: service.clock.now() })
    const second = await prepare()
    await casework.open(first)
    await casework.press('Undo the whole import', { sure: 'yes' })
    expect(casework.text).toContain('Someone has already invited this person.')
    expect(await db('prepared_people').pluck('id')).toEqual([prepared!.id])
    await casework.open(second)
    await casework.press('Undo the whole import', { sure: 'yes' })
    expect(await db('prepared_people').pluck('id')).toEqual([])
    await service.end()
  })
})

eachDatabase('the rows of an import file', engine => {
  test('a file that cannot be imported is refused, and the error says what to do', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const refusal = async (name: string, content: Buffer): Promise<[number, string[]]> => {
      await check(casework, 'Organisations and branches', { name, content })
      return [casework.status, casework.errors]
    }
    expect(await refusal('a.csv', asCsv([['Name'], ['x']]))).toEqual([
      422,
      [
        [
          'The first row must name the columns. Missing: Organisation, Branch.',
          'Download the template to see all the columns',
        ].join(' '),
      ],
    ])
    const rows = Array.from({ length: 5_001 }, () => ['a', 'b'])
    expect(await refusal('a.csv', asCsv([['Organisation', 'Branch'], ...rows]))).toEqual([
      422,
      ['This file has more than 5,000 rows. Split it into several files'],
    ])
    expect(await refusal('big.csv', Buffer.alloc(10 * 1024 * 1024 + 1, 'a,'))).toEqual([
      413,
      ['big.csv is larger than 10 MB. Choose a smaller file'],
    ])
    expect(await refusal('a.txt', Buffer.from('Organisation,Branch\n'))).toEqual([
      422,
      ['Choose a CSV or XLSX file. a.txt is a different kind of file'],
    ])
    expect(await refusal('old.xls', oldWord)).toEqual([
      422,
      [
        'old.xls is a different type of file. ' +
          'Save it as a type that we accept here (CSV and XLSX), or choose another file',
      ],
    ])
    expect(await refusal('macros.xlsx', office('xl/workbook.xml', { 'xl/vbaProject.bin': 'macro' }))).toEqual([
      422,
      ['macros.xlsx contains macros, or fields that can run programs. Remove them, then upload the new copy'],
    ])
    expect(await refusal('a.csv', asCsv([['Organisation', 'Branch']]))).toEqual([
      422,
      ['This file has no rows to import. Choose another file'],
    ])
    await casework.press('Check the file', {})
    expect([casework.status, casework.errors]).toEqual([422, ['Choose a CSV or XLSX file']])
    expect(await service.database.writer('imports')).toEqual([])
    await service.end()
  })

  test('rows with problems can be downloaded as CSV, with formulas escaped', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const content = asCsv([
      ['Organisation', 'Branch', 'Closed'],
      ['=HYPERLINK("x")', '＝1+1', 'never'],
    ])
    await check(casework, 'Organisations and branches', { name: 'a.csv', content })
    await casework.follow('Download the rows with problems as CSV')
    expect(casework.content.toString()).toBe(
      '\ufeffOrganisation,Branch,Closed,Row,Problem\r\n' +
        '"\'=HYPERLINK(""x"")",\'＝1+1,never,2,' +
        '"We cannot use “never” as the closing date. Enter a date, or a year such as 2022."\r\n',
    )
    await service.end()
  })

  test('the daily clean-up keeps the rows of an import that someone starts at that moment', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await checkMany(casework)
    const { address } = casework
    service.clock.set('2027-04-15T09:00:00Z')
    const later = await coordinatorOf(service)
    await later.open(address)
    const start = () => later.press('Import 6 organisations and 120 branches')
    await deleteOldImportRows({ ...service.parts, write: interruptedWrite(service.parts.write, 1, start) })
    await runImports(service.parts)
    await later.open(address)
    expect([later.headings[0], await counts(service)]).toEqual(['The import is finished', [6, 120]])
    await service.end()
  })

  test('the rows of an import that was undone are deleted 30 days after the import', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const content = asCsv([
      ['Organisation', 'Branch'],
      ['Ashcombe Libraries', 'Central'],
    ])
    await check(casework, 'Organisations and branches', { name: 'a.csv', content })
    await casework.press('Import 1 organisation and 1 branch')
    const { address } = casework
    service.clock.set('2027-03-25T09:00:00Z')
    const later = await coordinatorOf(service)
    await later.open(address)
    await later.press('Undo the whole import', { sure: 'yes' })
    const rowsOn = async (day: string) => {
      service.clock.set(`${day}T09:00:00Z`)
      await deleteOldImportRows(service.parts)
      return (await service.database.writer('import_rows')).length
    }
    expect([await rowsOn('2027-03-30'), await rowsOn('2027-04-15')]).toEqual([2, 0])
    await service.end()
  })

  test('an import whose rows have been deleted says so, and gives no count', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const content = asCsv([
      ['Organisation', 'Branch'],
      ['Ashcombe Libraries', 'Central'],
    ])
    await check(casework, 'Organisations and branches', { name: 'a.csv', content })
    await casework.press('Import 1 organisation and 1 branch')
    const { address } = casework
    expect(casework.text).toContain('1 organisation and 1 branch have been imported.')
    service.clock.set('2027-04-15T09:00:00Z')
    await deleteOldImportRows(service.parts)
    const later = await coordinatorOf(service)
    await later.open(address)
    expect([
      later.text.includes('We have deleted the rows of this import. We keep rows for up to 30 days.'),
      later.text.includes('have been imported'),
    ]).toEqual([true, false])
    await service.end()
  })
})
