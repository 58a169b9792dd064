import { allEvidenceKinds } from '../../../domain/evidence.ts'
import { itemsOf, type Framework } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Notice } from '../../../web/components.ts'
import { errorSummary, select, textField } from '../../../web/fields.ts'
import { errorOf, type Form } from '../../../web/form.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Branch } from '../../organisations/organisations.public.ts'
import type { ToCheck } from './sharing.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/export/show': ReturnType<typeof exportPage>
  }
}

/**
 * The choices for an export. `seesAll` is true for people who can read all restricted evidence, `seesConsents` for
 * people who can read the consents.
 */
export interface ExportOffered {
  organisation: Organisation
  framework: Framework
  branches: readonly Branch[]
  seesAll: boolean
  seesConsents: boolean
  /** the items that were selected in the list of evidence; null when the form offers filters instead */
  chosen: readonly { id: string; title: string }[] | null
  toCheck: ToCheck
  hasConsents: boolean
}

export function exportPage(t: T, offered: ExportOffered, form: Form) {
  const { organisation, seesAll, seesConsents, chosen } = offered
  return {
    title: t('export.title'),
    heading: { caption: organisation.name, text: t('export.title'), size: 'l' as const },
    back: { text: t('evidence.title'), href: `/organisations/${organisation.id}/evidence` },
    errors: errorSummary(form),
    lead: t(chosen ? 'export.lead.chosen' : 'export.lead'),
    details: {
      summary: t('export.details'),
      text: [
        t('export.contents'),
        ...(chosen ? [] : [t(seesConsents ? 'export.records.consents' : 'export.records'), t('export.applications')]),
        t('export.log'),
        ...(seesAll ? [] : [t('export.restricted')]),
      ],
    },
    action: `/organisations/${organisation.id}/export`,
    chosen: chosen && {
      error: errorOf(form, 'evidence'),
      fields: chosen.map(({ id }) => ({ name: 'evidence', value: id })),
      titles: { summary: t('bulk_changes.items', { count: chosen.length }), text: chosen.map(({ title }) => title) },
    },
    filters: chosen ? [] : filterFields(t, offered, form),
    share: shareNotice(t, offered),
    password: textField(form, 'password', t('export.password'), {
      type: 'password',
      hint: t('export.password.hint'),
      autocomplete: 'current-password',
      width: 20,
    }),
  }
}

/** What to check before sharing the download; null when it contains nothing to check. */
function shareNotice(t: T, { chosen, toCheck, hasConsents }: ExportOffered): Notice | null {
  const { toRedact, originals, restricted } = toCheck
  const inIndex = [
    ...(toRedact > 0 ? [t('export.share.to_redact', { count: toRedact })] : []),
    ...(originals > 0 ? [t('export.share.originals', { count: originals })] : []),
    ...(restricted > 0 ? [t('export.share.restricted', { count: restricted })] : []),
  ]
  const contents = [...inIndex, ...(hasConsents ? [t('export.share.consents')] : [])]
  if (contents.length === 0) return null
  const sentence = t(chosen ? 'export.share.chosen' : 'export.share.all', { contents: list(t, contents) })
  return {
    tone: 'plain',
    icon: 'triangle',
    heading: t('export.share'),
    text: [inIndex.length > 0 ? `${sentence} ${t('export.share.index')}` : sentence],
  }
}

function filterFields(t: T, { framework, branches }: ExportOffered, form: Form) {
  return [
    select(form, 'kind', t('evidence.filter.kind'), {
      choices: allEvidenceKinds.map(kind => ({ value: kind, text: t(`evidence.kind.${kind}`) })),
      empty: t('evidence.filter.kind.any'),
    }),
    select(form, 'item', t('evidence.filter.item'), {
      choices: itemsOf(framework).map(({ id, code, title }) => ({ value: id, text: `${code} ${title}` })),
      empty: t('evidence.filter.item.any'),
    }),
    ...(branches.length < 2
      ? []
      : [
          select(form, 'branch', t('evidence.filter.branch'), {
            choices: branches.map(({ id, name }) => ({ value: id, text: name })),
            empty: t('evidence.filter.branch.any'),
          }),
        ]),
  ]
}
