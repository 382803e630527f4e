// dice.mjs - chance from a seed: the same seed throws the same.
export class Dice {
	constructor(seed) {
		this.state = seed >>> 0;
	}

	// 0 ≤ x < 1. mulberry32 (public domain, Tommy Ettinger).
	next() {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let t = this.state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	}

	// A whole number, both ends included.
	int(low, high) {
		return low + Math.floor(this.next() * (high - low + 1));
	}

	chance(share) {
		return this.next() < share;
	}

	of(list) {
		return list[this.int(0, list.length - 1)];
	}

	// How long until the next of what comes at random, that long on average.
	wait(mean) {
		return -Math.log(1 - this.next()) * mean;
	}

	key() {
		return Array.from({ length: 4 }, () => this.int(0, 0xffff).toString(16).padStart(4, '0')).join('-');
	}
}
