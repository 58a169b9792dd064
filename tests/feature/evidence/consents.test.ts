import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { join } from 'node:path'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { newId } from '../../../src/db/ids.ts'
import { NotFound, Stale } from '../../../src/domain/refusals.ts'
import type { Instant } from '../../../src/domain/time.ts'
import { readersById } from '../../../src/email/readers.store.ts'
import { findEvidence } from '../../../src/modules/evidence/evidence.public.ts'
import { recordOpening, recordOpenings } from '../../../src/modules/evidence/viewers/viewer.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { anAnswerWith, withdrawConsent } from '../../support/evidence.ts'
import { everyRow } from '../../support/every-row.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import {
  aLibrary,
  anApplicationIn,
  publishedFramework,
  showInSubmission,
  aSignedInPerson,
  submitAnswerWith,
  type Known,
  type Library,
} from '../../support/library.ts'
import { addDays } from '../../../src/domain/time.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('consents', engine => {
  let service: Service
  let library: Library
  let other: Library
  let coordinator: Known
  let appraiser: Known
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aLibrary(service, 'Thornwick Library')
    coordinator = await aSignedInPerson(service, 'Cody Ordinator', ['coordinator'])
    appraiser = await aSignedInPerson(service, 'Robin Reader', ['appraiser'])
  })
  afterAll(() => service.end())

  const lastOf = (actor: Known) => actor.address.split('/')[2]!
  const add = async (typed: Record<string, unknown> = {}, actor = library.lead) => {
    await actor.open(`/organisations/${library.id}/evidence/new`)
    await actor.press('Add evidence', {
      title: 'The reading circle',
      kind: 'photo people',
      note: 'Eight of them in a ring.',
      ...typed,
    } as never)
    return lastOf(actor)
  }
  const form = (more: Record<string, unknown> = {}) => ({
    person: 'R-3',
    uses: ['panel'],
    language: 'ti',
    wording: 'Photo consent, version 2',
    heldBy: 'Branch manager',
    heldWhere: 'Cabinet at Central',
    givenOn: '2027-01-10',
    ...more,
  })
  const record = async (evidence: string, more: Record<string, unknown> = {}, actor = library.lead) => {
    await actor.open(`/evidence/${evidence}/consents/new`)
    await actor.press('Record consent', form(more) as never)
  }
  const withdraw = (evidence: string, actor = library.lead) => withdrawConsent(actor, evidence)
  /** Submits an application with the evidence under one criterion, for a coordinator and a panel member to read. */
  const submitted = async (evidence: string) => {
    const applicationId = await anApplicationIn(service, library, 'with the panel')
    const readers = { coordinator, member: appraiser }
    await submitAnswerWith(service, evidence, { applicationId, by: library.lead, readers })
    return applicationId
  }
  /**
   * @returns five values for the coordinator, then five for the panel member: the status of the evidence page; whether
   * the submission shows the title and the word “restricted”; and whether the criterion shows them. The last value
   * says whether the appraisal page shows the title.
   */
  const seenBy = async (evidence: string, application: string, title: string) => {
    const seen: unknown[] = []
    for (const actor of [coordinator, appraiser]) {
      await actor.open(`/evidence/${evidence}`)
      seen.push(actor.status)
      for (const address of [
        `/applications/${application}/submissions/1`,
        `/applications/${application}/criteria/L1`,
      ]) {
        await actor.open(address)
        seen.push(actor.text.includes(title), /restricted/.test(actor.text))
      }
    }
    await appraiser.open(`/applications/${application}/appraisal/L1`)
    return [...seen, appraiser.text.includes(title)]
  }
  const everything = [200, true, false, true, false, 200, true, false, true, false, true]
  const nothing = [404, false, false, false, false, 404, false, false, false, false, false]

  describe('recording a consent', () => {
    test('evidence that shows people is listed as needing consent until a consent is recorded', async () => {
      const evidence = await add()
      await library.lead.open(`/evidence/${evidence}`)
      expect(library.lead.text).toContain('Needs consent')
      const isListed = async () => (
        await library.lead.open(`/organisations/${library.id}/evidence?state=needs+consent`),
        library.lead.links.some(({ href }) => href === `/evidence/${evidence}`)
      )
      expect(await isListed()).toBe(true)
      await library.lead.open('/home')
      expect(library.lead.links.map(({ text }) => text)).toContain('1 item of evidence needs consent')
      await record(evidence, { expiresOn: '2027-12-31' })
      expect(library.lead.notices).toEqual(['Consent recorded'])
      for (const words of [
        'R-3',
        'Valid',
        'Photo consent, version 2, Tigrinya',
        'Branch manager: Cabinet at Central',
        '31 December 2027',
      ])
        expect(library.lead.text).toContain(words)
      await library.lead.open(`/evidence/${evidence}`)
      expect(library.lead.text).toContain('Consent given until 31 December 2027')
      const held = service.database.writer('evidence').where({ id: evidence })
      const { panel_until } = (await held.clone().first('panel_until'))!
      await held.clone().update({ panel_until: addDays(service.clock.today(), -1) })
      await library.lead.open(`/evidence/${evidence}`)
      expect(library.lead.text).toContain('Consent ended on 28 February 2027')
      await held.clone().update({ panel_until })
      const [event] = await service.parts.db('events').where({ entity_id: evidence, name: 'evidence.consent_recorded' })
      expect([event!.person_id, event!.facts.includes('R-3'), await isListed()]).toEqual([
        library.lead.id,
        false,
        false,
      ])
    })

    test('no consent is needed for evidence that shows no one', async () => {
      const evidence = await add({ kind: 'photo' })
      await library.lead.open(`/evidence/${evidence}/consents`)
      expect([
        library.lead.text.includes('Needs consent'),
        library.lead.text.includes('because its details say that no one can be recognised'),
      ]).toEqual([false, true])
    })

    test.each(['photo', 'policy', 'statistic'])(
      'evidence of kind %s needs consent when the form says that someone can be recognised',
      async kind => {
        const evidence = await add({ kind, showsPeople: 'yes', title: 'The welcome desk at work' })
        const application = await submitted(evidence)
        await library.lead.open(`/evidence/${evidence}`)
        expect(library.lead.text).toContain('Needs consent')
        expect(await seenBy(evidence, application, 'The welcome desk at work')).toEqual(nothing)
        await record(evidence)
        expect(await seenBy(evidence, application, 'The welcome desk at work')).toEqual(everything)
        await library.lead.open(`/organisations/${library.id}/evidence?search=welcome+desk`)
        await appraiser.open(`/applications/${application}/appraisal/L1`)
        for (const { text } of [library.lead, appraiser])
          expect([text.includes('The welcome desk at work'), text.includes('No one can be recognised')]).toEqual([
            true,
            false,
          ])
      },
    )

    test('the form refuses missing and impossible values, and keeps what was entered', async () => {
      const evidence = await add()
      await library.lead.open(`/evidence/${evidence}/consents/new`)
      await library.lead.press('Record consent', {
        person: '',
        language: 'en',
        wording: '',
        heldBy: '',
        heldWhere: 'Here',
        givenOn: '2027-02-31',
        isChild: 'yes',
      } as never)
      expect([library.lead.status, library.lead.errors, library.lead.valueOf('heldWhere')]).toEqual([
        422,
        [
          'Enter a code or a first name',
          'Choose at least one thing that the consent covers',
          'Enter a real date, such as 28 February 2027',
          'Enter a code or first name for the parent or guardian who agreed',
          'Enter the version of the form',
          'Enter who keeps the form',
        ],
        'Here',
      ])
      const refused = async (more: Record<string, unknown>) => {
        await record(evidence, more)
        return [library.lead.status, ...library.lead.errors]
      }
      expect(await refused({ isChild: 'yes' })).toEqual([
        422,
        'Enter a code or first name for the parent or guardian who agreed',
      ])
      expect(await refused({ givenOn: '2999-01-01' })).toEqual([422, expect.any(String)])
      expect(await refused({ givenOn: '2027-12-01', expiresOn: '2027-11-01' })).toEqual([
        422,
        'Enter an end date on or after the date the form was signed',
      ])
      expect(await refused({ givenOn: '2020-01-01', expiresOn: '2020-02-01' })).toEqual([
        422,
        'The end date must be today or in the future',
      ])
      expect(await service.parts.db('consents').where({ evidence_id: evidence })).toEqual([])
    })

    behavesLikeEveryForm('the form for a consent', async () => {
      const evidence = await add()
      return {
        person: library.lead,
        address: `/evidence/${evidence}/consents/new`,
        fields: form() as never,
        other: ['heldWhere', 'Safe at the branch'],
        refused: { heldBy: '' },
        saved: async () => (await service.parts.db('consents').where({ evidence_id: evidence })).length,
      }
    })

    test('a contributor can see consents, but an observer or another library’s lead cannot', async () => {
      const evidence = await add()
      const asked = async (actor: Known, address: string) => {
        await actor.open(address)
        return actor.status
      }
      expect([
        await asked(library.contributor, `/evidence/${evidence}/consents`),
        await asked(library.observer, `/evidence/${evidence}/consents`),
        await asked(other.lead, `/evidence/${evidence}/consents`),
        await asked(library.observer, `/organisations/${library.id}/consents`),
      ]).toEqual([200, 403, 404, 403])
    })
  })

  describe('using evidence that shows people', () => {
    test('evidence without consent is not offered, and blocks a submission if it was attached earlier', async () => {
      const evidence = await add({ title: 'The choir' })
      const application = await anApplicationIn(service, library, 'draft')
      const address = `/applications/${application}/criteria/L1/evidence`
      await library.lead.open(address)
      expect([
        library.lead.$('.los-choices').text().includes('The choir'),
        library.lead.text.includes('The choir Needs consent'),
      ]).toEqual([false, true])
      await library.lead.send(address, { use: evidence })
      expect([library.lead.status, await service.parts.db('answer_evidence').where({ evidence_id: evidence })]).toEqual(
        [422, []],
      )
      await record(evidence)
      await library.lead.open(address)
      await library.lead.send(address, { use: evidence })
      expect(await service.parts.db('answer_evidence').where({ evidence_id: evidence })).toHaveLength(1)
      const terms = async () => {
        await library.lead.open(`/evidence/${evidence}/consents`)
        return library.lead
          .$('dt')
          .map((_, term) => library.lead.$(term).text())
          .get()
      }
      expect(await terms()).toContain('Ends')
      await withdraw(evidence)
      expect(await terms()).not.toContain('Ends')
      await library.lead.open(`/applications/${application}/criteria/L1`)
      expect(library.lead.text).toContain('Consent withdrawn. Remove this evidence')
      await library.lead.open(`/applications/${application}/submission`)
      expect(library.lead.text).toContain('record missing consents, or use other evidence')
      await library.lead.send(`/applications/${application}/submission`)
      expect(library.lead.status).toBe(422)
    })

    test('evidence added from a criterion is attached to the answer only after consent is recorded', async () => {
      const application = await anApplicationIn(service, library, 'draft')
      await library.lead.open(`/organisations/${library.id}/evidence/new?criterion=L1&application=${application}`)
      expect(library.lead.text).toContain('We will add it to your answer once you have recorded any consent it needs.')
      await library.lead.press('Add evidence', { title: 'A story', kind: 'testimony', note: 'In her words' })
      expect([/\/consents(\?|$)/.test(library.lead.address), library.lead.notices]).toEqual([
        true,
        ['“A story” has been saved. Record the consent of everyone shown or quoted before you use it.'],
      ])
      expect(await service.parts.db('answers').where({ application_id: application })).toEqual([])
      await library.lead.follow('Record a consent')
      await library.lead.press('Record consent', form({ uses: ['public'] }) as never)
      expect(/\/consents(\?|$)/.test(library.lead.address)).toBe(true)
      await library.lead.follow('Record a consent')
      await library.lead.press('Record consent', form({}) as never)
      expect([library.lead.address, library.lead.notices]).toEqual([
        `/applications/${application}/criteria/L1`,
        ['Consent recorded. The evidence has been added to this answer.'],
      ])
      expect(library.lead.text).toContain('A story')
    })

    test('recording a consent does not attach the evidence to another library’s application', async () => {
      const other = await aLibrary(service, 'Elsewhere Libraries')
      const application = await anApplicationIn(service, other, 'draft')
      const evidence = await add()
      await library.lead.open(`/evidence/${evidence}/consents/new?application=${application}&criterion=L1`)
      await library.lead.press('Record consent', form({}) as never)
      expect(library.lead.notices).toEqual(['Consent recorded'])
      expect(await service.parts.db('answers').where({ application_id: application })).toEqual([])
    })
  })

  describe('evidence that the charity reads', () => {
    test.each<[string, Record<string, unknown>[], boolean]>([
      ['no consent recorded', [], false],
      ['consent for the panel', [{}], true],
      ['consent for other uses only', [{ uses: ['charity', 'public'] }], false],
      ['one of two people without consent for the panel', [{}, { person: 'R-4', uses: ['public'] }], false],
    ])('evidence that the charity reads needs the consent of everyone shown: %s', async (_, forms, isShown) => {
      const title = `Evidence ${newId()}`
      const evidence = await add({ title })
      const application = await submitted(evidence)
      for (const each of forms) await record(evidence, each)
      expect(await seenBy(evidence, application, title)).toEqual(isShown ? everything : nothing)
    })

    test('the charity can read evidence on the last day of its consent, and not after that day', async () => {
      const evidence = await add({ title: 'Until this evening' })
      const application = await submitted(evidence)
      await record(evidence)
      const setEnd = (day: string) =>
        service.database.transaction(trx =>
          trx('consents')
            .where({ evidence_id: evidence })
            .update({ expires_on: day as never })
            .then(() =>
              trx('evidence')
                .where({ id: evidence })
                .update({ panel_until: day as never }),
            )
            .then(() => undefined),
        )
      const today = service.clock.now().slice(0, 10)
      await setEnd(today)
      expect(await seenBy(evidence, application, 'Until this evening')).toEqual(everything)
      await setEnd('2020-01-01')
      expect(await seenBy(evidence, application, 'Until this evening')).toEqual(nothing)
    })
  })

  describe('withdrawing a consent', () => {
    test('after a merge, the consents and the history still name the member who withdrew a consent', async () => {
      const evidence = await add({ title: 'From before the merge' })
      await record(evidence)
      const { writer } = service.database
      const role = { role: 'coordinator', started_at: '2020-01-01T00:00:00.000Z', ended_at: null }
      await writer('charity_roles').insert({ id: newId(), person_id: library.lead.id, ...role } as never)
      await withdraw(evidence)
      await writer('evidence').where({ id: evidence }).update({ organisation_id: other.id })
      await other.lead.open(`/evidence/${evidence}/consents`)
      expect(other.lead.text).toContain(`Withdrawn on 1 March 2027 by ${library.lead.name}`)
      await other.lead.open(`/evidence/${evidence}`)
      expect(other.lead.text).toContain(`${library.lead.name} Consent withdrawn`)
      await writer('charity_roles').where({ person_id: library.lead.id }).delete()
    })

    test.each(['the library', 'a coordinator'])(
      'a withdrawal by %s hides the evidence, and sends emails and records an event without names',
      async by => {
        const title = `Shown to many, ${by}`
        const evidence = await add({
          title,
          files: [{ name: 'circle.txt', content: Buffer.from('eight of them') }],
          note: '',
        })
        const application = await submitted(evidence)
        await record(evidence)
        await service.database.transaction(trx =>
          trx('submissions')
            .where({ application_id: application })
            .update({ submitted_at: service.clock.now() })
            .then(() => undefined),
        )
        expect(await seenBy(evidence, application, title)).toEqual(everything)
        const file = (await service.parts.db('evidence_files').where({ evidence_id: evidence }).first('id'))!.id
        await appraiser.open(`/evidence/${evidence}/files/${file}`)
        expect([appraiser.status, appraiser.content.toString()]).toEqual([200, 'eight of them'])

        const emails = () =>
          service.parts
            .db('outbox')
            .whereIn('name', ['consent withdrawn', 'consent withdrawn here'])
            .where({ entity_id: library.id })
            .orderBy('name')
        const before = (await emails()).map(({ id }) => id)
        await withdraw(evidence, by === 'the library' ? library.lead : coordinator)

        expect(await seenBy(evidence, application, title)).toEqual(nothing)
        await appraiser.open(`/evidence/${evidence}/files/${file}`)
        expect(appraiser.status).toBe(404)
        await library.lead.open(`/evidence/${evidence}`)
        expect([
          library.lead.status,
          library.lead.text.includes('Consent withdrawn Someone shown or quoted'),
          library.lead.text.includes('Opened the consent records'),
        ]).toEqual([200, true, by === 'a coordinator'])
        const who = by === 'the library' ? library.lead.name : 'City of Sanctuary'
        expect([
          library.lead.text.includes(`${who} Consent withdrawn`),
          library.lead.text.includes('Cody Ordinator'),
        ]).toEqual([true, false])
        await library.lead.open(`/evidence/${evidence}/consents`)
        expect([
          library.lead.text.includes(`Withdrawn on 1 March 2027 by ${who}`),
          library.lead.text.includes('Cody Ordinator'),
        ]).toEqual([true, false])
        await library.lead.open(`/organisations/${library.id}/consents`)
        expect(library.lead.text).toContain(title)
        const [event] = await service.parts
          .db('events')
          .where({ entity_id: evidence, name: 'evidence.consent_withdrawn' })
        expect([event!.facts.includes('R-3'), event!.facts.includes('Shown')]).toEqual([false, false])
        const emailed = (await emails())
          .filter(({ id }) => !before.includes(id))
          .map(email => [
            email.name,
            email.person_id,
            `${email.subject} ${email.body}`.includes(title),
            `${email.subject} ${email.body}`.includes('R-3'),
          ])
        expect(emailed.toSorted()).toEqual(
          (by === 'the library'
            ? [
                ['consent withdrawn', appraiser.id, false, false],
                ['consent withdrawn', coordinator.id, false, false],
              ]
            : [
                ['consent withdrawn', appraiser.id, false, false],
                ['consent withdrawn here', library.lead.id, false, false],
              ]
          ).toSorted(),
        )
      },
    )

    test('evidence read beside an answer counts as opened, and its reader is emailed about a withdrawal', async () => {
      const evidence = await add({ title: 'Read in passing' })
      const application = await submitted(evidence)
      await record(evidence)
      await appraiser.open(`/applications/${application}/appraisal/L1`)
      expect(appraiser.text).toContain('Read in passing')
      await library.lead.open(`/evidence/${evidence}`)
      expect(library.lead.text).toContain('A panel member What they did Opened the evidence')
      await withdraw(evidence)
      const emailed = await service.parts
        .db('outbox')
        .where({ name: 'consent withdrawn', person_id: appraiser.id, application_id: application })
        .first('queued_at', 'body')
      expect(emailed?.queued_at).toBe(service.clock.now())
      const { number } = (await service.parts.db('applications').where({ id: application }).first('number'))!
      for (const words of [
        `You last opened this evidence on 1 March 2027. It is in application ${number}. It is for L1.`,
        `/applications/${application}/submission`,
      ])
        expect(emailed?.body).toContain(words)
      expect(emailed?.body).not.toMatch(/Read in passing|R-3|\/evidence\//)
    })

    test('someone who opens evidence just before a withdrawal sees nothing, and no view is recorded', async () => {
      const evidence = await add({ title: 'Read a moment before' })
      const application = await submitted(evidence)
      await record(evidence)
      const [reader] = await readersById(service.parts.db, [appraiser.id])
      const found = await findEvidence(service.parts.db, reader!.actor, 'evidence.read', evidence)
      const opened = { what: 'evidence', entityId: evidence } as const
      const views = [{ ...opened, evidenceId: evidence, organisationId: library.id, applicationId: application }]
      const open = () => service.parts.write(reader!.actor, work => recordOpening(work, found, opened))
      const openAll = () => service.parts.write(reader!.actor, work => recordOpenings(work, views, [evidence]))
      const recorded = async () =>
        (await service.parts.db('access_log').where({ evidence_id: evidence, person_id: appraiser.id })).length
      await open()
      await openAll()
      expect(await recorded()).toBe(2)
      await withdraw(evidence)
      await expect(open()).rejects.toThrow(NotFound)
      await expect(openAll()).rejects.toThrow(Stale)
      const nameOnly = service.parts.write(reader!.actor, work => recordOpenings(work, [], [evidence]))
      await expect(nameOnly).rejects.toThrow(Stale)
      expect(await recorded()).toBe(2)
    })

    test('a former panel member is emailed about a withdrawal, and administrators cannot see the email', async () => {
      const evidence = await add({ title: 'Read before leaving' })
      const application = await submitted(evidence)
      await record(evidence)
      await appraiser.open(`/applications/${application}/appraisal/L1`)
      await service.database.writer('seats').where({ application_id: application }).update({ status: 'withdrawn' })
      service.clock.minutesPass(1)
      await withdraw(evidence)
      const emailed = () =>
        service.parts
          .db('outbox')
          .where({ name: 'consent withdrawn', person_id: appraiser.id, application_id: application })
          .pluck('status')
      expect(await emailed()).toEqual(['waiting'])
      await service.post()
      expect(await emailed()).toEqual(['sent'])
      const administrator = await aSignedInPerson(service, 'Ada Ministrator', ['administrator'])
      const { email } = (await service.parts.db('people').where({ id: appraiser.id }).first('email'))!
      const found = async () => {
        await administrator.open(`/mail?email=consent+withdrawn&words=${encodeURIComponent(email)}`)
        return [administrator.status, administrator.$('main tbody tr').length]
      }
      expect(await found()).toEqual([200, 0])
      const theEmail = { name: 'consent withdrawn', person_id: appraiser.id, application_id: application } as const
      await service.database.writer('outbox').where(theEmail).update({ application_id: null })
      expect(await found()).toEqual([200, 1]) // the same search finds an email that is about no application
    })

    test('someone who opened evidence before its library was merged is named as a member of the team', async () => {
      const evidence = await add({ title: 'Opened before the merge' })
      await service.database.writer('access_log').insert({
        at: service.clock.now(),
        person_id: other.lead.id,
        what: 'evidence',
        entity_id: evidence,
        evidence_id: evidence,
        organisation_id: other.id,
        application_id: null,
      })
      await library.lead.open(`/evidence/${evidence}`)
      expect(library.lead.text).toContain(`${other.lead.name} What they did Opened the evidence`)
      expect(library.lead.text).not.toContain('City of Sanctuary What they did')
    })

    test.each([
      ['left the library’s team years ago', '2019-01-01T09:00:00.000Z', '2020-01-01T09:00:00.000Z'],
      ['joined the library’s team later', '2027-12-01T09:00:00.000Z', null],
    ] as const)('a lead cannot see the name of a panel member who %s', async (_, startedAt, endedAt) => {
      const evidence = await add({ title: 'Read by the panel' })
      const application = await submitted(evidence)
      await record(evidence)
      await appraiser.open(`/applications/${application}/appraisal/L1`)
      const membership = {
        id: newId(),
        person_id: appraiser.id,
        organisation_id: library.id,
        role: 'contributor',
        started_at: startedAt as Instant,
        ended_at: endedAt as Instant | null,
      }
      await service.database.writer('memberships').insert(membership)
      await library.lead.open(`/evidence/${evidence}`)
      expect(library.lead.text).toContain('A panel member What they did Opened the evidence')
      expect(library.lead.text).not.toContain(appraiser.name)
      await service.database.writer('memberships').where({ id: membership.id }).delete()
    })

    test('someone who downloaded evidence before its library was merged is emailed about a withdrawal', async () => {
      const evidence = await add({ title: 'Downloaded from the library of before' })
      await record(evidence)
      await service.database.writer('access_log').insert({
        at: service.clock.now(),
        person_id: other.lead.id,
        what: 'export',
        entity_id: evidence,
        evidence_id: evidence,
        organisation_id: other.id,
        application_id: null,
      })
      service.clock.minutesPass(1)
      await withdraw(evidence)
      const emailed = await service.parts
        .db('outbox')
        .where({ person_id: other.lead.id, queued_at: service.clock.now() })
        .pluck('name')
      expect(emailed).toEqual(['consent withdrawn'])
    })

    test('a form sent twice withdraws a consent once, and a new consent makes the evidence visible again', async () => {
      const evidence = await add({ title: 'Back again' })
      const application = await submitted(evidence)
      await record(evidence, { uses: ['panel', 'public'] })
      await library.lead.open(`/evidence/${evidence}/consents`)
      await library.lead.follow('Withdraw consent')
      const address = library.lead.address
      await library.lead.send(address, {})
      await library.lead.open(`/evidence/${evidence}/consents`)
      expect(library.lead.$('.los-evidence').text().replace(/\s+/g, ' ')).toMatch(
        new RegExp(
          String.raw`Withdrawn on \d+ \w+ \d{4} by \S.* What was agreed ?` +
            'showing this evidence to the panel and letting anyone see this evidence ',
        ),
      )
      expect(library.lead.text).not.toContain('The panel can see this evidence')
      await library.lead.send(address, {})
      expect(
        await service.parts.db('events').where({ entity_id: evidence, name: 'evidence.consent_withdrawn' }),
      ).toHaveLength(1)
      expect(await seenBy(evidence, application, 'Back again')).toEqual(nothing)
      await library.lead.open(`/organisations/${library.id}/evidence?search=back&state=needs+consent`)
      expect(library.lead.headings).toContain('Back again')
      await record(evidence, { wording: 'Photo consent, version 3' })
      expect(await seenBy(evidence, application, 'Back again')).toEqual(everything)
      expect(
        (await service.parts.db('consents').where({ evidence_id: evidence })).map(({ wording }) => wording).toSorted(),
      ).toEqual(['Photo consent, version 2', 'Photo consent, version 3'])
    })

    test.each([
      ['No one can be recognised', { kind: 'event', showsPeople: 'no' }],
      ['a kind that shows no one', { kind: 'policy' }],
    ])('after a withdrawal, evidence stays hidden when its details change to: %s', async (_, details) => {
      const evidence = await add({ title: 'Not any more' })
      const application = await submitted(evidence)
      await record(evidence)
      await withdraw(evidence)
      await library.contributor.open(`/evidence/${evidence}/edit`)
      await library.contributor.press('Save', details as never)
      expect(library.contributor.errors).toEqual([])
      expect((await service.parts.db('evidence').where({ id: evidence }).first())!.kind).toBe(details.kind)
      expect(await seenBy(evidence, application, 'Not any more')).toEqual(nothing)
      await library.lead.open(`/evidence/${evidence}/consents`)
      expect(library.lead.text).toContain(
        'Someone withdrew consent for this evidence. It stays hidden from City of Sanctuary',
      )
      await record(evidence, { wording: 'Photo consent, version 3' })
      expect(await seenBy(evidence, application, 'Not any more')).toEqual(everything)
    })

    test('a panel member and another library cannot open the consents of the evidence', async () => {
      const evidence = await add({ title: 'Not theirs' })
      await submitted(evidence)
      await record(evidence)
      await appraiser.open(`/evidence/${evidence}/consents`)
      expect(appraiser.status).toBe(403)
      await other.lead.open(`/evidence/${evidence}/consents`)
      expect(other.lead.status).toBe(404)
    })
  })

  describe('the list of consents to check', () => {
    const itemOf = { L1: 'staff-training', E1: 'joining-without-barriers', S2: 'celebration' } as const
    const use = async (application: string, evidence: string, ...codes: (keyof typeof itemOf)[]) => {
      for (const code of codes)
        await anAnswerWith(service, evidence, {
          applicationId: application,
          itemId: itemOf[code],
          by: library.lead,
        })
    }
    const submitApplication = (application: string, evidenceItems: string[]) =>
      showInSubmission(service, application, library.lead, evidenceItems)
    const releaseLetter = (application: string) =>
      service.database.transaction(trx =>
        trx('applications')
          .where({ id: application })
          .update({ decision_letter_released_at: service.clock.now() })
          .then(() => undefined),
      )
    const factsOf = async (title: string, actor = library.lead) => {
      await actor.open(`/organisations/${library.id}/consents`)
      const card = actor.$('.los-evidence > li').filter((_, each) => actor.$(each).find('h3').text().trim() === title)
      return Object.fromEntries(
        card
          .find('dt')
          .map((_, term) => [
            [actor.$(term).text().trim(), actor.$(term).next('dd').text().replace(/\s+/g, ' ').trim()],
          ])
          .get(),
      )
    }
    const read =
      'City of Sanctuary is reading an application that uses this evidence. ' +
      'If everyone shown or quoted still agrees, record a new consent.'

    test('the list names each criterion that the evidence is used for, once and in order', async () => {
      const evidence = await add({ title: 'In three places' })
      expect(await factsOf('In three places')).toEqual({ Status: 'Needs consent', Used: 'Not used yet' })
      const application = await anApplicationIn(service, library, 'draft')
      await use(application, evidence, 'E1', 'L1')
      await use(await anApplicationIn(service, library, 'draft'), evidence, 'E1', 'S2')
      expect(await factsOf('In three places')).toEqual({ Status: 'Needs consent', Used: 'For L1, E1 and S2' })
    })

    test('the list shows a consent for council papers from 60 days before it ends to 30 days after', async () => {
      const evidence = await add({ title: 'Quoted to the council' })
      await record(evidence, { uses: ['panel'] })
      const facts = async (expiresOn: string) => {
        await record(evidence, { uses: ['council'], expiresOn: '2099-01-01' })
        await service.database.transaction(async trx => {
          await trx('consents')
            .where({ evidence_id: evidence, for_council: 1 })
            .update({ expires_on: expiresOn as never })
          await trx('evidence')
            .where({ id: evidence })
            .update({ council_until: expiresOn as never })
        })
        return factsOf('Quoted to the council')
      }
      const today = service.clock.today()
      expect(await facts(addDays(today, 61))).toEqual({})
      expect(Object.keys(await facts(addDays(today, 60)))).toEqual(['Council papers', 'Used'])
      expect((await facts(addDays(today, -30)))['Council papers']).toMatch(/^Consent ended on/)
      expect(await facts(addDays(today, -31))).toEqual({})
    })

    test('the list says that the charity is reading the evidence until the decision letter is released', async () => {
      const [asked, answered, replaced] = [
        await add({ title: 'Read now' }),
        await add({ title: 'Replied with' }),
        await add({ title: 'Replaced since' }),
      ]
      const application = await anApplicationIn(service, library, 'with the panel')
      await use(application, asked, 'L1')
      await submitApplication(application, [asked, replaced])
      await submitApplication(application, [asked])
      const question = {
        id: newId(),
        application_id: application,
        item_id: itemOf.E1,
        asked_by: coordinator.id,
        body: 'Which?',
        reply_by: '2027-03-20' as never,
        asked_at: service.clock.now(),
        status: 'open',
        closed_at: null,
        reply: null,
        replied_by: null,
        replied_at: null,
        version: 1,
      }
      await service.database.transaction(async trx => {
        await trx('questions').insert(question)
        await trx('reply_evidence').insert({ question_id: question.id, evidence_id: answered })
      })
      expect([await factsOf('Read now'), await factsOf('Replied with'), await factsOf('Replaced since')]).toEqual([
        { Status: 'Needs consent', Used: 'For L1', Submitted: read },
        { Status: 'Needs consent', Used: 'For E1' },
        { Status: 'Needs consent', Used: 'In an application' },
      ])
      await service.database.transaction(trx =>
        trx('questions')
          .where({ id: question.id })
          .update({ status: 'replied', replied_at: service.clock.now() })
          .then(() => undefined),
      )
      expect(await factsOf('Replied with')).toEqual({ Status: 'Needs consent', Used: 'For E1', Submitted: read })
      await service.database.transaction(trx =>
        trx('applications')
          .where({ id: application })
          .update({ status: 'decided' })
          .then(() => undefined),
      )
      expect(await factsOf('Read now')).toEqual({ Status: 'Needs consent', Used: 'For L1', Submitted: read })
      await releaseLetter(application)
      expect(await factsOf('Read now')).toEqual({
        Status: 'Needs consent',
        Used: 'In an earlier application, for L1',
      })
    })

    test('the list leaves out evidence that the reader cannot open', async () => {
      const evidence = await add({ title: 'Restricted evidence', sensitivity: 'restricted' })
      await use(await anApplicationIn(service, library, 'draft'), evidence, 'S2')
      expect([await factsOf('Restricted evidence'), await factsOf('Restricted evidence', library.contributor)]).toEqual(
        [{ Status: 'Needs consent', Used: 'For S2' }, {}],
      )
    })
  })

  describe('a consent recorded by mistake', () => {
    const asked = async (evidence: string, person: string, actor = library.lead) => {
      await actor.open(`/evidence/${evidence}/consents`)
      await actor.follow(`Remove if recorded by mistake ${person}, form signed on 10 January 2027`)
      return actor.address
    }
    const removeAsMistake = async (evidence: string, person: string, actor = library.lead) => {
      await asked(evidence, person, actor)
      await actor.press('Remove consent')
    }
    const consentsPage = async (evidence: string) => (
      await library.lead.open(`/evidence/${evidence}/consents`),
      library.lead.text
    )
    const removedIn = (evidence: string) =>
      service.parts.db('events').where({ entity_id: evidence, name: 'evidence.consent_removed' })

    test('a consent recorded by mistake is deleted together with the name in it, and no one is emailed', async () => {
      const evidence = await add({ title: 'One of two' })
      const application = await submitted(evidence)
      await record(evidence)
      await record(evidence, { person: 'Quillfeather Marchbanks', uses: ['charity'] })
      const { id } = (await service.parts.db('consents').where({ evidence_id: evidence, for_charity: 1 }).first('id'))!
      expect([
        await seenBy(evidence, application, 'One of two'),
        (await consentsPage(evidence)).includes(
          'You do not have consent from Quillfeather Marchbanks for the panel to see this evidence.',
        ),
        /Quillfeather/i.test(await everyRow(service.database)),
      ]).toEqual([nothing, true, true])
      const emails = await service.parts.db('outbox').count()
      await asked(evidence, 'Quillfeather Marchbanks')
      for (const words of [
        'Quillfeather Marchbanks, form signed on 10 January 2027',
        'only if this person is not in the evidence',
        'If the person has changed their mind',
      ])
        expect(library.lead.text).toContain(words)
      await library.lead.press('Remove consent')
      expect([library.lead.address, library.lead.notices]).toEqual([
        `/evidence/${evidence}/consents`,
        ['Consent removed'],
      ])
      expect([
        await seenBy(evidence, application, 'One of two'),
        (await consentsPage(evidence)).includes('Everyone listed below has agreed'),
      ]).toEqual([everything, true])
      expect([
        /Quillfeather/i.test(await everyRow(service.database)),
        await service.parts.db('outbox').count(),
      ]).toEqual([false, emails])
      const [event] = await removedIn(evidence)
      expect([event!.person_id, event!.organisation_id, JSON.parse(event!.facts)]).toEqual([
        library.lead.id,
        library.id,
        { consent: id, uses: ['charity'] },
      ])
      await library.lead.open(`/evidence/${evidence}`)
      expect(library.lead.text).toContain('A consent recorded by mistake was removed')
    })

    test('evidence needs consent again when its only consent is deleted', async () => {
      const evidence = await add({ title: 'The only one' })
      const application = await submitted(evidence)
      await record(evidence)
      expect(await seenBy(evidence, application, 'The only one')).toEqual(everything)
      await removeAsMistake(evidence, 'R-3', library.contributor)
      expect([
        await seenBy(evidence, application, 'The only one'),
        (await consentsPage(evidence)).includes('No consent has been recorded yet.'),
      ]).toEqual([nothing, true])
      await library.lead.open(`/organisations/${library.id}/evidence?search=only&state=needs+consent`)
      expect(library.lead.headings).toContain('The only one')
    })

    test('an expired consent can be deleted', async () => {
      const evidence = await add({ title: 'Long over' })
      await record(evidence)
      await record(evidence, { person: 'R-55', expiresOn: '2027-03-31' })
      await service.database.transaction(async trx => {
        await trx('consents')
          .where({ evidence_id: evidence, person: 'R-55' })
          .update({ expires_on: '2027-02-01' as never })
        await trx('evidence')
          .where({ id: evidence })
          .update({ panel_until: '2027-02-01' as never })
      })
      expect(await consentsPage(evidence)).toContain(
        'You do not have consent from R-55 for the panel to see this evidence.',
      )
      await removeAsMistake(evidence, 'R-55')
      expect(await consentsPage(evidence)).toContain('Everyone listed below has agreed')
    })

    test('a consent is deleted once when the button is pressed twice', async () => {
      const evidence = await add({ title: 'Twice' })
      await record(evidence)
      const address = await asked(evidence, 'R-3')
      const body = { idempotencyKey: library.lead.valueOf('idempotencyKey') as string }
      await library.lead.send(address, body)
      for (const [actor, sent, notice] of [
        [library.lead, body, 'Consent removed'],
        [library.contributor, {}, 'This consent has already been removed'],
      ] as const) {
        await actor.send(address, sent)
        expect([actor.status, actor.address, actor.notices]).toEqual([200, `/evidence/${evidence}/consents`, [notice]])
      }
      expect(await removedIn(evidence)).toHaveLength(1)
      await library.lead.open(address)
      const late = library.lead.status
      await library.lead.send(address.replace('/mistake', '/withdrawal'))
      expect([late, library.lead.status]).toEqual([404, 404])
    })

    test('a withdrawn consent cannot be deleted, even from a page opened before the withdrawal', async () => {
      const evidence = await add({ title: 'Against her will' })
      const application = await submitted(evidence)
      await record(evidence)
      await record(evidence, { person: 'R-4' })
      const address = await asked(evidence, 'R-3')
      await library.contributor.open(address.replace('/mistake', '/withdrawal'))
      expect(library.contributor.links.map(({ href }) => href)).toContain(address)
      await library.contributor.press('Withdraw consent')
      await library.lead.press('Remove consent')
      expect(library.lead.status).toBe(409)
      await library.lead.open(address)
      expect([
        library.lead.status,
        (await consentsPage(evidence)).includes('You do not have consent from R-3 for the panel to see this evidence.'),
        library.lead.links.some(({ href }) => href === address),
      ]).toEqual([404, true, false])
      await record(evidence, { givenOn: '2027-01-10', wording: 'Photo consent, version 3' })
      await removeAsMistake(evidence, 'R-3')
      expect([await seenBy(evidence, application, 'Against her will'), (await removedIn(evidence)).length]).toEqual([
        nothing,
        1,
      ])
      await library.lead.open(address.replace('/mistake', '/withdrawal'))
      expect(library.lead.links.map(({ href }) => href)).not.toContain(address)
    })

    test('a consent is either deleted or withdrawn when both are requested simultaneously', async () => {
      for (let round = 0; round < 4; round += 1) {
        const evidence = await add({ title: `Together ${round}` })
        await record(evidence)
        const address = await asked(evidence, 'R-3')
        await Promise.all([
          library.lead.send(address),
          library.contributor.send(address.replace('/mistake', '/withdrawal')),
        ])
        const left = await service.parts.db('consents').where({ evidence_id: evidence }).pluck('withdrawn_at')
        expect([
          left.length,
          library.lead.status,
          library.contributor.status,
          (await removedIn(evidence)).length,
        ]).toEqual(left.length === 0 ? [0, 200, 404, 1] : [1, 409, 200, 0])
      }
    })

    test('only people who can record consents can delete a consent', async () => {
      const evidence = await add({ title: 'Not for them' })
      await submitted(evidence)
      await record(evidence)
      const address = await asked(evidence, 'R-3')
      await coordinator.open(`/evidence/${evidence}/consents`)
      expect([
        coordinator.status,
        coordinator.links.some(({ text }) => text.startsWith('Withdraw consent')),
        coordinator.links.some(({ href }) => href === address),
      ]).toEqual([200, true, false])
      await coordinator.follow('Withdraw consent')
      expect(coordinator.links.some(({ href }) => href === address)).toBe(false)
      for (const [actor, status] of [
        [library.observer, 403],
        [coordinator, 403],
        [appraiser, 403],
        [other.lead, 404],
      ] as const) {
        await actor.open(address)
        const read = actor.status
        await actor.send(address)
        expect([read, actor.status]).toEqual([status, status])
      }
      expect(await service.parts.db('consents').where({ evidence_id: evidence })).toHaveLength(1)
    })

    test('a consent cannot be deleted at the address of other evidence', async () => {
      const [evidence, elsewhere] = [await add({ title: 'Here' }), await add({ title: 'Elsewhere' })]
      await record(elsewhere)
      const { id } = (await service.parts.db('consents').where({ evidence_id: elsewhere }).first('id'))!
      await library.lead.open(`/evidence/${evidence}/consents/${id}/mistake`)
      expect(library.lead.status).toBe(404)
      await library.lead.send(`/evidence/${evidence}/consents/${id}/mistake`)
      expect([await removedIn(evidence), await service.parts.db('consents').where({ id })]).toEqual([
        [],
        [expect.anything()],
      ])
    })
  })

  test('invariant I11 reports evidence that the panel can see without consent', async () => {
    const evidence = await add({ title: 'Drifted' })
    const broken = async () =>
      (
        await checkInvariants({
          database: service.database,
          uploads: join(service.database.dataFolder, 'uploads'),
          now: service.clock.now(),
          confirmed: [],
        })
      )
        .filter(({ rule }) => rule === 'I11')
        .map(({ entity }) => entity)
    const before = await broken()
    await service.database.transaction(trx =>
      trx('evidence')
        .where({ id: evidence })
        .update({ panel_until: '9999-12-31' as never })
        .then(() => undefined),
    )
    expect([before.includes(`evidence ${evidence}`), await broken()]).toEqual([
      false,
      [...before, `evidence ${evidence}`],
    ])
    await service.database.transaction(trx =>
      trx('evidence')
        .where({ id: evidence })
        .update({ panel_until: null })
        .then(() => undefined),
    )
  })
})
