import { isWrittenNow } from '../../../domain/application.ts'
import { quotesOn, totalOf, type Cost, type Quote } from '../../../domain/councillor-page.ts'
import type { Round } from '../../../domain/round.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import type { DocumentData } from '../../../files/typeset.ts'
import type { Notice, SummaryRow } from '../../../web/components.ts'
import { errorSummary, hiddenField, select, textArea, textField } from '../../../web/fields.ts'
import { formOf, valueOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list, longDay, number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Quotable } from '../../evidence/evidence.public.ts'
import { costPlaces, numberPlaces, quotePlaces } from './councillor.forms.ts'
import type { SavedCouncillorPage } from './councillor.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/councillors/show': ReturnType<typeof councillorBriefing>
    'applications/councillors/costs': ReturnType<typeof costsPart>
    'applications/councillors/change': ReturnType<typeof editPage>
  }
}

/** An application with its page for councillors. */
export interface Councillors {
  application: ApplicationRecord
  round: Round | null
  /** the names of the branches in the application */
  branches: readonly string[]
  /** the saved page, without the quotes in `withheld` */
  page: SavedCouncillorPage
  /** the saved quotes that council papers cannot use today */
  withheld: readonly Quote[]
  /**
   * evidence that council papers can quote today: the evidence that the page already quotes and, for the form, up to
   * 100 other items
   */
  quotable: readonly Quotable[]
  today: Day
}

/** The page for councillors on screen. */
export function councillorBriefing(t: T, it: Councillors, mayWrite: boolean) {
  const { application } = it
  const address = `/applications/${application.id}/councillors`
  return {
    title: t('title.within', { title: t('councillors.title'), caption: application.organisationName }),
    back: { text: t(`application.kind.${application.kind}`), href: `/applications/${application.id}` },
    wide: true,
    ...briefing(t, it),
    pdf: { text: t('councillors.pdf'), href: `${address}.pdf` },
    change: mayWrite ? { text: t('councillors.change'), href: `${address}/change` } : null,
  }
}

/** The data for the PDF of the page. */
export const councillorDocument = (t: T, it: Councillors): DocumentData => {
  const { heading, announce, ...rest } = briefing(t, it)
  return {
    language: t.language,
    author: it.application.organisationName,
    title: heading.text,
    caption: heading.caption,
    announce: announce?.text[0] ?? null,
    costNote: t('councillors.costs.none'),
    headings: {
      what: t('councillors.what'),
      costs: t('councillors.costs'),
      request: t('councillors.request'),
      numbers: t('councillors.numbers'),
      quotes: t('councillors.quotes'),
    },
    ...rest,
  }
}

function briefing(t: T, it: Councillors) {
  const { application, branches, page, today } = it
  return {
    heading: {
      text: t(application.kind === 'first' ? 'councillors.heading.first' : 'councillors.heading.renewal', {
        organisation: application.organisationName,
      }),
      caption: t('councillors.caption', { day: longDay(t, today) }),
      size: 'l' as const,
    },
    announce: application.hasReleasedDecision ? null : announceNotice(t),
    what: [t('councillors.what.award'), branchesSentence(t, branches)].filter(text => text !== ''),
    costs: costsPart(t, page),
    // left out after submission, because the request usually asks councillors to sign the application off first
    request: isWrittenNow(application) ? [...paragraphs(page.request), ...submitSentence(t, it)] : [],
    numbers: page.numbers,
    period: page.period === '' ? null : t('councillors.period', { period: page.period }),
    ...quotesPart(t, it),
    contact: page.contact === '' ? null : t('councillors.contact', { contact: page.contact }),
  }
}

const announceNotice = (t: T): Notice => ({ tone: 'stop', icon: 'padlock', text: [t('councillors.announce')] })

/** Names the branches if there are at most four, and otherwise gives their number. */
function branchesSentence(t: T, branches: readonly string[]): string {
  if (branches.length === 0) return ''
  if (branches.length > 4) return t('councillors.branches.count', { count: branches.length })
  return t('councillors.branches', { branches: list(t, branches) })
}

/** The sentence with the last day to submit, for a draft whose round has not closed; otherwise empty. */
function submitSentence(t: T, { application, round, today }: Councillors): string[] {
  if (application.status !== 'draft' || !round || dayOf(round.closesAt) < today) return []
  return [t('councillors.submit_by', { day: longDay(t, dayOf(round.closesAt)) })]
}

function costsPart(t: T, { costs, hoursToApply, hoursToRenew, paidFrom }: SavedCouncillorPage) {
  const pounds = (amount: number) => t('councillors.pounds', { amount: number(t, amount) })
  const row = ({ name, toApply, toRenew }: Cost) => [name, pounds(toApply), pounds(toRenew)]
  const hours = (count: number | null) => (count === null ? '–' : t('councillors.hours', { count }))
  const hasHours = hoursToApply !== null || hoursToRenew !== null
  return {
    columns: ['', t('councillors.to_apply'), t('councillors.to_renew')],
    rows: costs.map(row),
    totals: [
      ...(costs.length > 0 ? [row({ name: t('councillors.total'), ...totalOf(costs) })] : []),
      ...(hasHours ? [[t('councillors.time'), hours(hoursToApply), hours(hoursToRenew)]] : []),
    ],
    paidFrom: paidFrom === '' ? null : paidFrom,
  }
}

function quotesPart(t: T, it: Councillors) {
  const { page, quotable, today } = it
  const until = new Map(quotable.map(each => [each.id, each.until]))
  const quotes = quotesOn(
    page.quotes.map(quote => ({ ...quote, until: until.get(quote.evidenceId) ?? null })),
    today,
  )
  const [first] = quotes.map(quote => quote.until).toSorted()
  return {
    quotes: quotes.map(({ words, who }) => ({ words: t('councillors.quote', { words }), who })),
    agreed: first ? t('councillors.agreed', { count: quotes.length }) : null,
    withheld: withheldSentence(t, it),
  }
}

const withheldSentence = (t: T, { withheld }: Councillors): string | null =>
  withheld.length > 0 ? t('councillors.withheld', { count: withheld.length }) : null

/** The saved page as values of the form, without the quotes that council papers cannot use today. */
export function formToEdit({ page }: Pick<Councillors, 'page'>): Form {
  const amount = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value))
  return formOf({
    version: String(page.version),
    hoursToApply: amount(page.hoursToApply),
    hoursToRenew: amount(page.hoursToRenew),
    paidFrom: page.paidFrom,
    request: page.request,
    period: page.period,
    contact: page.contact,
    ...valuesFor(costPlaces, place => {
      const cost = page.costs[place - 1]
      return {
        [`cost${place}`]: cost?.name ?? '',
        [`apply${place}`]: amount(cost?.toApply),
        [`renew${place}`]: amount(cost?.toRenew),
      }
    }),
    ...valuesFor(numberPlaces, place => {
      const shown = page.numbers[place - 1]
      return { [`number${place}`]: shown?.value ?? '', [`label${place}`]: shown?.label ?? '' }
    }),
    ...valuesFor(quotePlaces, place => {
      const quote = page.quotes[place - 1]
      return {
        [`evidence${place}`]: quote?.evidenceId ?? '',
        [`words${place}`]: quote?.words ?? '',
        [`who${place}`]: quote?.who ?? '',
      }
    }),
  })
}

const valuesFor = (places: readonly number[], values: (place: number) => Record<string, string>) =>
  Object.assign({}, ...places.map(values)) as Record<string, string>

/**
 * The form for changing the page for councillors.
 * @param isStale whether to show the values that a colleague saved while this person was writing
 */
export function editPage(t: T, it: Councillors, form: Form, isStale = false) {
  const { application, page, quotable } = it
  const isTyped = (name: string) => valueOf(form, name) !== ''
  const hasQuotes =
    quotable.length > 0 || quotePlaces.some(place => isTyped(`words${place}`) || isTyped(`evidence${place}`))
  const pounds = (name: string, label: string) => textField(form, name, label, { width: 10, type: 'number', size: 's' })
  return {
    title: t('councillors.change'),
    back: { text: t('councillors.title'), href: `/applications/${application.id}/councillors` },
    errors: errorSummary(form),
    theirs: isStale ? { rows: theirsRows(t, it, form) } : null,
    version: hiddenField(form, 'version', page.version),
    request: textArea(form, 'request', t('councillors.request'), {
      hint: t('councillors.request.hint'),
      rows: 3,
      size: 's',
      most: 500,
    }),
    costs: costPlaces.map(place => ({
      legend: t('councillors.cost.legend', { place }),
      name: textField(form, `cost${place}`, t('councillors.cost'), { width: 20, size: 's' }),
      toApply: pounds(`apply${place}`, t('councillors.to_apply.pounds')),
      toRenew: pounds(`renew${place}`, t('councillors.to_renew.pounds')),
    })),
    hoursToApply: pounds('hoursToApply', t('councillors.time.apply')),
    hoursToRenew: pounds('hoursToRenew', t('councillors.time.renew')),
    paidFrom: textField(form, 'paidFrom', t('councillors.paid_from'), {
      hint: t('councillors.paid_from.hint'),
      size: 's',
    }),
    numbers: numberPlaces.map(place => ({
      legend: t('councillors.number.legend', { place }),
      value: textField(form, `number${place}`, t('councillors.number'), { width: 10, size: 's' }),
      label: textField(form, `label${place}`, t('councillors.label'), { size: 's' }),
    })),
    period: textField(form, 'period', t('councillors.period.label'), {
      hint: t('councillors.period.hint'),
      width: 20,
      size: 's',
    }),
    quotes: hasQuotes ? quotePlaces.map(place => quoteFields(t, form, { place, quotable })) : [],
    withheld: withheldSentence(t, it),
    noQuotes: hasQuotes ? null : t('councillors.quotes.none'),
    contact: textField(form, 'contact', t('councillors.contact.label'), {
      hint: t('councillors.contact.hint'),
      size: 's',
    }),
  }
}

/** The form as entered, after a colleague has saved newer values. Saving it replaces the colleague's version. */
export const staleForm = (t: T, { page }: Pick<Councillors, 'page'>, form: Form): Form => ({
  values: { ...form.values, version: String(page.version) },
  errors: [{ field: 'request', message: t('councillors.stale') }],
})

/** The saved value of each field that is different in the form. */
function theirsRows(t: T, it: Councillors, form: Form): SummaryRow[] {
  const saved = formToEdit(it)
  const shown = (name: string) =>
    it.quotable.find(({ id }) => name.startsWith('evidence') && id === valueOf(saved, name))?.title ??
    valueOf(saved, name)
  return labels(t)
    .filter(({ name }) => valueOf(saved, name) !== valueOf(form, name))
    .map(({ name, label }) => ({ key: label, value: shown(name) || t('councillors.theirs.empty') }))
}

/** The label of every field, preceded by the label of its group if it has one: "Cost 1: What is the cost for?" */
function labels(t: T): { name: string; label: string }[] {
  const group = (legend: string, fields: Record<string, string>) =>
    Object.entries(fields).map(([name, label]) => ({ name, label: t('councillors.theirs.label', { legend, label }) }))
  return [
    { name: 'request', label: t('councillors.request') },
    ...costPlaces.flatMap(place =>
      group(t('councillors.cost.legend', { place }), {
        [`cost${place}`]: t('councillors.cost'),
        [`apply${place}`]: t('councillors.to_apply.pounds'),
        [`renew${place}`]: t('councillors.to_renew.pounds'),
      }),
    ),
    { name: 'hoursToApply', label: t('councillors.time.apply') },
    { name: 'hoursToRenew', label: t('councillors.time.renew') },
    { name: 'paidFrom', label: t('councillors.paid_from') },
    ...numberPlaces.flatMap(place =>
      group(t('councillors.number.legend', { place }), {
        [`number${place}`]: t('councillors.number'),
        [`label${place}`]: t('councillors.label'),
      }),
    ),
    { name: 'period', label: t('councillors.period.label') },
    ...quotePlaces.flatMap(place =>
      group(t('councillors.quote.legend', { place }), {
        [`evidence${place}`]: t('councillors.quote.evidence'),
        [`words${place}`]: t('councillors.words'),
        [`who${place}`]: t('councillors.who'),
      }),
    ),
    { name: 'contact', label: t('councillors.contact.label') },
  ]
}

const quoteFields = (t: T, form: Form, { place, quotable }: { place: number; quotable: readonly Quotable[] }) => ({
  legend: t('councillors.quote.legend', { place }),
  evidence: select(form, `evidence${place}`, t('councillors.quote.evidence'), {
    choices: quotable.map(({ id, title }) => ({ value: id, text: title })),
    empty: t('councillors.quote.empty'),
    size: 's',
  }),
  words: textArea(form, `words${place}`, t('councillors.words'), { rows: 2, size: 's', most: 200 }),
  who: textField(form, `who${place}`, t('councillors.who'), { hint: t('councillors.who.hint'), size: 's' }),
})
