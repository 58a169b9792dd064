import qrcode from 'qrcode-generator'

/** The width of the empty margin around the code (quiet zone, ISO/IEC 18004), in modules. */
const margin = 4

/** A QR code as an SVG path. `size` is the width and height of the viewBox, with the quiet zone. */
export function qrPicture(address: string): { path: string; size: number } {
  const code = qrcode(0, 'M') // 0 is the smallest size that fits; M is error correction for 15 per cent
  code.addData(address)
  code.make()
  const places = Array.from({ length: code.getModuleCount() }, (_, place) => place)
  const dark = places.flatMap(y =>
    places.filter(x => code.isDark(y, x)).map(x => `M${x + margin} ${y + margin}h1v1h-1z`),
  )
  return { path: dark.join(''), size: places.length + 2 * margin }
}
