import type { Actor } from '../../../domain/actor.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Db } from '../../../db/connection.ts'
import type { T } from '../../../words/words.ts'
import { approvalCards } from '../approval-cards/approval-card.pages.ts'
import { caseworkCards } from '../casework-cards/casework-card.pages.ts'
import { charityCards } from '../charity-cards/charity-card.pages.ts'
import { inOrder } from '../due-cards/due-card.pages.ts'
import { expiredOfferCard, lateFindingsCard } from '../seat-cards/seat-card.pages.ts'
import { loadHome } from './home.store.ts'

const most = 50

/** The tasks waiting for the charity, as this person sees them on their home page; the most urgent first. */
export async function charityTasks(
  db: Db,
  { t, actor, now }: { t: T; actor: Actor; now: Instant },
): Promise<{ title: string; text: string | null }[]> {
  const loaded = await loadHome(db, actor, { now, limit: most })
  const today = dayOf(now)
  return inOrder([
    ...loaded.expired.map(offer => expiredOfferCard(t, offer)),
    ...loaded.lateFindings.map(late => lateFindingsCard(t, late, today)),
    ...approvalCards(t, loaded.approvals, today),
    ...caseworkCards(t, loaded.casework, today),
    ...charityCards(t, loaded.charity, today),
  ])
    .filter(({ button }) => button)
    .map(({ title, text, due }) => ({
      title,
      text: [due ? due.before + due.strong + due.after : null, text].filter(Boolean).join(' ') || null,
    }))
}
