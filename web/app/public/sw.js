// The offline shell: the app's own files of this build, and the page at the addresses of the app. Data is never kept
// here: what a screen shows is asked for, what a form sends waits in the app's outbox.
const files = [/* files */]
const name = `jixiu-${files.join().split('').reduce((h, c) => (h * 31 + c.charCodeAt(0)) | 0, 7)}`
const app = /^\/($|(today|tickets|machines|parts|board|reports|labels|people|settings|import|search|me|outbox)(\/|$))/

self.addEventListener('install', (event) => {
	event.waitUntil(caches.open(name).then((c) => c.add('/')).then(() => self.skipWaiting()))
})
self.addEventListener('activate', (event) => {
	event.waitUntil(caches.keys()
		.then((all) => Promise.all(all.filter((n) => n !== name).map((n) => caches.delete(n))))
		.then(() => self.clients.claim()))
})
async function kept(request) {
	const cache = await caches.open(name), had = await cache.match(request)
	if (had) return had
	const answer = await fetch(request)
	if (answer.ok) cache.put(request, answer.clone())
	return answer
}
async function shell(request) {
	try {
		const answer = await fetch(request)
		if (answer.ok) (await caches.open(name)).put('/', answer.clone())
		return answer
	} catch (e) {
		return (await caches.match('/')) || Response.error()
	}
}
self.addEventListener('fetch', (event) => {
	const { request } = event, url = new URL(request.url)
	if (request.method !== 'GET' || url.origin !== location.origin) return
	if (url.pathname.startsWith('/assets/')) event.respondWith(kept(request))
	else if (request.mode === 'navigate' && app.test(url.pathname)) event.respondWith(shell(request))
})
