import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findAward } from '../awards/award.store.ts'
import { isFollowedUp, recordFollowUp } from './follow-up.actions.ts'
import { followUpForm } from './follow-up.forms.ts'
import { followUpPage, type AboutFollowUp } from './follow-up.pages.ts'
import { followUpsOf } from './follow-up.store.ts'

const path = '/awards/:id/follow-up'

/** The page on which the action taken on a lapsed or suspended award is recorded. */
export const followUpRoutes = (parts: Parts): Route[] => [
  get(path, 'award.follow_up', async (req, res) => {
    const about = await loadFollowUp(parts.db, actorOf(res), req.params.id)
    page(res, 'awards/follow-ups/new', followUpPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path,
    permission: 'award.follow_up',
    load: ({ db, actor, params }) => loadFollowUp(db, actor, params.id),
    form: ({ t }) => followUpForm(t),
    act: (work, { award }, { data }) => recordFollowUp(work, award, data),
    done: (t, { award }) => ({
      address: '/home',
      notice: t('awards.follow_up.saved', { organisation: award.organisationName }),
    }),
    redraw: ({ t }, about, form) => show('awards/follow-ups/new', followUpPage(t, about, form)),
  }),
]

/** @throws as `findAward` does; NotFound for an award that is neither lapsed nor suspended */
async function loadFollowUp(db: Db | Tx, actor: Actor, id: string): Promise<AboutFollowUp> {
  const award = await findAward(db, actor, 'award.follow_up', id)
  if (!isFollowedUp(award)) throw new NotFound()
  return { award, earlier: await followUpsOf(db, award), name: actor.name }
}
