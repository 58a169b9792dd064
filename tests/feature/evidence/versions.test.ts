import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Actor } from '../../../src/domain/actor.ts'
import { Stale } from '../../../src/domain/refusals.ts'
import { removeFile } from '../../../src/modules/evidence/removal/removal.actions.ts'
import { canHaveNewVersion } from '../../../src/domain/file-versions.ts'
import { findEvidence } from '../../../src/modules/evidence/items/evidence-item.store.ts'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  aSeat,
  everythingWritten,
  signedIn,
  type AnApplication,
  type AnOrganisation,
} from '../../support/factories.ts'
import { png, webp } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

const text = (words: string) => Buffer.from(`${words}\n`)
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')
const [first, second, third] = [
  text('Opening hours as they were'),
  text('Opening hours as they are'),
  text('Opening hours to come'),
]

eachDatabase('versions of a file', engine => {
  let service: Service
  let organisation: AnOrganisation
  let application: AnApplication
  let evidence: string
  let [lead, contributor, observer, stranger, appraiser, trustee, coordinator]: Visitor[] = []
  beforeAll(async () => {
    service = await aService(engine)
    const round = await aRound(service)
    organisation = await anOrganisation(service)
    const other = await anOrganisation(service, { name: 'Thornwick Library' })
    const marian = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    const idris = await aPersonWho(service, { name: 'Idris Vaughan', member: [[organisation, 'contributor']] })
    const [reader, decides, seats] = [
      await aPersonWho(service, { name: 'R', roles: ['appraiser'] }),
      await aPersonWho(service, { name: 'T', roles: ['trustee'] }),
      await aPersonWho(service, { name: 'C', roles: ['coordinator'] }),
    ]
    application = await anApplication(service, organisation, { startedBy: marian, round })
    evidence = await everythingWritten(service, application, idris)
    for (const actor of [reader, decides, seats]) await aDeclaration(service, application, actor)
    await aSeat(service, application, reader, { offeredBy: seats })
    lead = await signedIn(service, marian)
    contributor = await signedIn(service, idris)
    observer = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'observer']] }))
    stranger = await signedIn(service, await aPersonWho(service, { member: [[other, 'lead']] }))
    appraiser = await signedIn(service, reader)
    trustee = await signedIn(service, decides)
    coordinator = await signedIn(service, seats)
    await adds('hours.txt', first)
  })
  afterAll(() => service.end())

  const row = async (name: string) => (await service.parts.db('evidence_files').where({ name }).first())!
  const fileAt = async (name: string, of = evidence) => `/evidence/${of}/files/${(await row(name)).id}`
  const adds = async (name: string, content: Buffer, to = evidence) =>
    (await contributor!.open(`/evidence/${to}/more`)).press('Save', { files: [{ name, content }] } as never)
  const revises = async (name: string, newer: string, content: Buffer, of = evidence) => {
    service.clock.minutesPass(1)
    await contributor!.open(`${await fileAt(name, of)}/version`)
    return contributor!.press('Add version', { files: [{ name: newer, content }] } as never)
  }
  const status = (is: string) =>
    service.database.transaction(trx =>
      trx('applications')
        .where({ id: application.id })
        .update({ status: is })
        .then(() => undefined),
    )
  const submits = async () => {
    service.clock.minutesPass(1)
    await lead!.open(`/applications/${application.id}/submission`)
    await lead!.press(lead!.buttons[0]!)
    expect(lead!.headings[0]).toBe('Application submitted')
    await status('with the panel')
  }
  const linksOf = ({ links }: Visitor) => links.map(({ text: words }) => words)
  const frozen = async () =>
    (
      await service.parts
        .db('submission_parts')
        .join('submissions', 'submissions.id', 'submission_parts.submission_id')
        .where('submission_parts.name', 'like', 'files/%')
        .orderBy('submissions.number')
        .select('submissions.number', 'submission_parts.content')
    ).map(({ number, content }) => [number, (JSON.parse(content!) as { sha256: string }).sha256])

  test('an older version is kept with its uploader, time and SHA-256', async () => {
    await submits()
    await contributor!.open(`/evidence/${evidence}`)
    expect([
      contributor!.text.includes('older version'),
      linksOf(contributor!).some(link => link.startsWith('Add a new version')),
    ]).toEqual([false, true])
    for (const [files, says] of [
      [[], 'Choose a file'],
      [[{ name: 'empty.txt', content: Buffer.alloc(0) }], 'empty'],
      [
        [
          { name: 'a.txt', content: first },
          { name: 'b.txt', content: first },
        ],
        'Choose one file',
      ],
    ] as const) {
      await contributor!.open(`${await fileAt('hours.txt')}/version`)
      await contributor!.press('Add version', { files } as never)
      expect([contributor!.status, contributor!.errors.join()]).toEqual([422, expect.stringContaining(says)])
    }
    expect(contributor!.text).toContain('Applications you have already submitted will not change.')
    await revises('hours.txt', 'hours 2027.txt', second)
    expect([contributor!.status, contributor!.address, contributor!.notices]).toEqual([
      200,
      `/evidence/${evidence}`,
      ['“hours 2027.txt” is now the latest version. Applications you have already submitted will not change.'],
    ])
    expect(contributor!.$('.los-files > li').length).toBe(1)
    expect(contributor!.$('.los-files > li > div > p a').first().text()).toBe('hours 2027.txt')
    const said = contributor!.$('.los-files__versions').text().replace(/\s+/g, ' ')
    for (const each of [
      'Added by Idris Vaughan',
      sha256(first),
      sha256(second),
      'Replaced on',
      'Part of an application you have submitted.',
    ])
      expect(said).toContain(each)
    for (const [name, content] of [
      ['hours.txt', first],
      ['hours 2027.txt', second],
    ] as const)
      expect((await lead!.open(await fileAt(name))).content.equals(content)).toBe(true)
    expect((await lead!.open(`/evidence/${evidence}`)).text).toContain('New version of a file added')
  })

  test('the charity still sees the submitted version, whose hash the submission keeps', async () => {
    expect(await frozen()).toEqual([[1, sha256(first)]])
    const newer = await fileAt('hours 2027.txt')
    for (const [actor, stage] of [
      [appraiser!, 'with the panel'],
      [coordinator!, 'with the panel'],
      [trustee!, 'with a trustee'],
    ] as const) {
      await status(stage)
      await actor.open(`/evidence/${evidence}`)
      expect([
        actor.status,
        linksOf(actor).includes('hours.txt'),
        actor.html.includes('hours 2027'),
        actor.html.includes('version'),
      ]).toEqual([200, true, false, false])
      expect((await actor.open(await fileAt('hours.txt'))).content.equals(first)).toBe(true)
      await actor.open(newer)
      const [refused, page] = [actor.status, actor.html]
      await actor.open(`/evidence/${evidence}/files/${'a'.repeat(20)}`)
      expect([refused, page === actor.html]).toEqual([404, true])
      await actor.open(`/applications/${application.id}/submission`)
      expect([actor.status, actor.html.includes('hours 2027')]).toEqual([200, false])
    }
    await status('with the panel')
    await appraiser!.open(`/applications/${application.id}/appraisal/L1`)
    expect([linksOf(appraiser!).includes('hours.txt'), appraiser!.html.includes('hours 2027')]).toEqual([true, false])
  })

  test('a file is found only by its newest version’s name, and its versions count as one file', async () => {
    const found = async (search: string) =>
      (await lead!.open(`/organisations/${organisation.id}/evidence?search=${search}`))
        .$('main')
        .html()!
        .includes(`/evidence/${evidence}"`)
    expect([await found('2027'), await found('hours')]).toEqual([true, true])
    await adds('rota.txt', first)
    await revises('rota.txt', 'plan.txt', second)
    // No version of this file is in a submission, so the page does not mention submitted applications.
    expect(contributor!.notices).toEqual(['“plan.txt” is now the latest version'])
    expect((await contributor!.open(`${await fileAt('plan.txt')}/version`)).text).not.toContain(
      'Applications you have already submitted',
    )
    expect([await found('rota'), await found('plan')]).toEqual([false, true])
    expect((await lead!.open(`/organisations/${organisation.id}/evidence?search=plan`)).text).toContain('2 files')
    const plan = await fileAt('plan.txt')
    await contributor!.open(`${plan}/removal`)
    expect(contributor!.text).toContain('We will remove the older versions of this file too.')
    const ids = [(await row('rota.txt')).id, (await row('plan.txt')).id]
    await contributor!.press('Remove file')
    expect([contributor!.html.includes('rota.txt'), contributor!.html.includes('plan.txt')]).toEqual([false, true])
    await lead!.open(`${plan}/erasure`)
    await lead!.press('Erase now')
    expect(await Promise.all(ids.map(id => service.parts.files.has(id)))).toEqual([false, false])
  })

  test('a replaced version cannot be removed from a page opened before it was replaced', async () => {
    const idris = (await service.parts.db('people').where({ name: 'Idris Vaughan' }).first('id'))!.id
    const actor: Actor = {
      id: idris,
      name: 'Idris Vaughan',
      language: 'en',
      memberships: [{ organisationId: organisation.id, role: 'contributor' }],
      charityRoles: [],
    }
    const asRead = async (name: string) => {
      const read = await findEvidence(service.parts.db, actor, 'evidence.edit', evidence)
      return { read, file: read.files.find(file => file.name === name)! }
    }
    const removes = ({ read, file }: Awaited<ReturnType<typeof asRead>>) =>
      service.parts.write(actor, work => removeFile(work, read, { file, wasNewest: canHaveNewVersion(file) }))
    const left = async () =>
      await service.parts
        .db('evidence_files')
        .whereLike('name', 'desk%')
        .whereNull('removed_at')
        .orderBy('uploaded_at')
        .pluck<string[]>('name')
    await adds('desk 1.txt', first)
    await revises('desk 1.txt', 'desk 2.txt', second)
    const before = await asRead('desk 2.txt')
    await revises('desk 2.txt', 'desk 3.txt', third)
    await expect(removes(before)).rejects.toThrow(Stale)
    const newest = await asRead('desk 3.txt')
    await expect(removes({ ...newest, file: { ...newest.file, state: 'scanning', scannedAt: null } })).rejects.toThrow(
      Stale,
    )
    expect(await left()).toEqual(['desk 1.txt', 'desk 2.txt', 'desk 3.txt'])
    const events = async () =>
      (await service.parts.db('events').where({ entity_id: evidence, name: 'evidence.file_removed' })).length
    const count = await events()
    await removes(newest)
    expect([await left(), await events()]).toEqual([[], count + 3])
    await removes(newest)
    expect(await events()).toBe(count + 3)
  })

  test('a version removed before its virus check does not replace the older file until it is restored', async () => {
    const scan = () =>
      timetable
        .find(({ name }) => name === 'scan-files')!
        .run(service.parts, service.clock.today(), new AbortController().signal)
    await adds('menu.txt', first)
    await revises('menu.txt', 'wrong file.txt', second)
    // as if the scanner had not checked the new version yet
    for (const [name, columns] of [
      ['wrong file.txt', { state: 'scanning', scanned_by: null, scanned_at: null }],
      ['menu.txt', { replaced_at: null }],
    ] as const)
      await service.database.writer('evidence_files').where({ name }).update(columns)
    await contributor!.open(`${await fileAt('wrong file.txt')}/removal`)
    await contributor!.press('Remove file')
    service.clock.minutesPass(1)
    await scan()
    expect([(await row('wrong file.txt')).state, (await row('menu.txt')).replaced_at]).toEqual(['ready', null])
    expect(linksOf(await contributor!.open(`/evidence/${evidence}`))).toContain('Add a new version menu.txt')
    await lead!.open(`/evidence/${evidence}`)
    await lead!.press('Restore wrong file.txt')
    expect([(await row('menu.txt')).replaced_at, linksOf(lead!).includes('Add a new version wrong file.txt')]).toEqual([
      service.clock.now(),
      true,
    ])
    await contributor!.open(`${await fileAt('wrong file.txt')}/removal`)
    await contributor!.press('Remove file')
  })

  test('the first submission still shows the older version, and the next shows the newer one', async () => {
    await status('returned')
    await submits()
    expect(await frozen()).toEqual([
      [1, sha256(first)],
      [2, sha256(second)],
    ])
    await appraiser!.open(`/evidence/${evidence}`)
    expect([
      linksOf(appraiser!).includes('hours.txt'),
      linksOf(appraiser!).includes('hours 2027.txt'),
      appraiser!.text.includes('This is an older version. The library has since submitted a newer one.'),
    ]).toEqual([true, true, true])
    await appraiser!.open(`/applications/${application.id}/appraisal/L1`)
    expect([linksOf(appraiser!).includes('hours.txt'), linksOf(appraiser!).includes('hours 2027.txt')]).toEqual([
      false,
      true,
    ])
  })

  test('once one version has a redacted copy, the panel sees only redacted copies of the versions', async () => {
    const redact = async (name: string, redactedCopy: string) => {
      await contributor!.open(`${await fileAt(name)}/redaction`)
      await contributor!.press('Add redacted copy', {
        files: [{ name: redactedCopy, content: text(redactedCopy) }],
      } as never)
    }
    await redact('hours 2027.txt', 'redacted 2.txt')
    await contributor!.open(`${await fileAt('hours 2027.txt')}/version`)
    expect(contributor!.text).toContain(
      'They will not see the new version until you make a redacted copy of that version too.',
    )
    await revises('hours 2027.txt', 'hours 2028.txt', third)
    expect([contributor!.text.includes('Needs a redacted copy'), contributor!.$('.los-files > li').length]).toEqual([
      true,
      1,
    ])
    await status('returned')
    await submits()
    const sees = async () =>
      linksOf(await appraiser!.open(`/evidence/${evidence}`)).filter(
        link => link.endsWith('.txt') && !link.startsWith('Open'),
      )
    expect((await sees()).toSorted()).toEqual(['redacted 2.txt'])
    expect((await appraiser!.open(await fileAt('hours.txt'))).status).toBe(404)
    expect((await contributor!.open(`/evidence/${evidence}`)).text).toContain(
      'City of Sanctuary, the panel and your observers cannot see this version until it has one too.',
    )
    expect((await appraiser!.open(await fileAt('hours 2028.txt'))).status).toBe(404)
    await appraiser!.open(`/applications/${application.id}/appraisal/L1`)
    expect(appraiser!.html).not.toMatch(/hours[. ]|redacted 2/)
    await redact('hours 2028.txt', 'redacted 3.txt')
    expect((await sees()).toSorted()).toEqual(['redacted 2.txt', 'redacted 3.txt'])
    expect(linksOf(await appraiser!.open(`/applications/${application.id}/appraisal/L1`))).toContain('redacted 3.txt')
    await redact('hours.txt', 'redacted 1.txt')
    expect((await sees()).toSorted()).toEqual(['redacted 1.txt', 'redacted 2.txt', 'redacted 3.txt'])
  })

  test('the panel cannot open any version once consent is withdrawn', async () => {
    const change = (columns: Record<string, unknown>) =>
      service.database.transaction(trx =>
        trx('evidence')
          .where({ id: evidence })
          .update(columns)
          .then(() => undefined),
      )
    const redactedCopies = await Promise.all(
      ['redacted 1.txt', 'redacted 2.txt', 'redacted 3.txt'].map(name => fileAt(name)),
    )
    const before = []
    for (const address of redactedCopies) before.push((await appraiser!.open(address)).status)
    const { panel_until } = (await service.parts.db('evidence').where({ id: evidence }).first())!
    await change({ panel_until: null })
    const after = []
    for (const address of [...redactedCopies, `/evidence/${evidence}`])
      after.push((await appraiser!.open(address)).status)
    expect([before, after]).toEqual([
      [200, 200, 200],
      [404, 404, 404, 404],
    ])
    await change({ panel_until })
  })

  test('only people who can change the evidence can add a version, and an outdated page is refused', async () => {
    const newest = `${await fileAt('hours 2028.txt')}/version`
    expect([
      (await observer!.open(newest)).status,
      (await stranger!.open(newest)).status,
      (await appraiser!.open(newest)).status,
    ]).toEqual([403, 404, 403])
    for (const name of ['hours.txt', 'redacted 3.txt'])
      expect((await contributor!.open(`${await fileAt(name)}/version`)).status).toBe(404)
    await lead!.open(newest)
    await revises('hours 2028.txt', 'hours 2029.txt', text('2029'))
    await lead!.press('Add version', { files: [{ name: 'hours 2030.txt', content: text('2030') }] } as never)
    expect([lead!.status, lead!.errors.join()]).toEqual([
      422,
      expect.stringContaining('This file has changed or been removed'),
    ])
    expect(await service.parts.db('evidence_files').where({ name: 'hours 2030.txt' })).toEqual([])
  })

  test('a version’s file name is checked for names, and the earlier picture’s description is offered', async () => {
    await adds('door.png', await png())
    await contributor!.open(`${await fileAt('door.png')}/words`)
    await contributor!.press('Save', { alternative: 'A door with a sign in nine languages', caption: 'Our door' })
    await revises('door.png', 'Mrs Fatima Haddad.webp', await webp())
    expect([contributor!.status, contributor!.text.includes('Mrs Fatima Haddad')]).toEqual([422, true])
    await contributor!.press('Add version', {
      personalData: 'keep',
      personalDataReason: 'She is our patron, and agreed',
    })
    expect([contributor!.status, contributor!.notices.length]).toEqual([200, 1])
    const newer = await row('Mrs Fatima Haddad.webp')
    expect([newer.alternative, newer.caption, await service.parts.db('held_files')]).toEqual(['', '', []])
    await contributor!.open(`/evidence/${evidence}/files/${newer.id}/words`)
    expect([
      contributor!.valueOf('alternative'),
      contributor!.valueOf('caption'),
      contributor!.text.includes('This description is from the previous version.'),
    ]).toEqual(['A door with a sign in nine languages', 'Our door', true])
  })

  test('the charity sees the content warning, which the submission keeps when the library removes it', async () => {
    await timetable
      .find(({ name }) => name === 'make-previews')!
      .run(service.parts, service.clock.today(), new AbortController().signal)
    const panel = `/applications/${application.id}/appraisal/L1`
    const warned = async (actor: Visitor, address: string) => {
      const { $, text: said } = await actor.open(address)
      expect(actor.status).toBe(200)
      const inside = (what: string) => [
        $(`main ${what}`).length > 0,
        $(`main ${what}`).length === $(`main details:not([open]) ${what}`).length,
      ]
      return {
        says: said.includes('You do not have to open it to appraise it'),
        files: inside('.los-files'),
        pictures: inside('img'),
      }
    }
    const saveContentWarning = async (distressing: string | null) => {
      await contributor!.open(`/evidence/${evidence}/edit`)
      await contributor!.press('Save', { distressing, summary: 'They left by night, with one bag' } as never)
      expect([contributor!.status, contributor!.errors]).toEqual([200, []])
    }
    await status('returned')
    await submits()
    expect([await warned(appraiser!, `/evidence/${evidence}`), (await warned(appraiser!, panel)).says]).toEqual([
      { says: false, files: [true, false], pictures: [true, false] },
      false,
    ])
    await saveContentWarning('yes')
    for (const address of [`/evidence/${evidence}`, panel])
      expect(await warned(appraiser!, address)).toMatchObject({ says: true, files: [true, true] })
    expect((await warned(appraiser!, `/evidence/${evidence}`)).pictures).toEqual([true, true])
    expect([
      await warned(lead!, `/evidence/${evidence}`),
      lead!.text.includes('Yes. Panel members see a warning before they open this evidence.'),
    ]).toEqual([{ says: false, files: [true, false], pictures: [true, true] }, true])
    expect((await coordinator!.open(`/applications/${application.id}/submission`)).text).toContain('(content warning)')
    await status('returned')
    await submits()
    await saveContentWarning(null)
    const frozenEvidence = (
      await service.parts
        .db('submission_parts')
        .join('submissions', 'submissions.id', 'submission_parts.submission_id')
        .where('submission_parts.name', `evidence/${evidence}`)
        .orderBy('submissions.number')
        .pluck<string[]>('content')
    ).map(content => JSON.parse(content) as { distressing?: true; summary: string })
    expect(frozenEvidence.slice(-2).map(({ distressing }) => distressing)).toEqual([undefined, true])
    for (const address of [`/evidence/${evidence}`, panel])
      expect([
        await warned(appraiser!, address),
        appraiser!.$('details:not([open])').text().includes('They left by night'),
      ]).toEqual([expect.objectContaining({ says: true, files: [true, true] }), true])
    expect((await warned(lead!, `/evidence/${evidence}`)).pictures).toEqual([true, false])
  })

  test('a submitted version stays in the submission when the newest version is removed', async () => {
    await revises('hours 2029.txt', 'hours 2031.txt', text('2031'))
    const [shown, unshown] = [await row('hours 2028.txt'), await row('hours 2031.txt')]
    await contributor!.open(`${await fileAt('hours 2031.txt')}/removal`)
    await contributor!.press('Remove file')
    expect([(await row(shown.name)).erase_on, (await row(unshown.name)).erase_on]).toEqual([null, expect.any(String)])
    expect(
      linksOf(await appraiser!.open(`/evidence/${evidence}`))
        .filter(link => link.startsWith('redacted'))
        .toSorted(),
    ).toEqual(['redacted 1.txt', 'redacted 2.txt', 'redacted 3.txt'])
    expect(linksOf(await lead!.open(`/evidence/${evidence}`))).toContain('hours 2028.txt')
    // Leaves out I10, because `anApplication` inserts the application without the recorded move that starts it.
    const broken = async () =>
      (
        await checkInvariants({
          database: service.database,
          uploads: join(service.database.dataFolder, 'uploads'),
          now: service.clock.now(),
          confirmed: [],
        })
      ).filter(({ rule }) => rule !== 'I10')
    expect(await broken()).toEqual([])
    await service.database.transaction(trx =>
      trx('evidence_files')
        .where({ id: shown.id })
        .update({ state: 'removed' })
        .then(() => undefined),
    )
    expect(await broken()).toEqual([
      { rule: 'I3', entity: `file ${shown.id}`, what: 'was submitted, and its file is gone' },
    ])
  })
})
