import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../../support/database.ts'
import { anApplication } from '../../../support/factories.ts'
import { anAwardedLibrary, anObserver, remindingInEachTest, type WithAward } from '../../../support/reminding.ts'

eachDatabase('reminders about a full reappraisal', engine => {
  const it = remindingInEachTest(engine)
  const asksForFull = ({ id }: WithAward) =>
    it.writer()('awards').where({ id }).update({ full_reappraisal_reason: 'Half the branches are new.' })
  const textTo = ({ email }: { email: string }) => it.server.to(email).at(-1)!.parsed.text!

  test('an email says that a full reappraisal is needed, or asks the library to submit it', async () => {
    const award = await anAwardedLibrary(it.service, { name: 'Ashcombe' })
    const suspended = await anAwardedLibrary(it.service, { name: 'Borough', status: 'suspended' })
    const light = await anAwardedLibrary(it.service, { name: 'Calder' })
    const [observer, other] = [await anObserver(it.service, award), await anObserver(it.service, suspended)]
    await asksForFull(award)
    await asksForFull(suspended)
    await it.morning('2027-04-24')
    expect(textTo(award.lead)).toContain(
      'Please renew Ashcombe’s award by 8 May 2027. You have 14 days left. This time you need a full reappraisal.',
    )
    expect(textTo(observer)).toContain('and its reappraisal still needs to be submitted.')
    expect(textTo(suspended.lead)).toContain('Please submit the reappraisal by 8 May 2027.')
    expect(textTo(other)).toContain('but its reappraisal still needs to be submitted by 8 May 2027.')
    expect(textTo(light.lead)).not.toContain('reappraisal')
    await it.morning('2027-05-01')
    await it.morning('2027-05-08')
    expect(textTo(award.lead)).toContain('Please submit Ashcombe’s reappraisal today, 8 May 2027.')
    expect(textTo(light.lead)).toContain('Please submit Calder’s renewal today, 8 May 2027.')
    await it.morning('2027-05-15')
    expect(textTo(award.lead)).toMatch(/or it will lapse\. This time you need a full reappraisal\./)
    expect(textTo(observer)).not.toContain('This time you need')
  })

  test('while a library writes its renewal, an email mentions a full reappraisal only if it is one', async () => {
    const award = await anAwardedLibrary(it.service, { name: 'Ashcombe' })
    await anApplication(it.service, award.organisation, {
      startedBy: award.lead,
      kind: 'renewal',
      award_id: award.id,
    })
    await asksForFull(award)
    await it.morning('2027-04-24')
    expect(textTo(award.lead)).not.toContain('reappraisal')
    await it.writer()('applications').where({ award_id: award.id, status: 'draft' }).update({ kind: 'reappraisal' })
    await it.morning('2027-05-01')
    expect(textTo(award.lead)).toContain('This time you need a full reappraisal.')
  })
})
