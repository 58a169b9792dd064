import type { Moves } from '../src/domain/moves.ts'

/** The positions of states and arrows in a picture. Drawing fails unless each move of the table is drawn or listed. */
export interface Layout {
  title: string
  width: number
  height: number
  /** the middle of each box, and a colour for each state */
  boxes: Record<string, { x: number; y: number; tone: Tone }>
  /** `move:from`, an SVG path and the position of its label. An arrow for several moves lists them all */
  arrows: { moves: string[]; path: string; label: string; at: [x: number, y: number] }[]
  /** moves listed beside a box */
  listed: { box: string; lines: (names: (move: string) => string) => string[]; moves: string[] }[]
}
export type Tone = 'library' | 'charity' | 'decision' | 'quiet' | 'stop'

const tones: Record<Tone, { fill: string; edge: string }> = {
  library: { fill: '#fdf0d5', edge: '#6e3f05' },
  charity: { fill: '#e2eeeb', edge: '#14524f' },
  decision: { fill: '#e9f1de', edge: '#37621f' },
  quiet: { fill: '#f4ecdf', edge: '#857967' },
  stop: { fill: '#fae7e2', edge: '#a3271d' },
}
const boxWidth = 136
const boxHeight = 46

/**
 * Draws a table of moves as SVG.
 * @throws Error when a move is only in the table or only in the layout
 */
export function drawLifecycle(table: Moves<string, string>, layout: Layout): string {
  checkComplete(table, layout)
  const fromOf = (move: string) => table[move]!.from.join(', ')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${layout.width} ${layout.height}" ` +
      `width="${layout.width}" height="${layout.height}" role="img" aria-label="${layout.title}" ` +
      'font-family="Segoe UI, Noto Sans, Arial, sans-serif">',
    `<title>${layout.title}</title>`,
    '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" ' +
      'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="#5c5348"/></marker></defs>',
    `<rect width="${layout.width}" height="${layout.height}" fill="#fdfaf4"/>`,
    ...layout.arrows.map(
      ({ path }) => `<path d="${path}" fill="none" stroke="#5c5348" stroke-width="1.6" marker-end="url(#head)"/>`,
    ),
    ...layout.arrows.map(({ label, at: [x, y] }) =>
      text(
        x,
        y,
        label,
        'font-size="13" text-anchor="middle" fill="#24201b" stroke="#fdfaf4" stroke-width="4" paint-order="stroke"',
      ),
    ),
    ...Object.entries(layout.boxes).map(([state, { x, y, tone }]) => box(state, x, y, tone)),
    ...layout.listed.flatMap(({ box: state, lines }) =>
      lines(fromOf).map((line, index) => {
        const { x, y } = layout.boxes[state]!
        return text(x + boxWidth / 2 + 16, y - 4 + index * 18, line, 'font-size="13" fill="#24201b"')
      }),
    ),
    '</svg>',
    '',
  ].join('\n')
}

function checkComplete(table: Moves<string, string>, layout: Layout): void {
  const inTable = Object.entries(table).flatMap(([move, { from }]) => from.map(state => `${move}:${state}`))
  const listed = layout.listed.flatMap(({ moves }) => moves)
  const drawn = layout.arrows.flatMap(({ moves }) => moves)
  const lost = inTable.filter(step => !drawn.includes(step) && !listed.includes(step.split(':')[0]!))
  const made = [...drawn.filter(step => !inTable.includes(step)), ...listed.filter(move => !(move in table))]
  if (lost.length + made.length > 0)
    throw new Error(`the picture and the table differ: ${[...lost, ...made].join('; ')}`)
}

function box(state: string, x: number, y: number, tone: Tone): string {
  const { fill, edge } = tones[tone]
  const half = boxWidth / 2
  return (
    `<rect x="${x - half}" y="${y - boxHeight / 2}" width="${boxWidth}" height="${boxHeight}" rx="6" ` +
    `fill="${fill}" stroke="${edge}" stroke-width="1.8"/>` +
    linesOf(state)
      .map((line, index, { length }) =>
        text(
          x,
          y + 5 + (index - (length - 1) / 2) * 16,
          line,
          'font-size="14" font-weight="600" text-anchor="middle" fill="#24201b"',
        ),
      )
      .join('')
  )
}

/** A long label has two lines. */
function linesOf(state: string): string[] {
  const at = state.length > 15 ? state.lastIndexOf(' ') : -1
  return at < 0 ? [state] : [state.slice(0, at), state.slice(at + 1)]
}

function text(x: number, y: number, words: string, how: string): string {
  return `<text x="${x}" y="${y}" ${how}>${words}</text>`
}
