import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { updateConsentCover } from '../../../src/modules/evidence/consents/consent.store.ts'
import { eachDatabase } from '../../support/database.ts'
import { aConsent, aFile, someEvidence, withdrawConsent } from '../../support/evidence.ts'
import { aLibrary, publishedFramework, type Library } from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('reminders about people when adding to evidence', engine => {
  let service: Service
  let library: Library
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
  })
  afterAll(() => service.end())

  const add = async (row: object): Promise<string> => {
    const id = await someEvidence(service, library, row)
    await service.database.transaction(trx => updateConsentCover(trx, id))
    return id
  }
  /** What the pages for a new file and for a new version of a file say about people. */
  const remindersOn = async (evidence: string) => {
    const { contributor } = library
    const file = await aFile(service, { evidence, by: contributor }, { name: `${newId()}.pdf` })
    const said: string[] = []
    for (const address of [`/evidence/${evidence}/more`, `/evidence/${evidence}/files/${file}/version`]) {
      await contributor.open(address)
      expect(contributor.status).toBe(200)
      if (contributor.text.includes('The consents for this evidence cover only the people named in them'))
        said.push('listed')
      if (contributor.text.includes('The details of this evidence say that no one can be recognised')) said.push('none')
    }
    return said
  }

  test('while a consent applies, the pages say that consents cover only the people named in them', async () => {
    const evidence = await add({ kind: 'photo people' })
    expect(await remindersOn(evidence)).toEqual([])
    await aConsent(service, evidence, library.lead)
    expect(await remindersOn(evidence)).toEqual(['listed', 'listed'])
    await withdrawConsent(library.lead, evidence)
    expect(await remindersOn(evidence)).toEqual([])
  })

  test('the pages say that no one can be recognised only if the evidence says so', async () => {
    expect(await remindersOn(await add({ kind: 'event', shows_people: null }))).toEqual([])
    expect(await remindersOn(await add({ kind: 'event', shows_people: 0 }))).toEqual(['none', 'none'])
    expect(await remindersOn(await add({ kind: 'photo' }))).toEqual(['none', 'none'])
  })
})
