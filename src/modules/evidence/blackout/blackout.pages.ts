import { areasAsText, mostAreas, sides, type Area } from '../../../domain/blackout.ts'
import { assetAddress } from '../../../web/assets.ts'
import { textField } from '../../../web/fields.ts'
import { emptyForm, errorOf, valueOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { fieldOf } from './blackout.forms.ts'
import type { EvidenceFile, EvidenceItem } from '../items/evidence-item.store.ts'
import { redactionFrame } from '../redaction/redaction.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/blackout/blackout': ReturnType<typeof blackoutPage>
    'evidence/blackout/area-row': AreaRow
  }
}

/** @param areas those of the form that can be drawn; what is wrong with others stands beside their fields */
export function blackoutPage(t: T, evidence: EvidenceItem, file: EvidenceFile, form: Form, areas: readonly Area[]) {
  const address = `/evidence/${evidence.id}/files/${file.id}`
  const rows = Math.max(1, Object.keys(form.values).filter(field => /^left-\d+$/.test(field)).length)
  const wasAsked = form.errors.length === 0 && ['make', 'show'].includes(valueOf(form, 'then'))
  return {
    ...redactionFrame(evidence, t('blackout.title'), form),
    lead: [t('blackout.lead'), t('blackout.lead.after')],
    look: !wasAsked ? null : { tone: 'plain' as const, icon: 'information' as const, text: [t('blackout.look')] },
    picture: {
      src: file.drawn ? `${address}/pages/1/picture` : address,
      alternative: file.alternative || t('preview.alt.undescribed', { name: file.name }),
    },
    shown: areas.map(
      area => Object.fromEntries(sides.map(side => [side, `${area[side] / 100}%`])) as Record<keyof Area, string>,
    ),
    seen: { name: 'seen', value: areasAsText(areas) },
    error: { id: 'areas', error: errorOf(form, 'areas') },
    rows: Array.from({ length: rows }, (_, index) => areaRow(t, form, index + 1)),
    pattern: areaRow(t, emptyForm, 0),
    said: {
      area: t('blackout.area.said'),
      keys: t('blackout.area.keys'),
      most: t('blackout.many', { most: mostAreas }),
    },
    most: mostAreas,
    elsewhere: { text: t('blackout.elsewhere'), href: `${address}/redaction` },
    script: assetAddress('blackout.js'),
  }
}

/** The numbers of one area, which a script keeps in step with the picture. */
const areaRow = (t: T, form: Form, number: number) => ({
  number,
  legend: t('blackout.area', { number }),
  fields: sides.map(side =>
    textField(form, fieldOf(side, number), t(`blackout.${side}`), {
      width: 4,
      inputmode: 'decimal',
      spellcheck: false,
      suffix: '%',
    }),
  ),
  without: {
    text: t('blackout.without'),
    hidden: t('blackout.area', { number }),
    kind: 'secondary' as const,
    name: 'then',
    value: `without-${number}`,
  },
})
export type AreaRow = ReturnType<typeof areaRow>
