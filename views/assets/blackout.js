// Lets people draw areas on a picture or a page with a finger, the mouse or the keyboard. The form submits the numbers
// below the picture. This script keeps both in sync, and records in the form that the areas were seen.

const form = document.querySelector('form[data-blackout]')
const [picture, pattern] = ['.los-blackout', 'template'].map(each => form.querySelector(each))
const list = form.querySelector('[data-areas]') ?? form.querySelector('#areas')
/**
 * The number of the document's page that is shown; null for a picture. Areas of other pages have only their number
 * fields.
 */
const page = picture.dataset.page ?? null
const canvas = picture.querySelector('svg')
const sides = ['left', 'top', 'width', 'height']
const onRectangle = { left: 'x', top: 'y', width: 'width', height: 'height' }
const most = Number(form.dataset.most)
const svg = name => document.createElementNS('http://www.w3.org/2000/svg', name)

const said = Object.assign(document.createElement('p'), { className: 'govuk-visually-hidden' })
said.setAttribute('aria-live', 'polite')
const keys = Object.assign(document.createElement('p'), {
  className: 'govuk-visually-hidden',
  id: 'area-keys',
  textContent: form.dataset.keys,
})
form.append(said, keys)
const isFixed = each => each.classList.contains('los-blackout__fixed')
for (const drawn of [...canvas.children]) if (!isFixed(drawn)) drawn.remove()
canvas.removeAttribute('aria-hidden')
const showing = form.querySelector('[name=then][value=show]')
if (showing) showing.hidden = true // there is nothing to load
form.querySelector('[data-drawing]').hidden = false

let areas = []
const boxesOf = row => sides.map(side => row.querySelector(`[name^="${side}-"]`))
const pageBox = row => row.querySelector('[name^="page-"]')
const pageOf = row => (page === null ? null : Number(pageBox(row).value.trim()))
const isHere = row => page === null || pageOf(row) === Number(page)
const clamp = (value, least, largest) => Math.min(largest, Math.max(least, value))
const inHundredths = typed =>
  /^\d{1,3}([.,]\d{1,2})?$/.test(typed.trim()) ? Math.round(Number(typed.trim().replace(',', '.')) * 100) : NaN

/** The area in the number fields of a row; null when the numbers are not a valid area. */
function numbersIn(row) {
  const [left, top, width, height] = boxesOf(row).map(box => inHundredths(box.value))
  const isGood =
    (page === null || pageOf(row) > 0) &&
    [left, top, width, height].every(each => each <= 10_000) &&
    width > 0 &&
    height > 0 &&
    left + width <= 10_000 &&
    top + height <= 10_000
  return isGood ? { left, top, width, height } : null
}

/** Creates an area on the picture, with a corner for resizing it. */
function adopt(row) {
  const [shape, corner] = [svg('rect'), svg('rect')]
  shape.setAttribute('tabindex', '0')
  shape.setAttribute('role', 'button')
  shape.setAttribute('aria-describedby', keys.id)
  for (const [name, value] of Object.entries({
    class: 'los-blackout__corner',
    width: 24,
    height: 24,
    transform: 'translate(-12 -12)',
  }))
    corner.setAttribute(name, value)
  canvas.append(shape, corner)
  const area = { row, shape, corner, at: numbersIn(row) }
  areas.push(area)
  row.addEventListener('input', () => {
    area.at = numbersIn(row)
    draw(area)
  })
  shape.addEventListener('keydown', event => pressed(event, area))
  draw(area)
  return area
}

function draw(area) {
  const { at, shape, corner } = area
  for (const each of [shape, corner]) each.toggleAttribute('hidden', !at || !isHere(area.row))
  if (at) {
    for (const side of sides) shape.setAttribute(onRectangle[side], `${at[side] / 100}%`)
    corner.setAttribute('x', `${(at.left + at.width) / 100}%`)
    corner.setAttribute('y', `${(at.top + at.height) / 100}%`)
  }
  shape.setAttribute('aria-label', sentence(area))
  form.elements.seen.value = areas.flatMap(each => (each.at ? asText(each) : [])).join(';')
  copyToPreview()
}

const asText = ({ at, row }) => (page === null ? '' : `${pageOf(row)}:`) + sides.map(side => at[side]).join(',')

/** The small picture of the page beside the form shows the same areas. */
const preview = document.querySelector('.los-blackout--still svg')
function copyToPreview() {
  if (!preview) return
  for (const drawn of [...preview.children]) if (!isFixed(drawn)) drawn.remove()
  for (const { at, row } of areas) {
    if (!at || !isHere(row)) continue
    const copy = svg('rect')
    for (const side of sides) copy.setAttribute(onRectangle[side], `${at[side] / 100}%`)
    preview.append(copy)
  }
}

const sentence = ({ at, row }) =>
  form.dataset.area.replace(/\[(\w+)\]/g, (_, name) => {
    if (name === 'number') return row.dataset.number
    return at ? String(at[name] / 100) : '?'
  })

/** Updates the number fields from the picture, and announces them a moment later. */
let later
function place(area, at) {
  area.at = at
  boxesOf(area.row).forEach((box, index) => {
    box.value = String(at[sides[index]] / 100)
  })
  draw(area)
  clearTimeout(later)
  later = setTimeout(() => {
    said.textContent = sentence(area)
  }, 500)
}

const moved = (at, x, y) => ({
  ...at,
  left: clamp(at.left + x, 0, 10_000 - at.width),
  top: clamp(at.top + y, 0, 10_000 - at.height),
})
const resized = (at, x, y) => ({
  ...at,
  width: clamp(at.width + x, 50, 10_000 - at.left),
  height: clamp(at.height + y, 50, 10_000 - at.top),
})

const arrows = { ArrowLeft: [-100, 0], ArrowRight: [100, 0], ArrowUp: [0, -100], ArrowDown: [0, 100] }
function pressed(event, area) {
  const by = arrows[event.key]
  if (by && area.at) place(area, (event.shiftKey ? resized : moved)(area.at, ...by))
  else if (event.key === 'Enter' || event.key === ' ') boxesOf(area.row)[0].focus()
  else if (event.key === 'Delete' || event.key === 'Backspace') takeOut(area)
  else return
  event.preventDefault()
}

/** @returns the new area, or null when there are too many */
function add(at) {
  const empty = areas.find(({ row }) => boxesOf(row).every(box => box.value.trim() === ''))
  if (!empty && areas.length >= most) {
    said.textContent = form.dataset.many
    return null
  }
  const area = empty ?? adopt(list.appendChild(pattern.content.firstElementChild.cloneNode(true)))
  number()
  if (page !== null) pageBox(area.row).value = page
  place(area, at)
  return area
}

function takeOut(area) {
  const next = areas[areas.indexOf(area) + 1] ?? areas[areas.indexOf(area) - 1]
  forget(area)
  if (next?.at) next.shape.focus()
  else form.querySelector('[name=then][value=add]').focus()
}

/** Removes an area and leaves the focus where it is. */
function forget(area) {
  clearTimeout(later)
  areas = areas.filter(each => each !== area)
  for (const each of [area.row, area.shape, area.corner]) each.remove()
  number()
}

/** Numbers the areas in their order on the page. */
function number() {
  areas.forEach((area, index) => {
    const [before, after] = [area.row.dataset.number, String(index + 1)]
    area.row.dataset.number = after
    area.row.querySelector('legend').textContent = area.row.querySelector('legend').textContent.replace(before, after)
    area.row.querySelector('.govuk-visually-hidden').textContent = ` ${area.row.querySelector('legend').textContent}`
    area.row.querySelector('button').value = `without-${after}`
    for (const each of area.row.querySelectorAll('[id], [for], [name], [aria-describedby]')) {
      for (const attribute of ['id', 'for', 'name', 'aria-describedby']) {
        if (each.hasAttribute(attribute) && !each.matches('button'))
          each.setAttribute(
            attribute,
            each
              .getAttribute(attribute)
              .replaceAll(new RegExp(`\\b(page|${sides.join('|')})-${before}\\b`, 'g'), `$1-${after}`),
          )
      }
    }
    draw(area)
  })
  if (areas.length > 0) return
  form.elements.seen.value = ''
  copyToPreview()
}

form.addEventListener('click', event => {
  const button = event.target.closest('button[name=then]')
  if (!button || button.value === 'make' || /^(page|draw)-/.test(button.value)) return
  event.preventDefault()
  if (button.value === 'add') add({ left: 4_000, top: 4_000, width: 2_000, height: 2_000 })?.shape.focus()
  const area = areas.find(({ row }) => row.contains(button))
  if (area) takeOut(area)
})

/** The pointer's position on the picture, in units of 0.01% of its width and height. */
function pointAt({ clientX, clientY }) {
  const { left, top, width, height } = canvas.getBoundingClientRect()
  return [
    clamp(Math.round(((clientX - left) / width) * 10_000), 0, 10_000),
    clamp(Math.round(((clientY - top) / height) * 10_000), 0, 10_000),
  ]
}

let drag = null
canvas.addEventListener('pointerdown', event => {
  if (event.button !== 0 || !event.isPrimary) return
  event.preventDefault()
  canvas.setPointerCapture(event.pointerId)
  const [x, y] = pointAt(event)
  const area = areas.find(({ shape, corner }) => shape === event.target || corner === event.target)
  drag = area ? { area, before: area.at, x, y, change: area.corner === event.target ? resized : moved } : { x, y }
  area?.shape.focus()
})
canvas.addEventListener('pointermove', event => {
  if (!drag) return
  const [x, y] = pointAt(event)
  if (drag.change) return place(drag.area, drag.change(drag.before, x - drag.x, y - drag.y))
  const at = {
    left: Math.min(x, drag.x),
    top: Math.min(y, drag.y),
    width: Math.abs(x - drag.x),
    height: Math.abs(y - drag.y),
  }
  if (at.width < 50 || at.height < 50) return
  drag.area ??= add(at)
  if (drag.area) place(drag.area, at)
  else drag = null
})
canvas.addEventListener('pointerup', () => {
  drag?.area?.shape.focus()
  drag = null
})
// The finger scrolls the page, so nothing is drawn.
canvas.addEventListener('pointercancel', () => {
  if (drag?.area && !drag.change) forget(drag.area)
  drag = null
})

for (const row of list.querySelectorAll('fieldset')) adopt(row)
