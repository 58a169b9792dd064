import { can } from '../../../domain/permissions.ts'
import { isAboutTheYear } from '../../../domain/carry.ts'
import type { Item } from '../../../domain/framework.ts'
import { stateOf } from '../../../domain/progress.ts'
import type { Link, SummaryRow } from '../../../web/components.ts'
import { hiddenField, textArea, tickBox } from '../../../web/fields.ts'
import { errorOf, valueOf } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { maxCharactersOf } from '../answers/answer.forms.ts'
import { itemStatus } from '../progress/progress.pages.ts'
import { fieldOf, readOf, sameOf } from '../light-renewals/light-renewal.forms.ts'
import type { LightRenewal, TeamAndBranches } from '../light-renewals/light-renewal.store.ts'
import { theirsOf, type Drawing } from './renewal-section.pages.ts'

/** The section of significant changes: one box to say that there are none, and the collapsed fields to report one. */
export function changesSection(drawing: Drawing, items: readonly Item[]) {
  const { t, light, form, may, conflicts } = drawing
  const rows = { rows: changeRows(drawing) }
  const texts = items.map(item => textShown(drawing, item))
  const isReported = items.some(
    item =>
      valueOf(form, fieldOf(item)) !== '' ||
      errorOf(form, fieldOf(item)) !== null ||
      conflicts?.some(({ field }) => field === fieldOf(item)),
  )
  const { branches } = light.changed
  const leads = leadsIn(light.changed).length
  const hint = t('renewal.light.no_change.hint', {
    branches: t('renewal.light.branches.now', { count: branches.now }),
    leads: t('renewal.light.leads', { count: leads }),
  })
  return {
    none: may.write
      ? {
          tick: tickBox(form, 'noChange', t('renewal.light.no_change'), { hint }),
          read: hiddenField(form, 'read-noChange'),
        }
      : null,
    open: isReported || branches.added.length + branches.removed.length > 0,
    rows,
    texts,
    contacts: may.write
      ? { tick: tickBox(form, 'contacts', t('submissions.contacts.tick')), read: hiddenField(form, 'read-contacts') }
      : null,
  }
}

const leadsIn = ({ team }: TeamAndBranches): string[] =>
  team.filter(({ role, isActive }) => role === 'lead' && isActive).map(({ name }) => name)

function changeRows({ t, actor, light }: Drawing): SummaryRow[] {
  const { application, changed, written } = light
  const own = { id: application.organisationId }
  const leads = leadsIn(changed)
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
      value: [
        list(t, leads),
        changed.mailbox ?? t('renewal.light.mailbox.none'),
        ...(before ? changesOfLeads(t, leads, before) : []),
      ],
      links: can(actor, 'team.manage', own)
        ? [change(`/organisations/${own.id}/team`, t('renewal.light.change.contacts'))]
        : [],
    },
  ]
}

/** One text of the page: a field for those who may write, otherwise the text itself. */
export function textShown({ t, light, form, may, conflicts }: Drawing, item: Item) {
  const name = fieldOf(item)
  const conflict = conflicts?.find(({ field }) => field === name)
  return {
    field: may.write
      ? textArea(form, name, isAboutTheYear(item) ? item.description : t('renewal.light.short.label'), {
          rows: isAboutTheYear(item) ? 2 : 4,
          quiet: true,
          most: maxCharactersOf('renewal', item),
        })
      : null,
    read: hiddenField(form, readOf(name)),
    label: item.title,
    text: paragraphs(light.written.answers.find(({ itemId }) => itemId === item.id)?.narrative ?? null),
    theirs: conflict ? theirsOf(t, conflict) : null,
  }
}

/** A short answer, collapsed when it is complete. Last year's answer can be confirmed as it is. */
export function shortFold(drawing: Drawing, item: Item) {
  const { t, light, form, may, conflicts } = drawing
  const { application, facts } = light
  const answer = facts.find(({ itemId }) => itemId === item.id)
  const isCarried = answer?.isCarried === true && answer.narrative !== ''
  const status = itemStatus(t, isCarried ? 'not started' : stateOf(item, answer, application))
  const isComplete = !isCarried && ['written', 'done'].includes(stateOf(item, answer, application))
  const said = isCarried ? t('renewal.light.short.update') : status.text
  const name = fieldOf(item)
  return {
    id: `fold-${item.code}`,
    summary: t('renewal.light.fold', { title: t('renewal.light.item', item), state: said }),
    open:
      (!isComplete && !isCarried) ||
      errorOf(form, name) !== null ||
      conflicts?.some(({ field }) => field === name) === true,
    text: textShown(drawing, item),
    same: may.write && isCarried ? tickBox(form, sameOf(item), t('renewal.light.same', item)) : null,
    link: { text: t('renewal.light.evidence', item), href: `/applications/${application.id}/criteria/${item.code}` },
  }
}

/** The summary, collapsed unless it is missing. */
export function summaryFold({ t, light, form, may, conflicts }: Drawing) {
  const { application, framework } = light
  const conflict = conflicts?.find(({ field }) => field === 'summary')
  const state = summaryState(light)
  return {
    id: 'fold-summary',
    summary: t('renewal.light.fold', {
      title: t('renewal.light.summary'),
      state: t(`renewal.light.summary.${state}`),
    }),
    open: state === 'missing' || errorOf(form, 'summary') !== null || conflict !== undefined,
    text: {
      field: may.write
        ? textArea(form, 'summary', t('applications.summary.title'), {
            rows: 5,
            most: framework.summaryMaxCharacters,
            quiet: true,
          })
        : null,
      read: hiddenField(form, readOf('summary')),
      label: t('applications.summary.title'),
      text: paragraphs(application.summary),
      theirs: conflict ? theirsOf(t, conflict) : null,
    },
    same: null,
    link: { text: t('renewal.light.summary.sharing'), href: `/applications/${application.id}/summary` },
  }
}

function summaryState({
  application: { summary, hasEarlierAnswers },
}: LightRenewal): 'missing' | 'carried' | 'written' {
  if (summary === '') return 'missing'
  return hasEarlierAnswers ? 'carried' : 'written'
}

/** If there are more names than this, the page shows only their number. */
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
 * How the leads have changed since the last application. Compares names as submitted, so a lead who changed their name
 * counts as new.
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
