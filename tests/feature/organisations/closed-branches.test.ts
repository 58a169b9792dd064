import { expect, test } from '@jest/globals'
import { anAwardsLife } from '../../support/award-life.ts'
import { eachDatabase } from '../../support/database.ts'
import { anApplication, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { aHolder, writtenRenewal } from '../../support/renewing.ts'
import { aService, type Service } from '../../support/service.ts'
import { letterOf } from '../../../src/modules/appraisal/letters/letter.store.ts'
import { decisionOn } from '../../../src/modules/appraisal/decisions/decision.store.ts'
import { applicationById } from '../../../src/modules/access/applications/application.store.ts'
import { grantAward } from '../../../src/modules/awards/awards/award.actions.ts'
import { theService } from '../../../src/domain/actor.ts'
import { dayOf, type Day } from '../../../src/domain/time.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('closed branches', engine => {
  const three = { branches: ['Central', 'Millbrook', 'Quarry Lane'] }
  const branchNamed = async (service: Service, name: string) =>
    (await service.database.writer('branches').where({ name }).first())!
  const dateBranch = async (
    service: Service,
    lead: Visitor,
    { name, closedOn }: { name: string; closedOn: string },
  ) => {
    const { id, organisation_id, version } = await branchNamed(service, name)
    const [year = '', month = '', day = ''] = closedOn.split('-')
    const date = { 'closedOn-day': day, 'closedOn-month': month, 'closedOn-year': year }
    const address = `/organisations/${organisation_id}/branches/${id}`
    await lead.send(address, { version: String(version), name, kind: 'branch', ...date })
    expect(lead.status).toBe(200)
  }

  const closeFirst = async ({ database: { writer } }: Service, on: Day) => {
    const branches = await writer('branches').orderBy('name')
    await writer('branches').where({ id: branches[0]!.id }).update({ closed_on: on })
    return branches
  }

  test('from its closing day until it reopens, a branch is not in the award or on the certificate', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service, three)
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/renewals')
    const library = await signedIn(service, lead, '/home')
    const shown = async () => {
      await library.open(`/awards/${award.id}/certificate`)
      const certificate = /its (\d) branches/.exec(library.text)?.[1]
      await coordinator.open('/renewals')
      const board = /(\d) branches/.exec(coordinator.text)?.[1]
      await library.open(`/awards/${award.id}`)
      return [library.text.includes('Millbrook'), certificate, board]
    }
    await dateBranch(service, library, { name: 'Millbrook', closedOn: '2027-03-02' })
    expect(await shown()).toEqual([true, '3', '3'])
    await dateBranch(service, library, { name: 'Millbrook', closedOn: '2027-03-01' })
    expect(await shown()).toEqual([false, '2', '2'])
    await dateBranch(service, library, { name: 'Millbrook', closedOn: '' })
    expect(await shown()).toEqual([true, '3', '3'])
    await service.end()
  })

  test('a closed branch is not in a draft renewal, and is not added if it reopens after submission', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service, three)
    const { library, address } = await writtenRenewal(service, lead, award)
    await dateBranch(service, library, { name: 'Millbrook', closedOn: '2027-02-10' })
    await library.open(address)
    expect(library.text).not.toContain('3 branches')
    await library.open(`${address}/submission`)
    expect(library.text).not.toContain('Millbrook')
    await library.press('Submit renewal')
    const db = service.database.writer
    const part = await db('submission_parts')
      .join('submissions', 'submissions.id', 'submission_parts.submission_id')
      .where({ application_id: address.split('/').at(-1)!, name: 'scope' })
      .first('content')
    expect((JSON.parse(part!.content!) as { name: string }[]).map(({ name }) => name)).toEqual([
      'Central',
      'Quarry Lane',
    ])
    await dateBranch(service, library, { name: 'Millbrook', closedOn: '' })
    const application = (await applicationById(service.parts.db, address.split('/').at(-1)!))!
    expect(application.scope).not.toContain((await branchNamed(service, 'Millbrook')).id)
    await service.end()
  })

  test('a closed branch is not in a draft first application, and the lead can change the other branches', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service, three)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const { id } = await anApplication(service, organisation, { startedBy: lead, status: 'draft' })
    const library = await signedIn(service, lead, `/applications/${id}/criteria/P4`)
    expect(library.text).toContain('Millbrook')
    await dateBranch(service, library, { name: 'Millbrook', closedOn: '2027-02-10' })
    await library.open(`/applications/${id}/criteria/P4`)
    expect(library.text).not.toContain('Millbrook')
    await library.open(library.links.find(({ text }) => text === 'Change branches')!.href)
    expect([library.headings[0], library.text.includes('Not covered by your award yet')]).toEqual([
      'Branches in this application',
      false,
    ])
    await library.press('Save branches', { scope: [(await branchNamed(service, 'Central')).id] })
    expect([library.address, library.notices]).toEqual([`/applications/${id}`, ['Branches saved.']])
    expect((await applicationById(service.parts.db, id))!.scope).toEqual([(await branchNamed(service, 'Central')).id])
    await service.end()
  })

  test('a closed branch is not in the decision letter of a renewal, or in the award that follows', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2027-02-10')
    await life.start()
    await life.submitApplication()
    await life.check()
    await life.decide()
    const [closed, open] = await closeFirst(service, life.clock.today())
    await life.release('awarded')
    const application = (await applicationById(service.parts.db, await life.lastApplication()))!
    const decision = (await decisionOn(service.parts.db, application))!
    const letter = await letterOf(service.parts.db, application, decision, { on: life.clock.today() })
    expect([letter.includes(open!.name), letter.includes(closed!.name)]).toEqual([true, false])
    expect(await life.branches()).toEqual([open!.id])
    await service.end()
  })

  test('a closed branch is not in the award that a first application is granted', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const { id } = await anApplication(service, organisation, { startedBy: lead, status: 'decided' })
    const [, open] = await closeFirst(service, service.clock.today())
    await service.parts.write(theService, async work =>
      grantAward(work, {
        application: (await applicationById(work.trx, id))!,
        outcome: 'awarded',
        from: dayOf(work.at),
      }),
    )
    expect(await service.database.writer('award_branches').pluck('branch_id')).toEqual([open!.id])
    await service.end()
  })
})
