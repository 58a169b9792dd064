// Untrusted video and audio is opened only in this process, which gets no secrets in environment variables.
// It can access only the folder of its files, its own code and its libraries.
// Plain JavaScript, because it always runs from src/, without a build.
import { Logging, LogLevel } from 'mediabunny'
import { answer } from './child-loop.mjs'
import { cleanMovie, movieType } from './media/movie-file.mjs'
import { cleanMp3 } from './media/mp3.mjs'
import { Refused } from './media/refused.mjs'

Logging.level = LogLevel.Silent

const tasks = {
  /** The type of an MP4, M4A or MOV. */
  'read the type': async ({ from }) => ({ refused: null, type: await movieType(from) }),
  /** Writes a new file with only what a player plays: the tracks of a movie, or the sound frames of an MP3. */
  clean: async ({ from, to, type }) => {
    await (type === 'audio/mpeg' ? cleanMp3(from, to) : cleanMovie(from, to, type))
    return { refused: null }
  },
}

/** Errors of the file system have a `syscall` and keep their code. All other errors come from the content. */
function whatFailed(problem) {
  if (problem instanceof Refused) return { refused: problem.refusal }
  return { refused: problem.syscall ? problem.code : 'damaged' }
}

answer(tasks, whatFailed)
