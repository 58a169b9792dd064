import type { Knex } from 'knex'
import type { Tx } from '../../src/db/connection.ts'
import { newId } from '../../src/db/ids.ts'
import { addMinutes, systemClock } from '../../src/domain/time.ts'
import { indexEvidence, piecesToIndex } from '../../src/features/evidence/evidence-index.store.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../src/features/frameworks/framework.store.ts'
import type { BenchPage } from './pages.ts'
import { person } from './rows.ts'
import { library, pieces, session } from './seed.ts'

/** A library with so many pieces of evidence on its shelf, filed under all their words, and the ways to look at them. */
export async function shelfPages(db: Knex, size: number): Promise<BenchPage[]> {
  const [id, lead, framework] = [newId(), await person(db, 'Jo Reed'), await frameworkVersion(db, await latestFrameworkVersionId(db))]
  const { branches } = await library(db, id, 'Millbrook Library', lead, 5)
  const halfway = encodeURIComponent(addMinutes(systemClock.now(), -Math.floor(size / 2)))
  await pieces(db, { organisation: id, owner: lead, branches, framework }, size)
  for (let ids = await piecesToIndex(db, 500, ''); ids.length > 0; ids = await piecesToIndex(db, 500, ids.at(-1)!)) await indexEvidence(db as Tx, ids)
  const cookie = await session(db, lead)
  const page = (name: string, query: string): BenchPage => ({ name, path: `/organisations/${id}/evidence${query}`, cookie, isList: true })
  return [
    page('the shelf', ''), page('the shelf, half way down', `?at=${halfway}&piece=${'a'.repeat(20)}`), page('a word in every piece', '?search=desk'), page('how it begins', '?search=de'),
    page('a word in sixty pieces', '?search=ukrainian'), page('a word in none', '?search=lighthouse'), page('a kind, the oldest first', '?kind=training&order=oldest'),
    page('a word, a kind and a branch', `?search=desk&kind=policy&branch=${branches[0]!}`),
  ]
}
