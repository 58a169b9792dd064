import { placedItem } from '../../../domain/framework-draft.ts'
import { applyMapping, type Mapping } from '../../../domain/framework-mapping.ts'
import { contentCarrier } from '../../../domain/since-last-year.ts'
import type { FrozenAnswer } from '../../../domain/submission.ts'
import type { Table, TableRow } from '../../../web/components.ts'
import { select } from '../../../web/fields.ts'
import { formOf } from '../../../web/form.ts'
import { list, number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { nameIn, relationStatus, type VersionRecord } from '../../frameworks/frameworks.public.ts'
import type { TryableAward } from './mapping-preview.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/mapping-preview/preview': ReturnType<typeof mappingPreviewPage>
  }
}

export interface MappingPreview {
  version: VersionRecord
  before: VersionRecord
  awards: readonly TryableAward[]
  award: TryableAward | null
  /** the newest submitted answer to each item of the previous version of the criteria */
  answers: readonly FrozenAnswer[]
  mapping: Mapping
}

export function mappingPreviewPage(t: T, it: MappingPreview) {
  const { version, before, awards, award } = it
  return {
    title: t('frameworks.try.title'),
    back: {
      text: t('frameworks.mapping.title', { before: before.version, after: version.version }),
      href: `/frameworks/${version.id}/mapping`,
    },
    wide: true,
    none: awards.length === 0 ? t('frameworks.try.none') : null,
    choose: select(formOf({ award: award?.awardId ?? '' }), 'award', t('frameworks.try.organisation'), {
      choices: awards.map(({ awardId, organisationName }) => ({ value: awardId, text: organisationName })),
      empty: t('frameworks.try.choose'),
    }),
    result: award && resultOf(t, it, award.organisationName),
  }
}

function resultOf(t: T, it: MappingPreview, name: string) {
  const { version, before, answers, mapping } = it
  const carried = applyMapping(
    new Map(answers.map(answer => [answer.item, answer])),
    mapping,
    contentCarrier<FrozenAnswer>(),
  )
  const asked = mapping.items.filter(({ item }) =>
    placedItem(version.document, item)?.item.askedIn.includes('reappraisal'),
  )
  const changed = asked.filter(({ item, relation }) => carried.has(item) && relation !== 'equal')
  const left = mapping.retired.filter(({ item }) => answers.some(answer => answer.item === item))
  const table: Table = {
    caption: t('frameworks.try.table', { name }),
    columns: [
      t('frameworks.mapping.column.after', { version: version.version }),
      t('frameworks.mapping.column.relation'),
      t('frameworks.mapping.column.before', { version: before.version }),
      t('frameworks.try.column.text'),
      t('frameworks.try.column.evidence'),
    ],
    rows: asked.map(row => carriedRow(t, it, row, carried.get(row.item))),
  }
  const codesBefore = left.map(({ item }) => codeIn(before, item))
  return {
    sentence: t('frameworks.try.sentence', {
      name,
      carried: asked.filter(({ item }) => carried.has(item)).length,
      count: asked.length,
      check: changed.length,
    }),
    table,
    left: left.length > 0 ? t('frameworks.try.left', { count: left.length, codes: list(t, codesBefore) }) : null,
  }
}

function carriedRow(
  t: T,
  { version, before }: MappingPreview,
  { item, relation, from }: MappingPreview['mapping']['items'][number],
  answer: FrozenAnswer | undefined,
): TableRow {
  const hasText = (answer?.narrative.trim() ?? '') !== ''
  const codes = from.map(id => codeIn(before, id))
  return {
    cells: [
      { text: nameIn(version.document, item) },
      { status: relationStatus(t, relation) },
      { text: codes.length === 0 ? t('frameworks.mapping.nothing') : list(t, codes) },
      { text: t(hasText ? 'frameworks.try.text.carried' : 'frameworks.try.text.empty') },
      { text: number(t, answer?.evidence.length ?? 0), figures: true },
    ],
  }
}

const codeIn = ({ document }: VersionRecord, id: string): string => placedItem(document, id)?.item.code ?? id
