import { can } from '../../../domain/permissions.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { parseForm, refusalOf, valuesIn } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { teamOf } from '../../organisations/organisations.public.ts'
import { findEvidence, type EvidencePiece } from '../items/evidence-item.store.ts'
import { keepEvidence, whoMayOwn } from './ownership.actions.ts'
import { keepingForm } from './ownership.forms.ts'
import { formOfKeeping, keepingPage } from './ownership.pages.ts'

/** Who owns a piece, and when it expires. */
export const keepingRoutes = ({ db, write }: Parts): Route[] => {
  const ownersFor = async (piece: EvidencePiece) => whoMayOwn(await teamOf(db, { id: piece.organisationId }))
  return [
    get('/evidence/:id/keeping', 'evidence.keep', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      page(
        res,
        'evidence/ownership/edit',
        keepingPage(res.locals.t, piece, await ownersFor(piece), formOfKeeping(piece)),
      )
    }),

    post('/evidence/:id/keeping', 'evidence.keep', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const piece = await findEvidence(db, who, permission, req.params.id)
      const owners = await ownersFor(piece)
      const { data, form } = parseForm(keepingForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/ownership/edit', keepingPage(t, piece, owners, form))
      try {
        const refused = await refusalOf(t, req.body, () => write(who, work => keepEvidence(work, piece, data)))
        if (refused) return page(res.status(422), 'evidence/ownership/edit', keepingPage(t, piece, owners, refused))
      } catch (problem) {
        if (!(problem instanceof Stale)) throw problem
        const theirs = await findEvidence(db, who, permission, piece.id)
        return page(
          res.status(409),
          'evidence/ownership/edit',
          keepingPage(
            t,
            theirs,
            owners,
            { values: { ...valuesIn(req.body), version: String(theirs.version) }, errors: [] },
            true,
          ),
        )
      }
      flash(res, t('keeping.done', { title: piece.title }))
      res.redirect(
        303,
        can(who, 'evidence.read', { ...piece, ownerId: data.owner }, null)
          ? `/evidence/${piece.id}`
          : `/organisations/${piece.organisationId}/evidence`,
      )
    }),
  ]
}
