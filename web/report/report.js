/* What the script adds to pages that work without it. Target: Chrome 87, Safari 14, plain HTTP.

   The outbox: whatever is sent is first kept on the phone (the words in localStorage, photos in IndexedDB) with a
   key of its own, then sent until the server has answered: at load, when the network comes back, and by a timer.
   An item leaves it only when the server has it, or by the hand of the person. An item:
     key     the idempotency key: a repeated sending is one ticket
     url, type, body   the request; JSON bodies get age_ms, how long ago the button was pressed
     title   how the list names it;  at  when it was pressed
     photos  keys of photos still to send, each by a PUT to link/photos/KEY once link is known
     link    the page of the ticket, known after the first answer;  fail  why the server will not have it */
(() => {
	'use strict'
	const $ = (s, r) => (r || document).querySelector(s)
	const $$ = (s, r) => Array.from((r || document).querySelectorAll(s))
	const words = JSON.parse($('#words').textContent)
	const say = (id, arg) => words[id].replace('%s', arg)
	const make = (tag, set, ...inside) => {
		const e = Object.assign(document.createElement(tag), set)
		e.append(...inside)
		return e
	}
	const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), b => b.toString(16).padStart(2, '0')).join('')

	const live = $('#live'), ahead = Date.now() - document.body.dataset.now /* of this phone's clock */

	/* ---- kept on the phone; in memory where the phone refuses ---- */
	const BOX = 'jixiu.outbox', ME = 'jixiu.me'
	const memory = {}
	const read = (name, otherwise) => {
		try {
			return JSON.parse(localStorage.getItem(name) || memory[name]) || otherwise
		} catch (e) {
			return memory[name] ? JSON.parse(memory[name]) : otherwise
		}
	}
	const write = (name, value) => {
		memory[name] = JSON.stringify(value)
		try {
			localStorage.setItem(name, memory[name])
		} catch (e) { /* full or forbidden: memory has it while this page lives */ }
	}
	const box = () => read(BOX, [])
	const keep = item => write(BOX, box().filter(i => i.key !== item.key).concat(item).sort((a, b) => a.at - b.at))
	const drop = key => write(BOX, box().filter(i => i.key !== key))

	const bytes = new Map()
	let opened
	const db = () => opened = opened || new Promise((yes, no) => {
		const r = indexedDB.open('jixiu', 1)
		r.onupgradeneeded = () => r.result.createObjectStore('photo')
		r.onsuccess = () => yes(r.result)
		r.onerror = r.onblocked = no
	})
	const photo = async (mode, work) => {
		const store = (await db()).transaction('photo', mode).objectStore('photo')
		return new Promise((yes, no) => {
			const r = work(store)
			r.onsuccess = () => yes(r.result)
			r.onerror = no
		})
	}
	const putPhoto = async (key, blob) => {
		bytes.set(key, blob)
		try {
			/* Old WebKit loses blobs in its database, never buffers. */
			const data = await new Response(blob).arrayBuffer()
			await photo('readwrite', s => s.put(data, key))
		} catch (e) { /* memory has it */ }
	}
	const getPhoto = async key => {
		if (bytes.has(key))
			return bytes.get(key)
		try {
			const data = await photo('readonly', s => s.get(key))
			return data && new Blob([data])
		} catch (e) {
			return undefined
		}
	}
	const dropPhoto = key => {
		bytes.delete(key)
		photo('readwrite', s => s.delete(key)).catch(() => {})
	}

	/* ---- sending ---- */
	const ask = async (url, options) => {
		const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 40000)
		try {
			const r = await fetch(url, Object.assign({ credentials: 'same-origin', signal: stop.signal }, options))
			const text = await r.text()
			let json = {}
			try {
				json = JSON.parse(text)
			} catch (e) { /* a proxy's page */ }
			/* 408, 429 and 5xx pass; any other refusal is for good */
			return { ok: r.ok, wait: r.status === 408 || r.status === 429 || r.status > 499, json }
		} catch (e) {
			return { wait: true, json: {} }
		} finally {
			clearTimeout(timer)
		}
	}
	const refusal = json => [json.detail || say('refused')].concat((json.fields || []).map(f => f.detail)).join(' ')

	/* The first request of an item. True when the server has it. */
	const sendWords = async item => {
		let body = item.body
		if (item.type === 'application/json')
			body = JSON.stringify(Object.assign(JSON.parse(body), { age_ms: Math.max(0, Date.now() - item.at) }))
		const r = await ask(item.url, { method: 'POST', body,
			headers: { 'Content-Type': item.type, 'Idempotency-Key': item.key, Accept: 'application/json' } })
		item.why = r.json.detail
		if (!r.ok && !r.wait) {
			item.fail = refusal(r.json)
			item.fields = r.json.fields
		}
		if (r.ok && !r.json.link)
			item.fail = say('refused')
		if (r.ok)
			item.link = r.json.link
		if (item.link && item.path)
			own(item, item.path)
		keep(item)
		return !!item.link
	}
	const sendPhotos = async item => {
		while (item.photos.length && !item.fail) {
			const key = item.photos[0], body = await getPhoto(key)
			if (body) {
				const r = await ask(item.link + '/photos/' + key, { method: 'PUT', body,
					headers: { 'Content-Type': body.type || 'image/jpeg', Accept: 'application/json' } })
				if (r.wait)
					return false
				if (!r.ok)
					item.fail = refusal(r.json)
			} else {
				item.fail = say('lost')
			}
			if (item.fail)
				break
			item.photos.shift()
			keep(item)
			dropPhoto(key)
		}
		keep(item)
		return !item.photos.length
	}

	let busy = false
	const done = []
	const show = () => {
		const place = $('#outbox')
		const waiting = box().filter(i => !i.quiet)
		const list = waiting.map(i => make('div', { className: 'box' },
			make('b', { textContent: say(i.fail ? 'failed' : i.link ? 'photos' : 'unsent', i.photos.length) }),
			make('p', { textContent: i.title }),
			make('p', { className: 'soft', textContent: i.fail || i.why || say(navigator.onLine === false ? 'offline' : 'retry') }),
			make('div', { className: 'two' },
				make('button', { className: 'btn', type: 'button', textContent: say('again'), onclick: () => {
					delete i.fail
					keep(i)
					flush()
				} }),
				make('button', { className: 'btn', type: 'button', textContent: say('discard'), onclick: e => {
					/* the second tap means it */
					if (!e.target.dataset.sure) {
						e.target.dataset.sure = 1
						e.target.textContent = say('sure')
						return
					}
					i.photos.forEach(dropPhoto)
					drop(i.key)
					show()
				} }))))
			.concat(done.map(i => make('div', { className: 'box done' }, make('b', { textContent: say('sent') }),
				make('a', { href: i.link, textContent: i.title }))))
		/* Redrawn only when it changed: a button under the finger stays where it is. */
		const sketch = JSON.stringify([waiting, done, navigator.onLine])
		if (place.dataset.sketch !== sketch) {
			place.dataset.sketch = sketch
			place.replaceChildren ? place.replaceChildren(...list) : (place.textContent = '', place.append(...list))
		}
	}
	const here = item => item.link && location.pathname === item.link
	const flush = async () => {
		if (busy || !box().length)
			return
		busy = true
		for (const kept of box()) {
			const key = kept.key, item = box().find(i => i.key === key)
			if (!item || item.fail || item.quiet)
				continue
			const mine = here(item)
			if ((item.link || await sendWords(item)) && await sendPhotos(item)) {
				drop(key)
				if (mine || here(item))
					refresh(true)
				else
					done.push(item)
			}
			show()
		}
		busy = false
	}

	/* ---- what was reported from this phone: the way back to its pages ---- */
	const MINE = 'jixiu.mine', WEEK = 7 * 864e5
	const remembered = () => read(MINE, []).filter(m => Date.now() - m.at < WEEK)
	const own = (item, path) =>
		write(MINE, [{ link: item.link, title: item.title, at: item.at, path }].concat(remembered().filter(m => m.link !== item.link)).slice(0, 20))
	const showMine = () => {
		const form = $('form[data-send=report]')
		const list = live ? [] : remembered().filter(m => !form || m.path === form.getAttribute('action')).slice(0, 5)
		if (list.length)
			$('#outbox').after(make('nav', { className: 'card mine wide' }, make('h2', { textContent: say('mine') }),
				...list.map(m => {
					const t = make('time', { textContent: new Date(m.at).toLocaleString() })
					t.dataset.ms = m.at - ahead
					return make('a', { href: m.link }, m.title, t)
				})))
	}

	/* ---- photos: 1600 px, JPEG .8, and with that without EXIF ---- */
	const shrink = async file => {
		const url = URL.createObjectURL(file), img = new Image()
		try {
			await new Promise((yes, no) => {
				img.onload = yes
				img.onerror = no
				img.src = url
			})
			const k = Math.min(1, 1600 / Math.max(img.naturalWidth, img.naturalHeight))
			const c = make('canvas', { width: Math.round(img.naturalWidth * k), height: Math.round(img.naturalHeight * k) })
			const g = c.getContext('2d')
			g.fillStyle = '#fff'
			g.fillRect(0, 0, c.width, c.height)
			g.drawImage(img, 0, 0, c.width, c.height)
			return await new Promise((yes, no) => c.toBlob(b => b ? yes(b) : no(), 'image/jpeg', .8))
		} catch (e) {
			return file /* the server judges what this browser cannot draw */
		} finally {
			URL.revokeObjectURL(url)
		}
	}
	/* What was chosen in a form so far: {key, blob}. */
	const chosen = new WeakMap()
	const taken = form => chosen.get(form) || chosen.set(form, []).get(form)
	let shrinking = Promise.resolve()
	const addPhotos = (form, input) => {
		const files = Array.from(input.files), place = $('.photos', form)
		input.value = ''
		shrinking = files.reduce((before, file) => before.then(async () => {
			if (taken(form).length >= 6)
				return
			const blob = await shrink(file), one = { key: newKey(), blob }
			const url = URL.createObjectURL(blob)
			const figure = make('span', {}, make('img', { src: url, alt: say('photo') }),
				make('button', { type: 'button', onclick: () => {
					chosen.set(form, taken(form).filter(p => p !== one))
					figure.remove()
					URL.revokeObjectURL(url)
				} }, make('span', { textContent: '✕' })))
			$('button', figure).setAttribute('aria-label', say('remove'))
			taken(form).push(one)
			place.append(figure)
			if (form.dataset.at === 'once')
				submit(form)
		}), shrinking)
	}

	/* ---- forms ---- */
	const complain = (form, fields) => {
		$$('.err', form).forEach(e => e.textContent = '')
		for (const f of fields) {
			const place = $(`.err[data-for~="${f.name}"]`, form) || $('.err', form)
			place.textContent = place.textContent ? place.textContent + ' ' + f.detail : f.detail
		}
		const first = $$('.err', form).find(e => e.textContent)
		if (first)
			first.scrollIntoView({ block: 'center' })
	}
	const minutes = data => {
		if (data.get('since') !== 'other')
			return +(data.get('since') || 0)
		const t = Date.parse(data.get('since_at'))
		return isNaN(t) ? -1 : Math.round((Date.now() - t) / 60000)
	}
	const reportOf = (data, stopped) => ({
		code: data.get('code'), symptom: data.get('symptom') || null, text: data.get('text').trim() || null,
		stopped, since_minutes: minutes(data),
		reporter: data.get('reporter').trim() || null, contact: data.get('contact').trim() || null,
	})
	const titleOf = (form, data) =>
		[form.dataset.title, data.get('symptom'), data.get('text'), data.get('reason')].filter(v => v && v.trim()).join(' · ')

	let sending = false
	const submit = async (form, button) => {
		if (sending)
			return
		sending = true
		await shrinking
		const data = new FormData(form), report = form.dataset.send === 'report'
		const item = { key: newKey(), at: Date.now(), title: titleOf(form, data), photos: taken(form).map(p => p.key), quiet: true }
		if (report) {
			const r = reportOf(data, button.value === '1')
			const wrong = []
			if (!r.symptom && !r.text)
				wrong.push({ name: 'symptom', detail: say('what') })
			if (r.since_minutes < 0)
				wrong.push({ name: 'since_minutes', detail: say('when') })
			complain(form, wrong)
			if (wrong.length) {
				sending = false
				return
			}
			write(ME, { reporter: r.reporter || '', contact: r.contact || '' })
			Object.assign(item, { path: form.getAttribute('action'), url: '/api/v1/reports', type: 'application/json', body: JSON.stringify(r) })
		} else if (form.dataset.send === 'photos') {
			/* nothing but photos: they go straight to the ticket */
			Object.assign(item, { link: form.dataset.link })
		} else {
			data.delete('photo')
			data.set('key', item.key)
			if (button && button.name)
				data.set(button.name, button.value)
			Object.assign(item, { url: form.getAttribute('action'), type: 'application/x-www-form-urlencoded',
				body: new URLSearchParams(data).toString() })
		}
		for (const p of taken(form))
			await putPhoto(p.key, p.blob)
		keep(item)
		const buttons = $$('button:not([type=button])', form)
		buttons.forEach(b => b.disabled = true)
		const label = button && button.innerHTML
		if (button)
			button.textContent = say('sending')
		const got = item.link || await sendWords(item)
		delete item.quiet
		if (got) {
			/* the photos follow from the ticket's own page, which the person sees at once */
			if (item.photos.length)
				keep(item)
			else
				drop(item.key)
			if (here(item)) {
				form.reset()
				form.dispatchEvent(new Event('emptied'))
				await flush()
				refresh(true)
			} else {
				location.assign(item.link)
				return
			}
		} else if (item.fail) {
			/* nothing typed is lost: it is still in the form */
			drop(item.key)
			complain(form, (item.fields || []).length ? item.fields : [{ name: '', detail: item.fail }])
		} else {
			keep(item)
			form.reset()
			form.dispatchEvent(new Event('emptied'))
			scrollTo(0, 0)
		}
		if (got || !item.fail) {
			chosen.delete(form)
			$$('.photos', form).forEach(p => p.textContent = '')
		}
		if (button)
			button.innerHTML = label
		buttons.forEach(b => b.disabled = false)
		sending = false
		show()
	}

	document.addEventListener('submit', e => {
		if (!e.target.dataset.send)
			return
		e.preventDefault()
		submit(e.target, e.submitter || pressed)
	})
	/* Safari before 15.4 does not say which button sent the form. */
	let pressed
	document.addEventListener('click', e => {
		pressed = e.target.closest('button')
		/* a chip that is tapped again lets go */
		const radio = e.target.matches('.usual input') && e.target
		if (radio && radio.dataset.on)
			radio.checked = false
		if (radio)
			$$('.usual input').forEach(r => r.checked ? r.dataset.on = 1 : delete r.dataset.on)
	})
	document.addEventListener('change', e => {
		if (e.target.type === 'file')
			addPhotos(e.target.form, e.target)
		const form = e.target.form
		if (form && $('.err', form))
			$$('.err', form).forEach(p => p.textContent = '')
		if (e.target.name === 'since')
			otherTime()
	})
	const otherTime = () => {
		const other = $('[name=since][value=other]'), at = $('[name=since_at]')
		if (!other)
			return
		$('.since-at').classList.toggle('on', other.checked)
		at.max = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16)
		if (other.checked && !at.value)
			at.value = at.max
	}
	/* "something else": the form comes up to the eye */
	document.addEventListener('toggle', e => e.target.matches('.other') && e.target.open && e.target.scrollIntoView(), true)
	const remember = () => {
		const me = read(ME, {}), form = $('form[data-send=report]')
		if (!form)
			return
		for (const name of ['reporter', 'contact'])
			if (me[name] && !form.elements[name].value)
				form.elements[name].value = me[name]
		const shown = $('#who')
		if (shown && (me.reporter || me.contact))
			shown.textContent = [me.reporter, me.contact].filter(Boolean).join(' ')
	}
	$$('form').forEach(f => f.addEventListener('emptied', () => {
		remember()
		otherTime()
	}))

	/* ---- times, and the ticket's page that keeps itself new ---- */
	const times = () => $$('time').forEach(t => {
		const m = Math.floor((Date.now() - ahead - t.dataset.ms) / 60000)
		t.title = t.title || t.textContent
		if (m >= 0 && m < 2880)
			t.textContent = m < 1 ? say('just') : m < 60 ? say('min', m) : say('hour', Math.floor(m / 60))
	})
	let last
	const refresh = async now => {
		if (!live || document.hidden || (live.contains(document.activeElement) && document.activeElement.matches('textarea')))
			return
		try {
			const r = await fetch(live.dataset.from, { credentials: 'same-origin' }), text = await r.text()
			if (r.ok && (text !== last || now)) {
				if (last !== undefined || now) {
					live.innerHTML = text
					times()
				}
				last = text
			}
		} catch (e) { /* next time */ }
	}

	remember()
	otherTime()
	showMine()
	times()
	/* what a page that was closed in the middle of sending left behind */
	box().filter(i => i.quiet).forEach(i => {
		delete i.quiet
		keep(i)
	})
	show()
	flush()
	refresh()
	setInterval(flush, 8000)
	setInterval(refresh, 10000)
	setInterval(times, 30000)
	addEventListener('online', flush)
	addEventListener('offline', show)
	document.addEventListener('visibilitychange', () => {
		flush()
		refresh()
	})
	/* Taken out of the browser's cache by "back": its keys are used up. */
	addEventListener('pageshow', e => e.persisted && location.reload())
})()
