import { isOutstanding } from '../../../domain/recommendation.ts'
import type { Status } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { hiddenField, textArea } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { RecommendationLine } from '../recommendations/recommendation.store.ts'
import type { Conflict } from './light-renewal.actions.ts'
import { fieldOfRecommendation, readOf, recommendationMost } from './light-renewal.forms.ts'
import { theirsOf } from './parts.pages.ts'
import type { Light } from './light-renewal.store.ts'

/** The recommendations of the award, those without an answer as fields; null where there are none. */
export function askedSection(
  t: T,
  { recommendations, application }: Light,
  form: Form,
  may: { write: boolean; answer: boolean },
  conflicts: readonly Conflict[],
) {
  if (recommendations.length === 0) return null
  const cards = recommendations.map(each => {
    const answer = each.notes.findLast(({ says }) => says === 'answer')?.body ?? null
    const name = fieldOfRecommendation(each)
    const theirs = conflicts.find(({ field }) => field === name)
    const isOpen = each.status === 'open' || theirs !== undefined
    const mayAnswer = may.write && may.answer && isOutstanding(each)
    return {
      status: statusOf(t, each),
      body: each.body,
      about: each.about ? t('renewal.light.asked.about', each.about) : null,
      due: each.status === 'open' ? dueLine(...whoBy(t, each), null) : null,
      keptOpen: each.status === 'open' ? keptOpen(t, each) : null,
      field:
        isOpen && mayAnswer
          ? textArea(form, name, t('renewal.light.asked.label'), { rows: 3, most: recommendationMost })
          : null,
      read: hiddenField(form, readOf(name)),
      theirs: theirs ? theirsOf(t, theirs) : null,
      leadOnly: isOpen && may.write && !may.answer ? t('renewal.light.asked.lead_only') : null,
      answer: each.status !== 'open' && !theirs && answer ? paragraphs(answer) : [],
      change:
        each.status === 'answered' && mayAnswer && !theirs
          ? {
              text: t('renewal.light.change'),
              href: `/organisations/${application.organisationId}/recommendations/${each.id}/answer`,
              hidden: t('renewal.light.change.answer', { body: each.body }),
            }
          : null,
    }
  })
  return { heading: t('renewal.light.asked'), kind: 'asked' as const, cards }
}

function statusOf(t: T, { kind, status }: RecommendationLine): Status {
  if (status === 'closed') return { icon: 'tick', tone: 'done', text: t('renewal.light.asked.closed') }
  if (status === 'answered') return { icon: 'tick', tone: 'done', text: t(`renewal.light.asked.${kind}.answered`) }
  return { icon: 'speech', tone: 'you', fill: true, text: t(`renewal.light.asked.${kind}.open`) }
}

function whoBy(t: T, { owner, dueOn }: RecommendationLine): [sentence: string, strong: string] {
  return dueOn
    ? [t('renewal.light.asked.who_by', { owner, day: longDay(t, dueOn) }), longDay(t, dueOn)]
    : [t('renewal.light.asked.who', { owner }), '']
}

function keptOpen(t: T, { notes }: RecommendationLine): string | null {
  const last = notes.at(-1)
  return last?.says === 'kept open' ? t('renewal.light.asked.kept_open', { note: last.body }) : null
}
