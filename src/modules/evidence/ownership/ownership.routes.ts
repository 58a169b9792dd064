import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { teamOf, writersIn } from '../../organisations/organisations.public.ts'
import { findEvidence } from '../items/evidence-item.store.ts'
import { changeOwnership } from './ownership.actions.ts'
import { ownershipForm } from './ownership.forms.ts'
import { formOfOwnership, ownershipPage } from './ownership.pages.ts'

/** Changes the owner and the expiry date of an item of evidence. */
export const ownershipRoutes = (parts: Parts): Route[] => [
  get('/evidence/:id/ownership', 'evidence.transfer', async (req, res, permission) => {
    const about = await ownedEvidence({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    page(res, 'evidence/ownership/edit', ownershipPage(res.locals.t, about, formOfOwnership(about.evidence)))
  }),

  submitForm(parts, {
    path: '/evidence/:id/ownership',
    permission: 'evidence.transfer',
    load: ownedEvidence,
    form: ({ t }) => ownershipForm(t),
    act: async (work, { evidence }, { data }) => {
      await changeOwnership(work, evidence, data)
      return { staysReadable: can(work.actor, 'evidence.read', { ...evidence, ownerId: data.owner }, null) }
    },
    done: (t, { evidence }, { result }) => ({
      address: result.staysReadable ? `/evidence/${evidence.id}` : `/organisations/${evidence.organisationId}/evidence`,
      notice: t('ownership.done', { title: evidence.title }),
    }),
    redraw: ({ t }, about, form) => show('evidence/ownership/edit', ownershipPage(t, about, form)),
    redrawStale: ({ t }, about, { values }) => {
      const form = { values: { ...values, version: String(about.evidence.version) }, errors: [] }
      return show('evidence/ownership/edit', ownershipPage(t, { ...about, isStale: true }, form))
    },
  }),
]

async function ownedEvidence(about: {
  db: Db | Tx
  actor: Actor
  permission: 'evidence.transfer'
  params: { id: string }
}) {
  const evidence = await findEvidence(about.db, about.actor, about.permission, about.params.id)
  return { evidence, owners: writersIn(await teamOf(about.db, { id: evidence.organisationId })), isStale: false }
}
