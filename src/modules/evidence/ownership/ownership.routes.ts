import { can } from '../../../domain/permissions.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { parseForm, refusalOf, valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { teamOf } from '../../organisations/organisations.public.ts'
import { findEvidence, type EvidenceItem } from '../items/evidence-item.store.ts'
import { changeOwnership, whoMayOwn } from './ownership.actions.ts'
import { ownershipForm } from './ownership.forms.ts'
import { formOfOwnership, ownershipPage } from './ownership.pages.ts'

/** Who owns a piece, and when it expires. */
export const ownershipRoutes = ({ db, write }: Parts): Route[] => {
  const ownersFor = async (evidence: EvidenceItem) => whoMayOwn(await teamOf(db, { id: evidence.organisationId }))
  return [
    get('/evidence/:id/ownership', 'evidence.keep', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      page(
        res,
        'evidence/ownership/edit',
        ownershipPage(res.locals.t, evidence, await ownersFor(evidence), formOfOwnership(evidence)),
      )
    }),

    post('/evidence/:id/ownership', 'evidence.keep', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const owners = await ownersFor(evidence)
      const { data, form } = parseForm(ownershipForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/ownership/edit', ownershipPage(t, evidence, owners, form))
      try {
        const refused = await refusalOf(t, req.body, () => write(actor, work => changeOwnership(work, evidence, data)))
        if (refused)
          return page(res.status(422), 'evidence/ownership/edit', ownershipPage(t, evidence, owners, refused))
      } catch (problem) {
        if (!(problem instanceof Stale)) throw problem
        const theirs = await findEvidence(db, actor, permission, evidence.id)
        return page(
          res.status(409),
          'evidence/ownership/edit',
          ownershipPage(
            t,
            theirs,
            owners,
            { values: { ...valuesIn(req.body), version: String(theirs.version) }, errors: [] },
            true,
          ),
        )
      }
      flash(res, t('ownership.done', { title: evidence.title }))
      res.redirect(
        303,
        can(actor, 'evidence.read', { ...evidence, ownerId: data.owner }, null)
          ? `/evidence/${evidence.id}`
          : `/organisations/${evidence.organisationId}/evidence`,
      )
    }),
  ]
}
