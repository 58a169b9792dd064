import { authors, paragraphs } from './text-paragraphs.mjs'
import { relationsOf } from './text-parts.mjs'
import { extras } from './text-word.mjs'
import { asName } from './text-writer.mjs'

const masters = /^ppt\/(slideMasters|slideLayouts|notesMasters|handoutMasters)\/[^/]+\.xml$/i
const without = /^ppt\/(presProps|viewProps|tableStyles|revisionInfo)\.xml$|^ppt\/(theme|changesInfos)\//i

/**
 * Reads the text of a PPTX, including hidden slides, speaker notes, comments and masters.
 * @returns how many slides there are, and how many of them are only a picture
 */
export async function throughSlides(parts, writer) {
  const author = authors(writer)
  const people = await peopleIn(parts, author)
  const slides = await slidesOf(parts)
  const seen = new Set(slides)
  const count = { slides: slides.length, pictures: 0 }
  for (const [index, part] of slides.entries()) {
    const place = { in: 'slide', slide: index + 1 }
    if (await slideText(parts, part, place, writer)) count.pictures += 1
    for (const { target, type } of (await relationsOf(parts, part)).values()) {
      if (!/^(notesSlide|comments)$/.test(type)) continue
      seen.add(target)
      if (type === 'notesSlide') await partText(parts, target, writer, { place: { in: 'notes', slide: index + 1 } })
      else await comments(parts, { part: target, slide: index + 1, people }, writer)
    }
  }
  for (const name of parts.names.filter(each => /^ppt\/.*\.xml$/i.test(each) && !without.test(each) && !seen.has(each)))
    await partText(parts, name, writer, { place: masters.test(name) ? { in: 'master' } : otherPlace(name) })
  return count
}

const otherPlace = name => ({ in: /\/(charts|diagrams|drawings)\//i.test(name) ? 'drawing' : 'hidden' })

/** The slides in presentation order, then any that the presentation does not list. */
async function slidesOf(parts) {
  const relations = await relationsOf(parts, 'ppt/presentation.xml')
  const listed = []
  await parts.xml('ppt/presentation.xml', {
    start(element, given) {
      if (element !== 'sldId') return
      // finds the attribute `r:id`; the attribute `id` is only a number
      const relation = Object.values(given).find(id => relations.has(id))
      listed.push(relations.get(relation)?.target)
    },
  })
  const slides = parts.names.filter(name => /^ppt\/slides\/[^/]+\.xml$/i.test(name))
  return [...listed.filter(name => slides.includes(name)), ...slides.filter(name => !listed.includes(name))]
}

/**
 * Writes the names and addresses of authors of comments and of people who edited the presentation.
 * @returns the names of the authors of old and new comments, by their ids
 */
async function peopleIn({ names, xml }, author) {
  const people = new Map()
  for (const part of names.filter(name => /^ppt\/(commentAuthors|authors)\.xml$/i.test(name)))
    await xml(part, {
      start(element, { id, name, userId }) {
        if (element !== 'cmAuthor' && element !== 'author') return
        people.set(id, author(name, { in: 'comment' }))
        author(addressIn(userId), { in: 'comment' })
      },
    })
  for (const part of names.filter(name => /^ppt\/changesInfos\/[^/]+\.xml$/i.test(name)))
    await xml(part, {
      start(element, { name, userId }) {
        if (element !== 'chgData') return
        author(name)
        author(addressIn(userId))
      },
    })
  return people
}

/** The address in the id of a person with an account at an organisation, such as `S::a@charity.example::1f2e`. */
const addressIn = userId => userId?.split('::')[1]

/** @returns whether the slide is only a picture */
async function slideText(parts, part, place, writer) {
  const before = writer.letters()
  const seen = { isHidden: false, isPicture: false }
  await partText(parts, part, writer, {
    place: () => ({ ...place, ...(seen.isHidden ? { isHidden: true } : {}) }),
    look: (element, { show }) => {
      if (element === 'sld') seen.isHidden = show === '0' || show === 'false'
      if (element === 'pic') seen.isPicture = true
    },
  })
  return seen.isPicture && writer.letters() === before
}

async function partText({ xml }, part, writer, { place, look = () => {} }) {
  const text = paragraphs(writer)
  const placeOf = typeof place === 'function' ? place : () => place
  await xml(part, {
    start(element, given) {
      look(element, given)
      if (element === 'p') text.begin(placeOf)
      else if (element === 'br' || element === 'tab') text.add(' ')
      if (element === 'tag' && given.val) writer.add({ in: 'hidden' }, given.val)
      if (element === 'section' && given.name) writer.add({ in: 'hidden' }, given.name)
      extras(writer, element, given)
    },
    text(said, element) {
      if (element === 't') text.add(said)
      else if (!text.current()) writer.add(placeOf(), said)
    },
    end(element) {
      if (element === 'p') text.end()
    },
  })
}

/** Writes comments with their authors. Old comments have one text; new comments have paragraphs and replies. */
async function comments({ xml }, { part, slide, people }, writer) {
  const text = paragraphs(writer)
  let place = { in: 'comment', slide }
  await xml(part, {
    start(element, { authorId }) {
      if (authorId !== undefined) {
        const by = asName(people.get(authorId) ?? '')
        place = { in: 'comment', slide, ...(by ? { by } : {}) }
      }
      if (element === 'p' || element === 'text') text.begin(() => place)
    },
    text: said => text.add(said),
    end(element) {
      if (element === 'p' || element === 'text') text.end()
    },
  })
}
