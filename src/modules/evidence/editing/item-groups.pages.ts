import type { Framework, Item } from '../../../domain/framework.ts'
import { checkboxes, type Choices } from '../../../web/fields.ts'
import { errorOf, formOf, valuesOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'

interface ItemGroup {
  summary: string
  open: boolean
  field: Choices
}

/**
 * Returns the items as groups of checkboxes: one group for each area, one for prerequisites and one for looking ahead.
 */
export function itemGroups(t: T, framework: Framework, form: Form): ItemGroup[] {
  const groups = [
    ...framework.areas.map(area => ({
      id: area.id,
      title: area.title,
      items: framework.criteria.filter(item => item.area === area.id),
    })),
    { id: 'before', title: t('item.part.prerequisite'), items: framework.prerequisites },
    { id: 'ahead', title: t('item.part.looking ahead'), items: framework.lookingAhead },
  ].filter(({ items }) => items.length > 0)
  return groups.map((group, index) => itemGroup(t, group, index === 0, form))
}

/**
 * A group of checkboxes. All groups have the field name `items`, but ids must differ. The first group keeps the ids
 * that the error summary links to.
 */
function itemGroup(
  t: T,
  { id, title, items }: { id: string; title: string; items: readonly Item[] },
  isFirst: boolean,
  form: Form,
): ItemGroup {
  const chosen = valuesOf(form, 'items')
  const drawn = checkboxes(formOf({ items: chosen }), 'items', title, {
    choices: items.map(item => ({ value: item.id, text: `${item.code} ${item.title}` })),
    small: true,
  })
  const own = (each: string) => (isFirst ? each : `${each}-${id}`)
  const count = drawn.choices.filter(({ checked }) => checked).length
  return {
    summary: count === 0 ? title : t('evidence.group.chosen', { group: title, count }),
    open: count > 0 || (isFirst && errorOf(form, 'items') !== null),
    field: { ...drawn, id: own(drawn.id), choices: drawn.choices.map(choice => ({ ...choice, id: own(choice.id) })) },
  }
}
