/** A chart as a picture to keep: what is drawn, under a line that says what it is. */

import { m } from '../paraglide/messages.js'
import type { Interval } from '@tapedeck/protocol'

/** What the picture shows. */
export interface PictureSubject {
  readonly symbol: string
  readonly name: string
  readonly interval: Interval
}

const CAPTION_HEIGHT = 36

/** Puts the picture on the clipboard, or saves it where there is none; answers what was done. */
export async function copyPicture(chart: HTMLCanvasElement, subject: PictureSubject): Promise<string> {
  const blob = await pictureOf(chart, subject)
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })])
    return m.chart_picture_copied()
  } catch {
    // the browser has no clipboard for pictures, or does not allow it
    return save(blob, subject)
  }
}

/** Saves the picture as a file; answers what was done. */
export async function savePicture(chart: HTMLCanvasElement, subject: PictureSubject): Promise<string> {
  return save(await pictureOf(chart, subject), subject)
}

function save(blob: Blob, { symbol, interval }: PictureSubject): string {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `${symbol}-${interval}.png`
  link.click()
  URL.revokeObjectURL(link.href)
  return m.chart_picture_saved({ file: link.download })
}

function pictureOf(chart: HTMLCanvasElement, { symbol, name, interval }: PictureSubject): Promise<Blob> {
  const style = getComputedStyle(document.documentElement)
  const scale = devicePixelRatio
  const canvas = document.createElement('canvas')
  canvas.width = chart.width
  canvas.height = chart.height + CAPTION_HEIGHT * scale
  const context = canvas.getContext('2d')
  if (context !== null) {
    context.fillStyle = style.getPropertyValue('--ground')
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(chart, 0, CAPTION_HEIGHT * scale)
    context.scale(scale, scale)
    context.textBaseline = 'middle'
    context.fillStyle = style.getPropertyValue('--ink')
    context.font = `650 14px ${style.getPropertyValue('--sans')}`
    context.fillText(symbol, 14, CAPTION_HEIGHT / 2)
    const end = 14 + context.measureText(symbol).width
    context.fillStyle = style.getPropertyValue('--ink-3')
    context.font = `12px ${style.getPropertyValue('--sans')}`
    context.fillText(`${name} · ${interval} · Tapedeck`, end + 10, CAPTION_HEIGHT / 2)
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture is empty')) : resolve(blob)), 'image/png')
  })
}
