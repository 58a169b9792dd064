import type { Request, Response } from 'express'
import { runLookup, runLookups } from '../../../db/lookups.ts'
import { asHeldOn } from '../../../domain/award-holder.ts'
import { certificateDays } from '../../../domain/certificate-period.ts'
import type { AwardPermission } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { typeset } from '../../../files/typeset.ts'
import type { Parts } from '../../../parts.ts'
import { downloadHeaders } from '../../../web/downloads.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page, render } from '../../../web/view-engine.ts'
import { noteReader } from '../awards/award.actions.ts'
import { branchesInAward, changesWith, findAward } from '../awards/award.store.ts'
import { formerHoldersWith } from '../former-holders/former-holder.store.ts'
import { termsWith, type Term } from '../terms/term.store.ts'
import { certificateDocument, certificatePage } from './certificate.pages.ts'
import { branchCountOn, lettersOfTermsWith } from './certificate.store.ts'

/**
 * The award period in the address; null for the current one.
 * @throws NotFound for a period that does not exist
 */
function periodAsked(terms: readonly Term[], asked: unknown): Term | null {
  if (asked === undefined) return null
  const period = terms.find(({ number }) => String(number) === asked)
  if (!period) throw new NotFound()
  return period
}

export const certificateRoutes = (parts: Parts): Route[] => [
  get('/awards/:id/certificate', 'award.read', async (req, res, permission) => {
    page(res, 'awards/certificate/certificate', await certificateFor(parts, req, res, permission))
  }),

  get('/awards/:id/certificate.pdf', 'award.read', async (req, res, permission) => {
    const { t, today } = res.locals
    const shown = await certificateFor(parts, req, res, permission)
    const frieze = render('awards/certificate/frieze', {}, t)
    const data = certificateDocument(t, shown, { baseUrl: parts.config.baseUrl, frieze, on: today })
    const at = parts.clock.now()
    const pdf = await typeset(parts, { template: 'awards/certificate/certificate', data, at })
    res.set(downloadHeaders('application/pdf', t('awards.certificate.file', { code: shown.code }))).send(pdf)
  }),
]

/**
 * The data of the certificate's page and PDF.
 * @throws as `findAward` does; NotFound for a removed award or an unknown award period
 */
async function certificateFor(
  { db, write, clock, config }: Parts,
  req: Request,
  res: Response,
  permission: AwardPermission,
) {
  const { t, today } = res.locals
  const found = await findAward(db, actorOf(res), permission, String(req.params.id))
  const award = found.removedAt === null ? await noteReader({ write, clock }, actorOf(res), found) : found
  if (award.removedAt !== null) throw new NotFound()
  const { terms, changes, holders, released } = await runLookups(db, {
    terms: termsWith(db, award.id),
    changes: changesWith(db, award.id),
    holders: formerHoldersWith(db, award.id),
    released: lettersOfTermsWith(db, award.id),
  })
  if (terms.length === 0) throw new NotFound()
  const period = periodAsked(terms, req.query.period)
  const { holderOn, branchesOn } = certificateDays(award, { terms, period, changes, released }, today)
  const branches = branchesOn
    ? await runLookup(db, branchCountOn(db, award.id, branchesOn))
    : (await branchesInAward(db, award, today)).length
  const shown = { period, terms, changes, today, branches, baseUrl: config.baseUrl }
  return certificatePage(t, asHeldOn(award, holders, holderOn), shown)
}
