import type { Actor } from '../../../domain/actor.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Db } from '../../../db/connection.ts'
import { runLookup } from '../../../db/lookups.ts'
import type { T } from '../../../words/words.ts'
import { approvalCards } from '../approval-cards/approval-card.pages.ts'
import { caseworkCards, elsewhereTasks } from '../casework-cards/casework-card.pages.ts'
import { waitingElsewhere } from '../casework-cards/waiting-elsewhere.store.ts'
import { charityCards } from '../charity-cards/charity-card.pages.ts'
import { charityInvitationCards } from '../expired-invitations/expired-invitation.pages.ts'
import { byUrgency } from '../due-cards/due-card.pages.ts'
import { expiredOfferCard, lateFindingsCard } from '../seat-cards/seat-card.pages.ts'
import { stoppedTasks } from '../stopped-awards/stopped-award.pages.ts'
import { loadHome } from './home.store.ts'

const most = 50

/**
 * Everything that needs the charity's action, most urgent first. Leaves out merges, examples to publish, and the
 * coordinator's own panel seats and calibration.
 */
export async function charityTasks(
  db: Db,
  { t, actor, now }: { t: T; actor: Actor; now: Instant },
): Promise<{ title: string; text: string | null }[]> {
  const loaded = await loadHome(db, actor, { now, limit: most })
  const elsewhere = await runLookup(db, waitingElsewhere(db, actor, most))
  const today = dayOf(now)
  const own = [
    ...loaded.expired.map(offer => expiredOfferCard(t, offer)),
    ...loaded.lateFindings.map(late => lateFindingsCard(t, late, today)),
    ...approvalCards(t, loaded.approvals, today),
    ...caseworkCards(t, loaded.casework, today),
    ...charityCards(t, loaded.charity, today),
    ...charityInvitationCards(t, actor, loaded.invitations, today),
  ]
  const { trustee, toConfirm } = loaded.casework
  const isOthers = ({ id }: { id: string }) => trustee.every(each => each.id !== id)
  const others = elsewhereTasks(t, elsewhere.filter(isOthers), toConfirm.filter(isOthers), today)
  return byUrgency([...own, ...others, ...stoppedTasks(t, loaded.stopped, today)]).map(({ title, text, due }) => ({
    title,
    text: [due ? due.before + due.strong + due.after : null, text].filter(Boolean).join('\n') || null,
  }))
}
