import { expect, test } from '@jest/globals'
import { indexAllEvidence } from '../../../src/modules/evidence/search-index/search-index.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, anItemOfEvidence, signedIn } from '../../support/factories.ts'
import { publishedFramework } from '../../support/library.ts'
import { aService } from '../../support/service.ts'
import { anotherWindow } from '../../support/visitor.ts'

eachDatabase('the owner and expiry date of evidence', engine => {
  test('the owner or a lead changes the owner and the expiry date, and the page shows both changes', async () => {
    const service = await aService(engine)
    await publishedFramework(service)
    const [own, elsewhere] = [
      await anOrganisation(service),
      await anOrganisation(service, { name: 'Marrowdale Libraries' }),
    ]
    const marian = await aPersonWho(service, { name: 'Marian Tull', member: [[own, 'lead']] })
    const ifan = await aPersonWho(service, { name: 'Ifan Prys', member: [[own, 'contributor']] })
    const olena = await aPersonWho(service, { name: 'Олена Їжак', member: [[own, 'contributor']] })
    const vera = await aPersonWho(service, { name: 'Vera Stone', member: [[own, 'observer']] })
    const gone = await aPersonWho(service, { name: 'Long Gone', member: [[own, 'contributor']] })
    const stranger = await aPersonWho(service, { name: 'Noor Bell', member: [[elsewhere, 'lead']] })
    await service.database.writer('people').where({ id: gone.id }).update({ status: 'suspended' })
    const id = await anItemOfEvidence(service, own, ifan, { title: 'Joining policy', sensitivity: 'restricted' })
    const ordinary = await anItemOfEvidence(service, own, marian, { title: 'A leaflet' })
    await indexAllEvidence(service.parts)
    const [lead, contributor, other] = [
      await signedIn(service, marian),
      await signedIn(service, ifan),
      await signedIn(service, olena),
    ]
    const row = async () => service.database.writer('evidence').where({ id }).first('owner_id', 'expires_on', 'version')

    // An owner can remove the evidence, so contributors must not be able to make themselves its owner.
    expect([
      (await other.open(`/evidence/${ordinary}/ownership`)).status,
      (await other.open(`/evidence/${id}/ownership`)).status,
      (await other.open(`/evidence/${id}`)).status,
    ]).toEqual([403, 404, 404])
    expect((await (await signedIn(service, vera)).open(`/evidence/${ordinary}/ownership`)).status).toBe(403)
    expect((await (await signedIn(service, stranger)).open(`/evidence/${id}/ownership`)).status).toBe(404)

    await contributor.open(`/evidence/${id}/ownership`)
    expect(
      contributor
        .$('#owner option')
        .toArray()
        .map(each => contributor.$(each).text().trim()),
    ).toEqual(['Ifan Prys', 'Marian Tull', 'Олена Їжак'])
    for (const wrong of [vera.id, gone.id, stranger.id, 'aaaaaaaaaaaaaaaaaaaa', '__proto__']) {
      await contributor.send(`/evidence/${id}/ownership`, { version: '1', owner: wrong })
      expect([contributor.status, contributor.errors]).toEqual([422, ['Choose a lead or contributor at your library']])
    }
    await contributor.send(`/evidence/${id}/ownership`, {
      version: '1',
      owner: ifan.id,
      'expiresOn-day': '31',
      'expiresOn-month': '2',
      'expiresOn-year': '2027',
    })
    expect([contributor.status, contributor.errors.length, contributor.valueOf('expiresOn-day')]).toEqual([
      422,
      1,
      '31',
    ])
    expect(await row()).toMatchObject({ owner_id: ifan.id, expires_on: null, version: 1 })

    const late = anotherWindow(service, lead)
    await late.open(`/evidence/${id}/ownership`)
    await contributor.open(`/evidence/${id}/ownership`)
    await contributor.press('Save', {
      owner: olena.id,
      'expiresOn-day': '28',
      'expiresOn-month': '2',
      'expiresOn-year': '2027',
    })
    // The evidence is restricted, so the previous owner can no longer open it.
    expect([contributor.status, contributor.address, (await contributor.open(`/evidence/${id}`)).status]).toEqual([
      200,
      `/organisations/${own.id}/evidence`,
      404,
    ])
    await late.press('Save', { owner: marian.id })
    expect([late.status, late.valueOf('owner'), late.text.includes('Someone else changed this evidence')]).toEqual([
      409,
      marian.id,
      true,
    ])
    expect(await row()).toMatchObject({ owner_id: olena.id, expires_on: '2027-02-28', version: 2 })

    await other.open(`/evidence/${id}`)
    for (const shown of ['Олена Їжак', 'Expired on 28 February 2027', 'Owner changed', 'Expiry date changed'])
      expect(other.text).toContain(shown)
    await lead.open(`/organisations/${own.id}/evidence?state=expired&owner=${olena.id}`)
    for (const shown of ['Joining policy', 'Олена Їжак', 'Expired on 28 February 2027', '1 item'])
      expect(lead.text).toContain(shown)
    expect(lead.text).not.toContain('A leaflet')

    await late.press('Save', { owner: olena.id, 'expiresOn-day': '', 'expiresOn-month': '', 'expiresOn-year': '' })
    expect([late.status, late.text.includes('Never'), await row()]).toMatchObject([
      200,
      true,
      { expires_on: null, version: 3 },
    ])
    const events = await service.database
      .writer('events')
      .where({ entity_id: id })
      .orderBy('sequence')
      .pluck<string[]>('name')
    expect(events).toEqual(['evidence.owner_changed', 'evidence.expiry_set', 'evidence.expiry_set'])
    await lead.open(`/organisations/${own.id}/evidence?state=expired`)
    expect(lead.text).toContain('No evidence matches these filters.')
    await service.end()
  })
})
