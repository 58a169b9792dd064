import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import type { Link, SummaryRow } from '../../../web/components.ts'
import { hiddenField, tickBox } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Changed, Light } from './light-renewal.store.ts'

const few = 8

/** What changed about branches and people, and whether we write to the right ones. */
export function changedSection(
  t: T,
  actor: Actor,
  { application, changed, written }: Light,
  form: Form,
  mayWrite: boolean,
) {
  const own = { id: application.organisationId }
  const leads = changed.team.filter(({ role, isActive }) => role === 'lead' && isActive).map(({ name }) => name)
  const before = written.before?.leads ?? null
  const change = (href: string, hidden: string): Link => ({ text: t('renewal.light.change'), href, hidden })
  const rows: SummaryRow[] = [
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
        ...(before ? movedLines(t, leads, before) : []),
      ],
      links: can(actor, 'team.manage', own)
        ? [change(`/organisations/${own.id}/team`, t('renewal.light.change.contacts'))]
        : [],
    },
    {
      key: t('renewal.light.summary'),
      value: t(
        application.summary === ''
          ? 'renewal.light.summary.missing'
          : application.hasEarlierAnswers
            ? 'renewal.light.summary.there'
            : 'renewal.light.summary.changed',
      ),
      links: mayWrite ? [change(`/applications/${application.id}/summary`, t('renewal.light.change.summary'))] : [],
    },
  ]
  return {
    rows: { rows },
    contacts: mayWrite
      ? { tick: tickBox(form, 'contacts', t('submissions.contacts.tick')), read: hiddenField(form, 'read-contacts') }
      : null,
  }
}

function branchLines(t: T, { branches }: Changed, isKnown: boolean): string[] {
  const isSame = isKnown && branches.came.length === 0 && branches.went.length === 0
  return [
    isSame
      ? t('renewal.light.branches.same', { count: branches.now })
      : t('renewal.light.branches.now', { count: branches.now }),
    ...(isKnown && branches.came.length > 0
      ? [t('renewal.light.branches.came', { names: names(t, branches.came) })]
      : []),
    ...(branches.went.length > 0 ? [t('renewal.light.branches.went', { names: names(t, branches.went) })] : []),
    ...(branches.others.length > 0 ? [t('renewal.light.branches.other', { names: names(t, branches.others) })] : []),
  ]
}

/** As they were called then: somebody renamed counts as another, and a lead will not mind being shown. */
function movedLines(t: T, now: readonly string[], then: readonly string[]): string[] {
  const [came, went] = [now.filter(name => !then.includes(name)), then.filter(name => !now.includes(name))]
  return [
    ...(came.length > 0 ? [t('renewal.light.contacts.came', { names: list(t, came) })] : []),
    ...(went.length > 0 ? [t('renewal.light.contacts.went', { names: list(t, went) })] : []),
  ]
}

const names = (t: T, all: readonly string[]): string =>
  all.length > few ? t('renewal.light.branches.many', { count: all.length }) : list(t, all)
