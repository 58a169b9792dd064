import type { Response } from 'express'
import type { AwardPermission } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { typeset } from '../../../files/typeset.ts'
import type { Parts } from '../../../parts.ts'
import { downloadHeaders } from '../../../web/downloads.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page, render } from '../../../web/view-engine.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { branchesInAward, changesOf, findAward } from '../awards/award.store.ts'
import { termsOf } from '../terms/term.store.ts'
import { certificateDocument, certificatePage } from './certificate.pages.ts'

export const certificateRoutes = (parts: Parts): Route[] => [
  get('/awards/:id/certificate', 'award.read', async (req, res, permission) => {
    page(res, 'awards/certificate/certificate', await certificateFor(parts, res, permission, req.params.id))
  }),

  get('/awards/:id/certificate.pdf', 'award.read', async (req, res, permission) => {
    const { t, today } = res.locals
    const shown = await certificateFor(parts, res, permission, req.params.id)
    const frieze = render('awards/certificate/frieze', {}, t)
    const data = certificateDocument(t, shown, { baseUrl: parts.config.baseUrl, frieze, on: today })
    const at = parts.clock.now()
    const pdf = await typeset(parts, { template: 'awards/certificate/certificate', data, at })
    res.set(downloadHeaders('application/pdf', t('awards.certificate.file', { code: shown.code }))).send(pdf)
  }),
]

/** The certificate as both routes show it. @throws NotFound, Forbidden */
async function certificateFor({ db, config }: Parts, res: Response, permission: AwardPermission, id: string) {
  const { t, today } = res.locals
  const award = await findAward(db, actorOf(res), permission, id)
  const terms = await termsOf(db, award)
  const last = terms.at(-1)
  if (!last) throw new NotFound()
  const { issued } = await frameworkVersion(db, last.frameworkVersionId)
  const branches = await branchesInAward(db, award)
  const changes = await changesOf(db, award)
  const shown = { terms, changes, today, branches: branches.length, isIssued: issued, baseUrl: config.baseUrl }
  return certificatePage(t, award, shown)
}
