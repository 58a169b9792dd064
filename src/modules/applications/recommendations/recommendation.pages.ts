import type { Organisation } from '../../../domain/organisation.ts'
import type { Day } from '../../../domain/time.ts'
import { errorSummary, hiddenField, radios, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { recommendationCard, type CardRights } from './recommendation-card.pages.ts'
import type { T } from '../../../words/words.ts'
import { answerMost, noteMost } from './recommendation.forms.ts'
import type { RecommendationLine } from './recommendation.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/recommendations/list': ReturnType<typeof recommendationList>
    'applications/recommendations/answer': ReturnType<typeof answerPage>
    'applications/recommendations/closing': ReturnType<typeof verdictPage>
  }
}

/** All that was promised with the letters of one organisation: what is to be done first, what is closed folded. */
export function recommendationList(
  t: T,
  organisation: Organisation,
  recommendations: readonly RecommendationLine[],
  may: CardRights,
  today: Day,
) {
  const cards = recommendations.map(each => ({
    isClosed: each.status === 'closed',
    card: recommendationCard(t, each, may, today),
  }))
  const [open, closed] = [cards.filter(({ isClosed }) => !isClosed), cards.filter(({ isClosed }) => isClosed)].map(
    some => some.map(({ card }) => card),
  )
  return {
    title: t('recommendations.title'),
    back: { text: organisation.name, href: `/organisations/${organisation.id}` },
    heading: { text: t('recommendations.title'), caption: organisation.name, size: 'l' as const },
    lead: t(may.isOwn ? 'recommendations.lead.own' : 'recommendations.lead'),
    empty:
      cards.length > 0
        ? null
        : {
            picture: 'letters' as const,
            heading: t('recommendations.none'),
            text: [t(may.isOwn ? 'recommendations.none.own' : 'recommendations.none.reader')],
          },
    open: open!.length > 0 ? { cards: open!, level: 3 as const } : null,
    closed:
      closed!.length > 0
        ? {
            summary: t('recommendations.closed', { count: closed!.length }),
            cards: { cards: closed!, level: open!.length > 0 ? (3 as const) : (2 as const) },
          }
        : null,
  }
}

const above = (t: T, { id }: Organisation) => ({
  text: t('recommendations.title'),
  href: `/organisations/${id}/recommendations`,
})

export function answerPage(
  t: T,
  organisation: Organisation,
  it: RecommendationLine,
  may: CardRights,
  today: Day,
  form: Form = emptyForm,
) {
  const shown = form === emptyForm ? { values: { owner: it.owner }, errors: [] } : form
  return {
    title: t('recommendations.answer.title'),
    back: above(t, organisation),
    errors: errorSummary(shown),
    heading: { text: t('recommendations.answer.title'), caption: organisation.name, size: 'l' as const },
    recommendation: {
      cards: [recommendationCard(t, it, { ...may, mayAnswer: false, judgeable: new Set() }, today)],
      level: 2 as const,
    },
    version: hiddenField(shown, 'version', it.version),
    answer: textArea(shown, 'answer', t('recommendations.answer.label'), {
      hint: t('recommendations.answer.hint'),
      rows: 6,
      most: answerMost,
      size: 's',
    }),
    owner: textField(shown, 'owner', t('recommendations.owner.label'), {
      hint: t('recommendations.owner.hint'),
      width: 20,
      size: 's',
    }),
  }
}

export function verdictPage(
  t: T,
  organisation: Organisation,
  it: RecommendationLine,
  may: CardRights,
  today: Day,
  form: Form = emptyForm,
) {
  return {
    title: t('recommendations.judge.title'),
    back: above(t, organisation),
    errors: errorSummary(form),
    heading: { text: t('recommendations.judge.title'), caption: organisation.name, size: 'l' as const },
    recommendation: {
      cards: [recommendationCard(t, it, { ...may, mayAnswer: false, judgeable: new Set() }, today)],
      level: 2 as const,
    },
    version: hiddenField(form, 'version', it.version),
    verdict: radios(
      form,
      'verdict',
      t('recommendations.verdict.legend'),
      (['closed', 'kept open'] as const).map(value => ({
        value,
        text: t(`recommendations.verdict.${value}`),
        hint: t(`recommendations.verdict.${value}.hint`),
      })),
      { size: 's' },
    ),
    note: textArea(form, 'note', t('recommendations.note.label'), {
      hint: t('recommendations.note.hint'),
      rows: 4,
      most: noteMost,
      size: 's',
    }),
  }
}
