import { areasAsText, mostAreas, areaMeasures, type Area } from '../../../domain/blackout.ts'
import { assetAddress } from '../../../web/assets.ts'
import { textField } from '../../../web/fields.ts'
import { emptyForm, errorOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { fieldOf, numberedRows, readAreas } from './blackout.forms.ts'
import type { EvidenceFile, EvidenceItem } from '../items/evidence-item.store.ts'
import { decisionFolds, latestField, redactionFrame } from '../redaction/redaction.pages.ts'
import type { CopiesBefore } from '../redaction/redaction.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/blackout/blackout': ReturnType<typeof blackoutPage>
    'evidence/blackout/area-row': AreaRow
  }
}

/** A picture, and whether the reader can share it although it needs a redacted copy. */
export interface PictureToRedact {
  evidence: EvidenceItem
  picture: EvidenceFile
  mayKeep: boolean
  before: CopiesBefore | null
}

export function blackoutPage(
  t: T,
  { evidence, picture: file, mayKeep, before }: PictureToRedact,
  { values, errors }: Form,
) {
  const address = `/evidence/${evidence.id}/files/${file.id}`
  const form = { values: numberedRows(values), errors }
  const { areas } = readAreas(t, form.values)
  const rows = Math.max(1, Object.keys(form.values).filter(field => field.startsWith('left-')).length)
  return {
    ...redactionFrame(evidence, t('blackout.title'), form),
    lead: [
      t('blackout.lead'),
      t('blackout.lead.after'),
      ...(before?.isUploaded ? [t('redacted_copy.before.uploaded')] : []),
    ],
    picture: {
      src: file.drawn ? `${address}/pages/1/picture` : address,
      alternative: file.alternative || t('preview.alt.undescribed', { name: file.name }),
    },
    shown: areas.map(
      area =>
        Object.fromEntries(areaMeasures.map(side => [side, `${area[side] / 100}%`])) as Record<keyof Area, string>,
    ),
    seen: { name: 'seen', value: areasAsText(areas) },
    latest: latestField({ values, errors }, before),
    buttons: (['show', 'add'] as const).map(value => ({
      text: t(`blackout.${value}`),
      kind: 'secondary' as const,
      name: 'then',
      value,
      method: 'get' as const,
    })),
    error: { id: 'areas', error: errorOf(form, 'areas') },
    rows: Array.from({ length: rows }, (_, index) => areaRow(t, form, index + 1)),
    pattern: areaRow(t, emptyForm, 0),
    said: {
      area: t('blackout.area.announcement'),
      keys: t('blackout.area.keys'),
      most: t('blackout.many', { most: mostAreas }),
    },
    most: mostAreas,
    elsewhere: { text: t('blackout.elsewhere'), href: `${address}/redaction` },
    decision: decisionFolds(t, evidence, file, mayKeep),
    script: assetAddress('blackout.js'),
  }
}

/** The fields of one area. With JavaScript, drawing on the picture fills them in. */
const areaRow = (t: T, form: Form, number: number) => ({
  number,
  legend: t('blackout.area', { number }),
  fields: areaMeasures.map(side =>
    textField(form, fieldOf(side, number), t(`blackout.${side}`), {
      width: 4,
      inputmode: 'decimal',
      spellcheck: false,
      suffix: '%',
    }),
  ),
  without: {
    text: t('blackout.remove'),
    hidden: t('blackout.area', { number }),
    kind: 'secondary' as const,
    name: 'then',
    value: `without-${number}`,
    method: 'get' as const,
  },
})
export type AreaRow = ReturnType<typeof areaRow>
