import { turnDue, type Frequency } from '../domain/recurring.ts'
import { brokenBy, type Check } from './broken.ts'

/** I11: what is due next is where its rhythm puts it, every turn before is over once, and what came in belongs to the same library. */
export const recurrencesHold: Check = async ({ database: { db } }) => {
  const rows = await db('recurrences')
    .orderBy('id')
    .select('id', 'every', 'counted_from', 'counted_turn', 'next_turn', 'next_due')
  const turns = await db('recurrence_turns')
    .orderBy(['recurrence_id', 'turn'])
    .select('recurrence_id', 'turn', 'state', 'reason')
  const nextTurns = new Map(rows.map(({ id, next_turn }) => [id, next_turn]))
  const over = new Set(turns.map(({ recurrence_id, turn }) => `${recurrence_id} ${turn}`))
  const strangers = await db('recurrence_evidence')
    .join('recurrences', 'recurrences.id', 'recurrence_evidence.recurrence_id')
    .join('evidence', 'evidence.id', 'recurrence_evidence.evidence_id')
    .whereRaw('evidence.organisation_id <> recurrences.organisation_id')
    .orderBy('recurrences.id')
    .select<{ id: string; evidence: string }[]>('recurrences.id', 'evidence.id as evidence')
  return brokenBy('I11', [
    ...rows.flatMap(({ id, every, counted_from, counted_turn, next_turn, next_due }) => {
      const due = turnDue(
        { every: every as Frequency, countedFrom: counted_from, countedTurn: counted_turn },
        next_turn,
      )
      const missing = Array.from({ length: next_turn - 1 }, (_, place) => place + 1).filter(
        turn => !over.has(`${id} ${turn}`),
      )
      return [
        ...(due === next_due ? [] : [`is due on ${next_due}, and its rhythm says ${due}`]),
        ...missing.map(turn => `turn ${turn} is neither answered nor left out`),
      ].map(what => ({ thing: `recurrence ${id}`, what }))
    }),
    ...turns.flatMap(({ recurrence_id, turn, state, reason }) =>
      [
        ...(turn < (nextTurns.get(recurrence_id) ?? 0) ? [] : [`turn ${turn} is over before it was due`]),
        ...(state === 'left out' && !reason ? [`turn ${turn} was left out for no reason`] : []),
      ].map(what => ({ thing: `recurrence ${recurrence_id}`, what })),
    ),
    ...strangers.map(({ id, evidence }) => ({
      thing: `recurrence ${id}`,
      what: `evidence ${evidence} that came in is another library’s`,
    })),
  ])
}
