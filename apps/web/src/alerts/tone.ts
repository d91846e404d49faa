/** The sound of an alert: two short notes, made here, so that nothing has to be loaded. */

const NOTES = [880, 1175] as const
const NOTE_SECONDS = 0.14
const LOUDNESS = 0.12

let context: AudioContext | undefined

/** Plays it; silent where the browser makes no sound, as before anybody has touched the page. */
export async function playTone(): Promise<void> {
  try {
    context ??= new AudioContext()
    const audio = context
    // what waits for a touch of the page is of no use when it comes
    if (audio.state === 'suspended') await audio.resume()
    NOTES.forEach((frequency, index) => playNote(audio, frequency, audio.currentTime + index * NOTE_SECONDS))
  } catch {
    // no sound device: the alert is seen and spoken all the same
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
