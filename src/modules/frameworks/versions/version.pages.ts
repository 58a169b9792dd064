import type { Actor } from '../../../domain/actor.ts'
import { problemsIn, type DraftProblem } from '../../../domain/framework-checks.ts'
import { asksTheSame, fieldsThatDiffer, itemDifferences } from '../../../domain/framework-differences.ts'
import { placedItem, placedItems, type PlacedItem } from '../../../domain/framework-draft.ts'
import { fromDocumentId, type ItemPart } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import type { Link, Status, SummaryRow, TaskGroup } from '../../../web/components.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { VersionRecord } from '../drafts/draft.store.ts'
import { translationSection } from '../translations/translation.pages.ts'
import type { SavedTranslation } from '../translations/translation.store.ts'
import { differenceOf, settingsDifferences, termsInWords } from './difference.pages.ts'
import { versionStatus, whenOf } from './version-status.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/versions/version': ReturnType<typeof versionPage>
    'frameworks/versions/differences': ReturnType<typeof differencesPage>
  }
}

export interface Compared {
  version: VersionRecord
  before: VersionRecord | null
}

/** The page of a version with its areas, items, settings and translations. A draft has no translations. */
export function versionPage(
  t: T,
  actor: Actor,
  { version, before, translations }: Compared & { translations: readonly SavedTranslation[] },
) {
  const isDraft = version.publishedAt === null
  const mayEdit = isDraft && can(actor, 'frameworks.edit')
  const below = `/frameworks/${version.id}`
  return {
    title: version.label,
    back: { text: t('frameworks.title'), href: '/frameworks' },
    heading: { text: version.label, caption: captionOf(version), size: 'l' as const },
    status: versionStatus(t, { ...version, issued: version.document.issued }),
    when: whenOf(t, version),
    private: isDraft ? t('frameworks.draft.private') : null,
    tasks: { groups: groupsOf(t, { version, before }, mayEdit) },
    gone: goneOf(t, { version, before }, mayEdit),
    adds: mayEdit ? addLinks(t, version) : [],
    settings: { rows: settingsRows(t, version, mayEdit) },
    translations: isDraft ? null : translationSection(t, actor, version, translations),
    problems: isDraft ? problemsIn(version.document).map(problem => problemInWords(t, problem)) : [],
    links: [
      {
        text: t(isDraft ? 'frameworks.preview.link' : 'frameworks.preview.link.published'),
        href: `${below}/preview`,
      },
      ...(before
        ? [{ text: t('frameworks.differences.link', { version: before.version }), href: `${below}/differences` }]
        : []),
      { text: t('frameworks.export.link'), href: `${below}/export.yaml` },
      ...(mayEdit ? [{ text: t('frameworks.import.link'), href: `${below}/import` }] : []),
      ...(before ? [{ text: t('frameworks.mapping.link'), href: `${below}/mapping` }] : []),
      ...(mayEdit ? [{ text: t('frameworks.discard.link'), href: `${below}/discarding` }] : []),
      ...(!isDraft && can(actor, 'frameworks.edit')
        ? [
            {
              text: t(version.retiredAt ? 'frameworks.restoration.link' : 'frameworks.retirement.link'),
              href: `${below}/retirement`,
            },
          ]
        : []),
    ],
    publish: mayEdit ? { text: t('frameworks.publish.link'), href: `${below}/publication` } : null,
  }
}

function groupsOf(t: T, { version, before }: Compared, mayEdit: boolean): TaskGroup[] {
  const items = placedItems(version.document)
  const rows = (placed: readonly PlacedItem[]) =>
    placed.map(({ item }) => ({
      code: item.code,
      title: item.title,
      href: mayEdit ? `/frameworks/${version.id}/items/${item.id}` : null,
      hint: item.requirement === 'recommended' ? t('item.requirement.recommended') : null,
      status: changeStatus(t, version, before, item.id),
    }))
  const group = (id: string, heading: string, placed: readonly PlacedItem[]): TaskGroup => ({
    id,
    heading,
    sentence: t('frameworks.items.count', {
      count: placed.length,
      changed: placed.filter(({ item }) => isChanged(version, before, item.id)).length,
    }),
    rows: rows(placed),
  })
  return [
    group(
      'prerequisites',
      t('item.part.prerequisite'),
      items.filter(({ part }) => part === 'prerequisite'),
    ),
    ...version.document.areas.map(area =>
      group(
        `area-${area.id}`,
        area.title,
        items.filter(({ item }) => item.area === area.id),
      ),
    ),
    group(
      'ahead',
      t('item.part.looking ahead'),
      items.filter(({ part }) => part === 'looking ahead'),
    ),
  ].filter(({ rows }) => rows.length > 0)
}

function isChanged(version: VersionRecord, before: VersionRecord | null, id: string): boolean {
  if (!before) return false
  const [then, now] = [placedItem(before.document, id), placedItem(version.document, id)]
  return !then || !now || fieldsThatDiffer(then.item, now.item).length > 0
}

/** The status that says whether an item is new or changed since the previous version. */
export function changeStatus(t: T, version: VersionRecord, before: VersionRecord | null, id: string): Status {
  const [then, now] = [before && placedItem(before.document, id), placedItem(version.document, id)]
  if (!before || !now) return { icon: 'page', tone: 'quiet', text: t('frameworks.change.first') }
  if (!then) return { icon: 'plus', tone: 'done', text: t('frameworks.change.new') }
  if (fieldsThatDiffer(then.item, now.item).length === 0)
    return { icon: 'equals', tone: 'quiet', text: t('frameworks.change.none') }
  return asksTheSame(then.item, now.item)
    ? { icon: 'information', tone: 'cloth', text: t('frameworks.change.settings') }
    : { icon: 'pencil', tone: 'cloth', text: t('frameworks.change.words') }
}

/** The items that were in the previous version but are not in this version. */
function goneOf(t: T, { version, before }: Compared, mayEdit: boolean): { text: string; link: Link | null }[] {
  if (!before) return []
  return placedItems(before.document)
    .filter(({ item }) => !placedItem(version.document, item.id))
    .map(({ item }) => ({
      text: t('frameworks.gone.item', { code: item.code, title: item.title }),
      link: mayEdit
        ? { text: t('frameworks.gone.open'), href: `/frameworks/${version.id}/items/${item.id}`, hidden: item.code }
        : null,
    }))
}

const addLinks = (t: T, { id, document }: VersionRecord): Link[] => [
  ...(document.areas.length > 0
    ? [{ text: t('frameworks.add.criterion'), href: `/frameworks/${id}/items/new?part=criterion` }]
    : []),
  { text: t('frameworks.add.prerequisite'), href: `/frameworks/${id}/items/new?part=prerequisite` },
  { text: t('frameworks.add.ahead'), href: `/frameworks/${id}/items/new?part=looking+ahead` },
  { text: t('frameworks.add.area'), href: `/frameworks/${id}/areas/new` },
  ...document.areas.map(area => ({
    text: t('frameworks.area.change', { title: area.title }),
    href: `/frameworks/${id}/areas/${area.id}`,
  })),
]

function settingsRows(t: T, { id, document }: VersionRecord, mayEdit: boolean): SummaryRow[] {
  const links = mayEdit
    ? [
        {
          text: t('frameworks.settings.change'),
          href: `/frameworks/${id}/settings`,
          hidden: t('frameworks.settings.title'),
        },
      ]
    : []
  const needs = document.panel.needs.map(({ id: kind, min }) =>
    t('frameworks.panel.need', { kind: needName(t, fromDocumentId(kind)), count: min }),
  )
  return [
    {
      key: t('frameworks.settings.terms'),
      value: termsInWords(t, document),
      links,
    },
    {
      key: t('frameworks.settings.dates'),
      value: t('frameworks.dates.sentence', {
        opens: document.terms.renewalOpensDays,
        lapses: document.terms.lapseAfterDays,
      }),
    },
    { key: t('frameworks.settings.reminders'), value: remindersInWords(t, document.reminders) },
    {
      key: t('frameworks.settings.panel'),
      value: t('frameworks.panel.sentence', { count: document.panel.minSeats, needs: needs.join(', ') }),
    },
  ]
}

export const needName = (t: T, kind: 'lived experience' | 'independent' | 'sector peer' | 'local group' | 'trustee') =>
  kind === 'independent' ? t('frameworks.panel.independent') : t(`seat.kind.${kind}`)

/** The name of the stream; null when the version's label already starts with it. */
const captionOf = ({ label, streamName }: Pick<VersionRecord, 'label' | 'streamName'>): string | null =>
  label.startsWith(streamName) ? null : streamName

/** When we send reminders, one line each for the days before, on and after the award's last day. */
function remindersInWords(t: T, reminders: readonly number[]): string[] {
  const line = (key: 'before' | 'after', days: readonly number[]) =>
    days.length === 0
      ? []
      : t(`frameworks.reminders.${key}`, { days: list(t, days.map(String)), count: Math.max(days.length, days[0]!) })
  return [
    line(
      'before',
      reminders.filter(day => day > 0),
    ),
    reminders.includes(0) ? t('frameworks.reminders.on') : [],
    line(
      'after',
      reminders.filter(day => day < 0).map(day => -day),
    ),
  ].flat()
}

export const problemInWords = (t: T, { what, codes }: DraftProblem): string =>
  t(`frameworks.problem.${what}`, { codes: list(t, codes) })

const orderOfParts: readonly ItemPart[] = ['prerequisite', 'criterion', 'looking ahead']

/** The page of all differences from the previous version. It marks the words that were removed and added. */
export function differencesPage(t: T, version: VersionRecord, before: VersionRecord | null) {
  const differences = before ? itemDifferences(before.document, version.document) : []
  const inOrder = orderOfParts.flatMap(part =>
    differences.filter(({ before: then, after }) => (after ?? then)?.part === part),
  )
  // The title of the page names both versions, so the names do not count as a difference.
  const { document } = version
  const settings = before ? settingsDifferences(t, { ...before.document, label: document.label }, document) : []
  const same = placedItems(version.document).length - differences.filter(({ after }) => after !== null).length
  return {
    title: before
      ? t('frameworks.differences.title', { before: before.version, after: version.version })
      : t('frameworks.differences.first'),
    back: { text: version.label, href: `/frameworks/${version.id}` },
    none: differences.length + settings.length === 0 ? t('frameworks.differences.none') : null,
    items: inOrder.map(difference => differenceOf(t, difference)),
    settings,
    same: before && same > 0 ? t('frameworks.differences.same', { count: same }) : null,
  }
}
