/** The sound of an alert: two short notes, made here, so that nothing has to be loaded. */

const NOTES = [880, 1175] as const
const NOTE_SECONDS = 0.14
const LOUDNESS = 0.12

let context: AudioContext | undefined

/** Plays it, and says whether it could be heard: browsers make no sound before somebody has touched the page. */
export async function playTone(): Promise<boolean> {
  // a context would wait for that touch, and all that is late would sound at once
  if (!navigator.userActivation.hasBeenActive) return false
  try {
    context ??= new AudioContext()
    const audio = context
    if (audio.state === 'suspended') await audio.resume()
    NOTES.forEach((frequency, index) => playNote(audio, frequency, audio.currentTime + index * NOTE_SECONDS))
    return true
  } catch {
    // no sound device: the alert is seen and spoken all the same
    return false
  }
}

function playNote(audio: AudioContext, frequency: number, start: number): void {
  const note = new OscillatorNode(audio, { frequency })
  const volume = new GainNode(audio, { gain: 0 })
  volume.gain.setValueAtTime(0, start)
  // without edges, which would click
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.01)
  volume.gain.exponentialRampToValueAtTime(0.001, start + NOTE_SECONDS * 1.6)
  note.connect(volume).connect(audio.destination)
  note.start(start)
  note.stop(start + NOTE_SECONDS * 1.6)
}
