import { libraryStream } from '../../src/domain/framework.ts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openDatabase, type Database } from '../../src/db/connection.ts'
import { removeIndexedWords, indexWords } from '../../src/db/full-text.ts'
import { newId } from '../../src/db/ids.ts'
import { commitmentTo, fingerprintOf, manifestOf } from '../../src/domain/manifest.ts'
import { addMinutes, instant, parseDay, type Day } from '../../src/domain/time.ts'
import { checkInvariants, lineOf, rulesBroken } from '../../src/invariants/check.ts'
import type { Confirmed } from '../../src/invariants/broken.ts'
import { filesHaveRows } from '../../src/invariants/files.ts'
import { eachDatabase } from '../support/database.ts'
import {
  aLibrary,
  anApplicationIn,
  aSignedInPerson,
  publishedFramework,
  takesSeat,
  type Library,
} from '../support/library.ts'
import { csv } from '../support/sample-files.ts'
import { aService, type Service } from '../support/service.ts'

// Most tests break a rule, check that only this rule is reported, and repair it.

eachDatabase('invariants', engine => {
  let service: Service
  let library: Library
  let [evidence, file] = ['', '']
  const writer = () => service.database.writer
  const uploads = () => join(service.database.dataFolder, 'uploads')
  const object = (id: string) => join(uploads(), 'files', id.slice(0, 2), id)

  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside')
    await library.lead.open(`/organisations/${library.id}/evidence/new`)
    await library.lead.press('Add evidence', { title: 'Policy', files: [{ name: 'visits.csv', content: csv }] })
    evidence = library.lead.address.split('/').at(-1)!
    file = (await service.parts.db('evidence_files').first())!.id
  })
  afterAll(() => service.end())

  const about = (confirmed: Confirmed[] = [], database: Database = service.database) => ({
    database,
    uploads: uploads(),
    now: addMinutes(service.clock.now(), 1),
    confirmed,
  })
  const check = async (confirmed: Confirmed[] = [], database: Database = service.database) =>
    checkInvariants(about(confirmed, database))
  const broken = async (lines: Confirmed[] = []) => (await check(lines)).map(lineOf)
  const change = (
    table: 'evidence_files' | 'applications' | 'outbox' | 'people',
    id: string,
    changes: Record<string, unknown>,
  ) =>
    writer()(table as 'people')
      .where({ id })
      .update(changes as never)

  test('normal use breaks no invariant', async () => {
    const { sha256, size } = (await service.parts.db('evidence_files').where({ id: file }).first())!
    expect([await broken([{ evidence, sha256, size: Number(size) }]), rulesBroken(await check())]).toEqual([[], 0])
  })

  test('I1 reports a confirmed file and a receipt that do not exist', async () => {
    expect(
      await broken([
        { evidence, sha256: 'b'.repeat(64), size: 1 },
        { receipt: 'LOS-1', sha256: 'c'.repeat(64) },
      ]),
    ).toEqual([
      `I1 evidence ${evidence}: a client was told that it holds ${'b'.repeat(64)}, but it does not`,
      'I1 receipt LOS-1: a client was given it, but no submission has it',
    ])
  })

  test('I2 reports no file that is stored while the check runs', async () => {
    const found: string[] = []
    const before = await service.parts.db('evidence_files').pluck('id')
    const titles = Array.from({ length: 20 }, (_, place) => `Visits ${place}`)
    const files = ['a', 'b', 'c'].map(name => ({ name: `${name}.csv`, content: csv }))
    const addEvidence = async () => {
      for (let title = titles.pop(); title; title = titles.pop()) {
        await library.lead.open(`/organisations/${library.id}/evidence/new`)
        await library.lead.press('Add evidence', { title, files })
      }
    }
    const checks = async () => {
      while (titles.length > 0) found.push(...(await filesHaveRows(about())).map(lineOf))
    }
    // `titles` is emptied even if evidence cannot be added, because otherwise the checks would never end
    await Promise.all([addEvidence().finally(() => titles.splice(0)), checks()])
    const after = await service.parts.db('evidence_files').pluck('id')
    expect([found, after.length - before.length]).toEqual([[], 60])
  })

  test('I2 reports a stored file without a row, and a file left in staging', async () => {
    const stray = newId()
    await mkdir(join(uploads(), 'files', stray.slice(0, 2)), { recursive: true })
    await writeFile(object(stray), 'x')
    const name = `${newId()}.1-00000000`
    await writeFile(join(uploads(), 'staging', name), 'x')
    await utimes(join(uploads(), 'staging', name), 1_000, 1_000)
    expect(await broken()).toEqual([`I2 staging ${name}: left behind`, `I2 object ${stray}: no row refers to it`])
    await service.parts.files.recover(async () => new Map([[file, 'kept']]))
    await service.parts.files.remove(stray)
    expect(await broken()).toEqual([])
  })

  test('I3 reports a row whose file is missing or has a different size or hash', async () => {
    const lost = `I3 file ${file} of /organisations/${library.id}, /evidence/${evidence}`
    await writeFile(object(file), Buffer.alloc(csv.length, 'x'))
    expect(await broken()).toEqual([`${lost}: its object has another hash`])
    await writeFile(object(file), 'short')
    expect(await broken()).toEqual([`${lost}: its object has 5 bytes instead of ${csv.length}`])
    await service.parts.files.remove(file)
    expect(await broken()).toEqual([`${lost}: its object is missing`])
    await writeFile(object(file), csv)
    expect(await broken()).toEqual([])
  })

  test('I3 reports a submission whose manifest or parts were changed', async () => {
    const [id, application] = [newId(), await anApplicationIn(service, library, 'draft')]
    const parts = [
      { name: 'answers/L1', salt: 'ab'.repeat(32), content: 'What we do' },
      { name: 'summary', salt: 'cd'.repeat(32), content: 'In short' },
    ]
    const submittedAt = service.clock.now()
    const manifest = manifestOf({ application: 'A-1', number: 1, submittedAt }, parts)
    await writer()('submissions').insert({
      id,
      application_id: application,
      number: 1,
      receipt: 'LOS-9',
      submitted_by: library.lead.id,
      submitted_at: submittedAt,
      sha256: fingerprintOf(manifest),
      manifest,
    })
    await writer()('submission_parts').insert(parts.map((part, position) => ({ submission_id: id, position, ...part })))
    const own = async () => (await broken()).filter(line => line.includes('LOS-9'))
    expect(await own()).toEqual([])
    await writer()('submission_parts')
      .where({ submission_id: id, name: 'summary' })
      .update({ salt: null, content: null }) // a submission with an erased part still passes
    expect(await own()).toEqual([])
    await writer()('submission_parts')
      .where({ submission_id: id, name: 'answers/L1' })
      .update({ content: 'What we did' })
    await writer()('submission_parts').where({ submission_id: id, name: 'summary' }).delete()
    await writer()('submissions')
      .where({ id })
      .update({ sha256: 'e'.repeat(64) })
    expect(await own()).toEqual([
      'I3 submission LOS-9: its manifest has another hash',
      'I3 submission LOS-9: part answers/L1 is not what was submitted',
      'I3 submission LOS-9: part summary is missing',
    ])
    expect(commitmentTo(parts[0]!)).toMatch(/^[0-9a-f]{64}$/)
    await writer()('submission_parts').where({ submission_id: id }).delete()
    await writer()('submissions').where({ id }).delete()
    await writer()('application_branches').where({ application_id: application }).delete()
    await writer()('applications').where({ id: application }).delete()
  })

  test('I3 reports file versions that form a cycle, and a replaced file without a newer version', async () => {
    const [newer, at] = [newId(), service.clock.now()]
    const row = (await service.parts.db('evidence_files').where({ id: file }).first())!
    await writer()('evidence_files').insert({
      ...row,
      id: newer,
      state: 'refused',
      replaces_id: file,
      replaced_at: null,
    })
    expect(await broken()).toEqual([])
    await change('evidence_files', newer, { state: 'removed', redacts_file_id: file })
    await change('evidence_files', file, { replaces_id: newer })
    expect(await broken()).toEqual(
      [file, newer]
        .toSorted()
        .flatMap(id => [
          `I3 file ${id}: is a newer version of a file of other evidence`,
          `I3 file ${id}: is a newer version of itself`,
        ]),
    )
    await change('evidence_files', file, { replaces_id: null, replaced_at: at })
    await writer()('evidence_files').where({ id: newer }).delete()
    expect(await broken()).toEqual([`I3 file ${file}: was replaced, but there is no newer version`])
    await change('evidence_files', file, { replaced_at: null })
  })

  test('I4 reports an overdue scan and an overdue email', async () => {
    const email = newId()
    const at = service.clock.now()
    await change('evidence_files', file, { state: 'scanning', uploaded_at: addMinutes(at, -90) })
    await writer()('outbox').insert({
      id: email,
      name: 'x',
      person_id: null,
      address: 'a@b.example',
      language: 'en',
      entity: 'application',
      entity_id: newId(),
      application_id: null,
      subject: null,
      body: null,
      status: 'sending',
      not_sent_reason: null,
      queued_at: at,
      next_try_at: at,
      tries: 0,
      resent: 0,
      lease_until: at,
      lease_generation: 1,
      sent_at: null,
      failure: null,
    })
    expect(await broken()).toEqual([
      `I4 file ${file}: has waited for the scanner for over an hour`,
      `I4 email ${email}: is still being sent after its lease`,
    ])
    await change('evidence_files', file, { state: 'ready', uploaded_at: at })
    await writer()('outbox').where({ id: email }).delete()
  })

  test('I4 reports an overdue redacted copy', async () => {
    await writer()('redactions').insert({
      id: newId(),
      file_id: file,
      evidence_id: evidence,
      name: 'Redacted document 1',
      areas: '[]',
      pages: null,
      pages_made: 0,
      failed: null,
      asked_by: library.lead.id,
      asked_at: addMinutes(service.clock.now(), -90),
      lease_until: null,
      lease_generation: 0,
    })
    expect(await broken()).toEqual([`I4 file ${file}: has had no redacted copy for over an hour`])
    await writer()('redactions').delete()
  })

  test('I5 reports a file that can be opened without a scan result', async () => {
    await change('evidence_files', file, { scanned_by: null })
    expect(await broken()).toEqual([`I5 file ${file}: opens without a scan result`])
    await change('evidence_files', file, { scanned_by: 'clamd', scanned_at: instant('2026-01-01T00:00:00Z') })
    expect(await broken()).toEqual([`I5 file ${file}: opens without a scan result`])
    await change('evidence_files', file, { scanned_by: 'none' })
  })

  test('I1 to I5 also check the evidence inbox and its previews', async () => {
    const at = service.clock.now()
    const [link, inboxItem, upload, small] = [newId(), newId(), newId(), newId()]
    await writer()('upload_links').insert({
      id: link,
      organisation_id: library.id,
      branch_id: library.branches[0]!.id,
      token_hash: link,
      made_by: library.lead.id,
      made_at: at,
      ends_on: parseDay('2027-05-01')!,
      ended_at: null,
      ended_by: null,
    })
    await writer()('inbox_items').insert({
      id: inboxItem,
      link_id: link,
      organisation_id: library.id,
      branch_id: library.branches[0]!.id,
      words: 'A sign',
      sender: '',
      people: 'no',
      arrived_at: at,
      emailed_at: null,
    })
    const { sha256, size } = (await service.parts.db('evidence_files').where({ id: file }).first())!
    const row = {
      id: upload,
      inbox_item_id: inboxItem,
      name: 'sign.csv',
      type: 'text/csv',
      size,
      sha256,
      state: 'ready',
      scanned_by: 'none',
      scanned_at: at,
      uploaded_at: at,
      drawn: 1,
      small_id: small,
      small_size: 5,
      small_sha256: createHash('sha256').update('small').digest('hex'),
    }
    await mkdir(dirname(object(upload)), { recursive: true })
    await mkdir(dirname(object(small)), { recursive: true })
    await writeFile(object(upload), csv)
    await writeFile(object(small), 'small')
    expect((await broken()).toSorted()).toEqual(
      [upload, small].toSorted().map(id => `I2 object ${id}: no row refers to it`),
    )
    await writer()('inbox_files').insert(row)
    expect(await broken()).toEqual([])
    expect(await broken([{ upload: sha256, size }])).toEqual([])
    await writer()('inbox_files').update({ scanned_by: null })
    await writeFile(object(small), 'other')
    expect(await broken()).toEqual([
      `I3 file ${small} of /organisations/${library.id}/inbox: its object has another hash`,
      `I5 file ${upload}: opens without a scan result`,
    ])
    await writer()('inbox_files').update({ state: 'scanning', uploaded_at: addMinutes(at, -90) })
    await service.parts.files.remove(small)
    await service.parts.files.remove(upload)
    expect((await broken()).toSorted()).toEqual(
      [
        ...[upload, small]
          .toSorted()
          .map(id => `I3 file ${id} of /organisations/${library.id}/inbox: its object is missing`),
        `I4 file ${upload}: has waited for the scanner for over an hour`,
      ].toSorted(),
    )
    for (const table of ['inbox_files', 'inbox_items', 'upload_links'] as const) await writer()(table).delete()
    expect(await broken([{ upload: 'f'.repeat(64), size: 1 }])).toEqual([
      `I1 the upload with hash ${'f'.repeat(64)}: its sender was told that it is stored, but no file has this hash`,
    ])
  })

  test('I6 reports a row with a missing reference, or a constraint that was never validated', async () => {
    if (service.database.engine === 'postgres') {
      await writer().raw(
        'alter table evidence_links add constraint later foreign key (evidence_id) references evidence (id) not valid',
      )
      expect(await broken()).toEqual(['I6 table evidence_links: the constraint later was never validated'])
      return void (await writer().raw('alter table evidence_links drop constraint later'))
    }
    await writer().raw('pragma foreign_keys = off')
    await writer()('evidence_links').insert({
      id: newId(),
      evidence_id: newId(),
      address: 'https://a.example',
      seen_on: '2027-03-01',
      added_at: service.clock.now(),
    } as never)
    expect(await broken()).toEqual([expect.stringMatching(/^I6 evidence_links row \d+: refers to no row of evidence$/)])
    await writer()('evidence_links').delete()
    await writer().raw('pragma foreign_keys = on')
  })

  test('I6 accepts a full-text index that another connection has merged since the last check', async () => {
    const { where, transaction } = service.database
    const reading = openDatabase(where)
    const places = Array.from({ length: 20 }, (_, index) => 1_000 + index)
    for (const place of places) {
      await transaction(trx => indexWords(trx, [{ place, words: ['welcome'] }]))
      expect(await check([], reading)).toEqual([])
    }
    await reading.close()
    await transaction(trx => removeIndexedWords(trx, places))
  })

  test('I10 reports a state without the moves that lead to it, and findings without a declaration', async () => {
    const application = await anApplicationIn(service, library, 'checked')
    const { number } = (await service.parts.db('applications').where({ id: application }).first())!
    expect(await broken()).toEqual([
      `I10 application ${number}: it is checked, and its recorded moves lead to not started`,
    ])
    const move = (name: string, from: string, to: string) =>
      writer()('events').insert({
        id: newId(),
        at: service.clock.now(),
        actor: 'person',
        person_id: library.lead.id,
        name: `application.${name}`,
        entity: 'application',
        entity_id: application,
        organisation_id: library.id,
        application_id: application,
        facts: JSON.stringify({ from, to }),
      })
    await move('start', 'not started', 'draft')
    await move('check', 'submitted', 'checked')
    expect(await broken()).toEqual([
      `I10 application ${number}: application.check starts from submitted, and it was draft`,
    ])
    const [right, finding] = [await anApplicationIn(service, library, 'draft'), newId()]
    await writer()('events').insert({
      id: newId(),
      at: service.clock.now(),
      actor: 'person',
      person_id: library.lead.id,
      name: 'application.start',
      entity: 'application',
      entity_id: right,
      organisation_id: library.id,
      application_id: right,
      facts: JSON.stringify({ from: 'not started', to: 'draft' }),
    })
    expect(await broken()).toHaveLength(1)
    await takesSeat(service, right, library.observer)
    const taken = (await service.parts.db('seats').where({ application_id: right }).first())!.id
    await writer()('findings').insert({
      id: finding,
      seat_id: taken,
      item_id: 'staff-training',
      judgement: 'met',
      reason: 'x',
      commendation: '',
      private_note: '',
      written_at: service.clock.now(),
      given_at: service.clock.now(),
      version: 1,
    })
    expect((await broken()).at(-1)).toMatch(
      new RegExp(`^I10 seat ${taken} on .*: its findings count without a declaration of no conflict$`),
    )
    await writer()('seats').where({ id: taken }).update({ status: 'withdrawn' })
    expect((await broken()).filter(each => each.includes(taken))).toEqual([])
    await writer()('findings').delete()
    await writer()('seats').delete()
    for (const id of [application, right]) {
      await writer()('application_branches').where({ application_id: id }).delete()
      await writer()('applications').where({ id }).delete()
    }
  })

  test('I11 reports the seat of a person whose last role in the charity has ended', async () => {
    const draft = await anApplicationIn(service, library, 'draft')
    await takesSeat(service, draft, library.observer)
    const seat = (await service.parts.db('seats').where({ application_id: draft }).first())!
    await writer()('charity_roles').update({ ended_at: service.clock.now() })
    const line = new RegExp(`^I11 seat ${seat.id} on .*: belongs to a person without a role in the charity$`)
    const found = async () => (await broken()).filter(each => line.test(each)).length
    expect(await found()).toBe(1)
    await writer()('charity_roles').update({ ended_at: null })
    expect(await found()).toBe(0)
    await writer()('charity_roles').delete()
    await writer()('seats').delete()
    await writer()('application_branches').where({ application_id: draft }).delete()
    await writer()('applications').where({ id: draft }).delete()
  })

  test('I8 and I10 report an award whose changes do not lead to its state', async () => {
    const [id, { id: version }] = [newId(), (await service.parts.db('framework_versions').first())!]
    await writer()('awards').insert({
      id,
      organisation_id: library.id,
      stream_id: libraryStream,
      code: 'LOS-AB',
      status: 'valid',
      valid_to: '2028-02-29',
      granted_on: '2027-03-01',
      is_recorded: 0,
      version: 1,
    } as never)
    expect(await broken()).toEqual([
      'I10 award LOS-AB: it is valid to 2028-02-29, and its last change says nothing to no end',
    ])
    const change = (row: Record<'move' | 'to_status' | 'from_day' | 'valid_to', string> & { number: number }) =>
      writer()('award_changes').insert({
        id: newId(),
        award_id: id,
        ...row,
        at: service.clock.now(),
      } as never)
    const event = (name: string, person: string | null, facts: unknown) =>
      writer()('events').insert({
        id: newId(),
        at: service.clock.now(),
        actor: person ? 'person' : 'the clock',
        person_id: person,
        name: `award.${name}`,
        entity: 'award',
        entity_id: id,
        organisation_id: library.id,
        application_id: null,
        facts: JSON.stringify(facts),
      } as never)
    await change({ number: 1, move: 'grant', to_status: 'valid', from_day: '2027-03-01', valid_to: '2028-02-29' })
    expect(await broken()).toEqual([
      'I8 award LOS-AB: its history says nothing, and its changes award.grant to valid until 2028-02-29',
    ])
    await event('grant', null, { from: 'not started', to: 'valid', validTo: '2028-02-29' })
    expect(await broken()).toEqual([])

    const lines = async (row: Record<string, unknown>) => {
      await writer()('award_changes').update(row as never)
      const found = await broken()
      await writer()('award_changes').update({
        number: 1,
        move: 'grant',
        to_status: 'valid',
        from_day: '2027-03-01',
        valid_to: '2028-02-29',
      } as never)
      return found.filter(line => line.startsWith('I10'))
    }
    expect(await lines({ number: 2 })).toEqual(['I10 award LOS-AB: its changes are not numbered without a gap'])
    expect(await lines({ from_day: '2028-01-01' })).toEqual([
      'I10 award LOS-AB: grant was made before the day from which it counts',
    ])
    expect(await lines({ move: 'extend' })).toEqual(['I10 award LOS-AB: extend does not start from not started'])
    expect(await lines({ to_status: 'extended' })).toEqual(['I10 award LOS-AB: grant never leads to extended'])
    expect(await lines({ move: 'record' })).toEqual(['I10 award LOS-AB: is_recorded does not match its first change'])
    expect(await lines({ valid_to: '2028-03-01' })).toEqual([
      'I10 award LOS-AB: it is valid to 2028-02-29, and its last change says valid to 2028-03-01',
    ])
    await change({ number: 2, move: 'lapse', to_status: 'lapsed', from_day: '2027-02-01', valid_to: '2028-02-29' })
    expect((await broken()).at(-1)).toBe('I10 award LOS-AB: a change begins before the one before it')
    await writer()('award_changes').where({ number: 2 }).delete()
    await change({ number: 2, move: 'lapse', to_status: 'lapsed', from_day: '2027-03-01', valid_to: '2028-02-29' })
    expect((await broken()).at(-1)).toBe('I10 award LOS-AB: lapse does not start from valid')
    await writer()('award_changes').where({ number: 2 }).delete()

    await writer()('award_changes').update({ valid_to: null })
    await writer()('awards').where({ id }).update({ valid_to: null })
    expect((await broken()).at(-1)).toBe('I10 award LOS-AB: it has no last day, and no renewal is with us')
    await writer()('award_changes').update({ valid_to: '2028-02-29' } as never)
    await writer()('awards')
      .where({ id })
      .update({ valid_to: '2028-02-29' } as never)

    const term = (number: number, starts_on: string, ends_on: string, anchor: string) =>
      writer()('terms').insert({
        id: newId(),
        award_id: id,
        number,
        framework_version_id: version,
        application_id: null,
        anchor,
        starts_on,
        ends_on,
        months: 12,
        settings: '{}',
      } as never)
    await term(1, '2027-03-01', '2028-02-29', '2027-03-01')
    await term(2, '2028-03-01', '2029-02-28', '2027-03-01')
    await term(3, '2029-05-01', '2030-04-30', '2029-05-01')
    expect(await broken()).toEqual([])
    await writer()('terms')
      .where({ number: 2 })
      .update({ starts_on: '2028-02-29' } as never)
    await writer()('terms')
      .where({ number: 3 })
      .update({ anchor: '2027-03-01' } as never)
    expect(await broken()).toEqual([
      'I10 award LOS-AB: its term 2 does not follow the one before it',
      'I10 award LOS-AB: its term 3 does not follow the one before it',
    ])

    await event('suspend', library.lead.id, { from: 'valid', to: 'suspended', validTo: '2028-02-29' })
    await event('end', library.lead.id, { from: 'valid', to: 'ended', validTo: '2028-02-29' })
    expect((await broken()).filter(line => line.includes('a person from the library'))).toEqual([
      'I10 award.suspend of award LOS-AB: was made by a person from the library',
    ])
    for (const table of ['terms', 'award_changes'] as const) await writer()(table).delete()
    await writer()('awards').delete()
  })

  test('I12 reports removed evidence past its erasure date, and erased evidence that still has text', async () => {
    const evidenceRow = () => writer()('evidence').where({ id: evidence })
    const at = service.clock.now()
    await evidenceRow().update({ removed_at: at, erase_on: '2027-02-26' as Day })
    expect(await broken()).toEqual([`I12 evidence ${evidence}: was to be erased`])
    await evidenceRow().update({ erase_on: null, erased_at: at })
    expect(await broken()).toEqual([`I12 evidence ${evidence}: was erased but still has text or files`])
    await evidenceRow().update({ removed_at: null, erased_at: null })
    await writer()('evidence_files')
      .where({ id: file })
      .update({ erase_on: '2027-02-26' as Day })
    expect(await broken()).toEqual([`I12 file ${file}: was to be erased`])
    await writer()('evidence_files').where({ id: file }).update({ erase_on: null })
  })

  test('I14 reports a migration of another version, and an unexpected column', async () => {
    await writer()('migrations' as 'people').insert({ name: '20990101_later', run_at: service.clock.now() } as never)
    await writer().raw('alter table people add column nickname text')
    expect(await broken()).toEqual([
      'I14 migration 20990101_later: is not in this build',
      'I14 column people.nickname: is not expected',
    ])
    await writer()('migrations' as 'people')
      .where({ name: '20990101_later' })
      .delete()
    await writer().raw('alter table people drop column nickname')
  })

  test('I15 reports a time in the future, and a time without a time zone', async () => {
    await change('people', library.lead.id, { created_at: '2029-01-01T00:00:00.000Z' })
    expect(await broken()).toEqual([
      'I15 people.created_at: 2029-01-01T00:00:00.000Z is in the future, or not a time in UTC',
    ])
    await change('people', library.lead.id, { created_at: '2027-01-01 00:00:00' })
    expect(await broken()).toEqual([
      'I15 people.created_at: 2027-01-01 00:00:00 is in the future, or not a time in UTC',
    ])
    await change('people', library.lead.id, { created_at: service.clock.now() })
  })

  test('I11 reports a role that took effect without the approvals that it needed, or before them', async () => {
    const [id, at] = [newId(), service.clock.now()]
    const [one, two] = [
      await aSignedInPerson(service, 'Joan', ['coordinator']),
      await aSignedInPerson(service, 'Samuel', ['trustee']),
    ]
    const puppet = await aSignedInPerson(service, 'Puppet')
    const approval = { request_id: id, answer: 'approve', by_invitation: 0 as const, note: null, at }
    await writer()('access_requests').insert({
      id,
      person_id: puppet.id,
      organisation_id: library.id,
      role: 'observer',
      invited_by: one.id,
      through_seat: 0,
      asked_at: at,
      status: 'approved',
      decided_at: at,
      version: 1,
    })
    await writer()('approvals').insert({ ...approval, id: newId(), approver_id: one.id })
    const lacks = `I11 request ${id}: gave a place in a library without a lead or enough of the charity`
    expect(await broken()).toEqual([lacks])
    await writer()('approvals').insert({ ...approval, id: newId(), approver_id: two.id })
    expect(await broken()).toEqual([])
    await writer()('charity_roles')
      .where({ person_id: two.id })
      .update({ ended_at: addMinutes(at, -1), started_at: addMinutes(at, -9) })
    expect(await broken()).toEqual([lacks])
    await writer()('approvals').insert({ ...approval, id: newId(), approver_id: library.lead.id })
    expect(await broken()).toEqual([])

    await writer()('access_requests').where({ id }).update({ organisation_id: null, role: 'coordinator' })
    expect(await broken()).toEqual([`I11 request ${id}: gave a role in the charity without two people who approved it`])
    await writer()('access_requests').where({ id }).update({ role: 'appraiser' })
    await writer()('charity_roles').where({ person_id: two.id }).update({ ended_at: null })
    expect(await broken()).toEqual([])
    await writer()('access_requests').where({ id }).update({ status: 'waiting', decided_at: null })
    const role = { id: newId(), person_id: puppet.id, role: 'appraiser', started_at: at, ended_at: null }
    await writer()('charity_roles').insert(role)
    expect(await broken()).toEqual([`I11 person ${puppet.id}: holds the role appraiser, which waits for approval`])
    await writer()('charity_roles').where({ id: role.id }).delete()
    await writer()('approvals').delete()
    await writer()('access_requests').delete()
  })

  test('I11 counts an upload in the inbox as something to read, so that one approval is no longer enough', async () => {
    const [id, link, at] = [newId(), newId(), service.clock.now()]
    const other = await aLibrary(service, 'Newdale')
    const approver = await aSignedInPerson(service, 'Joan', ['coordinator'])
    const puppet = await aSignedInPerson(service, 'Puppet')
    const [organisation_id, branch_id] = [other.id, other.branches[0]!.id]
    await writer()('access_requests').insert({
      id,
      person_id: puppet.id,
      organisation_id,
      role: 'observer',
      invited_by: approver.id,
      through_seat: 0,
      asked_at: at,
      status: 'approved',
      decided_at: at,
      version: 1,
    })
    const approval = { id: newId(), request_id: id, approver_id: approver.id, answer: 'approve', at }
    await writer()('approvals').insert({ ...approval, by_invitation: 0, note: null })
    try {
      expect(await broken()).toEqual([])
      await writer()('upload_links').insert({
        id: link,
        organisation_id,
        branch_id,
        token_hash: link,
        made_by: other.lead.id,
        made_at: at,
        ends_on: parseDay('2027-05-01')!,
        ended_at: null,
        ended_by: null,
      })
      const item = { id: newId(), link_id: link, organisation_id, branch_id, words: 'A sign', sender: '', people: 'no' }
      await writer()('inbox_items').insert({ ...item, arrived_at: at, emailed_at: null })
      expect(await broken()).toEqual([
        `I11 request ${id}: gave a place in a library without a lead or enough of the charity`,
      ])
    } finally {
      await writer()('inbox_items').delete()
      await writer()('upload_links').delete()
      await writer()('approvals').delete()
      await writer()('access_requests').delete()
    }
  })

  test('I11 reports the kind of a seat in an event, and a role that nobody asked for', async () => {
    const id = newId()
    const event = (facts: unknown) =>
      writer()('events').insert({
        id: newId(),
        at: service.clock.now(),
        actor: 'person',
        person_id: library.lead.id,
        name: 'seat.offered',
        entity: 'person',
        entity_id: library.lead.id,
        organisation_id: null,
        application_id: null,
        facts: JSON.stringify(facts),
        ...(facts === described ? { id } : {}),
      })
    const described = { kind: 'lived experience' }
    await event({ role: 'trustee' })
    expect(await broken()).toEqual([])
    await event(described)
    const namesSeat = `I11 event ${id}: names the kind of a seat`
    expect(await broken()).toEqual([namesSeat])
    const given = newId()
    await writer()('events').insert({
      id: given,
      at: service.clock.now(),
      actor: 'person',
      person_id: library.lead.id,
      name: 'person.role_given',
      entity: 'person',
      entity_id: library.lead.id,
      organisation_id: null,
      application_id: null,
      facts: JSON.stringify({ person: library.lead.id, role: 'coordinator' }),
    })
    expect((await broken()).toSorted()).toEqual(
      [namesSeat, `I11 event ${given}: gave a role without an approved request`].toSorted(),
    )
  })

  test('I11 reports a refused role that took effect, unless it was approved first and refused later', async () => {
    const before = await broken()
    const [id, given, at] = [newId(), newId(), service.clock.now()]
    const puppet = await aSignedInPerson(service, 'Puppet')
    const administrator = await aSignedInPerson(service, 'Kirsty', ['administrator'])
    await writer()('access_requests').insert({
      id,
      person_id: puppet.id,
      organisation_id: null,
      role: 'coordinator',
      invited_by: null,
      through_seat: 0,
      asked_at: at,
      status: 'refused',
      decided_at: at,
      version: 1,
    })
    await writer()('events').insert({
      id: given,
      at,
      actor: 'person',
      person_id: administrator.id,
      name: 'person.role_given',
      entity: 'person',
      entity_id: puppet.id,
      organisation_id: null,
      application_id: null,
      facts: JSON.stringify({ person: puppet.id, role: 'coordinator' }),
    })
    const reported = `I11 event ${given}: gave a role without an approved request`
    expect((await broken()).toSorted()).toEqual([...before, reported].toSorted())
    await writer()('approvals').insert({
      id: newId(),
      request_id: id,
      approver_id: administrator.id,
      answer: 'approve',
      by_invitation: 1,
      note: null,
      at,
    })
    expect(await broken()).toEqual(before)
    await writer()('access_requests')
      .where({ id })
      .update({ decided_at: addMinutes(at, -1) })
    expect((await broken()).toSorted()).toEqual([...before, reported].toSorted())
  })
})
