import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { noteReader } from '../awards/award.actions.ts'
import { branchesInAward, changesOf, findAward } from '../awards/award.store.ts'
import { termsOf, type Term } from '../terms/term.store.ts'
import { certificatePage } from './certificate.pages.ts'

/** The award period in the address; null for the present one. @throws NotFound for a period that does not exist */
function periodAsked(terms: readonly Term[], asked: unknown): Term | null {
  if (asked === undefined) return null
  const period = terms.find(({ number }) => String(number) === asked)
  if (!period) throw new NotFound()
  return period
}

export const certificateRoutes = ({ db, write, clock, config }: Parts): Route[] => [
  get('/awards/:id/certificate', 'award.read', async (req, res, permission) => {
    const { t, today } = res.locals
    const award = await findAward(db, actorOf(res), permission, req.params.id)
    if (award.removedAt !== null) throw new NotFound()
    await noteReader({ write, clock }, actorOf(res), award)
    const terms = await termsOf(db, award)
    const last = terms.at(-1)
    if (!last) throw new NotFound()
    const { issued } = await frameworkVersion(db, last.frameworkVersionId)
    const branches = await branchesInAward(db, award)
    const changes = await changesOf(db, award)
    const period = periodAsked(terms, req.query.period)
    const shown = {
      period,
      terms,
      changes,
      today,
      branches: branches.length,
      isIssued: issued,
      baseUrl: config.baseUrl,
    }
    page(res, 'awards/certificate/certificate', certificatePage(t, award, shown))
  }),
]
