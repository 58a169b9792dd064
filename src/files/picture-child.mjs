// Runs alone in a process of its own, started by picture.ts: pictures from elsewhere are opened here and nowhere else.
// Plain JavaScript, so that it starts the same from source and from a build. It knows nothing of ours and gets no environment.
import sharp from 'sharp'

const memoryLimit = 512 * 1024 * 1024

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })

const writers = {
  'image/jpeg': picture => picture.jpeg({ quality: 88 }),
  'image/png': picture => picture.png({ compressionLevel: 8 }),
  'image/webp': picture => picture.webp({ quality: 88 }),
}

/** Written anew, upright, without anything that is not the picture. */
async function writeAnew({ from, to, type, pixels }) {
  const { width, height } = await sharp(from, { limitInputPixels: false }).metadata()
  if (width * height > pixels) return 'pixel flood'
  const upright = sharp(from, { limitInputPixels: pixels, failOn: 'error' }).autoOrient()
  await writers[type](upright).toFile(to)
  return null
}

/** What the file system says is told apart from what is wrong with the picture. */
const whatFailed = ({ message }) => /No space left|Disk quota|File too large/i.test(message) ? 'ENOSPC' : 'damaged'

/** Whoever started it ends it when there is nothing to do; this is for when nobody does. */
const forgotten = setTimeout(() => process.exit(0), 40_000)

process.on('message', async job => {
  forgotten.refresh()
  process.send({ refused: await writeAnew(job).catch(whatFailed) })
})
process.on('disconnect', () => process.exit(0))

setInterval(() => {
  if (process.memoryUsage.rss() > memoryLimit) process.kill(process.pid, 'SIGKILL')
}, 20).unref()

process.send('ready')
