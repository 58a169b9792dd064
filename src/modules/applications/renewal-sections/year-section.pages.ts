import { can } from '../../../domain/permissions.ts'
import { isAboutTheYear } from '../../../domain/carry.ts'
import { isLastYears } from '../../../domain/completeness.ts'
import type { Item } from '../../../domain/framework.ts'
import type { Link, SummaryRow } from '../../../web/components.ts'
import { hiddenField, textArea, tickBox } from '../../../web/fields.ts'
import { errorOf, valueOf } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { maxCharactersOf } from '../answers/answer.forms.ts'
import { fieldOf, readFieldName } from '../light-renewals/light-renewal.forms.ts'
import type { LightRenewal, TeamAndBranches } from '../light-renewals/light-renewal.store.ts'
import { factsOf, savedByOther, type Drawing } from './renewal-section.pages.ts'

/**
 * The section about significant changes. Its fields are collapsed until there is a change, or the page is opened to
 * confirm the contacts.
 */
export function changesSection(drawing: Drawing, items: readonly Item[]) {
  const { t, light, form, may, showsContacts, conflicts } = drawing
  const rows = { rows: changeRows(drawing) }
  const texts = items.map(item => textShown(drawing, item))
  const isReported = items.some(
    item =>
      valueOf(form, fieldOf(item)) !== '' ||
      errorOf(form, fieldOf(item)) !== null ||
      conflicts?.some(({ field }) => field === fieldOf(item)),
  )
  const { branches } = light.changed
  const hint = t('renewal.light.no_change.hint', {
    branches: t('renewal.light.branches.now', { count: branches.now }),
    contacts: list(t, contactAddresses(light.changed)),
  })
  return {
    none: may.write
      ? {
          tick: tickBox(form, 'noChange', t('renewal.light.no_change'), { hint }),
          read: hiddenField(form, 'read-noChange'),
        }
      : null,
    open: isReported || showsContacts || branches.added.length + branches.removed.length > 0,
    rows,
    texts,
    contacts: may.write
      ? { tick: tickBox(form, 'contacts', t('submissions.contacts.tick')), read: hiddenField(form, 'read-contacts') }
      : null,
  }
}

const leadsIn = ({ team }: TeamAndBranches) => team.filter(({ role, isActive }) => role === 'lead' && isActive)

/** The email addresses of the leads and, if there is one, of the shared mailbox. */
const contactAddresses = (changed: TeamAndBranches): string[] => [
  ...leadsIn(changed).map(({ email }) => email),
  ...(changed.mailbox === null ? [] : [changed.mailbox]),
]

/** The leads and the shared mailbox, each with its email address. */
const contactLines = (t: T, changed: TeamAndBranches): string[] => [
  ...leadsIn(changed).map(({ name, email }) => t('renewal.light.contacts.lead', { name, email })),
  changed.mailbox ?? t('renewal.light.mailbox.none'),
]

function changeRows({ t, actor, light }: Drawing): SummaryRow[] {
  const { application, changed, written } = light
  const own = { id: application.organisationId }
  const leads = leadsIn(changed).map(({ name }) => name)
  const before = written.before?.leads ?? null
  const change = (href: string, hidden: string): Link => ({ text: t('renewal.light.change'), href, hidden })
  return [
    {
      key: t('renewal.light.branches'),
      value: branchLines(t, changed, written.before !== null),
      links: can(actor, 'application.change_scope', application)
        ? [change(`/applications/${application.id}/scope`, t('renewal.light.change.branches'))]
        : [],
    },
    {
      key: t('renewal.light.contacts'),
      value: [...contactLines(t, changed), ...(before ? changesOfLeads(t, leads, before) : [])],
      links: can(actor, 'team.manage', own)
        ? [change(`/organisations/${own.id}/team`, t('renewal.light.change.contacts'))]
        : [],
    },
  ]
}

/** One answer on the page: an editable field for people who can write it, otherwise plain text. */
export function textShown({ t, light, form, may, conflicts }: Drawing, item: Item) {
  const name = fieldOf(item)
  const conflict = conflicts?.find(({ field }) => field === name)
  const label = isAboutTheYear(item) ? labelOfYear(t, item) : t('renewal.light.item', item)
  return {
    field: may.write
      ? textArea(form, name, label, {
          hint: isLastYears(item, factsOf(light, item)) ? t('renewal.light.short.carried') : null,
          rows: isAboutTheYear(item) ? 2 : 4,
          quiet: true,
          most: maxCharactersOf('renewal', item),
        })
      : null,
    read: hiddenField(form, readFieldName(name)),
    label: item.title,
    text: paragraphs(light.written.answers.find(({ itemId }) => itemId === item.id)?.narrative ?? null),
    theirs: conflict ? savedByOther(t, conflict) : null,
  }
}

/**
 * The label of a text about the year: the description of its item, except for `yearly-summary`, whose description also
 * asks for the contacts.
 */
const labelOfYear = (t: T, { id, description }: Item): string =>
  id === 'yearly-summary' ? t('renewal.light.year') : description

/**
 * The short answers and the summary, collapsed once they are written. Answers from last year can be confirmed
 * unchanged.
 */
export function shortFold(drawing: Drawing, items: readonly Item[]) {
  const { t, light, form, conflicts } = drawing
  const needsSight = (field: string) =>
    errorOf(form, field) !== null || conflicts?.some(conflict => conflict.field === field) === true
  return {
    summary: t('renewal.light.short.fold'),
    open:
      light.application.summary === '' ||
      needsSight('summary') ||
      items.some(item => needsSight(fieldOf(item)) || !isWritten(light, item)),
    parts: [...items.map(item => shortPart(drawing, item)), summaryPart(drawing)],
  }
}

const isWritten = ({ facts }: LightRenewal, { id }: Item): boolean =>
  facts.some(({ itemId, narrative }) => itemId === id && narrative !== '')

const shortPart = (drawing: Drawing, item: Item) => ({
  text: textShown(drawing, item),
  link: {
    text: drawing.t('renewal.light.evidence', item),
    href: `/applications/${drawing.light.application.id}/criteria/${item.code}`,
  },
})

/**
 * The box that confirms last year's short answers. Null when there are none to confirm, and for readers who cannot
 * write.
 */
export function sameBox({ t, light, form, may }: Drawing, items: readonly Item[]) {
  const carried = items.filter(item => isLastYears(item, factsOf(light, item)))
  if (!may.write || carried.length === 0) return null
  const codes = list(
    t,
    carried.map(({ code }) => code),
  )
  return tickBox(form, 'same', t('renewal.light.same', { count: carried.length, codes }))
}

function summaryPart({ t, light, form, may, conflicts }: Drawing) {
  const { application, framework } = light
  const conflict = conflicts?.find(({ field }) => field === 'summary')
  const isCarried = application.hasEarlierAnswers && application.summary !== ''
  const label = t('applications.summary.title')
  return {
    text: {
      field: may.write
        ? textArea(form, 'summary', label, {
            hint: isCarried ? t('renewal.light.summary.carried') : null,
            rows: 5,
            most: framework.summaryMaxCharacters,
            quiet: true,
          })
        : null,
      read: hiddenField(form, readFieldName('summary')),
      label,
      text: paragraphs(application.summary),
      theirs: conflict ? savedByOther(t, conflict) : null,
    },
    link: { text: t('renewal.light.summary.sharing'), href: `/applications/${application.id}/summary` },
  }
}

/** The maximum number of names in a list. A longer list shows only the number. */
const maxNames = 8

function branchLines(t: T, { branches }: TeamAndBranches, isKnown: boolean): string[] {
  const isSame = isKnown && branches.added.length === 0 && branches.removed.length === 0
  const count = branches.now
  const lines = [t(isSame ? 'renewal.light.branches.same' : 'renewal.light.branches.now', { count })]
  if (isKnown && branches.added.length > 0)
    lines.push(t('renewal.light.branches.added', { names: names(t, branches.added) }))
  if (branches.removed.length > 0)
    lines.push(t('renewal.light.branches.removed', { names: names(t, branches.removed) }))
  if (branches.others.length > 0) lines.push(t('renewal.light.branches.other', { names: names(t, branches.others) }))
  return lines
}

/**
 * Sentences about the leads added and removed since the last application. Compares names as submitted, so a lead whose
 * name has changed counts as new.
 */
function changesOfLeads(t: T, now: readonly string[], then: readonly string[]): string[] {
  const added = now.filter(name => !then.includes(name))
  const removed = then.filter(name => !now.includes(name))
  return [
    ...(added.length > 0 ? [t('renewal.light.contacts.added', { names: list(t, added) })] : []),
    ...(removed.length > 0 ? [t('renewal.light.contacts.removed', { names: list(t, removed) })] : []),
  ]
}

const names = (t: T, all: readonly string[]): string =>
  all.length > maxNames ? t('renewal.light.branches.many', { count: all.length }) : list(t, all)
