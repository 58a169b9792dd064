import { fingerprint } from '../../../domain/framework-draft.ts'
import type { Area } from '../../../domain/framework.ts'
import type { Notice } from '../../../web/components.ts'
import { errorSummary, hiddenField, textArea, textField } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { VersionRecord } from '../drafts/draft.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/areas/area': ReturnType<typeof areaPage>
  }
}

interface AreaSubject {
  draft: VersionRecord
  area: Area | null
}

export const formOfArea = (area: Area | null): Form =>
  formOf(area ? { title: area.title, description: area.description, 'read-part': fingerprint(area) } : {})

/** @param stale set when someone else saved the area first; the page then also shows what they saved */
export function areaPage(t: T, { draft, area }: AreaSubject, entered: Form, stale?: 'stale') {
  const form: Form =
    stale && area ? { ...entered, values: { ...entered.values, 'read-part': fingerprint(area) } } : entered
  return {
    title: area ? t('frameworks.area.change', { title: area.title }) : t('frameworks.add.area'),
    back: { text: draft.label, href: `/frameworks/${draft.id}` },
    errors: errorSummary(form),
    action: `/frameworks/${draft.id}/areas/${area?.id ?? 'new'}`,
    newer: stale && area ? newerArea(t, draft, area) : null,
    asRead: hiddenField(form, 'read-part'),
    areaTitle: textField(form, 'title', t('frameworks.item.title.label'), { width: 20 }),
    description: textArea(form, 'description', t('frameworks.area.description'), { rows: 3, most: 300 }),
    remove: area
      ? {
          action: `/frameworks/${draft.id}/areas/${area.id}/removal`,
          text: t('frameworks.area.remove'),
          kind: 'secondary' as const,
        }
      : null,
    removeText: area ? t('frameworks.area.remove.text') : null,
  }
}

const newerArea = (t: T, { changedBy }: VersionRecord, { title, description }: Area): Notice => ({
  tone: 'stop',
  icon: 'people',
  heading: t('frameworks.stale.heading', { name: changedBy ?? t('frameworks.stale.someone') }),
  text: [t('frameworks.stale.text'), title, description],
})
