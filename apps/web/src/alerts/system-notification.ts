/** Notifications of the system: asked for when the first alert wants them, never before. */

/** Asks the person, unless that was done; says whether notifications may be sent. */
export async function askToNotify(): Promise<boolean> {
  // absent on pages that did not come by a safe way
  if (!('Notification' in globalThis)) return false
  if (Notification.permission !== 'default') return Notification.permission === 'granted'
  return (await Notification.requestPermission()) === 'granted'
}

/** Tells the system. Two pages that say the same under one tag are heard once. */
export function notifySystem(title: string, body: string, tag: string): void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return
  const options = { body, tag, icon: '/icons/192.png' }
  try {
    const notification = new Notification(title, options)
    notification.onclick = () => {
      focus()
      notification.close()
    }
  } catch {
    // phones take them from service workers alone
    void showByWorker(title, options)
  }
}

async function showByWorker(title: string, options: NotificationOptions): Promise<void> {
  try {
    const worker = await navigator.serviceWorker.getRegistration()
    await worker?.showNotification(title, options)
  } catch {
    // the alert is seen and spoken on the page all the same
  }
}
