import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { AwardPermission } from '../../../domain/permissions.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import type { Form } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { areEmailsStarted } from '../../organisations/organisations.public.ts'
import { findAward } from '../awards/award.store.ts'
import { awardOffers, moveByHand } from './lifecycle.actions.ts'
import { moveForm } from './lifecycle.forms.ts'
import {
  addressOf,
  awardMovePage,
  movesByHand,
  staleFullNext,
  type AboutMove,
  type MoveByHand,
} from './lifecycle.pages.ts'
import { awardContext, lapsesAfter } from './lifecycle.store.ts'

const permissionOf = {
  openRenewal: 'award.open_renewal',
  extend: 'award.extend',
  fullNext: 'award.ask_full',
  suspend: 'award.suspend',
  restore: 'award.restore',
  end: 'award.end',
} as const satisfies Record<MoveByHand, AwardPermission>

/** The page and the form of each move that people make. */
export const lifecycleRoutes = (parts: Parts): Route[] =>
  movesByHand.flatMap(name => [
    get(`/awards/:id/${addressOf[name]}`, permissionOf[name], async (req, res) => {
      const { t, today } = res.locals
      const about = await loadMove(parts.db, { actor: actorOf(res), id: req.params.id, name, today })
      page(res, 'awards/lifecycle/move', awardMovePage(t, about))
    }),

    submitForm(parts, {
      path: `/awards/:id/${addressOf[name]}`,
      permission: permissionOf[name],
      load: ({ db, actor, params, today }) => loadMove(db, { actor, id: params.id, name, today }),
      form: ({ t }, about) => moveForm(t, about),
      act: (work, { award }, { data }) => moveByHand(work, award, name, data),
      done: (t, { award }) => ({
        address: `/awards/${award.id}`,
        notice: t(`awards.move.${name}.done`, { organisation: award.organisationName }),
      }),
      redraw: ({ t }, about, form) => show('awards/lifecycle/move', awardMovePage(t, about, form)),
      ...(name === 'fullNext' && {
        redrawStale: ({ t }: { t: T }, about: AboutMove, form: Form) =>
          show('awards/lifecycle/move', awardMovePage(t, about, staleFullNext(t, form))),
      }),
    }),
  ])

/** @throws as `findAward` does; MoveRefused when the award's state does not allow the move */
async function loadMove(
  db: Db,
  { actor, id, name, today }: { actor: Actor; id: string; name: MoveByHand; today: Day },
): Promise<AboutMove> {
  const award = await findAward(db, actor, permissionOf[name], id)
  if (name !== 'fullNext') {
    const offers = awardOffers(await awardContext(db, award), actor, award, today)
    const offer = offers.find(({ move }) => move === name)
    if (!offer || offer.unmet.length > 0) throw new MoveRefused(name, award.status, offer?.unmet)
  }
  return {
    award,
    name,
    today,
    lapsesAfter: await lapsesAfter(db, award, today),
    areEmailsOn: await areEmailsStarted(db, { id: award.organisationId }),
  }
}
