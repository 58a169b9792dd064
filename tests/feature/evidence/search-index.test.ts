import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { countPlacesWithWords, forgetAllWords } from '../../../src/db/full-text.ts'
import { indexAllEvidence } from '../../../src/modules/evidence/search-index/search-index.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, anItemOfEvidence, anOrganisation } from '../../support/factories.ts'
import { publishedFramework } from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the search index', engine => {
  let service: Service
  const items = 150
  beforeEach(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    const library = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[library, 'lead']] })
    for (let n = 0; n < items; n += 1) await anItemOfEvidence(service, library, lead, { title: `Heron ${n}` })
    await indexAllEvidence(service.parts)
    await service.database.transaction(forgetAllWords)
  })
  afterEach(() => service.end())

  const index = () => indexAllEvidence(service.parts)

  test('a lost index is rebuilt', async () => {
    expect([await index(), await index()]).toEqual([items, 0])
  })

  test('a second process continues a rebuild, and does not start again', async () => {
    const stopping = new AbortController()
    const { write } = service.parts
    const stopAfterBatch: typeof write = async (...args) => {
      const result = await write(...args)
      if ((await countPlacesWithWords(service.parts.db)) > 0) stopping.abort()
      return result
    }
    const first = await indexAllEvidence({ ...service.parts, write: stopAfterBatch }, stopping.signal)
    expect([first > 0, first < items]).toEqual([true, true])
    expect(await index()).toBe(items - first)
  })

  test('an index that another process has just rebuilt is kept', async () => {
    const { write } = service.parts
    let hasRebuilt = false
    const rebuildBefore: typeof write = async (...args) => {
      if (!hasRebuilt) {
        hasRebuilt = true
        expect(await index()).toBe(items)
      }
      return write(...args)
    }
    expect(await indexAllEvidence({ ...service.parts, write: rebuildBefore })).toBe(0)
  })
})
