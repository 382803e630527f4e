// A photo made small enough for a bad network: 1600 px, JPEG .8, what the camera wrote into it dropped.
const SIDE = 1600
export async function shrink(file: Blob): Promise<Blob> {
	if (!file.type.startsWith('image/')) return file
	try {
		const bitmap = await load(file)
		const k = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height))
		const canvas = document.createElement('canvas')
		canvas.width = Math.round(bitmap.width * k)
		canvas.height = Math.round(bitmap.height * k)
		canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
		const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.8))
		return made ?? file
	} catch (e) {
		return file // the server says whether it takes it
	}
}
function load(file: Blob): Promise<HTMLImageElement> {
	return new Promise((yes, no) => {
		const image = new Image()
		image.onload = () => (URL.revokeObjectURL(image.src), yes(image))
		image.onerror = no
		image.src = URL.createObjectURL(file)
	})
}
