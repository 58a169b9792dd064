import { branchKinds, organisationKinds } from '../../../domain/organisation.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Cell } from '../../../web/components.ts'
import { dateField, errorSummary, hiddenField, radios, textArea, textField } from '../../../web/fields.ts'
import { emptyForm } from '../../../web/form.ts'
import type { Form } from '../../../web/form.ts'
import { newFormId } from '../../../web/form-ids.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { awardsTable, casesTable } from './holdings.pages.ts'
import type { OneOfItsAwards, OneOfItsCases } from './holdings.store.ts'
import type { Branch, OrganisationLine } from './organisation.store.ts'

const home = (t: T) => ({ text: t('home.title'), href: '/home' })
const placeOf = (organisation: Organisation) => ({ text: organisation.name, href: `/organisations/${organisation.id}` })

export function organisationList(
  t: T,
  lines: readonly (OrganisationLine & { nameKey: string })[],
  search: string,
  next: string | null,
  mayRegister: boolean,
) {
  const register = { text: t('organisations.register.button'), href: '/organisations/organisations/new' }
  return {
    title: t('organisations.title'),
    back: home(t),
    search: textField({ values: { name: search }, errors: [] }, 'name', t('organisations.search'), {
      type: 'search',
      width: 20,
    }),
    empty:
      lines.length > 0 || search
        ? null
        : {
            picture: 'people' as const,
            heading: t('organisations.none'),
            text: [t('organisations.none.why')],
            button: mayRegister ? register : null,
          },
    register: mayRegister && (lines.length > 0 || search) ? register : null,
    nothingFound: lines.length === 0 && search !== '',
    table:
      lines.length === 0
        ? null
        : {
            caption: t('organisations.title'),
            captionSize: 'hidden' as const,
            columns: [
              t('organisations.name'),
              t('organisations.place'),
              t('organisations.branches.open'),
              t('organisations.leads'),
            ],
            rows: lines.map(line => ({
              cells: [
                { text: line.name, href: `/organisations/${line.id}` },
                { text: line.place },
                { text: String(line.branches), figures: true },
                { text: String(line.leads), figures: true },
              ],
            })),
          },
    pagination: { previous: null, next: next ? { text: t('organisations.next'), href: next } : null },
  }
}

export function registration(t: T, form: Form) {
  return {
    title: t('organisations.register.title'),
    back: { text: t('organisations.title'), href: '/organisations' },
    errors: errorSummary(form),
    formId: hiddenField(form, 'formId', newFormId()),
    name: textField(form, 'name', t('organisations.name.label')),
    kind: radios(
      form,
      'kind',
      t('organisations.kind.legend'),
      organisationKinds.map(kind => ({ value: kind, text: t(`organisation.kind.${kind}`) })),
    ),
    place: textField(form, 'place', t('organisations.place.label'), { hint: t('organisations.place.hint'), width: 20 }),
    roleMailbox: textField(form, 'roleMailbox', t('organisations.mailbox.label'), {
      hint: t('organisations.mailbox.hint'),
      type: 'email',
    }),
    branches: textArea(form, 'branches', t('organisations.branches.label'), {
      hint: t('organisations.branches.hint'),
      rows: 6,
    }),
    leadName: textField(form, 'leadName', t('organisations.lead_name.label'), { autocomplete: 'off' }),
    leadEmail: textField(form, 'leadEmail', t('organisations.lead_email.label'), {
      type: 'email',
      autocomplete: 'off',
    }),
  }
}

export function organisationHome(
  t: T,
  organisation: Organisation,
  branches: number,
  may: {
    evidence: boolean
    partners: boolean
    tray: boolean
    applications: boolean
    recommendations: boolean
    team: boolean
    edit: boolean
    others: boolean
  },
  around: { awards: readonly OneOfItsAwards[]; cases: readonly OneOfItsCases[] },
) {
  const below = `/organisations/${organisation.id}`
  const links = [
    { text: t('organisations.home.see_branches'), href: `${below}/branches`, shown: may.team },
    { text: t('organisations.home.see_team'), href: `${below}/team`, shown: may.team },
    { text: t('organisations.home.see_evidence'), href: `${below}/evidence`, shown: may.evidence },
    { text: t('tray.title'), href: `${below}/tray`, shown: may.tray },
    { text: t('partners.link'), href: `${below}/partners`, shown: may.partners },
    { text: t('organisations.home.see_applications'), href: `${below}/applications`, shown: may.applications },
    { text: t('recommendations.title'), href: `${below}/recommendations`, shown: may.recommendations },
    { text: t('organisations.home.edit'), href: `${below}/edit`, shown: may.edit },
  ]
  return {
    title: organisation.name,
    back: may.others ? { text: t('organisations.title'), href: '/organisations' } : home(t),
    heading: { text: organisation.name, caption: t(`organisation.kind.${organisation.kind}`), size: 'l' as const },
    facts: {
      rows: [
        { key: t('organisations.place'), value: organisation.place },
        { key: t('organisations.home.branches'), value: t('organisations.branches.count', { count: branches }) },
        ...(may.team
          ? [
              {
                key: t('organisations.home.mailbox'),
                value: organisation.roleMailbox ?? t('organisations.home.no_mailbox'),
              },
            ]
          : []),
      ],
    },
    links: links.filter(({ shown }) => shown).map(({ text, href }) => ({ text, href })),
    awards: awardsTable(t, around.awards),
    cases: casesTable(t, around.cases),
  }
}

export const formOfOrganisation = (organisation: Organisation): Form => ({
  values: {
    version: String(organisation.version),
    name: organisation.name,
    place: organisation.place,
    roleMailbox: organisation.roleMailbox ?? '',
  },
  errors: [],
})

export function organisationEdit(t: T, organisation: Organisation, form: Form) {
  return {
    title: t('organisations.edit.title', { name: organisation.name }),
    back: placeOf(organisation),
    errors: errorSummary(form),
    version: hiddenField(form, 'version'),
    name: textField(form, 'name', t('organisations.name.label')),
    place: textField(form, 'place', t('organisations.place.label'), { hint: t('organisations.place.hint'), width: 20 }),
    roleMailbox: textField(form, 'roleMailbox', t('organisations.mailbox.label'), {
      hint: t('organisations.mailbox.hint'),
      type: 'email',
    }),
  }
}

const branchKindChoices = (t: T) => branchKinds.map(kind => ({ value: kind, text: t(`branch.kind.${kind}`) }))

export function branchList(
  t: T,
  organisation: Organisation,
  branches: readonly Branch[],
  mayManage: boolean,
  form: Form = { ...emptyForm, values: { kind: 'branch' } },
) {
  const state = ({ closedOn, openedOn }: Branch): Cell => ({
    text: closedOn
      ? t('organisations.branches.closed', { day: longDay(t, closedOn) })
      : openedOn
        ? t('organisations.branches.since', { day: longDay(t, openedOn) })
        : t('organisations.branches.is_open'),
  })
  return {
    title: t('organisations.branches.title', { name: organisation.name }),
    back: placeOf(organisation),
    errors: errorSummary(form),
    table: {
      caption: t('organisations.branches.title', { name: organisation.name }),
      captionSize: 'hidden' as const,
      columns: [
        t('organisations.branches.column.name'),
        t('organisations.branches.column.kind'),
        t('organisations.branches.column.open'),
      ],
      rows: branches.map(branch => ({
        cells: [
          { text: branch.name, href: mayManage ? `/organisations/${organisation.id}/branches/${branch.id}` : null },
          { text: t(`branch.kind.${branch.kind}`) },
          state(branch),
        ],
      })),
    },
    add: !mayManage
      ? null
      : {
          formId: hiddenField(form, 'formId', newFormId()),
          names: textArea(form, 'names', t('organisations.branches.label'), { rows: 4 }),
          kind: radios(form, 'kind', t('organisations.branch.kind'), branchKindChoices(t), { inline: true }),
        },
  }
}

export const formOfBranch = ({ version, name, kind, place, openedOn, closedOn }: Branch): Form => ({
  values: {
    version: String(version),
    name,
    kind,
    place: place ?? '',
    openedOn: openedOn ?? '',
    closedOn: closedOn ?? '',
  },
  errors: [],
})

export function branchEdit(t: T, organisation: Organisation, form: Form) {
  return {
    title: t('organisations.branch.title'),
    back: {
      text: t('organisations.branches.title', { name: organisation.name }),
      href: `/organisations/${organisation.id}/branches`,
    },
    errors: errorSummary(form),
    version: hiddenField(form, 'version'),
    name: textField(form, 'name', t('organisations.branch.name')),
    kind: radios(form, 'kind', t('organisations.branch.kind'), branchKindChoices(t)),
    place: textField(form, 'place', t('organisations.branch.place'), { width: 20 }),
    openedOn: dateField(form, 'openedOn', t('organisations.branch.opened')),
    closedOn: dateField(form, 'closedOn', t('organisations.branch.closed'), {
      hint: t('organisations.branch.closed.hint'),
    }),
  }
}
