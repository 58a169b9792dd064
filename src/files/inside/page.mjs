import { Refused } from './zip.mjs'

// Prepares one page of a PDF for a redacted copy, and finds the boxes of its text.
// Form fields become part of the page; comments and links are removed.

const formField = 20
const flattenFailed = 0
/** The length of each side of a page in the units of areas: a unit is 0.01% of the side. */
export const wholePage = 10_000

/**
 * Opens a page with its form fields drawn and its comments removed.
 * @param number from 1
 * @param act gets the page, which is closed afterwards
 * @throws Refused when the page does not exist or cannot be flattened
 */
export function withPage(module, document, number, act) {
  withOpenPage(module, document, number, page => {
    drawFields(module, document, page)
    removeComments(module, page)
    if (module._FPDFPage_Flatten(page, 0) === flattenFailed) throw new Refused('damaged')
  })
  // The page is opened again, so that flattened fields count as its text.
  return withOpenPage(module, document, number, act)
}

/** Draws the form fields, because some programs store only the value of a field. */
function drawFields(module, document, page) {
  const form = document.initializeFormFields()
  module._FORM_OnAfterLoadPage(page, form)
  module._FORM_OnBeforeClosePage(page, form)
}

function withOpenPage(module, document, number, act) {
  const page = module._FPDF_LoadPage(document.documentIdx, number - 1)
  if (!page) throw new Refused('damaged')
  try {
    return act(page)
  } finally {
    module._FPDF_ClosePage(page)
  }
}

function removeComments(module, page) {
  for (let index = module._FPDFPage_GetAnnotCount(page) - 1; index >= 0; index -= 1) {
    const annotation = module._FPDFPage_GetAnnot(page, index)
    const kind = module._FPDFAnnot_GetSubtype(annotation)
    module._FPDFPage_CloseAnnot(annotation)
    if (kind !== formField) module._FPDFPage_RemoveAnnot(page, index)
  }
}

/** The size of the page in points, as it is shown: after its rotation, and cropped. */
export const sizeOf = (module, page) => ({
  width: module._FPDF_GetPageWidthF(page),
  height: module._FPDF_GetPageHeightF(page),
})

/**
 * Calls `act` with the `characters` of a page in reading order, and with `boxesOf`, which returns the boxes around a
 * range of them.
 * @returns the result of `act`
 * @throws Refused when the text cannot be read
 */
export function withText(module, page, act) {
  const text = module._FPDFText_LoadPage(page)
  if (!text) throw new Refused('damaged')
  const memory = module._malloc(32)
  try {
    const count = Math.max(0, module._FPDFText_CountChars(text))
    const characters = Array.from({ length: count }, (_, at) => characterAt(module, text, at))
    return act({ characters, boxesOf: range => boxesOf({ module, page, text, memory }, characters, range) })
  } finally {
    module._free(memory)
    module._FPDFText_ClosePage(text)
  }
}

function characterAt(module, text, at) {
  const code = module._FPDFText_GetUnicode(text, at)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/** The boxes around a range of characters, in units of 0.01% of the page. A line break or wide gap starts a new box. */
function boxesOf(reading, characters, { from, to }) {
  const parts = []
  let isNew = true
  for (let at = from; at <= to; at += 1) {
    const box = /\s/.test(characters[at]) ? null : characterBox(reading, at)
    if (/[\r\n]/.test(characters[at])) isNew = true
    if (!box) continue
    const before = parts.at(-1)
    if (isNew || !isNear(before, box)) parts.push(box)
    else parts[parts.length - 1] = around(before, box)
    isNew = false
  }
  return parts.flatMap(part => onPage(reading, part))
}

/**
 * The box of a character in points; null when nothing is drawn for it. It has at least the height of the line, because
 * a shorter box would reveal something about the letter.
 */
function characterBox({ module, text, memory }, at) {
  const boxes = []
  if (module._FPDFText_GetLooseCharBox(text, at, memory)) {
    const [left, top, right, bottom] = module.HEAPF32.subarray(memory / 4, memory / 4 + 4)
    boxes.push({ left, top, right, bottom })
  }
  if (module._FPDFText_GetCharBox(text, at, memory, memory + 8, memory + 16, memory + 24)) {
    const [left, right, bottom, top] = module.HEAPF64.subarray(memory / 8, memory / 8 + 4)
    boxes.push({ left, top, right, bottom })
  }
  const drawn = boxes.filter(({ left, right, top, bottom }) => right > left && top > bottom)
  return drawn.length > 0 ? drawn.reduce(around) : null
}

const around = (one, other) => ({
  left: Math.min(one.left, other.left),
  right: Math.max(one.right, other.right),
  bottom: Math.min(one.bottom, other.bottom),
  top: Math.max(one.top, other.top),
})

const longerSide = ({ left, right, top, bottom }) => Math.max(right - left, top - bottom)

/**
 * Whether two boxes can be on one line: the gap between them is at most the longer side of `other`. This allows lines
 * that run in any direction.
 */
const isNear = (one, other) =>
  Math.max(one.left - other.right, other.left - one.right, one.bottom - other.top, other.bottom - one.top) <=
  longerSide(other)

const atLeast = 0.75
const ofHeight = 0.05

/**
 * @returns an array with the box of the part and its margin, rounded outwards, in units of 0.01% of the page; empty
 * when the box is outside the cropped page
 */
function onPage({ module, page, memory }, part) {
  const margin = atLeast + ofHeight * Math.min(part.right - part.left, part.top - part.bottom)
  const corner = (x, y) => {
    module._FPDF_PageToDevice(page, 0, 0, wholePage, wholePage, 0, x, y, memory, memory + 4)
    return module.HEAP32.subarray(memory / 4, memory / 4 + 2)
  }
  const [x1, y1] = corner(part.left - margin, part.top + margin)
  const [x2, y2] = corner(part.right + margin, part.bottom - margin)
  const inside = value => Math.min(wholePage, Math.max(0, value))
  const [left, right] = [inside(Math.min(x1, x2) - 1), inside(Math.max(x1, x2) + 1)]
  const [top, bottom] = [inside(Math.min(y1, y2) - 1), inside(Math.max(y1, y2) + 1)]
  return right > left && bottom > top ? [{ left, top, width: right - left, height: bottom - top }] : []
}
