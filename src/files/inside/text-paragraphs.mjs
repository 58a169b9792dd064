import { asName } from './text-writer.mjs'

/**
 * Joins runs of text into paragraphs, which can be nested. Reports deleted and hidden text both alone and within its
 * paragraph, because a name may be only partly deleted.
 */
export function paragraphs(writer) {
  const open = []
  return {
    /** @param placeOf is called at the end of the paragraph, because only then is it known whether it is a heading */
    begin: placeOf => open.push({ placeOf, shown: '', hidden: '', before: '', deleted: new Map() }),
    current: () => open.at(-1),
    /**
     * @param run how the run is marked: `isHidden`, and `deleted` or `inserted` with the name of the person who did it,
     * '' if unknown
     */
    add(text, run = {}) {
      const paragraph = open.at(-1)
      if (!paragraph) return
      if (run.deleted === undefined) paragraph.shown += text
      if (run.inserted === undefined) paragraph.before += text
      if (run.isHidden) paragraph.hidden += text
      if (run.deleted !== undefined)
        paragraph.deleted.set(run.deleted, `${paragraph.deleted.get(run.deleted) ?? ''}${text}`)
    },
    end() {
      const paragraph = open.pop()
      if (paragraph) write(writer, paragraph)
    },
  }
}

function write(writer, { placeOf, shown, hidden, before, deleted }) {
  const place = placeOf()
  if (hidden !== '') writer.add({ ...place, isHidden: true }, hidden)
  writer.add(place, shown, hidden === '' ? {} : { repeats: true })
  for (const [by, text] of deleted) {
    writer.add(deletedBy(by), text)
    writer.add(deletedBy(by), before, { repeats: true })
  }
}

const deletedBy = by => ({ in: 'deleted', ...(by ? { by } : {}) })

/**
 * Writes the names of people who wrote or changed text, each once.
 * @returns a function that writes a name if it is new, and returns it shortened; '' when there is none
 */
export function authors(writer) {
  const seen = new Set()
  return (text, place = { in: 'changes' }) => {
    const by = asName(text ?? '')
    if (by !== '' && !seen.has(`${place.in} ${by}`)) {
      seen.add(`${place.in} ${by}`)
      writer.add({ ...place, by }, by, { isAuthor: true })
    }
    return by
  }
}
