import { expect, test } from '@jest/globals'
import { eachDatabase } from '../support/database.ts'
import { anApplication, anOrganisation, aPersonWho, aPieceOfEvidence, aRound, signedIn } from '../support/factories.ts'
import { aService } from '../support/service.ts'

eachDatabase('picking evidence from the shelf', engine => {
  test('what was ticked counts, though colleagues have put twenty newer pieces before it meanwhile', async () => {
    const service = await aService(engine)
    const organisation = await anOrganisation(service)
    const round = await aRound(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const application = await anApplication(service, organisation, { round, startedBy: lead })
    const piece = await aPieceOfEvidence(service, organisation, lead, { title: 'The one that was ticked' })
    const address = `/applications/${application.id}/criteria/L1`
    const visitor = await signedIn(service, lead, `${address}/evidence`)
    for (let count = 0; count < 20; count += 1) await aPieceOfEvidence(service, organisation, lead, { title: `Newer ${count}`, items: ['visible-welcome', 'staff-training', 'named-lead', 'induction', 'local-need'] })
    await service.database.writer('evidence').whereNot({ id: piece }).update({ received_at: '2027-02-28T09:00:00.000Z' as never })
    await visitor.send(`${address}/evidence`, { evidence: piece })
    expect([visitor.status, visitor.address]).toEqual([200, address])
    expect(visitor.text).toContain('The one that was ticked')
    await visitor.open(`${address}/evidence`)
    expect(visitor.text).not.toContain('The one that was ticked')

    const elsewhere = await anOrganisation(service, { name: 'Marrowdale Libraries' })
    const foreign = await aPieceOfEvidence(service, elsewhere, lead, { title: 'Not ours' })
    await visitor.send(`${address}/evidence`, { evidence: [piece, foreign, '__proto__'] })
    expect([visitor.status, visitor.errors, visitor.html.includes('Not ours')]).toEqual([422, ['Choose pieces from the list'], false])
    await service.end()
  })
})
