/* global io */
/** It draws prices in frames, and counts its seconds and its connections. */

const [price, seconds, connections] = document.querySelectorAll('p')
const count = (element) => (element.textContent = Number(element.textContent) + 1)
const socket = io()
socket.on('trade', (trade) => {
  const text = `${trade.price}, ${Date.now() - trade.tsRecv / 1000} ms old`
  requestAnimationFrame(() => (price.textContent = text))
})
socket.on('connect', () => {
  count(connections)
  socket.emit('subscribe', { symbols: ['AAPL'], channels: ['trade'] }, () => undefined)
})
setInterval(() => count(seconds), 1000)
