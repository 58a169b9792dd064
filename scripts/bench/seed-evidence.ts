import { libraryStream } from '../../src/domain/framework.ts'
import type { Knex } from 'knex'
import type { Tx } from '../../src/db/connection.ts'
import { newId } from '../../src/db/ids.ts'
import { criteriaAskedBy } from '../../src/domain/framework.ts'
import { addMinutes, systemClock } from '../../src/domain/time.ts'
import { indexEvidence, evidenceToIndex } from '../../src/modules/evidence/search-index/search-index.store.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import type { BenchPage } from './pages.ts'
import { person } from './rows.ts'
import { draft, library, evidenceItems, session } from './seed.ts'

/** A library with a number of indexed items of evidence, and the lists to measure. */
export async function evidencePages(db: Knex, size: number): Promise<BenchPage[]> {
  const versionId = await latestFrameworkVersionId(db, libraryStream)
  const [id, lead, framework] = [newId(), await person(db, 'Jo Reed'), await frameworkVersion(db, versionId)]
  const { branches } = await library(db, { id, name: 'Millbrook Library', lead, branchCount: 5 })
  const halfway = encodeURIComponent(addMinutes(systemClock.now(), -Math.floor(size / 2)))
  await evidenceItems(db, { organisation: id, owner: lead, branches, framework }, size)
  for (let ids = await evidenceToIndex(db, 500, ''); ids.length > 0; ids = await evidenceToIndex(db, 500, ids.at(-1)!))
    await indexEvidence(db as Tx, ids)
  const application = await draft(db, { number: 'B-2', service: id, lead, versionId, framework }, [])
  const criterion = `/applications/${application}/criteria/${criteriaAskedBy(framework, 'first')[2]!.code}`
  const cookie = await session(db, lead)
  const list = (name: string, path: string): BenchPage => ({ name, path, cookie, isList: true })
  const page = (name: string, query: string): BenchPage => list(name, `/organisations/${id}/evidence${query}`)
  return [
    page('the evidence list', ''),
    page('the middle of the evidence list', `?at=${halfway}&evidence=${'a'.repeat(20)}`),
    page('a word in every item', '?search=desk'),
    page('its first letters', '?search=de'),
    page('a word in 60 items', '?search=ukrainian'),
    page('a word in none', '?search=lighthouse'),
    page('a kind, the oldest first', '?kind=training&order=oldest'),
    page('a word, a kind and a branch', `?search=desk&kind=policy&branch=${branches[0]!}`),
    list('the evidence suggested at a criterion', criterion),
    list('the evidence list at a criterion', `${criterion}/evidence`),
    list('a word in the evidence list at a criterion', `${criterion}/evidence?search=desk`),
  ]
}
