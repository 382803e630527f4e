// Reads a QR code out of a picture: by the phone's own reader where there is one, else by jsQR, loaded when needed.

interface Detector {
	detect: (source: ImageBitmapSource) => Promise<{ rawValue: string }[]>
}
const Own = (globalThis as { BarcodeDetector?: new (o: { formats: string[] }) => Detector }).BarcodeDetector
let own: Detector | undefined
try {
	own = Own && new Own({ formats: ['qr_code'] })
} catch (e) {
	own = undefined
}

async function byLibrary(source: CanvasImageSource, width: number, height: number, side: number): Promise<string | undefined> {
	const { default: jsQR } = await import('jsqr')
	const k = Math.min(1, side / Math.max(width, height))
	const canvas = document.createElement('canvas')
	canvas.width = Math.max(1, Math.round(width * k))
	canvas.height = Math.max(1, Math.round(height * k))
	const c = canvas.getContext('2d', { willReadFrequently: true })!
	c.drawImage(source, 0, 0, canvas.width, canvas.height)
	const { data } = c.getImageData(0, 0, canvas.width, canvas.height)
	return jsQR(data, canvas.width, canvas.height)?.data || undefined
}

export async function decodeFrame(video: HTMLVideoElement): Promise<string | undefined> {
	if (own) {
		const [found] = await own.detect(video).catch(() => [])
		if (found) return found.rawValue
	}
	return byLibrary(video, video.videoWidth, video.videoHeight, 720)
}

// A photo is tried at several sizes: a small code in a large picture needs the pixels, a noisy one is better without.
export async function decodePhoto(file: Blob): Promise<string | undefined> {
	const image = new Image()
	image.src = URL.createObjectURL(file)
	try {
		await image.decode()
		if (own) {
			const [found] = await own.detect(image).catch(() => [])
			if (found) return found.rawValue
		}
		for (const side of [1000, 1800, 600]) {
			const found = await byLibrary(image, image.naturalWidth, image.naturalHeight, side)
			if (found) return found
		}
		return undefined
	} finally {
		URL.revokeObjectURL(image.src)
	}
}
