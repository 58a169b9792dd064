import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { join } from 'node:path'
import { newId } from '../../../src/db/ids.ts'
import { theService, type CharityRole } from '../../../src/domain/actor.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { countBounce } from '../../../src/email/email-address.store.ts'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { approves, mustConfirm, requestOf } from '../../support/approvals.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anItemOfEvidence,
  aRound,
  anOrganisation,
  aPersonWho,
  signedIn,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { bounces, joins } from '../../support/joining.ts'
import { publishedFramework } from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor, type Visitor } from '../../support/visitor.ts'

const password = 'open the library door'
const yes = { answer: 'approve', how: 'I called the branch' }
const no = { answer: 'refuse', reason: 'We do not know this person' }

eachDatabase('approval of a new person', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    await service.post() // sends the previous test’s emails, so that each test sees only its own
  })

  const someone = (...roles: CharityRole[]) => aPersonWho(service, { roles })
  const rolesOf = (person: APerson) =>
    service.database.writer('memberships').where({ person_id: person.id }).pluck('role')
  const charityRolesOf = (person: APerson) =>
    service.database.writer('charity_roles').where({ person_id: person.id, ended_at: null }).pluck('role')
  const window = (person: APerson) => signedIn(service, person, '/home')
  const answered = async (approver: APerson | Visitor, person: APerson, answer: Record<string, string> = yes) => {
    const visitor = 'open' in approver ? approver : await window(approver)
    await visitor.open(`/approvals/${await requestOf(service, person.email)}`)
    return visitor.press('Save your answer', answer)
  }
  const emails = async () => (await service.post()).map(({ to, subject }) => `${to}: ${subject}`).toSorted()
  const eventsAbout = async (person: APerson) =>
    (await service.database.writer('events').orderBy('sequence').select('name', 'facts'))
      .filter(({ facts }) => facts.includes(person.id))
      .map(({ name }) => name)

  interface Library {
    organisation: AnOrganisation
    lead: APerson
    coordinator: APerson
  }
  const aLibrary = async (): Promise<Library> => {
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    return { organisation, lead, coordinator: await someone('coordinator') }
  }
  const aLibraryWithoutLead = async ({ hasEvidence = true } = {}) => {
    const organisation = await anOrganisation(service)
    if (hasEvidence) await anItemOfEvidence(service, organisation, await someone())
    return { organisation, coordinator: await someone('coordinator') }
  }

  describe('where the library has a lead', () => {
    test('a person whom a coordinator invited has no access before approval, and the lead gets an email', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      const evidence = await anItemOfEvidence(service, organisation, lead, { sensitivity: 'restricted' })
      const { person, asked } = await joins(service, { by: coordinator, role: 'lead', organisation })
      expect([asked, await rolesOf(person)]).toEqual(['waiting', []])
      expect(await emails()).toEqual([`${lead.email}: Someone at ${organisation.name} needs approval for a new role`])
      const puppet = await window(person)
      expect(puppet.text).toContain(
        'You accepted the role of Lead at Ashcombe Libraries on 1 March 2027. A lead must approve it.',
      )
      const pages = [
        `/organisations/${organisation.id}`,
        `/organisations/${organisation.id}/team`,
        `/organisations/${organisation.id}/evidence`,
        `/evidence/${evidence}`,
        '/approvals',
        `/approvals/${await requestOf(service, person.email)}`,
      ]
      for (const page of pages) expect([page, (await puppet.open(page)).status]).toEqual([page, 404])
      expect((await puppet.open('/account')).status).toBe(200)
      for (const page of pages.slice(0, 4))
        expect([page, (await (await window(lead)).open(page)).status]).toEqual([page, 200])
    })

    test('the library’s lead must approve, and people at the charity cannot', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      const { person } = await joins(service, { by: coordinator, role: 'contributor', organisation })
      await service.post()
      for (const role of ['coordinator', 'trustee', 'administrator'] as const) {
        const other = await window(await someone(role))
        await other.open(`/approvals/${await requestOf(service, person.email)}`)
        expect([role, other.status, other.buttons.includes('Save your answer')]).toEqual([role, 200, false])
        expect((await other.send(other.address, yes)).status).toBe(403)
      }
      expect(await rolesOf(person)).toEqual([])
      const leads = await answered(lead, person)
      expect(leads.notices).toEqual([`Samira Khoury’s role at ${organisation.name} has been approved`])
      expect(await rolesOf(person)).toEqual(['contributor'])
      expect((await (await window(person)).open(`/organisations/${organisation.id}/evidence`)).status).toBe(200)
      expect(await emails()).toEqual(
        [
          `${lead.email}: Someone’s new role at ${organisation.name} was approved`,
          `${person.email}: Your role at ${organisation.name} has been approved`,
        ].toSorted(),
      )
      expect(await eventsAbout(person)).toEqual(['access.asked', 'access.approved', 'organisation.membership_began'])
    })

    test('a new lead gets no email about themselves', async () => {
      const { organisation, lead } = await aLibrary()
      const joined = await joins(service, { by: lead, role: 'lead', organisation })
      expect(joined.asked).toBe('joined')
      expect(await emails()).toEqual([`${lead.email}: Someone has joined the team at ${organisation.name}`])
    })

    test('a lead’s invitation counts as their approval only while they are still a lead', async () => {
      const { organisation, lead } = await aLibrary()
      const second = await aPersonWho(service, { member: [[organisation, 'lead']] })
      const joined = await joins(service, { by: second, role: 'observer', organisation })
      expect([joined.asked, await rolesOf(joined.person)]).toEqual(['joined', ['observer']])
      expect(await emails()).toEqual(
        [lead, second].map(({ email }) => `${email}: Someone has joined the team at ${organisation.name}`).toSorted(),
      )
      await service.database
        .writer('memberships')
        .where({ person_id: second.id })
        .update({ ended_at: service.clock.now() })
      const waits = await joins(service, { by: second, role: 'observer', organisation })
      expect([waits.asked, await rolesOf(waits.person)]).toEqual(['waiting', []])
      await answered(lead, waits.person)
      expect(await rolesOf(waits.person)).toEqual(['observer'])
    })

    test('a team member who is invited to another role needs approval for it', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      const { person } = await joins(service, { by: lead, role: 'contributor', organisation })
      const path = `/organisations/${organisation.id}/team`
      await (await window(coordinator)).send(path, { name: 'X', email: person.email, role: 'lead' })
      const visitor = await window(person)
      await visitor.open((await service.post()).flatMap(({ text }) => /\/invitations\/[\w-]{43}/.exec(text) ?? [])[0]!)
      await visitor.press('Accept invitation')
      expect(visitor.notices).toEqual(['Thank you. We will email you when your new role has been approved.'])
      expect([await rolesOf(person), (await visitor.open(`${path}/nothing`)).status]).toEqual([['contributor'], 404])
      await (await window(coordinator)).send(path, { name: 'X', email: person.email, role: 'lead' })
      expect(await requestOf(service, person.email)).toBeTruthy()
    })

    test('a person who is refused as a lead gets the reason by email, and can be invited again', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      const { person } = await joins(service, { by: coordinator, role: 'lead', organisation })
      await service.post()
      const leads = await answered(lead, person, no)
      expect(leads.notices).toEqual([
        `Samira Khoury’s role at ${organisation.name} has been refused. We will email them the reason.`,
      ])
      const sent = await service.post()
      expect(sent.find(({ to }) => to === person.email)!.text).toContain('Reason: We do not know this person')
      expect(sent.find(({ to }) => to === lead.email)!.text).not.toContain('We do not know this person')
      expect([await rolesOf(person), await eventsAbout(person)]).toEqual([[], ['access.asked', 'access.refused']])
      expect((await window(person)).text).not.toContain('waiting for approval')
      expect((await joins(service, { by: coordinator, role: 'lead', organisation })).asked).toBe('waiting')
    })

    test('every lead and the shared mailbox get an email when someone is invited, joins or loses a role', async () => {
      const { organisation, lead } = await aLibrary()
      await service.database
        .writer('organisations')
        .where({ id: organisation.id })
        .update({ role_mailbox: 'libraries@ashcombe.example' })
      const second = await aPersonWho(service, { member: [[organisation, 'lead']] })
      const all = (subject: string) =>
        [lead.email, second.email, 'libraries@ashcombe.example'].map(to => `${to}: ${subject}`)
      const leads = await window(lead)
      const team = `/organisations/${organisation.id}/team`
      await leads.send(team, { name: 'Call 07700 900123 now', email: 'hello@ashcombe.example', role: 'contributor' })
      const sent = await service.post()
      expect(sent.map(({ to, subject }) => `${to}: ${subject}`).toSorted()).toEqual(
        [
          ...all(`Someone was invited to join the team at ${organisation.name}`),
          `hello@ashcombe.example: You are invited to work on ${organisation.name}’ Library of Sanctuary award`,
        ].toSorted(),
      )
      expect(sent.map(({ text, html }) => text + html).join()).not.toContain('07700')
      const visitor = await aVisitor(service).open(
        sent.flatMap(({ text }) => /\/invitations\/[\w-]{43}/.exec(text) ?? [])[0]!,
      )
      await visitor.press('Create account', { name: 'Visit www.evil.example', password })
      const joined = await service.post()
      expect(joined.map(({ to, subject }) => `${to}: ${subject}`).toSorted()).toEqual(
        all(`Someone has joined the team at ${organisation.name}`).toSorted(),
      )
      expect(joined.map(({ text }) => text).join()).not.toMatch(/\bevil\b/)
      const { id } = (await service.database.writer('memberships').where({ person_id: second.id }).first('id'))!
      await leads.send(`${team}/${id}/ending`)
      expect(await emails()).toEqual(all(`Someone’s role at ${organisation.name} was removed`).toSorted())
    })
  })

  describe('where no lead can be reached', () => {
    test('a coordinator’s invitation needs no further approval while the library has no evidence', async () => {
      const { organisation, coordinator } = await aLibraryWithoutLead({ hasEvidence: false })
      const { person, asked } = await joins(service, { by: coordinator, role: 'lead', organisation })
      expect([asked, await rolesOf(person)]).toEqual(['joined', ['lead']])
    })

    test('the first person to join needs no approval, and the next person does', async () => {
      const { organisation, coordinator } = await aLibraryWithoutLead({ hasEvidence: false })
      const first = await joins(service, { by: coordinator, role: 'lead', organisation })
      const puppet = await joins(service, { by: coordinator, role: 'lead', organisation })
      expect([first.asked, puppet.asked]).toEqual(['joined', 'waiting'])
    })

    test.each([
      ['evidence', async (organisation: AnOrganisation) => anItemOfEvidence(service, organisation, await someone())],
      [
        'a draft',
        async (organisation: AnOrganisation) => {
          await anApplication(service, organisation, { round: await aRound(service), startedBy: await someone() })
        },
      ],
    ] as const)('two people at the charity must approve if the library has %s', async (_what, holds) => {
      const { organisation, coordinator } = await aLibraryWithoutLead({ hasEvidence: false })
      await holds(organisation)
      const second = await someone('trustee')
      const { person, asked } = await joins(service, { by: coordinator, role: 'lead', organisation })
      expect([asked, await rolesOf(person)]).toEqual(['waiting', []])
      const own = await window(coordinator)
      await own.open(`/approvals/${await requestOf(service, person.email)}`)
      expect([
        own.text.includes('approved this role by sending the invitation'),
        own.buttons.includes('Save your answer'),
      ]).toEqual([true, false])
      await answered(second, person)
      expect(await rolesOf(person)).toEqual(['lead'])
    })

    test('a person cannot approve the same request twice', async () => {
      const { organisation, coordinator } = await aLibraryWithoutLead()
      const outsider = await someone()
      const { person } = await joins(service, { by: outsider, role: 'lead', organisation })
      const visitor = await answered(coordinator, person)
      expect(visitor.notices).toEqual(['Thank you. One more person must approve Samira Khoury.'])
      await visitor.send(`/approvals/${await requestOf(service, person.email)}`, yes)
      expect([visitor.status, visitor.text.includes('You have already approved this')]).toEqual([422, true])
      expect(await rolesOf(person)).toEqual([])
      await answered(await someone('administrator'), person)
      expect(await rolesOf(person)).toEqual(['lead'])
    })

    test('members of the library and people waiting to join it cannot approve for the charity', async () => {
      const { organisation, coordinator } = await aLibraryWithoutLead()
      const member = await aPersonWho(service, { member: [[organisation, 'observer']], roles: ['coordinator'] })
      const { person } = await joins(service, { by: coordinator, role: 'lead', organisation })
      const request = await requestOf(service, person.email)
      expect((await (await window(member)).send(`/approvals/${request}`, yes)).status).toBe(404)
      const joining = await someone('trustee')
      const trustee = await window(joining)
      expect((await trustee.open(`/approvals/${request}`)).status).toBe(200)
      await service.database.writer('access_requests').insert({
        id: newId(),
        person_id: joining.id,
        organisation_id: organisation.id,
        role: 'lead',
        invited_by: coordinator.id,
        through_seat: 0,
        asked_at: service.clock.now(),
        status: 'waiting',
        decided_at: null,
        version: 1,
      })
      expect((await trustee.send(`/approvals/${request}`, yes)).status).toBe(404)
      expect(await rolesOf(person)).toEqual([])
    })

    test('an approval does not count after the approver has lost their role or been suspended', async () => {
      const { organisation, coordinator } = await aLibraryWithoutLead()
      const { person } = await joins(service, { by: coordinator, role: 'lead', organisation })
      await service.database
        .writer('charity_roles')
        .where({ person_id: coordinator.id })
        .update({ ended_at: service.clock.now() })
      const [second, third] = [await someone('trustee'), await someone('administrator')]
      expect((await answered(second, person)).notices).toEqual([
        'Thank you. One more person must approve Samira Khoury.',
      ])
      expect(await rolesOf(person)).toEqual([])
      await service.database.writer('people').where({ id: second.id }).update({ status: 'suspended' })
      await answered(third, person)
      expect(await rolesOf(person)).toEqual([])
      await answered(await someone('coordinator'), person)
      expect(await rolesOf(person)).toEqual(['lead'])
    })

    test('an approver sees whether the account of the person to approve is suspended', async () => {
      const { organisation, coordinator } = await aLibraryWithoutLead()
      const { person } = await joins(service, { by: coordinator, role: 'lead', organisation })
      const approver = await window(await someone('trustee'))
      const address = `/approvals/${await requestOf(service, person.email)}`
      const isSuspended = async () => (await approver.open(address)).text.includes('has suspended this account')
      expect(await isSuspended()).toBe(false)
      await service.database.writer('people').where({ id: person.id }).update({ status: 'suspended' })
      expect(await isSuspended()).toBe(true)
    })

    test('an approver who loses their role while the page is open cannot approve', async () => {
      const { organisation, coordinator } = await aLibraryWithoutLead()
      const { person } = await joins(service, { by: coordinator, role: 'lead', organisation })
      const second = await someone('trustee')
      const visitor = await window(second)
      await visitor.open(`/approvals/${await requestOf(service, person.email)}`)
      await service.database
        .writer('charity_roles')
        .where({ person_id: second.id })
        .update({ ended_at: service.clock.now() })
      expect((await visitor.press('Save your answer', yes)).status).toBe(404)
      expect(await rolesOf(person)).toEqual([])
    })

    test('two approvals at the same time both count, and give the role once', async () => {
      const { organisation } = await aLibraryWithoutLead()
      const { person } = await joins(service, { by: await someone(), role: 'lead', organisation })
      const address = `/approvals/${await requestOf(service, person.email)}`
      const visitors = await Promise.all(
        [someone('trustee'), someone('administrator')].map(async one => window(await one)),
      )
      await Promise.all(visitors.map(visitor => visitor.open(address)))
      await Promise.all(visitors.map(visitor => visitor.press('Save your answer', yes)))
      expect(visitors.map(({ status }) => status)).toEqual([200, 200])
      expect(visitors.flatMap(({ notices }) => notices).toSorted()).toEqual([
        `Samira Khoury’s role at ${organisation.name} has been approved`,
        'Thank you. One more person must approve Samira Khoury.',
      ])
      expect(await rolesOf(person)).toEqual(['lead'])
      expect((await eventsAbout(person)).filter(name => name === 'organisation.membership_began')).toHaveLength(1)
    })

    test('only the first answer counts when an approval and a refusal are sent simultaneously', async () => {
      const { organisation, coordinator } = await aLibraryWithoutLead()
      const { person } = await joins(service, { by: coordinator, role: 'lead', organisation })
      const address = `/approvals/${await requestOf(service, person.email)}`
      const [one, other] = [await window(await someone('trustee')), await window(await someone('administrator'))]
      await Promise.all([one.open(address), other.open(address)])
      await Promise.all([one.press('Save your answer', yes), other.press('Save your answer', no)])
      expect([one.status, other.status].toSorted()).toEqual([200, 409])
      const [row] = await service.database.writer('access_requests').where({ person_id: person.id })
      expect([row!.status, await rolesOf(person)]).toEqual(
        one.status === 200 ? ['approved', ['lead']] : ['refused', []],
      )
    })

    test('a lead whose emails bounce does not count as a lead', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      await anItemOfEvidence(service, organisation, lead)
      await bounces(service, lead)
      const second = await someone('coordinator')
      const { person } = await joins(service, { by: coordinator, role: 'lead', organisation })
      const visitor = await window(second)
      await visitor.open(`/approvals/${await requestOf(service, person.email)}`)
      expect(visitor.text).toContain('We cannot deliver emails to')
      await visitor.press('Save your answer', yes)
      expect(await rolesOf(person)).toEqual(['lead'])
    })

    test('a lead whose emails a coordinator stopped still counts as a lead', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      const own = await window(coordinator)
      const stop = { address: lead.email, reason: 'She asked us to' }
      expect((await own.send('/mail/addresses/new', stop)).address).toMatch(/^\/mail\/addresses\/[a-z2-7]{20}$/)
      const { person, asked } = await joins(service, { by: coordinator, role: 'lead', organisation })
      expect([asked, await rolesOf(person)]).toEqual(['waiting', []])
      const second = await window(await someone('trustee'))
      expect((await second.send(`/approvals/${await requestOf(service, person.email)}`, yes)).status).toBe(403)
      expect(await rolesOf(person)).toEqual([])
    })

    test('a lead whose email bounced counts as a lead again after signing in', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      await bounces(service, lead)
      const { writer } = service.database
      await writer('outbox')
        .where({ person_id: lead.id, status: 'failed' })
        .update({ status: 'bounced', bounce: 'hard' })
      const at = service.clock.now()
      await service.parts.write(theService, ({ trx }) =>
        countBounce(trx, lead.email, { kind: 'hard', answer: '550', at }),
      )
      const { asked } = await joins(service, { by: coordinator, role: 'contributor', organisation })
      await writer('people')
        .where({ id: lead.id })
        .update({ signed_in_at: addMinutes(at, 1) })
      const later = await joins(service, { by: coordinator, role: 'lead', organisation })
      expect([asked, later.asked]).toEqual(['joined', 'waiting'])
    })

    test('a lead whose email was refused counts as a lead again after signing in', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      await bounces(service, lead)
      const signsIn = (minutes: number) =>
        service.database
          .writer('people')
          .where({ id: lead.id })
          .update({ signed_in_at: addMinutes(service.clock.now(), minutes) })
      await signsIn(-1)
      const before = await joins(service, { by: coordinator, role: 'contributor', organisation })
      await signsIn(1)
      const after = await joins(service, { by: coordinator, role: 'lead', organisation })
      expect([before.asked, after.asked]).toEqual(['joined', 'waiting'])
    })

    test('a lead who has not signed in for 200 days does not count until they sign in again', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      await anItemOfEvidence(service, organisation, lead)
      const second = await someone('coordinator')
      const { person } = await joins(service, { by: coordinator, role: 'lead', organisation })
      const address = `/approvals/${await requestOf(service, person.email)}`
      const seen = (days: number) =>
        service.database
          .writer('people')
          .where({ id: lead.id })
          .update({ signed_in_at: addMinutes(service.clock.now(), -days * 24 * 60) })
      await seen(199)
      expect((await (await window(second)).send(address, yes)).status).toBe(403)
      await seen(347)
      expect((await (await window(second)).open(address)).text).toContain('Marian Tull has not signed in for 347 days')
      await seen(200)
      expect((await (await window(second)).open(address)).buttons).toContain('Save your answer')
      await aVisitor(service, { 'X-Forwarded-For': '192.0.2.251' }).send('/sign-in', { email: lead.email, password })
      expect((await (await window(second)).send(address, yes)).status).toBe(403)
      expect(await rolesOf(person)).toEqual([])
    })
  })

  describe('the approval pages', () => {
    test('an access request shows who the person is, why they need approval and what they will see', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      const { person } = await joins(service, { by: coordinator, role: 'contributor', organisation })
      const visitor = await window(lead)
      expect(visitor.text).toContain(`Approve Samira Khoury’s role at ${organisation.name}`)
      await visitor.follow(`Approve Samira Khoury’s role at ${organisation.name}`)
      for (const words of [
        person.email,
        'Contributor',
        `${organisation.name} has a lead, so a lead must approve anyone who joins`,
        'Marian Tull, last signed in on',
        'Samira Khoury can',
        'Add evidence and write answers',
      ])
        expect(visitor.text).toContain(words)
      await visitor.open(`/organisations/${organisation.id}/team`)
      expect(visitor.links.map(({ text }) => text)).toContain('Samira Khoury')
    })

    test('the list shows requests for the approver, requests for other approvers, and decided requests', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      const mine = await joins(service, { by: lead, role: 'observer', organisation, name: 'By Lead' })
      expect(mine.asked).toBe('joined')
      const other = await joins(service, { by: coordinator, role: 'observer', organisation, name: 'Dele Martins' })
      const leads = await window(lead)
      await leads.open('/approvals')
      expect(leads.text).toContain('1 person to approve')
      expect(leads.text).toContain(`Dele Martins, Observer at ${organisation.name}`)
      expect(leads.text).toContain(`By Lead, Observer at ${organisation.name}`) // decided by the lead’s invitation
      const team = await window(coordinator)
      await team.open('/approvals?show=others')
      expect(team.text).toContain(`Dele Martins, Observer at ${organisation.name}`)
      expect(team.text).toContain('Invited by you')
      await answered(lead, other.person, no)
      await leads.open('/approvals?show=decided')
      expect(leads.text).toContain('Refused')
      const stranger = await aPersonWho(service, { member: [[await anOrganisation(service), 'lead']] })
      const elsewhere = await window(stranger)
      await elsewhere.open('/approvals')
      expect([elsewhere.status, elsewhere.text.includes('Dele Martins')]).toEqual([200, false])
    })

    test('every request is on exactly one page of the list', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      for (let number = 1; number <= 35; number += 1) {
        service.clock.minutesPass(number % 3 === 0 ? 0 : 1) // so that some requests have the same time
        await joins(service, { by: coordinator, role: 'observer', organisation, name: `Person number ${number}x` })
      }
      const visitor = await window(lead)
      const seen: string[] = []
      await visitor.open('/approvals')
      for (;;) {
        seen.push(...(visitor.text.match(/Person number \d+x/g) ?? []))
        const next = visitor.links.find(({ text }) => text === 'Next page')
        if (!next) break
        await visitor.open(next.href)
      }
      expect([seen.length, new Set(seen).size]).toEqual([35, 35])
    })

    behavesLikeEveryForm('the form that answers a request', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      const { person } = await joins(service, { by: coordinator, role: 'observer', organisation })
      return {
        person: await window(lead),
        address: `/approvals/${await requestOf(service, person.email)}`,
        fields: { answer: 'approve', how: 'I called the branch and spoke to her' },
        other: ['how', 'She works with me at the desk'],
        refused: { how: '' },
        saved: async () => (await service.database.writer('approvals').where({ by_invitation: 0 })).length,
        canRepeat: false, // the first form decides the request, so no other can
      }
    })

    test('an answer is refused if it lacks the choice, the reason, or how the person was checked', async () => {
      const { organisation, lead, coordinator } = await aLibrary()
      const { person } = await joins(service, { by: coordinator, role: 'observer', organisation })
      const visitor = await window(lead)
      const address = `/approvals/${await requestOf(service, person.email)}`
      for (const [typed, error] of [
        [{}, 'Choose yes to approve this role, or no to refuse it'],
        [{ answer: 'approve', reason: 'xyz' }, 'Enter how you checked'],
        [{ answer: 'refuse', how: 'xyz' }, 'Enter a reason'],
        [{ answer: 'approve', how: 'x'.repeat(301) }, 'Use 300 characters or fewer'],
      ] as const) {
        await visitor.send(address, { how: '', reason: '', ...typed })
        expect([visitor.status, visitor.errors]).toEqual([422, [error]])
      }
      expect(await rolesOf(person)).toEqual([])
    })
  })

  test('answering an access request needs the password, and needs it again after 15 minutes', async () => {
    const { organisation, lead, coordinator } = await aLibrary()
    const people = await Promise.all(
      [1, 2, 3].map(async () => (await joins(service, { by: coordinator, role: 'observer', organisation })).person),
    )
    const visitor = await window(lead)
    await mustConfirm(service, lead)
    const [first, second, third] = await Promise.all(people.map(async ({ email }) => requestOf(service, email)))
    await visitor.open(`/approvals/${first}`)
    for (const [typed, error] of [
      ['', 'Enter your password'],
      ['not my password at all', 'That is not your password. Try again'],
    ]) {
      await visitor.press('Save your answer', { ...yes, password: typed! })
      expect([visitor.status, visitor.errors, visitor.valueOf('how')]).toEqual([422, [error], yes.how])
    }
    await visitor.send(`/approvals/${first}`, yes)
    expect([visitor.status, await rolesOf(people[0]!)]).toEqual([422, []])
    await visitor.press('Save your answer', { ...yes, password })
    expect([visitor.address, await rolesOf(people[0]!)]).toEqual(['/approvals', ['observer']])
    service.clock.minutesPass(14)
    await visitor.open(`/approvals/${second}`)
    expect(visitor.html).not.toContain('type="password"')
    await visitor.press('Save your answer', yes)
    expect(await rolesOf(people[1]!)).toEqual(['observer'])
    service.clock.minutesPass(1)
    await visitor.send(`/approvals/${third}`, yes)
    expect([visitor.status, visitor.errors, await rolesOf(people[2]!)]).toEqual([422, ['Enter your password'], []])
    const keys = await service.database.writer('idempotency_keys').select('fields_sha256')
    expect(keys.length).toBeGreaterThan(0)
    await service.database.writer('limit_counters').delete()
  })

  test('a second administrator must approve a role at the charity; a trustee can approve an appraiser', async () => {
    // With two administrators, a role takes effect only after approval.
    const [administrator, second] = [await someone('administrator'), await someone('administrator')]
    const coordinator = await someone('coordinator')
    for (const role of ['coordinator', 'trustee', 'administrator'] as const) {
      const { person, asked } = await joins(service, { by: administrator, role, name: 'Tomos Rees' })
      expect([role, asked, await charityRolesOf(person)]).toEqual([role, 'waiting', []])
      const request = `/approvals/${await requestOf(service, person.email)}`
      expect((await (await window(coordinator)).send(request, yes)).status).toBe(403)
      // This administrator sent the invitation, so someone else must approve it.
      expect((await (await window(administrator)).send(request, yes)).status).toBe(422)
      expect((await (await window(person)).open(role === 'administrator' ? '/people' : '/applications')).status).toBe(
        404,
      )
      const approver = await (await window(second)).open(request)
      expect([role, approver.text.includes('What Tomos Rees cannot see Libraries’ applications and evidence')]).toEqual(
        [role, role === 'administrator'],
      )
      await answered(second, person)
      expect([role, await charityRolesOf(person)]).toEqual([role, [role]])
    }
    const appraiser = await joins(service, { by: coordinator, role: 'appraiser', name: 'Nadia Rahimi' })
    expect([appraiser.asked, await charityRolesOf(appraiser.person)]).toEqual(['waiting', []])
    const trustee = await window(await someone('trustee'))
    await trustee.open(`/approvals/${await requestOf(service, appraiser.person.email)}`)
    expect(trustee.text).toContain('When the role is approved or refused, we will email Nadia Rahimi. Save your answer')
    await answered(trustee, appraiser.person)
    expect(await charityRolesOf(appraiser.person)).toEqual(['appraiser'])
  })
})

eachDatabase('the first roles in the charity', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const charityRolesOf = (person: APerson) =>
    service.database.writer('charity_roles').where({ person_id: person.id, ended_at: null }).pluck('role')

  test('roles from the only administrator start immediately, and a second one confirms or ends each', async () => {
    const first = await aPersonWho(service, { name: 'Olwen Bartley', roles: ['administrator'] })
    const coordinator = await joins(service, { by: first, role: 'coordinator', name: 'Ffion Adeyemi' })
    const trustee = await joins(service, { by: first, role: 'trustee', name: 'Tomos Rees' })
    expect([coordinator.asked, trustee.asked]).toEqual(['joined', 'joined'])
    expect([await charityRolesOf(coordinator.person), await charityRolesOf(trustee.person)]).toEqual([
      ['coordinator'],
      ['trustee'],
    ])
    const removed = await joins(service, { by: first, role: 'coordinator', name: 'Elin Brock' })
    const people = await signedIn(service, first, `/people/${removed.person.id}`)
    await people.follow('Remove this role')
    await people.press('Remove this role')
    const own = await signedIn(service, first, '/approvals')
    expect([own.text.includes('There is no one for you to approve.'), own.text.includes('Ffion Adeyemi')]).toEqual([
      true,
      true,
    ])
    expect((await signedIn(service, coordinator.person, '/approvals')).text).not.toContain('Tomos Rees')

    const second = await joins(service, { by: first, role: 'administrator', name: 'Gwen Parry' })
    expect([second.asked, await charityRolesOf(second.person)]).toEqual(['joined', ['administrator']])
    await service.post()
    const visitor = await signedIn(service, second.person, '/home')
    expect(visitor.text).toContain('2 people need your approval')
    await approves(service, visitor, coordinator.person.email)
    expect(visitor.notices).toEqual(['Ffion Adeyemi’s role at City of Sanctuary has been confirmed'])
    await visitor.open(`/approvals/${await requestOf(service, trustee.person.email)}`)
    expect(visitor.text).toContain(
      'We will email all administrators. If you answer no, Tomos Rees will lose this role, and we will email them too.',
    )
    await visitor.press('Save your answer', { answer: 'refuse', reason: 'Nobody here has met him' })
    expect([await charityRolesOf(coordinator.person), await charityRolesOf(trustee.person)]).toEqual([
      ['coordinator'],
      [],
    ])
    const sent = await service.post()
    expect(sent.map(({ to, subject }) => `${to}: ${subject}`).toSorted()).toEqual(
      [
        ...[first, second.person].flatMap(({ email }) => [
          `${email}: Someone’s role at City of Sanctuary was confirmed`,
          `${email}: Someone’s new role at City of Sanctuary was not approved`,
        ]),
        `${trustee.person.email}: Your role at City of Sanctuary was not approved`,
      ].toSorted(),
    )
    const { database, clock } = service
    const broken = await checkInvariants({
      database,
      uploads: join(database.dataFolder, 'uploads'),
      now: clock.now(),
      confirmed: [],
    })
    expect(broken.filter(({ rule }) => rule === 'I11')).toEqual([])
    const late = await joins(service, { by: first, role: 'coordinator', name: 'Late' })
    expect([late.asked, await charityRolesOf(late.person)]).toEqual(['waiting', []])
  })

  test('a new role still needs approval after the second administrator has left', async () => {
    const [first] = await service.database
      .writer('people')
      .join('charity_roles', 'charity_roles.person_id', 'people.id')
      .where({ role: 'administrator' })
      .orderBy('started_at')
      .select<{ id: string }[]>('people.id as id')
    await service.database
      .writer('charity_roles')
      .where({ role: 'administrator' })
      .whereNot({ person_id: first!.id })
      .update({ ended_at: service.clock.now() })
    const { asked } = await joins(service, { by: first!, role: 'coordinator' })
    expect(asked).toBe('waiting')
  })
})
